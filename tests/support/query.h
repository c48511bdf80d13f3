/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_QUERY_H
#define SUPPORT_QUERY_H

#include "client/claimwire.h"
#include "support/hub.h"
#include "support/ledger.h"

/* What a running hub answers. */

/* Valid until the next question. */
const Claimwire__V1__StatusReply *query_status(struct hub *hub);
uint64_t query_counter(struct hub *hub, const char *name);
/* The last sequence of the log. */
uint64_t query_sequence(struct hub *hub);
/* The place it is at. */
struct claimwire_cursor query_cursor(struct hub *hub);
/* Until nothing is queued; returns the last sequence. */
uint64_t query_drained(struct hub *hub);
/* Until so many dead letters are there. */
void query_dead(struct hub *hub, uint64_t count);

/* Rows of `articles` for this id, or all where it is NULL; `last` takes the
 * last of them when it is not NULL (no strings in it). */
struct query_article {
    Claimwire__V1__ArticleStatus status;
    uint32_t revision;
    uint64_t event;
    char copy_of[64];
};
size_t query_articles(struct hub *hub, const char *id, struct query_article *last);

/* All events, as the hub has them. */
void query_events(struct hub *hub, struct ledger *ledger);

#endif
