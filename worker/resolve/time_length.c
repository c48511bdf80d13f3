/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "extract/quantity.h"
#include "resolve/time_scan.h"

/* Lengths of time, and what is counted in them: "two years", "three weeks ago". */

enum { COUNT_TOKENS_MAX = 8, STEPS_MAX = 9999 };

struct length {
    double count; /* NAN: several */
    enum time_unit unit;
};

/* "a few", "several", "a couple of", "half a". */
static uint32_t vague_at(const struct time_scan *scan, uint32_t i, double *count)
{
    const uint32_t at = i + (time_is(scan, i, "a") || time_is(scan, i, "the"));
    if (time_kind(scan, at) == TIME_VAGUE) {
        const int value = scan->words[at].value;
        *count = value ? value : (double)NAN;
        return at + 1 + time_is(scan, at + 1, "of");
    }
    return i;
}

static uint32_t count_at(const struct time_scan *scan, uint32_t i, double *count)
{
    struct quantity quantity;
    const uint32_t vague = vague_at(scan, i, count);
    if (vague > i)
        return vague;
    if (!quantity_at(scan->lexed, i, scan->sentence.end, &quantity) && !quantity.more)
        return i;
    const bool range = !isnan(quantity.low) && !isnan(quantity.high) && quantity.low != quantity.high;
    const bool many = lexed_is(scan->lexed, quantity.words.end - 1, WORD_MANY) ||
                      document_is(scan->lexed->document, quantity.words.end - 1, "of");
    *count = range || many ? NAN : isnan(quantity.low) ? quantity.high : quantity.low;
    const uint32_t past = quantity.words.end;
    if (time_kind(scan, past) == TIME_VAGUE) /* "about a few", "nearly a couple of" */
        return vague_at(scan, past, count);
    return past + (time_is(scan, past, "more") || time_is(scan, past, "additional") || time_is(scan, past, "full") ||
                   time_is(scan, past, "straight") || time_is(scan, past, "consecutive"));
}

static bool has_unit(const struct time_scan *scan, uint32_t i)
{
    return time_kind(scan, i) == TIME_UNIT || time_kind(scan, i) == TIME_UNITS;
}

/* A counted unit. */
static uint32_t counted(const struct time_scan *scan, uint32_t i, struct length *length)
{
    if (scan->unit > i + COUNT_TOKENS_MAX || scan->unit >= scan->sentence.end)
        return i;
    const uint32_t at = count_at(scan, i, &length->count);
    if (at == i || !has_unit(scan, at))
        return i;
    length->unit = (enum time_unit)scan->words[at].value;
    const bool one = !isnan(length->count) && length->count == 1;
    const bool noun = at + 1 < scan->sentence.end && scan->lexed->document->tokens[at + 1].kind == TOKEN_WORD &&
                      !scan->lexed->words[at + 1]; /* "a five year low" */
    if (time_kind(scan, at) == TIME_UNITS ? one : !one && !noun)
        return i;
    if (length->unit == UNIT_QUARTER && time_kind(scan, at) == TIME_UNIT)
        return i; /* "a quarter of" */
    const bool old = time_is(scan, at + 1, "old") || time_is(scan, at + 1, "olds");
    return old || (length->count < 1 && !isnan(length->count)) ? i : at + 1;
}

/* "two-year", "day-long". */
static uint32_t joined(const struct time_scan *scan, uint32_t i, struct length *length)
{
    if (time_kind(scan, i) != TIME_LENGTH)
        return i;
    const struct span text = document_token(scan->lexed->document, i);
    const char *hyphen = memchr(text.data, '-', text.size);
    const int count = time_count(span_slice(text, 0, (size_t)(hyphen - text.data)));
    const bool plural = hyphen[-1] == 's';
    const bool one = hyphen[1] == 'l' || hyphen[1] == 'L'; /* "day-long" */
    length->count = count ? count : plural || !one ? (double)NAN : 1;
    length->unit = (enum time_unit)scan->words[i].value;
    return i + 1;
}

/* ---- seen from today, or from what was spoken of last */

