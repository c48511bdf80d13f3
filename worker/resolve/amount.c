/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/amount.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "extract/noun.h"
#include "extract/number.h"
#include "extract/phrase.h"
#include "extract/quantity.h"
#include "extract/verb.h"
#include "resolve/money.h"

enum { PHRASE_TOKENS_MAX = 4 };

/* What is measured in one word or sign and needs no plural. */
static const char *const units[] = { NUMBER_UNITS, "m", "metre", "meter", "kilometre", "ton", "tonne", "megawatt" };

static void give(struct amount *amount, Claimwire__V1__Measure measure, const char *population, const char *unit)
{
    amount->measure = measure;
    amount->unit = unit;
    snprintf(amount->population, sizeof amount->population, "%s", population);
}

/* The words of the phrase in lower case, as far as whole words fit. */
static void give_words(struct amount *amount, const struct document *document, struct range words)
{
    size_t size = 0;
    for (uint32_t i = words.first; i < words.end; i++) {
        const struct span word = document_token(document, i);
        if (size + word.size + 2 > sizeof amount->population)
            break;
        if (size > 0)
            amount->population[size++] = ' ';
        for (size_t k = 0; k < word.size; k++)
            amount->population[size++] =
                (char)(word.data[k] >= 'A' && word.data[k] <= 'Z' ? word.data[k] + ('a' - 'A') : word.data[k]);
    }
    amount->population[size] = '\0';
}

static bool is_percent(const struct lexed *lexed, uint32_t i, uint32_t end, uint32_t *next)
{
    if (i < end && DOCUMENT_IS(lexed->document, i, "percent", "%", "pct")) {
        *next = i + 1;
        return true;
    }
    if (i + 1 < end && document_is(lexed->document, i, "per") && document_is(lexed->document, i + 1, "cent")) {
        *next = i + 2;
        return true;
    }
    return false;
}

/* "83 percent of those voting": of what. */
static uint32_t give_share(const struct lexed *lexed, uint32_t next, uint32_t end, struct amount *amount)
{
    give(amount, CLAIMWIRE__V1__MEASURE__MEASURE_PERCENT, "", "percent");
    if (next + 1 < end && document_is(lexed->document, next, "of")) {
        const uint32_t noun = next + 1 + lexed_is(lexed, next + 1, WORD_DETERMINER);
        if (noun < end && lexed->document->tokens[noun].kind == TOKEN_WORD)
            give_words(amount, lexed->document, (struct range){ noun, noun + 1 });
    }
    return next;
}

/* Past the words that a plural noun ends, "armoured vehicles"; `i` where none comes. */
static uint32_t plural_end(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    const uint64_t barrier = WORD_AUXILIARY | WORD_PREPOSITION | WORD_CONJUNCTION | WORD_PRONOUN | WORD_SUBORDINATOR |
                             WORD_PRO | WORD_NUMBER | WORD_NEGATION | WORD_PAST;
    const uint32_t start = i;
    for (; i < end && i < start + PHRASE_TOKENS_MAX; i++) {
        if (i > start && document_is(lexed->document, i, "and") && !noun_is_plural(lexed, i - 1))
            continue;                               /* "current and former members" */
        if (document_is(lexed->document, i, "the")) /* "By seven | the guards" */
            return start;
        if (lexed->document->tokens[i].kind != TOKEN_WORD || lexed->document->tokens[i].flags & TOKEN_CLITIC ||
            lexed_is(lexed, i, barrier) || (verb_is_plain(lexed, i) && !noun_is_plural(lexed, i)))
            return start;
        if (!noun_is_plural(lexed, i))
            continue;
        /* "three police cars", "five sports halls": the last plural of the run. */
        while (i + 1 < end && i + 1 < start + PHRASE_TOKENS_MAX && noun_is_plural(lexed, i + 1) &&
               !verb_is_plain(lexed, i + 1) && !lexed_is(lexed, i + 1, barrier))
            i++;
        return i + 1;
    }
    return start;
}

static bool is_duration(const struct document *document, uint32_t i)
{
    return DOCUMENT_IS(document, i, "day", "days", "week", "weeks", "month", "months", "year", "years", "hour", "hours",
                       "minute", "minutes", "second", "seconds", "decade", "decades", "century", "centuries");
}

