/* SPDX-License-Identifier: Apache-2.0 */
/* What the desk costs: CPU time from a packed reading to the same in memory, from there to its rows in the open
 * transaction, and of the commit, by how many articles are in the window. Readings are made up: a
 * story of a dozen articles has its own words over a Zipf-like vocabulary, so many and so heavy that two of its
 * articles are as alike as two of one happening in the dev sets (a cosine of .39), one article in four is a copy, half
 * of the claims are known already, and each has stems: its fact's own and some that others have too. With a file of
 * article JSON, one a line, those are read instead, before the clock runs.
 * Articles are accepted in a transaction of their own, as they are before they are read: its pages are not the desk's.
 *
 *   bench_desk [ARTICLES [DIRECTORY or "" [FILE or "" [COMMIT [CLAIMS]]]]]
 *
 * COMMIT: articles a commit, 64 unless said; the hub takes up to BATCH_MAX when they wait. CLAIMS: of a made article,
 * 20 unless said, with a dozen terms for each; the dev set of newsroom articles has 9 and 100 terms. */
#include <math.h>
#include <string.h>

#include "base/limits.h"
#include "bench/bench.h"
#include "desk/desk.h"
#include "desk/term.h"
#include "proto/article.h"
#include "proto/digest.h"
#include "read.h"
#include "record/stance.h"
#include "store/inbox.h"

enum {
    VOCABULARY = 60000,
    OWN_FROM = 1000000, /* terms of stories */
    CLAIM_TERMS = 12,
    CLAIM_STORY_WORDS = 6,
    CLAIM_STEMS = 10,
    CLAIMS_MOST = 64,
    COMMIT = 64,
    ARENA_BYTES = 256 << 20
};

static uint64_t claims_each = 20;

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

static int by_term(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return left < right ? -1 : left > right;
}

/* Of the word of that number, as of any other: one after the other they would lie side by side in each table. */
static uint32_t term_of(uint64_t word)
{
    return term_of_word((const char *)&word, sizeof word);
}

static uint32_t common_word(void)
{
    return term_of((uint64_t)exp(random_unit() * log(VOCABULARY)));
}

/* Those that any other story has, too, weigh 1. */
struct weighed {
    uint32_t term;
    float weight;
};

static int by_weighed_term(const void *a, const void *b)
{
    return by_term(&((const struct weighed *)a)->term, &((const struct weighed *)b)->term);
}

