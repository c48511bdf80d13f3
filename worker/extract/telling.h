/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_TELLING_H
#define EXTRACT_TELLING_H

#include "extract/draft.h"
#include "extract/lexicon.h"

/* What the outlet tells as new without a number or a verb of event.def: "Prosecutors have opened an inquiry", "The
 * board met on Monday", "The next hearing is set for 3 April". A plain sentence that nobody is reported to say, in the
 * perfect, or past or to come on a day that it names; added to what is narrated unless something of it is already.
 * Linear in the tokens of the sentence. */
void telling_find_sentence(const struct lexed *lexed, struct drafts *drafts, uint32_t number);

#endif
