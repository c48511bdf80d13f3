/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "client/command.h"
#include "client/filter.h"
#include "client/output.h"
#include "client/stop.h"
#include "client/watch_line.h"
#include "proto/alive.h"

enum {
    WAIT_MS = 200,
    SAVE_MS = 1000, /* between two savings of the cursor while lines come */
    TELL_MS = 2000,
};

struct watch {
    const struct settings *settings;
    struct claimwire_subscriber *subscriber;
    struct filter *filter;
    bool coloured;
    uint64_t lines;
    struct alive alive;
    int64_t line_ms, saved_ms;    /* of the last line, the last saving */
    struct claimwire_cursor seen; /* after the last item, outside snapshots */
    bool unsaved;
    bool told;
    int code;
    bool over;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void end(struct watch *watch, int code)
{
    watch->over = true;
    watch->code = code;
}

/* The file names what is printed, and never more. */
static void save(struct watch *watch, int64_t now)
{
    if (!watch->unsaved || !watch->settings->cursor)
        return;
    watch->saved_ms = now;
    watch->unsaved = false;
    if (fflush(stdout) != 0) {
        end(watch, EX_IOERR);
        return;
    }
    int result = claimwire_cursor_save(watch->settings->cursor, &watch->seen);
    if (result != CLAIMWIRE_OK)
        end(watch, say_error(result, watch->settings->cursor, ""));
}

static bool reached(const struct watch *watch, const struct claimwire_cursor *at)
{
    const struct settings *settings = watch->settings;
    return (settings->has_count && watch->lines >= settings->count) ||
           (settings->has_until && at && at->sequence >= settings->until);
}

/* --from EPOCH:SEQUENCE: the first one must be of that epoch. */
static bool from_fits(const struct watch *watch, const struct claimwire_item *item)
{
    const struct claimwire_cursor *from = &watch->settings->from;
    bool asked = watch->settings->has_from && from->has_epoch && from->sequence > 0;
    return !asked || item->kind != CLAIMWIRE_UPDATE || item->at.sequence != from->sequence ||
           item->at.epoch == from->epoch;
}

static void take_item(struct watch *watch, const struct claimwire_item *item, int64_t now)
{
    bool until_passed =
        item->kind == CLAIMWIRE_UPDATE && watch->settings->has_until && item->at.sequence > watch->settings->until;
    if (!from_fits(watch, item)) {
        say("update %" PRIu64 " is of epoch %016" PRIx64, item->at.sequence, item->at.epoch);
        end(watch, EX_DATAERR);
        return;
    }
    if (filter_passes(watch->filter, item) && !until_passed) {
        output_line(watch->settings->json ? claimwire_update_json(item) : watch_line(item, watch->coloured));
        watch->line_ms = now;
        watch->lines += item->kind == CLAIMWIRE_UPDATE;
    }
    if (item->kind == CLAIMWIRE_UPDATE || item->kind == CLAIMWIRE_SNAPSHOT_END) {
        watch->seen = item->at;
        watch->unsaved = !until_passed;
        if (reached(watch, &watch->seen))
            end(watch, EX_OK);
    }
}

/* Whoever read the pipe has gone; without a line to write nothing would tell. */
static bool nobody_reads(void)
{
    struct pollfd output = { .fd = STDOUT_FILENO };
    return poll(&output, 1, 0) == 1 && (output.revents & POLLERR);
}

/* Nothing is there at the moment. */
static void idle(struct watch *watch, int64_t now)
{
    const struct settings *settings = watch->settings;
    struct claimwire_cursor at;
    bool heard = claimwire_subscriber_heard(watch->subscriber);
    if (nobody_reads() || (claimwire_subscriber_at(watch->subscriber, &at) && heard && reached(watch, &at))) {
        end(watch, EX_OK);
        return;
    }
    if (claimwire_subscriber_refused(watch->subscriber)) {
        say("the hub at %s and %s does not let the key %s in", settings->wire, settings->ask, settings->own.name);
        end(watch, EX_NOPERM);
        return;
    }
    if (!heard && !watch->told && now - watch->line_ms > TELL_MS) {
        watch->told = true;
        say("waiting for a hub at %s and %s", settings->wire, settings->ask);
    }
    if (settings->has_timeout && now - watch->line_ms >= settings->timeout_ms) {
        bool asked = settings->has_count || settings->has_until;
        end(watch, !heard ? EX_UNAVAILABLE : asked ? EX_TEMPFAIL : EX_OK);
        if (!heard)
            say("%s and %s: no hub was heard", settings->wire, settings->ask);
    }
}

static void run(struct watch *watch)
{
    while (!watch->over) {
        const struct claimwire_item *item;
        int result = claimwire_subscriber_next(watch->subscriber, 0, &item);
        int64_t now = now_ms();
        if (result == CLAIMWIRE_TIMEOUT) {
            fflush(stdout);
            save(watch, now);
            idle(watch, now);
            if (watch->over)
                break;
            result = claimwire_subscriber_next(watch->subscriber, WAIT_MS, &item);
            now = now_ms();
        }
        if (stop_asked())
            end(watch, 128 + stop_asked());
        if (result == CLAIMWIRE_OK)
            take_item(watch, item, now);
        else if (result != CLAIMWIRE_TIMEOUT && result != CLAIMWIRE_INTERRUPTED)
            end(watch, say_error(result, watch->settings->wire, ""));
        if (!alive_touch(&watch->alive, now, claimwire_subscriber_silent_ms(watch->subscriber)))
            say("--alive %s: %s", watch->settings->alive, strerror(errno));
        if (now - watch->saved_ms >= SAVE_MS)
            save(watch, now);
        if (ferror(stdout))
            end(watch, EX_IOERR);
    }
}

/* Where to begin: the cursor file when it is there, else --from, else live. */
static int choose_start(const struct settings *settings, struct claimwire_subscriber_options *options)
{
    if (settings->has_from) {
        options->start = settings->from.sequence > 1 ? CLAIMWIRE_START_CURSOR : CLAIMWIRE_START_OLDEST;
        options->cursor.sequence = settings->from.sequence - 1;
    }
    if (!settings->cursor)
        return EX_OK;
    struct claimwire_cursor saved;
    int result = claimwire_cursor_load(settings->cursor, &saved);
    if (result == CLAIMWIRE_OK) {
        options->start = CLAIMWIRE_START_CURSOR;
        options->cursor = saved;
    }
    return result == CLAIMWIRE_OK || result == CLAIMWIRE_NOT_FOUND ? EX_OK : say_error(result, settings->cursor, "");
}

int command_watch(const struct settings *settings)
{
    struct claimwire_subscriber_options options = { .start = CLAIMWIRE_START_LIVE,
                                                    .snapshots = true,
                                                    .keys = settings->keys };
    int code = choose_start(settings, &options);
    if (code != EX_OK)
        return code;
    struct watch watch = {
        .settings = settings, .line_ms = now_ms(), .coloured = output_coloured(), .alive.path = settings->alive
    };
    if (reached(&watch, NULL))
        return EX_OK;
    watch.filter = filter_new(settings);
    int result = watch.filter ? claimwire_subscriber_open(settings->wire, settings->ask, &options, &watch.subscriber)
                              : CLAIMWIRE_MEMORY;
    if (result == CLAIMWIRE_OK) {
        stop_on_signals();
        run(&watch);
        save(&watch, now_ms());
    } else {
        watch.code = say_error(result, settings->wire, "");
    }
    claimwire_subscriber_close(watch.subscriber);
    filter_free(watch.filter);
    int written = output_end();
    return watch.code ? watch.code : written;
}
