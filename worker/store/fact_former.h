/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_FACT_FORMER_H
#define STORE_FACT_FORMER_H

#include "store/table.h"

/* A fact's row that is a message: a StoredFact, or the FactRow of store format 4. As fact_row_read. */
enum err fact_former_read(struct arena *arena, const struct key *key, struct span value, table_unpacker *unpack,
                          stored_fact_record **fact);

#endif
