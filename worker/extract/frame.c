/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/frame.h"

#include <math.h>

#include "extract/attribution.h"
#include "extract/population.h"
#include "extract/quantity.h"
#include "extract/verb.h"

enum {
    MODIFIERS_MAX = 3,
    VERB_GROUP_TOKENS_MAX = 6,
    CLAUSE_TOKENS_MAX = 40,
    TOLL_TOKENS_MAX = 8,
    ATTACHED_TOKENS_MAX = 7,
    OTHERS_MAX = 3
};

struct frame_pass {
    struct arena *arena;
    const struct lexed *lexed;
    struct drafts *drafts;
    struct range sentence;
    struct range people;  /* of the last figure of this sentence: "three men were killed and two injured" */
    uint32_t attribution; /* the first one that may still hold a figure */
};

static bool is_mark(const struct document *document, uint32_t i, const char *marks)
{
    return document->tokens[i].kind == TOKEN_PUNCTUATION &&
           strchr(marks, document->body.data[document->tokens[i].start]);
}

/* "police officers", "armed men" from `first` on; empty when no word for persons comes soon. */
static struct range people_at(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    const uint64_t barrier = WORD_AUXILIARY | WORD_PREPOSITION | WORD_CONJUNCTION | WORD_PRONOUN | WORD_SUBORDINATOR |
                             WORD_HARM | WORD_TIME | WORD_DETERMINER | WORD_NUMBER;
    uint32_t found = first;
    for (uint32_t i = first; i < end && i <= first + MODIFIERS_MAX; i++) {
        if (lexed->document->tokens[i].kind != TOKEN_WORD || lexed_is(lexed, i, barrier & ~WORD_HARM) ||
            (verb_is_plain(lexed, i) && !lexed_is(lexed, i, WORD_HARM)))
            break;
        if (lexed_is(lexed, i, WORD_PERSONS))
            found = i + 1;
        else if (lexed_is(lexed, i, WORD_HARM) || found > first)
            break;
    }
    return (struct range){ first, found };
}

/* Is what the verb at `verb` tells real: nothing that might be, is feared or denied before it? */
static bool is_real(const struct frame_pass *pass, uint32_t first, uint32_t verb)
{
    const uint32_t floor = first > pass->sentence.first + 6 ? first - 6 : pass->sentence.first;
    for (uint32_t i = floor; i < verb; i++)
        if (lexed_is(pass->lexed, i, WORD_UNREAL | WORD_NEGATION | WORD_FUTURE) ||
            document_is(pass->lexed->document, i, "if"))
            return false;
    return true;
}

/* Past the end of the clause that holds `i`: up to a mark, a conjunction or the end. */
static uint32_t clause_end(const struct frame_pass *pass, uint32_t i)
{
    const struct lexed *lexed = pass->lexed;
    const uint32_t quotation = lexed->document->tokens[i - 1].quotation;
    for (const uint32_t max = i + CLAUSE_TOKENS_MAX; i < pass->sentence.end && i < max; i++)
        if (is_mark(lexed->document, i, ",;:.!?-()") || lexed->document->tokens[i].quotation != quotation ||
            document_is(lexed->document, i, "\xE2\x80\x94") || document_is(lexed->document, i, "\xE2\x80\x93") ||
            lexed_is(lexed, i, WORD_CONJUNCTION | WORD_CONTRAST) || verb_reports(lexed, i) ||
            document_is(lexed->document, i, "according"))
            break;
    return i;
}

static uint32_t clause_start(const struct frame_pass *pass, uint32_t i)
{
    const struct lexed *lexed = pass->lexed;
    const uint32_t quotation = lexed->document->tokens[i].quotation;
    const uint32_t floor = i > pass->sentence.first + CLAUSE_TOKENS_MAX ? i - CLAUSE_TOKENS_MAX : pass->sentence.first;
    for (; i > floor; i--)
        if (is_mark(lexed->document, i - 1, ",;:-()") || lexed->document->tokens[i - 1].quotation != quotation ||
            lexed->document->tokens[i - 1].kind == TOKEN_OPEN || lexed_is(lexed, i - 1, WORD_CONJUNCTION) ||
            verb_reports(lexed, i - 1) || document_is(lexed->document, i - 1, "that"))
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

static bool add_figure(struct frame_pass *pass, enum draft_measure measure, const struct quantity *quantity,
                       struct range people, struct range clause)
{
    struct drafts *drafts = pass->drafts;
    if (drafts->figures_count == DRAFT_FIGURES_MAX) {
        drafts->partial = true;
        return false;
    }
    clause = clause_trim(pass->lexed->document, clause);
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
        .attribution = attribution,
    };
    pass->people = people;
    return true;
}

