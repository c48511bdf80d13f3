/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_RING_H
#define HUB_RING_H

#include "base/limits.h"
#include "hub/frame.h"

/* The oldest articles not applied yet, in accept order. */

enum place_state {
    PLACE_GONE,    /* applied or buried; leaves when it is at the front */
    PLACE_WAITING, /* for an extractor */
    PLACE_CHOSEN,  /* written down as leased, to be sent after the commit */
    PLACE_LEASED,
    PLACE_BROKEN, /* its try is over without a result, which is to be written down */
    PLACE_DONE,   /* a reading waits in `result` */
};

struct place {
    enum place_state state;
    uint64_t accept;
    uint64_t lease;
    uint32_t attempts;   /* begun, as stored */
    int extractor;       /* of CHOSEN and LEASED */
    bool counts;         /* of BROKEN: the article is to blame */
    bool unreadable;     /* of BROKEN: for good */
    char reason[32];     /* of BROKEN */
    int64_t deadline_ms; /* of LEASED, monotonic */
    int64_t held_up_ms;  /* since when it holds others up; 0: it does not */
    bool overtaken;      /* held others up for too long, and no longer does */
    int64_t stream_ms;
    char *article; /* packed, owned; NULL: read it from the store */
    size_t article_bytes;
    zmq_msg_t result;        /* of DONE */
    reading_record *reading; /* of DONE: unpacked in turn `turn` */
    uint64_t turn;
};

struct ring {
    struct place places[REORDER_PLACES_MAX];
    size_t head, count;
    size_t held_bytes; /* of articles and results */
};

enum { RING_HELD_BYTES_MAX = 64 * 1024 * 1024 };

static inline struct place *ring_at(struct ring *ring, size_t index)
{
    return &ring->places[(ring->head + index) % REORDER_PLACES_MAX];
}

static inline bool ring_full(const struct ring *ring)
{
    return ring->count == REORDER_PLACES_MAX;
}

/* A waiting place at the end; there must be room, and accept must rise. */
struct place *ring_push(struct ring *ring, uint64_t accept, uint32_t attempts, int64_t stream_ms);

/* NULL when it is not in the ring. */
struct place *ring_find(struct ring *ring, uint64_t accept);

/* Keeps a copy of the packed article unless that would be too much. */
void ring_keep_article(struct ring *ring, struct place *place, struct span packed);
void ring_drop_article(struct ring *ring, struct place *place);

/* Takes the result over from `body`, which is empty afterwards. */
void ring_keep_result(struct ring *ring, struct place *place, zmq_msg_t *body);
void ring_drop_result(struct ring *ring, struct place *place);

/* The place is over; the front moves on. */
void ring_remove(struct ring *ring, struct place *place);

void ring_clear(struct ring *ring);

#endif
