/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/contrary.h"

#include "desk/fact.h"

/* One of two that may stand against each other. */
struct side {
    struct stem_list stems;
    uint64_t mark;
    enum stance stance;
    Claimwire__V1__ClaimKind kind;
    Claimwire__V1__Modality modality;
    const char *speaker, *text;
};

/* How the two stand: both in the article; the denial right behind the accusation; or behind another denial of it, which
 * it goes on with; or before what it denies. */
struct beside {
    bool here, answers, again, first;
};

static float contrary(const struct side *denial, const struct side *denied, size_t shared, struct stem_weights weights,
                      struct beside beside)
{
    const bool accused = contrary_accuses(denied->kind, denied->modality);
    const bool told = denial->stance == STANCE_DENIES;
    if (denied->stems.count < LIKENESS_SHARED_MIN) /* "the union": in any text */
        return 0;
    const bool said = accused || denied->speaker; /* what an outlet just tells blames nobody, whoever is in it */
    const bool one_will_do = ((told && said) || accused || beside.again) && denied->stems.count > LIKENESS_SHARED_MIN;
    const size_t shared_min = beside.first  ? LIKENESS_CONTRARY_SHARED_FIRST
                              : one_will_do ? LIKENESS_CONTRARY_SHARED_MIN
                                            : LIKENESS_SHARED_MIN;
    const float share = shared >= shared_min && likeness_shares(denial->mark, denied->mark)
                            ? likeness(denial->stems, denied->stems, weights, shared_min, true)
                            : 0;
    if (beside.again && share > 0)
        return LIKENESS_CONTRARY_MIN + share;
    const float least = beside.first      ? LIKENESS_CONTRARY_FIRST_MIN
                        : told || accused ? LIKENESS_CONTRARY_MIN
                                          : LIKENESS_CONTRARY_PLAIN_MIN;
    const bool answers =
        beside.answers && accused && denial->speaker && denial->modality != CLAIMWIRE__V1__MODALITY__MODALITY_FUTURE;
    const float known = share + (accused ? LIKENESS_CONTRARY_ACCUSED : 0) + (beside.here ? LIKENESS_CONTRARY_HERE : 0) +
                        (answers ? LIKENESS_CONTRARY_ANSWERS : 0);
    const float most = known + (told ? LIKENESS_CONTRARY_CITED : 0) + LIKENESS_CONTRARY_NAMED;
    if (most < least) /* whoever is named; names are looked for last, for it costs most */
        return 0;
    /* A name is enough where it is told as a denial, or where who is named says no of himself. */
    const bool by_words = share > 0 || answers;
    if (!by_words && !told &&
        !(denial->modality == CLAIMWIRE__V1__MODALITY__MODALITY_ASSERTED && stance_is_of_self(denial->text)))
        return 0;
    const bool cited = told && stance_names(denial->text, denied->speaker);
    const float so_far = known + (cited ? LIKENESS_CONTRARY_CITED : 0);
    const bool named = so_far + LIKENESS_CONTRARY_NAMED >= least && stance_names(denied->text, denial->speaker);
    if (!by_words && !named && !cited)
        return 0;
    const float score = so_far + (named ? LIKENESS_CONTRARY_NAMED : 0);
    return score >= least ? score : 0;
}

bool contrary_repeats(const statement_record *first, const struct wording *said)
{
    const char *text = said->claim->text;
    return said->stance == STANCE_NEGATES && first->text && text && strstr(first->text, text) &&
           stance_of(CLAIMWIRE__V1__CLAIM_KIND__CLAIM_STATEMENT, CLAIMWIRE__V1__POLARITY__POLARITY_AFFIRMED, text) ==
               STANCE_NEGATES; /* by a word of it, not by how it is told */
}

float contrary_score(const struct sheet *sheet, const struct sheet_fact *fact, const struct wording *said,
                     struct stem_weights weights, struct said_before before)
{
    if (!likeness_opposite(fact->mark, said->mark)) /* of most, and nothing else of them is looked at */
        return 0;
    const claim_record *claim = said->claim;
    const bool told = fact->stance == STANCE_DENIES || said->stance == STANCE_DENIES;
    const size_t shared = sheet_shared(sheet, fact, said);
    if (!told && said->stance == STANCE_SAYS && shared < LIKENESS_CONTRARY_SHARED_FIRST) /* names are not enough */
        return 0;
    const bool answers = fact->id == before.fact; /* else, without a shared word, only who is named can matter */
    const bool of_self =
        claim->modality == CLAIMWIRE__V1__MODALITY__MODALITY_ASSERTED && (said->signs & STANCE_OF_SELF);
    if (!told && shared == 0 && !answers && !of_self)
        return 0;
    const statement_record *first = fact_first(fact->row->fact);
    if ((fact->stance == STANCE_SAYS) == (said->stance == STANCE_SAYS) || !first || !fact_stands(fact->row) ||
        (!told && (!first->speaker || !said->speaker)))
        return 0;
    const struct side old = { sheet_stems(fact->row), fact->mark,     fact->stance, first->kind,
                              first->modality,        first->speaker, first->text };
    const struct side new = { said->stems,     said->mark,    said->stance, claim->kind,
                              claim->modality, said->speaker, claim->text };
    const float score =
        new.stance == STANCE_SAYS
            ? contrary(&old, &new, shared, weights, (struct beside){ .here = fact->changed, .first = true })
            : contrary(
                  &new, &old, shared, weights,
                  (struct beside){ .here = fact->changed, .answers = answers, .again = fact->id == before.denied });
    return score > 0 && !fact_stated_by(fact->row->fact, said->speaker) && !contrary_repeats(first, said) ? score : 0;
}
