/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_ERRAND_H
#define HUB_ERRAND_H

#include <stdbool.h>

#include "hub/frame.h"
#include "store/txn.h"

/* Requests of the ask endpoint that write: dead letters tried again or
 * dropped, and the first snapshot. They come from the ask thread, are done in
 * the loop's transaction and answered after its commit. */
struct errands;

struct errands *errands_open(void *context, const char *address);
void errands_close(struct errands *errands);
void *errands_socket(struct errands *errands);

void errands_gather(struct errands *errands, struct arena *arena);
bool errands_waiting(const struct errands *errands);
enum err errands_store(struct errands *errands, struct arena *arena, struct txn *txn);
bool errands_retried(const struct errands *errands); /* the inbox got a row */
void errands_reply(struct errands *errands, struct arena *arena);

#endif
