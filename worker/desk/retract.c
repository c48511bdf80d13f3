/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/retract.h"

#include "desk/dispute.h"
#include "desk/fact.h"
#include "desk/figure.h"

/* ---- an outlet */

enum { VERDICT_STEMS_MAX = 3 };

void retract_fact(struct sheet *sheet, uint64_t fact, const char *reason)
{
    event_update_record *update = sheet_update(sheet, CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED);
    reason_record *retraction = reason_make(sheet->arena);
    if (!update || !retraction) {
        sheet->err = sheet->err == ERR_OK ? ERR_MEMORY : sheet->err;
        return;
    }
    retraction->reason = (char *)(uintptr_t)reason;
    update->has_fact = true;
    update->fact = fact;
    update->detail_case = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_RETRACTION;
    update->retraction = retraction;
    sheet_emit(sheet, update);
}

/* Whether the article's outlet, and nobody else, has the fact. */
static bool is_own_alone(const struct bench *bench, const struct sheet_fact *fact)
{
    for (size_t i = 0; i < fact->row->n_support; i++)
        if (fact->row->support[i]->origin != bench->input->own.hash)
            return false;
    return fact->row->support_more == 0;
}

bool retract_is_mistake(const claim_record *claim)
{
    return claim->kind == CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DENIAL && !claim->source &&
           claim->quote == CLAIMWIRE__V1__QUOTE__QUOTE_NONE;
}

/* Whether the claim says no more than that the one before it was a mistake. */
static bool is_verdict(const struct wording *said)
{
    return retract_is_mistake(said->claim) && said->stems.count <= VERDICT_STEMS_MAX && (said->signs & STANCE_REFERS);
}

static void hand_over(claim_place_record *from, claim_place_record *to)
{
    to->denies = from->denies;
    to->denies_why = from->denies_why;
    from->denies = 0;
    from->has_denies = false;
    from->denies_why = NULL;
}

bool retract_mistake(struct bench *bench, const struct wording *said, claim_place_record *place)
{
    struct sheet *sheet = &bench->sheet;
    if (is_verdict(said)) {
        if (bench->mistake)
            hand_over(bench->mistake, place);
        return true;
    }
    struct sheet_fact *fact =
        retract_is_mistake(said->claim) && bench->contrary.fact ? sheet_find(sheet, bench->contrary.fact) : NULL;
    if (!fact || !is_own_alone(bench, fact))
        return false;
    place->denies = fact->row->fact->id;
    place->denies_why = dispute_explain(sheet, place->denies, said, bench->input->weights, bench->before);
    retract_fact(sheet, fact->row->fact->id, "corrected");
    fact->changed = true;
    return true;
}

bool retract_corrected(const struct bench *bench, const claim_record *claim, const struct sheet_fact *fact)
{
    return fact && stance_corrects(fact_speaker(claim)) && is_own_alone(bench, fact);
}

/* ---- a speaker */

#define OWN_WORDS 2.0f /* "what I said about the gates" */
/* Of the words of one who says the contrary of what he said: of the shorter one's weight, and of both. */
#define CONTRADICTED_MIN 0.5f
#define CONTRADICTED_BOTH_MIN 0.35f

/* Whether all that say it are the claim's speaker, or the body that he speaks for. */
static bool is_his(const fact_record *fact, const claim_record *claim)
{
    const char *speaker = fact_speaker(claim);
    const statement_record *own = fact_stated_by(fact, speaker);
    for (size_t i = 0; i < fact->n_statements; i++) {
        const statement_record *statement = fact->statements[i]->statement;
        if (!statement || !statement->speaker ||
            (statement != own && !stance_names(claim->source->role, statement->speaker)))
            return false;
    }
    return fact->n_statements > 0;
}

/* How much of the claim's words stand in what the fact denies: a denial is conceded in the words of those who said it.
 */
static float share_denied(const struct bench *bench, const struct sheet_fact *fact, struct stem_list stems)
{
    const struct sheet *sheet = &bench->sheet;
    const event_record *event = sheet->row->event;
    float most = 0;
    for (size_t i = 0; i < event->n_disputes; i++) {
        const struct sheet_fact *denied =
            event->disputes[i]->denial == fact->row->fact->id ? sheet_find(sheet, event->disputes[i]->fact) : NULL;
        if (!denied)
            continue;
        const struct stem_list others = sheet_stems(denied->row);
        const float share = likeness(stems, others, bench->input->weights, LIKENESS_SHARED_MIN, true);
        most = share > most ? share : most;
    }
    return most;
}

