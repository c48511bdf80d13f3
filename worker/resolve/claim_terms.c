/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "record/stance.h"
#include "resolve/fingerprint.h"

/* Stems of one claim as they come. */
struct stems {
    struct stemmer *stemmer;
    uint32_t *terms;
    size_t count;
};

static void take_stem(void *context, struct span folded)
{
    struct stems *stems = context;
    if (normal_is_stop(folded) || stems->count == CLAIM_TERMS_MAX)
        return;
    const struct span stem = stemmer_stem(stems->stemmer, folded);
    stems->terms[stems->count++] = fingerprint_term(stem);
}

static int by_hash(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* The first token that ends after `byte`. */
static uint32_t token_at(const struct document *body, uint32_t byte)
{
    uint32_t low = 0, high = body->tokens_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (body->tokens[middle].end <= byte)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t distinct(uint32_t *terms, size_t count)
{
    size_t kept = 0;
    qsort(terms, count, sizeof *terms, by_hash);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || terms[i] != terms[kept - 1])
            terms[kept++] = terms[i];
    return kept;
}

bool fingerprint_claims(struct arena *arena, struct stemmer *stemmer, const struct document *body,
                        reading_record *reading)
{
    features_record *features = reading->features;
    features->claim_ends = arena_array(arena, reading->n_claims + 1, sizeof *features->claim_ends);
    features->claim_terms = arena_array(arena, reading->n_claims * CLAIM_TERMS_MAX + 1, sizeof *features->claim_terms);
    features->claim_stances = arena_array(arena, reading->n_claims + 1, sizeof *features->claim_stances);
    if (!features->claim_ends || !features->claim_terms || !features->claim_stances)
        return false;
    uint32_t end = 0;
    for (size_t c = 0; c < reading->n_claims; c++) {
        const claim_record *claim = reading->claims[c];
        struct stems stems = { .stemmer = stemmer, .terms = features->claim_terms + end };
        for (size_t i = 0; i < claim->n_content; i++) {
            const struct range range = { token_at(body, claim->content[i]->start),
                                         token_at(body, claim->content[i]->end) };
            normal_words(body, range, take_stem, &stems);
        }
        end += (uint32_t)distinct(stems.terms, stems.count);
        features->claim_ends[c] = end;
        features->claim_stances[c] = stance_signs(claim);
    }
    features->n_claim_ends = features->n_claim_stances = reading->n_claims;
    features->n_claim_terms = end;
    return true;
}