/* "21 per cent | over three years", "€95,000 | over two": in how long, for an amount stands before it. */
static bool is_spread(const struct lexed *lexed, uint32_t first)
{
    const struct document *document = lexed->document;
    first -= first > 0 && document_is(document, first - 1, "over");
    return first > 0 && document_is(document, first, "over") &&
           (DOCUMENT_IS(document, first - 1, "cent", "percent", "%") || money_word(lexed, first - 1, NULL) ||
            document->tokens[first - 1].kind == TOKEN_NUMBER || lexed_is(lexed, first - 1, WORD_SCALE));
}

/* "three weeks ago", "the past five years", "within two days": a time, no amount of it. */
static bool is_distance(const struct lexed *lexed, uint32_t first, uint32_t next, uint32_t end)
{
    const struct document *document = lexed->document;
    if (is_spread(lexed, first))
        return true;
    if (next < end &&
        (DOCUMENT_IS(document, next, "ago", "later", "earlier", "before", "after", "old", "into", "since") ||
         (next + 1 < end && DOCUMENT_IS(document, next, "from") && DOCUMENT_IS(document, next + 1, "now"))))
        return true;
    return first > 0 &&
           (is_duration(document, first - 1) ||
            DOCUMENT_IS(document, first - 1, "past", "last", "next", "coming", "first", "previous", "recent", "in",
                        "within", "after", "every", "these", "those", "the", "final", "aged", "at"));
}

/* "140 km to the west", "40 kilometres from here", "within ten kilometres": where something is. */
static bool is_away(const struct lexed *lexed, uint32_t first, uint32_t next, uint32_t end)
{
    const struct document *document = lexed->document;
    if (!DOCUMENT_IS(document, next - 1, "km", "kilometres", "kilometers", "kilometre", "kilometer", "miles", "mile",
                     "metres", "meters", "m") &&
        !span_ends(document_token(document, next - 1), "km")) /* "14km upstream" */
        return false;
    if (first > 0 && DOCUMENT_IS(document, first - 1, "within", "every"))
        return true;
    return next < end &&
           DOCUMENT_IS(document, next, "from", "away", "to", "north", "south", "east", "west", "off", "outside",
                       "inside", "northeast", "northwest", "southeast", "southwest", "inland", "north-east",
                       "north-west", "south-east", "south-west", "upstream", "downstream", "out");
}

/* "a soldier of 20 years", "between two and nine years of age": how old. */
static bool is_age(const struct lexed *lexed, uint32_t first, uint32_t next, uint32_t end)
{
    const struct document *document = lexed->document;
    if (!DOCUMENT_IS(document, next - 1, "years", "year", "months", "month"))
        return false;
    if (next + 1 < end && document_is(document, next, "of") && document_is(document, next + 1, "age"))
        return true;
    return first > 1 && document_is(document, first - 1, "of") && noun_classes(lexed, first - 2) & NOUN_PERSON;
}

static bool is_troops(const struct document *document, struct range words, uint32_t end)
{
    if (DOCUMENT_IS(document, words.end - 1, "troops", "soldiers", "peacekeepers", "servicemen", "paratroopers",
                    "marines", "infantrymen", "reservists", "conscripts"))
        return true;
    bool army = false;
    for (uint32_t i = words.end; i < words.end + 4 && i < end && DOCUMENT_IS(document, words.end, "of"); i++)
        army |= DOCUMENT_IS(document, i, "army", "military", "navy", "armed");
    for (uint32_t i = words.first; i + 1 < words.end; i++)
        army |= DOCUMENT_IS(document, i, "army", "military");
    return army &&
           DOCUMENT_IS(document, words.end - 1, "engineers", "personnel", "members", "men", "officers", "advisers");
}

/* "some 400 officers moved in": so many are sent, not who they are. */
static bool is_force(const struct document *document, const struct quantity *quantity, uint32_t next)
{
    enum { FORCE_MIN = 50 };
    return quantity->low >= FORCE_MIN && DOCUMENT_IS(document, next - 1, "officers", "policemen", "gendarmes", "guards",
                                                     "guardsmen", "commandos", "police");
}