static features_record *make_features(struct arena *arena, uint64_t story, uint64_t words)
{
    const uint64_t terms = claims_each * CLAIM_TERMS, story_words = claims_each * CLAIM_STORY_WORDS;
    features_record *features = features_make(arena);
    features->terms = arena_array(arena, terms, sizeof *features->terms);
    features->weights = arena_array(arena, terms, sizeof *features->weights);
    features->sketch = arena_array(arena, 32, sizeof *features->sketch);
    struct weighed *made = arena_array(arena, terms, sizeof *made);
    for (size_t i = 0; i < terms; i++)
        made[i] = random_next() % 3 == 0
                      ? (struct weighed){ term_of(OWN_FROM + story * story_words + random_next() % story_words),
                                          (float)(2 + random_next() % 4) }
                      : (struct weighed){ common_word(), 1 };
    qsort(made, terms, sizeof *made, by_weighed_term);
    for (size_t i = 0; i < terms; i++) {
        if (i && made[i].term == made[i - 1].term)
            continue;
        features->weights[features->n_terms] = made[i].weight;
        features->terms[features->n_terms++] = made[i].term;
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

/* Nine in ten are those of the fact's wording; a tenth stands for a word put in its place. */
static void add_stems(features_record *features, uint64_t story, uint64_t fact)
{
    const uint64_t story_words = claims_each * CLAIM_STORY_WORDS;
    uint32_t *stems = features->claim_terms + features->n_claim_terms;
    for (size_t i = 0; i < CLAIM_STEMS; i++) {
        uint64_t word = random_next() % 10 ? (fact * 31 + i * 7) % story_words : random_next() % story_words;
        stems[i] = i < CLAIM_STEMS / 2 ? term_of(OWN_FROM + story * story_words + word) : common_word();
    }
    qsort(stems, CLAIM_STEMS, sizeof *stems, by_term);
    for (size_t i = 0; i < CLAIM_STEMS; i++)
        if (i == 0 || stems[i] != stems[i - 1])
            features->claim_terms[features->n_claim_terms++] = stems[i];
    features->claim_ends[features->n_claim_ends++] = (uint32_t)features->n_claim_terms;
}

static reading_record *make_reading(struct arena *arena, uint64_t number)
{
    uint64_t story = number / 240 * 20 + random_next() % 20;
    reading_record *reading = reading_make(arena);
    reading->has_status = true;
    reading->status = CLAIMWIRE__V1__READING_STATUS__READING_READ;
    reading->features = make_features(arena, story, random_next() % 4 ? number : story);
    reading->claims = arena_array(arena, claims_each, sizeof *reading->claims);
    reading->features->claim_terms = arena_array(arena, claims_each * CLAIM_STEMS, sizeof(uint32_t));
    reading->features->claim_ends = arena_array(arena, claims_each, sizeof(uint32_t));
    reading->features->claim_stances = arena_array(arena, claims_each, sizeof(uint32_t));
    for (size_t i = 0; i < claims_each; i++) {
        uint64_t fact = random_next() % 2 ? story * 1000 + random_next() % 10 : (number + 1000) * 100000 + i;
        reading->claims[reading->n_claims++] = make_claim(arena, fact, i);
        add_stems(reading->features, story, fact);
        reading->features->claim_stances[reading->features->n_claim_stances++] = stance_signs(reading->claims[i]);
    }
    return reading;
}

static uint64_t put(struct arena *arena, struct txn *txn, article_record *article, uint64_t number)
{
    struct submission submission = { .feeder = "local", .article = article, .stream_ms = (int64_t)number * 1000 };
    struct inbox_answer answer;
    if (inbox_put(arena, txn, &submission, &answer) != ERR_OK)
        die("the store takes no article");
    return answer.accept;
}

/* The next article of the file: its place in accept order; 0 at the end, and for a duplicate. */
static uint64_t accept_read(FILE *file, struct arena *arena, struct txn *txn, uint64_t number, reading_record **reading)
{
    static char *line;
    static size_t room;
    static struct model *model;
    char why[160], reason[MODEL_REASON_BYTES];
    if (!model && read_open_model("", &model, reason) != ERR_OK)
        die("%s", reason);
    const ssize_t size = getline(&line, &room, file);
    article_record *article = size > 0 ? article_from_json(line, (size_t)size, why) : NULL;
    if (!article)
        return 0;
    article_record *kept = article_copy(arena, article);
    claimwire__v1__article__free_unpacked(article, NULL);
    if (!kept || read_article(arena, model, kept, (int64_t)number * 1000, reading) != ERR_OK)
        die("an article cannot be read");
    return put(arena, txn, kept, number);
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
    return put(arena, txn, &article, number);
}

struct sums {
    uint64_t unpack_us, apply_us, commit_us, updates;
};

static uint64_t batch = COMMIT;

/* As an extractor sends them. */
static void pack_all(struct arena *arena, reading_record *const *readings, const uint64_t *accepts, struct span *packed)
{
    for (size_t i = 0; i < batch; i++)
        if (accepts[i] && reading_pack(arena, readings[i], &packed[i]) != ERR_OK)
            die("a reading cannot be packed");
}

static void unpack_all(struct arena *arena, const struct span *packed, const uint64_t *accepts,
                       reading_record **readings)
{
    for (size_t i = 0; i < batch; i++)
        if (accepts[i] && record_unpack_judged(arena, &claimwire__v1__reading__descriptor, packed[i], false,
                                               (ProtobufCMessage **)(void *)&readings[i]) != ERR_OK)
            die("a reading cannot be unpacked");
}

/* `arena` is that of a batch, `scratch` that of one reading. */
static void run_batch(struct store *store, struct desk *desk, struct arena *arena, struct arena *scratch,
                      uint64_t first, FILE *file, struct sums *sums)
{
    struct txn *txn;
    uint64_t accepts[BATCH_MAX];
    reading_record *readings[BATCH_MAX];
    struct span packed[BATCH_MAX];
    arena_reset(arena);
    if (txn_begin(store, &txn) != ERR_OK)
        die("no transaction");
    for (uint64_t i = 0; i < batch; i++) {
        accepts[i] = file ? accept_read(file, arena, txn, first + i, &readings[i]) : accept_one(arena, txn, first + i);
        if (!file)
            readings[i] = make_reading(arena, first + i);
    }
    if (txn_commit(txn) != ERR_OK || txn_begin(store, &txn) != ERR_OK)
        die("the articles are not accepted");
    pack_all(arena, readings, accepts, packed);
    uint64_t received = cpu_us();
    unpack_all(arena, packed, accepts, readings);
    uint64_t begin = cpu_us();
    for (size_t i = 0; i < batch; i++) {
        struct desk_outcome outcome;
        struct desk_input input = { .accept = accepts[i], .reading = readings[i], .packed = packed[i] };
        arena_reset(scratch);
        enum err err = accepts[i] ? desk_apply(desk, scratch, txn, &input, &outcome) : ERR_STALE;
        if (err == ERR_STALE)
            continue;
        if (err != ERR_OK || desk_keep(arena, &outcome) != ERR_OK)
            die("desk_apply: %s", err_name(err));
        sums->updates += outcome.updates;
    }
    uint64_t applied = cpu_us();
    if (txn_commit(txn) != ERR_OK)
        die("no commit");
    sums->unpack_us += begin - received;
    sums->apply_us += applied - begin;
    sums->commit_us += cpu_us() - applied;
}

static void report(uint64_t articles, const struct sums *sums, uint64_t measured, const struct desk *desk)
{
    struct desk_size size = desk_size(desk);
    printf("desk at %6llu articles: %6.1f us an article, of which %.1f unpacking, %.1f applying, %.1f its share of the "
           "commit; %.1f updates; memory %.1f KiB an article, %llu events\n",
           (unsigned long long)articles,
           (double)(sums->unpack_us + sums->apply_us + sums->commit_us) / (double)measured,
           (double)sums->unpack_us / (double)measured, (double)sums->apply_us / (double)measured,
           (double)sums->commit_us / (double)measured, (double)sums->updates / (double)measured,
           (double)size.bytes / 1024.0 / (double)articles, (unsigned long long)size.events);
}

int main(int argc, char **argv)
{
    uint64_t articles = argc > 1 ? strtoull(argv[1], NULL, 10) : 15000;
    char directory[] = "/tmp/claimwire-desk-bench-XXXXXX", reason[STORE_REASON_BYTES];
    struct store_options options = { .directory = argc > 2 && *argv[2] ? argv[2] : mkdtemp(directory) };
    struct store *store;
    struct desk *desk = desk_new(&(struct desk_options){ 0 });
    struct arena *arena = arena_new(ARENA_BYTES), *scratch = arena_new(ARTICLE_ARENA_BYTES);
    if (!desk || !arena || !scratch || store_open(&options, &store, reason) != ERR_OK)
        die("cannot begin");
    FILE *file = argc > 3 && *argv[3] ? fopen(argv[3], "r") : NULL;
    if (argc > 3 && *argv[3] && !file)
        die("cannot open %s", argv[3]);
    if (argc > 4)
        batch = strtoull(argv[4], NULL, 10);
    if (batch == 0 || batch > BATCH_MAX)
        die("from 1 to %d articles a commit", BATCH_MAX);
    if (argc > 5)
        claims_each = strtoull(argv[5], NULL, 10);
    if (claims_each == 0 || claims_each > CLAIMS_MOST)
        die("from 1 to %d claims an article", CLAIMS_MOST);
    struct sums sums = { 0 };
    uint64_t from = 0;
    for (uint64_t done = 0; done < articles;) {
        run_batch(store, desk, arena, scratch, done, file, &sums);
        done += batch;
        bool shown = (done >= 1000 && from < 1000 && done - from >= 512) || done % 5120 < batch || done >= articles;
        if (!shown)
            continue;
        report(done, &sums, done - from, desk);
        from = done;
        sums = (struct sums){ 0 };
    }
    if (file)
        fclose(file);
    store_close(store);
    desk_free(desk);
    arena_free(arena);
    arena_free(scratch);
    if (options.directory == directory) {
        char command[64];
        snprintf(command, sizeof command, "rm -r %s", directory);
        return system(command) ? 1 : 0;
    }
    return 0;
}
