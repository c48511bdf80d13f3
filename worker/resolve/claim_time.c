/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/claim_time.h"

#include "resolve/time_scan.h"

enum { LEAD_SENTENCES = 8 };
static const float FOREIGN_DAY = 0.9F; /* what is left of the confidence */

static bool is_day(const struct moment *moment)
{
    return strlen(moment->start) == DAY_TEXT_BYTES && strcmp(moment->start, moment->end) == 0;
}

/* "PARIS, March 3 (Wire) —", "Zalău, 6 March 2025": the day of the writing, before the text tells anything. */
static bool is_dateline(const struct document *document, const struct moment *moment)
{
    enum { DATELINE_TOKENS_MAX = 10 };
    static const char *const marks[] = { "(", "-", "\xE2\x80\x93", "\xE2\x80\x94", ":", ".", "/" };
    const uint32_t first = moment->words.first, end = moment->words.end;
    const struct sentence *sentence = &document->sentences[document->tokens[first].sentence];
    if (first - sentence->tokens.first > DATELINE_TOKENS_MAX)
        return false;
    for (uint32_t i = sentence->tokens.first; i < first; i++)
        if (document->tokens[i].kind == TOKEN_WORD && !(document->tokens[i].flags & TOKEN_CAPITAL))
            return false;
    return end >= sentence->tokens.end || document->tokens[end].kind == TOKEN_OPEN ||
           DOCUMENT_IS_ONE_OF(document, end, marks);
}

/* The first day that is named near the top, and neither to come nor the dateline's. */
static struct moment lead_of(const struct claim_times *times, const struct today *today)
{
    struct time_scan scan = { .today = *today };
    const struct moment *dateline = NULL;
    struct moment published = { .basis = today->basis };
    if (!today->known)
        return published;
    time_give_day(&scan, &published, today->day, today->basis);
    for (size_t m = 0; m < times->count; m++) {
        const struct moment *moment = &times->moments[m];
        if (times->document->tokens[moment->words.first].sentence >= LEAD_SENTENCES)
            break;
        if (!is_day(moment) || strcmp(moment->start, published.start) > 0)
            continue;
        if (!is_dateline(times->document, moment))
            return *moment;
        dateline = dateline ? dateline : moment;
    }
    return dateline ? *dateline : published;
}

bool claim_times_make(struct arena *arena, const struct lexed *lexed, const struct today *today,
                      struct claim_times *times)
{
    const struct document *document = lexed->document;
    *times = (struct claim_times){
        .document = document,
        .moments = arena_unset(arena, TIMES_MAX, sizeof *times->moments),
        .first = arena_array(arena, document->sentences_count, sizeof *times->first),
    };
    if (!times->moments || !times->first)
        return false;
    times->count = calendar_find(arena, lexed, today, times->moments, TIMES_MAX);
    size_t m = 0;
    for (uint32_t s = 0; s < document->sentences_count; s++) {
        while (m < times->count && times->moments[m].words.first < document->sentences[s].tokens.first)
            m++;
        times->first[s] = m;
    }
    times->lead = lead_of(times, today);
    return true;
}

/* "until Friday", "the post, where five died three weeks ago": a day that something else is told by. */
static bool is_aside(const struct document *document, const struct moment *moment)
{
    enum { CLAUSE_TOKENS_MAX = 14 };
    static const char *const before[] = { "after", "before", "since", "until", "from", "to", "by", "the" };
    static const char *const openers[] = {
        "after", "before", "since", "until", "when", "where", "which", "who", "whose"
    };
    const uint32_t first = moment->words.first, sentence = document->tokens[first].sentence;
    if (first > 0 && DOCUMENT_IS_ONE_OF(document, first - 1, before))
        return true;
    for (uint32_t i = first; i > 0 && first - i < CLAUSE_TOKENS_MAX && document->tokens[i - 1].sentence == sentence;
         i--) {
        if (document->tokens[i - 1].kind != TOKEN_WORD && document->tokens[i - 1].kind != TOKEN_NUMBER)
            return false;
        if (DOCUMENT_IS_ONE_OF(document, i - 1, openers))
            return true;
    }
    return false;
}

/* "linked the blast to the April 14 raid": the day of the raid, not of what is told. */
static bool names_another(const struct document *document, const struct moment *moment)
{
    static const char *const joints[] = { "to", "with", "from", "after", "before", "since", "over" };
    const uint32_t first = moment->words.first, end = moment->words.end;
    return first > 1 && end < document->tokens_count && is_day(moment) && document_is(document, first - 1, "the") &&
           DOCUMENT_IS_ONE_OF(document, first - 2, joints) && document->tokens[end].kind == TOKEN_WORD &&
           document->tokens[end].sentence == document->tokens[first].sentence;
}

/* The moments of one sentence that lie in `within`, without asides where
 * `plain`: how many different ones, and the first. */
static size_t named_in(const struct claim_times *times, uint32_t sentence, struct range within, bool plain,
                       const struct moment **found)
{
    size_t count = 0;
    for (size_t m = times->first[sentence]; m < times->count; m++) {
        const struct moment *moment = &times->moments[m];
        if (moment->words.first >= within.end)
            break;
        if (moment->words.first < within.first || !moment->start[0] || (plain && is_aside(times->document, moment)) ||
            names_another(times->document, moment) || (count > 0 && strcmp((*found)->start, moment->start) == 0))
            continue; /* a length, or the same day again */
        if (count++ == 0)
            *found = moment;
    }
    return count;
}

/* Where several are named, those that are no aside decide. */
static size_t plainly_named(const struct claim_times *times, uint32_t sentence, struct range within,
                            const struct moment **found)
{
    const struct moment *plain = NULL;
    const size_t named = named_in(times, sentence, within, false, found);
    const size_t count = named > 1 ? named_in(times, sentence, within, true, &plain) : 0;
    if (count == 0)
        return named;
    *found = plain;
    return count;
}

/* A promise, or with "would" what follows from what has been said. */
static bool is_to_come(const struct document *document, const claim_record *claim, struct range content)
{
    bool would = false;
    for (uint32_t i = content.first; i < content.end && !would; i++)
        would = document_is(document, i, "would");
    return would || claim->modality == CLAIMWIRE__V1__MODALITY__MODALITY_FUTURE;
}

void claim_time_give(struct arena *arena, const struct claim_times *times, claim_record *claim,
                     const struct range *content, size_t count)
{
    const struct document *document = times->document;
    const struct moment *found = NULL;
    const uint32_t sentence = document->tokens[content[0].first].sentence;
    size_t named = 0;
    for (size_t c = 0; c < count && named == 0; c++)
        named = plainly_named(times, document->tokens[content[c].first].sentence, content[c], &found);
    if (named == 0)
        named = plainly_named(times, sentence, document->sentences[sentence].tokens, &found);
    if (named == 0 && !is_to_come(document, claim, content[0]) && times->lead.start[0])
        found = &times->lead;
    if (!found || named > 1 || !(claim->time = date_interval_make(arena)))
        return; /* of two days it is not known which */
    claim->time->start = arena_string(arena, span_of(found->start));
    claim->time->end = arena_string(arena, span_of(found->end));
    claim->time->has_basis = 1;
    claim->time->basis = found->basis;
    if (found->basis > CLAIMWIRE__V1__BASIS__BASIS_PUBLISHED)
        claim->confidence *= FOREIGN_DAY;
}