/* "three times as many", but "failed three times". */
static bool is_multiple(const struct lexed *lexed, uint32_t next, uint32_t end)
{
    return document_is(lexed->document, next - 1, "times") && next < end &&
           !document_is_mark(lexed->document, next, ",.;") && lexed->document->tokens[next].kind != TOKEN_CLOSE;
}

/* Where what is counted begins: behind "more", "of the", "of 26". */
static uint32_t counted_noun(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    struct quantity whole;
    i += i < end && lexed_is(lexed, i, WORD_INCREMENT);
    if (i + 2 >= end || !document_is(lexed->document, i, "of"))
        return i;
    if (lexed_is(lexed, i + 1, WORD_DETERMINER) && quantity_number_at(lexed, i + 2, end, &whole) && !whole.article)
        return whole.words.end;                    /* "30 of the 48 samples" */
    if (lexed_is(lexed, i + 1, WORD_DETERMINER)) { /* "five of the company's (six) mines" */
        i = i + 4 < end && lexed->document->tokens[i + 3].flags & TOKEN_CLITIC ? i + 4 : i + 2;
        return quantity_number_at(lexed, i, end, &whole) && !whole.article ? whole.words.end : i;
    }
    return quantity_number_at(lexed, i + 1, end, &whole) ? whole.words.end : i;
}

/* "12 were saved", "two of them walked out", "the hall holds 1,930": of whom or what is told before. */
static bool is_elided(const struct lexed *lexed, const struct quantity *quantity, uint32_t end)
{
    enum { MANY_MIN = 10 };
    const struct document *document = lexed->document;
    const uint32_t first = quantity->words.first, i = quantity->words.end;
    const bool known =
        first > 0 && !document_is(document, first - 1, "that") && /* "repeated that 780 were out" */
        (lexed_is(lexed, first - 1, WORD_DETERMINER) || DOCUMENT_IS(document, first - 1, "first", "other", "last"));
    const bool old =
        first > 1 && document_is(document, first - 1, "of") && noun_classes(lexed, first - 2) & NOUN_PERSON;
    if (quantity->suffix || known || old) /* "a boy of 15 has" */
        return false;
    const uint32_t verb = i + (i + 1 < end && DOCUMENT_IS(document, i, "more", "others")); /* "two more had been" */
    if (verb < end && lexed_is(lexed, verb, WORD_FINITE) && !DOCUMENT_IS(document, verb, "is", "was"))
        return true;
    if (i + 1 < end && document_is(document, i, "of") && DOCUMENT_IS(document, i + 1, "them", "us", "whom"))
        return true;
    const bool alone = i >= end || document->tokens[i].kind == TOKEN_PUNCTUATION ||
                       lexed_is(lexed, i, WORD_CONJUNCTION | WORD_PREPOSITION);
    return alone && quantity->low >= MANY_MIN && first > 0 && document->tokens[i - 1].kind == TOKEN_NUMBER &&
           DOCUMENT_IS(document, first - 1, "holds", "held", "holding", "received", "counted", "are", "were");
}

/* "187mm", "40MW": the unit that its number runs into. */
static bool give_suffix(const struct document *document, const struct quantity *quantity, struct amount *amount)
{
    struct span text = document_token(document, quantity->words.end - 1);
    while (quantity->suffix && text.size > 0 && strchr("0123456789.,-", *text.data))
        text = span_slice(text, 1, text.size);
    for (size_t k = 0; quantity->suffix && k < sizeof units / sizeof *units; k++)
        if (text.size > 1 && text.size == strlen(units[k]) && strncasecmp(text.data, units[k], text.size) == 0) {
            give(amount, CLAIMWIRE__V1__MEASURE__MEASURE_OTHER, units[k], "");
            return true;
        }
    return false;
}

