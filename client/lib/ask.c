/* SPDX-License-Identifier: Apache-2.0 */
#include "client/lib/ask.h"

#include <string.h>

#include "proto/digest.h"

enum { QUEUE_MAX = 16, BURST = 64 };

int ask_open(struct peer *peer, void *context, const char *endpoint, const struct claimwire_keys *keys)
{
    const struct peer_options options = {
        .type = ZMQ_DEALER,
        .high_water = QUEUE_MAX,
        .bytes_max = WIRE_REPLY_BYTES_MAX,
    };
    return peer_open(peer, context, endpoint, &options, keys);
}

int ask_take_reply(struct peer *peer, uint64_t request, Claimwire__V1__Reply **reply)
{
    for (int i = 0; i < BURST; i++) {
        int kind;
        zmq_msg_t body;
        ProtobufCMessage *message = NULL;
        int result = peer_receive(peer, &kind, &body);
        if (result == CLAIMWIRE_CORRUPT)
            continue;
        if (result != CLAIMWIRE_OK)
            return result;
        result = kind != WIRE_REPLY ? CLAIMWIRE_CORRUPT
                                    : peer_unpack(&claimwire__v1__reply__descriptor, zmq_msg_data(&body),
                                                  zmq_msg_size(&body), &message);
        zmq_msg_close(&body);
        if (result == CLAIMWIRE_MEMORY)
            return result;
        if (result != CLAIMWIRE_OK)
            continue;
        *reply = (Claimwire__V1__Reply *)message;
        if ((*reply)->has_request && (*reply)->request == request)
            return CLAIMWIRE_OK;
        protobuf_c_message_free_unpacked(message, NULL);
        *reply = NULL;
    }
    return CLAIMWIRE_AGAIN;
}

int ask_result(const Claimwire__V1__Reply *reply)
{
    switch (reply->code) {
    case CLAIMWIRE__V1__REPLY_CODE__REPLY_OK:
        return CLAIMWIRE_OK;
    case CLAIMWIRE__V1__REPLY_CODE__REPLY_TOO_OLD:
        return CLAIMWIRE_TOO_OLD;
    case CLAIMWIRE__V1__REPLY_CODE__REPLY_DIVERGED:
        return CLAIMWIRE_DIVERGED;
    case CLAIMWIRE__V1__REPLY_CODE__REPLY_NOT_FOUND:
        return CLAIMWIRE_NOT_FOUND;
    case CLAIMWIRE__V1__REPLY_CODE__REPLY_BUSY:
        return CLAIMWIRE_BUSY;
    case CLAIMWIRE__V1__REPLY_CODE__REPLY_BAD_REQUEST:
        return CLAIMWIRE_REFUSED;
    case CLAIMWIRE__V1__REPLY_CODE__REPLY_FORBIDDEN:
        return CLAIMWIRE_FORBIDDEN;
    default:
        return CLAIMWIRE_FAILED;
    }
}

void ask_replay_init(struct ask_replay *message, const struct claimwire_cursor *after, uint32_t count_max)
{
    claimwire__v1__ask__init(&message->ask);
    claimwire__v1__replay_request__init(&message->request);
    claimwire__v1__cursor__init(&message->after);
    message->ask.body_case = CLAIMWIRE__V1__ASK__BODY_REPLAY;
    message->ask.replay = &message->request;
    message->request.after = &message->after;
    message->request.has_count_max = true;
    message->request.count_max = count_max;
    message->after.has_sequence = true;
    message->after.sequence = after->sequence;
    message->after.has_epoch = after->has_epoch;
    message->after.epoch = after->epoch;
    message->after.has_digest = after->has_digest;
    message->after.digest = (ProtobufCBinaryData){ .len = DIGEST_BYTES, .data = (uint8_t *)after->digest };
}

void ask_snapshot_init(struct ask_snapshot *message, uint64_t sequence, uint32_t part)
{
    claimwire__v1__ask__init(&message->ask);
    claimwire__v1__snapshot_request__init(&message->request);
    message->ask.body_case = CLAIMWIRE__V1__ASK__BODY_SNAPSHOT;
    message->ask.snapshot = &message->request;
    message->request.has_sequence = true;
    message->request.sequence = sequence;
    message->request.has_part = true;
    message->request.part = part;
}

struct claimwire_cursor ask_cursor(const Claimwire__V1__Cursor *cursor)
{
    struct claimwire_cursor result = { 0 };
    if (!cursor)
        return result;
    result.epoch = cursor->epoch;
    result.has_epoch = cursor->has_epoch;
    result.sequence = cursor->sequence;
    result.has_digest = cursor->has_digest && cursor->digest.len == DIGEST_BYTES;
    if (result.has_digest)
        memcpy(result.digest, cursor->digest.data, DIGEST_BYTES);
    return result;
}
