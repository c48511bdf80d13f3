/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_PLACES_H
#define STORE_PLACES_H

#include <stdbool.h>

#include "record/record.h"

/* The places of a reading's claims as its row has them: a column for each field instead of a message, and one or two
 * more inside it, for each claim. Only the store knows.
 */

enum { PLACES_MAX = 256 /* that go into columns */ };
struct place_columns {
    claim_places_record record; /* points at the rest */
    uint64_t facts[PLACES_MAX], denies[PLACES_MAX], events[PLACES_MAX];
    struct why_columns {
        bool any;
        uint32_t rules[PLACES_MAX];
        size_t scored; /* so many have a score and a threshold */
        float scores[PLACES_MAX], thresholds[PLACES_MAX];
    } why, denies_why;
};

/* False when columns cannot say all of the reading's places; then they stay as they are. */
bool places_split(const stored_reading_record *reading, struct place_columns *columns);

/* Makes reading->places of its columns, if it has any. CORRUPT when they are not equally long. */
enum err places_join(struct arena *arena, stored_reading_record *reading);

#endif
