/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/span.h"

/* Memory for one article: allocate freely, release everything at once.
 *
 * The size is fixed when the arena is made, so one article can never take
 * more than its share. When it is full arena_alloc returns NULL and the arena
 * stays overflowed until it is reset; the caller rejects the article.
 */
struct arena;

struct arena *arena_new(size_t capacity);
void arena_free(struct arena *arena);

void *arena_alloc(struct arena *arena, size_t size); /* zeroed; NULL when full */
/* As arena_alloc for an array; NULL also when the product does not fit. */
void *arena_array(struct arena *arena, size_t count, size_t size);
/* As arena_array, but not zeroed: for a table of which each element is written before it is read. */
void *arena_unset(struct arena *arena, size_t count, size_t size);
/* A copy with a NUL after it. */
char *arena_string(struct arena *arena, struct span text);
bool arena_overflowed(const struct arena *arena);
size_t arena_used(const struct arena *arena);
size_t arena_room(const struct arena *arena); /* bytes left */

/* Gives back what was handed out since `used` was arena_used(). */
void arena_rewind(struct arena *arena, size_t used);

/* Ends the life of every pointer handed out since the last reset. */
void arena_reset(struct arena *arena);

#endif
