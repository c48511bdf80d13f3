/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/kind.h"

Claimwire__V1__ClaimKind kind_of_cue(enum cue_kind kind)
{
    static const Claimwire__V1__ClaimKind kinds[] = {
        [CUE_STATEMENT] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_STATEMENT,
        [CUE_WARNING] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_WARNING,
        [CUE_DENIAL] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DENIAL,
        [CUE_ACCUSATION] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_ACCUSATION,
        [CUE_DEMAND] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DEMAND,
        [CUE_PROMISE] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_PROMISE,
        [CUE_BELIEF] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_STATEMENT,
        [CUE_ATTITUDE] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_STATEMENT,
    };
    return kinds[kind];
}

Claimwire__V1__ClaimKind kind_of_event(enum event_kind kind)
{
    static const Claimwire__V1__ClaimKind kinds[] = {
        [EVENT_NONE] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_STATEMENT,
        [EVENT_ATTACK] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_ATTACK,
        [EVENT_ARREST] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_ARREST,
        [EVENT_DEPLOYMENT] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DEPLOYMENT,
        [EVENT_AGREEMENT] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_AGREEMENT,
        [EVENT_MEETING] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_MEETING,
        [EVENT_DAMAGE] = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DAMAGE,
    };
    return kinds[kind];
}
