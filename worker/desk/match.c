/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/match_choose.h"

#include <math.h>
#include <stdlib.h>

#include "base/limits.h"
#include "desk/postings_walk.h"

_Static_assert((int)MATCH_TERMS_MAX <= POSTINGS_WALKS_MAX && (int)MATCH_POSTINGS_MAX <= POSTINGS_RUN, "one walk each");
enum { SELECT_ROUNDS_MAX = 32 };

struct term {
    uint32_t id; /* of its key, or POSTINGS_NONE */
    uint32_t term;
    float weight; /* times IDF, over the article's length */
};

/* Logarithms of small numbers, a dense sum over articles, and lists that are
 * too large to be made anew for each article. */
struct match_scratch {
    uint32_t articles_max;
    float *logarithm; /* of the numbers up to 2 * articles_max + 2, and of all frequencies */
    float *sums;      /* by slot; zero between uses */
    uint32_t met[MATCH_TERMS_MAX * MATCH_POSTINGS_MAX + 1]; /* owners */
};

struct match_scratch *match_scratch_new(uint32_t articles_max)
{
    struct match_scratch *scratch = calloc(1, sizeof *scratch);
    if (!scratch)
        return NULL;
    size_t slots = 1;
    while (slots < articles_max)
        slots *= 2;
    scratch->articles_max = articles_max;
    scratch->sums = calloc(slots, sizeof *scratch->sums);
    size_t numbers = 2 * ((size_t)articles_max + COMMON_ARTICLES) + MATCH_UNSEEN + 2;
    if (numbers <= INDEX_FREQUENCY_MAX)
        numbers = INDEX_FREQUENCY_MAX + 1;
    scratch->logarithm = calloc(numbers, sizeof *scratch->logarithm);
    if (!scratch->sums || !scratch->logarithm) {
        match_scratch_free(scratch);
        return NULL;
    }
    for (size_t i = 1; i < numbers; i++)
        scratch->logarithm[i] = logf((float)i);
    return scratch;
}

void match_scratch_free(struct match_scratch *scratch)
{
    if (!scratch)
        return;
    free(scratch->sums);
    free(scratch->logarithm);
    free(scratch);
}

/* ln(1 + N/df), the articles of common.h among both; the article that asks is
 * one of the N, and MATCH_UNSEEN more have the term. */
static float idf(const struct match_scratch *scratch, uint32_t articles, uint32_t count)
{
    uint32_t frequency = count + MATCH_UNSEEN;
    return scratch->logarithm[articles + COMMON_ARTICLES + 1 + frequency] - scratch->logarithm[frequency];
}

static float frequency_weight(const struct match_scratch *scratch, uint32_t frequency)
{
    return 1 + scratch->logarithm[frequency] - scratch->logarithm[INDEX_FREQUENCY_UNIT];
}

static int by_weight(const void *a, const void *b)
{
    const struct term *left = a, *right = b;
    if (left->weight != right->weight)
        return left->weight > right->weight ? -1 : 1;
    return left->term < right->term ? -1 : left->term > right->term;
}

static void swap(struct term *a, struct term *b)
{
    const struct term kept = *a;
    *a = *b;
    *b = kept;
}

/* Brings the `wanted` heaviest to the front, in whatever order (Hoare's selection). The middle one parts each range, so
 * terms that rise or fall are parted well. */
static void bring_heaviest(struct term *terms, size_t count, size_t wanted)
{
    size_t from = 0, to = count;
    for (int rounds = 0; to - from > 1 && wanted > from && wanted < to; rounds++) {
        if (rounds == SELECT_ROUNDS_MAX) {
            qsort(terms + from, to - from, sizeof *terms, by_weight);
            return;
        }
        size_t front = from;
        swap(&terms[from + (to - from) / 2], &terms[to - 1]);
        for (size_t i = from; i + 1 < to; i++)
            if (by_weight(&terms[i], &terms[to - 1]) < 0)
                swap(&terms[i], &terms[front++]);
        swap(&terms[front], &terms[to - 1]);
        if (front < wanted)
            from = front + 1;
        else
            to = front;
    }
}

