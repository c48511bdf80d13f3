/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/frame.h"

#include <math.h>

#include "extract/attribution.h"
#include "extract/frame_inner.h"
#include "extract/noun.h"
#include "extract/phrase.h"
#include "extract/population.h"
#include "extract/verb.h"

enum { CLAUSE_TOKENS_MAX = 40, DOUBT_TOKENS_MAX = 6, SOON_TOKENS_MAX = 24 };

bool frame_is_real(const struct frame_pass *pass, uint32_t first, uint32_t verb)
{
    const uint32_t floor =
        first > pass->sentence.first + DOUBT_TOKENS_MAX ? first - DOUBT_TOKENS_MAX : pass->sentence.first;
    for (uint32_t i = floor; i < verb; i++) {
        if (document_is(pass->lexed->document, i, "not") && i + 1 < verb + 1 && i >= first)
            continue; /* "not survive", "not been found": the predicate has seen to it */
        if (document_is(pass->lexed->document, i, "feared") && document_is(pass->lexed->document, i + 1, "missing"))
            continue; /* they are, until they are found */
        if (lexed_is(pass->lexed, i, WORD_UNREAL | WORD_NEGATION | WORD_FUTURE) ||
            document_is(pass->lexed->document, i, "if"))
            return i >= first && document_is(pass->lexed->document, i, "never");
    }
    return true;
}

/* "after the attack", "when a bomb went off": a clause of its own. */
static bool subordinates(const struct lexed *lexed, uint32_t i)
{
    static const char *const words[] = { "after", "when", "as", "because", "before", "where", "since", "until" };
    return DOCUMENT_IS_ONE_OF(lexed->document, i, words);
}

uint32_t frame_clause_end(const struct frame_pass *pass, uint32_t i)
{
    const struct lexed *lexed = pass->lexed;
    const struct document *document = lexed->document;
    const uint32_t quotation = document->tokens[i - 1].quotation;
    for (const uint32_t max = i + CLAUSE_TOKENS_MAX; i < pass->sentence.end && i < max; i++) {
        const uint32_t past = document_is_mark(document, i, ",") ? phrase_past_place(lexed, i, pass->sentence.end) : i;
        if (past > i) {
            i = past - 1;
            continue;
        }
        if (frame_refuses_number(lexed, i, pass->sentence.end)) {
            i += 2;
            continue;
        }
        if (document_is_mark(document, i, ",;:.!?-()") || document->tokens[i].quotation != quotation ||
            document_is(document, i, "\xE2\x80\x94") || document_is(document, i, "\xE2\x80\x93") ||
            lexed_is(lexed, i, WORD_CONJUNCTION | WORD_CONTRAST) || document_is(document, i, "according"))
            break;
        if (verb_reports(lexed, i) && !lexed_is(lexed, i - 1, WORD_DETERMINER) && noun_classes(lexed, i - 1))
            break;
        const uint32_t soon = pass->sentence.end - i > SOON_TOKENS_MAX ? i + SOON_TOKENS_MAX : pass->sentence.end;
        if (subordinates(lexed, i) && clause_is_finite(lexed, (struct range){ i + 1, soon }))
            break;
    }
    return i;
}

/* "A guard shot and | killed": two verbs of one object. */
static bool shares_object(const struct lexed *lexed, uint32_t i, uint32_t floor)
{
    return i >= floor + 3 && document_is(lexed->document, i - 1, "and") && lexed_is(lexed, i, WORD_ACTIVE) &&
           (lexed_is(lexed, i - 2, WORD_PAST | WORD_ACTIVE) || span_ends(document_token(lexed->document, i - 2), "ed"));
}

