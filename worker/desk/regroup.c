/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/inner.h"

/* The event as it is now; that which it has become one with, if it has. */
static enum err reload(struct case_file *file, uint64_t id)
{
    enum err err = events_get(file->arena, file->txn, id, &file->event);
    if (err == ERR_OK && file->event->event->status == CLAIMWIRE__V1__EVENT_STATUS__EVENT_MERGED_AWAY)
        err = events_get(file->arena, file->txn, file->event->event->merged_into, &file->event);
    return err;
}

enum err regroup_events(struct case_file *file, struct desk *desk, struct desk_outcome *outcome)
{
    const struct match_regroup *regroup = &file->regroup;
    if (!file->from || !index_room(desk->index, 2 * (uint32_t)regroup->count + 1))
        return ERR_OK;
    enum err err = ERR_OK;
    stored_event_record *parted = file->from;
    if (!regroup->all)
        err = split_event(file, desk, &parted, outcome);
    if (err == ERR_OK && regroup->to)
        err = merge_events(file, desk, parted->event->id, regroup->to, outcome);
    return err == ERR_OK ? reload(file, regroup->event ? regroup->event : parted->event->id) : err;
}
