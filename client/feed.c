/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "client/feed.h"
#include "client/output.h"
#include "client/stop.h"

enum {
    TELL_MS = 2000, /* of a hub that says nothing, until we say so */
    BEHIND_MS = 1000,
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void feed_give_up(struct feed *feed, int code)
{
    feed->over = true;
    feed->code = code;
}

static void write_journal(struct feed *feed, const struct claimwire_answer *answer)
{
    char *line = claimwire_answer_json(answer);
    size_t length = line ? strlen(line) : 0;
    if (line)
        line[length] = '\n'; /* one write, so a crash tears the last line at most */
    bool written = line && write(feed->journal, line, length + 1) == (ssize_t)(length + 1);
    free(line);
    if (written)
        return;
    tally_clear(&feed->tally);
    say("%s: %s", feed->settings->journal, strerror(errno));
    feed_give_up(feed, EX_IOERR);
}

static void tell_rejection(struct feed *feed, const struct claimwire_answer *answer)
{
    char *path = claimwire_escape(feed->settings->arguments[answer->tag >> FEED_LINE_BITS], 0);
    char *reason = claimwire_escape(answer->reason ? answer->reason : "", 0);
    char *message = claimwire_escape(answer->message ? answer->message : "", 0);
    uint64_t line = answer->tag & ((UINT64_C(1) << FEED_LINE_BITS) - 1);
    tally_clear(&feed->tally);
    say("%s:%" PRIu64 ": REJECTED %s: %s", path ? path : "", line, reason ? reason : "", message ? message : "");
    free(path);
    free(reason);
    free(message);
}

static void take_answer(void *context, const struct claimwire_answer *answer)
{
    struct feed *feed = context;
    feed->answer_ms = now_ms();
    tally_answer(&feed->tally, answer);
    if (answer->code == CLAIMWIRE__V1__ANSWER_CODE__REJECTED) {
        tell_rejection(feed, answer);
        feed->code = feed->code == EX_OK ? EX_DATAERR : feed->code;
    }
    if (feed->settings->json)
        output_line(claimwire_answer_json(answer));
    if (feed->journal >= 0)
        write_journal(feed, answer);
}

/* ---- waiting */

static void show_life(struct feed *feed)
{
    if (alive_touch(&feed->alive, now_ms(), claimwire_feeder_silent_ms(feed->feeder)))
        return;
    tally_clear(&feed->tally);
    say("--alive %s: %s", feed->settings->alive, strerror(errno));
}

static void watch_silence(struct feed *feed)
{
    int64_t silent_ms = now_ms() - feed->answer_ms;
    bool heard = claimwire_feeder_heard(feed->feeder);
    if (!feed->told && !heard && silent_ms > TELL_MS) {
        feed->told = true;
        say("waiting for a hub at %s", feed->settings->feed);
    }
    if (claimwire_feeder_refused(feed->feeder) && !feed->over) {
        tally_clear(&feed->tally);
        say("the hub at %s does not let the key %s in", feed->settings->feed, feed->settings->own.name);
        feed_give_up(feed, EX_NOPERM);
    }
    if (claimwire_feeder_pending(feed->feeder) > 0 && feed->settings->has_timeout &&
        silent_ms > feed->settings->timeout_ms) {
        tally_clear(&feed->tally);
        say("%s: no answer for %.1f s", feed->settings->feed, (double)silent_ms / 1000);
        feed_give_up(feed, heard ? EX_TEMPFAIL : EX_UNAVAILABLE);
    }
}

void feed_pump(struct feed *feed, int wait_ms)
{
    if (wait_ms > 0)
        fflush(stdout);
    int result = claimwire_feeder_poll(feed->feeder, wait_ms);
    if (result < 0 && result != CLAIMWIRE_INTERRUPTED)
        feed_give_up(feed, say_error(result, feed->settings->feed, ""));
    if (stop_asked() && !feed->over)
        feed_give_up(feed, 128 + stop_asked());
    if (wait_ms > 0)
        watch_silence(feed);
    show_life(feed);
    tally_draw(&feed->tally, now_ms());
}

static void keep_rate(struct feed *feed)
{
    if (feed->settings->rate <= 0)
        return;
    for (double wait_ms; !feed->over && (wait_ms = feed->next_ms - (double)now_ms()) > 0;)
        feed_pump(feed, wait_ms < 1 ? 1 : wait_ms < FEED_WAIT_MS ? (int)wait_ms : FEED_WAIT_MS);
    double late_ms = (double)now_ms() - feed->next_ms;
    feed->next_ms += 1000 / feed->settings->rate + (late_ms > BEHIND_MS ? late_ms : 0);
}

/* ---- articles */

void feed_submit(struct feed *feed, const Claimwire__V1__Article *article, uint64_t tag)
{
    int result;
    keep_rate(feed);
    if (claimwire_feeder_pending(feed->feeder) == 0)
        feed->answer_ms = now_ms();
    while (!feed->over && (result = claimwire_feeder_submit(feed->feeder, article, tag)) != CLAIMWIRE_OK) {
        if (result == CLAIMWIRE_AGAIN)
            feed_pump(feed, FEED_WAIT_MS);
        else
            feed_give_up(feed, say_error(result, "feed", ""));
    }
    if (!feed->over)
        feed_pump(feed, 0);
}

void feed_reject(struct feed *feed, const char *id, const char *reason, const char *message, uint64_t tag)
{
    const struct claimwire_answer answer = {
        .tag = tag,
        .id = id,
        .code = CLAIMWIRE__V1__ANSWER_CODE__REJECTED,
        .reason = reason,
        .message = message,
    };
    take_answer(feed, &answer);
}

static void feed_files(struct feed *feed)
{
    const struct settings *settings = feed->settings;
    for (size_t i = 0; i < settings->argument_count && !feed->over; i++) {
        struct input input;
        if (!input_open(&input, settings->arguments[i])) {
            char *path = claimwire_escape(settings->arguments[i], 0);
            say("%s: %s", path ? path : "", strerror(errno));
            free(path);
            feed->code = EX_NOINPUT;
            continue;
        }
        feed->tally.bytes_total = input.bytes_total ? feed->tally.bytes_done + input.bytes_total : 0;
        feed_input(feed, &input, i);
        input_close(&input);
    }
    feed->answer_ms = now_ms();
    while (!feed->over && claimwire_feeder_pending(feed->feeder) > 0)
        feed_pump(feed, FEED_WAIT_MS);
}

static int finish(struct feed *feed)
{
    const struct settings *settings = feed->settings;
    size_t pending = claimwire_feeder_pending(feed->feeder);
    tally_clear(&feed->tally);
    if (pending)
        say("%zu articles are unanswered", pending);
    tally_print(&feed->tally, settings->json ? stderr : stdout);
    claimwire_feeder_close(feed->feeder);
    if (feed->journal >= 0)
        close(feed->journal);
    map_close(feed->map);
    int written = output_end();
    return feed->code ? feed->code : written;
}

int command_feed(const struct settings *settings)
{
    struct feed feed = { .settings = settings, .journal = -1, .answer_ms = now_ms(), .alive.path = settings->alive };
    if (settings->journal) {
        feed.journal = open(settings->journal, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
        if (feed.journal < 0) {
            say("%s: %s", settings->journal, strerror(errno));
            return EX_CANTCREAT;
        }
    }
    const struct claimwire_feeder_options options = {
        .window = settings->window,
        .archive = settings->archive,
        .agent = "claimwire/" CLAIMWIRE_VERSION,
        .keys = settings->keys,
    };
    char why[160];
    if (settings->map && !(feed.map = map_open(settings->map, why))) {
        say("--map %s: %s", settings->map, why);
        return EX_USAGE;
    }
    int result = claimwire_feeder_open(settings->feed, &options, take_answer, &feed, &feed.feeder);
    if (result != CLAIMWIRE_OK)
        return say_error(result, settings->feed, "");
    feed.tally.begin_ms = feed.answer_ms;
    feed.next_ms = (double)feed.answer_ms;
    stop_on_signals();
    feed_files(&feed);
    return finish(&feed);
}
