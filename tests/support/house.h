/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_HOUSE_H
#define SUPPORT_HOUSE_H

#include "support/feeding.h"
#include "support/hub.h"

/* A hub with keys on tcp, and a folder that holds everybody's:
 *
 *   tide feeder   work worker   reader subscriber   clerk query   boss admin
 *   archivist feeder,admin      jack all five       nobody in no list
 *
 * The test itself asks, feeds and follows as jack. */
struct house {
    struct hub *hub;
    char folder[96];
    struct claimwire_keys jack;
};

/* Nothing runs yet; the list is written. */
struct house *house_new(void);

/* The list without that name (NULL: with all), written anew as one is told to:
 * beside it, then renamed. */
void house_write_list(struct house *house, const char *without);
/* Other text in its place. */
void house_write_text(struct house *house, const char *text);
/* PATH in the folder. Static. */
const char *house_path(const struct house *house, const char *file);

/* Keys as which something else may ask. */
struct claimwire_keys house_keys(const struct house *house, const char *name);

/* A feeder with that key, and one article through it. */
struct feeding *house_feeder(struct house *house, const char *name, bool archive);
struct fed house_offer(struct house *house, const char *name, bool archive, const Claimwire__V1__Article *article);

/* A socket with that key: "none" is a plain one, "astray" has jack's key and
 * another hub's. It greets as its endpoint wants, again and again. */
enum place { PLACE_FEED, PLACE_WORK, PLACE_WIRE, PLACE_ASK, PLACES };
struct probe {
    enum place place;
    const char *name;
    bool heard; /* at least a byte of the hub's */
    void *context, *socket;
    unsigned greetings;
};
struct probe *probe_open(struct house *house, enum place place, const char *name);
/* Greets with all of them and listens for so long; `heard` says of whom it was
 * true in that time. */
void probe_all(struct probe *const probes[], size_t count, int ms);
/* Waits until that counter is `value`; through jack. */
void house_await(struct house *house, const char *counter, uint64_t value);

#endif
