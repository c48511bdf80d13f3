/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "desk/desk.h"
#include "read.h"
#include "store/articles.h"
#include "store/inbox.h"

/* What is one happening may not hang on who reports first. tests/golden/orders
 * has four reports of one happening in four registers, an agency's, a spun, a
 * translated and a foreign one, and one of an earlier quarrel in the same place
 * between the same people. Read, and applied in each of their 120 orders, the
 * four are one event and the fifth is apart. A file's first line is the title. */

static const char *const names[] = { "agency", "spun", "translated", "reaction", "earlier" };
enum { COUNT = sizeof names / sizeof *names, APART = COUNT - 1, BYTES_MAX = 8 * 1024 };

static struct piece {
    char text[BYTES_MAX];
    article_record article;
    reading_record *reading;
} pieces[COUNT];
static struct arena *readings, *scratch;
static struct model *model;

static void load(struct piece *piece, const char *name)
{
    char path[64];
    snprintf(path, sizeof path, "tests/golden/orders/%s.txt", name);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    const size_t size = fread(piece->text, 1, sizeof piece->text - 1, file);
    fclose(file);
    char *end = strchr(piece->text, '\n');
    assert_non_null(end);
    assert_in_range(size, 1, sizeof piece->text - 2);
    *end = '\0';
    claimwire__v1__article__init(&piece->article);
    piece->article.id = (char *)(uintptr_t)name;
    piece->article.outlet = (char *)(uintptr_t)name;
    piece->article.title = piece->text;
    piece->article.body = end + 1;
    assert_int_equal(read_article(readings, model, &piece->article, 0, &piece->reading), ERR_OK);
}

static int open_all(void **state)
{
    char reason[MODEL_REASON_BYTES];
    (void)state;
    assert_int_equal(read_open_model("", &model, reason), ERR_OK);
    readings = arena_new(COUNT * (size_t)ARTICLE_ARENA_BYTES);
    scratch = arena_new(ARTICLE_ARENA_BYTES);
    assert_non_null(readings);
    assert_non_null(scratch);
    for (int i = 0; i < COUNT; i++)
        load(&pieces[i], names[i]);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    arena_free(readings);
    arena_free(scratch);
    model_close(model);
    return 0;
}

static void apply(struct txn *txn, struct desk *desk, struct piece *piece)
{
    struct inbox_answer answer;
    struct desk_outcome outcome;
    const struct submission submission = { "local", &piece->article, 1700000000000, 1700000000000 };
    assert_int_equal(inbox_put(scratch, txn, &submission, &answer), ERR_OK);
    const struct desk_input input = { .accept = answer.accept, .reading = piece->reading };
    assert_int_equal(desk_apply(desk, scratch, txn, &input, &outcome), ERR_OK);
}

/* The event of each article by its place in the order. */
static void list_events(struct store *store, uint64_t events[COUNT])
{
    struct txn *txn;
    struct article_page *page;
    assert_int_equal(txn_begin_read(store, &txn), ERR_OK);
    assert_int_equal(articles_list(scratch, txn, 0, 0, COUNT, &page), ERR_OK);
    assert_int_equal(page->count, COUNT);
    for (size_t i = 0; i < COUNT; i++)
        events[i] = page->rows[i].article->event;
    txn_abort(txn);
    arena_reset(scratch);
}

static void feed(const int order[COUNT], uint64_t events[COUNT])
{
    char directory[] = "/tmp/claimwire-orders-XXXXXX", reason[STORE_REASON_BYTES], command[64];
    assert_non_null(mkdtemp(directory));
    const struct store_options options = { .directory = directory, .map_bytes = 1u << 24, .disk_reserve_bytes = 1 };
    struct store *store;
    struct txn *txn;
    struct desk *desk = desk_new(&(struct desk_options){ 0 });
    uint64_t placed[COUNT];
    assert_non_null(desk);
    assert_int_equal(store_open(&options, &store, reason), ERR_OK);
    assert_int_equal(txn_begin(store, &txn), ERR_OK);
    for (int i = 0; i < COUNT; i++)
        apply(txn, desk, &pieces[order[i]]);
    assert_int_equal(txn_commit(txn), ERR_OK);
    arena_reset(scratch);
    list_events(store, placed);
    for (int i = 0; i < COUNT; i++)
        events[order[i]] = placed[i];
    desk_free(desk);
    store_close(store);
    snprintf(command, sizeof command, "rm -r %s", directory);
    assert_int_equal(system(command), 0);
}

static bool right(const uint64_t events[COUNT])
{
    for (int i = 1; i < APART; i++)
        if (events[i] != events[0])
            return false;
    return events[0] != 0 && events[APART] != 0 && events[APART] != events[0];
}

static void tell(const int order[COUNT], const uint64_t events[COUNT])
{
    for (int i = 0; i < COUNT; i++)
        print_message("%s in event %llu%s", names[order[i]], (unsigned long long)events[order[i]],
                      i < COUNT - 1 ? ", " : "\n");
}

/* The next order by the alphabet; false after the last. */
static bool next_order(int order[COUNT])
{
    int at = COUNT - 2, other = COUNT - 1;
    while (at >= 0 && order[at] > order[at + 1])
        at--;
    if (at < 0)
        return false;
    while (order[other] < order[at])
        other--;
    const int moved = order[at];
    order[at] = order[other];
    order[other] = moved;
    for (int low = at + 1, high = COUNT - 1; low < high; low++, high--) {
        const int swapped = order[low];
        order[low] = order[high];
        order[high] = swapped;
    }
    return true;
}

static void every_order_gives_the_same_events(void **state)
{
    (void)state;
    int order[COUNT], orders = 0, wrong = 0;
    for (int i = 0; i < COUNT; i++)
        order[i] = i;
    do {
        uint64_t events[COUNT];
        feed(order, events);
        if (!right(events)) {
            wrong++;
            tell(order, events);
        }
        orders++;
    } while (next_order(order));
    assert_int_equal(orders, 120);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_order_gives_the_same_events) };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
