/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_KIND_H
#define RESOLVE_KIND_H

#include "extract/draft.h"
#include "record/record.h"

/* What a claim is, by its cue or by the happening it tells of. */
Claimwire__V1__ClaimKind kind_of_cue(enum cue_kind kind);
Claimwire__V1__ClaimKind kind_of_event(enum event_kind kind);

#endif
