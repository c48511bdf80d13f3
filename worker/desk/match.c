/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/match.h"

#include <stdlib.h>
#include <string.h>

#include "base/power.h"
#include "base/seed.h"
#include "desk/match_choose.h"
#include "desk/match_crowd.h"
#include "desk/mates_sets.h"
#include "desk/postings_walk.h"

_Static_assert((int)MATCH_POSTINGS_MAX <= (int)VOCABULARY_RUN_MAX, "one walk each");

/* How alike an event's newest articles are among each other: kept, for it changes only with them. */
enum { KEPT_MAX = 4096 };
struct kept {
    uint32_t count;
    uint32_t applied[MATCH_MEMBERS_MAX]; /* what tells the articles, of those in the window, by their low bits */
    float pairs;                         /* the sum of their likeness */
};

/* A dense sum over articles, and what is too large to be made anew for each. */
struct match_scratch {
    uint32_t *sums;                                          /* by slot; zero between uses */
    uint32_t met[VECTOR_TERMS_MAX * MATCH_POSTINGS_MAX + 1]; /* owners */
    struct crowd crowd;
    struct kept kept[KEPT_MAX]; /* by event */
};

struct match_scratch *match_scratch_new(uint32_t articles_max)
{
    struct match_scratch *scratch = calloc(1, sizeof *scratch);
    if (!scratch)
        return NULL;
    scratch->sums = calloc(power_of_two(articles_max), sizeof *scratch->sums);
    scratch->crowd.odd = seed_make() | 1;
    if (!scratch->sums) {
        match_scratch_free(scratch);
        return NULL;
    }
    return scratch;
}

void match_scratch_free(struct match_scratch *scratch)
{
    if (!scratch)
        return;
    free(scratch->sums);
    free(scratch);
}

void match_scratch_clear(struct match_scratch *scratch)
{
    memset(scratch->kept, 0, sizeof scratch->kept);
}

/* Articles that share terms, each once; the sums are of the products of weights. */
static size_t gather(struct match_scratch *scratch, const struct posting_walk *walks, size_t count)
{
    size_t met = 0;
    for (size_t i = 0; i < count; i++) {
        const struct posting_walk *walk = &walks[i];
        for (uint32_t step = 0; step < walk->count && step < MATCH_POSTINGS_MAX; step++) {
            const struct posting_entry entry = postings_walked(walk, step);
            uint32_t *sum = &scratch->sums[entry.owner];
            scratch->met[met] = entry.owner; /* stays when it is met for the first time */
            met += *sum == 0;
            *sum += walk->weight * entry.value;
        }
    }
    return met;
}

/* The best of those that may be matched. What is too little alike is not looked at further. */
static void sift(struct match_scratch *scratch, const struct index *index, uint64_t article, int64_t stream_ms,
                 int64_t window_ms, size_t met, struct match *match)
{
    struct choice choice = { 0 };
    for (size_t i = 0; i < met; i++) {
        const uint32_t owner = scratch->met[i];
        const float likeness = vector_cosine(scratch->sums[owner]);
        scratch->sums[owner] = 0;
        if (likeness < choice.least)
            continue;
        const uint64_t event = index_event_at(index, owner);
        const struct index_article *found = index_article_at(index, owner);
        const int64_t away = found->stream_ms > stream_ms ? found->stream_ms - stream_ms : stream_ms - found->stream_ms;
        if (event && found->article != article && away <= window_ms)
            match_choose(&choice, index, &(struct hit){ owner, likeness, event });
    }
    match_chosen(&choice, match);
}

/* ---- an event and the article */

/* What of the event's newest articles is in the article, term by term; the heaviest of it are named, of equal ones the
 * first. */
static void name_words(const struct crowd *crowd, const struct crowd_event *members, struct match_event *event)
{
    uint32_t weights[1 + VECTOR_TERMS_MAX] = { 0 }, count = 0;
    uint64_t heaviest[MATCH_WORDS_MAX] = { 0 }; /* the weight, and from the end which term */
    uint16_t shared[VECTOR_TERMS_MAX + 1];
    for (uint32_t i = 0; i < members->count; i++)
        for (uint32_t k = 0; k < crowd->shares_count[members->places[i]]; k++) {
            const struct crowd_share *share = &crowd->shares[members->places[i]][k];
            shared[count] = share->own;
            count += weights[share->own] == 0;
            weights[share->own] += share->weight;
        }
    for (uint32_t i = 0; i < count; i++) {
        uint64_t next = (uint64_t)weights[shared[i]] * crowd->own_weights[shared[i]] << 8 | (UINT8_MAX - shared[i]);
        for (size_t at = 0; at < MATCH_WORDS_MAX; at++) {
            const uint64_t there = heaviest[at];
            heaviest[at] = there > next ? there : next;
            next = there > next ? next : there;
        }
    }
    for (; event->words_count < count && event->words_count < MATCH_WORDS_MAX; event->words_count++)
        event->words[event->words_count] = crowd->own_terms[UINT8_MAX - (uint8_t)heaviest[event->words_count]];
}

