/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/quantity.h"

#include <math.h>

enum { NUMBER_TOKENS_MAX = 6, DIGITS_MAX = 12 };

/* "20,000" as 20000; false when it is no plain number. */
static bool digits(struct span text, double *value)
{
    *value = 0;
    size_t since_comma = SIZE_MAX, count = 0;
    bool commas = false;
    for (size_t i = 0; i < text.size; i++) {
        if (text.data[i] == ',') {
            if (i == 0 || (commas && since_comma != 3))
                return false;
            commas = true;
            since_comma = 0;
            continue;
        }
        if (text.data[i] < '0' || text.data[i] > '9' || ++count > DIGITS_MAX)
            return false;
        *value = *value * 10 + (text.data[i] - '0');
        if (commas)
            since_comma++;
    }
    return count > 0 && (!commas || since_comma == 3);
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

/* The number at `first`; returns the token past it, or `first`. */
static uint32_t number_at(const struct lexed *lexed, uint32_t first, uint32_t end, double *value)
{
    const struct document *document = lexed->document;
    uint32_t i = first;
    double part = 0;
    if (i >= end)
        return first;
    if (document->tokens[i].kind == TOKEN_NUMBER) {
        if (!digits(document_token(document, i), &part))
            return first;
        i++;
    } else if (lexed_is(lexed, i, WORD_NUMBER)) {
        part = lexed->words[i]->value;
        i++;
    } else if (document->tokens[i].kind == TOKEN_WORD && hyphened(document_token(document, i), &part)) {
        i++;
    } else if ((document_is(document, i, "a") || document_is(document, i, "an")) && i + 1 < end &&
               lexed_is(lexed, i + 1, WORD_SCALE)) {
        part = 1;
        i++;
    } else {
        return first;
    }
    double total = 0;
    for (; i < end && i < first + NUMBER_TOKENS_MAX; i++) {
        double more = 0;
        if (lexed_is(lexed, i, WORD_SCALE)) {
            part = (part > 0 ? part : 1) * lexed->words[i]->value;
            if (lexed->words[i]->value >= 1000) {
                total += part;
                part = 0;
            }
        } else if (lexed_is(lexed, i - 1, WORD_SCALE) && document_is(document, i, "and") && i + 1 < end &&
                   lexed_is(lexed, i + 1, WORD_NUMBER)) {
            continue;
        } else if (i > first + 1 && (lexed_is(lexed, i - 1, WORD_SCALE) || document_is(document, i - 1, "and")) &&
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

enum bound { BOUND_EXACT, BOUND_LOW, BOUND_HIGH };

/* "at least", "more than", "up to": returns the token past it. */
static uint32_t qualifier_at(const struct lexed *lexed, uint32_t i, uint32_t end, enum bound *bound)
{
    const struct document *document = lexed->document;
    const bool next = i + 1 < end;
    *bound = BOUND_EXACT;
    if (next && document_is(document, i, "at") &&
        (document_is(document, i + 1, "least") || document_is(document, i + 1, "most"))) {
        *bound = document_is(document, i + 1, "least") ? BOUND_LOW : BOUND_HIGH;
        return i + 2;
    }
    if (next && document_is(document, i + 1, "than") && lexed_is(lexed, i, WORD_MORE_THAN | WORD_FEWER)) {
        *bound = lexed_is(lexed, i, WORD_FEWER) ? BOUND_HIGH : BOUND_LOW;
        return i + 2;
    }
    if (document_is(document, i, "over")) {
        *bound = BOUND_LOW;
        return i + 1;
    }
    if (next && document_is(document, i, "up") && document_is(document, i + 1, "to")) {
        *bound = BOUND_HIGH;
        return i + 2;
    }
    if (i + 2 < end && document_is(document, i, "as") && document_is(document, i + 1, "many") &&
        document_is(document, i + 2, "as")) {
        *bound = BOUND_HIGH;
        return i + 3;
    }
    return lexed_is(lexed, i, WORD_ROUGHLY) ? i + 1 : i;
}

static bool is_year(struct span text, double value)
{
    return text.size == 4 && value >= 1900 && value <= 2100;
}

/* The counted words themselves, after any qualifier. */
static uint32_t count_at(const struct lexed *lexed, uint32_t i, uint32_t end, struct quantity *quantity)
{
    const struct document *document = lexed->document;
    double value = 0;
    if (i >= end)
        return i;
    if (lexed_is(lexed, i, WORD_MANY)) {
        quantity->low = lexed->words[i]->value;
        return i + 1 + (i + 1 < end && document_is(document, i + 1, "of"));
    }
    if (lexed_is(lexed, i, WORD_NONE)) {
        quantity->low = quantity->high = 0;
        return i + 1 + (i + 1 < end && document_is(document, i + 1, "one"));
    }
    uint32_t next = number_at(lexed, i, end, &value);
    if (next > i) {
        if (document->tokens[i].kind == TOKEN_NUMBER && is_year(document_token(document, i), value))
            return i;
        quantity->low = quantity->high = value;
        quantity->single = value == 1;
        double second = 0;
        if (next + 1 < end && (document_is(document, next, "to") || document_is(document, next, "or"))) {
            const uint32_t after = number_at(lexed, next + 1, end, &second);
            if (after > next + 1 && second > value) {
                quantity->high = second;
                next = after;
            }
        }
        return next;
    }
    if (document_is(document, i, "a") || document_is(document, i, "an")) {
        quantity->low = quantity->high = 1;
        quantity->single = true;
        return i + 1;
    }
    return i;
}

bool quantity_at(const struct lexed *lexed, uint32_t first, uint32_t end, struct quantity *quantity)
{
    const struct document *document = lexed->document;
    enum bound bound;
    *quantity = (struct quantity){ .low = NAN, .high = NAN };
    if (first >= end)
        return false;
    const uint32_t start = qualifier_at(lexed, first, end, &bound);
    uint32_t next = count_at(lexed, start, end, quantity);
    if (next == start || (first > 0 && document_is(document, first - 1, "of")))
        return false;
    if (bound == BOUND_LOW)
        quantity->high = NAN;
    if (bound == BOUND_HIGH)
        quantity->low = NAN;
    quantity->words = (struct range){ first, next };
    if (next < end && lexed_is(lexed, next, WORD_INCREMENT)) {
        quantity->more = true;
        return false;
    }
    const char after = next < end ? document->body.data[document->tokens[next].start] : ' ';
    return after != '%' && after != '/' && !(next < end && document_is(document, next, "percent"));
}
