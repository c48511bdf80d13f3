/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk/desk.h"
#include "proto/article.h"
#include "read.h"
#include "store/articles.h"
#include "store/inbox.h"

/* The order in which articles come hardly matters: a stream of this project's
 * own prose in twenty orders, the final events held against those of the first
 * order (BCubed F1). With arguments, files of article JSON, it measures those
 * and asserts nothing. */

enum { ARTICLES_MAX = 128, ORDERS = 20, LINE_BYTES = 64 * 1024 };
#define LEAST 0.95

static char own_samples[] = "deploy/samples/articles.jsonl", own_stream[] = "tests/golden/arrival.jsonl";
static char *own[] = { own_samples, own_stream };
static char **files = own;
static int files_count = 2;

struct stream {
    struct arena *kept, *arena;
    size_t count;
    article_record *articles[ARTICLES_MAX];
    reading_record *readings[ARTICLES_MAX];
    uint64_t events[2][ARTICLES_MAX]; /* of the first order, of this one */
};

static struct model *model;
static uint64_t chance = 11;

static size_t below(size_t bound)
{
    chance = chance * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(chance >> 33) % bound;
}

static void load(struct stream *stream, const char *path)
{
    static char line[LINE_BYTES];
    char why[160];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        article_record *article = article_from_json(line, strlen(line), why);
        assert_non_null(article);
        bool known = false;
        for (size_t i = 0; i < stream->count; i++)
            known = known || strcmp(stream->articles[i]->id, article->id) == 0;
        if (!known && !article->withdrawn) { /* a revision depends on its order, of course */
            assert_true(stream->count < ARTICLES_MAX);
            article_record *kept = article_copy(stream->kept, article);
            stream->articles[stream->count] = kept;
            assert_int_equal(
                read_article(stream->kept, model, kept, INT64_C(1700000000000), &stream->readings[stream->count++]),
                ERR_OK);
        }
        claimwire__v1__article__free_unpacked(article, NULL);
    }
    fclose(file);
}

static void run(struct stream *stream, const size_t *order, uint64_t *events)
{
    char directory[] = "/tmp/claimwire-order-XXXXXX", reason[STORE_REASON_BYTES], command[64];
    assert_non_null(mkdtemp(directory));
    const struct store_options options = { .directory = directory, .map_bytes = 1u << 27, .disk_reserve_bytes = 1 };
    struct store *store;
    struct txn *txn;
    uint64_t numbers[ARTICLES_MAX];
    struct desk *desk = desk_new(&(struct desk_options){ 0 });
    assert_non_null(desk);
    assert_int_equal(store_open(&options, &store, reason), ERR_OK);
    assert_int_equal(txn_begin(store, &txn), ERR_OK);
    for (size_t i = 0; i < stream->count; i++) {
        struct inbox_answer answer;
        struct desk_outcome outcome;
        const int64_t now_ms = INT64_C(1700000000000) + (int64_t)i * 60000;
        const struct submission submission = { "local", stream->articles[order[i]], now_ms, now_ms };
        assert_int_equal(inbox_put(stream->arena, txn, &submission, &answer), ERR_OK);
        numbers[order[i]] = answer.article;
        const struct desk_input input = { .accept = answer.accept, .reading = stream->readings[order[i]] };
        assert_int_equal(desk_apply(desk, stream->arena, txn, &input, &outcome), ERR_OK);
        arena_reset(stream->arena);
    }
    for (size_t i = 0; i < stream->count; i++) {
        stored_article_record *row;
        assert_int_equal(articles_get(stream->arena, txn, numbers[i], 1, &row), ERR_OK);
        events[i] = row->event;
    }
    arena_reset(stream->arena);
    txn_abort(txn);
    store_close(store);
    desk_free(desk);
    snprintf(command, sizeof command, "rm -r %s", directory);
    assert_int_equal(system(command), 0);
}

/* Of two partitions, the one as the truth of the other: symmetrical. */
static double bcubed(const struct stream *stream)
{
    const uint64_t *a = stream->events[0], *b = stream->events[1];
    double precision = 0, recall = 0;
    for (size_t i = 0; i < stream->count; i++) {
        double both = 0, in_a = 0, in_b = 0;
        for (size_t k = 0; k < stream->count; k++) {
            both += a[k] == a[i] && b[k] == b[i];
            in_a += a[k] == a[i];
            in_b += b[k] == b[i];
        }
        precision += both / in_b;
        recall += both / in_a;
    }
    return 2 * precision * recall / (precision + recall) / (double)stream->count;
}

static void the_order_of_arrival_hardly_matters(void **unused)
{
    (void)unused;
    static struct stream stream;
    size_t order[ARTICLES_MAX];
    double sum = 0, least = 1;
    char reason[MODEL_REASON_BYTES];
    assert_int_equal(read_open_model("", &model, reason), ERR_OK);
    assert_non_null(stream.kept = arena_new(64u << 20));
    assert_non_null(stream.arena = arena_new(64u << 20));
    for (int i = 0; i < files_count; i++)
        load(&stream, files[i]);
    assert_true(files != own || stream.count >= 40);
    for (size_t i = 0; i < stream.count; i++)
        order[i] = i;
    run(&stream, order, stream.events[0]);
    for (int turn = 0; turn < ORDERS; turn++) {
        for (size_t i = stream.count; i > 1; i--) {
            const size_t pick = below(i), swap = order[pick];
            order[pick] = order[i - 1];
            order[i - 1] = swap;
        }
        run(&stream, order, stream.events[1]);
        const double score = bcubed(&stream);
        sum += score;
        least = score < least ? score : least;
    }
    print_message("%zu articles, %d orders: BCubed F1 %.3f, least %.3f\n", stream.count, ORDERS, sum / ORDERS, least);
    assert_true(files != own || sum / ORDERS >= LEAST);
    arena_free(stream.kept);
    arena_free(stream.arena);
    model_close(model);
}

int main(int argc, char **argv)
{
    if (argc > 1) {
        files = argv + 1;
        files_count = argc - 1;
    }
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_order_of_arrival_hardly_matters) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
