/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>

#include "extract/fate.h"
#include "extract/quantity.h"
#include "resolve/amount.h"
#include "resolve/claim.h"
#include "resolve/money.h"
#include "resolve/slice.h"

enum { AMOUNTS_MAX = 8, ROUND_TOKENS_MAX = 16 };

figure_record *figures_make(struct claim_pass *pass, const struct draft_figure *draft, const char *unit)
{
    figure_record *figure = figure_make(pass->arena);
    if (!figure)
        return NULL;
    figure->has_measure = 1;
    figure->measure = (Claimwire__V1__Measure)draft->measure;
    figure->population = arena_string(pass->arena, span_of(draft->population));
    figure->unit = arena_string(pass->arena, span_of(unit));
    figure->has_low = !isnan(draft->low);
    figure->low = figure->has_low ? draft->low : 0;
    figure->has_high = !isnan(draft->high);
    figure->high = figure->has_high ? draft->high : 0;
    figure->span = slice_span(pass->arena, pass->input->document, draft->words);
    return figure->span ? figure : NULL;
}

/* Is the number one of those killed, injured, arrested or missing, which have claims of their own? */
static bool is_harm(const struct drafts *drafts, struct range words)
{
    uint32_t low = 0, high = drafts->figures_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (drafts->figures[middle].words.end <= words.first)
            low = middle + 1;
        else
            high = middle;
    }
    return low < drafts->figures_count && drafts->figures[low].words.first < words.end;
}

/* Whose crowns, where the story is set. */
static void give_country(const struct claim_pass *pass, struct amount *amount)
{
    const char *country = pass->reading->place ? pass->reading->place->country : NULL;
    const char *code =
        amount->currency != DRAFT_NONE && country ? money_word(&pass->lexed, amount->currency, country) : NULL;
    if (!code || !code[0])
        return;
    snprintf(amount->population, sizeof amount->population, "%s", code);
    amount->unit = code;
}

/* "from the back of two trucks", "to two sergeants": few things, told of in passing. */
static bool is_aside(const struct lexed *lexed, const struct amount *amount, uint32_t first)
{
    enum { FEW_MAX = 3 };
    static const char *const passing[] = { "of", "from", "in", "to", "with", "into", "by" };
    return amount->measure == CLAIMWIRE__V1__MEASURE__MEASURE_OTHER && amount->words.first > first &&
           !isnan(amount->high) && amount->high <= FEW_MAX &&
           DOCUMENT_IS_ONE_OF(lexed->document, amount->words.first - 1, passing) &&
           !document_is(lexed->document, amount->words.end - 1, "days") &&
           !document_is(lexed->document, amount->words.end - 1, "months");
}

/* "The gap is 600 million": of the money that the text counts elsewhere. */
static bool money_again(struct claim_pass *pass, uint32_t first, uint32_t end, struct amount *amount)
{
    static const char *const scales[] = { "million", "billion", "trillion", "bn", "m" };
    const struct lexed *lexed = &pass->lexed;
    struct quantity quantity;
    if (!quantity_number_at(lexed, first, end, &quantity) || quantity.article)
        return false;
    bool scaled = false;
    for (uint32_t i = quantity.words.first; i < quantity.words.end; i++)
        scaled |= DOCUMENT_IS_ONE_OF(lexed->document, i, scales);
    const uint32_t next = quantity.words.end;
    if (!scaled || (next < end && lexed->document->tokens[next].kind != TOKEN_PUNCTUATION &&
                    !lexed_is(lexed, next, WORD_CONJUNCTION | WORD_PREPOSITION | WORD_FINITE | WORD_SUBORDINATOR)))
        return false;
    for (uint32_t i = 0; !pass->money && i < lexed->document->tokens_count; i++)
        pass->money = money_sign(lexed, i);
    if (!pass->money)
        pass->money = ""; /* looked for once */
    if (!pass->money[0])
        return false;
    *amount = (struct amount){ .measure = CLAIMWIRE__V1__MEASURE__MEASURE_MONEY,
                               .unit = pass->money,
                               .low = quantity.low,
                               .high = quantity.high,
                               .words = quantity.words,
                               .currency = DRAFT_NONE };
    snprintf(amount->population, sizeof amount->population, "%s", pass->money);
    return true;
}

/* "the number of students", "their toll", "a gap": is something counted in the last of the words? */
static bool counts(const struct document *document, struct range words)
{
    if (words.first + 2 < words.end && document_is(document, words.first + 2, "of") &&
        DOCUMENT_IS(document, words.first + 1, "number", "total")) /* "The number of boats off the coast by Sunday" */
        return true;
    if (words.end - words.first > ROUND_TOKENS_MAX)
        words.first = words.end - ROUND_TOKENS_MAX;
    for (uint32_t i = words.first; i < words.end; i++)
        if (DOCUMENT_IS(document, i, "number", "numbers", "figure", "figures", "toll", "count", "total", "tally",
                        "estimate", "gap", "lead", "majority", "margin", "difference", "turnout", "limit", "capacity"))
            return true;
    return false;
}

/* "the number at six", "a gap of nine", "licensed for eighty", "it was 35 at most", "at least 25" and no more: a number
 * alone, which the words before lead up to or which is all that is told. */
