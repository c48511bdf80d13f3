/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "unit/store/scratch.h"

/* Random operations on inbox and log against a model of plain arrays, with
 * aborts and restarts between. */
enum { IDS = 12, WORDS = 5, QUEUE_MAX = 4096, STEPS = 3000 };

struct model {
    int words[IDS][64]; /* in order of revision */
    int revisions[IDS];
    uint32_t feeder_revision[IDS];
    uint64_t queue[QUEUE_MAX], dead[QUEUE_MAX];
    uint32_t attempts[QUEUE_MAX]; /* by accept */
    bool leased[QUEUE_MAX];
    size_t queued, buried;
    uint64_t next_accept, updates;
};

static uint32_t random_below(uint32_t *seed, uint32_t bound)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % bound;
}

static void remove_at(uint64_t *list, size_t *count, size_t at)
{
    memmove(list + at, list + at + 1, (*count - at - 1) * sizeof *list);
    --*count;
}

static void submit(struct scratch *s, struct txn *txn, struct model *m, uint32_t *seed)
{
    const int id = (int)random_below(seed, IDS), words = (int)random_below(seed, WORDS);
    const uint32_t revision = random_below(seed, 3) == 0 ? 1 + random_below(seed, 40) : 0;
    char name[16], text[32];
    struct inbox_answer answer;
    if (m->revisions[id] == 64)
        return;
    snprintf(name, sizeof name, "id-%d", id);
    snprintf(text, sizeof text, "Words number %d.", words);
    MUST(scratch_put(s, txn, name, text, revision, &answer));

    bool seen = false;
    for (int i = 0; i < m->revisions[id]; i++)
        seen = seen || m->words[id][i] == words;
    const bool current = m->revisions[id] > 0 && m->words[id][m->revisions[id] - 1] == words;
    const bool taken = !seen || (!current && revision > m->feeder_revision[id]);
    assert_int_equal(answer.code, !taken                 ? CLAIMWIRE__V1__ANSWER_CODE__DUPLICATE
                                  : m->revisions[id] > 0 ? CLAIMWIRE__V1__ANSWER_CODE__REVISED
                                                         : CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED);
    if (!taken)
        return;
    m->words[id][m->revisions[id]++] = words;
    if (revision > m->feeder_revision[id])
        m->feeder_revision[id] = revision;
    assert_int_equal(answer.revision, m->revisions[id]);
    assert_int_equal(answer.accept, m->next_accept);
    m->queue[m->queued++] = m->next_accept++;
}

/* As the desk does: the article is read, its row leaves the inbox, an update enters the log. */
static void apply(struct scratch *s, struct txn *txn, uint64_t accept, uint64_t event)
{
    inbox_entry_record *entry;
    stored_article_record *article;
    struct span packed;
    MUST(inbox_get(s->arena, txn, accept, &entry));
    MUST(articles_get(s->arena, txn, entry->article, entry->revision, &article));
    article->status = CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_READ;
    MUST(articles_update(txn, entry->article, article));
    MUST(inbox_ack(txn, accept));
    MUST(scratch_event(s, txn, event, &packed));
}

static void work(struct scratch *s, struct txn *txn, struct model *m, uint32_t *seed)
{
    if (m->queued == 0)
        return;
    const size_t at = random_below(seed, (uint32_t)m->queued);
    const uint64_t accept = m->queue[at];
    const bool counts = random_below(seed, 2);
    uint32_t attempt;
    switch (random_below(seed, 4)) {
    case 0:
        MUST(inbox_lease(s->arena, txn, accept, &attempt));
        assert_int_equal(attempt, ++m->attempts[accept]);
        m->leased[accept] = true;
        break;
    case 1:
        MUST(inbox_release(s->arena, txn, accept, counts));
        if (m->leased[accept] && !counts)
            m->attempts[accept]--;
        m->leased[accept] = false;
        break;
    case 2:
        apply(s, txn, accept, ++m->updates);
        remove_at(m->queue, &m->queued, at);
        break;
    default:
        MUST(inbox_bury(s->arena, txn, accept, "CRASHED", 1));
        m->dead[m->buried++] = accept;
        remove_at(m->queue, &m->queued, at);
    }
}

static void revive(struct scratch *s, struct txn *txn, struct model *m, uint32_t *seed)
{
    if (m->buried == 0)
        return;
    const size_t at = random_below(seed, (uint32_t)m->buried);
    uint64_t accept;
    if (random_below(seed, 2)) {
        MUST(dead_retry(s->arena, txn, m->dead[at], 2, &accept));
        assert_int_equal(accept, m->next_accept);
        m->queue[m->queued++] = m->next_accept++;
    } else {
        MUST(dead_drop(txn, m->dead[at]));
    }
    remove_at(m->dead, &m->buried, at);
}

static void compare(struct scratch *s, struct txn *txn, const struct model *m)
{
    struct inbox_page *page;
    struct dead_page *dead;
    MUST(inbox_list(s->arena, txn, 0, QUEUE_MAX, &page));
    assert_int_equal(page->count, m->queued);
    assert_int_equal(txn_state(txn)->queued, m->queued);
    for (size_t i = 0; i < m->queued; i++) {
        assert_int_equal(page->rows[i].accept, m->queue[i]);
        assert_int_equal(page->rows[i].entry->attempts, m->attempts[m->queue[i]]);
    }
    MUST(dead_list(s->arena, txn, 0, QUEUE_MAX, &dead));
    assert_int_equal(dead->count, m->buried);
    assert_int_equal(txn_state(txn)->dead, m->buried);
    assert_int_equal(txn_state(txn)->last->sequence, m->updates);
}

/* The hub dies: what it had leased was cut off by itself. */
static void restart(struct scratch *s, struct model *m)
{
    scratch_reopen(s);
    struct txn *txn = scratch_begin(s);
    MUST(inbox_recover(s->arena, txn));
    MUST(txn_commit(txn));
    for (size_t i = 0; i < m->queued; i++) {
        const uint64_t accept = m->queue[i];
        if (m->leased[accept])
            m->attempts[accept]--;
        m->leased[accept] = false;
    }
}

static void random_operations_do_what_a_model_does(void **state)
{
    struct scratch *s = scratch_of(state);
    struct model *model = calloc(1, sizeof *model), *before = malloc(sizeof *before);
    uint32_t seed = 20240414;
    model->next_accept = 1;
    for (int step = 0; step < STEPS; step++) {
        struct txn *txn = scratch_begin(s);
        *before = *model;
        for (uint32_t i = 1 + random_below(&seed, 8); i > 0; i--) {
            const uint32_t kind = random_below(&seed, 10);
            if (model->next_accept + 8 >= QUEUE_MAX)
                break;
            if (kind < 4)
                submit(s, txn, model, &seed);
            else if (kind < 9)
                work(s, txn, model, &seed);
            else
                revive(s, txn, model, &seed);
        }
        if (step % 50 == 0)
            compare(s, txn, model);
        if (random_below(&seed, 4) == 0) {
            txn_abort(txn);
            *model = *before;
        } else {
            MUST(txn_commit(txn));
        }
        if (step % 300 == 299)
            restart(s, model);
    }
    struct txn *txn = scratch_read(s);
    compare(s, txn, model);
    txn_abort(txn);
    assert_true(model->updates > 20);
    store_close(s->store);
    s->store = NULL;

    struct verify_result result;
    struct store *store;
    MUST(store_open_read(&s->options, &store, s->reason));
    MUST(verify_store(store, stderr, &result));
    store_close(store);
    assert_int_equal(result.findings, 0);
    free(model);
    free(before);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(random_operations_do_what_a_model_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
