/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_INDEX_KEY_H
#define DESK_INDEX_KEY_H

#include "base/limits.h"
#include "record/record.h"

/* What the index is asked by, and what it takes of an article's features. */

enum {
    INDEX_FREQUENCY_UNIT = 4, /* how often a word occurs is counted in quarters */
    INDEX_FREQUENCY_MAX = 4095,
    INDEX_LEAD_BYTES = 1200,
};

/* ln(1 + words of harm in a hundred); a short body counts as a hundred words. */
float index_harm(const features_record *features);

/* The place of a term among ascending ones; as many as there are: none. */
size_t index_term(const uint32_t *terms, size_t count, uint32_t term);

/* Days of the week, from Sunday in the lowest bit, and above them months, that the title or the first INDEX_LEAD_BYTES
 * of the body name. */
enum { INDEX_WEEKDAYS = 0x7F, INDEX_MONTHS = 0x7FF80 };
uint32_t index_calendar(const features_record *features);

/* The sketch as keys of the postings, without its empty buckets (0). Returns how many there are. */
uint32_t index_sketch(const features_record *features, uint64_t values[SKETCH_BUCKETS]);
/* How often a word occurs: in quarters, from one time to INDEX_FREQUENCY_MAX; once for what no reader gives. */
uint32_t index_frequency(float frequency);

/* Keys of the postings: what one looks for. Each is 64 bits of XXH3 over the
 * parts, as a value of the sketch is already, so a hit is a candidate and the
 * store has the last word. None of an article or an event is one of a fact, a
 * topic or a sketch. */
uint64_t index_article_key(uint64_t article);
uint64_t index_event_key(uint64_t event);
uint64_t index_fact_key(uint64_t event, ProtobufCBinaryData key);
uint64_t index_topic_key(uint64_t event, ProtobufCBinaryData key, bool denied);

#endif
