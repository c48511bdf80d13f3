/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/amount.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "extract/quantity.h"

enum { DIGITS_MAX = 24, SCALES_MAX = 2 };

static const struct {
    const char *sign, *code;
} signs[] = {
    { "$", "USD" },
    { "\xE2\x82\xAC", "EUR" },
    { "\xC2\xA3", "GBP" },
    { "\xE2\x82\xB9", "INR" },
    { "\xE2\x82\xBD", "RUB" },
    { "\xE2\x82\xB4", "UAH" },
};

/* Words of one currency only: a dollar, a pound, a krone is of several, and the sign or the country tells. */
static const struct {
    const char *word, *code;
} currencies[] = {
    { "euro", "EUR" },    { "euros", "EUR" },   { "dollars", "USD" }, { "dollar", "USD" }, { "pounds", "GBP" },
    { "koruna", "CZK" },  { "crowns", "CZK" },  { "yen", "JPY" },     { "yuan", "CNY" },   { "rupees", "INR" },
    { "roubles", "RUB" }, { "rubles", "RUB" },  { "zloty", "PLN" },   { "zlotys", "PLN" }, { "hryvnia", "UAH" },
    { "lira", "TRY" },    { "shekels", "ILS" }, { "forints", "HUF" }, { "lev", "BGN" },    { "leva", "BGN" },
};

static bool scale_of(const char *suffix, double *scale)
{
    static const struct {
        const char *word;
        double scale;
    } scales[] = { { "k", 1e3 }, { "m", 1e6 }, { "mn", 1e6 }, { "b", 1e9 }, { "bn", 1e9 }, { "tn", 1e12 } };
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        if (strcmp(suffix, scales[i].word) == 0) {
            *scale = scales[i].scale;
            return true;
        }
    return false;
}

/* "1.2", "340,000", "86m": with the scale words behind it. Returns the token past it. */
static uint32_t number_at(const struct lexed *lexed, uint32_t i, uint32_t end, double *value)
{
    char text[DIGITS_MAX];
    const uint32_t first = i;
    const struct span token = document_token(lexed->document, i);
    size_t size = 0;
    if (token.size == 0 || token.size >= sizeof text || token.data[0] < '0' || token.data[0] > '9')
        return first;
    for (size_t k = 0; k < token.size; k++)
        if (token.data[k] != ',')
            text[size++] = token.data[k];
    text[size] = '\0';
    size_t digits = strspn(text, "0123456789.");
    double scale = 1;
    if (text[digits] != '\0' && !scale_of(text + digits, &scale))
        return first;
    text[digits] = '\0';
    *value = strtod(text, NULL) * scale;
    i++;
    for (int scales = 0; scales < SCALES_MAX && i < end && lexed_is(lexed, i, WORD_SCALE); scales++)
        *value *= lexed->words[i++]->value;
    if (i < end && scale == 1 && (document_is(lexed->document, i, "bn") || document_is(lexed->document, i, "m"))) {
        *value *= document_is(lexed->document, i, "m") ? 1e6 : 1e9;
        i++;
    }
    return i;
}

enum bound { BOUND_EXACT, BOUND_LOW, BOUND_HIGH };

static bool two(const struct lexed *lexed, uint32_t i, uint32_t end, const char *first, const char *second)
{
    return i + 1 < end && document_is(lexed->document, i, first) && document_is(lexed->document, i + 1, second);
}

static uint32_t bound_at(const struct lexed *lexed, uint32_t i, uint32_t end, enum bound *bound)
{
    *bound = BOUND_EXACT;
    if (i + 2 < end && document_is(lexed->document, i, "no") &&
        (two(lexed, i + 1, end, "less", "than") || two(lexed, i + 1, end, "fewer", "than"))) {
        *bound = BOUND_LOW;
        return i + 3;
    }
    if (two(lexed, i, end, "at", "least") || two(lexed, i, end, "upwards", "of") ||
        two(lexed, i, end, "more", "than")) {
        *bound = BOUND_LOW;
        return i + 2;
    }
    if (two(lexed, i, end, "at", "most") || two(lexed, i, end, "less", "than") || two(lexed, i, end, "up", "to") ||
        two(lexed, i, end, "fewer", "than")) {
        *bound = BOUND_HIGH;
        return i + 2;
    }
    if (document_is(lexed->document, i, "over")) {
        *bound = BOUND_LOW;
        return i + 1;
    }
    return lexed_is(lexed, i, WORD_ROUGHLY) ? i + 1 : i;
}

