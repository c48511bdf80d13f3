/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/dispute.h"

#include "base/limits.h"
#include "desk/fact.h"

static bool denies(const claim_record *claim)
{
    return claim->polarity == CLAIMWIRE__V1__POLARITY__POLARITY_DENIED;
}

static bool opposes(const stored_fact_record *row, const claim_record *claim)
{
    return row->topic_key.len == claim->topic_key.len &&
           memcmp(row->topic_key.data, claim->topic_key.data, row->topic_key.len) == 0 && fact_stands(row) &&
           fact_is_denied(row) != denies(claim);
}

static void emit(struct sheet *sheet, const claim_record *claim, uint64_t attacked, uint64_t denial, const char *by,
                 const char *against)
{
    event_update_record *update = sheet_update(sheet, CLAIMWIRE__V1__CHANGE__CLAIM_DISPUTED);
    if (!update)
        return;
    dispute_record *dispute = dispute_make(sheet->arena);
    if (!dispute) {
        sheet->err = ERR_MEMORY;
        return;
    }
    dispute->has_fact = dispute->has_denial = true;
    dispute->fact = attacked;
    dispute->denial = denial;
    dispute->by = (char *)(uintptr_t)by;
    dispute->against = (char *)(uintptr_t)against;
    update->claim = claim->id;
    update->has_fact = true;
    update->fact = attacked;
    update->detail_case = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_DISPUTE;
    update->dispute = dispute;
    sheet_emit(sheet, update);
}

/* The fact that the claim's words contradict most, or NULL. */
static const struct sheet_fact *contrary(const struct sheet *sheet, const claim_record *claim, struct stem_list stems,
                                         struct stem_weights weights)
{
    const struct sheet_fact *best = NULL;
    float most = 0;
    for (size_t i = 0; i < sheet->facts_count; i++) {
        float share = fact_contrary(&sheet->facts[i], claim, stems, weights);
        if (share > most) {
            most = share;
            best = &sheet->facts[i];
        }
    }
    return best;
}

uint64_t dispute_raise(struct sheet *sheet, const claim_record *claim, struct stem_list stems,
                       struct stem_weights weights, uint64_t fact)
{
    const char *speaker = fact_speaker(claim);
    const struct sheet_fact *worded = contrary(sheet, claim, stems, weights);
    for (size_t i = 0; i < sheet->facts_count && sheet->err == ERR_OK; i++) {
        const fact_record *other = sheet->facts[i].row->fact;
        if (other->id == fact || (!opposes(sheet->facts[i].row, claim) && &sheet->facts[i] != worded) ||
            fact_stated_by(other, speaker) || sheet->row->event->n_disputes >= EVENT_DISPUTES_MAX)
            continue;
        if (denies(claim))
            emit(sheet, claim, other->id, fact, speaker, fact_first_speaker(other));
        else
            emit(sheet, claim, fact, other->id, fact_first_speaker(other), speaker);
        sheet->facts[i].changed = true;
    }
    return dispute_denied(sheet, claim, stems, weights);
}

uint64_t dispute_denied(const struct sheet *sheet, const claim_record *claim, struct stem_list stems,
                        struct stem_weights weights)
{
    if (!denies(claim))
        return 0;
    for (size_t i = 0; i < sheet->facts_count; i++)
        if (opposes(sheet->facts[i].row, claim))
            return sheet->facts[i].row->fact->id;
    const struct sheet_fact *worded = contrary(sheet, claim, stems, weights);
    return worded ? worded->row->fact->id : 0;
}

stored_why_record *dispute_explain(const struct sheet *sheet, uint64_t fact, const claim_record *claim,
                                   struct stem_list stems, struct stem_weights weights)
{
    const struct sheet_fact *denied = sheet_find(sheet, fact);
    if (!denied || opposes(denied->row, claim))
        return why_because(sheet->arena, CLAIMWIRE__V1__RULE__RULE_KEY, 0, 0);
    return why_because(sheet->arena, CLAIMWIRE__V1__RULE__RULE_WORDS, fact_contrary(denied, claim, stems, weights),
                       LIKENESS_CONTRARY_MIN);
}
