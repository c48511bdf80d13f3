/* SPDX-License-Identifier: Apache-2.0
 * Who goes back on what was said: a speaker, by the words of telling; the outlet, by what it says of its own report. */
#include "extract/mistake.h"
#include "extract/takeback.h"
#include "resolve/claim.h"

void reversal_give(const struct claim_pass *pass, claim_record *claim, const struct draft_attribution *draft)
{
    const enum takeback takeback = takeback_of(pass->input->document, draft->cue, draft->content[0].first);
    claim->has_reverses = claim->reverses = takeback != TAKEBACK_NONE;
    if (takeback == TAKEBACK_CLAIM) {
        claim->kind = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DENIAL;
        claim->polarity = CLAIMWIRE__V1__POLARITY__POLARITY_DENIED;
    } else if (takeback == TAKEBACK_DENIAL) {
        claim->kind = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_STATEMENT;
        claim->polarity = CLAIMWIRE__V1__POLARITY__POLARITY_AFFIRMED;
    }
}

bool reversal_is_mistake(const struct claim_pass *pass, claim_record *claim, struct range content)
{
    if (content.first >= content.end || !mistake_before(pass->input->document, content.first))
        return false;
    claim->kind = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DENIAL;
    claim->polarity = CLAIMWIRE__V1__POLARITY__POLARITY_DENIED;
    claim->quote = CLAIMWIRE__V1__QUOTE__QUOTE_NONE;
    claim->attribution = NULL;
    claim->source = NULL;
    claim->n_cue = 0;
    return true;
}
