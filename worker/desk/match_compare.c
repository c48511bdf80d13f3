/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/match_choose.h"

/* Adds one article, at length 1, to the centroid; returns how much it shares
 * with the query. New keys are appended to `touched`. */
static float add_member(const struct match_scratch *scratch, const struct index *index,
                        const struct index_article *member, uint32_t *touched, size_t *touched_count)
{
    const struct postings *postings = index_words(index);
    float weights[TERMS_MAX], dot = 0;
    match_unit(scratch, index, member, weights);
    for (uint32_t i = 0; i < member->terms; i++) {
        const uint32_t id = postings_at(postings, member->first_word + i)->key;
        struct posting_tally *tally = postings_tally(postings, id);
        touched[*touched_count] = id; /* stays when it is touched for the first time */
        *touched_count += tally->sum == 0;
        tally->sum += weights[i];
        dot += weights[i] * tally->query;
    }
    return dot;
}

static void weigh_key(struct heaviest *heaviest, uint32_t id, float weight)
{
    size_t at = heaviest->count;
    if (weight <= 0 || (at == MATCH_WORDS_MAX && weight <= heaviest->keys[at - 1].weight))
        return;
    if (at < MATCH_WORDS_MAX)
        heaviest->count++;
    else
        at--;
    for (; at > 0 && heaviest->keys[at - 1].weight < weight; at--)
        heaviest->keys[at] = heaviest->keys[at - 1];
    heaviest->keys[at].id = id;
    heaviest->keys[at].weight = weight;
}

/* What the event is, as far as its newest articles tell. */
struct weighed {
    size_t touched_count;
    uint32_t touched[MATCH_MEMBERS_MAX * TERMS_MAX + 1]; /* keys */
    uint32_t members;
    float between, square, pairs; /* pairs: what is beside the words, summed */
    float least, most;            /* likeness of one to the query */
    struct mate mates[MATCH_MEMBERS_MAX];
};

static void weigh_member(const struct match_scratch *scratch, const struct index *index,
                         const struct index_article *member, const struct mate *self, struct weighed *weighed)
{
    const float dot = add_member(scratch, index, member, weighed->touched, &weighed->touched_count);
    const struct mate mate = mates_at(member);
    const float likeness = mates_likeness(self, &mate, dot);
    weighed->between += likeness;
    weighed->least = weighed->members && weighed->least < likeness ? weighed->least : likeness;
    weighed->most = weighed->members && weighed->most > likeness ? weighed->most : likeness;
    for (uint32_t i = 0; i < weighed->members; i++)
        weighed->pairs += mates_likeness(&weighed->mates[i], &mate, 0);
    weighed->mates[weighed->members++] = mate;
}

void match_compare(const struct match_scratch *scratch, const struct index *index, uint64_t article,
                   const struct mate *self, struct match_event *event, struct heaviest *heaviest)
{
    const struct postings *postings = index_postings(index);
    uint32_t id = postings_find(postings, index_event_key(event->event));
    struct weighed weighed;
    weighed.touched_count = weighed.members = 0;
    weighed.between = weighed.square = weighed.pairs = weighed.least = weighed.most = 0;
    uint32_t position = id == POSTINGS_NONE ? 0 : postings_key(postings, id)->newest;
    for (int step = 0; id != POSTINGS_NONE && step < 2 * MATCH_MEMBERS_MAX && weighed.members < MATCH_MEMBERS_MAX &&
                       postings_held(postings, position);
         step++) {
        const struct posting *posting = postings_at(postings, position);
        const struct index_article *member = index_article_at(index, posting->owner);
        position = posting->older;
        if (!member->replaced && member->article != article && member->terms)
            weigh_member(scratch, index, member, self, &weighed);
    }
    for (size_t i = 0; i < weighed.touched_count; i++) {
        struct posting_tally *tally = postings_tally(index_words(index), weighed.touched[i]);
        weighed.square += tally->sum * tally->sum;
        weigh_key(heaviest, weighed.touched[i], tally->sum * tally->query);
        tally->sum = 0;
    }
    if (weighed.members == 0)
        return;
    const float count = (float)weighed.members;
    const float pairs = (weighed.square - count) / 2 + weighed.pairs;
    event->score = mates_score(weighed.between / count, mates_within(pairs, weighed.members));
    event->spread = weighed.most - weighed.least;
}
