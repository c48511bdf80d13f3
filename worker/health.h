/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HEALTH_H
#define HEALTH_H

#include "hub/counters.h"
#include "http/page.h"
#include "record/record.h"

/* Whether a hub can do its work, and if not, why. */

struct health_limits {
    uint64_t backlog_max; /* articles queued before feeders must wait */
    int64_t queue_age_ms; /* the oldest of them may be this old */
};

struct health {
    bool open; /* store and sockets are open */
    bool draining;
    int64_t still_ms;   /* since the loop's last turn */
    double store_full;  /* 0 to 1, and more when more waits than may fit */
    bool store_refuses; /* though it is not that full */
    uint64_t queued;
    int64_t oldest_queued_ms; /* age; 0 when nothing is queued */
    uint32_t workers;
};

/* From inside the hub's process; any thread. */
struct health health_of_counters(const struct counters *counters);

/* As the hub itself says over its ask endpoint. */
struct health health_of_status(const status_reply_record *status);

/* False when only a restart helps: the loop has not turned for a minute. A
 * hub that is still opening its store is alive. */
bool health_alive(const struct health *health);

/* The checks of /readyz. Returns how many. */
size_t health_checks(const struct health *health, const struct health_limits *limits,
                     struct http_check checks[HTTP_CHECKS_MAX]);

#endif
