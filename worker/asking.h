/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ASKING_H
#define ASKING_H

#include "hub/curve.h"
#include "record/record.h"

/* One program's questions to a running hub, one at a time. */
struct asking {
    struct arena *arena;
    void *context, *socket;
    void *refusals; /* NULL without keys */
    const char *endpoint;
};

/* Connects, with those keys where there are any and the endpoint takes them;
 * that a hub is there shows when it answers. False when there is no memory or
 * the endpoint is none; asking_close is right either way. */
bool asking_open(struct asking *asking, const char *endpoint, const struct curve_keys *keys);
void asking_close(struct asking *asking);

/* Sends and waits. The reply lives until asking_close. False when none came
 * in time, or one that is no reply. */
bool asking_ask(struct asking *asking, const ask_record *request, long wait_ms, reply_record **reply);

/* Asks how the hub is; NULL when it does not answer. */
const status_reply_record *asking_status(struct asking *asking, long wait_ms);

/* After no answer: says on stderr why, as far as one can know. Returns 77 when
 * the hub refuses the key, else 69. */
int asking_complain(const struct asking *asking);

#endif
