/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_ATOM_H
#define RESOLVE_ATOM_H

#include "extract/draft.h"
#include "extract/lexicon.h"

/* One content may state several facts: "officers searched nine addresses and
 * seized 340,000 euros". An atom is the smallest clause of one of them. Contents are
 * cut where a clause of its own begins and numbers tell the two apart, or "and" leads
 * on to a finite verb of its own in what is not spoken; a noun
 * phrase with a second number, "a contract worth 86 million", is told again by
 * itself, and so is what somebody is charged with; the counts of people harmed have claims of their own, and their
 * clauses go out of the content. */

enum { ATOMS_MAX = 8 };

struct atoms {
    struct range ranges[ATOMS_MAX]; /* in text order; a noun phrase lies within the one before it */
    struct range apart[ATOMS_MAX];  /* of each, words whose numbers are another's; may be empty */
    size_t count;
};

/* The atoms of a content of the attribution, or of a sentence of it; none where the clauses of those
 * harmed leave nothing. Linear in the tokens of the content. */
void atoms_cut(const struct lexed *lexed, const struct drafts *drafts, uint32_t attribution, struct range content,
               struct atoms *atoms);

/* "was arrested on suspicion of | taking money": what somebody is charged with, which is alleged and no more; empty
 * where there is no such thing. */
struct range atom_charge(const struct lexed *lexed, struct range range);

/* Contents round a cue, "A ferry capsized, police said, and dozens were missing": which of them tell a thing together,
 * as [first, end) of their numbers. Each with a finite verb tells one of its own, "… | and shut the road" too; words
 * without one in front of it go with it ("the ferry, he said, | was sound"), and what is no clause behind one is told
 * by nobody. One group of all where none is a clause, all is spoken, or nobody has tagged the words. Returns how many
 * groups there are. */
size_t atoms_group(const struct lexed *lexed, const struct drafts *drafts, const struct draft_attribution *draft,
                   struct range groups[CONTENT_RANGES_MAX]);

/* Adds the sentences of what is quoted: "We had slings." "Nobody threw dynamite." One that
 * states nothing ("A voucher!") goes with the one before it. */
void atoms_of_sentences(const struct lexed *lexed, struct range quoted, struct atoms *atoms);

#endif
