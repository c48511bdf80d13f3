/* SPDX-License-Identifier: Apache-2.0 */
/* What the desk costs: CPU time from a reading to its rows in the open
 * transaction, and of the commit, by how many articles are in the window. Readings are made up: a
 * story of a dozen articles has its own words over a Zipf-like vocabulary, one
 * article in four is a copy, half of the claims are known already.
 *
 *   bench_desk [ARTICLES] [DIRECTORY] */
#include <math.h>
#include <string.h>

#include "bench/bench.h"
#include "desk/desk.h"
#include "proto/digest.h"
#include "store/inbox.h"

enum { TERMS = 240, VOCABULARY = 60000, STORY_WORDS = 120, CLAIMS = 20, BATCH = 64, ARENA_BYTES = 256 << 20 };

static uint64_t random_state = 42;

static uint64_t random_next(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return random_state;
}

static double random_unit(void)
{
    return (double)(random_next() >> 11) / (double)(1ull << 53);
}

/* Of this thread: what others do on the machine does not count. */
static uint64_t cpu_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

static int by_term(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return left < right ? -1 : left > right;
}

static features_record *make_features(struct arena *arena, uint64_t story, uint64_t words)
{
    features_record *features = features_make(arena);
    features->terms = arena_array(arena, TERMS, sizeof *features->terms);
    features->weights = arena_array(arena, TERMS, sizeof *features->weights);
    features->sketch = arena_array(arena, 32, sizeof *features->sketch);
    for (size_t i = 0; i < TERMS; i++) {
        bool own = random_next() % 4 == 0;
        features->terms[i] = own ? (uint32_t)(1000000 + story * STORY_WORDS + random_next() % STORY_WORDS)
                                 : (uint32_t)exp(random_unit() * log(VOCABULARY));
    }
    qsort(features->terms, TERMS, sizeof *features->terms, by_term);
    for (size_t i = 0; i < TERMS; i++) {
        if (i && features->terms[i] == features->terms[i - 1])
            continue;
        features->weights[features->n_terms] = (float)(1 + random_next() % 3);
        features->terms[features->n_terms++] = features->terms[i];
    }
    features->n_weights = features->n_terms;
    features->n_sketch = 32;
    for (uint64_t i = 0; i < 32; i++)
        features->sketch[i] = i << 59 | (words * 0x9E3779B97F4A7C15u + i) >> 5;
    return features;
}

static ProtobufCBinaryData make_key(struct arena *arena, uint64_t fact)
{
    struct digest digest = digest_of(&fact, sizeof fact);
    uint8_t *bytes = arena_alloc(arena, DIGEST_BYTES);
    memcpy(bytes, digest.bytes, DIGEST_BYTES);
    return (ProtobufCBinaryData){ DIGEST_BYTES, bytes };
}

static claim_record *make_claim(struct arena *arena, uint64_t fact, size_t number)
{
    claim_record *claim = claim_make(arena);
    char text[160];
    snprintf(text, sizeof text, "c%zu", number);
    claim->id = arena_string(arena, span_of(text));
    snprintf(text, sizeof text, "the harbour master said of matter %llu that it would be looked into before the winter",
             (unsigned long long)fact);
    claim->text = arena_string(arena, span_of(text));
    claim->has_fact_key = claim->has_topic_key = true;
    claim->fact_key = make_key(arena, fact);
    claim->topic_key = make_key(arena, fact);
    return claim;
}

static reading_record *make_reading(struct arena *arena, uint64_t number)
{
    uint64_t story = number / 240 * 20 + random_next() % 20;
    reading_record *reading = reading_make(arena);
    reading->has_status = true;
    reading->status = CLAIMWIRE__V1__READING_STATUS__READING_READ;
    reading->features = make_features(arena, story, random_next() % 4 ? number : story);
    reading->claims = arena_array(arena, CLAIMS, sizeof *reading->claims);
    for (size_t i = 0; i < CLAIMS; i++) {
        uint64_t fact = random_next() % 2 ? story * 1000 + random_next() % 10 : (number + 1000) * 100000 + i;
        reading->claims[reading->n_claims++] = make_claim(arena, fact, i);
    }
    return reading;
}

