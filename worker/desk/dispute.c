/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/dispute.h"

#include "base/limits.h"
#include "desk/fact.h"
#include "desk/figure.h"
#include "desk/odds.h"
#include "desk/toll.h"

enum {
    BARE_STEMS_MAX = 3,        /* "it was 1,200": the number, and what is hardly more */
    REBUTTAL_STEMS_MAX = 4,    /* "that is a lie, and he knows it" */
    REBUTTAL_REACH = 3,        /* claims back, where no word tells what is meant */
    REBUTTAL_REACH_CHARGE = 8, /* of an accusation */
};

/* Whether it is against something: it says no, or refuses a number. */
static bool denies(const struct wording *said)
{
    return said->stance != STANCE_SAYS || said->refuses;
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

void dispute_say(struct sheet *sheet, const claim_record *claim, uint64_t attacked, uint64_t denial)
{
    emit(sheet, claim, attacked, denial, fact_speaker(claim),
         fact_first_speaker(sheet_find(sheet, attacked)->row->fact));
}

/* ---- another count */

/* Whether one of the two begins over the other's end. */
static bool are_apart(const figure_record *a, const figure_record *b)
{
    return (a->has_low && b->has_high && a->low > b->high) || (b->has_low && a->has_high && b->low > a->high);
}

/* Whether the fact, as the article has told it, is another speaker's count of the people whom the claim counts: each by
 * the figure that it gives first. */
static bool counts_otherwise(const struct sheet_fact *fact, const claim_record *claim, const figure_record *figure)
{
    const statement_record *first = fact_first(fact->row->fact);
    const figure_record *other = fact->told && first ? figure_people(first->figures, first->n_figures > 0) : NULL;
    return other && first->speaker && fact->stance == STANCE_SAYS && fact_stands(fact->row) &&
           other->measure == figure->measure && are_apart(other, figure) &&
           toll_same_people(other->population, figure->population) &&
           !fact_stated_by(fact->row->fact, fact_speaker(claim));
}

/* What two who are named say in one article of how many there were stands against each other: the last such fact before
 * the claim, where that counts all of them and tells of no change; 0: none. */
static uint64_t other_people(const struct sheet *sheet, const struct wording *said)
{
    const claim_record *claim = said->claim;
    const figure_record *figure = figure_people(claim->figures, claim->n_figures > 0);
    const struct sheet_fact *last = NULL;
    if (!figure || !fact_speaker(claim) || toll_tells_changed(claim->text) || toll_tells_part(claim->text))
        return 0;
    const enum toll toll = toll_of(sheet->row->event, claim, figure);
    if (toll != TOLL_WHOLE && toll != TOLL_PART) /* "four bodies", of six killed, may be all that he knows of */
        return 0;
    for (size_t i = 0; i < sheet->facts_count; i++)
        if ((!last || sheet->facts[i].told > last->told) && counts_otherwise(&sheet->facts[i], claim, figure))
            last = &sheet->facts[i];
    return last ? last->id : 0;
}

/* "It was 1,200", "the figure at 61 per cent": hardly more than a number, of what somebody else has just put at another
 * one; 0: it is not. */
static uint64_t other_number(const struct sheet *sheet, const struct wording *said, struct said_before before)
{
    const claim_record *claim = said->claim;
    const figure_record *figure = claim->n_figures == 1 ? claim->figures[0] : NULL;
    if (!figure || !fact_speaker(claim) || said->stems.count > BARE_STEMS_MAX ||
        (figure->population && *figure->population))
        return 0;
    const struct sheet_fact *fact = sheet_find(sheet, before.fact);
    if (!fact)
        return 0;
    const statement_record *first = fact_first(fact->row->fact);
    const figure_record *other = first && first->n_figures ? first->figures[0] : NULL;
    const bool alike =
        other && (other->measure == figure->measure || (figure->measure == CLAIMWIRE__V1__MEASURE__MEASURE_OTHER &&
                                                        other->measure == CLAIMWIRE__V1__MEASURE__MEASURE_PERCENT));
    return alike && first->speaker && fact->stance == STANCE_SAYS && fact_stands(fact->row) &&
                   are_apart(other, figure) && !fact_stated_by(fact->row->fact, fact_speaker(claim))
               ? fact->id
               : 0;
}

static uint64_t other_count(const struct sheet *sheet, const struct wording *said, struct said_before before)
{
    const uint64_t people = other_people(sheet, said);
    return people ? people : other_number(sheet, said, before);
}

struct contrary dispute_contrary(const struct sheet *sheet, const struct wording *said, struct stem_weights weights,
                                 struct said_before before, uint64_t origin)
{
    uint64_t best = 0;
    float most = 0;
    if (said->claim->reverses && said->stance != STANCE_SAYS) /* what he has said himself: retract.h */
        return (struct contrary){ 0 };
    for (size_t i = 0; i < sheet->facts_count; i++) {
        if (!likeness_opposite(sheet->facts[i].mark, said->mark) ||
            (origin && !fact_has_origin(sheet->facts[i].row, origin)))
            continue;
        const float share = contrary_score(sheet, &sheet->facts[i], said, weights, before);
        if (share > most) {
            most = share;
            best = sheet->facts[i].id;
        }
    }
    if (denies(said))
        best = odds_pick(sheet, said, weights, before, origin, best);
    const uint64_t counted = best ? 0 : other_count(sheet, said, before);
    return best ? (struct contrary){ best, false } : (struct contrary){ counted, counted != 0 };
}

/* What a claim that calls something a lie may be about: what others have said by then in the article, and not of a day
 * to come. */
static bool may_be_lie(const struct sheet_fact *fact, const char *speaker)
{
    const fact_record *said = fact->row->fact;
    const statement_record *first = said->n_statements ? said->statements[0]->statement : NULL;
    return fact->changed && fact->stance == STANCE_SAYS && first &&
           first->modality != CLAIMWIRE__V1__MODALITY__MODALITY_FUTURE && fact_stands(fact->row) &&
           !fact_stated_by(said, speaker);
}

static bool accuses(const struct sheet_fact *fact)
{
    const statement_record *first = fact_first(fact->row->fact);
    return contrary_accuses(first->kind, first->modality);
}

static bool has_speaker(const fact_record *fact)
{
    for (size_t i = 0; i < fact->n_statements; i++)
        if (fact->statements[i]->statement->speaker)
            return true;
    return false;
}

/* Whether the fact, told in the article not long before, can be what the claim refers to: that somebody was hurt is
 * hardly ever called a lie. */
static bool may_be_meant(const struct sheet_fact *fact, const struct wording *said, enum reference reference)
{
    if (!fact->told || !may_be_lie(fact, said->speaker) || !has_speaker(fact->row->fact) ||
        fact_first(fact->row->fact)->kind == CLAIMWIRE__V1__CLAIM_KIND__CLAIM_CASUALTY ||
        (reference == REFERENCE_NONE && !accuses(fact)))
        return false;
    const bool charge = reference == REFERENCE_CHARGE && accuses(fact);
    return fact->told + (charge ? REBUTTAL_REACH_CHARGE : REBUTTAL_REACH) >= said->number;
}

/* What is meant where no word tells: by "that is a lie" and "the claim" the last that somebody else has said, by "the
 * charge" the last accusation, if there is one; by a lie alone no more than an accusation. */
static const struct sheet_fact *meant(const struct sheet *sheet, const struct wording *said)
{
    const enum reference reference = stance_reference(said->signs);
    const struct sheet_fact *best = NULL;
    if (said->stems.count > REBUTTAL_STEMS_MAX ||
        !((said->signs & STANCE_REBUTS) || (reference != REFERENCE_NONE && said->stance == STANCE_DENIES)))
        return NULL;
    for (size_t i = 0; i < sheet->facts_count; i++) {
        const struct sheet_fact *fact = &sheet->facts[i];
        if (!may_be_meant(fact, said, reference))
            continue;
        const bool charge = reference == REFERENCE_CHARGE && accuses(fact);
        const bool best_is = best && reference == REFERENCE_CHARGE && accuses(best);
        if (!best || charge > best_is || (charge == best_is && fact->told > best->told))
            best = fact;
    }
    return best;
}

/* Of that what shares most words with it, an accusation sooner than another. */
static const struct sheet_fact *rebutted(const struct sheet *sheet, const struct wording *said,
                                         struct stem_weights weights)
{
    const char *speaker = said->speaker;
    if (!speaker || !(said->signs & STANCE_REBUTS))
        return NULL;
    const struct sheet_fact *best = NULL;
    float most = LIKENESS_CONTRARY_MIN;
    for (size_t i = 0; i < sheet->facts_count; i++) {
        if (!may_be_lie(&sheet->facts[i], speaker))
            continue;
        const struct stem_list others = sheet_stems(sheet->facts[i].row);
        const float share = likeness(said->stems, others, weights, LIKENESS_CONTRARY_SHARED_MIN, true);
        const float score = share + (share > 0 && accuses(&sheet->facts[i]) ? LIKENESS_CONTRARY_ACCUSED : 0);
        if (score > most) {
            most = score;
            best = &sheet->facts[i];
        }
    }
    return best;
}

/* Whether the denial says no more than what the known one, of the same fact, has said: the speaker does again, both
 * only deny, or the one goes on with the other. */
static bool denies_again(const struct sheet_fact *known, const struct wording *said, struct said_before before)
{
    const claim_record *claim = said->claim;
    const statement_record *first = fact_first(known->row->fact);
    if (!first || !fact_stands(known->row) || first->modality != claim->modality ||
        (claim->n_figures && !(first->n_figures && figure_equal(first->figures[0], claim->figures[0]))))
        return false;
    return fact_stated_by(known->row->fact, said->speaker) || known->row->fact->id == before.fact ||
           (known->stance == STANCE_DENIES && said->stance == STANCE_DENIES);
}

struct sheet_fact *dispute_again(const struct sheet *sheet, const struct wording *said, struct said_before before,
                                 uint64_t denied)
{
    const event_record *event = sheet->row->event;
    for (size_t i = 0; i < event->n_disputes; i++) {
        struct sheet_fact *known =
            event->disputes[i]->fact == denied ? sheet_find(sheet, event->disputes[i]->denial) : NULL;
        if (known && denies_again(known, said, before))
            return known;
    }
    return NULL;
}

/* More than words: it names who is denied, or is named there, or the speaker is known to deny it. */
static bool is_meant(const struct sheet *sheet, const struct sheet_fact *denied, const struct wording *said)
{
    const char *speaker = said->speaker;
    const statement_record *first = fact_first(denied->row->fact);
    const struct sheet_fact *known = dispute_again(sheet, said, (struct said_before){ 0 }, denied->row->fact->id);
    return (known && fact_stated_by(known->row->fact, speaker)) || stance_names(first->text, speaker) ||
           stance_names(said->claim->text, first->speaker);
}

struct sheet_fact *dispute_elsewhere(const struct sheet *sheet, const struct wording *said, struct stem_weights weights,
                                     bool then, float *most)
{
    struct sheet_fact *best = NULL;
    *most = then ? LIKENESS_CONTRARY_THEN_MIN : LIKENESS_CONTRARY_MIN;
    for (size_t i = 0; i < sheet->facts_count; i++) {
        struct sheet_fact *fact = &sheet->facts[i];
        const struct stem_list others = sheet_stems(fact->row);
        if (!likeness_opposite(fact->mark, said->mark) || !fact_stands(fact->row) || !fact_first(fact->row->fact) ||
            fact_stated_by(fact->row->fact, said->speaker))
            continue;
        const float share = likeness(said->stems, others, weights, LIKENESS_SHARED_MIN, true);
        if (share >= *most && (then || is_meant(sheet, fact, said))) {
            *most = share;
            best = fact;
        }
    }
    return best;
}

struct sheet_fact *dispute_known(const struct sheet *sheet, const struct wording *said, struct stem_weights weights,
                                 uint64_t contrary, struct said_before before)
{
    if (!(said->mark & LIKENESS_MARK_DENIED) || sheet->row->event->n_disputes == 0 || !contrary)
        return NULL;
    const struct sheet_fact *denied = sheet_find(sheet, contrary);
    if (contrary_score(sheet, denied, said, weights, before) == 0) /* likely (odds.h), in words of its own */
        return NULL;
    /* What has words of its own is a fact of its own, whatever it also denies. */
    const struct stem_list others = sheet_stems(denied->row);
    const bool told = said->stance == STANCE_DENIES;
    const bool worded =
        likeness(said->stems, others, weights, told ? LIKENESS_CONTRARY_SHARED_MIN : LIKENESS_SHARED_MIN, true) >=
        LIKENESS_CONTRARY_MIN;
    struct sheet_fact *known = dispute_again(sheet, said, before, contrary);
    const bool again = contrary == before.denied || (known && told && known->stance == STANCE_DENIES &&
                                                     fact_stated_by(known->row->fact, said->speaker));
    return worded || again ? known : NULL;
}

void dispute_raise(struct sheet *sheet, const struct wording *said, struct stem_weights weights, uint64_t fact,
                   struct contrary contrary)
{
    const claim_record *claim = said->claim;
    const char *speaker = fact_speaker(claim);
    const struct sheet_fact *lie = rebutted(sheet, said, weights);
    lie = lie || contrary.fact || !speaker ? lie : meant(sheet, said);
    const uint64_t worded = lie ? lie->id : contrary.fact;
    const bool answers = lie || denies(said) || contrary.counted;
    const uint64_t topic = sheet_key(claim->topic_key);
    for (size_t i = 0; i < sheet->facts_count; i++) {
        struct sheet_fact *against = &sheet->facts[i];
        if ((against->topic != topic && against->id != worded) || against->id == fact)
            continue;
        const fact_record *other = against->row->fact;
        if ((other->id != worded && !opposes(against->row, claim)) || fact_stated_by(other, speaker) ||
            !fact_same_happening(sheet, against, claim) || sheet->row->event->n_disputes >= EVENT_DISPUTES_MAX)
            continue;
        if (answers)
            emit(sheet, claim, other->id, fact, speaker, fact_first_speaker(other));
        else
            emit(sheet, claim, fact, other->id, fact_first_speaker(other), speaker);
        against->changed = true;
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

stored_why_record *dispute_explain(const struct sheet *sheet, uint64_t fact, const struct wording *said,
                                   struct stem_weights weights, struct said_before before)
{
    const struct sheet_fact *denied = sheet_find(sheet, fact);
    if (!denied || opposes(denied->row, said->claim))
        return why_because(sheet->arena, CLAIMWIRE__V1__RULE__RULE_KEY, 0, 0);
    const float share = contrary_score(sheet, denied, said, weights, before);
    if (share == 0 && denies(said))
        return why_because(sheet->arena, CLAIMWIRE__V1__RULE__RULE_ODDS,
                           odds_chance(sheet, said, weights, before, fact), ODDS_MIN);
    if (share == 0 && other_count(sheet, said, before) == fact)
        return why_because(sheet->arena, CLAIMWIRE__V1__RULE__RULE_COUNT, 0, 0);
    return why_because(sheet->arena, CLAIMWIRE__V1__RULE__RULE_WORDS, share, LIKENESS_CONTRARY_MIN);
}
