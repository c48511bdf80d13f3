/* SPDX-License-Identifier: Apache-2.0 */
#include "client/lib/submissions.h"

#include <stdlib.h>
#include <string.h>

/* FNV-1a. Two ids with one key merely wait for each other. */
static uint64_t key_of(const char *id)
{
    uint64_t key = 14695981039346656037u;
    for (; id && *id; id++)
        key = (key ^ (unsigned char)*id) * 1099511628211u;
    return key;
}

bool submissions_open(struct submissions *all, uint32_t capacity)
{
    *all = (struct submissions){ .capacity = capacity, .oldest = SUBMISSION_NONE, .newest = SUBMISSION_NONE };
    all->slots = calloc(capacity, sizeof *all->slots);
    if (!all->slots)
        return false;
    for (uint32_t i = 0; i < capacity; i++)
        all->slots[i].next = i + 1 < capacity ? i + 1 : SUBMISSION_NONE;
    return true;
}

void submissions_close(struct submissions *all)
{
    for (struct submission *one; all->slots && (one = submissions_first(all));)
        free(submissions_remove(all, one));
    free(all->slots);
}

bool submissions_room(const struct submissions *all, size_t bytes)
{
    return all->count < all->capacity && (all->count == 0 || all->bytes + bytes <= SUBMISSIONS_BYTES_MAX);
}

struct submission *submissions_add(struct submissions *all, const char *id)
{
    uint32_t slot = all->free;
    struct submission *one = &all->slots[slot];
    all->free = one->next;
    *one = (struct submission){
        .state = SUBMISSION_WAITING,
        .previous = all->newest,
        .next = SUBMISSION_NONE,
        .request = ++all->next_request << 16 | slot,
        .id_key = key_of(id),
    };
    if (all->newest == SUBMISSION_NONE)
        all->oldest = slot;
    else
        all->slots[all->newest].next = slot;
    all->newest = slot;
    all->count++;
    return one;
}

char *submissions_remove(struct submissions *all, struct submission *one)
{
    uint32_t slot = (uint32_t)(one - all->slots);
    submission_set(all, one, SUBMISSION_FREE);
    if (one->previous == SUBMISSION_NONE)
        all->oldest = one->next;
    else
        all->slots[one->previous].next = one->next;
    if (one->next == SUBMISSION_NONE)
        all->newest = one->previous;
    else
        all->slots[one->next].previous = one->previous;
    all->bytes -= one->bytes;
    all->count--;
    free(one->packed);
    char *id = one->id;
    *one = (struct submission){ .next = all->free };
    all->free = slot;
    return id;
}

void submission_set(struct submissions *all, struct submission *one, enum submission_state state)
{
    all->sent += (uint32_t)(state == SUBMISSION_SENT) - (uint32_t)(one->state == SUBMISSION_SENT);
    all->refused += (uint32_t)(state == SUBMISSION_REFUSED) - (uint32_t)(one->state == SUBMISSION_REFUSED);
    one->state = state;
}

struct submission *submissions_find(const struct submissions *all, uint64_t request)
{
    uint64_t slot = request & 0xffff;
    if (slot >= all->capacity || all->slots[slot].state == SUBMISSION_FREE || all->slots[slot].request != request)
        return NULL;
    return &all->slots[slot];
}

static struct submission *at(const struct submissions *all, uint32_t slot)
{
    return slot == SUBMISSION_NONE ? NULL : &all->slots[slot];
}

struct submission *submissions_first(const struct submissions *all)
{
    return at(all, all->oldest);
}

struct submission *submissions_after(const struct submissions *all, const struct submission *one)
{
    return at(all, one->next);
}

bool submissions_blocked(const struct submissions *all, const struct submission *one)
{
    for (const struct submission *older = at(all, one->previous); older; older = at(all, older->previous))
        if (older->id_key == one->id_key)
            return true;
    return false;
}