static enum draft_measure measure_of(const struct lexed *lexed, uint32_t verb)
{
    return lexed_is(lexed, verb, WORD_KILLED)     ? DRAFT_KILLED
           : lexed_is(lexed, verb, WORD_ARRESTED) ? DRAFT_ARRESTED
           : lexed_is(lexed, verb, WORD_MISSING)  ? DRAFT_MISSING
                                                  : DRAFT_INJURED;
}

/* "were killed", "have died", "dead", "was also shot dead": the verb of a group that begins at i, or DRAFT_NONE. */
static uint32_t harm_verb(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    for (uint32_t k = i; k < end && k < i + VERB_GROUP_TOKENS_MAX; k++) {
        if (lexed_is(lexed, k, WORD_NEGATION))
            return DRAFT_NONE;
        if (lexed_is(lexed, k, WORD_PARTICIPLE))
            return k;
        if (!lexed_is(lexed, k, WORD_MANNER | WORD_ADVERB | WORD_FINITE) && !document_is(lexed->document, k, "been") &&
            !document_is(lexed->document, k, "being"))
            return DRAFT_NONE;
    }
    return DRAFT_NONE;
}

/* Past what may stand between the people and their verb: "of the village",
 * "in the car", "and two guards". */
static uint32_t past_attached(const struct frame_pass *pass, uint32_t i)
{
    const struct lexed *lexed = pass->lexed;
    const uint64_t barrier = WORD_AUXILIARY | WORD_HARM | WORD_SUBORDINATOR | WORD_PRONOUN | WORD_NEGATION;
    const uint32_t end = pass->sentence.end;
    for (int round = 0; round < 2 && i < end; round++) {
        struct quantity more;
        if (document_is(lexed->document, i, "and") && quantity_at(lexed, i + 1, end, &more)) {
            const struct range people = people_at(lexed, more.words.end, end);
            i = people.end;
            continue;
        }
        if (!lexed_is(lexed, i, WORD_ATTACH))
            break;
        for (const uint32_t max = i + ATTACHED_TOKENS_MAX; i < end && i < max; i++) {
            const bool wounded = lexed_is(lexed, i, WORD_HARM) && lexed_is(lexed, i - 1, WORD_DETERMINER);
            if (lexed->document->tokens[i].kind == TOKEN_PUNCTUATION || document_is(lexed->document, i, "and") ||
                verb_reports(lexed, i) || (lexed_is(lexed, i, barrier) && !wounded))
                break;
        }
    }
    return i;
}

/* "N people were killed", "two injured", "no one was hurt". */
static bool subject_frame(struct frame_pass *pass, const struct quantity *quantity)
{
    const struct lexed *lexed = pass->lexed;
    const struct range people = people_at(lexed, quantity->words.end, pass->sentence.end);
    const bool none = quantity->high == 0;
    const bool bare = range_empty(people);
    const bool of = document_is(lexed->document, people.end < pass->sentence.end ? people.end : people.end - 1, "of");
    const uint32_t behind = bare && !of ? people.end : past_attached(pass, people.end);
    const uint32_t verb = harm_verb(lexed, behind, pass->sentence.end);
    if (verb == DRAFT_NONE || !is_real(pass, quantity->words.first, verb))
        return false;
    /* "a" without a person, and "killed 12 people" read again from its object. */
    const bool article =
        quantity->words.end == quantity->words.first + 1 && (document_is(lexed->document, quantity->words.first, "a") ||
                                                             document_is(lexed->document, quantity->words.first, "an"));
    if (bare && article)
        return false;
    const uint32_t start = quantity->words.first;
    struct range clause = { start, clause_end(pass, verb + 1) };
    const struct range shown = bare && !none ? pass->people : people;
    return add_figure(pass, measure_of(lexed, verb), quantity, shown, clause);
}

