/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_TELLING_H
#define EXTRACT_TELLING_H

#include "extract/draft.h"
#include "extract/told.h"

/* What the outlet tells as news without a number or a verb of event.def: "Prosecutors have opened an inquiry", "The
 * board met on Monday", "The next hearing is set for 3 April". Clauses of a sentence that nobody is reported to say, if
 * told_is_news; added to what is narrated unless something of them is already. Linear in the tokens of the sentence. */
void telling_find_sentence(const struct learned *learned, struct drafts *drafts, uint32_t number);

#endif
