/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_HUB_H
#define HUB_HUB_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/fault.h"
#include "desk/desk.h"
#include "hub/allow.h"
#include "hub/counters.h"
#include "store/store.h"

/* The hub: four sockets and the loop that owns the store. */

/* How long something is kept: by age, by size, or for ever (both 0). */
struct keep {
    int64_t ms;
    uint64_t bytes;
};

/* Keys: then every tcp socket is guarded. */
struct hub_keys {
    char secret[KEY_TEXT_BYTES];
    struct allow *allow;
};

struct hub_options {
    const char *feed, *work, *wire, *ask; /* endpoints to bind */
    const struct hub_keys *keys;          /* NULL: none; everybody is "local" and may do everything */
    struct store_options store;
    struct desk_options desk;
    uint32_t window;      /* articles a feeder may have unanswered */
    uint64_t backlog_max; /* articles waiting to be read before RETRY */
    int64_t lease_ms;     /* a try that takes longer is given up */
    int subscriber_max;   /* updates waiting for one slow subscriber */
    struct keep keep_bodies, keep_updates;
    struct clock clock;
    struct fault fault;
    const char *version;
    struct counters *counters; /* written by the hub, read by whoever watches it */
    int signals; /* a signalfd of SIGTERM, SIGINT and, with keys, SIGHUP; they are blocked in every thread */
};

/* Runs until SIGTERM has drained it, or a second one came. Returns an exit
 * code of sysexits: 0; 73 or 78 when the store or an endpoint cannot be had;
 * 74 when the store fails again and again. */
int hub_run(const struct hub_options *options);

#endif