static bool give_away(struct time_scan *scan, struct moment *moment, int64_t from, const struct length *length,
                      int64_t sign)
{
    int64_t year, month, day;
    const int64_t steps = sign * (int64_t)length->count;
    day_date(from, &year, &month, &day);
    switch (length->unit) {
    case UNIT_DAY:
        time_give_day(scan, moment, from + steps, scan->today.basis);
        return true;
    case UNIT_WEEK:
        time_give_day(scan, moment, from + steps * 7, scan->today.basis);
        return true;
    case UNIT_MONTH:
        time_give_month(scan, moment, year * 12 + month - 1 + steps, scan->today.basis);
        return true;
    case UNIT_YEAR:
    case UNIT_DECADE:
    case UNIT_CENTURY:
        year += steps * (length->unit == UNIT_YEAR ? 1 : length->unit == UNIT_DECADE ? 10 : 100);
        if (year < 1)
            return false;
        time_give_year(scan, moment, year, scan->today.basis);
        return true;
    default:
        return false;
    }
}

/* "ago", "earlier", "later", "from now" behind a length; the token past it, or `i`. */
static uint32_t away(struct time_scan *scan, uint32_t i, const struct length *length, struct moment *moment)
{
    const bool ago = time_kind(scan, i) == TIME_AGO, earlier = time_is(scan, i, "earlier");
    const bool later = time_is(scan, i, "later"), from_now = time_is(scan, i, "from") && time_is(scan, i + 1, "now");
    if (!ago && !earlier && !later && !from_now)
        return i;
    const uint32_t past = i + 1 + from_now;
    if (isnan(length->count) || length->count > STEPS_MAX) {
        time_give_length(moment, length->unit, NAN);
        return past;
    }
    const int64_t quarter = scan->quarter;
    if ((ago || earlier) && quarter && length->unit == UNIT_YEAR && length->count == 1) {
        time_give_quarter(scan, moment, quarter - 4, scan->today.basis);
        scan->quarter = quarter;
        return past;
    }
    const bool spoken = (earlier || later) && scan->last_known;
    if (!scan->today.known || (later && !spoken))
        return i;
    if (earlier && !spoken && length->unit != UNIT_YEAR)
        return i;
    return give_away(scan, moment, spoken ? scan->last_day : scan->today.day, length, ago || earlier ? -1 : 1) ? past
                                                                                                               : i;
}

/* ---- whole expressions */

/* "the past five days", "the first nine months", "recent years", "the next few weeks". */
static uint32_t stepped(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    uint32_t at = i + (time_is(scan, i, "the") || time_is(scan, i, "these") || time_is(scan, i, "those"));
    const uint32_t the = at;
    /* "to last 48 hours" */
    const bool verb = time_is_step(scan, at, STEP_LAST) && at == i && i > scan->sentence.first &&
                      (time_follows(scan, i, "to") || lexed_is(scan->lexed, i - 1, WORD_AUXILIARY));
    const bool step = time_kind(scan, at) == TIME_STEP && !verb && !time_is_step(scan, at, STEP_THAT);
    at += step || time_kind(scan, at) == TIME_ORDINAL || time_kind(scan, at) == TIME_YEAR_AGO;
    struct length length = { NAN, UNIT_DAY };
    const uint32_t past = counted(scan, at, &length);
    if (past > at && (at > i)) {
        time_give_length(moment, length.unit, length.count);
        return past + 2U * (time_is(scan, past, "or") && time_is(scan, past + 1, "so"));
    }
    if (!step || at >= scan->sentence.end || !has_unit(scan, at))
        return i;
    const enum time_step word = (enum time_step)scan->words[the].value;
    const enum time_unit unit = (enum time_unit)scan->words[at].value;
    if (time_kind(scan, at) == TIME_UNITS && (word == STEP_RECENT || word == STEP_PAST || word == STEP_LAST))
        time_give_length(moment, unit, NAN);
    else if (time_kind(scan, at) == TIME_UNITS && (word == STEP_COMING || word == STEP_FUTURE || word == STEP_NEXT))
        time_give_text(moment, "FUTURE_REF");
    else if (time_kind(scan, at) == TIME_UNIT &&
             (word == STEP_PAST || ((word == STEP_LAST || word == STEP_NEXT) && unit >= UNIT_DECADE)))
        time_give_length(moment, unit, 1);
    else
        return i;
    return at + 1;
}

