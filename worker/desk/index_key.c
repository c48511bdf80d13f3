/* SPDX-License-Identifier: Apache-2.0
 * What the index is asked by: keys, and numbers of an article's features. */
#include <math.h>

#include "base/hash.h"
#include "desk/term.h"
#include "desk/index_key.h"

/* What a key stands for: of the seed of its hash, the lowest KIND_BITS. */
enum kind { KIND_ARTICLE = 3, KIND_EVENT, KIND_FACT, KIND_TOPIC_AFFIRMED, KIND_TOPIC_DENIED };
enum { KIND_BITS = 3 };

/* The lowest bit of a key that is made of what a reading brings; what the desk numbers has none, so that no reading,
 * whatever it brings, is taken for an article or an event. */
enum { BROUGHT = 1 };

uint64_t index_article_key(uint64_t article)
{
    return hash64(&article, sizeof article, KIND_ARTICLE) & ~(uint64_t)BROUGHT;
}

uint64_t index_event_key(uint64_t event)
{
    return hash64(&event, sizeof event, KIND_EVENT) & ~(uint64_t)BROUGHT;
}

static uint64_t event_and_key(uint64_t event, ProtobufCBinaryData key, enum kind kind)
{
    return hash64(key.data, key.len, event << KIND_BITS | kind) | BROUGHT;
}

uint64_t index_fact_key(uint64_t event, ProtobufCBinaryData key)
{
    return event_and_key(event, key, KIND_FACT);
}

uint64_t index_topic_key(uint64_t event, ProtobufCBinaryData key, bool denied)
{
    return event_and_key(event, key, denied ? KIND_TOPIC_DENIED : KIND_TOPIC_AFFIRMED);
}

uint32_t index_sketch(const features_record *features, uint64_t values[SKETCH_BUCKETS])
{
    uint32_t count = 0;
    for (size_t i = 0; features && i < features->n_sketch && i < SKETCH_BUCKETS; i++)
        if (features->sketch[i])
            values[count++] = features->sketch[i] | BROUGHT;
    return count;
}

uint32_t index_frequency(float frequency)
{
    if (!(frequency >= 1))
        return INDEX_FREQUENCY_UNIT;
    const float quarters = frequency * INDEX_FREQUENCY_UNIT;
    return quarters < INDEX_FREQUENCY_MAX ? (uint32_t)(quarters + 0.5f) : INDEX_FREQUENCY_MAX;
}

float index_harm(const features_record *features)
{
    if (!features)
        return 0;
    uint32_t words = features->tokens > 100 ? features->tokens : 100;
    return log1pf(100 * (float)features->harm / (float)words);
}

size_t index_term(const uint32_t *terms, size_t count, uint32_t term)
{
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (terms[middle] < term)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && terms[low] == term ? low : count;
}

uint32_t index_calendar(const features_record *features)
{
    static const struct {
        const char *stem;
        unsigned bit;
    } names[] = {
        { "sunday", 0 },   { "monday", 1 },  { "tuesday", 2 }, { "wednesday", 3 }, { "thursday", 4 }, { "friday", 5 },
        { "saturday", 6 }, { "januari", 7 }, { "jan", 7 },     { "februari", 8 },  { "feb", 8 },      { "march", 9 },
        { "mar", 9 },      { "april", 10 },  { "apr", 10 },    { "may", 11 },      { "june", 12 },    { "jun", 12 },
        { "juli", 13 },    { "jul", 13 },    { "august", 14 }, { "aug", 14 },      { "septemb", 15 }, { "sept", 15 },
        { "sep", 15 },     { "octob", 16 },  { "oct", 16 },    { "novemb", 17 },   { "nov", 17 },     { "decemb", 18 },
        { "dec", 18 },
    };
    uint32_t calendar = 0;
    if (!features || features->n_term_places < features->n_terms)
        return 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const uint32_t term = term_of_word(names[i].stem, strlen(names[i].stem));
        const size_t at = index_term(features->terms, features->n_terms, term);
        if (at < features->n_terms && features->term_places[at] >> 1 < INDEX_LEAD_BYTES)
            calendar |= UINT32_C(1) << names[i].bit;
    }
    return calendar;
}
