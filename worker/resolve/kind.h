/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_KIND_H
#define RESOLVE_KIND_H

#include "extract/draft.h"
#include "extract/lexicon.h"
#include "record/record.h"

/* What a claim is, by its cue or by the happening it tells of. */
Claimwire__V1__ClaimKind kind_of_cue(enum cue_kind kind);
Claimwire__V1__ClaimKind kind_of_event(enum event_kind kind);

/* Of a part of what the attribution reports: where its cue says no more than
 * that something was said, the words themselves tell a happening, a denial
 * ("nobody crossed"), a demand ("must now act") or an allegation. */
Claimwire__V1__ClaimKind kind_of_words(const struct lexed *lexed, const struct draft_attribution *attribution,
                                       struct range words);

/* "That is a lie", "called the figure an invention": says that what somebody else said is not so. */
bool kind_is_untrue(const struct lexed *lexed, const struct draft_attribution *attribution, struct range words);

#endif
