/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/feed.h"
#include "client/formats/reader.h"
#include "client/output.h"

enum { NOTES_MAX = 20 };

/* One input being fed. */
struct source {
    struct feed *feed;
    struct input *input;
    uint64_t file, before; /* before: bytes of the files before this one */
    unsigned notes;
};

static uint64_t tag_of(struct source *source, uint64_t place)
{
    source->feed->tally.bytes_done = source->before + source->input->bytes_read;
    return source->file << FEED_LINE_BITS | (place ? place : 1);
}

static bool take_article(void *context, const Claimwire__V1__Article *article, uint64_t place)
{
    struct source *source = context;
    feed_submit(source->feed, article, tag_of(source, place));
    return !source->feed->over;
}

static void refuse(void *context, const char *id, const char *reason, const char *why, uint64_t place)
{
    struct source *source = context;
    feed_reject(source->feed, id, reason, why, tag_of(source, place));
}

static void take_note(void *context, const char *why, uint64_t place)
{
    struct source *source = context;
    if (source->notes++ > NOTES_MAX)
        return;
    char *name = claimwire_escape(source->input->name, 0);
    tally_clear(&source->feed->tally);
    if (source->notes > NOTES_MAX)
        say("%s: further notes are left out", name ? name : "");
    else
        say("%s:%" PRIu64 ": note: %s", name ? name : "", place ? place : 1, why);
    free(name);
}

/* Nothing is there yet: the hub's answers meanwhile. */
static bool wait_input(void *context)
{
    struct source *source = context;
    feed_pump(source->feed, claimwire_feeder_pending(source->feed->feeder) ? 1 : 0);
    fflush(stdout);
    input_wait(source->input, FEED_WAIT_MS);
    return !source->feed->over;
}

void feed_input(struct feed *feed, struct input *input, uint64_t file)
{
    struct source source = { .feed = feed, .input = input, .file = file, .before = feed->tally.bytes_done };
    struct intake intake = { .name = input->name,
                             .limits = &limits_default,
                             .context = &source,
                             .take = take_article,
                             .refuse = refuse,
                             .note = take_note,
                             .wait = wait_input };
    if (!reader_run(&intake, input, feed->map)) {
        feed_give_up(feed, EX_IOERR);
        say("%s: %s", input->name, strerror(errno));
    }
    feed->tally.bytes_done = source.before + input->bytes_read;
}
