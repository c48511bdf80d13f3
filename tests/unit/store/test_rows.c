/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "store/events.h"
#include "unit/store/scratch.h"

/* Random puts, reads and deletions of rows in one transaction after another, against a plain array: what a transaction
 * remembers of its place in a table (table.c) must never show. */
enum { EVENTS = 6, FACTS = 60, ROWS = EVENTS * FACTS, TERMS_MOST = 1500, STEPS = 40000 };

struct model {
    uint32_t terms[ROWS + 1]; /* of each fact, 0: there is none */
    uint32_t kept[ROWS + 1];  /* as committed */
    uint64_t first, next;     /* of the window */
    uint64_t kept_first, kept_next;
};

static uint32_t random_below(uint32_t *seed, uint32_t bound)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % bound;
}

static void put(struct txn *txn, struct model *m, uint32_t at, uint32_t terms)
{
    static uint32_t list[TERMS_MOST];
    fact_record fact;
    stored_fact_record row;
    claimwire__v1__fact__init(&fact);
    claimwire__v1__stored_fact__init(&row);
    fact.has_id = row.has_event = true;
    fact.id = at % FACTS + 1;
    row.event = at / FACTS + 1;
    row.fact = &fact;
    row.terms = list;
    row.n_terms = m->terms[at] = terms;
    list[0] = at;
    MUST(facts_put(txn, &row));
}

static void look(struct scratch *s, struct txn *txn, const struct model *m, uint32_t at)
{
    stored_fact_record *row;
    const enum err err = facts_get(s->arena, txn, at / FACTS + 1, at % FACTS + 1, &row);
    assert_int_equal(err, m->terms[at] ? ERR_OK : ERR_NOT_FOUND);
    if (err == ERR_OK) {
        assert_int_equal(row->n_terms, m->terms[at]);
        assert_int_equal(row->terms[0], at);
    }
}

static void drop(struct txn *txn, struct model *m, uint32_t at)
{
    assert_int_equal(facts_drop(txn, at / FACTS + 1, at % FACTS + 1), m->terms[at] ? ERR_OK : ERR_NOT_FOUND);
    m->terms[at] = 0;
}

static void list(struct scratch *s, struct txn *txn, const struct model *m, uint32_t event)
{
    struct fact_page *page;
    size_t seen = 0;
    MUST(facts_list(s->arena, txn, event + 1, 0, FACTS, &page));
    for (uint32_t i = 0; i < FACTS; i++)
        if (m->terms[event * FACTS + i]) {
            assert_int_equal(page->rows[seen]->fact->id, i + 1);
            assert_int_equal(page->rows[seen++]->n_terms, m->terms[event * FACTS + i]);
        }
    assert_int_equal(page->count, seen);
}

/* The window grows at its end and is cut at its beginning; a row in between is written again. */
static void roll(struct scratch *s, struct txn *txn, struct model *m, uint32_t *seed)
{
    window_row_record row, *found;
    claimwire__v1__window_row__init(&row);
    row.has_article = true;
    row.article = m->next;
    MUST(window_put(txn, m->next++, &row));
    const uint64_t at = m->first + random_below(seed, (uint32_t)(m->next - m->first));
    MUST(window_get(s->arena, txn, at, &found));
    assert_int_equal(found->article, at);
    MUST(window_put(txn, at, found));
    size_t cut;
    if (m->next - m->first < 200)
        return;
    m->first += 50;
    MUST(window_cut(txn, m->first - 1, 100, &cut));
    assert_int_equal(cut, 50);
    assert_int_equal(window_get(s->arena, txn, m->first - 1, &found), ERR_NOT_FOUND);
}

static void step(struct scratch *s, struct txn *txn, struct model *m, uint32_t *seed)
{
    static uint32_t near; /* mostly where it was last */
    near = random_below(seed, 3) ? (near + 1) % ROWS : random_below(seed, ROWS);
    switch (random_below(seed, 12)) {
    case 0:
    case 1:
        drop(txn, m, near);
        break;
    case 2:
        roll(s, txn, m, seed);
        break;
    case 3:
        list(s, txn, m, near / FACTS);
        break;
    case 4:
    case 5:
    case 6:
    case 7:
        put(txn, m, near, 1 + random_below(seed, random_below(seed, 10) ? 120 : TERMS_MOST));
        break;
    default:
        look(s, txn, m, near);
    }
}

static void rows_are_what_was_put_last(void **state)
{
    struct scratch *s = scratch_of(state);
    static struct model model;
    uint32_t seed = 5;
    struct txn *txn = scratch_begin(s);
    model.first = model.next = model.kept_first = model.kept_next = 1;
    for (size_t i = 0; i < STEPS; i++) {
        arena_reset(s->arena);
        step(s, txn, &model, &seed);
        if (random_below(&seed, 300))
            continue;
        const bool keep = random_below(&seed, 4) > 0;
        if (keep) {
            MUST(txn_commit(txn));
            memcpy(model.kept, model.terms, sizeof model.kept);
            model.kept_first = model.first;
            model.kept_next = model.next;
        } else {
            txn_abort(txn);
            memcpy(model.terms, model.kept, sizeof model.kept);
            model.first = model.kept_first;
            model.next = model.kept_next;
        }
        txn = scratch_begin(s);
    }
    for (uint32_t i = 0; i < EVENTS; i++)
        list(s, txn, &model, i);
    txn_abort(txn);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(rows_are_what_was_put_last, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
