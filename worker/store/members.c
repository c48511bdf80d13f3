/* SPDX-License-Identifier: Apache-2.0 */
#include "store/events.h"
#include "store/inner.h"

/* The value is the revision alone, four bytes little-endian. */
enum { MEMBER_BYTES = 4 };

enum err members_put(struct txn *txn, uint64_t event, uint64_t article, uint32_t revision)
{
    const struct key key = key_two(event, article);
    char bytes[MEMBER_BYTES];
    for (int i = 0; i < MEMBER_BYTES; i++)
        bytes[i] = (char)(revision >> (8 * i) & 0xff);
    return table_put(txn, TABLE_MEMBERS, &key, (struct span){ bytes, sizeof bytes });
}

enum err members_drop(struct txn *txn, uint64_t event, uint64_t article)
{
    const struct key key = key_two(event, article);
    const enum err err = table_delete(txn, TABLE_MEMBERS, &key);
    return err == ERR_NOT_FOUND ? ERR_OK : err;
}

enum err members_list(struct arena *arena, struct txn *txn, uint64_t event, uint64_t after, size_t count_max,
                      struct member_page **page)
{
    size_t room;
    if (__builtin_mul_overflow(count_max, sizeof(*page)->rows[0], &room) || room > SIZE_MAX - sizeof **page)
        return ERR_MEMORY;
    struct member_page *list = arena_alloc(arena, sizeof *list + room);
    if (!list)
        return ERR_MEMORY;
    *page = list;
    struct key from = key_two(event, after);
    if (!key_after(&from))
        return ERR_OK;

    struct sweep sweep;
    enum err err;
    for (err = sweep_first(&sweep, txn, TABLE_MEMBERS, &from); err == ERR_OK; err = sweep_next(&sweep)) {
        if (list->count == count_max || key_first(&sweep.key) != event)
            break;
        if (sweep.value.size != MEMBER_BYTES) {
            err = ERR_CORRUPT;
            break;
        }
        uint32_t revision = 0;
        for (int i = MEMBER_BYTES - 1; i >= 0; i--)
            revision = revision << 8 | (uint8_t)sweep.value.data[i];
        list->rows[list->count].article = key_second(&sweep.key);
        list->rows[list->count++].revision = revision;
    }
    return sweep_end(&sweep, err);
}
