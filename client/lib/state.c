/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "client/lib/fold.h"

struct claimwire_state {
    size_t count, max;
    Claimwire__V1__Event **events; /* by rising id */
};

struct claimwire_state *claimwire_state_new(void)
{
    return calloc(1, sizeof(struct claimwire_state));
}

static void clear(struct claimwire_state *state)
{
    for (size_t i = 0; i < state->count; i++)
        claimwire__v1__event__free_unpacked(state->events[i], NULL);
    state->count = 0;
}

void claimwire_state_free(struct claimwire_state *state)
{
    if (!state)
        return;
    clear(state);
    free(state->events);
    free(state);
}

/* Of the first event with that id or a greater one. */
static size_t place_of(const struct claimwire_state *state, uint64_t id)
{
    size_t low = 0, high = state->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (state->events[middle]->id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static Claimwire__V1__Event *find(const struct claimwire_state *state, uint64_t id)
{
    const size_t at = place_of(state, id);
    return at < state->count && state->events[at]->id == id ? state->events[at] : NULL;
}

/* Takes the event over; false when out of memory. */
static bool put(struct claimwire_state *state, Claimwire__V1__Event *event)
{
    const size_t at = place_of(state, event->id);
    if (state->count == state->max) {
        const size_t max = state->max ? 2 * state->max : 64;
        Claimwire__V1__Event **events = realloc(state->events, max * sizeof *events);
        if (!events)
            return false;
        state->events = events;
        state->max = max;
    }
    memmove(state->events + at + 1, state->events + at, (state->count - at) * sizeof *state->events);
    state->events[at] = event;
    state->count++;
    return true;
}

/* A new event that nothing has opened yet. */
static Claimwire__V1__Event *add(struct claimwire_state *state, uint64_t id)
{
    Claimwire__V1__Event *event = calloc(1, sizeof *event);
    if (!event)
        return NULL;
    claimwire__v1__event__init(event);
    event->id = id;
    if (put(state, event))
        return event;
    free(event);
    return NULL;
}

static int take_update(struct claimwire_state *state, const Claimwire__V1__EventUpdate *update)
{
    Claimwire__V1__Event *event = find(state, update->event);
    if (update->event == 0 || (!event && update->change != CLAIMWIRE__V1__CHANGE__EVENT_OPENED))
        return CLAIMWIRE_CORRUPT;
    if (!event && !(event = add(state, update->event)))
        return CLAIMWIRE_MEMORY;
    const bool moves = update->detail_case == CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_MOVE;
    for (size_t i = 0; moves && i < update->move->n_others; i++) {
        Claimwire__V1__Event *other = find(state, update->move->others[i]);
        const int result = other && other != event ? fold_move(event, other, update) : CLAIMWIRE_CORRUPT;
        if (result != CLAIMWIRE_OK && (other || update->change == CLAIMWIRE__V1__CHANGE__EVENT_MERGED))
            return result;
    }
    return fold_apply(event, update);
}

/* An event of a snapshot, or further facts of one. */
static int take_event(struct claimwire_state *state, const Claimwire__V1__Event *from)
{
    Claimwire__V1__Event *event = find(state, from->id);
    Claimwire__V1__Event *copy = (Claimwire__V1__Event *)fold_copy(&from->base);
    if (!copy)
        return CLAIMWIRE_MEMORY;
    if (!event) {
        if (put(state, copy))
            return CLAIMWIRE_OK;
        claimwire__v1__event__free_unpacked(copy, NULL);
        return CLAIMWIRE_MEMORY;
    }
    bool fine = true;
    size_t taken = 0;
    for (; fine && taken < copy->n_facts; taken += fine)
        fine = FOLD_APPEND(event->facts, event->n_facts, copy->facts[taken]);
    memmove(copy->facts, copy->facts + taken, (copy->n_facts - taken) * sizeof *copy->facts);
    copy->n_facts -= taken;
    claimwire__v1__event__free_unpacked(copy, NULL);
    return fine ? CLAIMWIRE_OK : CLAIMWIRE_MEMORY;
}

int claimwire_state_take(struct claimwire_state *state, const struct claimwire_item *item)
{
    switch (item->kind) {
    case CLAIMWIRE_UPDATE:
        return take_update(state, item->update);
    case CLAIMWIRE_SNAPSHOT_BEGIN:
        clear(state);
        return CLAIMWIRE_OK;
    case CLAIMWIRE_SNAPSHOT_EVENT:
        return take_event(state, item->event);
    default:
        return CLAIMWIRE_OK;
    }
}

const Claimwire__V1__Event *claimwire_state_event(const struct claimwire_state *state, uint64_t id)
{
    return find(state, id);
}

const Claimwire__V1__Event *claimwire_state_next(const struct claimwire_state *state, uint64_t after)
{
    const size_t at = after == UINT64_MAX ? state->count : place_of(state, after + 1);
    return at < state->count ? state->events[at] : NULL;
}