/* How much the claim, which its reader knows for a reversal, contradicts the speaker's own words, or the denials of
 * what it says; 0: not enough. */
static float reverses(const struct bench *bench, const struct wording *said, const struct sheet_fact *fact)
{
    const struct stem_list others = sheet_stems(fact->row);
    if ((fact->stance == STANCE_SAYS) == (said->stance == STANCE_SAYS) || !fact_stands(fact->row))
        return 0;
    const float words = is_his(fact->row->fact, said->claim)
                            ? likeness(said->stems, others, bench->input->weights, LIKENESS_SHARED_MIN, true)
                            : 0;
    const float denied = said->stance == STANCE_SAYS ? share_denied(bench, fact, said->stems) : 0;
    const float share = words > denied ? words : denied;
    return share >= LIKENESS_CONTRARY_MIN ? share : 0;
}

/* Whether somebody denies it, or it denies something. */
static bool is_in_dispute(const event_record *event, uint64_t fact)
{
    for (size_t i = 0; i < event->n_disputes; i++)
        if (event->disputes[i]->fact == fact || event->disputes[i]->denial == fact)
            return true;
    return false;
}

/* The stems of what the speaker has said right before ("I said that the seals were broken. I take it back"), or none.
 */
static struct stem_list stems_before(const struct bench *bench, const char *speaker)
{
    const struct wording *before = &bench->previous;
    const bool his = before->claim && before->speaker && speaker && strcmp(before->speaker, speaker) == 0;
    return his ? before->stems : (struct stem_list){ 0 };
}

/* Whether that tells what he said once: "I said that the seals were broken". */
static bool has_said_before(const struct bench *bench)
{
    return bench->previous.claim && (bench->previous.signs & STANCE_TELLS_OWN);
}

/* Whether the speaker said it in an earlier article. */
static bool is_earlier(const struct bench *bench, const struct sheet_fact *fact, const char *speaker)
{
    const stored_fact_record *row = fact->row;
    return row->n_support > 0 && row->support[0]->article != bench->sheet.number && fact_stands(row) &&
           fact_stated_by(row->fact, speaker);
}

/* How likely "I take it back" means this fact: what has words of the claim, or else of the speaker's one before, a
 * denial or what is in dispute sooner than another. */
static float takes_back(const struct bench *bench, const struct wording *said, const struct sheet_fact *fact)
{
    const char *speaker = said->speaker;
    if (!is_earlier(bench, fact, speaker))
        return 0;
    const struct stem_weights weights = bench->input->weights;
    const struct stem_list others = sheet_stems(fact->row);
    const float share = likeness(said->stems, others, weights, LIKENESS_CONTRARY_SHARED_MIN, true);
    const float before = likeness(stems_before(bench, speaker), others, weights, LIKENESS_CONTRARY_SHARED_MIN, true);
    return (share > 0 ? OWN_WORDS + share : 0) + before + (before > 0 && has_said_before(bench) ? OWN_WORDS : 0) +
           (float)(fact->stance != STANCE_SAYS) + (float)is_in_dispute(bench->sheet.row->event, fact->id);
}

/* The standing fact that scores most, of several the newest; NULL: none does. */
static struct sheet_fact *find_former(const struct bench *bench, const struct wording *said,
                                      float (*score_of)(const struct bench *, const struct wording *,
                                                        const struct sheet_fact *))
{
    struct sheet_fact *best = NULL;
    float most = 0;
    for (size_t i = 0; i < bench->sheet.facts_count; i++) {
        struct sheet_fact *fact = &bench->sheet.facts[i];
        const float score = score_of(bench, said, fact);
        if (score > 0 && (score > most || (score >= most && best && fact->id > best->id))) {
            most = score;
            best = fact;
        }
    }
    return best;
}

