/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_VOCABULARY_H
#define DESK_VOCABULARY_H

#include <stdbool.h>

#include "desk/vector.h"

/* The terms of the window's articles: in how many each is, and which of them are matched by it. The terms of common.h
 * are in so many articles more, which never leave.
 *
 * One entry of 32 bytes a term has both, and the postings of a term with up to 4: half a line of memory answers what an
 * article's coming asks. The newest of a term with more stand side by side in a run of 16 or, where it has more than
 * these, 64. Articles leave in the order in which they came, so what is dropped is a term's oldest, and where its
 * postings stand hangs on their number alone.
 *
 * Open addressing with linear probing and deletion that moves back what it parted (Knuth 6.4, algorithm R). The slots
 * are doubled when half of them are taken, so constant time a term in the long run; which one a term gets hangs on a
 * secret, so nobody outside can choose terms that collide. A doubling at half a million terms takes 17 ms, at one
 * million 33 and at four 140, nearly all for new pages, and nine times that where a virtual machine must get them. */
enum { VOCABULARY_RUN_MAX = 64 }; /* newest postings of a term that can be walked */
struct vocabulary;
struct posting_walk;

/* For so many terms that are not common, at most 2^28, and postings, at most 2^26. NULL without memory. */
struct vocabulary *vocabulary_new(uint32_t terms_max, uint32_t postings_max);
void vocabulary_free(struct vocabulary *vocabulary);
void vocabulary_clear(struct vocabulary *vocabulary);

/* Whether `count` more terms fit, be they all new. */
bool vocabulary_fit(const struct vocabulary *vocabulary, uint32_t count);

/* An article comes that has these terms, each once, TERMS_MAX at most; it is matched by those of the vector, whose
 * places are among them. */
void vocabulary_add(struct vocabulary *vocabulary, const uint32_t *terms, size_t count, const struct vector *vector,
                    uint32_t owner);
/* An article counts no longer among those that have these terms. */
void vocabulary_forget(struct vocabulary *vocabulary, const uint32_t *terms, size_t count);
/* The oldest article that is matched by any of these leaves. */
void vocabulary_drop(struct vocabulary *vocabulary, const uint32_t *terms, size_t count);

/* How many articles have the term. */
uint32_t vocabulary_articles(const struct vocabulary *vocabulary, uint32_t term);
/* Hints that they are asked for soon. */
void vocabulary_expect(const struct vocabulary *vocabulary, const uint32_t *terms, size_t count);

/* The newest postings of the vector's terms, with their weights in it; terms that no article is matched by are left
 * out. There is room for VECTOR_TERMS_MAX walks. Returns how many they are. Borrowed until the vocabulary changes. */
size_t vocabulary_walk(const struct vocabulary *vocabulary, const struct vector *vector, struct posting_walk *walks);

uint64_t vocabulary_postings(const struct vocabulary *vocabulary);
uint64_t vocabulary_bytes(const struct vocabulary *vocabulary); /* touched */

#endif
