/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/calendar.h"

#include "base/clock.h"
#include "resolve/time_scan.h"

enum { DAY_MS = 24 * 60 * 60 * 1000 };

/* The date as its outlet writes it, offset and all: "today" is a local day. */
static bool local_day(const char *text, int64_t *unix_ms, int64_t *day)
{
    return text && clock_parse(text, unix_ms) && day_read(text, day);
}

/* Published a year ago or more, and to the day: a slip of the year, which few true dates can be taken for. */
static bool is_other_year(int64_t published, int64_t fetched)
{
    enum { DAYS_NEAR = 3 };
    int64_t year, month, number, then;
    day_date(fetched, &year, &month, &number);
    day_date(published, &then, &month, &number);
    const int64_t moved = day_of(year, month, number);
    return then < year && moved <= fetched && fetched - moved <= DAYS_NEAR;
}

struct today calendar_today(const article_record *article, int64_t accepted_ms)
{
    int64_t published_ms = 0, fetched_ms = 0, published = 0, fetched = 0;
    const bool has_fetched = local_day(article->fetched_at, &fetched_ms, &fetched);
    if (local_day(article->published_at, &published_ms, &published) &&
        !(has_fetched && (published_ms > fetched_ms + DAY_MS || is_other_year(published, fetched))))
        return (struct today){ true, published, CLAIMWIRE__V1__BASIS__BASIS_PUBLISHED };
    if (has_fetched)
        return (struct today){ true, fetched, CLAIMWIRE__V1__BASIS__BASIS_FETCHED };
    return (struct today){ accepted_ms > 0, accepted_ms / DAY_MS, CLAIMWIRE__V1__BASIS__BASIS_ACCEPTED };
}

/* ---- the scan */

static uint32_t core_at(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    time_finder *const finders[] = { time_quarter_at, time_day_at,    time_period_at,
                                     time_date_at,    time_length_at, time_ref_at };
    for (size_t k = 0; k < sizeof finders / sizeof *finders; k++) {
        const uint32_t past = finders[k](scan, i, moment);
        if (past > i)
            return past;
    }
    return i;
}

/* "early", "around", "the end of", "earlier in" before a date: part of the
 * expression, without a say in its value. Returns where the date begins. */
static uint32_t past_edge(const struct time_scan *scan, uint32_t i)
{
    static const char *const ends[] = { "end", "beginning", "start", "middle", "rest", "close" };
    uint32_t at = i + time_is(scan, i, "the");
    if (time_kind(scan, at) == TIME_EDGE) {
        const bool in = time_is(scan, at + 1, "in") && time_is(scan, at + 2, "the");
        /* "Earlier Friday" is another word's "earlier". */
        return in || !scan->words[at].value || time_kind(scan, at + 1) == TIME_STEP ? at + 1 + in : i;
    }
    if (at == i && time_is(scan, i, "around"))
        return i + 1;
    for (size_t k = 0; k < sizeof ends / sizeof *ends; k++)
        if (time_is(scan, at, ends[k]) && time_is(scan, at + 1, "of"))
            return at + 2;
    return i;
}

static uint32_t moment_at(struct time_scan *scan, uint32_t i, struct moment *moment)
{
    const uint32_t edge = past_edge(scan, i);
    scan->lead = i;
    if (edge > i && edge < scan->sentence.end) {
        const uint32_t past = core_at(scan, edge, moment);
        if (past > edge && moment->start[0])
            return past;
        *moment = (struct moment){ .basis = CLAIMWIRE__V1__BASIS__BASIS_TEXT };
    }
    return core_at(scan, i, moment);
}

/* Does an expression stand on this token, whatever goes before it in it? */
static bool is_anchor(const struct time_scan *scan, uint32_t i)
{
    const enum time_kind kind = (enum time_kind)scan->words[i].kind;
    return (kind != TIME_NONE && kind < TIME_OPENING) || scan->lexed->document->tokens[i].kind == TOKEN_NUMBER;
}

/* May an expression begin with this token? Most words are no such: "the", "up
 * to", "4th", "twenty-one" are. */
static bool may_begin(const struct time_scan *scan, uint32_t i)
{
    const uint64_t openings = WORD_DETERMINER | WORD_PREPOSITION | WORD_NUMBER | WORD_MANY | WORD_NONE | WORD_ROUGHLY |
                              WORD_MORE_THAN | WORD_FEWER | WORD_SCALE;
    const struct span text = document_token(scan->lexed->document, i);
    const bool digit = text.data[0] >= '0' && text.data[0] <= '9';
    return scan->words[i].kind != TIME_NONE || digit || text.size <= sizeof "up" - 1 ||
           lexed_is(scan->lexed, i, openings) || (text.size > 3 && memchr(text.data, '-', text.size));
}

enum { BEFORE_ANCHOR_MAX = 8 };

/* The expressions of one sentence, from moments[count] on; returns how many there are then. */
static size_t find_in_sentence(struct time_scan *scan, struct moment *moments, size_t count, size_t moments_max)
{
    uint32_t anchor = scan->sentence.first;
    scan->unit = scan->sentence.first;
    for (uint32_t i = scan->sentence.first; i < scan->sentence.end && count < moments_max;) {
        while (anchor < scan->sentence.end && (anchor < i || !is_anchor(scan, anchor)))
            anchor++;
        if (anchor == scan->sentence.end)
            break;
        if (anchor > i + BEFORE_ANCHOR_MAX)
            i = anchor - BEFORE_ANCHOR_MAX;
        while (scan->unit < scan->sentence.end && (scan->unit < i || (time_kind(scan, scan->unit) != TIME_UNIT &&
                                                                      time_kind(scan, scan->unit) != TIME_UNITS)))
            scan->unit++;
        struct moment *moment = &moments[count];
        *moment = (struct moment){ .basis = CLAIMWIRE__V1__BASIS__BASIS_TEXT };
        const uint32_t past = may_begin(scan, i) ? moment_at(scan, i, moment) : i;
        if (past > i) {
            moment->words = (struct range){ i, past };
            count++;
            i = past;
        } else {
            i++;
        }
    }
    return count;
}

size_t calendar_find(struct arena *arena, const struct lexed *lexed, const struct today *today, struct moment *moments,
                     size_t moments_max)
{
    const struct document *document = lexed->document;
    struct time_scan scan = { .lexed = lexed, .words = time_words(arena, document), .today = *today };
    size_t count = 0;
    day_date(today->day, &scan.year, &scan.month, &scan.day);
    for (uint32_t s = 0; scan.words && s < document->sentences_count; s++) {
        scan.sentence = document->sentences[s].tokens;
        count = find_in_sentence(&scan, moments, count, moments_max);
    }
    return count;
}