static const char *currency_word(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    for (size_t k = 0; i < end && k < sizeof currencies / sizeof *currencies; k++)
        if (document_is(lexed->document, i, currencies[k].word))
            return currencies[k].code;
    return NULL;
}

static const char *currency_sign(const struct lexed *lexed, uint32_t i)
{
    const struct span text = document_token(lexed->document, i);
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
        if (span_equal(text, span_of(signs[k].sign)))
            return signs[k].code;
    return NULL;
}

static void give(struct amount *amount, Claimwire__V1__Measure measure, const char *population, const char *unit)
{
    amount->measure = measure;
    amount->unit = unit;
    snprintf(amount->population, sizeof amount->population, "%s", population);
}

/* What the number at `i` counts; the token past it, or `i`. */
static uint32_t counted(const struct lexed *lexed, uint32_t i, uint32_t end, struct amount *amount)
{
    const struct document *document = lexed->document;
    const char *code = currency_word(lexed, i, end);
    if (code) {
        give(amount, CLAIMWIRE__V1__MEASURE__MEASURE_MONEY, code, code);
        return i + 1;
    }
    const bool per = two(lexed, i, end, "per", "cent");
    if (i < end && (document_is(document, i, "percent") || document_is(document, i, "%") || per)) {
        uint32_t of = i + 1 + per;
        give(amount, CLAIMWIRE__V1__MEASURE__MEASURE_PERCENT, "", "percent");
        if (of + 1 < end && document_is(document, of, "of")) {
            of += 1 + lexed_is(lexed, of + 1, WORD_DETERMINER);
            const struct span word = of < end ? document_token(document, of) : SPAN("");
            if (word.size > 0 && word.size < sizeof amount->population)
                snprintf(amount->population, sizeof amount->population, "%.*s", (int)word.size, word.data);
        }
        return i + 1 + per;
    }
    for (uint32_t k = i; k < end && k < i + 3; k++) {
        if (document_is(document, k, "troops") || document_is(document, k, "soldiers") ||
            document_is(document, k, "peacekeepers")) {
            const struct span word = document_token(document, k);
            char name[sizeof amount->population];
            snprintf(name, sizeof name, "%.*s", (int)word.size, word.data);
            give(amount, CLAIMWIRE__V1__MEASURE__MEASURE_TROOPS, name, "people");
            return i;
        }
        if (document->tokens[k].kind != TOKEN_WORD ||
            lexed_is(lexed, k, WORD_PREPOSITION | WORD_VERB | WORD_AUXILIARY | WORD_CONJUNCTION | WORD_DETERMINER))
            break;
    }
    return 0;
}

bool amount_at(const struct lexed *lexed, uint32_t first, uint32_t end, struct amount *amount)
{
    enum bound bound;
    double value = 0, high = 0;
    *amount = (struct amount){ .low = NAN, .high = NAN };
    uint32_t i = bound_at(lexed, first, end, &bound);
    if (i >= end)
        return false;
    const char *sign = currency_sign(lexed, i);
    const uint32_t start = i + (sign != NULL);
    struct quantity quantity;
    uint32_t next = start < end ? number_at(lexed, start, end, &value) : start;
    if (next == start && !sign && i < end && quantity_at(lexed, i, end, &quantity) && quantity.low == quantity.high &&
        quantity.low > 1) {
        value = quantity.low;
        next = quantity.words.end;
    }
    if (next == start)
        return false;
    high = value;
    if (next + 1 < end && !sign && document_is(lexed->document, next, "to")) {
        const uint32_t past = number_at(lexed, next + 1, end, &high);
        if (past > next + 1 && high > value)
            next = past;
        else
            high = value;
    }
    if (sign)
        give(amount, CLAIMWIRE__V1__MEASURE__MEASURE_MONEY, sign, sign);
    else if ((next = counted(lexed, next, end, amount)) == 0)
        return false;
    amount->low = bound == BOUND_HIGH ? 0 : value;
    amount->high = bound == BOUND_LOW ? NAN : high;
    amount->words = (struct range){ first, next };
    return true;
}