/* "killing an officer and three others": those behind the first. */
static void other_objects(struct frame_pass *pass, uint32_t verb, uint32_t i)
{
    const struct lexed *lexed = pass->lexed;
    for (int others = 0; others < OTHERS_MAX && i + 1 < pass->sentence.end; others++) {
        struct quantity quantity;
        i += is_mark(lexed->document, i, ",");
        i += i < pass->sentence.end && document_is(lexed->document, i, "and");
        if (!quantity_at(lexed, i, pass->sentence.end, &quantity))
            return;
        const struct range people = people_at(lexed, quantity.words.end, pass->sentence.end);
        if (range_empty(people) || harm_verb(lexed, people.end, pass->sentence.end) != DRAFT_NONE ||
            !add_figure(pass, measure_of(lexed, verb), &quantity, people,
                        (struct range){ i, clause_end(pass, people.end) }))
            return;
        i = people.end;
    }
}

/* "A fourth body was found", "a twentieth victim has died": the count so far. */
static bool ordinal_frame(struct frame_pass *pass, uint32_t i)
{
    static const char *const ordinals[] = { "second",      "third",      "fourth",     "fifth",     "sixth",
                                            "seventh",     "eighth",     "ninth",      "tenth",     "eleventh",
                                            "twelfth",     "thirteenth", "fourteenth", "fifteenth", "sixteenth",
                                            "seventeenth", "eighteenth", "nineteenth", "twentieth" };
    const struct lexed *lexed = pass->lexed;
    const uint32_t end = pass->sentence.end, start = i > pass->sentence.first ? i - 1 : i;
    size_t number = 0;
    while (number < sizeof ordinals / sizeof *ordinals && !document_is(lexed->document, i, ordinals[number]))
        number++;
    if (number == sizeof ordinals / sizeof *ordinals || i + 2 >= end || !lexed_is(lexed, start, WORD_DETERMINER))
        return false;
    const bool body = document_is(lexed->document, i + 1, "body");
    const struct range people = body ? (struct range){ i + 1, i + 2 } : people_at(lexed, i + 1, end);
    if (range_empty(people))
        return false;
    const uint32_t behind = past_attached(pass, people.end);
    uint32_t verb = harm_verb(lexed, behind, end);
    for (uint32_t k = behind; body && verb == DRAFT_NONE && k < end && k < behind + VERB_GROUP_TOKENS_MAX; k++)
        if (document_is(lexed->document, k, "found") || document_is(lexed->document, k, "recovered"))
            verb = k;
    if (verb == DRAFT_NONE || !is_real(pass, start, verb))
        return false;
    const double value = (double)number + 2;
    const struct quantity quantity = { .low = value, .high = value, .words = { start, i + 1 } };
    const enum draft_measure measure = body ? DRAFT_KILLED : measure_of(lexed, verb);
    return add_figure(pass, measure, &quantity, body ? (struct range){ 0, 0 } : people,
                      (struct range){ start, clause_end(pass, verb + 1) });
}

