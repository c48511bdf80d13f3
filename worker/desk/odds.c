/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/odds.h"

#include <math.h>

#include "desk/fact.h"
#include "desk/kin.h"

#define AKIN_COUNTS 0.7f

enum sign {
#define ODDS(sign, weight) SIGN_##sign,
#include "desk/odds.def"
#undef ODDS
    SIGNS
};

static const float sign_weights[SIGNS] = {
#define ODDS(sign, weight) weight,
#include "desk/odds.def"
#undef ODDS
};

/* What is asked of every fact is known of the claim once. */
struct asked {
    const struct sheet *sheet;
    const struct wording *said;
    struct stem_weights weights;
    struct said_before before;
    uint64_t worded;            /* what the words contradict most */
    struct kin_matters matters; /* of all its stems, and what these weigh */
    float weight;
};

/* What claim and fact have of each other's stems. */
struct common {
    size_t shared;   /* stems, without digits */
    float all, akin; /* what the shared ones weigh, and those of the claim that are akin to one of the fact */
    float names;     /* what the shared ones weigh that are names */
    float claim, fact;
};

/* The matters of the stems of `list` that `other` lacks. */
static struct kin_matters matters_apart(const struct kin *kin, struct stem_list list, struct stem_list other)
{
    struct kin_matters matters = { 0 };
    for (size_t i = 0, k = 0; i < list.count; i++) {
        while (k < other.count && other.terms[k] < list.terms[i])
            k++;
        if (k < other.count && other.terms[k] == list.terms[i])
            continue;
        const struct kin_matters of = kin_of(kin, list.terms[i]);
        matters.bits[0] |= of.bits[0];
        matters.bits[1] |= of.bits[1];
    }
    return matters;
}

static struct kin_matters matters_of(const struct kin *kin, struct stem_list list)
{
    return matters_apart(kin, list, (struct stem_list){ 0 });
}

/* Of all stems of the fact: looked up once. */
static struct kin_matters fact_matters(const struct asked *asked, struct sheet_fact *fact)
{
    if (!fact->has_matters) {
        fact->matters = matters_of(asked->sheet->kin, sheet_stems(fact->row));
        fact->has_matters = true;
    }
    return fact->matters;
}

static float weight_of(struct stem_weights weights, struct stem_list list)
{
    float weight = 0;
    for (size_t i = 0; i < list.count; i++)
        weight += likeness_weight(weights, list.terms[i]);
    return weight;
}

static struct common common_of(const struct asked *asked, struct sheet_fact *fact)
{
    const struct kin *kin = asked->sheet->kin;
    const struct wording *said = asked->said;
    const struct stem_list claim = said->stems, others = sheet_stems(fact->row);
    const bool akin = kin_shares(asked->matters, fact_matters(asked, fact)); /* hardly any is */
    const struct kin_matters matters = akin ? matters_apart(kin, others, claim) : (struct kin_matters){ 0 };
    struct common common = { .claim = asked->weight,
                             .fact = asked->sheet->shares.facts ? fact->weight : weight_of(asked->weights, others) };
    const bool any = akin || sheet_shared(asked->sheet, fact, said) > 0;
    for (size_t i = 0, k = 0; any && i < claim.count; i++) {
        const uint32_t term = claim.terms[i];
        while (k < others.count && others.terms[k] < term)
            k++;
        if (k < others.count && others.terms[k] == term) {
            const float weight = likeness_weight(asked->weights, term);
            common.shared += !likeness_is_digit(term);
            common.all += likeness_is_digit(term) ? 0 : weight;
            common.names += said->names >> i & 1 ? weight : 0;
        } else if (akin && kin_shares(kin_of(kin, term), matters)) {
            common.akin += likeness_weight(asked->weights, term);
        }
    }
    return common;
}

static float part(float of, float whole)
{
    return whole > 0 && of < whole ? of / whole : of > 0;
}

/* The signs that hang on the claim's and the fact's words. */
static void read_words(float signs[SIGNS], const struct asked *asked, struct sheet_fact *fact)
{
    const struct common common = common_of(asked, fact);
    const float shorter = common.claim < common.fact ? common.claim : common.fact;
    signs[SIGN_SHARES_NONE] = common.shared == 0;
    signs[SIGN_SHARES_TWO] = common.shared >= LIKENESS_SHARED_MIN;
    signs[SIGN_AKIN] = log1pf(common.akin);
    signs[SIGN_SAYS_PART] = part(common.all + AKIN_COUNTS * common.akin, shorter);
    signs[SIGN_NAMES] = log1pf(common.names);
    signs[SIGN_NUMBER] = likeness_number(asked->said->stems, sheet_stems(fact->row));
}

