/* SPDX-License-Identifier: Apache-2.0 */
#include "healthcheck.h"

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "asking.h"
#include "health.h"
#include "http/probe.h"
#include "keys.h"
#include "proto/alive.h"

enum { WAIT_MS = 3000, STATUS_OK = 200, STATUS_UNAVAILABLE = 503 };

static int ask_page(const char *where)
{
    static char page[HTTP_PAGE_BYTES];
    struct http_address address;
    http_address_read(where, &address); /* config has checked it */
    const int status = http_probe(&address, "/readyz?verbose", WAIT_MS, page);
    if (status != STATUS_OK && status != STATUS_UNAVAILABLE) {
        fprintf(stderr, "claimwired: no hub answers at %s\n", where);
        return EX_UNAVAILABLE;
    }
    fputs(page, stdout);
    return status == STATUS_OK ? EX_OK : EX_TEMPFAIL;
}

static int judge(const struct settings *settings, const status_reply_record *status)
{
    static char page[HTTP_PAGE_BYTES];
    const struct health health = health_of_status(status);
    const struct health_limits limits = config_health_limits(settings);
    struct http_check checks[HTTP_CHECKS_MAX];
    const bool ready = http_page_ready(checks, health_checks(&health, &limits, checks), true, page);
    fputs(page, stdout);
    return ready ? EX_OK : EX_TEMPFAIL;
}

static int ask_hub(const struct settings *settings, bool only_there)
{
    struct asking asking;
    struct curve_keys keys;
    const bool keyed = *settings->keys && curve_used(settings->ask);
    if (keyed && keys_own(settings, "admin", &keys))
        return EX_CONFIG;
    int code = EX_OK;
    const bool open = asking_open(&asking, settings->ask, keyed ? &keys : NULL);
    const status_reply_record *status = open ? asking_status(&asking, WAIT_MS) : NULL;
    if (!status)
        code = asking_complain(&asking);
    else if (!only_there)
        code = judge(settings, status);
    else
        puts("a hub answers");
    asking_close(&asking);
    explicit_bzero(&keys, sizeof keys);
    return code;
}

static int look_at_file(const char *path)
{
    if (!*path) {
        fprintf(stderr, "claimwired: which file? 'healthcheck alive' needs --alive\n");
        return EX_USAGE;
    }
    const int64_t age_ms = alive_age_ms(path);
    const bool alive = age_ms >= 0 && age_ms <= ALIVE_AGE_MS_MAX;
    if (age_ms < 0)
        printf("no sign of life at %s\n", path);
    else
        printf("%s: the last sign of life was %.1f s ago\n", alive ? "alive" : "silent", (double)age_ms / 1000);
    return alive ? EX_OK : EX_TEMPFAIL;
}

int healthcheck_command(const struct settings *settings, const char *what)
{
    if (what && strcmp(what, "alive") == 0)
        return look_at_file(settings->alive);
    if (what && strcmp(what, "hub") != 0) {
        fprintf(stderr, "claimwired: healthcheck takes nothing, 'hub' or 'alive'\n");
        return EX_USAGE;
    }
    if (what || strcmp(settings->http, "off") == 0)
        return ask_hub(settings, what != NULL);
    return ask_page(settings->http);
}