/* "killed N people", "wounding at least N". */
static bool object_frame(struct frame_pass *pass, uint32_t verb)
{
    const struct lexed *lexed = pass->lexed;
    struct quantity quantity;
    if (!quantity_at(lexed, verb + 1, pass->sentence.end, &quantity))
        return false;
    if (verb > pass->sentence.first && lexed_is(lexed, verb - 1, WORD_AUXILIARY) &&
        !document_is(lexed->document, verb - 1, "has") && !document_is(lexed->document, verb - 1, "had") &&
        !document_is(lexed->document, verb - 1, "have"))
        return false;
    const struct range people = people_at(lexed, quantity.words.end, pass->sentence.end);
    const bool bare = range_empty(people);
    const uint32_t next = quantity.words.end;
    const bool alone = next >= pass->sentence.end || is_mark(lexed->document, next, ",.;") ||
                       lexed_is(lexed, next, WORD_CONJUNCTION | WORD_PREPOSITION) ||
                       lexed->document->tokens[next].kind == TOKEN_CLOSE;
    const bool article =
        lexed_is(lexed, quantity.words.first, WORD_DETERMINER) && !lexed_is(lexed, quantity.words.first, WORD_NUMBER);
    if ((bare && (!alone || article)) || !is_real(pass, verb, verb))
        return false;
    const uint32_t end = bare ? next : people.end;
    const uint32_t start = document_is(lexed->document, verb, "killed") ||
                                   document_is(lexed->document, verb, "injured") ||
                                   document_is(lexed->document, verb, "wounded") || lexed_is(lexed, verb, WORD_ARRESTED)
                               ? clause_start(pass, verb)
                               : verb;
    const struct range clause = { start, clause_end(pass, end) };
    const bool added = add_figure(pass, measure_of(lexed, verb), &quantity, bare ? pass->people : people, clause);
    if (added)
        other_objects(pass, verb, end);
    return added;
}

/* "the death toll rose to N". */
static bool toll_frame(struct frame_pass *pass, uint32_t toll)
{
    const struct lexed *lexed = pass->lexed;
    const struct document *document = lexed->document;
    if (!document_is(document, toll, "toll") || toll == pass->sentence.first ||
        !document_is(document, toll - 1, "death"))
        return false;
    for (uint32_t i = toll + 1; i < pass->sentence.end && i < toll + TOLL_TOKENS_MAX; i++) {
        struct quantity quantity;
        if (is_mark(document, i, ",.;"))
            return false;
        if (!(document_is(document, i, "to") || document_is(document, i, "at") || document_is(document, i, "of")) ||
            i + 1 >= pass->sentence.end)
            continue;
        /* "of" is no share here, as it would be to the left of a count. */
        if (document_is(document, i, "of") || !quantity_at(lexed, i + 1, pass->sentence.end, &quantity) ||
            !is_real(pass, toll, i))
            continue;
        const struct range people = people_at(lexed, quantity.words.end, pass->sentence.end);
        const uint32_t end = range_empty(people) ? quantity.words.end : people.end;
        return add_figure(pass, DRAFT_KILLED, &quantity, people,
                          (struct range){ clause_start(pass, toll), clause_end(pass, end) });
    }
    return false;
}

static void read_sentence(struct frame_pass *pass)
{
    const struct lexed *lexed = pass->lexed;
    pass->people = (struct range){ 0, 0 };
    for (uint32_t i = pass->sentence.first; i < pass->sentence.end; i++) {
        struct quantity quantity;
        if (lexed_is(lexed, i, WORD_ACTIVE) && object_frame(pass, i)) {
            i = pass->drafts->figures[pass->drafts->figures_count - 1].words.end - 1;
            continue;
        }
        if (ordinal_frame(pass, i)) {
            i = pass->drafts->figures[pass->drafts->figures_count - 1].words.end - 1;
            continue;
        }
        if (toll_frame(pass, i)) {
            i = pass->drafts->figures[pass->drafts->figures_count - 1].words.end - 1;
            continue;
        }
        if (document_is(lexed->document, i, "nobody")) {
            quantity = (struct quantity){ .words = { i, i + 1 } };
            subject_frame(pass, &quantity);
            continue;
        }
        if (quantity_at(lexed, i, pass->sentence.end, &quantity) && subject_frame(pass, &quantity))
            i = quantity.words.end - 1;
    }
}

enum err frame_casualties(struct arena *arena, const struct lexed *lexed, struct drafts *drafts)
{
    struct frame_pass pass = { .arena = arena, .lexed = lexed, .drafts = drafts };
    for (uint32_t s = 0; s < lexed->document->sentences_count; s++) {
        pass.sentence = lexed->document->sentences[s].tokens;
        if (pass.sentence.end - pass.sentence.first <= READ_SENTENCE_TOKENS_MAX)
            read_sentence(&pass);
    }
    return arena_overflowed(arena) ? ERR_TOO_LARGE : ERR_OK;
}