/* Those that no words are looked at for. */
static void read_place(float signs[SIGNS], const struct asked *asked, const struct sheet_fact *fact,
                       const statement_record *first)
{
    const claim_record *claim = asked->said->claim;
    signs[SIGN_ALWAYS] = 1;
    signs[SIGN_TOLD] = claim->kind == CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DENIAL;
    signs[SIGN_HERE] = fact->told > 0;
    signs[SIGN_ANSWERS] = fact->id == asked->before.fact;
    signs[SIGN_AGAIN] = fact->id == asked->before.denied;
    signs[SIGN_ACCUSES] = contrary_accuses(first->kind, first->modality);
    signs[SIGN_CASUALTY] = first->kind == CLAIMWIRE__V1__CLAIM_KIND__CLAIM_CASUALTY;
    signs[SIGN_UNSURE] = claim->modality != CLAIMWIRE__V1__MODALITY__MODALITY_ASSERTED;
    signs[SIGN_WISHED] = first->kind == CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DEMAND ||
                         first->kind == CLAIMWIRE__V1__CLAIM_KIND__CLAIM_PROMISE ||
                         first->modality == CLAIMWIRE__V1__MODALITY__MODALITY_FUTURE;
}

/* Those of whom the words name, and what they point to. */
static void read_persons(float signs[SIGNS], const struct asked *asked, const struct sheet_fact *fact,
                         const statement_record *first)
{
    /* What an outlet just tells blames nobody, whoever is in it. */
    signs[SIGN_NAMED] =
        (first->speaker || signs[SIGN_ACCUSES] > 0) && stance_tells_of(first->text, asked->said->speaker);
    signs[SIGN_THIS_FIRST] = fact->told == 1 && (asked->said->signs & STANCE_REFERS);
}

static float weigh_up(const float signs[SIGNS])
{
    float odds = 0;
    for (size_t i = 0; i < SIGNS; i++)
        odds += sign_weights[i] * signs[i];
    return odds;
}

/* Whether they have a stem or a matter in common, or the claim points to what was said before. */
static bool is_near(const struct asked *asked, struct sheet_fact *fact)
{
    if (sheet_shared(asked->sheet, fact, asked->said) > 0 || fact->id == asked->before.denied)
        return true;
    const struct wording *said = asked->said;
    if (said->signs & STANCE_REBUTS)
        return false;
    if ((said->signs & STANCE_REFERS) || said->refuses || fact->id == asked->before.fact)
        return true;
    return kin_shares(asked->matters, fact_matters(asked, fact));
}

/* e to the log-odds that the claim denies the fact; "none of them" has 1. 0 where it cannot: the fact is taken back,
 * says no itself, is the speaker's own, or far. */
static float weigh(const struct asked *asked, struct sheet_fact *fact)
{
    float signs[SIGNS] = { 0 };
    const statement_record *first = fact_first(fact->row->fact);
    if (!first || fact->stance != STANCE_SAYS || !is_near(asked, fact) || !fact_stands(fact->row) ||
        contrary_repeats(first, asked->said) || fact_stated_by(fact->row->fact, asked->said->speaker))
        return 0;
    read_words(signs, asked, fact);
    read_place(signs, asked, fact, first);
    read_persons(signs, asked, fact, first);
    return expf(weigh_up(signs));
}

static struct asked ask(const struct sheet *sheet, const struct wording *said, struct stem_weights weights,
                        struct said_before before)
{
    return (struct asked){ .sheet = sheet,
                           .said = said,
                           .weights = weights,
                           .before = before,
                           .matters = matters_of(sheet->kin, said->stems),
                           .weight = weight_of(weights, said->stems) };
}

/* ---- the likeliest */

struct weighed {
    float all, most, of; /* all facts and none; the likeliest; the one asked for */
    uint64_t best;
};

static struct weighed weigh_table(const struct asked *asked, uint64_t origin, uint64_t of)
{
    struct weighed weighed = { .all = 1 };
    for (size_t i = 0; i < asked->sheet->facts_count; i++) {
        struct sheet_fact *fact = &asked->sheet->facts[i];
        const float weight = weigh(asked, fact);
        weighed.all += weight;
        weighed.of = fact->id == of ? weight : weighed.of;
        if (weight > weighed.most && (!origin || fact_has_origin(fact->row, origin))) {
            weighed.most = weight;
            weighed.best = fact->id;
        }
    }
    return weighed;
}

uint64_t odds_pick(const struct sheet *sheet, const struct wording *said, struct stem_weights weights,
                   struct said_before before, uint64_t origin, uint64_t worded)
{
    const struct asked asked = ask(sheet, said, weights, before);
    const struct weighed weighed = weigh_table(&asked, origin, worded);
    if (worded && weighed.of > ODDS_WORDED_MIN * weighed.all)
        return worded;
    return weighed.most > ODDS_MIN * weighed.all ? weighed.best : 0;
}

float odds_chance(const struct sheet *sheet, const struct wording *said, struct stem_weights weights,
                  struct said_before before, uint64_t fact)
{
    const struct asked asked = ask(sheet, said, weights, before);
    const struct weighed weighed = weigh_table(&asked, 0, fact);
    return weighed.of / weighed.all;
}
