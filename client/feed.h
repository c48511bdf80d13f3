/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FEED_H
#define CLIENT_FEED_H

#include "client/command.h"
#include "client/formats/value.h"
#include "client/formats/input.h"
#include "client/tally.h"
#include "proto/alive.h"

/* `claimwire feed` on its way: feed.c has the hub's side, feed_input.c the files'. */

enum {
    FEED_WAIT_MS = 50,
    FEED_LINE_BITS = 40, /* of a tag; the file's number stands above */
};

struct feed {
    const struct settings *settings;
    struct claimwire_feeder *feeder;
    struct map *map; /* NULL: none */
    struct tally tally;
    struct alive alive;
    int journal;       /* -1: none */
    int64_t answer_ms; /* of the last answer, or when waiting for one began */
    double next_ms;    /* when --rate allows the next article */
    bool told;         /* that the hub is silent */
    int code;          /* the exit code so far */
    bool over;         /* stop feeding */
};

/* Ends the feeding with that exit code. */
void feed_give_up(struct feed *feed, int code);
/* Lets the library work; waits up to `wait_ms` for an answer. */
void feed_pump(struct feed *feed, int wait_ms);
/* Keeps the rate and the window. */
void feed_submit(struct feed *feed, const Claimwire__V1__Article *article, uint64_t tag);
/* What never gets as far as an article. `id` may be NULL. */
void feed_reject(struct feed *feed, const char *id, const char *reason, const char *message, uint64_t tag);

/* Every article of one input, the `file`th. */
void feed_input(struct feed *feed, struct input *input, uint64_t file);

#endif
