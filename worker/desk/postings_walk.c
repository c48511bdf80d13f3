/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/postings_walk.h"

#include <assert.h>

/* A step of each in turn: the next ones are fetched while the others are looked at. */
void postings_walk_all(const struct postings *postings, const uint32_t *ids, size_t count, struct posting_walks *walks)
{
    uint32_t positions[POSTINGS_WALKS_MAX], left[POSTINGS_WALKS_MAX], some = 0;
    assert(count <= POSTINGS_WALKS_MAX);
    for (uint32_t i = 0; i < count; i++) {
        walks->at[i] = (struct posting_walk){ .entries = walks->room[i],
                                              .turn = POSTINGS_WALK_MAX,
                                              .mask = POSTINGS_WALK_MAX - 1 };
        positions[i] = postings_key(postings, ids[i])->newest;
        postings_expect(postings, positions[i]);
        left[some++] = i;
    }
    for (uint32_t step = 0; step < POSTINGS_WALK_MAX && some > 0; step++) {
        uint32_t kept = 0;
        for (uint32_t k = 0; k < some; k++) {
            const uint32_t i = left[k];
            if (!postings_held(postings, positions[i]))
                continue;
            const struct posting *posting = postings_at(postings, positions[i]);
            walks->room[i][POSTINGS_WALK_MAX - 1 - step] = (struct posting_entry){ posting->owner, posting->value };
            walks->at[i].count = step + 1;
            positions[i] = posting->older;
            postings_expect(postings, positions[i]);
            left[kept++] = i;
        }
        some = kept;
    }
}
