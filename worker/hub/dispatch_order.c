/* SPDX-License-Identifier: Apache-2.0
 * Which reading is due, and when there is something to do. */
#include "hub/dispatch_inner.h"
#include "record/splice.h"

bool dispatch_due(struct dispatch *dispatch, struct arena *arena, struct desk_input *input)
{
    const int64_t now = dispatch_now_ms(dispatch);
    bool later_done = false;
    struct place *due = NULL;
    for (size_t i = 0; i < dispatch->ring.count && !due; i++) {
        struct place *place = ring_at(&dispatch->ring, i);
        if (place->state == PLACE_DONE)
            due = place;
        else if (place->state != PLACE_GONE && !place->overtaken) {
            /* It holds up what comes after it, if anything there is done. */
            for (size_t k = i + 1; k < dispatch->ring.count && !later_done; k++)
                later_done = ring_at(&dispatch->ring, k)->state == PLACE_DONE;
            if (!later_done)
                return false;
            if (place->held_up_ms == 0)
                place->held_up_ms = now;
            if (now - place->held_up_ms < REORDER_WAIT_MS && !ring_full(&dispatch->ring))
                return false;
            place->overtaken = true;
        }
    }
    if (!due)
        return false;
    const struct span body = { zmq_msg_data(&due->result), zmq_msg_size(&due->result) };
    if (!due->reading || due->turn != dispatch->turn) {
        result_record *result;
        if (dispatch_unpack(arena, body, true, &result) != ERR_OK)
            return false; /* the arena is full: the next turn begins with an empty one */
        due->reading = result->reading;
        due->turn = dispatch->turn;
    }
    *input = (struct desk_input){ .accept = due->accept, .reading = due->reading };
    return splice_find(body, DISPATCH_RESULT_READING, &input->packed) == ERR_OK;
}

void dispatch_applied(struct dispatch *dispatch, uint64_t accept)
{
    struct place *place = ring_find(&dispatch->ring, accept);
    if (place)
        ring_remove(&dispatch->ring, place);
}

/* ---- when */

bool dispatch_pending(const struct dispatch *dispatch)
{
    if (dispatch->behind && !ring_full(&dispatch->ring))
        return true;
    const bool first_tries = crew_free(&dispatch->crew, false) >= 0;
    const bool second_tries = crew_free(&dispatch->crew, true) >= 0;
    bool held_up = false;
    for (size_t i = 0; i < dispatch->ring.count; i++) {
        const struct place *place = &dispatch->ring.places[(dispatch->ring.head + i) % REORDER_PLACES_MAX];
        if (place->state == PLACE_BROKEN || (place->state == PLACE_DONE && !held_up) ||
            (place->state == PLACE_WAITING && (place->attempts > 0 ? second_tries : first_tries) &&
             (i == 0 || !dispatch_front_only(dispatch))))
            return true;
        held_up |= place->state != PLACE_DONE && place->state != PLACE_GONE && !place->overtaken;
    }
    return false;
}

int64_t dispatch_next_ms(const struct dispatch *dispatch)
{
    int64_t next = INT64_MAX;
    for (size_t i = 0; i < dispatch->ring.count; i++) {
        const struct place *place = &dispatch->ring.places[(dispatch->ring.head + i) % REORDER_PLACES_MAX];
        if (place->state == PLACE_LEASED && place->deadline_ms < next)
            next = place->deadline_ms;
        if (place->held_up_ms > 0 && !place->overtaken && place->held_up_ms + REORDER_WAIT_MS < next)
            next = place->held_up_ms + REORDER_WAIT_MS;
    }
    return next;
}

bool dispatch_idle(const struct dispatch *dispatch)
{
    for (size_t i = 0; i < dispatch->ring.count; i++) {
        const struct place *place = &dispatch->ring.places[(dispatch->ring.head + i) % REORDER_PLACES_MAX];
        if (place->state == PLACE_LEASED || place->state == PLACE_CHOSEN || place->state == PLACE_DONE)
            return false;
    }
    return true;
}
