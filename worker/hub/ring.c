/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/ring.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct place *ring_push(struct ring *ring, uint64_t accept, uint32_t attempts, int64_t stream_ms)
{
    assert(!ring_full(ring));
    struct place *place = ring_at(ring, ring->count++);
    *place = (struct place){
        .state = PLACE_WAITING, .accept = accept, .attempts = attempts, .stream_ms = stream_ms, .extractor = -1
    };
    return place;
}

struct place *ring_find(struct ring *ring, uint64_t accept)
{
    size_t low = 0, high = ring->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        struct place *place = ring_at(ring, middle);
        if (place->accept == accept)
            return place->state == PLACE_GONE ? NULL : place;
        if (place->accept < accept)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

void ring_keep_article(struct ring *ring, struct place *place, struct span packed)
{
    if (ring->held_bytes + packed.size > RING_HELD_BYTES_MAX || !(place->article = malloc(packed.size)))
        return;
    memcpy(place->article, packed.data, packed.size);
    place->article_bytes = packed.size;
    ring->held_bytes += packed.size;
}

void ring_drop_article(struct ring *ring, struct place *place)
{
    ring->held_bytes -= place->article_bytes;
    free(place->article);
    place->article = NULL;
    place->article_bytes = 0;
}

void ring_keep_result(struct ring *ring, struct place *place, zmq_msg_t *body)
{
    zmq_msg_init(&place->result);
    zmq_msg_move(&place->result, body);
    ring->held_bytes += zmq_msg_size(&place->result);
    place->state = PLACE_DONE;
}

void ring_drop_result(struct ring *ring, struct place *place)
{
    ring->held_bytes -= zmq_msg_size(&place->result);
    zmq_msg_close(&place->result);
    place->reading = NULL;
}

void ring_remove(struct ring *ring, struct place *place)
{
    if (place->state == PLACE_DONE)
        ring_drop_result(ring, place);
    ring_drop_article(ring, place);
    place->state = PLACE_GONE;
    while (ring->count > 0 && ring_at(ring, 0)->state == PLACE_GONE) {
        ring->head = (ring->head + 1) % REORDER_PLACES_MAX;
        ring->count--;
    }
}

void ring_clear(struct ring *ring)
{
    while (ring->count > 0)
        ring_remove(ring, ring_at(ring, 0));
}