uint32_t frame_clause_start(const struct frame_pass *pass, uint32_t i)
{
    const struct lexed *lexed = pass->lexed;
    const uint32_t quotation = lexed->document->tokens[i].quotation;
    const uint32_t floor = i > pass->sentence.first + CLAUSE_TOKENS_MAX ? i - CLAUSE_TOKENS_MAX : pass->sentence.first;
    for (i -= shares_object(lexed, i, floor) ? 2 : 0; i > floor; i--)
        if (document_is_mark(lexed->document, i - 1, ",;:-()") ||
            lexed->document->tokens[i - 1].quotation != quotation ||
            lexed->document->tokens[i - 1].kind == TOKEN_OPEN || lexed_is(lexed, i - 1, WORD_CONJUNCTION) ||
            (verb_reports(lexed, i - 1) && (i < 2 || !lexed_is(lexed, i - 2, WORD_DETERMINER))) ||
            document_is(lexed->document, i - 1, "that"))
            break;
    return i;
}

/* Figures come in text order and so, but for quotations without a cue, do attributions. */
uint32_t frame_holder(struct frame_pass *pass, struct range clause)
{
    const struct drafts *drafts = pass->drafts;
    const uint32_t paragraph =
        pass->lexed->document->sentences[pass->lexed->document->tokens[clause.first].sentence].paragraph;
    while (pass->attribution < drafts->attributions_count) {
        const uint32_t token = drafts->attributions[pass->attribution].content[0].first;
        if (pass->lexed->document->sentences[pass->lexed->document->tokens[token].sentence].paragraph >= paragraph)
            break;
        pass->attribution++;
    }
    for (uint32_t a = pass->attribution; a < drafts->attributions_count; a++) {
        const struct draft_attribution *one = &drafts->attributions[a];
        for (uint32_t c = 0; c < one->content_count; c++)
            if (clause.first >= one->content[c].first && clause.end <= one->content[c].end)
                return a;
        const uint32_t token = one->content[0].first;
        if (pass->lexed->document->sentences[pass->lexed->document->tokens[token].sentence].paragraph > paragraph)
            break;
    }
    return DRAFT_NONE;
}

bool frame_is_rate(const struct lexed *lexed, struct range sentence, struct range clause)
{
    enum { BEFORE_TOKENS_MAX = 12, BEHIND_TOKENS_MAX = 3 };
    static const char *const units[] = { "year", "day", "month", "week", "hour" };
    const struct document *document = lexed->document;
    const uint32_t first =
        clause.first > sentence.first + BEFORE_TOKENS_MAX ? clause.first - BEFORE_TOKENS_MAX : sentence.first;
    uint32_t end = clause.end + BEHIND_TOKENS_MAX;
    end = end < sentence.end ? end : sentence.end;
    for (uint32_t i = first; i < end; i++) {
        if (document_is(document, i, "average") || document_is(document, i, "annually"))
            return true;
        const bool each =
            document_is(document, i, "each") || document_is(document, i, "every") || document_is(document, i, "per");
        for (size_t k = 0; each && i + 1 < end && k < sizeof units / sizeof *units; k++)
            if (document_is(document, i + 1, units[k]))
                return true;
    }
    return false;
}

/* Who holds the number with what tells of it, where the clause goes on beyond what he says: "32 arrests | in a
 * statement issued at midday". The clause ends there. */
static uint32_t core_holder(struct frame_pass *pass, struct range core, uint32_t verb, struct range *clause)
{
    if (verb != DRAFT_NONE && verb >= core.end)
        core.end = verb + 1;
    if (verb != DRAFT_NONE && verb < core.first)
        core.first = verb;
    const uint32_t holder = frame_holder(pass, core);
    const struct draft_attribution *one = holder == DRAFT_NONE ? NULL : &pass->drafts->attributions[holder];
    for (uint32_t c = 0; one && c < one->content_count; c++)
        if (core.first >= one->content[c].first && core.end <= one->content[c].end) {
            clause->first = clause->first > one->content[c].first ? clause->first : one->content[c].first;
            clause->end = clause->end < one->content[c].end ? clause->end : one->content[c].end;
        }
    return holder;
}

