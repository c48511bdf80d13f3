/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_FACT_ROW_H
#define STORE_FACT_ROW_H

#include "store/table.h"

/* A fact's row. Nearly every one is laid out flat, as LAYOUT.md says ("A fact's row"): as a message it cost a twelfth
 * of all that the desk does to read it and to write it. What does not fit is a StoredFact, and rows of releases before
 * are read as they are. Only the store knows. */

/* The fact as a flat row in the arena. False when that cannot say all of it, or the arena is full. */
bool fact_row_write(struct arena *arena, const stored_fact_record *fact, struct span *row);

/* A table's value as a fact, whatever it is. `unpack` says whether messages are looked at before. CORRUPT when it
 * cannot be a fact, MEMORY. */
enum err fact_row_read(struct arena *arena, const struct key *key, struct span value, table_unpacker *unpack,
                       stored_fact_record **fact);

/* The terms alone, at most so many. */
enum err fact_row_terms(struct span value, uint32_t *terms, size_t terms_max, size_t *count);

/* The text of the fact's first statement, or NULL: its row has it there alone. */
static inline char *fact_row_first_text(const fact_record *fact)
{
    return fact->n_statements && fact->statements[0]->statement ? fact->statements[0]->statement->text : NULL;
}

#endif
