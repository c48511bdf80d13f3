/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/vitals.h"

#include "store/inbox.h"

enum err vitals_take(struct counters *counters, struct arena *arena, struct txn *txn)
{
    const store_state_record *state = txn_state(txn);
    struct inbox_page *page;
    const enum err err = inbox_list(arena, txn, 0, 1, &page);
    if (err)
        return err;
    const int64_t oldest_ms = page->count > 0 ? page->rows[0].entry->queued_ms : 0;
    atomic_store_explicit(&counters->oldest_queued_ms, oldest_ms, memory_order_relaxed);
    atomic_store_explicit(&counters->sequence, state->last->sequence, memory_order_relaxed);
    atomic_store_explicit(&counters->oldest_sequence, state->oldest_sequence, memory_order_relaxed);
    atomic_store_explicit(&counters->articles, state->next_article ? state->next_article - 1 : 0, memory_order_relaxed);
    atomic_store_explicit(&counters->queued, state->queued, memory_order_relaxed);
    atomic_store_explicit(&counters->dead, state->dead, memory_order_relaxed);
    return ERR_OK;
}