bool frame_add(struct frame_pass *pass, enum draft_measure measure, const struct quantity *quantity,
               struct range people, struct range clause, uint32_t verb)
{
    struct drafts *drafts = pass->drafts;
    if (drafts->figures_count == DRAFT_FIGURES_MAX) {
        drafts->partial = true;
        return false;
    }
    clause = clause_trim(pass->lexed->document, clause);
    if (frame_is_rate(pass->lexed, pass->sentence, clause))
        return false;
    uint32_t attribution = frame_holder(pass, clause);
    if (attribution == DRAFT_NONE)
        attribution = core_holder(pass, quantity->words, verb, &clause);
    /* Quoted words that nobody is known to have said are no news of the outlet's own. */
    if (attribution == DRAFT_NONE && pass->lexed->document->tokens[quantity->words.first].quotation)
        return false;
    const struct draft_attribution *held = attribution == DRAFT_NONE ? NULL : &drafts->attributions[attribution];
    /* "nobody died": what denies is part of what is told. */
    const bool within = (quantity->high == 0 && range_empty(people)) || pass->negative;
    if (held && ((held->denied && !within) || held->kind > CUE_WARNING))
        return false;
    drafts->figures[drafts->figures_count++] = (struct draft_figure){
        .measure = measure,
        .population = population_name(pass->arena, pass->lexed->document, people),
        .low = quantity->low,
        .high = quantity->high,
        .words = quantity->words,
        .clause = clause,
        .people = { quantity->words.first, people.first == quantity->words.end ? people.end : quantity->words.end },
        .verb = verb,
        .attribution = attribution,
    };
    pass->people = people;
    pass->measure = measure;
    pass->counted = true;
    return true;
}

bool frame_definite_at(const struct lexed *lexed, uint32_t i, uint32_t end, struct quantity *quantity)
{
    static const char *const words[] = { "the", "his", "her", "its", "their" };
    bool definite = false;
    if (!lexed_is(lexed, i, WORD_DETERMINER))
        return false;
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        definite |= document_is(lexed->document, i, words[k]);
    const struct range people = definite ? frame_people(lexed, i + 1, end) : (struct range){ 0, 0 };
    if (range_empty(people) || noun_is_plural(lexed, people.end - 1) ||
        !lexed_is(lexed, people.end - 1, WORD_PERSONS | WORD_HEAD | WORD_RANK))
        return false;
    *quantity = (struct quantity){ .low = 1, .high = 1, .words = { i, i + 1 }, .single = true };
    return true;
}

bool frame_count_at(const struct frame_pass *pass, uint32_t i, struct quantity *quantity)
{
    return quantity_at(pass->lexed, i, pass->sentence.end, quantity) || quantity->more;
}

/* "leaving 13 missing", "with 13 still missing": the word before belongs to the clause; in "the clinic counted 23
 * injured" all that goes before does. */
static uint32_t with_lead(const struct frame_pass *pass, uint32_t start)
{
    static const char *const words[] = { "leaving", "left", "leaves", "with" };
    static const char *const verbs[] = { "counted", "had",     "has",   "have",     "received",
                                         "saw",     "arrived", "found", "recorded", "registered" };
    const struct document *document = pass->lexed->document;
    if (start == pass->sentence.first)
        return start;
    if (DOCUMENT_IS_ONE_OF(document, start - 1, words))
        return start - 1;
    return document_is(document, start - 1, "of") || DOCUMENT_IS_ONE_OF(document, start - 1, verbs)
               ? frame_clause_start(pass, start - 1)
               : start;
}

/* "Six people unaccounted for have been located": they are no longer what was said of them. */
static bool is_over(const struct frame_pass *pass, const struct predicate *told)
{
    enum { LOCATED_TOKENS_MAX = 6 };
    const struct document *document = pass->lexed->document;
    if (told->measure != DRAFT_MISSING || told->linked)
        return false;
    for (uint32_t i = told->verb + 1; i < pass->sentence.end && i < told->verb + LOCATED_TOKENS_MAX; i++)
        if (document_is(document, i, "located") || document_is(document, i, "found") ||
            document_is(document, i, "rescued") || document_is(document, i, "recovered"))
            return true;
    return false;
}

/* "A boy and | a woman are in hospital": as one of two they are two. False of "four hands of | the carrier were held":
 * the others were. */
