/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/postings_walk.h"

#include <assert.h>
#include <string.h>

/* ---- runs */

/* There is one: each goes with POSTINGS_RUN_LEAST postings. */
static uint32_t take_run(struct postings *postings)
{
    const uint32_t run = postings->free_run;
    if (run == POSTINGS_NONE) {
        assert(postings->runs_made < postings->runs_max);
        return postings->runs_made++;
    }
    memcpy(&postings->free_run, postings->runs[run], sizeof postings->free_run);
    return run;
}

static struct posting_entry entry_of(const struct posting *posting)
{
    return (struct posting_entry){ posting->owner, posting->value };
}

/* Of the first POSTINGS_RUN_LEAST postings of a key. */
static void begin_run(struct postings *postings, uint32_t id)
{
    struct posting_turn *turn = &postings->turns[id];
    const uint32_t run = take_run(postings);
    uint32_t position = postings->keys[id].newest;
    for (uint32_t i = POSTINGS_RUN_LEAST; i-- > 0;) {
        const struct posting *posting = postings_at(postings, position);
        postings->runs[run][i] = entry_of(posting);
        position = posting->older;
    }
    turn->run = run & POSTINGS_NO_RUN;
    turn->turn = POSTINGS_RUN_LEAST;
}

void postings_run_grow(struct postings *postings, uint32_t id)
{
    struct posting_turn *turn = &postings->turns[id];
    const struct posting_key *key = &postings->keys[id];
    if (turn->run == POSTINGS_NO_RUN) {
        if (key->held == POSTINGS_RUN_LEAST)
            begin_run(postings, id);
        return;
    }
    postings->runs[turn->run][turn->turn] = entry_of(postings_at(postings, key->newest));
    turn->turn = (turn->turn + 1u) & (POSTINGS_RUN - 1);
}

void postings_run_shrink(struct postings *postings, uint32_t id)
{
    struct posting_turn *turn = &postings->turns[id];
    if (turn->run == POSTINGS_NO_RUN || postings->keys[id].held >= POSTINGS_RUN_LEAST)
        return;
    memcpy(postings->runs[turn->run], &postings->free_run, sizeof postings->free_run);
    postings->free_run = turn->run;
    turn->run = POSTINGS_NO_RUN;
}

/* ---- walks */

/* Of those without a run, a step each in turn: the next ones are fetched while the others are looked at. */
static void walk_alone(const struct postings *postings, const uint32_t *ids, size_t count, struct posting_walks *walks)
{
    uint32_t positions[POSTINGS_WALKS_MAX], left[POSTINGS_WALKS_MAX], some = 0;
    for (uint32_t i = 0; i < count; i++)
        if (walks->at[i].entries == walks->room[i]) {
            positions[i] = postings_key(postings, ids[i])->newest;
            postings_expect(postings, positions[i]);
            left[some++] = i;
        }
    for (uint32_t step = 0; some > 0; step++) {
        uint32_t kept = 0;
        for (uint32_t k = 0; k < some; k++) {
            const uint32_t i = left[k];
            if (step == walks->at[i].count)
                continue;
            const struct posting *posting = postings_at(postings, positions[i]);
            walks->room[i][POSTINGS_RUN_LEAST - 1 - step] = entry_of(posting);
            positions[i] = posting->older;
            postings_expect(postings, positions[i]);
            left[kept++] = i;
        }
        some = kept;
    }
}

/* Where the key's walk goes; false when it has no run. */
static bool begin_walk(const struct postings *postings, uint32_t id, struct posting_walk *walk)
{
    enum { LINE_ENTRIES = 16 };
    const uint32_t held = postings->keys[id].held;
    const struct posting_turn *turn = postings->turns ? &postings->turns[id] : NULL;
    if (!turn || turn->run == POSTINGS_NO_RUN) {
        walk->turn = POSTINGS_RUN_LEAST;
        walk->count = held < POSTINGS_RUN_LEAST ? held : POSTINGS_RUN_LEAST;
        return false;
    }
    walk->entries = postings->runs[turn->run];
    walk->turn = turn->turn;
    walk->count = held < POSTINGS_RUN ? held : POSTINGS_RUN;
    for (uint32_t step = 0; step < walk->count; step += LINE_ENTRIES)
        __builtin_prefetch(&walk->entries[(walk->turn - 1 - step) & (POSTINGS_RUN - 1)]);
    return true;
}

void postings_walk_all(const struct postings *postings, const uint32_t *ids, size_t count, struct posting_walks *walks)
{
    assert(count <= POSTINGS_WALKS_MAX);
    for (size_t i = 0; i < count; i++)
        if (!begin_walk(postings, ids[i], &walks->at[i]))
            walks->at[i].entries = walks->room[i];
    walk_alone(postings, ids, count, walks);
}
