/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "desk/match_choose.h"
#include "desk/merge.h"

/* Keys that the centroids touch; their scratch is `query` for the one event
 * and `sum` for the other, and zero again afterwards. */
struct touched {
    size_t count;
    uint32_t ids[2 * MERGE_MEMBERS_MAX * TERMS_MAX + 1];
};

/* Adds one article at length 1. */
static void add_article(const struct match_scratch *scratch, const struct index *index,
                        const struct index_article *article, bool other, struct touched *touched)
{
    const struct postings *postings = index_words(index);
    float weights[TERMS_MAX];
    match_unit(scratch, index, article, weights);
    for (uint32_t i = 0; i < article->terms; i++) {
        const uint32_t id = postings_at(postings, article->first_word + i)->key;
        struct posting_tally *tally = postings_tally(postings, id);
        touched->ids[touched->count] = id; /* stays when it is touched for the first time */
        touched->count += tally->query == 0 && tally->sum == 0;
        *(other ? &tally->sum : &tally->query) += weights[i];
    }
}

/* An event as its newest articles have it. */
struct side {
    uint32_t members;
    struct mate mates[MERGE_MEMBERS_MAX];
};

static void add_event(const struct match_scratch *scratch, const struct index *index, uint64_t event, bool other,
                      struct touched *touched, struct side *side)
{
    const struct postings *postings = index_postings(index);
    const uint32_t id = postings_find(postings, index_event_key(event));
    uint32_t position = id == POSTINGS_NONE ? 0 : postings_key(postings, id)->newest;
    side->members = 0;
    for (int step = 0; id != POSTINGS_NONE && step < 2 * MERGE_MEMBERS_MAX && side->members < MERGE_MEMBERS_MAX &&
                       postings_held(postings, position);
         step++) {
        const struct posting *posting = postings_at(postings, position);
        const struct index_article *article = index_article_at(index, posting->owner);
        position = posting->older;
        if (article->replaced || !article->terms)
            continue;
        add_article(scratch, index, article, other, touched);
        side->mates[side->members++] = mates_at(article);
    }
}

/* From the square of the length of what the articles add up to. */
static float within(const struct side *side, float square)
{
    float sum = (square - (float)side->members) / 2;
    for (uint32_t i = 0; i < side->members; i++)
        for (uint32_t k = 0; k < i; k++)
            sum += mates_likeness(&side->mates[i], &side->mates[k], 0);
    return mates_within(sum, side->members);
}

float merge_likeness(const struct match_scratch *scratch, const struct index *index, uint64_t a, uint64_t b)
{
    struct touched touched;
    struct side one, other;
    float between = 0, square_a = 0, square_b = 0;
    touched.count = 0;
    add_event(scratch, index, a, false, &touched, &one);
    add_event(scratch, index, b, true, &touched, &other);
    for (size_t i = 0; i < touched.count; i++) {
        struct posting_tally *tally = postings_tally(index_words(index), touched.ids[i]);
        between += tally->query * tally->sum;
        square_a += tally->query * tally->query;
        square_b += tally->sum * tally->sum;
        tally->query = tally->sum = 0;
    }
    if (one.members == 0 || other.members == 0)
        return -1;
    for (uint32_t i = 0; i < one.members; i++)
        for (uint32_t k = 0; k < other.members; k++)
            between += mates_likeness(&one.mates[i], &other.mates[k], 0);
    const float within_a = within(&one, square_a), within_b = within(&other, square_b);
    return mates_score(between / (float)(one.members * other.members), within_a > within_b ? within_a : within_b);
}
