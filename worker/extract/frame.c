/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/frame.h"

#include <math.h>

#include "extract/attribution.h"
#include "extract/frame_inner.h"
#include "extract/noun.h"
#include "extract/phrase.h"
#include "extract/population.h"
#include "extract/verb.h"

enum { CLAUSE_TOKENS_MAX = 40, OTHERS_MAX = 3, DOUBT_TOKENS_MAX = 6, SOON_TOKENS_MAX = 24 };

bool frame_is_real(const struct frame_pass *pass, uint32_t first, uint32_t verb)
{
    const uint32_t floor =
        first > pass->sentence.first + DOUBT_TOKENS_MAX ? first - DOUBT_TOKENS_MAX : pass->sentence.first;
    for (uint32_t i = floor; i < verb; i++) {
        if (document_is(pass->lexed->document, i, "not") && i + 1 < verb + 1 && i >= first)
            continue; /* "not survive", "not been found": the predicate has seen to it */
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
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (document_is(lexed->document, i, words[k]))
            return true;
    return false;
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

uint32_t frame_clause_start(const struct frame_pass *pass, uint32_t i)
{
    const struct lexed *lexed = pass->lexed;
    const uint32_t quotation = lexed->document->tokens[i].quotation;
    const uint32_t floor = i > pass->sentence.first + CLAUSE_TOKENS_MAX ? i - CLAUSE_TOKENS_MAX : pass->sentence.first;
    for (; i > floor; i--)
        if (document_is_mark(lexed->document, i - 1, ",;:-()") ||
            lexed->document->tokens[i - 1].quotation != quotation ||
            lexed->document->tokens[i - 1].kind == TOKEN_OPEN || lexed_is(lexed, i - 1, WORD_CONJUNCTION) ||
            (verb_reports(lexed, i - 1) && (i < 2 || !lexed_is(lexed, i - 2, WORD_DETERMINER))) ||
            document_is(lexed->document, i - 1, "that"))
            break;
    return i;
}

/* The innermost attribution that holds the clause. Figures come in text order
 * and so, but for quotations without a cue, do attributions. */
static uint32_t holder(struct frame_pass *pass, struct range clause)
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

/* "96 people are killed each day", "on an average day": a rate, which tells of no event. */
static bool is_rate(const struct frame_pass *pass, struct range clause)
{
    enum { BEFORE_TOKENS_MAX = 12, BEHIND_TOKENS_MAX = 3 };
    static const char *const units[] = { "year", "day", "month", "week", "hour" };
    const struct document *document = pass->lexed->document;
    const uint32_t first = clause.first > pass->sentence.first + BEFORE_TOKENS_MAX ? clause.first - BEFORE_TOKENS_MAX
                                                                                   : pass->sentence.first;
    uint32_t end = clause.end + BEHIND_TOKENS_MAX;
    end = end < pass->sentence.end ? end : pass->sentence.end;
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

bool frame_add(struct frame_pass *pass, enum draft_measure measure, const struct quantity *quantity,
               struct range people, struct range clause, uint32_t verb)
{
    struct drafts *drafts = pass->drafts;
    if (drafts->figures_count == DRAFT_FIGURES_MAX) {
        drafts->partial = true;
        return false;
    }
    clause = clause_trim(pass->lexed->document, clause);
    if (is_rate(pass, clause))
        return false;
    const uint32_t attribution = holder(pass, clause);
    /* Quoted words that nobody is known to have said are no news of the outlet's own. */
    if (attribution == DRAFT_NONE && pass->lexed->document->tokens[quantity->words.first].quotation)
        return false;
    if (attribution != DRAFT_NONE &&
        (drafts->attributions[attribution].denied || drafts->attributions[attribution].kind > CUE_WARNING))
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

/* "the driver", "his wife": one who is known, before a verb. */
static bool definite_at(const struct lexed *lexed, uint32_t i, uint32_t end, struct quantity *quantity)
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

/* As quantity_at; also "hundreds more", where the sentence counts others before whom they come on top of. */
static bool count_at(const struct frame_pass *pass, uint32_t i, struct quantity *quantity)
{
    return quantity_at(pass->lexed, i, pass->sentence.end, quantity) || (quantity->more && pass->counted);
}

/* "leaving 13 missing", "with 13 still missing": the word before belongs to the clause. */
static uint32_t with_lead(const struct frame_pass *pass, uint32_t start)
{
    static const char *const words[] = { "leaving", "left", "leaves", "with" };
    for (size_t k = 0; start > pass->sentence.first && k < sizeof words / sizeof *words; k++)
        if (document_is(pass->lexed->document, start - 1, words[k]))
            return start - 1;
    return start;
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

/* "N people were killed", "two injured", "no one was hurt", "the driver was killed". */
static bool subject_frame(struct frame_pass *pass, const struct quantity *quantity, bool definite)
{
    const struct lexed *lexed = pass->lexed;
    const struct range people = frame_people(lexed, quantity->words.end, pass->sentence.end);
    const bool none = quantity->high == 0;
    const bool bare = range_empty(people);
    const bool of = document_is(lexed->document, people.end < pass->sentence.end ? people.end : people.end - 1, "of");
    const uint32_t behind =
        bare && !of ? people.end + quantity->more : frame_attached(lexed, people.end, pass->sentence.end);
    const struct predicate told = frame_predicate(lexed, behind, pass->sentence.end, bare);
    if (told.verb == DRAFT_NONE || (definite && !told.linked) || is_over(pass, &told) ||
        !frame_is_real(pass, quantity->words.first, told.verb) || (bare && quantity->article) ||
        (quantity->more && told.measure == pass->measure))
        return false;
    const uint32_t start = with_lead(pass, quantity->words.first);
    const struct range clause = { start, frame_clause_end(pass, told.verb + 1) };
    const struct range shown = bare && !none ? pass->people : people;
    return frame_add(pass, told.measure, quantity, shown, clause, start < quantity->words.first ? start : told.verb);
}

/* "killing an officer and three others": those behind the first. */
static void other_objects(struct frame_pass *pass, enum draft_measure measure, uint32_t verb, uint32_t i)
{
    const struct lexed *lexed = pass->lexed;
    for (int others = 0; others < OTHERS_MAX && i + 1 < pass->sentence.end; others++) {
        struct quantity quantity;
        i += document_is_mark(lexed->document, i, ",");
        i += i < pass->sentence.end && document_is(lexed->document, i, "and");
        i += i + 1 < pass->sentence.end && lexed_is(lexed, i, WORD_PRO); /* "and her | two children" */
        if (i >= pass->sentence.end || !quantity_at(lexed, i, pass->sentence.end, &quantity))
            return;
        const struct range people = frame_people(lexed, quantity.words.end, pass->sentence.end);
        if (range_empty(people) || frame_predicate(lexed, people.end, pass->sentence.end, false).verb != DRAFT_NONE ||
            !frame_add(pass, measure, &quantity, people, (struct range){ i, people.end }, verb))
            return;
        i = people.end;
    }
}

/* May the verb have an object: no passive, no "those killed in 2015"? */
static bool is_active(const struct frame_pass *pass, uint32_t verb)
{
    const struct lexed *lexed = pass->lexed;
    if (verb == pass->sentence.first || !lexed_is(lexed, verb - 1, WORD_AUXILIARY))
        return true;
    return document_is(lexed->document, verb - 1, "has") || document_is(lexed->document, verb - 1, "had") ||
           document_is(lexed->document, verb - 1, "have");
}

/* "is thought to have killed": the "to"; `verb` where there is none. */
static uint32_t infinitive(const struct frame_pass *pass, uint32_t verb)
{
    const struct document *document = pass->lexed->document;
    const uint32_t have = verb - (verb > pass->sentence.first && document_is(document, verb - 1, "have"));
    return have > pass->sentence.first && document_is(document, have - 1, "to") ? have - 1 : verb;
}

/* "took the lives of", "claimed the lives of": the token past it, or 0. */
static uint32_t lives_at(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    static const char *const verbs[] = {
        "took", "taking", "claimed", "claiming", "cost", "costing", "takes", "claims"
    };
    if (i + 3 >= end || !document_is(lexed->document, i + 2, "lives") || !document_is(lexed->document, i + 1, "the") ||
        !document_is(lexed->document, i + 3, "of"))
        return 0;
    for (size_t k = 0; k < sizeof verbs / sizeof *verbs; k++)
        if (document_is(lexed->document, i, verbs[k]))
            return i + 4;
    return 0;
}

/* "killed N people", "wounding at least N", "took the lives of N". */
static bool object_frame(struct frame_pass *pass, uint32_t verb)
{
    const struct lexed *lexed = pass->lexed;
    struct quantity quantity;
    const uint32_t lives = lives_at(lexed, verb, pass->sentence.end);
    const uint32_t object = lives ? lives : verb + 1;
    if ((!lives && !lexed_is(lexed, verb, WORD_ACTIVE)) || !is_active(pass, verb) || object >= pass->sentence.end)
        return false;
    const bool definite = !lives && definite_at(lexed, object, pass->sentence.end, &quantity);
    if (lives) {
        if (!quantity_number_at(lexed, object, pass->sentence.end, &quantity))
            return false;
    } else if (!definite && !count_at(pass, object, &quantity)) {
        return false;
    }
    const struct range people = frame_people(lexed, quantity.words.end, pass->sentence.end);
    const bool bare = range_empty(people);
    const uint32_t next = quantity.words.end + (bare && quantity.more);
    const bool alone = next >= pass->sentence.end || document_is_mark(lexed->document, next, ",.;") ||
                       lexed_is(lexed, next, WORD_CONJUNCTION | WORD_PREPOSITION) ||
                       lexed->document->tokens[next].kind == TOKEN_CLOSE;
    if ((bare && (!alone || quantity.article)) || !frame_is_real(pass, verb, verb))
        return false;
    const uint32_t end = bare ? next : people.end;
    const struct span text = document_token(lexed->document, verb);
    const bool gerund = text.size > 4 && memcmp(text.data + text.size - 3, "ing", 3) == 0;
    const uint32_t to = infinitive(pass, verb);
    const uint32_t start = gerund || to < verb ? to : frame_clause_start(pass, verb);
    const enum draft_measure measure = lives ? DRAFT_KILLED : frame_measure(lexed, verb);
    if (quantity.more && measure == pass->measure)
        return false;
    const struct range clause = { start, frame_clause_end(pass, end) };
    if (to < verb && holder(pass, clause_trim(lexed->document, clause)) == DRAFT_NONE)
        return false; /* somebody says so, and nobody knows who */
    const bool added = frame_add(pass, measure, &quantity, bare ? pass->people : people, clause, verb);
    if (added)
        other_objects(pass, measure, verb, end);
    return added;
}

/* The frame at i, if one is there. */
static bool read_at(struct frame_pass *pass, uint32_t i)
{
    const struct lexed *lexed = pass->lexed;
    struct quantity quantity;
    if (object_frame(pass, i) || frame_ordinal(pass, i) || frame_toll(pass, i) || frame_fate(pass, i))
        return true;
    if (document_is(lexed->document, i, "nobody")) {
        quantity = (struct quantity){ .words = { i, i + 1 } };
        return subject_frame(pass, &quantity, false);
    }
    if (count_at(pass, i, &quantity)) {
        const uint32_t next = quantity.words.end;
        /* "A third guard has died": the ordinal's turn is next. */
        if (quantity.article && next < pass->sentence.end && frame_ordinal(pass, next))
            return true;
        return subject_frame(pass, &quantity, false) || (!quantity.more && frame_nominal(pass, &quantity));
    }
    return definite_at(lexed, i, pass->sentence.end, &quantity) && subject_frame(pass, &quantity, true);
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
