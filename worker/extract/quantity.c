/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/quantity.h"

#include <math.h>
#include <stdlib.h>

enum { NUMBER_TOKENS_MAX = 6, DIGITS_MAX = 12, TEXT_MAX = 24 };

enum bound { BOUND_EXACT, BOUND_LOW, BOUND_HIGH };

/* The letters behind "1.2m"; 0: none that scale. */
static double suffix_scale(const char *suffix)
{
    static const struct {
        const char *word;
        double scale;
    } scales[] = { { "", 1 }, { "k", 1e3 }, { "m", 1e6 }, { "mn", 1e6 }, { "b", 1e9 }, { "bn", 1e9 }, { "tn", 1e12 } };
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        if (strcmp(suffix, scales[i].word) == 0)
            return scales[i].scale;
    return 0;
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
    *value *= scale;
    *range *= scale;
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

static double scale_at(const struct lexed *lexed, uint32_t i, uint32_t end)
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
        const double scale = scale_at(lexed, i, end);
        if (scale > 0) {
            part = (part > 0 ? part : 1) * scale;
            if (scale >= 1000) {
                total += part;
                part = 0;
            }
        } else if (scale_at(lexed, i - 1, end) > 0 && document_is(document, i, "and") && i + 1 < end &&
                   lexed_is(lexed, i + 1, WORD_NUMBER)) {
            continue;
        } else if (i > first + 1 && (scale_at(lexed, i - 1, end) > 0 || document_is(document, i - 1, "and")) &&
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

/* The number at `first` without what bounds it; returns the token past it, or `first`. */
static uint32_t number_at(const struct lexed *lexed, uint32_t first, uint32_t end, double *low, double *high,
                          bool *suffix)
{
    const struct document *document = lexed->document;
    double part = 0, range = 0;
    *suffix = false;
    if (first >= end)
        return first;
    const bool next_scales = scale_at(lexed, first + 1, end) > 0;
    if (digits(document_token(document, first), &part, &range, suffix)) {
        const double times = range > 0 && part != range ? range / part : 1;
        const uint32_t next = rest_at(lexed, first + 1, end, part, low);
        *high = times > 1 ? *low * times : *low;
        return next;
    }
    if (lexed_is(lexed, first, WORD_NUMBER))
        part = lexed->words[first]->value;
    else if (document_is(document, first, "half") && first + 2 < end &&
             (document_is(document, first + 1, "a") || document_is(document, first + 1, "an")) &&
             scale_at(lexed, first + 2, end) > 0) {
        *low = *high = scale_at(lexed, first + 2, end) / 2;
        return first + 3;
    } else if (next_scales && (document_is(document, first, "a") || document_is(document, first, "an")))
        part = 1;
    else if (document->tokens[first].kind != TOKEN_WORD || !hyphened(document_token(document, first), &part))
        return first;
    const uint32_t next = rest_at(lexed, first + 1, end, part, low);
    *high = *low;
    return next;
}

static bool two(const struct lexed *lexed, uint32_t i, uint32_t end, const char *first, const char *second)
{
    return i + 1 < end && document_is(lexed->document, i, first) && document_is(lexed->document, i + 1, second);
}

static const struct {
    const char *words[3];
    enum bound bound;
} qualifiers[] = {
    { { "at", "least" }, BOUND_LOW },
    { { "at", "most" }, BOUND_HIGH },
    { { "no", "less", "than" }, BOUND_LOW },
    { { "no", "fewer", "than" }, BOUND_LOW },
    { { "not", "less", "than" }, BOUND_LOW },
    { { "no", "more", "than" }, BOUND_HIGH },
    { { "not", "more", "than" }, BOUND_HIGH },
    { { "more", "than" }, BOUND_LOW },
    { { "greater", "than" }, BOUND_LOW },
    { { "less", "than" }, BOUND_HIGH },
    { { "fewer", "than" }, BOUND_HIGH },
    { { "lower", "than" }, BOUND_HIGH },
    { { "upwards", "of" }, BOUND_LOW },
    { { "upward", "of" }, BOUND_LOW },
    { { "in", "excess", "of" }, BOUND_LOW },
    { { "up", "to" }, BOUND_HIGH },
    { { "as", "many", "as" }, BOUND_HIGH },
    { { "as", "much", "as" }, BOUND_HIGH },
    { { "just", "over" }, BOUND_LOW },
    { { "well", "over" }, BOUND_LOW },
    { { "a", "minimum", "of" }, BOUND_LOW },
    { { "a", "maximum", "of" }, BOUND_HIGH },
    { { "just", "under" }, BOUND_EXACT },
    { { "close", "to" }, BOUND_EXACT },
    { { "an", "estimated" }, BOUND_EXACT },
    { { "some" }, BOUND_EXACT },
    { { "over" }, BOUND_LOW },
    { { "only" }, BOUND_EXACT },
};

/* "handing over €5": no bound. */
static bool is_over_particle(const struct lexed *lexed, uint32_t i)
{
    static const char *const verbs[] = { "hand",    "handed", "handing", "hands", "turned",
                                         "turning", "took",   "taking",  "signed" };
    for (size_t k = 0; i > 0 && document_is(lexed->document, i, "over") && k < sizeof verbs / sizeof *verbs; k++)
        if (document_is(lexed->document, i - 1, verbs[k]))
            return true;
    return false;
}

/* "at least", "more than", "up to": returns the token past it. */
static uint32_t qualifier_at(const struct lexed *lexed, uint32_t i, uint32_t end, enum bound *bound)
{
    const struct span text = document_token(lexed->document, i);
    *bound = BOUND_EXACT;
    if (lexed->document->tokens[i].kind != TOKEN_WORD)
        return i;
    for (size_t q = 0; q < sizeof qualifiers / sizeof *qualifiers; q++) {
        uint32_t k = 0;
        if ((text.data[0] | 0x20) != qualifiers[q].words[0][0])
            continue;
        while (k < 3 && qualifiers[q].words[k] && i + k < end &&
               document_is(lexed->document, i + k, qualifiers[q].words[k]))
            k++;
        if ((k == 3 || !qualifiers[q].words[k]) && !(k == 1 && is_over_particle(lexed, i))) {
            *bound = qualifiers[q].bound;
            return i + k;
        }
    }
    return lexed_is(lexed, i, WORD_ROUGHLY) ? i + 1 : i;
}

/* "… at most", "… or more" behind a number. */
static uint32_t behind(const struct lexed *lexed, uint32_t i, uint32_t end, enum bound *bound)
{
    const uint32_t at = i < end && lexed->document->body.data[lexed->document->tokens[i].start] == ',' ? i + 1 : i;
    if (two(lexed, i, end, "or", "more")) {
        *bound = BOUND_LOW;
        return i + 2;
    }
    if (two(lexed, i, end, "or", "less") || two(lexed, i, end, "or", "fewer")) {
        *bound = BOUND_HIGH;
        return i + 2;
    }
    if (at < end && document_is(lexed->document, at, "minimum")) {
        *bound = BOUND_LOW;
        return at + 1;
    }
    if (at < end && document_is(lexed->document, at, "maximum")) {
        *bound = BOUND_HIGH;
        return at + 1;
    }
    for (uint32_t k = at + 1; k < end && k <= at + 3 && document_is(lexed->document, at, "at"); k++)
        if (document_is(lexed->document, k, "most") || document_is(lexed->document, k, "maximum")) {
            *bound = BOUND_HIGH;
            return k + 1;
        }
    return i;
}

bool quantity_is_year(const struct lexed *lexed, uint32_t token)
{
    const struct span text = document_token(lexed->document, token);
    double value, high;
    bool suffix;
    return text.size == 4 && digits(text, &value, &high, &suffix) && !suffix && value >= 1900 && value <= 2100;
}

/* "dozens of guards", but "dozens | of the guards": 1 where the "of" belongs to the number. */
static uint32_t of_at(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    return i < end && document_is(lexed->document, i, "of") && i + 1 < end && !lexed_is(lexed, i + 1, WORD_DETERMINER);
}

/* "dozens of", "tens of thousands of", "a pair of", "no one", "a". */
static uint32_t words_at(const struct lexed *lexed, uint32_t i, uint32_t end, struct quantity *quantity)
{
    const struct document *document = lexed->document;
    const bool tens = document_is(document, i, "tens") && two(lexed, i + 1, end, "of", "thousands");
    if (tens || lexed_is(lexed, i, WORD_MANY)) {
        quantity->low = tens ? 20 : lexed->words[i]->value;
        uint32_t next = i + 1;
        if (next + 1 < end && document_is(document, next, "of") && lexed_is(lexed, next + 1, WORD_MANY)) {
            quantity->low *= document_is(document, next + 1, "thousands") ? 1e3 : 1e6;
            next += 2;
        }
        return next + of_at(lexed, next, end);
    }
    if (lexed_is(lexed, i, WORD_NONE)) {
        quantity->low = quantity->high = 0;
        return i + 1 + (i + 1 < end && document_is(document, i + 1, "one"));
    }
    if (i + 2 < end && document_is(document, i, "a") && document_is(document, i + 2, "of") &&
        (document_is(document, i + 1, "pair") || document_is(document, i + 1, "couple"))) {
        quantity->low = quantity->high = 2;
        return i + 2 + of_at(lexed, i + 2, end);
    }
    if (document_is(document, i, "a") || document_is(document, i, "an")) {
        quantity->low = quantity->high = 1;
        quantity->single = quantity->article = true;
        return i + 1;
    }
    return i;
}

static bool is_dash(const struct document *document, uint32_t i)
{
    return document_is(document, i, "-") || document_is(document, i, "\xE2\x80\x93") ||
           document_is(document, i, "\xE2\x80\x94");
}

/* The counted words themselves, after any qualifier. */
static uint32_t count_at(const struct lexed *lexed, uint32_t i, uint32_t end, struct quantity *quantity)
{
    const struct document *document = lexed->document;
    const bool between = i < end && document_is(document, i, "between");
    double low = 0, high = 0, more = 0, most = 0;
    uint32_t next = number_at(lexed, i + between, end, &low, &high, &quantity->suffix);
    if (i >= end || (between && (next == i + 1 || next >= end || !document_is(document, next, "and"))))
        return i;
    if (next == i + between)
        return words_at(lexed, i, end, quantity);
    quantity->low = low;
    quantity->high = high;
    quantity->single = high <= 1 && low > 0;
    if (next + 1 < end && low == high &&
        (between || document_is(document, next, "to") || document_is(document, next, "or") ||
         (is_dash(document, next) && document->tokens[next].end == document->tokens[next + 1].start))) {
        bool suffix;
        const uint32_t after = number_at(lexed, next + 1, end, &more, &most, &suffix);
        if (after > next + 1 && more > low && !quantity_is_year(lexed, next + 1)) {
            /* "two to three million", "€2 to €3m": the scale is of both. */
            if (low < 1000 && more >= 1000 && (suffix || scale_at(lexed, after - 1, end) > 0))
                quantity->low = low * (more >= 1e9 ? 1e9 : more >= 1e6 ? 1e6 : 1e3);
            quantity->high = most;
            quantity->suffix |= suffix;
            return after;
        }
    }
    return between ? i : next;
}

static void bind(struct quantity *quantity, enum bound bound)
{
    if (bound == BOUND_LOW)
        quantity->high = NAN;
    if (bound == BOUND_HIGH)
        quantity->low = 0;
}

bool quantity_bound(const struct lexed *lexed, uint32_t first, uint32_t at, struct quantity *quantity)
{
    enum bound bound;
    if (qualifier_at(lexed, first, at, &bound) != at)
        return false;
    bind(quantity, bound);
    return true;
}

bool quantity_number_at(const struct lexed *lexed, uint32_t first, uint32_t end, struct quantity *quantity)
{
    enum bound bound, after;
    *quantity = (struct quantity){ .low = NAN, .high = NAN };
    if (first >= end)
        return false;
    const uint32_t start = qualifier_at(lexed, first, end, &bound);
    uint32_t next = count_at(lexed, start, end, quantity);
    if (next == start || (quantity->article && start > first))
        return false;
    after = bound;
    next = behind(lexed, next, end, &after);
    bind(quantity, after);
    quantity->words = (struct range){ first, next };
    return true;
}

bool quantity_at(const struct lexed *lexed, uint32_t first, uint32_t end, struct quantity *quantity)
{
    const struct document *document = lexed->document;
    if (!quantity_number_at(lexed, first, end, quantity) || (first > 0 && document_is(document, first - 1, "of")))
        return false;
    const uint32_t next = quantity->words.end;
    if (quantity_is_year(lexed, next - 1) || (!isnan(quantity->low) && quantity->low != floor(quantity->low)))
        return false;
    if (next < end && lexed_is(lexed, next, WORD_INCREMENT)) {
        quantity->more = true;
        return false;
    }
    const char after = next < end ? document->body.data[document->tokens[next].start] : ' ';
    return after != '%' && after != '/' && !(next < end && document_is(document, next, "percent")) &&
           !two(lexed, next, end, "per", "cent");
}
