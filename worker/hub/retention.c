/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/retention.h"

#include "store/articles.h"
#include "store/log.h"

enum { ROWS_MAX = 256 };

/* The stream time before which nothing is kept. */
static int64_t keep_from(struct txn *txn, const struct keep *keep)
{
    return keep->ms > 0 ? txn_state(txn)->stream_ms - keep->ms : INT64_MIN;
}

enum err retention_cut(const struct hub_options *options, struct arena *arena, struct txn *txn, bool *more)
{
    const struct keep *bodies = &options->keep_bodies, *updates = &options->keep_updates;
    size_t bodies_cut = 0, updates_cut = 0;
    enum err err = ERR_OK;
    if (bodies->ms > 0 || bodies->bytes > 0)
        err = articles_cut_bodies(arena, txn, keep_from(txn, bodies), bodies->bytes, ROWS_MAX, &bodies_cut);
    if (!err && (updates->ms > 0 || updates->bytes > 0))
        err = log_cut(arena, txn, keep_from(txn, updates), updates->bytes, ROWS_MAX, &updates_cut);
    *more = bodies_cut == ROWS_MAX || updates_cut == ROWS_MAX;
    return err;
}