static bool agrees(const struct frame_pass *pass, struct quantity *quantity, struct range people, uint32_t behind)
{
    static const char *const plural[] = { "were", "are", "have" };
    const struct document *document = pass->lexed->document;
    const uint32_t first = quantity->words.first;
    if (quantity->low != 1 || quantity->high != 1 || behind >= pass->sentence.end || first < pass->sentence.first + 3 ||
        !DOCUMENT_IS_ONE_OF(document, behind, plural))
        return true;
    if (document_is(document, first - 1, "of"))
        return false;
    if (people.end == behind && quantity->article && document_is(document, first - 1, "and") &&
        (document_is(document, first - 3, "a") || document_is(document, first - 3, "an")) &&
        !range_empty(frame_people(pass->lexed, first - 2, first - 1))) {
        quantity->words.first = first - 3;
        quantity->low = quantity->high = 2;
    }
    return true;
}

/* "N people were killed", "two injured", "no one was hurt", "the driver was killed". */
static bool subject_frame(struct frame_pass *pass, struct quantity *quantity, bool definite)
{
    const struct lexed *lexed = pass->lexed;
    const struct range people = frame_people(lexed, quantity->words.end, pass->sentence.end);
    const bool none = quantity->high == 0;
    const bool bare = range_empty(people);
    const uint32_t last = people.end + (bare && quantity->more); /* "two more | of the injured" */
    const bool of = last < pass->sentence.end && document_is(lexed->document, last, "of");
    const uint32_t behind = bare && !of ? last : frame_attached(lexed, last, pass->sentence.end);
    struct predicate told = frame_predicate(lexed, behind, pass->sentence.end, bare);
    if (told.verb == DRAFT_NONE && behind > people.end)
        told = frame_predicate(lexed, people.end, pass->sentence.end, bare); /* "civilians | with bullet wounds" */
    if (told.verb == DRAFT_NONE && !bare && behind < pass->sentence.end && document_is(lexed->document, behind, "who"))
        told =
            frame_predicate(lexed, behind + 1, pass->sentence.end, bare); /* "the two miners | who lost their lives" */
    if (told.verb == DRAFT_NONE)
        told = frame_plight(pass, people, last, behind);
    if (bare && quantity->more && !of && !pass->counted && !pass->measure)
        return false; /* of whom there are more is not told */
    if (told.verb == DRAFT_NONE || (definite && !told.linked) || is_over(pass, &told) ||
        !frame_is_real(pass, quantity->words.first, told.verb) || (bare && quantity->article) ||
        !agrees(pass, quantity, people, behind))
        return false;
    const uint32_t start = with_lead(pass, quantity->words.first);
    const struct range clause = { start, frame_clause_end(pass, told.verb + 1) };
    const struct range shown = bare && !none ? pass->people : people;
    pass->negative = told.negative;
    const bool added = frame_add(pass, told.measure, quantity, shown, clause,
                                 start < quantity->words.first ? quantity->words.first - 1 : told.verb);
    pass->negative = false;
    return added;
}

/* "nobody was hurt", "no one else is missing". */
static bool nobody_frame(struct frame_pass *pass, struct quantity *quantity)
{
    const uint32_t next = quantity->words.end;
    quantity->words.end += next < pass->sentence.end && document_is(pass->lexed->document, next, "else");
    return subject_frame(pass, quantity, false);
}

/* "a list of more than | 120 sick children": the number with its bound, which "of" keeps from being a count. */
static bool count_behind_of(const struct frame_pass *pass, uint32_t i, struct quantity *quantity)
{
    const struct document *document = pass->lexed->document;
    return i >= pass->sentence.first + 2 &&
           (document_is(document, i - 1, "than") || document_is(document, i - 1, "least")) &&
           quantity_number_at(pass->lexed, i - 2, pass->sentence.end, quantity) && quantity->words.end > i &&
           quantity->low == floor(quantity->low);
}

/* "a toll of | 15 dead", "spoke of | nine missing": the number behind "of", where it counts what is told right behind.
 */
