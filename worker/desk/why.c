/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/why.h"

stored_why_record *why_because(struct arena *arena, Claimwire__V1__Rule rule, float score, float threshold)
{
    stored_why_record *why = stored_why_make(arena);
    if (!why)
        return NULL;
    why->has_rule = true;
    why->rule = rule;
    why->has_score = why->has_threshold = threshold > 0;
    why->score = score;
    why->threshold = threshold;
    return why;
}

/* The place of a term among the ascending ones; as many as there are: none. */
static size_t find(const features_record *features, uint32_t term)
{
    size_t low = 0, high = features->n_terms;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (features->terms[middle] < term)
            low = middle + 1;
        else
            high = middle;
    }
    return low < features->n_terms && features->terms[low] == term ? low : features->n_terms;
}

bool why_name_words(struct arena *arena, stored_why_record *why, const features_record *features, const uint32_t *terms,
                    size_t count)
{
    if (!features || features->n_term_places != features->n_terms || count == 0)
        return true;
    why->places = arena_array(arena, WHY_WORDS_MAX, sizeof *why->places);
    if (!why->places)
        return false;
    for (size_t i = 0; i < count && why->n_places < WHY_WORDS_MAX; i++) {
        const size_t at = find(features, terms[i]);
        if (at < features->n_terms)
            why->places[why->n_places++] = features->term_places[at];
    }
    return true;
}