/* The article's terms with their weights, the MATCH_TERMS_MAX heaviest first, those in order; length 1. */
static struct term *weigh(struct arena *arena, const struct match_scratch *scratch, const struct index *index,
                          const features_record *features, size_t count)
{
    struct term *terms = arena_array(arena, count, sizeof *terms);
    if (!terms)
        return NULL;
    uint64_t keys[TERMS_MAX];
    uint32_t ids[TERMS_MAX];
    for (size_t i = 0; i < count; i++)
        keys[i] = index_term_key(features->terms[i]);
    postings_find_all(index_words(index), keys, count, ids);
    double square = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t id = ids[i];
        const uint32_t df = id == POSTINGS_NONE ? index_background(index, features->terms[i])
                                                : postings_tally(index_words(index), id)->count;
        float weight = frequency_weight(scratch, index_frequency(features->weights[i]));
        weight *= idf(scratch, index_articles(index), df);
        terms[i] = (struct term){ .id = id, .term = features->terms[i], .weight = weight };
        square += (double)weight * (double)weight;
    }
    float length = square > 0 ? (float)sqrt(square) : 1;
    for (size_t i = 0; i < count; i++)
        terms[i].weight /= length;
    bring_heaviest(terms, count, MATCH_TERMS_MAX);
    qsort(terms, count < MATCH_TERMS_MAX ? count : MATCH_TERMS_MAX, sizeof *terms, by_weight);
    return terms;
}

/* The walks down the postings of the heaviest terms. */
static size_t begin_walks(const struct match_scratch *scratch, const struct index *index, const struct term *terms,
                          size_t count, struct posting_walks *walks)
{
    const struct postings *postings = index_words(index);
    uint32_t ids[MATCH_TERMS_MAX];
    float weights[MATCH_TERMS_MAX];
    size_t begun = 0;
    for (size_t i = 0; i < count && i < MATCH_TERMS_MAX; i++) {
        if (terms[i].id == POSTINGS_NONE)
            continue;
        const struct posting_tally *tally = postings_tally(postings, terms[i].id);
        weights[begun] = terms[i].weight * idf(scratch, index_articles(index), tally->count);
        ids[begun++] = terms[i].id;
    }
    postings_walk_all(postings, ids, begun, walks);
    for (size_t i = 0; i < begun; i++)
        walks->at[i].weight = weights[i];
    return begun;
}

/* Articles that share the heaviest terms, in the order met: of all terms the newest posting, then the one before. */
static size_t gather(struct match_scratch *scratch, const struct index *index, const struct term *terms, size_t count,
                     uint32_t *owners)
{
    struct posting_walks walks;
    size_t met = 0, left = begin_walks(scratch, index, terms, count, &walks);
    for (uint32_t step = 0; step < MATCH_POSTINGS_MAX && left > 0; step++) {
        size_t kept = 0;
        for (size_t i = 0; i < left; i++) {
            if (step == walks.at[i].count)
                continue;
            const struct posting_entry entry = postings_walked(&walks.at[i], step);
            float *sum = &scratch->sums[entry.owner];
            owners[met] = entry.owner; /* stays when it is met for the first time */
            met += *sum == 0;
            *sum += walks.at[i].weight * frequency_weight(scratch, entry.value);
            if (kept++ < i)
                walks.at[kept - 1] = walks.at[i];
        }
        left = kept;
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
        const float norm = index_norm(index, owner), sum = scratch->sums[owner];
        scratch->sums[owner] = 0;
        if (norm <= 0 || sum / norm < choice.least)
            continue;
        const struct index_article *found = index_article_at(index, owner);
        int64_t away = found->stream_ms > stream_ms ? found->stream_ms - stream_ms : stream_ms - found->stream_ms;
        if (found->article != article && away <= window_ms)
            match_choose(&choice, index, &(struct hit){ owner, sum / norm, found->event });
    }
    match_chosen(&choice, match);
}

