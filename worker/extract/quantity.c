/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/quantity.h"

#include <math.h>
#include <threads.h>

#include "extract/number.h"

enum bound { BOUND_EXACT, BOUND_LOW, BOUND_HIGH };

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

/* Which of them begin with two letters, in any case, one bit each. Filled once, at the first look. */
static uint32_t by_letters[32][32];
static once_flag filled = ONCE_FLAG_INIT;
_Static_assert(sizeof qualifiers / sizeof *qualifiers <= 32, "a bit each");

static uint32_t *place_of(char first, char second)
{
    return &by_letters[first & 31][second & 31];
}

static void fill_letters(void)
{
    for (size_t q = 0; q < sizeof qualifiers / sizeof *qualifiers; q++)
        *place_of(qualifiers[q].words[0][0], qualifiers[q].words[0][1]) |= UINT32_C(1) << q;
}

static uint32_t qualifiers_of(struct span text)
{
    call_once(&filled, fill_letters);
    return *place_of(text.data[0], text.size > 1 ? text.data[1] : '\0');
}

/* "handing over €5", "went up to 76 percent": no bound, but part of the verb. */
static bool is_particle(const struct lexed *lexed, uint32_t i)
{
    static const char *const over[] = { "hand",    "handed", "handing", "hands", "turned",
                                        "turning", "took",   "taking",  "signed" };
    static const char *const up[] = { "went", "go", "goes", "going", "gone", "rose", "climbed", "moved", "shot" };
    for (size_t k = 0; i > 0 && document_is(lexed->document, i, "over") && k < sizeof over / sizeof *over; k++)
        if (document_is(lexed->document, i - 1, over[k]))
            return true;
    for (size_t k = 0; i > 0 && document_is(lexed->document, i, "up") && k < sizeof up / sizeof *up; k++)
        if (document_is(lexed->document, i - 1, up[k]))
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
    for (uint32_t left = qualifiers_of(text); left; left &= left - 1) {
        const uint32_t q = (uint32_t)__builtin_ctz(left);
        uint32_t k = 0;
        while (k < 3 && qualifiers[q].words[k] && i + k < end &&
               document_is(lexed->document, i + k, qualifiers[q].words[k]))
            k++;
        if ((k == 3 || !qualifiers[q].words[k]) && !is_particle(lexed, i)) {
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
    for (uint32_t k = at + 1; k < end && k <= at + 3 && document_is(lexed->document, at, "at"); k++) {
        const bool most = document_is(lexed->document, k, "most") || document_is(lexed->document, k, "maximum");
        if (most || document_is(lexed->document, k, "least")) {
            *bound = most ? BOUND_HIGH : BOUND_LOW;
            return k + 1;
        }
    }
    return i;
}

bool quantity_is_number(const struct lexed *lexed, uint32_t token)
{
    return lexed->document->tokens[token].kind == TOKEN_NUMBER ||
           (lexed_is(lexed, token, WORD_NUMBER) && !document_is(lexed->document, token, "one"));
}

bool quantity_is_year(const struct lexed *lexed, uint32_t token)
{
    const struct span text = document_token(lexed->document, token);
    if (text.size != 4 ||
        !((text.data[0] == '1' && text.data[1] == '9') || (text.data[0] == '2' && text.data[1] == '0')))
        return false;
    return text.data[2] >= '0' && text.data[2] <= '9' && text.data[3] >= '0' && text.data[3] <= '9';
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

bool quantity_changes(const struct lexed *lexed, uint32_t token)
{
    static const char *const words[] = { "from",   "rose",    "fell",    "plunged", "dropped",  "soared", "climbed",
                                         "gained", "lost",    "slipped", "jumped",  "surged",   "grew",   "up",
                                         "down",   "tumbled", "slid",    "rise",    "declined", "fall" };
    for (size_t k = 0; token > 0 && k < sizeof words / sizeof *words; k++)
        if (document_is(lexed->document, token - 1, words[k]))
            return true;
    return false;
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
        (between || (document_is(document, next, "to") && !quantity_changes(lexed, i)) ||
         document_is(document, next, "or") ||
         (is_dash(document, next) && document->tokens[next].end == document->tokens[next + 1].start))) {
        bool suffix;
        const uint32_t after = number_at(lexed, next + 1, end, &more, &most, &suffix);
        if (after > next + 1 && more > low && !quantity_is_year(lexed, next + 1)) {
            /* "two to three million", "€2 to €3m": the scale is of both. */
            if (low < 1000 && more >= 1000 && (suffix || number_scale_at(lexed, after - 1, end) > 0))
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

void quantity_bound_behind(const struct lexed *lexed, uint32_t i, uint32_t end, struct quantity *quantity)
{
    enum bound bound = BOUND_EXACT;
    if (two(lexed, i, end, "of", "us") || two(lexed, i, end, "of", "them"))
        i += 2;
    if (quantity->low == quantity->high && behind(lexed, i, end, &bound) > i)
        bind(quantity, bound);
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
