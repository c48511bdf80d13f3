/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/reading_check.h"

#include "base/limits.h"
#include "proto/digest.h"
#include "record/splice.h"

enum { MODE_BYTES_MAX = 64, ATTRIBUTIONS = 2 /* number of the field: claim.proto */ };

static bool spans_rise(size_t count, span_record *const *spans)
{
    uint32_t end = 0;
    for (size_t i = 0; i < count; i++) {
        if (spans[i]->start < end || spans[i]->end <= spans[i]->start)
            return false;
        end = spans[i]->end;
    }
    return count > 0;
}

static const char *claim_check(const claim_record *claim)
{
    if (!claim->id || !*claim->id || strlen(claim->id) > 32)
        return "a claim has no id";
    if (!claim->text || !*claim->text || strlen(claim->text) > CLAIM_TEXT_BYTES_MAX)
        return "a claim has no text or too much of it";
    if (claim->fact_key.len != DIGEST_BYTES || claim->topic_key.len != DIGEST_BYTES)
        return "a claim has no keys";
    if (!spans_rise(claim->n_content, claim->content))
        return "a claim's content is empty or out of order";
    return claim->n_figures > 16 || claim->n_places > 64 ? "a claim has too many figures or places" : NULL;
}

const char *reading_check(const reading_record *reading, struct span packed)
{
    if (!reading)
        return "there is none";
    if (splice_count(packed, ATTRIBUTIONS) > ATTRIBUTIONS_MAX || reading->n_claims > CLAIMS_MAX ||
        reading->n_times > TIMES_MAX)
        return "it has too many parts";
    if (reading->event_type > CLAIMWIRE__V1__EVENT_TYPE__EVENT_TYPE_OTHER ||
        (reading->mode && strlen(reading->mode) > MODE_BYTES_MAX))
        return "its type is none";
    const features_record *features = reading->features;
    if (!features || features->n_terms > TERMS_MAX || features->n_weights != features->n_terms ||
        features->n_sketch > SKETCH_BUCKETS || features->n_trail > TRAIL_MAX ||
        (features->n_term_places && features->n_term_places != features->n_terms))
        return "its features do not fit each other";
    for (size_t i = 1; i < features->n_terms; i++)
        if (features->terms[i] <= features->terms[i - 1])
            return "its terms are out of order";
    for (size_t i = 0; i < reading->n_claims; i++) {
        const char *wrong = claim_check(reading->claims[i]);
        if (wrong)
            return wrong;
    }
    return NULL;
}
