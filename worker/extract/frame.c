/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/frame.h"

#include <math.h>

#include "extract/attribution.h"
#include "extract/quantity.h"
#include "extract/verb.h"

enum {
    MODIFIERS_MAX = 3,
    VERB_GROUP_TOKENS_MAX = 6,
    CLAUSE_TOKENS_MAX = 40,
    POPULATION_BYTES_MAX = 96,
    TOLL_TOKENS_MAX = 8
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

static size_t put(char *text, size_t size, struct span word)
{
    for (size_t i = 0; i < word.size && size + 2 < POPULATION_BYTES_MAX; i++) {
        const char letter = word.data[i];
        text[size++] = (char)(letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter);
    }
    return size;
}

static bool ends_with(const char *text, size_t size, const char *ending)
{
    const size_t length = strlen(ending);
    return size >= length && memcmp(text + size - length, ending, length) == 0;
}

/* The last word in the plural: "officer" to "officers", "policeman" to "policemen". */
static size_t plural(char *text, size_t size)
{
    if (ends_with(text, size, "person")) {
        memcpy(text + size - 4, "ople", 4); /* "person" and "people" share "pe" */
        return size;
    }
    if (ends_with(text, size, "man")) {
        text[size - 2] = 'e';
        return size;
    }
    if (ends_with(text, size, "child"))
        return put(text, size, SPAN("ren"));
    if (ends_with(text, size, "s") || ends_with(text, size, "men") || ends_with(text, size, "people") ||
        ends_with(text, size, "children") || ends_with(text, size, "police") || ends_with(text, size, "personnel") ||
        ends_with(text, size, "crew") || ends_with(text, size, "staff"))
        return size;
    if (ends_with(text, size, "baby")) {
        size--;
        return put(text, size, SPAN("ies"));
    }
    return put(text, size, SPAN("s"));
}

/* Of whom the number is, in plain lower case plural; "people" where the text does not say. */
static char *population(const struct frame_pass *pass, struct range people)
{
    char text[POPULATION_BYTES_MAX];
    size_t size = 0;
    const struct document *document = pass->lexed->document;
    for (uint32_t i = people.first; i < people.end; i++) {
        if (document_is(document, i, "other") || document_is(document, i, "of"))
            continue;
        if (size > 0 && size + 2 < POPULATION_BYTES_MAX)
            text[size++] = ' ';
        size = put(text, size, document_token(document, i));
    }
    if (size > 0)
        size = plural(text, size);
    const struct span found = { text, size };
    if (size == 0 || span_equal(found, SPAN("others")) || span_equal(found, SPAN("persons")))
        return arena_string(pass->arena, SPAN("people"));
    return arena_string(pass->arena, found);
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
        .population = population(pass, people),
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

/* "N people were killed", "two injured", "no one was hurt". */
static bool subject_frame(struct frame_pass *pass, const struct quantity *quantity)
{
    const struct lexed *lexed = pass->lexed;
    const struct range people = people_at(lexed, quantity->words.end, pass->sentence.end);
    const bool none = quantity->high == 0;
    const uint32_t verb = harm_verb(lexed, people.end, pass->sentence.end);
    const bool bare = range_empty(people);
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
    return add_figure(pass, measure_of(lexed, verb), &quantity, bare ? pass->people : people, clause);
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
