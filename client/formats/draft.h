/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FORMATS_DRAFT_H
#define CLIENT_FORMATS_DRAFT_H

#include "client/formats/intake.h"

/* An article as it is found piece by piece. What is set first stays, so the
 * best source is asked first; empty or NULL sets nothing. */
struct draft {
    struct intake *intake;
    Claimwire__V1__Article article; /* its strings are of malloc */
    bool canonical;                 /* url is what the outlet calls it, not only where it was fetched */
    bool named;                     /* without id and url, the file's name is the id */
    bool failed;                    /* out of memory */
};

void draft_init(struct draft *draft, struct intake *intake);
void draft_fini(struct draft *draft);

/* One of the article's texts, in words parted by one space. */
void draft_words(struct draft *draft, char **field, const char *text);
/* Likewise, from text that may hold tags and entities of HTML. */
void draft_markup(struct draft *draft, char **field, const char *text);
/* A body of HTML: its paragraphs without the chrome. */
void draft_html(struct draft *draft, const char *html);
/* A body of plain text: blank lines part paragraphs, or if there are none all lines do. */
void draft_plain(struct draft *draft, const char *text);
/* A body of which nobody says what it is. */
void draft_either(struct draft *draft, const char *text);
/* Taken over byte by byte. */
void draft_body(struct draft *draft, const char *text);
/* A date in whatever form, or nothing when it is none. */
void draft_date(struct draft *draft, char **field, const char *text);
/* An absolute http or https address, or nothing. */
void draft_url(struct draft *draft, const char *url, bool canonical);
/* One name more in the byline. */
void draft_author(struct draft *draft, const char *name);

/* Makes it whole (id, outlet, the limits of wire.h), gives it to the intake,
 * and ends the draft. */
void draft_finish(struct draft *draft);

#endif