static struct kept *kept_of(struct match_scratch *scratch, uint64_t event)
{
    return &scratch->kept[event % KEPT_MAX];
}

/* The sum of the likeness of an event's articles among each other. */
static float pairs_of(struct match_scratch *scratch, const struct crowd_event *event)
{
    struct crowd *crowd = &scratch->crowd;
    struct kept *kept = kept_of(scratch, event->event);
    struct kept now = { .count = event->count };
    for (uint32_t i = 0; i < event->count; i++)
        now.applied[i] = (uint32_t)crowd->articles[event->places[i]]->applied;
    if (kept->count == now.count && memcmp(kept->applied, now.applied, sizeof now.applied) == 0)
        return kept->pairs;
    crowd_meet(crowd, event->places, event->count);
    for (uint32_t i = 0; i < event->count; i++)
        for (uint32_t k = 0; k < i; k++)
            now.pairs += crowd_likeness(crowd, event->places[i], event->places[k]);
    *kept = now;
    return now.pairs;
}

/* Its score and spread: how alike the article and its newest ones are, and these among each other. */
static void compare(struct match_scratch *scratch, const struct crowd_event *members, struct match_event *event)
{
    float between = 0, least = 2, most = -2;
    for (uint32_t i = 0; i < members->count; i++) {
        const float likeness = scratch->crowd.likeness[members->places[i]];
        between += likeness;
        least = likeness < least ? likeness : least;
        most = likeness > most ? likeness : most;
    }
    if (members->count == 0)
        return;
    const float pairs = members->count > 1 ? pairs_of(scratch, members) : 0;
    event->score = mates_score(between / (float)members->count, mates_within(pairs, members->count), mates_several(1));
    event->spread = most - least;
}

static void compare_all(struct match_scratch *scratch, struct match *match)
{
    struct crowd *crowd = &scratch->crowd;
    for (uint32_t number = 0; number < MATCH_MEMBERS_MAX; number++)
        for (size_t i = 0; i < match->count; i++)
            crowd_newest(crowd, &crowd->events[i], number, 2 * MATCH_MEMBERS_MAX);
    crowd_hold(crowd);
    for (size_t i = 0; i < match->count; i++) {
        name_words(crowd, &crowd->events[i], &match->events[i]);
        compare(scratch, &crowd->events[i], &match->events[i]);
    }
}

/* The crowd of the article and the events. */
static void begin_crowd(struct match_scratch *scratch, const struct index *index, const struct vector *vector,
                        const struct mate *self, uint64_t article, const struct match *match)
{
    uint64_t events[MATCH_EVENTS_MAX];
    for (size_t i = 0; i < match->count; i++) {
        events[i] = match->events[i].event;
        __builtin_prefetch(kept_of(scratch, events[i]));
    }
    crowd_begin(&scratch->crowd, index, article, vector, self, events, match->count);
}

static void order(struct match *match)
{
    for (size_t i = 1; i < match->count; i++)
        for (size_t k = i; k > 0; k--) {
            const struct match_event later = match->events[k];
            const struct match_event *sooner = &match->events[k - 1];
            if (later.score < sooner->score || (later.score == sooner->score && later.event > sooner->event))
                break;
            match->events[k] = *sooner;
            match->events[k - 1] = later;
        }
}

/* Puts the events together again that the article is near, unless it is surely of the one, or can show nothing there.
 */
static void look_again(struct crowd *crowd, struct match *match)
{
    uint64_t events[MATCH_EVENTS_MAX];
    size_t near = 0;
    while (near < match->count && match->events[near].score >= match->enough - MATCH_NEAR) {
        events[near] = match->events[near].event;
        near++;
    }
    if (near > 1 ||
        (near == 1 && match->events[0].score < match->enough + MATCH_SURE && match->events[0].spread >= MATCH_SPREAD))
        match->regrouped = match_regroup(crowd, events, near, match->enough, &match->regroup);
}

void match_find(struct match_scratch *scratch, const struct index *index, const struct vector *vector,
                const struct mate *self, uint64_t article, int64_t stream_ms, int64_t window_ms, struct match *match)
{
    struct posting_walk walks[VECTOR_TERMS_MAX];
    *match = (struct match){ 0 };
    const size_t begun = vocabulary_walk(index_words(index), vector, walks);
    sift(scratch, index, article, stream_ms, window_ms, gather(scratch, walks, begun), match);
    if (match->count == 0)
        return;
    begin_crowd(scratch, index, vector, self, article, match);
    compare_all(scratch, match);
    order(match);
    match->enough = mates_enough(match->count == MATCH_EVENTS_MAX ? match->events[MATCH_EVENTS_MAX - 1].score : -1);
    look_again(&scratch->crowd, match);
}
