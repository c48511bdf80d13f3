/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <sys/random.h>

#include "store/inner.h"

static struct key state_key(void)
{
    static const char name[] = "state";
    struct key key = { .size = sizeof name - 1 };
    memcpy(key.bytes, name, key.size);
    return key;
}

/* Points the record's inner pointers at the box's own parts. */
static void bind(struct state_box *state)
{
    for (size_t i = 0; i < STORE_EPOCHS_MAX; i++)
        state->epoch_list[i] = &state->epochs[i];
    state->last.digest.data = state->digest.bytes;
    state->record.last = &state->last;
    state->record.epochs = state->epoch_list;
}

static void all_present(struct state_box *state)
{
    store_state_record *record = &state->record;
    record->has_format = record->has_incarnation = record->has_next_article = record->has_next_accept = true;
    record->has_next_applied = record->has_next_event = record->has_next_fact = record->has_oldest_sequence = true;
    record->has_stream_ms = record->has_queued = record->has_dead = true;
    record->has_bodies_bytes = record->has_log_bytes = record->has_queued_room = true;
    state->last.has_epoch = state->last.has_sequence = state->last.has_digest = true;
    state->last.digest.len = DIGEST_BYTES;
}

void state_init(struct state_box *state, uint64_t epoch)
{
    memset(state, 0, sizeof *state);
    claimwire__v1__store_state__init(&state->record);
    claimwire__v1__cursor__init(&state->last);
    bind(state);
    all_present(state);
    store_state_record *record = &state->record;
    record->format = STORE_FORMAT;
    record->next_article = record->next_accept = record->next_applied = 1;
    record->next_event = record->next_fact = record->oldest_sequence = 1;
    state->last.epoch = epoch;
    (void)state_add_epoch(state, epoch); /* the first always fits */
}

void state_copy(struct state_box *to, const struct state_box *from)
{
    to->record = from->record;
    to->last = from->last;
    to->digest = from->digest;
    memcpy(to->epochs, from->epochs, from->record.n_epochs * sizeof from->epochs[0]);
    bind(to);
}

enum err state_read(struct txn *txn, struct state_box *state)
{
    const struct key key = state_key();
    store_state_record *row;
    arena_reset(txn->scratch);
    const enum err err = TABLE_GET(txn->scratch, txn, TABLE_STATE, &key, store_state, &row);
    if (err != ERR_OK)
        return err == ERR_MEMORY ? ERR_CORRUPT : err;
    if (row->format < STORE_FORMAT_LEAST || row->format > STORE_FORMAT)
        return ERR_FORMAT;
    if (!row->last || row->last->digest.len != DIGEST_BYTES || row->n_epochs == 0 || row->n_epochs > STORE_EPOCHS_MAX)
        return ERR_CORRUPT;

    state->record = *row;
    state->last = *row->last;
    memcpy(state->digest.bytes, row->last->digest.data, DIGEST_BYTES);
    for (size_t i = 0; i < row->n_epochs; i++)
        state->epochs[i] = *row->epochs[i];
    bind(state);
    all_present(state);
    return ERR_OK;
}

enum err state_write(struct txn *txn, uint8_t packed[STORE_STATE_BYTES_MAX], size_t *packed_bytes)
{
    const struct key key = state_key();
    const ProtobufCMessage *record = &txn->state.record.base;
    const size_t size = protobuf_c_message_get_packed_size(record);
    assert(size <= STORE_STATE_BYTES_MAX);
    protobuf_c_message_pack(record, packed);
    *packed_bytes = size;
    const struct store *store = txn->store;
    if (size == store->packed_bytes && memcmp(packed, store->packed, size) == 0)
        return ERR_OK;
    return table_put(txn, TABLE_STATE, &key, (struct span){ (const char *)packed, size });
}

uint64_t state_epoch_at(const store_state_record *state, uint64_t sequence)
{
    uint64_t epoch = state->epochs[0]->epoch;
    for (size_t i = 1; i < state->n_epochs && state->epochs[i]->first_sequence <= sequence; i++)
        epoch = state->epochs[i]->epoch;
    return epoch;
}

enum err state_add_epoch(struct state_box *state, uint64_t epoch)
{
    if (state->record.n_epochs == STORE_EPOCHS_MAX)
        return ERR_TOO_LARGE;
    epoch_start_record *start = &state->epochs[state->record.n_epochs++];
    claimwire__v1__epoch_start__init(start);
    start->has_epoch = start->has_first_sequence = true;
    start->epoch = epoch;
    start->first_sequence = state->last.sequence + 1;
    return ERR_OK;
}

uint64_t state_random_epoch(void)
{
    uint64_t epoch = 0;
    while (epoch == 0) /* 0 is "no epoch"; small requests are never cut short */
        if (getrandom(&epoch, sizeof epoch, 0) != (ssize_t)sizeof epoch)
            epoch = 0;
    return epoch;
}
