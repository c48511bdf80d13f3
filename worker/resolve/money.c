/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/money.h"

enum { SIGN_BYTES_MAX = 3 };

/* None begins with a small letter, and none is longer than SIGN_BYTES_MAX. */
static const struct {
    struct span sign;
    const char *code;
} signs[] = {
    { SPAN("$"), "USD" },
    { SPAN("\xE2\x82\xAC"), "EUR" },
    { SPAN("\xC2\xA3"), "GBP" },
    { SPAN("\xC2\xA5"), "JPY" },
    { SPAN("\xE2\x82\xB9"), "INR" },
    { SPAN("\xE2\x82\xBD"), "RUB" },
    { SPAN("\xE2\x82\xB4"), "UAH" },
    { SPAN("\xE2\x82\xAA"), "ILS" },
    { SPAN("\xE2\x82\xBA"), "TRY" },
    { SPAN("\xE2\x82\xA6"), "NGN" },
    { SPAN("\xE2\x82\xA9"), "KRW" },
    { SPAN("Rs"), "INR" },
    { SPAN("Rs."), "INR" },
};

static const struct currency {
    const char *word, *country, *code;
} currencies[] = {
#define CURRENCY(word, country, code) { word, country, code },
#include "resolve/currency.def"
#undef CURRENCY
};

const char *money_word(const struct lexed *lexed, uint32_t token, const char *country)
{
    const char *code = NULL;
    for (size_t k = 0; k < sizeof currencies / sizeof *currencies; k++) {
        const struct currency *one = &currencies[k];
        if (!document_is(lexed->document, token, one->word))
            continue;
        if (!one->country[0])
            code = one->code;
        else if (country && strcmp(country, one->country) == 0)
            return one->code;
        else if (!code)
            code = "";
    }
    return code;
}

/* "R" of "R2.3 billion", "K" of "K60,000": letters that the number stands right behind. */
static const char *money_letters(const struct document *document, uint32_t i)
{
    static const struct {
        const char *letters, *code;
    } moneys[] = {
#define MONEY_LETTERS(letters, code) { letters, code },
#include "text/money.def"
#undef MONEY_LETTERS
    };
    if (i + 1 >= document->tokens_count || document->tokens[i + 1].kind != TOKEN_NUMBER ||
        document->tokens[i].end != document->tokens[i + 1].start)
        return NULL;
    for (size_t k = 0; k < sizeof moneys / sizeof *moneys; k++)
        if (span_equal(document_token(document, i), span_of(moneys[k].letters)))
            return moneys[k].code;
    return NULL;
}

/* "PLN 20,000": the code before the number. */
static const char *money_code(const struct document *document, uint32_t i)
{
    const struct span text = document_token(document, i);
    if (text.size != SIGN_BYTES_MAX || i + 1 >= document->tokens_count ||
        document->tokens[i + 1].kind != TOKEN_NUMBER || text.data[1] < 'A' || text.data[1] > 'Z')
        return NULL;
    for (size_t k = 0; k < sizeof currencies / sizeof *currencies; k++)
        if (memcmp(text.data, currencies[k].code, SIGN_BYTES_MAX) == 0)
            return currencies[k].code;
    return NULL;
}

const char *money_sign(const struct lexed *lexed, uint32_t i)
{
    static const struct {
        const char *letters, *code;
    } dollars[] = { { "A", "AUD" },  { "AU", "AUD" }, { "C", "CAD" },  { "CA", "CAD" }, { "NZ", "NZD" },
                    { "HK", "HKD" }, { "S", "SGD" },  { "NT", "TWD" }, { "R", "BRL" } };
    const struct document *document = lexed->document;
    const struct span text = document_token(document, i);
    if (text.size > SIGN_BYTES_MAX || (text.data[0] >= 'a' && text.data[0] <= 'z'))
        return NULL;
    const bool letters =
        text.size == 1 && text.data[0] == '$' && i > 0 && document->tokens[i - 1].end == document->tokens[i].start;
    const char *code = text.size <= SIGN_BYTES_MAX ? money_letters(document, i) : NULL;
    if (code || (code = money_code(document, i)))
        return code;
    for (size_t k = 0; letters && k < sizeof dollars / sizeof *dollars; k++)
        if (span_equal(document_token(document, i - 1), span_of(dollars[k].letters)))
            return dollars[k].code;
    for (size_t k = 0; k < sizeof signs / sizeof *signs; k++)
        if (span_equal(text, signs[k].sign))
            return signs[k].code;
    return NULL;
}
