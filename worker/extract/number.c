/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/number.h"

#include <math.h>
#include <stdlib.h>

enum { NUMBER_TOKENS_MAX = 6, DIGITS_MAX = 12, TEXT_MAX = 24 };

/* The letters behind "1.2m", "187mm"; 0: none that scale or measure. */
static double suffix_scale(const char *suffix)
{
    static const char *const units[] = { NUMBER_UNITS };
    static const struct {
        const char *word;
        double scale;
    } scales[] = { { "", 1 }, { "k", 1e3 }, { "m", 1e6 }, { "mn", 1e6 }, { "b", 1e9 }, { "bn", 1e9 }, { "tn", 1e12 } };
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        if (strcmp(suffix, scales[i].word) == 0)
            return scales[i].scale;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (strcmp(suffix, units[i]) == 0)
            return 1;
    return 0;
}

/* 4.03 billion is a whole number, whatever binary fractions make of it. */
static double scaled(double value, double scale)
{
    return scale >= 1000 ? round(value * scale) : value * scale;
}

/* "20,000", "9.5", "1.2m"; `range` takes the second number of "20-30" and is else the first.
 * False when it is no plain number: "1,20", "10:30". */
static bool digits(struct span token, double *value, double *range, bool *suffix)
{
    char text[TEXT_MAX];
    size_t size = 0, count = 0, since_comma = 3;
    bool commas = false;
    if (token.size == 0 || token.size >= sizeof text || token.data[0] < '0' || token.data[0] > '9')
        return false;
    size_t i = 0;
    for (; i < token.size && strchr("0123456789,.", token.data[i]); i++) {
        if (token.data[i] == ',') {
            if (commas && since_comma != 3)
                return false;
            commas = true;
            since_comma = 0;
            continue;
        }
        if (token.data[i] == '.' && since_comma != 3)
            return false;
        text[size++] = token.data[i];
        count += token.data[i] != '.';
        since_comma += commas && token.data[i] != '.' && since_comma < 3;
    }
    if (count > DIGITS_MAX || since_comma != 3)
        return false;
    text[size] = '\0';
    *value = *range = strtod(text, NULL);
    if (i < token.size && token.data[i] == '-') {
        bool inner;
        double other;
        return digits(span_slice(token, i + 1, token.size), range, &other, &inner) && other == *range &&
               *range > *value && !inner;
    }
    char letters[TEXT_MAX] = "";
    for (size_t k = 0; i + k < token.size; k++)
        letters[k] = (char)(token.data[i + k] | 0x20);
    const double scale = suffix_scale(letters);
    *suffix = i < token.size;
    *value = scaled(*value, scale);
    *range = scaled(*range, scale);
    return scale > 0;
}

/* "twenty-one" in one token. */
static bool hyphened(struct span text, double *value)
{
    const char *hyphen = memchr(text.data, '-', text.size);
    if (!hyphen)
        return false;
    const size_t size = (size_t)(hyphen - text.data);
    const struct word *tens = lexicon_find(span_slice(text, 0, size));
    const struct word *ones = lexicon_find(span_slice(text, size + 1, text.size));
    if (!tens || !(tens->classes & WORD_TENS) || !ones || !(ones->classes & WORD_NUMBER) || ones->value >= 10)
        return false;
    *value = tens->value + ones->value;
    return true;
}

double number_scale_at(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    if (i >= end)
        return 0;
    if (document_is(lexed->document, i, "bn"))
        return 1e9;
    if (document_is(lexed->document, i, "trillion"))
        return 1e12;
    return lexed_is(lexed, i, WORD_SCALE) ? lexed->words[i]->value : 0;
}

/* The words of "two hundred and five thousand" from the second on. */
static uint32_t rest_at(const struct lexed *lexed, uint32_t i, uint32_t end, double part, double *value)
{
    const struct document *document = lexed->document;
    const uint32_t first = i - 1;
    double total = 0;
    for (; i < end && i < first + NUMBER_TOKENS_MAX; i++) {
        double more = 0;
        const double scale = number_scale_at(lexed, i, end);
        if (scale > 0) {
            part = scaled(part > 0 ? part : 1, scale);
            if (scale >= 1000) {
                total += part;
                part = 0;
            }
        } else if (number_scale_at(lexed, i - 1, end) > 0 && document_is(document, i, "and") && i + 1 < end &&
                   (lexed_is(lexed, i + 1, WORD_NUMBER) || hyphened(document_token(document, i + 1), &more))) {
            continue;
        } else if (i > first + 1 && (number_scale_at(lexed, i - 1, end) > 0 || document_is(document, i - 1, "and")) &&
                   lexed_is(lexed, i, WORD_NUMBER)) {
            part += lexed->words[i]->value;
        } else if (i > first + 1 && document->tokens[i].kind == TOKEN_WORD &&
                   hyphened(document_token(document, i), &more)) {
            part += more;
        } else {
            break;
        }
    }
    *value = total + part;
    return i;
}

/* "4 100", "1 240 000": thousands apart by a space, as in South Africa; `first` where no more follow. */
static uint32_t thousands_at(const struct lexed *lexed, uint32_t first, uint32_t end, double *value)
{
    enum { THOUSANDS_MAX = 3 };
    const struct document *document = lexed->document;
    uint32_t i = first;
    if (!(*value >= 1 && *value < 1000) || document->tokens[first].end - document->tokens[first].start > 3 ||
        (first > 0 && lexed_is(lexed, first - 1, WORD_TIME)))
        return first;
    while (i + 1 < end && i < first + THOUSANDS_MAX) {
        const struct span text = document_token(document, i + 1);
        if (text.size != 3 || document->tokens[i + 1].start != document->tokens[i].end + 1)
            break;
        uint32_t digits = 0, three = 0;
        for (; digits < text.size && text.data[digits] >= '0' && text.data[digits] <= '9'; digits++)
            three = three * 10 + (uint32_t)(text.data[digits] - '0');
        if (digits < text.size)
            break;
        *value = *value * 1000 + three;
        i++;
    }
    return i;
}

uint32_t number_at(const struct lexed *lexed, uint32_t first, uint32_t end, double *low, double *high, bool *suffix)
{
    const struct document *document = lexed->document;
    double part = 0, range = 0;
    *suffix = false;
    if (first >= end)
        return first;
    if (digits(document_token(document, first), &part, &range, suffix)) {
        const double times = range > 0 && part != range ? range / part : 1;
        if (times == 1 && !*suffix)
            first = thousands_at(lexed, first, end, &part);
        const uint32_t next = rest_at(lexed, first + 1, end, part, low);
        *high = times > 1 ? *low * times : *low;
        return next;
    }
    if (lexed_is(lexed, first, WORD_NUMBER))
        part = lexed->words[first]->value;
    else if (document_is(document, first, "half") && first + 2 < end &&
             (document_is(document, first + 1, "a") || document_is(document, first + 1, "an")) &&
             number_scale_at(lexed, first + 2, end) > 0) {
        *low = *high = number_scale_at(lexed, first + 2, end) / 2;
        return first + 3;
    } else if ((document_is(document, first, "a") || document_is(document, first, "an")) &&
               number_scale_at(lexed, first + 1, end) > 0)
        part = 1;
    else if (document->tokens[first].kind != TOKEN_WORD || !hyphened(document_token(document, first), &part))
        return first;
    const uint32_t next = rest_at(lexed, first + 1, end, part, low);
    *high = *low;
    return next;
}
