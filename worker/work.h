/* SPDX-License-Identifier: Apache-2.0 */
#ifndef WORK_H
#define WORK_H

#include <stdint.h>

#include "base/fault.h"
#include "hub/curve.h"

/* An extractor: stateless, takes leases from the hub, sends readings back.
 * Start as many as there are cores, anywhere the endpoint can be reached. */
struct work_options {
    const char *endpoint;
    const char *name;              /* stable over restarts and unique: the hub tells by it that an extractor died */
    const struct curve_keys *keys; /* NULL: none; else used on a tcp endpoint */
    const char *alive;             /* file to touch each second (proto/alive.h); NULL or "": none */
    int64_t lease_ms;              /* it ends itself when one article takes longer */
    struct fault fault;            /* "read.NAME": dies over the article whose id is NAME */
    const char *model;             /* the setting */
};

/* Runs until SIGTERM, finishing the article in hand. Returns an exit code;
 * EX_NOPERM when the hub refuses the key. */
int work_run(const struct work_options *options);

#endif
