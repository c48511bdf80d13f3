/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as the row of a fact. What is taken for one is written flat, and that says the same, whether the statements
 * are packed again or not. */
#include <stdlib.h>

#include "store/fact_row.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena *arena;

static void need(bool fine)
{
    if (!fine)
        abort();
}

static bool read_row(struct span row, table_unpacker *unpack, stored_fact_record **fact)
{
    const struct key key = key_two(1, 2);
    const enum err err = fact_row_read(arena, &key, row, unpack, fact);
    need(err == ERR_OK || err == ERR_CORRUPT || err == ERR_MEMORY);
    return err == ERR_OK;
}

/* As a message. */
static struct span packed(const stored_fact_record *fact)
{
    stored_fact_record bare = *fact;
    struct span bytes;
    bare.n_said = 0;
    need(stored_fact_pack(arena, &bare, &bytes) == ERR_OK);
    return bytes;
}

/* The row as it is written of the fact, and what that says. */
static bool write_row(const stored_fact_record *fact, struct span *row, stored_fact_record **again)
{
    if (!fact_row_write(arena, fact, row))
        return false;
    need(read_row(*row, table_unpack_own, again));
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { TERMS_ASKED = 512, ARENA_BYTES = 64 << 20 };
    static uint32_t terms[TERMS_ASKED];
    const struct span value = { (const char *)data, size };
    const bool flat = size > 0 && data[0] == 0;
    stored_fact_record *fact, *again;
    struct span row, whole;
    size_t count;
    if (!arena && !(arena = arena_new(ARENA_BYTES)))
        abort();
    arena_reset(arena);
    const enum err err = fact_row_terms(value, terms, TERMS_ASKED, &count);
    if (!read_row(value, table_unpack, &fact))
        return 0;
    need(err == ERR_OK && count <= TERMS_ASKED);
    if (flat)
        need(count == (fact->n_terms < TERMS_ASKED ? fact->n_terms : TERMS_ASKED) &&
             memcmp(terms, fact->terms, count * sizeof *terms) == 0);
    if (!write_row(fact, &row, &again))
        return 0;
    need(!flat || span_equal(packed(again), packed(fact)));
    need(fact_row_write(arena, again, &whole) && span_equal(whole, row));
    again->n_said = 0;
    need(write_row(again, &row, &fact) && span_equal(packed(again), packed(fact)));
    return 0;
}
