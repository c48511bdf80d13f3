/* SPDX-License-Identifier: Apache-2.0 */
#include "store/verify.h"

#include <stdarg.h>

#include "store/fact_row.h"
#include "store/verify_inner.h"

/* Holds one row of any table, unpacked, with its body: no row is larger. */
enum { ROW_ARENA_BYTES = 192 << 20 };

void verify_finding(struct verify *verify, enum table table, const struct key *key, const char *format, ...)
{
    va_list arguments;
    fprintf(verify->report, "%s", table_name(table));
    for (size_t i = 0; key && i < key->size; i++)
        fprintf(verify->report, "%s%02x", i == 0 ? " " : "", key->bytes[i]);
    fputs(": ", verify->report);
    va_start(arguments, format);
    vfprintf(verify->report, format, arguments);
    va_end(arguments);
    fputc('\n', verify->report);
    verify->result->findings++;
}

bool verify_has(struct verify *verify, enum table table, struct key key)
{
    struct span value;
    return table_get(verify->txn, table, &key, &value) != ERR_NOT_FOUND;
}

/* Size of the keys and kind of the values; no kind: looked at by hand. */
static const struct {
    size_t key_bytes;
    const ProtobufCMessageDescriptor *descriptor;
} forms[TABLE_COUNT] = {
    [TABLE_STATE] = { 5, &claimwire__v1__store_state__descriptor },
    [TABLE_KNOWN] = { 16, &claimwire__v1__known_article__descriptor },
    [TABLE_ARTICLES] = { 12, &claimwire__v1__stored_article__descriptor },
    [TABLE_BODIES] = { 12, NULL },
    [TABLE_READINGS] = { 12, &claimwire__v1__stored_reading__descriptor },
    [TABLE_INBOX] = { 8, &claimwire__v1__inbox_entry__descriptor },
    [TABLE_DEAD] = { 8, &claimwire__v1__stored_dead__descriptor },
    [TABLE_EVENTS] = { 8, &claimwire__v1__stored_event__descriptor },
    [TABLE_FACTS] = { 16, NULL },
    [TABLE_MEMBERS] = { 16, NULL },
    [TABLE_WINDOW] = { 8, &claimwire__v1__window_row__descriptor },
    [TABLE_LOG] = { 8, NULL },
    [TABLE_SNAPSHOTS] = { 12, &claimwire__v1__snapshot_part__descriptor },
};

static enum err unpack(struct verify *verify, const struct sweep *sweep, ProtobufCMessage **record)
{
    const ProtobufCMessageDescriptor *descriptor = forms[sweep->table].descriptor;
    if (sweep->table == TABLE_FACTS)
        return fact_row_read(verify->arena, &sweep->key, sweep->value, table_unpack,
                             (stored_fact_record **)(void *)record);
    return descriptor ? table_unpack(verify->arena, sweep->value, descriptor, record) : ERR_OK;
}

static enum err look_at(struct verify *verify, const struct sweep *sweep)
{
    const enum table table = sweep->table;
    const struct key *key = &sweep->key;
    ProtobufCMessage *record = NULL;
    if (key->size != forms[table].key_bytes) {
        verify_finding(verify, table, key, "the key has %zu bytes instead of %zu", key->size, forms[table].key_bytes);
        return ERR_OK;
    }
    verify->bytes[table] += sweep->value.size;
    if (table == TABLE_LOG) {
        verify_log_row(verify, key, sweep->value);
        return ERR_OK;
    }
    const enum err err = unpack(verify, sweep, &record);
    if (err == ERR_OK)
        verify_row(verify, table, key, record);
    else if (err != ERR_MEMORY)
        verify_finding(verify, table, key, "the value is no message of its kind");
    return err == ERR_MEMORY ? err : ERR_OK;
}

static enum err verify_table(struct verify *verify, enum table table)
{
    const struct key from = { .size = 1 };
    struct sweep sweep;
    enum err err;
    for (err = sweep_first(&sweep, verify->txn, table, &from); err == ERR_OK || err == ERR_CORRUPT;
         err = sweep_next(&sweep)) {
        verify->result->rows++;
        verify->count[table]++;
        if (err == ERR_CORRUPT) {
            verify_finding(verify, table, &sweep.key, "the checksum does not fit");
            continue;
        }
        const size_t mark = arena_used(verify->arena);
        err = look_at(verify, &sweep);
        if (err != ERR_OK)
            break;
        arena_rewind(verify->arena, mark);
    }
    return sweep_end(&sweep, err);
}

enum err verify_store(struct store *store, FILE *report, struct verify_result *result)
{
    struct verify verify = { .report = report, .result = result };
    *result = (struct verify_result){ 0 };
    enum err err = txn_begin_read(store, &verify.txn);
    if (err != ERR_OK)
        return err;
    verify.arena = arena_new(ROW_ARENA_BYTES);
    if (!verify.arena)
        err = ERR_MEMORY;
    for (int table = 0; err == ERR_OK && table < TABLE_COUNT; table++)
        err = verify_table(&verify, (enum table)table);
    if (err == ERR_OK)
        verify_counters(&verify);
    if (err == ERR_OK)
        err = verify_fold(&verify);
    arena_free(verify.arena);
    txn_abort(verify.txn);
    return err;
}
