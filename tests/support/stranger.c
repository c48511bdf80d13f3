/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "support/stranger.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/teardown.h"

enum { ANSWER_MS_MAX = 20000 };

static void end_stranger(void *thing)
{
    struct stranger *stranger = thing;
    zmq_close(stranger->socket);
    zmq_ctx_term(stranger->context);
    free(stranger);
}

struct stranger *stranger_open(int type, const char *endpoint)
{
    const int linger_ms = 0, send_ms = 20000;
    struct stranger *stranger = malloc(sizeof *stranger);
    assert_non_null(stranger);
    stranger->context = zmq_ctx_new();
    stranger->socket = zmq_socket(stranger->context, type);
    assert_non_null(stranger->socket);
    teardown_add(stranger, end_stranger);
    zmq_setsockopt(stranger->socket, ZMQ_LINGER, &linger_ms, sizeof linger_ms);
    zmq_setsockopt(stranger->socket, ZMQ_SNDTIMEO, &send_ms, sizeof send_ms);
    assert_int_equal(zmq_connect(stranger->socket, endpoint), 0);
    return stranger;
}

void stranger_send(struct stranger *stranger, char kind, const void *bytes, size_t size)
{
    uint8_t head[WIRE_HEAD_BYTES];
    wire_head(head, (enum wire_kind)kind);
    assert_int_equal(zmq_send(stranger->socket, head, sizeof head, ZMQ_SNDMORE), sizeof head);
    assert_int_equal(zmq_send(stranger->socket, bytes, size, 0), size);
}

void stranger_send_message(struct stranger *stranger, char kind, const ProtobufCMessage *message)
{
    uint8_t *bytes = malloc(protobuf_c_message_get_packed_size(message) + 1);
    assert_non_null(bytes);
    stranger_send(stranger, kind, bytes, protobuf_c_message_pack(message, bytes));
    free(bytes);
}

void stranger_send_frames(struct stranger *stranger, size_t count, size_t size)
{
    uint8_t *bytes = malloc(size + 1);
    assert_non_null(bytes);
    memset(bytes, 'x', size);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(zmq_send(stranger->socket, bytes, size, i + 1 < count ? ZMQ_SNDMORE : 0), size);
    free(bytes);
}

void stranger_submit(struct stranger *stranger, uint64_t request, const Claimwire__V1__Article *article)
{
    Claimwire__V1__Submit submit = CLAIMWIRE__V1__SUBMIT__INIT;
    submit.has_request = true;
    submit.request = request;
    submit.article = (Claimwire__V1__Article *)(uintptr_t)article;
    stranger_send_message(stranger, WIRE_SUBMIT, &submit.base);
}

/* One message of two frames; returns its kind, 0 when none came in time. */
static int receive(struct stranger *stranger, long timeout_ms, zmq_msg_t *body)
{
    uint8_t head[WIRE_HEAD_BYTES];
    zmq_pollitem_t item = { stranger->socket, 0, ZMQ_POLLIN, 0 };
    if (zmq_poll(&item, 1, timeout_ms) <= 0)
        return 0;
    assert_int_equal(zmq_recv(stranger->socket, head, sizeof head, 0), WIRE_HEAD_BYTES);
    zmq_msg_init(body);
    assert_true(zmq_msg_recv(body, stranger->socket, 0) >= 0);
    return head[3];
}

Claimwire__V1__Answer *stranger_answer(struct stranger *stranger, int timeout_ms)
{
    const long long end = now_ms() + timeout_ms;
    for (;;) {
        zmq_msg_t body;
        const long long rest = end - now_ms();
        const int kind = receive(stranger, rest > 0 ? (long)rest : 0, &body);
        if (kind == 0)
            return NULL;
        Claimwire__V1__Answer *answer =
            kind == WIRE_ANSWER ? claimwire__v1__answer__unpack(NULL, zmq_msg_size(&body), zmq_msg_data(&body)) : NULL;
        zmq_msg_close(&body);
        if (answer)
            return answer;
    }
}

Claimwire__V1__AnswerCode stranger_offer(struct stranger *stranger, const Claimwire__V1__Article *article,
                                         char reason[32])
{
    static uint64_t request;
    stranger_submit(stranger, ++request, article);
    Claimwire__V1__Answer *answer = stranger_answer(stranger, ANSWER_MS_MAX);
    reason[0] = '\0';
    if (!answer)
        return CLAIMWIRE__V1__ANSWER_CODE__ANSWER_UNKNOWN;
    assert_int_equal(answer->request, request);
    const Claimwire__V1__AnswerCode code = answer->code;
    snprintf(reason, 32, "%s", answer->reason ? answer->reason : "");
    claimwire__v1__answer__free_unpacked(answer, NULL);
    return code;
}
