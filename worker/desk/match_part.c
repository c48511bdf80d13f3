/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/match_choose.h"

#include <string.h>

enum { SETS_MAX = MATCH_PART_MAX + 1, SELF = MATCH_PART_MAX /* the article's own place */ };

/* Sets of articles on the way to be fewer: at first each has one. `of`: the set that an article is in; a set has the
 * number of one of its articles. */
struct sets {
    uint32_t members; /* of the event, the newest first */
    uint32_t owners[MATCH_PART_MAX];
    struct mate mates[MATCH_PART_MAX];
    uint32_t of[SETS_MAX], size[SETS_MAX];
    float sums[SETS_MAX][SETS_MAX];  /* of the likeness between the articles of two; of one, of its pairs */
    float pairs[SETS_MAX][SETS_MAX]; /* the likeness of two articles */
};

static void load(const struct index *index, uint64_t event, uint64_t article, struct sets *sets)
{
    const struct postings *postings = index_postings(index);
    const uint32_t id = postings_find(postings, index_event_key(event));
    uint32_t position = id == POSTINGS_NONE ? 0 : postings_key(postings, id)->newest;
    for (int step = 0; id != POSTINGS_NONE && step < 2 * MATCH_PART_MAX && sets->members < MATCH_PART_MAX &&
                       postings_held(postings, position);
         step++) {
        const struct posting *posting = postings_at(postings, position);
        const struct index_article *member = index_article_at(index, posting->owner);
        position = posting->older;
        if (member->replaced || member->article == article || !member->terms)
            continue;
        sets->mates[sets->members] = mates_at(member);
        sets->owners[sets->members++] = posting->owner;
    }
}

static void set_sum(struct sets *sets, uint32_t a, uint32_t b, float likeness)
{
    sets->sums[a][b] = sets->sums[b][a] = likeness;
}

/* The terms of an article, numbered from 1 as they are met in the whole of the event, so that what is held against each
 * other lies close together. */
struct unit {
    uint32_t terms;
    uint16_t numbers[TERMS_MAX];
    float weights[TERMS_MAX];
};

/* The keys' `sum` holds the number of each. */
static void number(const struct match_scratch *scratch, const struct index *index, const struct mate *self,
                   struct sets *sets, struct unit *units)
{
    const struct postings *postings = index_words(index);
    unsigned met = 0;
    for (uint32_t i = 0; i < sets->members; i++) {
        const struct index_article *member = index_article_at(index, sets->owners[i]);
        float dot = 0;
        units[i].terms = member->terms;
        match_unit(scratch, index, member, units[i].weights);
        for (uint32_t t = 0; t < member->terms; t++) {
            struct posting_tally *tally = postings_tally(postings, postings_at(postings, member->first_word + t)->key);
            dot += units[i].weights[t] * tally->query;
            if (tally->sum == 0)
                tally->sum = (float)++met;
            units[i].numbers[t] = (uint16_t)tally->sum;
        }
        set_sum(sets, i, SELF, mates_likeness(self, &sets->mates[i], dot));
    }
    for (uint32_t i = 0; i < sets->members; i++) {
        const struct index_article *member = index_article_at(index, sets->owners[i]);
        for (uint32_t t = 0; t < member->terms; t++)
            postings_tally(postings, postings_at(postings, member->first_word + t)->key)->sum = 0;
    }
}

static void weigh(const struct match_scratch *scratch, const struct index *index, const struct mate *self,
                  struct sets *sets)
{
    struct unit units[MATCH_PART_MAX];
    float laid[MATCH_PART_MAX * TERMS_MAX + 1] = { 0 }; /* one article's weights, by number */
    number(scratch, index, self, sets, units);
    for (uint32_t i = 0; i < sets->members; i++) {
        for (uint32_t t = 0; t < units[i].terms; t++)
            laid[units[i].numbers[t]] = units[i].weights[t];
        for (uint32_t k = 0; k < i; k++) {
            float dot = 0;
            for (uint32_t t = 0; t < units[k].terms; t++)
                dot += units[k].weights[t] * laid[units[k].numbers[t]];
            set_sum(sets, i, k, mates_likeness(&sets->mates[i], &sets->mates[k], dot));
        }
        for (uint32_t t = 0; t < units[i].terms; t++)
            laid[units[i].numbers[t]] = 0;
    }
}

