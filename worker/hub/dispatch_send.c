/* SPDX-License-Identifier: Apache-2.0
 * What goes out to extractors. */
#include <string.h>

#include "hub/dispatch_inner.h"

void dispatch_greet(struct dispatch *dispatch, struct arena *arena, const struct peer *peer)
{
    heartbeat_record message = CLAIMWIRE__V1__HEARTBEAT__INIT;
    message.has_at_ms = true;
    message.at_ms = clock_wall_ms(&dispatch->options->clock);
    frame_send_record(dispatch->socket, peer, WIRE_HEARTBEAT, arena, &message.base);
}

/* Fields of a packed message may stand in any order, so packed parts may be
 * joined. */
bool dispatch_send_lease(struct dispatch *dispatch, const struct place *place)
{
    uint8_t bytes[96];
    lease_record message = CLAIMWIRE__V1__LEASE__INIT;
    message.has_lease = message.has_accept = message.has_attempt = message.has_deadline_ms = true;
    message.lease = place->lease;
    message.accept = place->accept;
    message.attempt = place->attempts;
    message.deadline_ms = (uint32_t)dispatch->options->lease_ms;
    message.has_accepted_ms = true;
    message.accepted_ms = place->stream_ms;
    size_t size = claimwire__v1__lease__get_packed_size(&message);
    if (size > sizeof bytes - 8)
        return false;
    claimwire__v1__lease__pack(&message, bytes);
    bytes[size++] = 5 << 3 | 2; /* Lease.article, length-delimited */
    for (size_t rest = place->article_bytes;; rest >>= 7) {
        bytes[size++] = (uint8_t)((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
        if (rest <= 0x7f)
            break;
    }
    zmq_msg_t body;
    if (zmq_msg_init_size(&body, size + place->article_bytes) != 0)
        return false;
    memcpy(zmq_msg_data(&body), bytes, size);
    memcpy((uint8_t *)zmq_msg_data(&body) + size, place->article, place->article_bytes);
    return frame_send_message(dispatch->socket, &dispatch->crew.extractors[place->extractor].peer, WIRE_LEASE, &body);
}
