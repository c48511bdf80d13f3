/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/why.h"

#include "desk/index.h"

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

bool why_name_words(struct arena *arena, stored_why_record *why, const features_record *features, const uint32_t *terms,
                    size_t count)
{
    if (!features || features->n_term_places != features->n_terms || count == 0)
        return true;
    why->places = arena_array(arena, WHY_WORDS_MAX, sizeof *why->places);
    if (!why->places)
        return false;
    for (size_t i = 0; i < count && why->n_places < WHY_WORDS_MAX; i++) {
        const size_t at = index_term(features->terms, features->n_terms, terms[i]);
        if (at < features->n_terms)
            why->places[why->n_places++] = features->term_places[at];
    }
    return true;
}
