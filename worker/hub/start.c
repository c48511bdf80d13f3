/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/start.h"

#include <sysexits.h>

#include "base/log.h"
#include "store/inbox.h"

/* What an earlier incarnation left, and the desk's memory. */
static enum err recover(struct arena *arena, struct store *store, struct desk *desk)
{
    struct txn *txn;
    arena_reset(arena);
    enum err err = txn_begin(store, &txn);
    if (err)
        return err;
    err = inbox_recover(arena, txn);
    if (!err)
        err = desk_load(desk, arena, txn);
    if (!err)
        return txn_commit(txn);
    txn_abort(txn);
    return err;
}

int start_store(const struct hub_options *options, struct arena *arena, struct store **store, struct desk **desk)
{
    char reason[STORE_REASON_BYTES] = "";
    enum err err = store_open(&options->store, store, reason);
    if (err) {
        log_line(LOG_ERROR, "hub", "%s: %s", err_sentence(err), reason);
        return err == ERR_OWNED || err == ERR_FORMAT ? EX_CONFIG : EX_IOERR;
    }
    *desk = desk_new(&options->desk);
    err = *desk ? recover(arena, *store, *desk) : ERR_MEMORY;
    if (err)
        log_line(LOG_ERROR, "hub", "the store cannot be used: %s", err_sentence(err));
    return err ? EX_IOERR : EX_OK;
}
