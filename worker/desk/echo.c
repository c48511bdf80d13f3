/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/echo.h"

#include "desk/fact.h"
#include "desk/figure.h"

enum {
    SHARED_MIN = 3,  /* stems, of two claims that say nearly the same */
    SHARED_LEAST = 2 /* where the words are the root's own */
};

static bool is_number(uint32_t term)
{
    return term >> 31;
}

static bool of_root(const struct echo *echo, const struct sheet_fact *fact)
{
    for (size_t i = 0; i < echo->facts_count; i++)
        if (echo->facts[i] == fact->row->fact->id)
            return fact_stands(fact->row);
    return false;
}

static bool has_strange_number(const struct echo *echo, struct stem_list stems)
{
    for (size_t i = 0; i < stems.count; i++)
        if (is_number(stems.terms[i]) && !(echo->rewritten && stems.terms[i] == LIKENESS_ONE) &&
            !echo->said(echo->context, stems.terms[i]))
            return true;
    return false;
}

static bool is_strange(const struct echo *echo, struct stem_list stems, struct stem_weights weights)
{
    float said = 0, whole = 0;
    for (size_t i = 0; i < stems.count; i++) {
        const bool known = echo->said(echo->context, stems.terms[i]);
        const float weight = weights.of ? weights.of(weights.context, stems.terms[i]) : 1;
        whole += weight;
        said += known ? weight : 0;
    }
    return whole <= 0 ? !echo->rewritten : said < ECHO_SAID_MIN * whole;
}

/* Whether the root counts the same, and comes to something else. */
static bool alters_figure(const struct echo *echo, const struct sheet *sheet, const figure_record *figure,
                          struct stem_list stems, struct stem_weights weights)
{
    bool counted = false;
    for (size_t i = 0; i < sheet->facts_count; i++) {
        const statement_record *first = of_root(echo, &sheet->facts[i]) ? fact_first(sheet->facts[i].row->fact) : NULL;
        for (size_t k = 0; first && k < first->n_figures; k++) {
            const figure_record *given = first->figures[k];
            if (given->measure == figure->measure && figure_equal(given, figure))
                return false;
            counted |= given->measure == figure->measure &&
                       (!echo->rewritten ||
                        likeness(stems, sheet_stems(sheet->facts[i].row), weights, 1, true) >= ECHO_COUNTED_MIN);
        }
    }
    return counted;
}

/* Two quotations of which each has a word that the other lacks, where the words are the root's own. */
static bool is_misquoted(const struct echo *echo, const struct sheet_fact *fact, const statement_record *first,
                         const claim_record *claim, struct stem_list stems)
{
    return !echo->rewritten && first->quote == CLAIMWIRE__V1__QUOTE__QUOTE_DIRECT &&
           claim->quote == CLAIMWIRE__V1__QUOTE__QUOTE_DIRECT && likeness_parts(stems, sheet_stems(fact->row));
}

/* Whether one of them denies, or says no, and the other does not. */
static bool is_turned(const struct sheet_fact *fact, const statement_record *first, const struct wording *said)
{
    return first->polarity != said->claim->polarity || (said->stance == STANCE_SAYS) != (fact->stance == STANCE_SAYS);
}

/* Whether it says of something the contrary of what the root says of it, or for certain what the root does not. */
static bool turns(const struct echo *echo, const struct sheet *sheet, const struct wording *said,
                  struct stem_weights weights)
{
    const claim_record *claim = said->claim;
    const struct stem_list stems = said->stems;
    float same = 0, other = 0;
    for (size_t i = 0; i < sheet->facts_count; i++) {
        const statement_record *first = of_root(echo, &sheet->facts[i]) ? fact_first(sheet->facts[i].row->fact) : NULL;
        if (!first)
            continue;
        const struct sheet_fact *fact = &sheet->facts[i];
        const bool misquoted = is_misquoted(echo, fact, first, claim, stems);
        float share =
            likeness(stems, sheet_stems(fact->row), weights, echo->rewritten ? SHARED_MIN : SHARED_LEAST, true);
        if (misquoted && share >= LIKENESS_SAME_MIN && share < ECHO_SAME_MIN)
            share = ECHO_SAME_MIN; /* inside quotation marks less in common is enough */
        const bool reweighed = !echo->rewritten && first->modality != claim->modality && claim->attribution &&
                               likeness(stems, sheet_stems(fact->row), weights, SHARED_MIN, true) > 0;
        float *most = misquoted || reweighed || is_turned(fact, first, said) ? &other : &same;
        *most = share > *most ? share : *most;
    }
    return other >= ECHO_SAME_MIN && other > same;
}

/* What the same speaker says in the root, affirmed or denied alike, and no claim so far says over again, a count sooner
 * than another where the claim is one; or NULL. */
static struct sheet_fact *by_speaker(const struct echo *echo, const struct sheet *sheet, const claim_record *claim)
{
    struct sheet_fact *best = NULL;
    for (size_t i = 0; i < sheet->facts_count; i++) {
        struct sheet_fact *fact = &sheet->facts[i];
        const statement_record *first = of_root(echo, fact) && !fact->changed ? fact_first(fact->row->fact) : NULL;
        if (!first || first->polarity != claim->polarity || !fact_stated_by(fact->row->fact, fact_speaker(claim)))
            continue;
        if ((first->n_figures > 0) == (claim->n_figures > 0))
            return fact;
        best = best ? best : fact;
    }
    return best;
}