static bool count_of(const struct frame_pass *pass, uint32_t i, struct quantity *quantity)
{
    static const char *const told[] = { "dead", "wounded", "injured", "missing" };
    const struct document *document = pass->lexed->document;
    return i > pass->sentence.first && document_is(document, i - 1, "of") &&
           quantity_number_at(pass->lexed, i, pass->sentence.end, quantity) && !quantity->article &&
           quantity->words.end < pass->sentence.end && DOCUMENT_IS_ONE_OF(document, quantity->words.end, told) &&
           frame_is_alone(pass->lexed, quantity->words.end + 1, pass->sentence.end);
}

/* "two of the | eight were shot dead": those of whom some are told of. */
static bool is_whole(const struct frame_pass *pass, uint32_t i)
{
    const struct lexed *lexed = pass->lexed;
    return i >= pass->sentence.first + 3 && document_is(lexed->document, i - 1, "the") &&
           document_is(lexed->document, i - 2, "of") &&
           (lexed_is(lexed, i - 3, WORD_NUMBER) || lexed->document->tokens[i - 3].kind == TOKEN_NUMBER);
}

/* The frame at i, if one is there. */
static bool read_at(struct frame_pass *pass, uint32_t i)
{
    const struct lexed *lexed = pass->lexed;
    struct quantity quantity;
    if (frame_lives(pass, i) || frame_treated(pass, i) || frame_sought(pass, i) || frame_object(pass, i) ||
        frame_ordinal(pass, i) || frame_toll(pass, i) || frame_fate(pass, i))
        return true;
    if (document_is(lexed->document, i, "nobody") || document_is(lexed->document, i, "none")) {
        quantity = (struct quantity){ .words = { i, i + 1 } };
        return nobody_frame(pass, &quantity);
    }
    if (is_whole(pass, i))
        return false;
    if (count_behind_of(pass, i, &quantity) || count_of(pass, i, &quantity) || frame_count_at(pass, i, &quantity)) {
        uint32_t next = quantity.words.end;
        if (quantity.high == 0)
            return nobody_frame(pass, &quantity) || frame_nominal(pass, &quantity);
        /* "A further | twenty-seven persons received injuries". */
        if (quantity.article && next + 1 < pass->sentence.end && lexed_is(lexed, next, WORD_INCREMENT) &&
            quantity_at(lexed, next + 1, pass->sentence.end, &quantity)) {
            quantity.words.first = i;
            next = quantity.words.end;
        }
        /* "A third guard has died": the ordinal's turn is next. */
        if (quantity.article && next < pass->sentence.end && frame_ordinal(pass, next))
            return true;
        return subject_frame(pass, &quantity, false) ||
               (!quantity.more &&
                (frame_nominal(pass, &quantity) || frame_bodies(pass, &quantity) || frame_among(pass, &quantity)));
    }
    return frame_definite_at(lexed, i, pass->sentence.end, &quantity) && subject_frame(pass, &quantity, true);
}

static void read_sentence(struct frame_pass *pass)
{
    pass->people = (struct range){ 0, 0 };
    pass->counted = false;
    for (uint32_t i = pass->sentence.first; i < pass->sentence.end; i++)
        if (read_at(pass, i)) {
            const uint32_t end = pass->drafts->figures[pass->drafts->figures_count - 1].words.end;
            i = end > i ? end - 1 : i;
        }
}

enum err frame_casualties(struct arena *arena, const struct lexed *lexed, struct drafts *drafts)
{
    struct frame_pass pass = { .arena = arena, .lexed = lexed, .drafts = drafts };
    uint32_t paragraph = 0;
    for (uint32_t s = 0; s < lexed->document->sentences_count; s++) {
        pass.sentence = lexed->document->sentences[s].tokens;
        if (lexed->document->sentences[s].paragraph > paragraph + 1)
            pass.measure = 0;
        paragraph = lexed->document->sentences[s].paragraph;
        if (pass.sentence.end - pass.sentence.first <= READ_SENTENCE_TOKENS_MAX)
            read_sentence(&pass);
    }
    return arena_overflowed(arena) ? ERR_TOO_LARGE : ERR_OK;
}
