/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_MONEY_H
#define RESOLVE_MONEY_H

#include "extract/lexicon.h"

/* What the word is money of in a story that is set in the country (may be NULL): an ISO 4217 code, "" where it may be
 * of several; NULL: no money. */
const char *money_word(const struct lexed *lexed, uint32_t token, const char *country);

/* The code of the sign at i, "€", of "US$" and "R$", where the letters stand before it as a word, and of "R" in
 * "R2.3 billion"; NULL: none. */
const char *money_sign(const struct lexed *lexed, uint32_t i);

#endif
