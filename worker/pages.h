/* SPDX-License-Identifier: Apache-2.0 */
#ifndef PAGES_H
#define PAGES_H

#include "health.h"
#include "http/server.h"

/* What the HTTP pages tell of the hub in this process. */
struct pages {
    const struct counters *counters;
    const char *version;
    struct health_limits limits;
    char names[COUNTER_COUNT][64]; /* of the counters, as metrics; filled by pages_source */
};

/* `pages` must live as long as the server. */
struct http_source pages_source(struct pages *pages);

#endif