/* How much he now contradicts what he has said himself before, one of the two with a "no"; 0: not enough. */
static float contradicts(const struct bench *bench, const struct wording *said, const struct sheet_fact *fact)
{
    const enum stance a = said->stance, b = fact->stance;
    if (!((a == STANCE_SAYS && b == STANCE_NEGATES) || (a == STANCE_NEGATES && b == STANCE_SAYS)) ||
        sheet_shared(&bench->sheet, fact, said) < LIKENESS_SHARED_MIN || !is_earlier(bench, fact, said->speaker))
        return 0;
    const struct stem_list others = sheet_stems(fact->row);
    const struct stem_weights weights = bench->input->weights;
    const float share = likeness(said->stems, others, weights, LIKENESS_SHARED_MIN, true);
    const bool alike = share >= CONTRADICTED_MIN &&
                       likeness(said->stems, others, weights, LIKENESS_SHARED_MIN, false) >= CONTRADICTED_BOTH_MIN;
    return alike ? share : 0;
}

/* A retraction settles what the fact denies; false: something of that is not on the table. */
static bool settle_denied(const struct sheet *sheet, uint64_t denial)
{
    const event_record *event = sheet->row->event;
    for (size_t i = 0; i < event->n_disputes; i++)
        if (event->disputes[i]->denial == denial && !sheet_find(sheet, event->disputes[i]->fact))
            return false;
    for (size_t i = 0; i < event->n_disputes; i++)
        if (event->disputes[i]->denial == denial)
            sheet_find(sheet, event->disputes[i]->fact)->changed = true;
    return true;
}

bool retract_reversed(struct bench *bench, const struct wording *said, const struct sheet_fact *fact,
                      claim_place_record *place)
{
    const claim_record *claim = said->claim;
    const char *speaker = said->speaker;
    struct sheet_fact *former = NULL;
    if (claim->reverses && speaker)
        former = find_former(bench, said, reverses);
    else if (speaker && (said->signs & STANCE_RECANTS))
        former = find_former(bench, said, takes_back);
    else if (speaker && claim->modality == CLAIMWIRE__V1__MODALITY__MODALITY_ASSERTED)
        former = find_former(bench, said, contradicts);
    if (!former)
        return false;
    place->denies = former->id;
    place->denies_why = why_because(bench->sheet.arena, CLAIMWIRE__V1__RULE__RULE_REVERSAL, 0, 0);
    const uint64_t origin = bench->input->own.hash;
    const bool again = fact->row->n_support > 0 && !fact_has_origin(fact->row, origin) &&
                       fact_stated_by(fact->row->fact, speaker) != NULL;
    if (is_his(former->row->fact, claim) && (again || fact_has_origin(former->row, origin)) &&
        settle_denied(&bench->sheet, former->id))
        retract_fact(&bench->sheet, former->id, "taken back");
    former->changed = true;
    return true;
}

/* ---- an earlier revision */

static size_t formerly_placed(const stored_reading_record *former, uint64_t fact)
{
    size_t count = 0;
    for (size_t i = 0; i < former->n_places; i++)
        count += former->places[i]->fact == fact;
    return count;
}

/* Whether a claim of the reading states the fact. */
static bool says(const struct bench *bench, const reading_record *reading, const struct sheet_fact *fact)
{
    for (size_t i = 0; i < reading->n_claims; i++)
        if (fact_is_claim(reading->claims[i])) {
            const struct wording said = likeness_wording(reading->claims[i], likeness_stems(reading->features, i),
                                                         likeness_signs(reading->features, i));
            if (fact_known(&bench->sheet, &said, bench->input->weights) == fact)
                return true;
        }
    return false;
}

void retract_former(struct bench *bench, bool withdrawn, const reading_record *still)
{
    const struct decide_input *input = bench->input;
    struct sheet *sheet = &bench->sheet;
    for (size_t i = 0; i < sheet->facts_count && sheet->err == ERR_OK; i++) {
        stored_fact_record *row = sheet->facts[i].row;
        size_t formerly = formerly_placed(input->former, row->fact->id);
        if (!formerly || (still && says(bench, still, &sheet->facts[i])) ||
            !fact_take_back(row, input->number, input->article->revision, formerly))
            continue;
        if (row->n_support == 0 && row->support_more == 0 && fact_stands(row))
            retract_fact(sheet, row->fact->id, withdrawn ? "withdrawn" : "revised");
    }
    /* A retraction may have settled any of them. */
    for (size_t i = 0; i < sheet->facts_count; i++)
        sheet->facts[i].changed = true;
    figure_take_back(sheet, input->article->revision, still);
}