static bool is_bare(const struct lexed *lexed, struct range content, const struct quantity *quantity)
{
    const struct document *document = lexed->document;
    const uint32_t first = quantity->words.first;
    uint32_t next = quantity->words.end;
    if (quantity->single || quantity->article || quantity->suffix || quantity->high == 0 ||
        quantity_is_year(lexed, next - 1))
        return false;
    if (first == content.first)
        return next == content.end;
    next +=
        next + 1 == content.end && /* "its total of 21 hurt" */
        DOCUMENT_IS(document, next, "hurt", "dead", "injured", "wounded", "missing", "killed", "arrested", "escaped");
    const bool ends = next >= content.end || document->tokens[next].kind == TOKEN_PUNCTUATION ||
                      document->tokens[next].kind == TOKEN_CLOSE ||
                      DOCUMENT_IS(document, next, "and", "but", "without", "instead");
    if (!ends || first < content.first + 2)
        return false;
    if (DOCUMENT_IS(document, first - 1, "is", "was", "are", "were", "been", "be"))
        return document_is(document, first - 2, "it") || counts(document, (struct range){ content.first, first - 1 });
    if (document_is(document, first - 1, "for"))
        return DOCUMENT_IS(document, first - 2, "built", "licensed", "designed", "made", "certified", "meant", "room");
    if (document_is(document, first - 1, "at") && DOCUMENT_IS(document, first - 2, "arrive", "arrived"))
        return true;
    return DOCUMENT_IS(document, first - 1, "at", "of", "to") &&
           counts(document, (struct range){ content.first, first - 1 });
}

/* Whom a number alone counts, by the words round it: "the number of wounded has gone up to four". */
static Claimwire__V1__Measure measure_of(const struct document *document, struct range words, uint32_t number)
{
    if (number > words.first + ROUND_TOKENS_MAX)
        words.first = number - ROUND_TOKENS_MAX;
    if (words.end > number + ROUND_TOKENS_MAX)
        words.end = number + ROUND_TOKENS_MAX;
    for (uint32_t i = words.first; i < words.end; i++) {
        const enum draft_measure measure = fate_measure(document, i, FATE_ROUND);
        if (measure)
            return (Claimwire__V1__Measure)measure;
    }
    return CLAIMWIRE__V1__MEASURE__MEASURE_OTHER;
}

/* Where nothing else is counted: a number whose noun is told elsewhere. */
static bool bare_number(const struct lexed *lexed, struct range content, struct amount *amount)
{
    for (uint32_t i = content.first; i < content.end; i++) {
        struct quantity quantity;
        if (!quantity_number_at(lexed, i, content.end, &quantity))
            continue;
        if (is_bare(lexed, content, &quantity)) {
            /* "nine or more" and no word else: the sentence says of whom. */
            const struct range sentence = lexed->document->sentences[lexed->document->tokens[i].sentence].tokens;
            const bool alone = quantity.words.first == content.first;
            const Claimwire__V1__Measure measure = measure_of(lexed->document, alone ? sentence : content, i);
            *amount = (struct amount){ .measure = measure,
                                       .unit = measure == CLAIMWIRE__V1__MEASURE__MEASURE_OTHER ? "" : "people",
                                       .low = quantity.low,
                                       .high = quantity.high,
                                       .words = quantity.words,
                                       .currency = DRAFT_NONE };
            return true;
        }
        i = quantity.words.end - 1;
    }
    return false;
}

static figure_record *figure_of(struct claim_pass *pass, const struct amount *amount)
{
    const struct draft_figure draft = {
        .population = (char *)amount->population, .low = amount->low, .high = amount->high, .words = amount->words
    };
    figure_record *figure = figures_make(pass, &draft, amount->unit);
    if (figure)
        figure->measure = amount->measure;
    return figure;
}

void figures_give_amounts(struct claim_pass *pass, claim_record *claim, const struct range *content, size_t count,
                          struct range apart)
{
    figure_record *found[AMOUNTS_MAX];
    size_t n = 0;
    for (size_t c = 0; c < count; c++)
        for (uint32_t i = content[c].first; i < content[c].end && n < AMOUNTS_MAX; i++) {
            struct amount amount;
            if (!amount_at(&pass->lexed, i, content[c].end, &amount) && !money_again(pass, i, content[c].end, &amount))
                continue;
            i = amount.words.end - 1;
            const bool aside = is_aside(&pass->lexed, &amount, content[c].first);
            /* "21 were seen three times", "built for 800 and holds 1,930". */
            const bool again =
                n > 0 && (document_is(pass->input->document, i, "times") ||
                          (amount.measure == CLAIMWIRE__V1__MEASURE__MEASURE_OTHER && !amount.population[0]));
            /* "50,000 taka ($430)" */
            const bool converted = n > 0 && amount.measure == CLAIMWIRE__V1__MEASURE__MEASURE_MONEY &&
                                   found[n - 1]->measure == CLAIMWIRE__V1__MEASURE__MEASURE_MONEY &&
                                   document_is_mark(pass->input->document, amount.words.first - 1, "(");
            if (aside || again || converted || is_harm(pass->input->drafts, amount.words) ||
                (amount.words.first < apart.end && apart.first < amount.words.end))
                continue;
            give_country(pass, &amount);
            if (amount.measure == CLAIMWIRE__V1__MEASURE__MEASURE_MONEY && amount.unit[0])
                pass->money = amount.unit;
            if ((found[n] = figure_of(pass, &amount)))
                n++;
        }
    struct amount bare;
    if (n == 0 && count == 1 && bare_number(&pass->lexed, *content, &bare) && (found[n] = figure_of(pass, &bare)))
        n++;
    if (n > 0 && (claim->figures = arena_array(pass->arena, n, sizeof *claim->figures))) {
        memcpy(claim->figures, found, n * sizeof *found);
        claim->n_figures = n;
    }
}
