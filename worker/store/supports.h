/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_SUPPORTS_H
#define STORE_SUPPORTS_H

#include <stdbool.h>

#include "base/limits.h"
#include "record/record.h"

/* The supports of a fact as its row has them: a column for each field instead of a message for each support, which cost
 * a third of judging an article of an event that sixty outlets tell of. Only fact_row.c knows.
 */

enum { SUPPORT_CLAIM_BYTES = 33 /* an id and its end */ };
struct support_columns {
    uint64_t articles[FACT_SUPPORT_MAX], origins[FACT_SUPPORT_MAX];
    uint32_t revisions[FACT_SUPPORT_MAX], statements[FACT_SUPPORT_MAX];
    protobuf_c_boolean background[FACT_SUPPORT_MAX];
    uint8_t claims[FACT_SUPPORT_MAX * SUPPORT_CLAIM_BYTES];
};

/* Points the row at the columns of the fact's supports. False when they do not fit. */
bool supports_split(const stored_fact_record *fact, struct support_columns *columns, fact_row_record *row);

/* Makes fact->support of the row's columns. CORRUPT when they are not equally long. */
enum err supports_join(struct arena *arena, const fact_row_record *row, stored_fact_record *fact);

#endif