static float score(const struct sets *sets, uint32_t a, uint32_t b)
{
    const float one = mates_within(sets->sums[a][a], sets->size[a]);
    const float other = mates_within(sets->sums[b][b], sets->size[b]);
    return mates_score(sets->sums[a][b] / (float)(sets->size[a] * sets->size[b]), one > other ? one : other);
}

static void join(struct sets *sets, uint32_t a, uint32_t b)
{
    sets->sums[a][a] += sets->sums[b][b] + sets->sums[a][b];
    sets->size[a] += sets->size[b];
    sets->size[b] = 0;
    for (uint32_t i = 0; i < SETS_MAX; i++) {
        if (i != a)
            set_sum(sets, a, i, sets->sums[a][i] + sets->sums[b][i]);
        if (sets->of[i] == b)
            sets->of[i] = a;
    }
}

/* The likest two become one, as long as they score enough; what the best two that are left score. */
static float join_all(struct sets *sets)
{
    for (;;) {
        float best = -2;
        uint32_t one = 0, other = 0;
        for (uint32_t a = 0; a < SETS_MAX; a++)
            for (uint32_t b = 0; b < a && sets->size[a]; b++) {
                const float scored = sets->size[b] ? score(sets, a, b) : -2;
                if (scored <= best)
                    continue;
                best = scored;
                one = a;
                other = b;
            }
        if (best < MATES_SCORE_MIN)
            return best;
        join(sets, one, other);
    }
}

/* The set that leaves: the article's, or the largest of the others where the article stays. SETS_MAX: none. */
static uint32_t leaving(const struct sets *sets)
{
    const uint32_t stays = sets->of[sets->members - 1];
    if (sets->of[SELF] != stays)
        return sets->of[SELF];
    uint32_t largest = SETS_MAX;
    for (uint32_t i = 0; i < SETS_MAX; i++)
        if (i != stays && sets->size[i] > 1 && (largest == SETS_MAX || sets->size[i] > sets->size[largest]))
            largest = i;
    return largest;
}

/* What the set that leaves and the one that stays score without the article, which may have been written to part them.
 */
static float score_without(const struct sets *sets, uint32_t goes)
{
    const uint32_t stays = sets->of[sets->members - 1];
    float between = 0, within[2] = { 0 };
    uint32_t size[2] = { 0 };
    for (uint32_t i = 0; i < sets->members; i++) {
        const bool is_away = sets->of[i] == goes;
        if (!is_away && sets->of[i] != stays)
            continue;
        size[is_away]++;
        for (uint32_t k = 0; k < i; k++)
            if (sets->of[k] == sets->of[i])
                within[is_away] += sets->pairs[i][k];
            else if (sets->of[k] == goes || sets->of[k] == stays)
                between += sets->pairs[i][k];
    }
    const float one = mates_within(within[0], size[0]), other = mates_within(within[1], size[1]);
    return mates_score(between / (float)(size[0] * size[1]), one > other ? one : other);
}

bool match_parts(const struct match_scratch *scratch, const struct index *index, uint64_t event, uint64_t article,
                 const struct mate *self, struct match_part *part)
{
    struct sets sets = { 0 };
    *part = (struct match_part){ 0 };
    load(index, event, article, &sets);
    if (sets.members < 2)
        return false;
    weigh(scratch, index, self, &sets);
    memcpy(sets.pairs, sets.sums, sizeof sets.pairs);
    for (uint32_t i = 0; i < SETS_MAX; i++) {
        sets.of[i] = i;
        sets.size[i] = i < sets.members || i == SELF;
    }
    part->score = join_all(&sets);
    const uint32_t goes = leaving(&sets);
    if (goes == SETS_MAX)
        return false;
    part->goes = sets.of[SELF] == goes;
    for (uint32_t i = 0; i < sets.members; i++)
        if (sets.of[i] == goes)
            part->away[part->away_count++] = index_article_at(index, sets.owners[i])->article;
    return part->away_count == 0 || score_without(&sets, goes) < MATCH_SCORE_MIN + MATCH_PART_SWAY;
}