/* What the number counts; the token past it, or 0. */
static uint32_t counted(const struct lexed *lexed, const struct quantity *quantity, uint32_t end, struct amount *amount)
{
    const struct document *document = lexed->document;
    const uint32_t i = quantity->words.end;
    uint32_t next;
    const char *code = i < end ? money_word(lexed, i, NULL) : NULL;
    if (code) {
        give(amount, CLAIMWIRE__V1__MEASURE__MEASURE_MONEY, code, code);
        if (!code[0])
            give_words(amount, document, (struct range){ i, i + 1 }); /* "pesos", of whichever country */
        amount->currency = i;
        return i + 1;
    }
    if (is_percent(lexed, i, end, &next))
        return give_share(lexed, next, end, amount);
    if (i < end && !quantity->suffix && DOCUMENT_IS_ONE_OF(document, i, units)) {
        give_words(amount, document, (struct range){ i, i + 1 });
        amount->measure = CLAIMWIRE__V1__MEASURE__MEASURE_OTHER;
        amount->unit = "";
        return is_away(lexed, quantity->words.first, i + 1, end) ? 0 : i + 1;
    }
    if (give_suffix(document, quantity, amount))
        return is_away(lexed, quantity->words.first, i, end) ? 0 : i;
    if (quantity->single || quantity_is_year(lexed, i - 1))
        return 0;
    if (is_elided(lexed, quantity, end)) {
        give(amount, CLAIMWIRE__V1__MEASURE__MEASURE_OTHER, "", "");
        return i;
    }
    const uint32_t noun = counted_noun(lexed, i, end);
    next = plural_end(lexed, noun, end);
    if (next == noun || is_multiple(lexed, next, end) || is_away(lexed, quantity->words.first, next, end) ||
        is_age(lexed, quantity->words.first, next, end) ||
        (is_duration(document, next - 1) && is_distance(lexed, quantity->words.first, next, end)))
        return 0;
    give_words(amount, document, (struct range){ noun, next });
    const bool troops = is_troops(document, (struct range){ noun, next }, end) || is_force(document, quantity, next);
    amount->measure = troops ? CLAIMWIRE__V1__MEASURE__MEASURE_TROOPS : CLAIMWIRE__V1__MEASURE__MEASURE_OTHER;
    amount->unit = troops || noun_classes(lexed, next - 1) & NOUN_PERSON ? "people" : "";
    return next;
}

/* "21.10 The toll rises": the time of an entry. */
static bool is_clock(const struct document *document, uint32_t i, uint32_t end)
{
    const struct span text = document_token(document, i);
    const size_t hours = text.size - (text.size > 3 ? 3 : 0);
    return text.size >= 4 && text.size <= 5 && text.data[hours] == '.' && text.data[hours + 1] < '6' && i + 1 < end &&
           document->tokens[i + 1].flags & TOKEN_CAPITAL;
}

/* "April 29", "29 April", "Flight 370", "the two sides", "the 14th": digits that count nothing new. */
static bool is_label(const struct lexed *lexed, const struct quantity *quantity, uint32_t end)
{
    const struct document *document = lexed->document;
    const uint32_t first = quantity->words.first, next = quantity->words.end;
    if (next < end && lexed_is(lexed, next, WORD_TIME) && document->tokens[next].flags & TOKEN_CAPITAL)
        return true;
    if (next < end && DOCUMENT_IS(document, next, "a.m", "p.m", "a.m.", "p.m.", "am", "pm", "o'clock", "gmt"))
        return true;
    if (first == 0 || document->tokens[first].sentence != document->tokens[first - 1].sentence)
        return is_clock(document, first, end);
    const bool small = !isnan(quantity->high) && quantity->high <= 4;
    if (!isnan(quantity->high) && quantity->high <= 10 && document->tokens[first - 1].flags & TOKEN_CLITIC &&
        document->body.data[document->tokens[first - 1].end - 1] == 's')
        return true; /* "the firm's five mines" */
    return (document->tokens[first].kind == TOKEN_NUMBER && document->tokens[first - 1].kind == TOKEN_WORD &&
            document->tokens[first - 1].flags & TOKEN_CAPITAL && !document_is(document, first - 1, "all") &&
            !lexed_is(lexed, first - 1, WORD_PREPOSITION) &&
            (phrase_is_name(lexed, first - 1) || lexed_is(lexed, first - 1, WORD_TIME))) ||
           (small && DOCUMENT_IS(document, first - 1, "the", "these", "those", "its", "their", "our", "his", "her"));
}

