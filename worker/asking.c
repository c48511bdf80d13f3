/* SPDX-License-Identifier: Apache-2.0 */
#include "asking.h"

#include <stdio.h>
#include <sysexits.h>
#include <zmq.h>

#include "hub/frame.h"
#include "proto/endpoint.h"

enum { ARENA_BYTES = 1024 * 1024 };

bool asking_open(struct asking *asking, const char *endpoint, const struct curve_keys *keys)
{
    const struct frame_limits limits = { WIRE_REPLY_BYTES_MAX, 16, 16 };
    const bool keyed = keys && curve_used(endpoint);
    *asking = (struct asking){ .arena = arena_new(ARENA_BYTES), .context = zmq_ctx_new(), .endpoint = endpoint };
    asking->socket = asking->context ? frame_socket(asking->context, ZMQ_DEALER, &limits) : NULL;
    if (!asking->arena || !asking->socket)
        return false;
    if (keyed &&
        (!(asking->refusals = curve_refusals(asking->context, asking->socket)) || !curve_trust(asking->socket, keys)))
        return false;
    char text[ENDPOINT_BYTES];
    return zmq_connect(asking->socket, endpoint_to_connect(endpoint, text)) == 0;
}

void asking_close(struct asking *asking)
{
    if (asking->refusals)
        zmq_close(asking->refusals);
    frame_close(asking->socket, 0);
    if (asking->context)
        zmq_ctx_term(asking->context);
    arena_free(asking->arena);
}

int asking_complain(const struct asking *asking)
{
    const bool refused = asking->refusals && curve_refused(asking->refusals);
    fprintf(stderr, "claimwired: %s %s\n", refused ? "our key is refused by the hub at" : "no hub answers at",
            asking->endpoint);
    return refused ? EX_NOPERM : EX_UNAVAILABLE;
}

bool asking_ask(struct asking *asking, const ask_record *request, long wait_ms, reply_record **reply)
{
    struct frame frame;
    zmq_pollitem_t item = { asking->socket, 0, ZMQ_POLLIN, 0 };
    if (!frame_send_record(asking->socket, NULL, WIRE_ASK, asking->arena, &request->base) ||
        zmq_poll(&item, 1, wait_ms) <= 0)
        return false;
    if (frame_receive(asking->socket, false, &frame) != FRAME_ONE)
        return false;
    const bool fine = frame.kind == WIRE_REPLY && reply_unpack(asking->arena, frame_body(&frame), reply) == ERR_OK;
    frame_release(&frame);
    return fine;
}

const status_reply_record *asking_status(struct asking *asking, long wait_ms)
{
    ask_record request = CLAIMWIRE__V1__ASK__INIT;
    status_request_record status = CLAIMWIRE__V1__STATUS_REQUEST__INIT;
    reply_record *reply;
    request.body_case = CLAIMWIRE__V1__ASK__BODY_STATUS;
    request.status = &status;
    return asking_ask(asking, &request, wait_ms, &reply) && reply->body_case == CLAIMWIRE__V1__REPLY__BODY_STATUS
               ? reply->status
               : NULL;
}
