/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_ERRAND_H
#define HUB_ERRAND_H

#include <stdbool.h>

#include "desk/desk.h"
#include "hub/frame.h"
#include "store/txn.h"

/* Requests of the ask endpoint that write: dead letters tried again or
 * dropped, a merge undone, and the first snapshot. They come from the ask thread, are done in
 * the loop's transaction and answered after its commit. */
struct errands;

struct errands *errands_open(void *context, const char *address);
void errands_close(struct errands *errands);
void *errands_socket(struct errands *errands);

void errands_gather(struct errands *errands, struct arena *arena);
bool errands_waiting(const struct errands *errands);
/* What a merge undone has to say is appended to `outcome`, which is empty before. */
enum err errands_store(struct errands *errands, struct desk *desk, struct arena *arena, struct txn *txn,
                       struct desk_outcome *outcome);
bool errands_retried(const struct errands *errands); /* the inbox got a row */
void errands_reply(struct errands *errands, struct arena *arena);

#endif