/* Whether a copy in the root's own words quotes what the root does not: what it does is known. */
static bool misquotes(const struct echo *echo, const claim_record *claim)
{
    return !echo->rewritten && claim->quote == CLAIMWIRE__V1__QUOTE__QUOTE_DIRECT;
}

/* Whether the root has a count of the same measure that comes to the same. */
static bool counts_alike(const struct echo *echo, const struct sheet *sheet, const claim_record *claim)
{
    for (size_t i = 0; claim->n_figures && i < sheet->facts_count; i++) {
        const statement_record *first = of_root(echo, &sheet->facts[i]) ? fact_first(sheet->facts[i].row->fact) : NULL;
        if (first && first->n_figures && first->figures[0]->measure == claim->figures[0]->measure &&
            figure_equal(first->figures[0], claim->figures[0]))
            return true;
    }
    return false;
}

/* "a driver" may be "one driver". */
static bool is_one(const figure_record *figure)
{
    return figure->has_low && figure->has_high && figure->low >= 1 && figure->high <= 1;
}

bool echo_adds(const struct echo *echo, const struct sheet *sheet, const struct wording *said,
               struct stem_weights weights)
{
    const claim_record *claim = said->claim;
    const struct stem_list stems = said->stems;
    if (has_strange_number(echo, stems) || misquotes(echo, claim) ||
        (is_strange(echo, stems, weights) &&
         !(echo->rewritten && (counts_alike(echo, sheet, claim) || by_speaker(echo, sheet, claim)))))
        return true;
    for (size_t i = 0; i < claim->n_figures; i++)
        if (figure_counts(claim, claim->figures[i]) && !(echo->rewritten && is_one(claim->figures[i])) &&
            alters_figure(echo, sheet, claim->figures[i], stems, weights))
            return true;
    return turns(echo, sheet, said, weights);
}

/* "Cmdr Marsh" and "Ada Marsh", "the Navy" and "the Navy of Ruritania" may be one. */
static bool may_be_one(const char *a, const char *b)
{
    const char *last_a = strrchr(a, ' '), *last_b = strrchr(b, ' ');
    const size_t size_a = strlen(a), size_b = strlen(b), size = size_a < size_b ? size_a : size_b;
    if (strncmp(a, b, size) == 0 && (size_a == size_b || (size_a > size_b ? a : b)[size] == ' '))
        return true;
    return strcmp(last_a ? last_a + 1 : a, last_b ? last_b + 1 : b) == 0;
}

bool echo_other_voice(const struct echo *echo, const fact_record *fact, const claim_record *claim)
{
    const char *speaker = fact_speaker(claim), *first = fact_first_speaker(fact);
    const bool quoted = !echo->rewritten || claim->quote == CLAIMWIRE__V1__QUOTE__QUOTE_DIRECT;
    return quoted && speaker && first && claim->source->name && *claim->source->name &&
           !fact_stated_by(fact, speaker) && !may_be_one(speaker, first);
}

/* The fact that stands where the root has as many claims before it, in proportion. */
static struct sheet_fact *in_place(const struct echo *echo, const struct sheet *sheet, size_t number, size_t claims)
{
    for (size_t i = number * echo->facts_count / claims; i < echo->facts_count; i++) {
        struct sheet_fact *fact = sheet_find(sheet, echo->facts[i]);
        if (fact && fact_stands(fact->row))
            return fact;
    }
    return NULL;
}

static float closeness(const struct sheet_fact *fact, const claim_record *claim, struct stem_list stems,
                       struct stem_weights weights)
{
    const statement_record *first = fact_first(fact->row->fact);
    if (!first || first->polarity != claim->polarity || (first->n_figures > 0) != (claim->n_figures > 0) ||
        (claim->n_figures && first->figures[0]->measure != claim->figures[0]->measure))
        return 0;
    const bool counts_same = claim->n_figures && figure_equal(first->figures[0], claim->figures[0]);
    return likeness(stems, sheet_stems(fact->row), weights, 1, false) + (counts_same ? 1 : 0);
}

struct sheet_fact *echo_nearest(const struct echo *echo, const struct sheet *sheet, const claim_record *claim,
                                struct stem_list stems, struct stem_weights weights, float *share)
{
    struct sheet_fact *best = NULL;
    *share = ECHO_FOUND_MIN;
    for (size_t i = 0; i < sheet->facts_count; i++) {
        const float near = of_root(echo, &sheet->facts[i]) ? closeness(&sheet->facts[i], claim, stems, weights) : 0;
        if (near > *share) {
            *share = near;
            best = &sheet->facts[i];
        }
    }
    return best;
}

struct sheet_fact *echo_fact(const struct echo *echo, const struct sheet *sheet, const reading_record *reading,
                             size_t number, struct stem_weights weights)
{
    float share;
    struct sheet_fact *best =
        echo_nearest(echo, sheet, reading->claims[number], likeness_stems(reading->features, number), weights, &share);
    if (best || !echo->rewritten)
        return best;
    best = by_speaker(echo, sheet, reading->claims[number]);
    return best ? best : in_place(echo, sheet, number, reading->n_claims);
}
