/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_POLARITY_H
#define EXTRACT_POLARITY_H

#include <stdbool.h>

#include "extract/draft.h"
#include "extract/lexicon.h"

struct polarity {
    bool denied;     /* the main verb of the content is negated, or its subject is "no one" */
    bool own_denial; /* and the speakers say it of themselves: "we did not ..." */
    enum draft_modality modality;
};

/* Looks at the main verb of a content only: a negation further in leaves the
 * whole affirmed. */
struct polarity polarity_of(const struct lexed *lexed, struct range content);

/* The same of a content in parts: "The pillar", she said, "was not safe". */
struct polarity polarity_of_parts(const struct lexed *lexed, const struct range *parts, size_t count);

/* The first part that a verb makes a clause; the first of all where none does. */
struct range polarity_telling(const struct lexed *lexed, const struct range *parts, size_t count);

/* "a lie", "false", "forged": says of what somebody else said or showed that it is not so. */
bool polarity_is_untrue(const struct document *document, uint32_t token);

/* Where the main clause is, behind a clause that is its subject or hangs on it: "What I said | was",
 * "The theory that it failed | does not". `begin` where there is none, or no verb behind it. */
uint32_t polarity_main(const struct lexed *lexed, uint32_t begin, uint32_t end);

#endif
