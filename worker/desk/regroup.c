/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/parting.h"

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
    struct parting parting = { .back = file->from };
    if (!regroup->all)
        err = split_event(file, desk, &parting, outcome);
    const uint64_t parted = parting.back ? parting.back->event->id : 0;
    if (err == ERR_OK && regroup->to)
        err = merge_events(file, desk, parted, regroup->to, regroup->all ? NULL : &parting, outcome);
    return err == ERR_OK ? reload(file, regroup->event ? regroup->event : parted) : err;
}
