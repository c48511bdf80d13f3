/* SPDX-License-Identifier: Apache-2.0 */
/* The state as of an earlier update: the newest snapshot before it, if there
 * is one, and the updates from there on, folded here. */
#include <inttypes.h>
#include <stdlib.h>

#include "client/list.h"
#include "client/output.h"

enum { STEP_MS = 200 };

/* All parts of the snapshot that `part` begins. */
static int take_parts(struct claimwire_asker *asker, struct claimwire_state *state,
                      const Claimwire__V1__SnapshotPart *part, struct claimwire_cursor *from)
{
    const uint64_t sequence = part->at ? part->at->sequence : 0;
    int result = sequence ? CLAIMWIRE_OK : CLAIMWIRE_CORRUPT;
    *from = (struct claimwire_cursor){ .sequence = sequence };
    for (uint32_t i = 0; result == CLAIMWIRE_OK;) {
        for (size_t k = 0; k < part->n_events && result == CLAIMWIRE_OK; k++) {
            const struct claimwire_item item = { .kind = CLAIMWIRE_SNAPSHOT_EVENT, .event = part->events[k] };
            result = claimwire_state_take(state, &item);
        }
        if (result != CLAIMWIRE_OK || ++i >= part->parts)
            return result;
        result = claimwire_asker_snapshot(asker, sequence, i, &part);
    }
    return result;
}

/* Fills the state from the snapshot to start with. `refusal`: the exit code,
 * after saying why, when that update is not there, or no longer. */
static int begin(struct claimwire_asker *asker, uint64_t at, struct claimwire_state *state,
                 struct claimwire_cursor *from, int *refusal)
{
    const Claimwire__V1__StatusReply *status;
    const Claimwire__V1__SnapshotPart *part;
    *from = (struct claimwire_cursor){ 0 };
    int result = claimwire_asker_status(asker, &status);
    if (result != CLAIMWIRE_OK)
        return result;
    const uint64_t oldest = status->oldest_sequence, last = status->last ? status->last->sequence : 0;
    if (at > last) {
        say("events --at: the log ends at %" PRIu64, last);
        *refusal = EX_NOINPUT;
        return CLAIMWIRE_OK;
    }
    result = claimwire_asker_snapshot_before(asker, at, &part);
    if (result == CLAIMWIRE_OK)
        return take_parts(asker, state, part, from);
    if (result != CLAIMWIRE_NOT_FOUND || oldest <= 1)
        return result == CLAIMWIRE_NOT_FOUND ? CLAIMWIRE_OK : result;
    say("events --at: %" PRIu64 " is older than what is kept: the log begins at %" PRIu64
        ", and no snapshot is as old; see --keep-updates of the hub",
        at, oldest);
    *refusal = EX_DATAERR;
    return CLAIMWIRE_OK;
}

static int follow(const struct settings *settings, const struct claimwire_cursor *from, struct claimwire_state *state)
{
    const struct claimwire_subscriber_options options = { .start = CLAIMWIRE_START_CURSOR,
                                                          .cursor = *from,
                                                          .keys = settings->keys };
    const int64_t timeout_ms = settings->has_timeout ? settings->timeout_ms : ASK_TIMEOUT_MS;
    struct claimwire_subscriber *subscriber;
    uint64_t reached = from->sequence;
    int64_t silent_ms = 0;
    int result = claimwire_subscriber_open(settings->wire, settings->ask, &options, &subscriber);
    if (result != CLAIMWIRE_OK)
        return result;
    while (result == CLAIMWIRE_OK && reached < settings->at) {
        const struct claimwire_item *item;
        result = claimwire_subscriber_next(subscriber, STEP_MS, &item);
        if (result == CLAIMWIRE_TIMEOUT && (silent_ms += STEP_MS) < timeout_ms) {
            result = CLAIMWIRE_OK;
            continue;
        }
        if (result != CLAIMWIRE_OK)
            break;
        silent_ms = 0;
        if (item->at.sequence != reached + 1) /* retention was faster */
            result = CLAIMWIRE_TOO_OLD;
        else
            result = claimwire_state_take(state, item);
        reached++;
    }
    claimwire_subscriber_close(subscriber);
    return result;
}

int command_events_at(const struct settings *settings)
{
    struct claimwire_asker *asker;
    struct claimwire_state *state = claimwire_state_new();
    struct claimwire_cursor from;
    if (!state)
        return say_error(CLAIMWIRE_MEMORY, settings->ask, "");
    int code = list_open(settings, &asker);
    if (code != EX_OK) {
        claimwire_state_free(state);
        return code;
    }
    int refusal = EX_OK;
    int result = begin(asker, settings->at, state, &from, &refusal);
    if (result == CLAIMWIRE_OK && refusal == EX_OK && from.sequence < settings->at)
        result = follow(settings, &from, state);
    const Claimwire__V1__Event *event =
        result == CLAIMWIRE_OK && refusal == EX_OK ? claimwire_state_next(state, 0) : NULL;
    for (; event; event = claimwire_state_next(state, event->id))
        list_print_event(settings, event);
    code = list_close(settings, asker, result);
    claimwire_state_free(state);
    return code ? code : refusal;
}
