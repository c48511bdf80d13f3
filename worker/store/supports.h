/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_SUPPORTS_H
#define STORE_SUPPORTS_H

#include <stdbool.h>

#include "base/limits.h"
#include "record/record.h"

/* The supports of a fact as its row has them: a column for each field instead of a message for each support, which cost
 * a third of judging an article of an event that sixty outlets tell of. Only events.c knows.
 */

enum { SUPPORT_CLAIM_BYTES = 33 /* an id and its end */ };
struct support_columns {
    supports_record record; /* points at the rest */
    uint64_t articles[FACT_SUPPORT_MAX], origins[FACT_SUPPORT_MAX];
    uint32_t revisions[FACT_SUPPORT_MAX], statements[FACT_SUPPORT_MAX];
    protobuf_c_boolean background[FACT_SUPPORT_MAX];
    uint8_t claims[FACT_SUPPORT_MAX * SUPPORT_CLAIM_BYTES];
};

/* False when they do not fit; then they stay as they are. */
bool supports_split(const stored_fact_record *row, struct support_columns *columns);

/* Makes row->support of its columns, if it has any. CORRUPT when they are not equally long. */
enum err supports_join(struct arena *arena, stored_fact_record *row);

#endif