void match_unit(const struct match_scratch *scratch, const struct index *index, const struct index_article *article,
                float weights[TERMS_MAX])
{
    const struct postings *postings = index_words(index);
    uint32_t ids[TERMS_MAX];
    float square = 0;
    for (uint32_t i = 0; i < article->terms; i++) {
        ids[i] = postings_at(postings, article->first_word + i)->key;
        postings_expect_tally(postings, ids[i]);
    }
    for (uint32_t i = 0; i < article->terms; i++) {
        const uint32_t frequency = postings_at(postings, article->first_word + i)->value;
        const uint32_t count = postings_tally(postings, ids[i])->count;
        weights[i] = frequency_weight(scratch, frequency) * idf(scratch, index_articles(index), count);
        square += weights[i] * weights[i];
    }
    const float scale = square > 0 ? 1 / sqrtf(square) : 0;
    for (uint32_t i = 0; i < article->terms; i++)
        weights[i] *= scale;
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

static void name_words(const struct heaviest *heaviest, const struct term *terms, size_t count,
                       struct match_event *event)
{
    for (size_t i = 0; i < heaviest->count; i++)
        for (size_t k = 0; k < count; k++)
            if (terms[k].id == heaviest->keys[i].id) {
                event->words[event->words_count++] = terms[k].term;
                break;
            }
}

/* Puts the events together again that the article is near, unless it is surely of the one, or can show nothing there.
 */
static void look_again(const struct match_scratch *scratch, const struct index *index, uint64_t article,
                       const struct mate *self, struct match *match)
{
    uint64_t events[MATCH_EVENTS_MAX];
    size_t near = 0;
    while (near < match->count && match->events[near].score >= MATCH_SCORE_MIN - MATCH_NEAR) {
        events[near] = match->events[near].event;
        near++;
    }
    if (near > 1 ||
        (near == 1 && match->events[0].score < MATCH_SCORE_MIN + MATCH_SURE && match->events[0].spread >= MATCH_SPREAD))
        match->regrouped = match_regroup(scratch, index, events, near, article, self, &match->regroup);
}

static size_t count_terms(const features_record *features)
{
    size_t count = features ? features->n_terms : 0;
    if (features && features->n_weights < count)
        count = features->n_weights;
    return count < TERMS_MAX ? count : TERMS_MAX;
}

/* The article's weights into the keys, or out of them. */
static void lay_query(const struct index *index, const struct term *terms, size_t count, bool in)
{
    for (size_t i = 0; i < count; i++)
        if (terms[i].id != POSTINGS_NONE)
            postings_tally(index_words(index), terms[i].id)->query = in ? terms[i].weight : 0;
}

enum err match_find(struct arena *arena, struct match_scratch *scratch, const struct index *index,
                    const features_record *features, uint64_t article, int64_t stream_ms, int64_t window_ms,
                    struct match *match)
{
    *match = (struct match){ 0 };
    const size_t count = count_terms(features);
    if (count == 0)
        return ERR_OK;
    struct term *terms = weigh(arena, scratch, index, features, count);
    if (!terms)
        return ERR_MEMORY;
    const size_t met = gather(scratch, index, terms, count, scratch->met);
    sift(scratch, index, article, stream_ms, window_ms, met, match);
    lay_query(index, terms, count, true);
    const struct mate self = mates_of(features);
    for (size_t i = 0; i < match->count; i++) {
        struct heaviest heaviest = { 0 };
        match_compare(scratch, index, article, &self, &match->events[i], &heaviest);
        name_words(&heaviest, terms, count, &match->events[i]);
    }
    order(match);
    look_again(scratch, index, article, &self, match);
    lay_query(index, terms, count, false);
    return ERR_OK;
}
