/* SPDX-License-Identifier: Apache-2.0
 * What the index is asked by: keys, and numbers of an article's features. */
#include <math.h>

#include "base/hash.h"
#include "desk/index.h"

/* What a key stands for; the seed of its hash. */
enum kind { KIND_TERM = 1, KIND_SKETCH, KIND_ARTICLE, KIND_EVENT, KIND_FACT, KIND_TOPIC_AFFIRMED, KIND_TOPIC_DENIED };

uint64_t index_term_key(uint32_t term)
{
    return hash64(&term, sizeof term, KIND_TERM);
}

uint64_t index_sketch_key(uint64_t value)
{
    return hash64(&value, sizeof value, KIND_SKETCH);
}

uint64_t index_article_key(uint64_t article)
{
    return hash64(&article, sizeof article, KIND_ARTICLE);
}

uint64_t index_event_key(uint64_t event)
{
    return hash64(&event, sizeof event, KIND_EVENT);
}

static uint64_t event_and_key(uint64_t event, ProtobufCBinaryData key, enum kind kind)
{
    return hash64(key.data, key.len, hash64(&event, sizeof event, kind));
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
            values[count++] = features->sketch[i];
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
