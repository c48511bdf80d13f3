/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_FACT_ROW_H
#define STORE_FACT_ROW_H

#include "store/supports.h"
#include "store/table.h"

/* Between a fact as the desk has it, messages in messages, and its row, which has all of it side by side (FactRow of
 * stored.proto). Only the store knows.
 */

/* A row that can be packed; its record points at the rest, and at the fact. */
struct fact_row {
    fact_row_record record;
    statement_record *statements[FACT_STATEMENTS_MAX];
    uint8_t keys[2 * DIGEST_BYTES];
    struct support_columns supports;
};

/* False when a row cannot say all of the fact; then it is stored as it is. */
bool fact_row_split(const stored_fact_record *fact, struct fact_row *row);

/* A table's value as a fact, whichever of the two it is. `unpack` says whether the bytes are looked at before. CORRUPT
 * when it cannot be one, MEMORY. */
enum err fact_row_join(struct arena *arena, const struct key *key, struct span value, table_unpacker *unpack,
                       stored_fact_record **fact);

#endif
