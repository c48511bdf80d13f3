/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PROTO_WIRE_H
#define PROTO_WIRE_H

#include <stdint.h>

/* The framing and the limits of WIRE.md, for both sides.
 *
 * Every message on every socket is two frames (a ROUTER sees the peer's
 * routing id before them): a head of four bytes 'C' 'W' version kind, and one
 * packed protobuf message. The kind says which message the second frame is. */
enum { WIRE_VERSION = 1, WIRE_HEAD_BYTES = 4, WIRE_TOPIC_BYTES = 3 };

enum wire_kind {
    WIRE_HELLO = 'H',     /* feed: Hello, to the hub */
    WIRE_WELCOME = 'W',   /* feed: Welcome, from the hub */
    WIRE_SUBMIT = 'S',    /* feed: Submit, to the hub */
    WIRE_ANSWER = 'A',    /* feed: Answer, from the hub */
    WIRE_READY = 'R',     /* work: Ready, to the hub */
    WIRE_LEASE = 'L',     /* work: Lease, from the hub */
    WIRE_RESULT = 'X',    /* work: Result, to the hub */
    WIRE_UPDATE = 'U',    /* wire: LogEntry, from the hub */
    WIRE_HEARTBEAT = 'B', /* wire: Heartbeat, from the hub */
    WIRE_ASK = 'Q',       /* ask: Ask, to the hub */
    WIRE_REPLY = 'P',     /* ask: Reply, from the hub */
};

/* The one topic of the wire: the first three bytes of every head. */
#define WIRE_TOPIC "CW\x01"

/* Default endpoints. */
#define WIRE_FEED_DEFAULT "tcp://127.0.0.1:5570"
#define WIRE_WORK_DEFAULT "tcp://127.0.0.1:5571"
#define WIRE_WIRE_DEFAULT "tcp://127.0.0.1:5572"
#define WIRE_ASK_DEFAULT "tcp://127.0.0.1:5573"

/* Bytes and counts that the hub takes, and a client may rely on. */
enum {
    WIRE_ID_BYTES_MAX = 256,
    WIRE_URL_BYTES_MAX = 2048,
    WIRE_OUTLET_BYTES_MAX = 256,
    WIRE_TITLE_BYTES_MAX = 4096,
    WIRE_BYLINE_BYTES_MAX = 1024,
    WIRE_BODY_BYTES_MAX = 1024 * 1024,
    WIRE_DATE_BYTES_MAX = 64,
    WIRE_LANGUAGE_BYTES_MAX = 35,
    WIRE_AGENT_BYTES_MAX = 128,
    WIRE_DIRECTORY_BYTES_MAX = 4095,
    WIRE_SUBMIT_BYTES_MAX = 1024 * 1024 + 64 * 1024, /* packed Submit: the feed socket's frame limit */
    WIRE_ASK_BYTES_MAX = 64 * 1024,                  /* packed Ask */
    WIRE_RESULT_BYTES_MAX = 4 * 1024 * 1024,         /* packed Result, packed Lease */
    WIRE_UPDATE_BYTES_MAX = 64 * 1024,               /* packed LogEntry */
    WIRE_REPLY_BYTES_MAX = 4 * 1024 * 1024,          /* packed Reply */
    WIRE_WINDOW_DEFAULT = 256,                       /* articles unanswered at once */
    WIRE_HEARTBEAT_MS = 1000,
};

/* Fills `head` for a message of this kind. */
static inline void wire_head(uint8_t head[WIRE_HEAD_BYTES], enum wire_kind kind)
{
    head[0] = 'C';
    head[1] = 'W';
    head[2] = WIRE_VERSION;
    head[3] = (uint8_t)kind;
}

#endif
