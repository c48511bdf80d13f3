/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_COMMAND_H
#define CLIENT_COMMAND_H

#include <sysexits.h>

#include "client/claimwire.h"

/* What the command line says. Strings are borrowed from argv and environment. */
enum { FILTER_EVENTS_MAX = 64 };

struct settings {
    const char *feed, *wire, *ask; /* endpoints */
    struct claimwire_keys own;
    const struct claimwire_keys *keys; /* NULL: none */
    bool json;
    bool has_timeout;
    int64_t timeout_ms;
    char **arguments; /* after the command word */
    size_t argument_count;

    bool has_at;
    uint64_t at;        /* events: as of this update */
    const char *feeder; /* why: who fed the article */
    bool revisions;     /* articles: the replaced ones too */

    const char *alive; /* feed, watch: file to touch; NULL: none */

    double rate; /* articles a second; 0: as fast as it goes */
    bool archive;
    uint32_t window;
    const char *journal;
    const char *map; /* see map_open */

    bool has_from;
    struct claimwire_cursor from; /* sequence is the first wanted; 0: the oldest */
    const char *cursor;           /* file */
    bool has_count, has_until;
    uint64_t count, until;
    uint64_t events[FILTER_EVENTS_MAX];
    size_t event_count;
    uint32_t changes;       /* bit of each Change wanted; 0: all */
    char country[3];        /* "": all */
    uint32_t origins_least; /* 0: all */
};

/* Each runs a command and returns its exit code (sysexits.h). */
int command_feed(const struct settings *settings);
int command_watch(const struct settings *settings);
int command_events(const struct settings *settings);
/* events --at: as of `settings->at`, which the log must reach back to. */
int command_events_at(const struct settings *settings);
int command_event(const struct settings *settings);
int command_articles(const struct settings *settings);
int command_claims(const struct settings *settings);
int command_undo(const struct settings *settings);
int command_why(const struct settings *settings);
int command_dead(const struct settings *settings);
int command_status(const struct settings *settings);
int command_keygen(const struct settings *settings);

/* "7", or "e7" where `letter` is 'e' ('\0': digits alone). */
bool parse_id(const char *text, char letter, uint64_t *id);

#endif