/* "nine in ten": a share. */
static bool share_of(const struct lexed *lexed, const struct quantity *quantity, uint32_t end, struct amount *amount)
{
    struct quantity whole;
    const uint32_t next = quantity->words.end;
    if (next + 1 >= end || !(document_is(lexed->document, next, "in") || document_is(lexed->document, next, "of")) ||
        document_is(lexed->document, next, "of") || quantity->article || isnan(quantity->high) ||
        !quantity_number_at(lexed, next + 1, end, &whole) ||
        !(whole.high == 3 || whole.high == 4 || whole.high == 5 || whole.high == 10 || whole.high == 100) ||
        whole.low != whole.high || quantity->high >= whole.high)
        return false;
    if (whole.words.end < end && is_duration(lexed->document, whole.words.end))
        return false;
    give(amount, CLAIMWIRE__V1__MEASURE__MEASURE_PERCENT, "", "percent");
    amount->low = round(1000 * quantity->low / whole.high) / 10;
    amount->high = round(1000 * quantity->high / whole.high) / 10;
    amount->words = (struct range){ quantity->words.first, whole.words.end };
    return true;
}

/* "€2m to €3m", "between €2m and €3m": the second end. */
static void to_second(const struct lexed *lexed, uint32_t first, uint32_t end, bool between, struct quantity *quantity)
{
    struct quantity second;
    const uint32_t to = quantity->words.end;
    const bool range = to + 2 < end && !quantity_changes(lexed, first) &&
                       (between ? document_is(lexed->document, to, "and")
                                : DOCUMENT_IS(lexed->document, to, "to", "-", "\xE2\x80\x93"));
    if (range && money_sign(lexed, to + 1) && quantity_number_at(lexed, to + 2, end, &second) &&
        second.high > quantity->low) {
        quantity->high = second.high;
        quantity->words.end = second.words.end;
    }
}

/* Money by its sign, which may stand behind "at least", and again before the end of a range. */
static const char *sign_at(const struct lexed *lexed, uint32_t first, uint32_t end, struct quantity *quantity)
{
    enum { BEFORE_SIGN_MAX = 4 };
    uint32_t at = first;
    while (at < end && at < first + BEFORE_SIGN_MAX && !money_sign(lexed, at))
        at++;
    if (at + 1 >= end || at == first + BEFORE_SIGN_MAX || !quantity_number_at(lexed, at + 1, end, quantity) ||
        quantity->article)
        return NULL;
    const bool between = at == first + 1 && document_is(lexed->document, first, "between");
    const bool letters = at > first && lexed->document->tokens[at - 1].kind == TOKEN_WORD &&
                         lexed->document->tokens[at - 1].end == lexed->document->tokens[at].start;
    const uint32_t bound = at - letters; /* "up to NZ$5 million" */
    if (bound > first && !between && !quantity_bound(lexed, first, bound, quantity))
        return NULL;
    to_second(lexed, first, end, between, quantity);
    quantity->words.first = first;
    return money_sign(lexed, at);
}

bool amount_at(const struct lexed *lexed, uint32_t first, uint32_t end, struct amount *amount)
{
    struct quantity quantity;
    uint32_t next;
    *amount = (struct amount){ .low = NAN, .high = NAN, .currency = DRAFT_NONE };
    const char *sign = sign_at(lexed, first, end, &quantity);
    if (sign) {
        give(amount, CLAIMWIRE__V1__MEASURE__MEASURE_MONEY, sign, sign);
        next = quantity.words.end;
    } else {
        if (!quantity_number_at(lexed, first, end, &quantity) || quantity.article || quantity.high == 0 ||
            (first > 0 && money_sign(lexed, first - 1)) || is_label(lexed, &quantity, end))
            return false;
        if (share_of(lexed, &quantity, end, amount))
            return true;
        if ((next = counted(lexed, &quantity, end, amount)) == 0)
            return false;
    }
    quantity_bound_behind(lexed, next, end, &quantity);
    amount->low = quantity.low;
    amount->high = quantity.high;
    amount->words = (struct range){ first, next };
    return true;
}
