/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/dispute.h"

#include "base/limits.h"
#include "desk/fact.h"
#include "desk/figure.h"

static bool denies(const claim_record *claim)
{
    return stance_of(claim->kind, claim->polarity, claim->text) != STANCE_SAYS;
}

static bool is_denied(Claimwire__V1__Polarity polarity)
{
    return polarity == CLAIMWIRE__V1__POLARITY__POLARITY_DENIED;
}

/* The same words, with the other polarity. */
static bool opposes(const stored_fact_record *row, const claim_record *claim)
{
    const statement_record *first = row->fact->n_statements ? row->fact->statements[0]->statement : NULL;
    return row->topic_key.len == claim->topic_key.len &&
           memcmp(row->topic_key.data, claim->topic_key.data, row->topic_key.len) == 0 && fact_stands(row) && first &&
           is_denied(first->polarity) != is_denied(claim->polarity) &&
           (first->n_figures == 0 || claim->n_figures == 0 || figure_equal(first->figures[0], claim->figures[0]));
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
    const uint64_t mark = likeness_mark(claim, stems);
    float most = 0;
    for (size_t i = 0; i < sheet->facts_count; i++) {
        float share = fact_contrary(&sheet->facts[i], claim, mark, stems, weights);
        if (share > most) {
            most = share;
            best = &sheet->facts[i];
        }
    }
    return best;
}

/* What a claim that calls something a lie is about: what shares most words with it of what the article has said by
 * then, else what stands right before it. */
static const struct sheet_fact *rebutted(const struct sheet *sheet, const claim_record *claim, struct stem_list stems,
                                         struct stem_weights weights, uint64_t before)
{
    if (!stance_rebuts(claim->text) || !fact_speaker(claim))
        return NULL;
    const struct sheet_fact *best = sheet_find(sheet, before);
    float most = LIKENESS_CONTRARY_MIN;
    for (size_t i = 0; i < sheet->facts_count; i++) {
        const struct stem_list others = { sheet->facts[i].row->terms, sheet->facts[i].row->n_terms };
        const float share =
            sheet->facts[i].changed ? likeness(stems, others, weights, LIKENESS_SHARED_MIN, true) : 0;
        if (share > most && !fact_stated_by(sheet->facts[i].row->fact, fact_speaker(claim))) {
            most = share;
            best = &sheet->facts[i];
        }
    }
    return best && fact_stands(best->row) && !fact_stated_by(best->row->fact, fact_speaker(claim)) ? best : NULL;
}

void dispute_raise(struct sheet *sheet, const claim_record *claim, struct stem_list stems, struct stem_weights weights,
                   uint64_t fact, uint64_t before)
{
    const char *speaker = fact_speaker(claim);
    const struct sheet_fact *lie = rebutted(sheet, claim, stems, weights, before);
    const struct sheet_fact *worded = lie ? lie : contrary(sheet, claim, stems, weights);
    for (size_t i = 0; i < sheet->facts_count && sheet->err == ERR_OK; i++) {
        const fact_record *other = sheet->facts[i].row->fact;
        if (other->id == fact || (!opposes(sheet->facts[i].row, claim) && &sheet->facts[i] != worded) ||
            fact_stated_by(other, speaker) || sheet->row->event->n_disputes >= EVENT_DISPUTES_MAX)
            continue;
        if (lie || denies(claim))
            emit(sheet, claim, other->id, fact, speaker, fact_first_speaker(other));
        else
            emit(sheet, claim, fact, other->id, fact_first_speaker(other), speaker);
        sheet->facts[i].changed = true;
    }
}

uint64_t dispute_denied(const struct sheet *sheet, uint64_t fact)
{
    const event_record *event = sheet->row->event;
    for (size_t i = 0; i < event->n_disputes; i++)
        if (event->disputes[i]->denial == fact)
            return event->disputes[i]->fact;
    return 0;
}

stored_why_record *dispute_explain(const struct sheet *sheet, uint64_t fact, const claim_record *claim,
                                   struct stem_list stems, struct stem_weights weights)
{
    const struct sheet_fact *denied = sheet_find(sheet, fact);
    if (!denied || opposes(denied->row, claim))
        return why_because(sheet->arena, CLAIMWIRE__V1__RULE__RULE_KEY, 0, 0);
    return why_because(sheet->arena, CLAIMWIRE__V1__RULE__RULE_WORDS, fact_contrary(denied, claim, likeness_mark(claim, stems), stems, weights),
                       LIKENESS_CONTRARY_MIN);
}