/* "for weeks", "within months". */
static uint32_t bare(const struct time_scan *scan, uint32_t i, struct moment *moment)
{
    static const char *const before[] = { "for", "in", "within", "over", "after", "take", "takes", "took", "follows" };
    struct length length = { NAN, UNIT_DAY };
    if (time_kind(scan, i) != TIME_UNITS || scan->words[i].value == UNIT_WEEKEND || i == scan->sentence.first)
        return i;
    length.unit = (enum time_unit)scan->words[i].value;
    bool counts = time_kind(scan, i + 1) == TIME_AGO;
    for (size_t k = 0; k < sizeof before / sizeof *before; k++)
        counts |= time_follows(scan, i, before[k]);
    if (!counts)
        return i;
    time_give_length(moment, length.unit, NAN);
    return i + 1 + (time_kind(scan, i + 1) == TIME_AGO);
}

/* "daily", "every month", "each July", "every Tuesday". */
static uint32_t set_at(const struct time_scan *scan, uint32_t i, struct moment *moment)
{
    char text[MOMENT_BYTES] = "XXXX-00";
    if (time_kind(scan, i) == TIME_SET && !(scan->lexed->document->tokens[i].flags & TOKEN_CAPITAL)) {
        time_give_length(moment, (enum time_unit)scan->words[i].value, 1);
        return i + 1;
    }
    if (time_kind(scan, i) != TIME_EVERY)
        return i;
    const int value = i + 1 < scan->sentence.end ? scan->words[i + 1].value : 0;
    struct length length = { NAN, UNIT_DAY };
    if (time_kind(scan, i + 1) == TIME_UNIT) {
        time_give_length(moment, (enum time_unit)value, 1);
    } else if (time_kind(scan, i + 1) == TIME_MONTH) {
        text[5] = (char)('0' + value / 10);
        text[6] = (char)('0' + value % 10);
        time_give_text(moment, text);
    } else if (time_kind(scan, i + 1) == TIME_WEEKDAY) {
        memcpy(text, "XXXX-WXX-0", sizeof "XXXX-WXX-0");
        text[9] = (char)('1' + (value + 3) % 7); /* the week begins on Monday */
        time_give_text(moment, text);
    } else {
        const uint32_t past = counted(scan, i + 1, &length);
        if (past == i + 1)
            return i;
        time_give_length(moment, length.unit, length.count);
        return past;
    }
    return i + 2;
}

uint32_t time_length_at(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    struct length length = { NAN, UNIT_DAY };
    const uint32_t set = set_at(scan, i, moment);
    if (set > i)
        return set;
    const uint32_t hyphened = joined(scan, i, &length);
    if (hyphened > i) {
        time_give_length(moment, length.unit, length.count);
        return hyphened;
    }
    const uint32_t step = stepped(scan, i, moment);
    if (step > i)
        return step;
    uint32_t past = counted(scan, i, &length);
    if (past == i)
        return bare(scan, i, moment);
    past += 2U * (time_is(scan, past, "or") && time_is(scan, past + 1, "so"));
    const uint32_t point = away(scan, past, &length, moment);
    if (point > past)
        return point;
    if (length.unit == UNIT_SECOND && !isnan(length.count) && length.count == 1)
        return i;
    time_give_length(moment, length.unit, length.count);
    return past;
}

uint32_t time_ref_at(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    static const char *const values[] = { "PRESENT_REF", "PAST_REF", "FUTURE_REF" };
    if (time_kind(scan, i) == TIME_REF) {
        time_give_text(moment, values[scan->words[i].value]);
        return i + 1;
    }
    if (time_is(scan, i, "right") && time_is(scan, i + 1, "now")) {
        time_give_text(moment, values[REF_PRESENT]);
        return i + 2;
    }
    if (!time_is(scan, i, "the"))
        return i;
    const uint32_t at = i + 1 + time_is(scan, i + 1, "near");
    const bool future = time_is_step(scan, at, STEP_FUTURE);
    const bool noun = at + 1 >= scan->sentence.end || scan->lexed->document->tokens[at + 1].kind != TOKEN_WORD ||
                      lexed_is(scan->lexed, at + 1,
                               WORD_PREPOSITION | WORD_CONJUNCTION | WORD_AUXILIARY | WORD_PRONOUN | WORD_SUBORDINATOR);
    if (!noun || !(future || time_is_step(scan, at, STEP_PAST)))
        return i;
    time_give_text(moment, values[future ? REF_FUTURE : REF_PAST]);
    return at + 1;
}
