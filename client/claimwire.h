/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLAIMWIRE_H
#define CLAIMWIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "claimwire/v1/wire.pb-c.h"

#ifdef __cplusplus
extern "C" {
#endif

/* libclaimwire: feed a claimwire hub, follow its updates, ask it.
 *
 * Messages are handed out as the structs that protobuf-c generates from
 * proto/claimwire/v1; those headers are installed beside this one. A field may
 * be added to them, none is ever renumbered or given another type.
 *
 * Threads: a handle belongs to one thread at a time and owns its ZeroMQ
 * context; any number of handles may live side by side. Open them after
 * fork(), never before. The library starts no callbacks of its own accord and
 * installs no signal handlers.
 *
 * Errors: every int result below zero is one of these; errno says more only
 * where it is said so. Endpoints are tcp:// or ipc://. */
#define CLAIMWIRE_VERSION "0.1.0"

enum claimwire_error {
    CLAIMWIRE_OK = 0,
    CLAIMWIRE_TIMEOUT = -1,     /* nothing came in the time given */
    CLAIMWIRE_AGAIN = -2,       /* the window is full: poll, then submit again */
    CLAIMWIRE_USAGE = -3,       /* an endpoint or an option is wrong */
    CLAIMWIRE_MEMORY = -4,      /* out of memory */
    CLAIMWIRE_SOCKET = -5,      /* ZeroMQ failed; errno says how */
    CLAIMWIRE_INTERRUPTED = -6, /* a signal came; call again or stop */
    CLAIMWIRE_CORRUPT = -7,     /* what came is not what it claims to be */
    CLAIMWIRE_TOO_OLD = -8,     /* the updates after the cursor are gone; take a snapshot */
    CLAIMWIRE_DIVERGED = -9,    /* the cursor is of another log; take a snapshot */
    CLAIMWIRE_NOT_FOUND = -10,  /* no such event, dead letter, file */
    CLAIMWIRE_BUSY = -11,       /* the hub asks to be asked later */
    CLAIMWIRE_REFUSED = -12,    /* the hub does not understand the request */
    CLAIMWIRE_FAILED = -13,     /* the hub could not do it */
    CLAIMWIRE_FILE = -14,       /* a file could not be read or written; errno says how */
    CLAIMWIRE_KEY = -15,        /* a key file is missing, malformed, or open to others */
    CLAIMWIRE_FORBIDDEN = -16,  /* the hub does not let the key in, or it has not the role for that */
};

/* A sentence for people. Static. */
const char *claimwire_strerror(int error);

/* ---- cursors: a place in the log */

struct claimwire_cursor {
    uint64_t epoch;
    uint64_t sequence; /* of the last update seen; 0: before the oldest kept */
    uint8_t digest[16];
    bool has_epoch;  /* without it, the epoch is not compared */
    bool has_digest; /* without it, the first update is taken on trust */
};

/* "EPOCHHEX:SEQUENCE:DIGESTHEX"; a part that is not known is left out:
 * "12", "EPOCHHEX:12". */
enum { CLAIMWIRE_CURSOR_TEXT_BYTES = 72 };
void claimwire_cursor_format(const struct claimwire_cursor *cursor, char text[CLAIMWIRE_CURSOR_TEXT_BYTES]);
int claimwire_cursor_parse(const char *text, struct claimwire_cursor *cursor); /* USAGE */

/* The same text in a file. Saving writes beside it, syncs and renames: a crash
 * leaves the old cursor or the new one. NOT_FOUND, CORRUPT, FILE. */
int claimwire_cursor_load(const char *path, struct claimwire_cursor *cursor);
int claimwire_cursor_save(const char *path, const struct claimwire_cursor *cursor);

/* ---- keys: towards a hub that lets in known keys alone */

/* NAME.key in the folder is this program's own secret key, which nobody else
 * may read (mode 0600), hub.pub the hub's public one. Read when a handle is
 * opened; nothing on ipc. Where the hub does not let the key in, a handle tries
 * again every two seconds. */
#define CLAIMWIRE_KEY_DEFAULT "client"
struct claimwire_keys {
    const char *folder;
    const char *name; /* NULL: CLAIMWIRE_KEY_DEFAULT */
};

/* ---- feeding */

struct claimwire_feeder;

struct claimwire_feeder_options {
    uint32_t window;   /* articles unanswered at once, at most 4,096; 0: 256. The hub may allow fewer. */
    bool archive;      /* take fetched_at as stream time */
    const char *agent; /* program and version, for the hub's log; may be NULL */
    const struct claimwire_keys *keys; /* may be NULL */
};

/* What became of one submission. Valid during the call alone. */
struct claimwire_answer {
    uint64_t tag;                   /* as given to submit */
    const char *id;                 /* Article.id; NULL when it had none */
    Claimwire__V1__AnswerCode code; /* ACCEPTED, DUPLICATE, REVISED or REJECTED */
    const char *reason;             /* of REJECTED: a stable word; else NULL */
    const char *message;            /* for people; may be NULL */
    uint32_t revision;              /* as stored; 0: not stored */
    const uint8_t *digest;          /* 16 bytes, of the words as stored; NULL: not stored */
};

/* Called from claimwire_feeder_poll. It may submit; it must not poll or close. */
typedef void claimwire_answer_function(void *context, const struct claimwire_answer *answer);

/* Never waits for the hub, which need not run yet. `options` may be NULL. */
int claimwire_feeder_open(const char *endpoint, const struct claimwire_feeder_options *options,
                          claimwire_answer_function *answered, void *context, struct claimwire_feeder **feeder);

/* Takes a copy of the article. Exactly one answer follows, unless the feeder
 * is closed first: what the hub does not answer is sent again after each
 * restart, reconnection or RETRY, without end. (A resent article whose first
 * answer was lost is answered DUPLICATE.) An article that no hub would take is
 * answered REJECTED without being sent. Two submissions of one id are sent one
 * after the other. AGAIN when the window, or its 64 MiB, is full. */
int claimwire_feeder_submit(struct claimwire_feeder *feeder, const Claimwire__V1__Article *article, uint64_t tag);

/* Sends, receives and delivers; waits up to `timeout_ms` for a first answer.
 * Returns how many were delivered. Call it often: it keeps the link alive. */
int claimwire_feeder_poll(struct claimwire_feeder *feeder, int timeout_ms);

/* Submissions not answered yet. */
size_t claimwire_feeder_pending(const struct claimwire_feeder *feeder);
/* True once a hub has said anything. */
bool claimwire_feeder_heard(const struct claimwire_feeder *feeder);
/* Milliseconds since it last did; below 0: never. A hub that is there is heard
 * each second while the feeder is polled. */
int64_t claimwire_feeder_silent_ms(const struct claimwire_feeder *feeder);
/* True while the hub does not let the key in. */
bool claimwire_feeder_refused(const struct claimwire_feeder *feeder);
/* Drops what is unanswered. NULL is fine. */
void claimwire_feeder_close(struct claimwire_feeder *feeder);

/* ---- following */

struct claimwire_subscriber;

enum claimwire_start { CLAIMWIRE_START_LIVE, CLAIMWIRE_START_OLDEST, CLAIMWIRE_START_CURSOR };

struct claimwire_subscriber_options {
    enum claimwire_start start;
    struct claimwire_cursor cursor;    /* of START_CURSOR: updates after it */
    bool snapshots;                    /* on TOO_OLD and DIVERGED take the snapshot and go on; else return the error */
    const struct claimwire_keys *keys; /* may be NULL */
};

enum claimwire_item_kind {
    CLAIMWIRE_UPDATE = 1,
    CLAIMWIRE_SNAPSHOT_BEGIN, /* forget all state: what follows replaces it. May come again before the end. */
    CLAIMWIRE_SNAPSHOT_EVENT,
    CLAIMWIRE_SNAPSHOT_END, /* updates after `at` follow */
};

/* Valid until the next call on the subscriber. */
struct claimwire_item {
    enum claimwire_item_kind kind;
    struct claimwire_cursor at;               /* of the update, or of the snapshot */
    const Claimwire__V1__EventUpdate *update; /* of UPDATE */
    const Claimwire__V1__Event *event;        /* of SNAPSHOT_EVENT */
    const uint8_t *entry;                     /* of UPDATE: the packed LogEntry as the hub stores it */
    size_t entry_bytes;
};

/* Never waits for the hub, which need not run yet. */
int claimwire_subscriber_open(const char *wire_endpoint, const char *ask_endpoint,
                              const struct claimwire_subscriber_options *options,
                              struct claimwire_subscriber **subscriber);

/* The next item: updates in order of sequence, none left out, none twice, each
 * proven by the running digest. Gaps, restarts of the hub and what a slow
 * reader missed are filled by replay. TIMEOUT, INTERRUPTED; TOO_OLD, DIVERGED
 * and CORRUPT are final: close it. The receive queue of the socket (1,000
 * messages) is the only buffer; what it cannot hold is replayed. */
int claimwire_subscriber_next(struct claimwire_subscriber *subscriber, int timeout_ms,
                              const struct claimwire_item **item);

/* The place of the last update given out or, before the first, where it
 * starts; false while that is not known (live, and no hub heard). */
bool claimwire_subscriber_at(const struct claimwire_subscriber *subscriber, struct claimwire_cursor *cursor);
/* True once a hub has said anything. */
bool claimwire_subscriber_heard(const struct claimwire_subscriber *subscriber);
/* Likewise, while items are asked for. */
int64_t claimwire_subscriber_silent_ms(const struct claimwire_subscriber *subscriber);
/* True while the hub does not let the key in. */
bool claimwire_subscriber_refused(const struct claimwire_subscriber *subscriber);
/* After TOO_OLD or DIVERGED: the snapshot to take; 0: start again from the oldest. */
uint64_t claimwire_subscriber_snapshot(const struct claimwire_subscriber *subscriber);
void claimwire_subscriber_close(struct claimwire_subscriber *subscriber);

/* ---- asking */

struct claimwire_asker;

/* Each request may take `timeout_ms` in all and is sent again every second
 * until then; retry and drop, which are not idempotent, are sent once. */
int claimwire_asker_open(const char *endpoint, int timeout_ms, struct claimwire_asker **asker);
/* With keys, which may be NULL. */
int claimwire_asker_open_keyed(const char *endpoint, int timeout_ms, const struct claimwire_keys *keys,
                               struct claimwire_asker **asker);

/* What they hand out is valid until the next request or close. Pages: begin
 * with `after` 0, go on with the `next` of the page, which is 0 at the end;
 * `count_max` 0 leaves the size to the hub. TIMEOUT: no answer. */
int claimwire_asker_status(struct claimwire_asker *asker, const Claimwire__V1__StatusReply **status);
int claimwire_asker_events(struct claimwire_asker *asker, uint64_t after, uint32_t count_max,
                           const Claimwire__V1__EventsReply **page);
int claimwire_asker_event(struct claimwire_asker *asker, uint64_t id, const Claimwire__V1__Event **event);
int claimwire_asker_articles(struct claimwire_asker *asker, uint64_t after, uint32_t count_max, bool newest_only,
                             const Claimwire__V1__ArticlesReply **page);
int claimwire_asker_claims(struct claimwire_asker *asker, uint64_t after, uint32_t count_max,
                           const Claimwire__V1__ClaimsReply **page);
int claimwire_asker_dead(struct claimwire_asker *asker, uint64_t after, uint32_t count_max,
                         const Claimwire__V1__DeadReply **page);
int claimwire_asker_dead_show(struct claimwire_asker *asker, uint64_t id, const Claimwire__V1__DeadLetter **letter);
int claimwire_asker_dead_retry(struct claimwire_asker *asker, uint64_t id);
int claimwire_asker_dead_drop(struct claimwire_asker *asker, uint64_t id);
/* Undoes the merge of that event, a tombstone. Sent once. */
int claimwire_asker_undo(struct claimwire_asker *asker, uint64_t event);
/* `directory` is on the hub's machine. Not idempotent either: sent once. */
int claimwire_asker_backup(struct claimwire_asker *asker, const char *directory,
                           const Claimwire__V1__BackupReply **backup);
/* Why the desk decided as it did, of one article, event, fact or update. Page by
 * page: `after` is the reply's `next` then. */
int claimwire_asker_why(struct claimwire_asker *asker, const Claimwire__V1__WhyRequest *what,
                        const Claimwire__V1__WhyReply **reply);
/* The subscriber does these two by itself. */
int claimwire_asker_replay(struct claimwire_asker *asker, const struct claimwire_cursor *after, uint32_t count_max,
                           const Claimwire__V1__ReplayReply **replay);
int claimwire_asker_snapshot(struct claimwire_asker *asker, uint64_t sequence, uint32_t part,
                             const Claimwire__V1__SnapshotPart **snapshot);
/* The first part of the newest snapshot that is not after that update;
 * NOT_FOUND. Its other parts by its own sequence. */
int claimwire_asker_snapshot_before(struct claimwire_asker *asker, uint64_t not_after,
                                    const Claimwire__V1__SnapshotPart **snapshot);
/* What the hub said of the last request that failed; "" when nothing. */
const char *claimwire_asker_message(const struct claimwire_asker *asker);
void claimwire_asker_close(struct claimwire_asker *asker);

/* ---- state: what the updates amount to */

/* All events as the updates so far make them (WIRE.md, "The fold"), without the
 * fields marked "query only". Grows with what the hub holds. */
struct claimwire_state;
struct claimwire_state *claimwire_state_new(void); /* NULL: out of memory */
void claimwire_state_free(struct claimwire_state *state);
/* The next item of a subscriber that began at the oldest update of a whole log,
 * or at a snapshot. CORRUPT: it does not follow. MEMORY; the state is then to
 * be thrown away. */
int claimwire_state_take(struct claimwire_state *state, const struct claimwire_item *item);
/* The event of that id, the first after that id (0: of all), or NULL. Good
 * until the next item is taken. */
const Claimwire__V1__Event *claimwire_state_event(const struct claimwire_state *state, uint64_t id);
const Claimwire__V1__Event *claimwire_state_next(const struct claimwire_state *state, uint64_t after);

/* ---- printing: one line of JSON each, without the line end, to be given to
 * free(); NULL when out of memory. The fields are the contract of WIRE.md:
 * event ids are "e7", fact ids "f12", a claim of an event "ARTICLE#CLAIM". */
char *claimwire_update_json(const struct claimwire_item *item); /* UPDATE, SNAPSHOT_BEGIN, SNAPSHOT_EVENT */
char *claimwire_event_json(const Claimwire__V1__Event *event);
char *claimwire_article_json(const Claimwire__V1__ArticleRow *row);
char *claimwire_claim_json(const Claimwire__V1__ClaimRow *row);
char *claimwire_why_json(const Claimwire__V1__Why *why);
char *claimwire_dead_json(const Claimwire__V1__DeadLetter *letter);
char *claimwire_status_json(const Claimwire__V1__StatusReply *status);
char *claimwire_answer_json(const struct claimwire_answer *answer);

/* `text` as one line that is safe on a terminal: controls, escapes, line ends
 * and the characters that turn or hide text become \xNN or \u{NNNN}, and what
 * is beyond `characters_max` (0: no bound) is cut with "…". To be given to
 * free(); NULL when out of memory. */
char *claimwire_escape(const char *text, size_t characters_max);

#ifdef __cplusplus
}
#endif
#endif
