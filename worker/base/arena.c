/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <assert.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Under ASan an array is followed by bytes that fault, so that running over one is seen. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1 /* as GCC says it */
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISON(start, size) ASAN_POISON_MEMORY_REGION(start, size)
#define UNPOISON(start, size) ASAN_UNPOISON_MEMORY_REGION(start, size)
enum { GAP_BYTES = 32 };
#else
#define POISON(start, size) ((void)(start), (void)(size))
#define UNPOISON(start, size) ((void)(start), (void)(size))
enum { GAP_BYTES = 0 };
#endif

struct arena {
    size_t capacity;
    size_t used;
    bool overflowed;
    alignas(max_align_t) unsigned char bytes[];
};

struct arena *arena_new(size_t capacity)
{
    assert(capacity > 0);
    struct arena *arena = malloc(sizeof *arena + capacity);
    if (!arena)
        return NULL;

    arena->capacity = arena->used = capacity;
    arena_reset(arena);
    return arena;
}

void arena_free(struct arena *arena)
{
    if (!arena)
        return;
    UNPOISON(arena->bytes, arena->capacity);
    free(arena);
}

static void *take(struct arena *arena, size_t size)
{
    const size_t align = alignof(max_align_t);
    const size_t room = arena->capacity - arena->used;

    if (size > room || (size + align - 1) / align * align > room) {
        arena->overflowed = true;
        return NULL;
    }
    void *memory = arena->bytes + arena->used;
    arena->used += (size + align - 1) / align * align;
    UNPOISON(memory, size);
    return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    void *memory = take(arena, size);
    return memory ? memset(memory, 0, size) : NULL;
}

/* SIZE_MAX, which marks the arena overflowed, when the product does not fit. */
static size_t bytes_of(size_t count, size_t size)
{
    size_t bytes;
    return __builtin_mul_overflow(count, size, &bytes) ? SIZE_MAX : bytes;
}

/* Bytes (a string, a message) are not parted: what they take together has been foretold. */
static void *take_array(struct arena *arena, size_t count, size_t size)
{
    void *memory = take(arena, bytes_of(count, size));
    const size_t left = arena->capacity - arena->used, gap = size > 1 ? GAP_BYTES : 0;
    arena->used += left < gap ? left : gap;
    return memory;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    void *memory = take_array(arena, count, size);
    return memory ? memset(memory, 0, count * size) : NULL;
}

void *arena_unset(struct arena *arena, size_t count, size_t size)
{
    return take_array(arena, count, size);
}

char *arena_string(struct arena *arena, struct span text)
{
    char *copy = arena_alloc(arena, text.size + 1);
    if (copy && text.size > 0)
        memcpy(copy, text.data, text.size);
    return copy;
}

bool arena_overflowed(const struct arena *arena)
{
    return arena->overflowed;
}

size_t arena_used(const struct arena *arena)
{
    return arena->used;
}

size_t arena_room(const struct arena *arena)
{
    return arena->capacity - arena->used;
}

void arena_rewind(struct arena *arena, size_t used)
{
    assert(used <= arena->used);
    POISON(arena->bytes + used, arena->used - used);
    arena->used = used;
}

void arena_reset(struct arena *arena)
{
    arena_rewind(arena, 0); /* a stale pointer now faults */
    arena->overflowed = false;
}
