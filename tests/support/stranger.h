/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_STRANGER_H
#define SUPPORT_STRANGER_H

#include <stdbool.h>
#include <zmq.h>

#include "client/claimwire.h"
#include "proto/wire.h"
#include "support/hub.h"

/* Peers that do not use the library: plain ZeroMQ, and frames of any kind. */
struct stranger {
    void *context, *socket;
};

/* A DEALER, or another type, connected. The teardown closes it. */
struct stranger *stranger_open(int type, const char *endpoint);
/* Head of this kind, and these bytes. */
void stranger_send(struct stranger *stranger, char kind, const void *bytes, size_t size);
void stranger_send_message(struct stranger *stranger, char kind, const ProtobufCMessage *message);
/* Frames as they are; each is `size` bytes of 'x' unless `frames` gives them. */
void stranger_send_frames(struct stranger *stranger, size_t count, size_t size);
/* A Submit; request number `request`. */
void stranger_submit(struct stranger *stranger, uint64_t request, const Claimwire__V1__Article *article);

/* The next Answer (to be freed with claimwire__v1__answer__free_unpacked), or
 * NULL when none comes in time. Other messages are passed over. */
Claimwire__V1__Answer *stranger_answer(struct stranger *stranger, int timeout_ms);

/* Submits, waits for the answer and returns its code; `reason` takes the
 * stable word. ANSWER_UNKNOWN: none came. */
Claimwire__V1__AnswerCode stranger_offer(struct stranger *stranger, const Claimwire__V1__Article *article,
                                         char reason[32]);

#endif