static uint64_t accept_one(struct arena *arena, struct txn *txn, uint64_t number)
{
    char id[32], outlet[32];
    article_record article;
    claimwire__v1__article__init(&article);
    snprintf(id, sizeof id, "article-%llu", (unsigned long long)number);
    snprintf(outlet, sizeof outlet, "outlet-%llu.example", (unsigned long long)(number % 50));
    article.id = id;
    article.outlet = outlet;
    article.title = (char *)(uintptr_t) "A title of the usual length for a story";
    article.body = id;
    struct submission submission = { .feeder = "local", .article = &article, .stream_ms = (int64_t)number * 1000 };
    struct inbox_answer answer;
    if (inbox_put(arena, txn, &submission, &answer) != ERR_OK)
        die("the store takes no article");
    return answer.accept;
}

struct sums {
    uint64_t apply_us, commit_us, updates;
};

static void run_batch(struct store *store, struct desk *desk, struct arena *arena, uint64_t first, struct sums *sums)
{
    struct txn *txn;
    uint64_t accepts[BATCH];
    reading_record *readings[BATCH];
    arena_reset(arena);
    if (txn_begin(store, &txn) != ERR_OK)
        die("no transaction");
    for (uint64_t i = 0; i < BATCH; i++) {
        accepts[i] = accept_one(arena, txn, first + i);
        readings[i] = make_reading(arena, first + i);
    }
    uint64_t begin = cpu_us();
    for (size_t i = 0; i < BATCH; i++) {
        struct desk_outcome outcome;
        struct desk_input input = { .accept = accepts[i], .reading = readings[i] };
        enum err err = desk_apply(desk, arena, txn, &input, &outcome);
        if (err != ERR_OK)
            die("desk_apply: %s", err_name(err));
        sums->updates += outcome.updates;
    }
    uint64_t applied = cpu_us();
    if (txn_commit(txn) != ERR_OK)
        die("no commit");
    sums->apply_us += applied - begin;
    sums->commit_us += cpu_us() - applied;
}

static void report(uint64_t articles, const struct sums *sums, uint64_t measured, const struct desk *desk)
{
    struct desk_size size = desk_size(desk);
    printf("desk at %6llu articles: %6.1f us an article applied, %6.1f us its share of the commit, %.1f updates; "
           "memory %.1f KiB an article, %llu events\n",
           (unsigned long long)articles, (double)sums->apply_us / (double)measured,
           (double)sums->commit_us / (double)measured, (double)sums->updates / (double)measured,
           (double)size.bytes / 1024.0 / (double)articles, (unsigned long long)size.events);
}

int main(int argc, char **argv)
{
    uint64_t articles = argc > 1 ? strtoull(argv[1], NULL, 10) : 15000;
    char directory[] = "/tmp/claimwire-desk-bench-XXXXXX", reason[STORE_REASON_BYTES];
    struct store_options options = { .directory = argc > 2 ? argv[2] : mkdtemp(directory) };
    struct store *store;
    struct desk *desk = desk_new(&(struct desk_options){ 0 });
    struct arena *arena = arena_new(ARENA_BYTES);
    if (!desk || !arena || store_open(&options, &store, reason) != ERR_OK)
        die("cannot begin");
    struct sums sums = { 0 };
    uint64_t from = 0;
    for (uint64_t done = 0; done < articles;) {
        run_batch(store, desk, arena, done, &sums);
        done += BATCH;
        bool shown = (done >= 1000 && from < 1000 && done - from >= 512) || done % 5120 < BATCH || done >= articles;
        if (!shown)
            continue;
        report(done, &sums, done - from, desk);
        from = done;
        sums = (struct sums){ 0 };
    }
    store_close(store);
    desk_free(desk);
    arena_free(arena);
    if (argc <= 2) {
        char command[64];
        snprintf(command, sizeof command, "rm -r %s", directory);
        return system(command) ? 1 : 0;
    }
    return 0;
}
