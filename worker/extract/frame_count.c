/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "extract/frame_inner.h"
#include "extract/phrase.h"

enum { TOLL_TOKENS_MAX = 10, FOUND_TOKENS_MAX = 6 };

static size_t ordinal_at(const struct document *document, uint32_t i)
{
    static const char *const ordinals[] = { "second",      "third",      "fourth",     "fifth",     "sixth",
                                            "seventh",     "eighth",     "ninth",      "tenth",     "eleventh",
                                            "twelfth",     "thirteenth", "fourteenth", "fifteenth", "sixteenth",
                                            "seventeenth", "eighteenth", "nineteenth", "twentieth" };
    for (size_t number = 0; number < sizeof ordinals / sizeof *ordinals; number++)
        if (document_is(document, i, ordinals[number]))
            return number + 2;
    return 0;
}

bool frame_ordinal(struct frame_pass *pass, uint32_t i)
{
    const struct lexed *lexed = pass->lexed;
    const uint32_t end = pass->sentence.end, start = i > pass->sentence.first ? i - 1 : i;
    if (i + 2 >= end || !(document_is(lexed->document, start, "a") || document_is(lexed->document, start, "the")))
        return false;
    const size_t number = ordinal_at(lexed->document, i);
    if (number == 0)
        return false;
    const bool body = document_is(lexed->document, i + 1, "body");
    const struct range people = body ? (struct range){ i + 1, i + 2 } : frame_people(lexed, i + 1, end);
    if (range_empty(people))
        return false;
    const uint32_t behind = frame_attached(lexed, people.end, end);
    struct predicate told = frame_predicate(lexed, behind, end, false);
    for (uint32_t k = behind; body && told.verb == DRAFT_NONE && k < end && k < behind + FOUND_TOKENS_MAX; k++)
        if (document_is(lexed->document, k, "found") || document_is(lexed->document, k, "recovered"))
            told = (struct predicate){ .verb = k, .measure = DRAFT_KILLED };
    if (told.verb == DRAFT_NONE || !frame_is_real(pass, start, told.verb))
        return false;
    const struct quantity quantity = { .low = (double)number, .high = (double)number, .words = { start, i + 1 } };
    if (!frame_add(pass, body ? DRAFT_KILLED : told.measure, &quantity, body ? (struct range){ 0, 0 } : people,
                   (struct range){ start, frame_clause_end(pass, told.verb + 1) }, told.verb))
        return false;
    pass->drafts->figures[pass->drafts->figures_count - 1].people.end = people.end;
    return true;
}

/* What the noun at i is the toll of; 0: nothing known. */
static enum draft_measure toll_measure(const struct frame_pass *pass, uint32_t i)
{
    const struct lexed *lexed = pass->lexed;
    const struct document *document = lexed->document;
    if (document->tokens[i].kind != TOKEN_WORD || !strchr("tncfTNCF", document->body.data[document->tokens[i].start]))
        return 0;
    if (document_is(document, i, "toll"))
        return i > pass->sentence.first && document_is(document, i - 1, "death") ? DRAFT_KILLED : pass->measure;
    if (document_is(document, i, "number") || document_is(document, i, "count"))
        for (uint32_t k = i + 1; k < pass->sentence.end && k < i + 4; k++)
            if (lexed_is(lexed, k, WORD_PARTICIPLE))
                return frame_measure(lexed, k);
    const bool stands =
        document_is(document, i, "figure") || document_is(document, i, "tally") || document_is(document, i, "count");
    return stands ? pass->measure : 0;
}

bool frame_toll(struct frame_pass *pass, uint32_t toll)
{
    const struct lexed *lexed = pass->lexed;
    const struct document *document = lexed->document;
    const enum draft_measure measure = toll_measure(pass, toll);
    for (uint32_t i = toll + 1; measure && i < pass->sentence.end && i < toll + TOLL_TOKENS_MAX; i++) {
        struct quantity quantity;
        if (document_is_mark(document, i, ",.;"))
            return false;
        if (!(document_is(document, i, "to") || document_is(document, i, "at")) || i + 1 >= pass->sentence.end)
            continue;
        if (!quantity_at(lexed, i + 1, pass->sentence.end, &quantity) || quantity.article ||
            !frame_is_real(pass, toll, i))
            continue;
        const struct range people = frame_people(lexed, quantity.words.end, pass->sentence.end);
        const uint32_t end = range_empty(people) ? quantity.words.end : people.end;
        return frame_add(pass, measure, &quantity, people,
                         (struct range){ frame_clause_start(pass, toll), frame_clause_end(pass, end) }, DRAFT_NONE);
    }
    return false;
}

/* What the noun tells of those behind its "of"; 0: nothing. */
static enum draft_measure fate_of(const struct document *document, uint32_t i)
{
    static const struct {
        const char *noun;
        enum draft_measure measure;
    } fates[] = { { "bodies", DRAFT_KILLED },        { "remains", DRAFT_KILLED },  { "death", DRAFT_KILLED },
                  { "deaths", DRAFT_KILLED },        { "killing", DRAFT_KILLED },  { "murder", DRAFT_KILLED },
                  { "murders", DRAFT_KILLED },       { "arrest", DRAFT_ARRESTED }, { "arrests", DRAFT_ARRESTED },
                  { "disappearance", DRAFT_MISSING } };
    for (size_t k = 0; k < sizeof fates / sizeof *fates; k++)
        if (document_is(document, i, fates[k].noun))
            return fates[k].measure;
    return DRAFT_UNCOUNTED;
}

/* A clause that is about it is told whole; "protests over the death of two men" only by these words, and one person's
 * death is then no news. */
bool frame_fate(struct frame_pass *pass, uint32_t i)
{
    const struct document *document = pass->lexed->document;
    const uint32_t end = pass->sentence.end, number = i + 2;
    struct quantity quantity;
    if (number + 1 >= end || !document_is(document, i + 1, "of") || fate_of(document, i) == DRAFT_UNCOUNTED ||
        !quantity_number_at(pass->lexed, number, end, &quantity) || quantity.high == 0)
        return false;
    uint32_t noun = quantity.words.end;
    const size_t ordinal = quantity.article && noun < end ? ordinal_at(document, noun) : 0;
    if (ordinal > 0) {
        quantity.low = quantity.high = (double)ordinal;
        quantity.words.end = ++noun;
    }
    const struct range people = frame_people(pass->lexed, noun, end);
    const uint32_t start = i - (i > pass->sentence.first && lexed_is(pass->lexed, i - 1, WORD_DETERMINER));
    const bool subject = start == frame_clause_start(pass, i);
    if (range_empty(people) || (people.end < end && document->tokens[people.end].flags & TOKEN_CLITIC) ||
        (quantity.single && !subject) || !frame_is_real(pass, i, i))
        return false;
    return frame_add(pass, fate_of(document, i), &quantity, people,
                     (struct range){ start, subject ? frame_clause_end(pass, people.end) : people.end }, DRAFT_NONE);
}

static const struct {
    const char *noun;
    enum draft_measure measure;
} counted[] = {
    { "deaths", DRAFT_KILLED },    { "fatalities", DRAFT_KILLED },   { "arrests", DRAFT_ARRESTED },
    { "injuries", DRAFT_INJURED }, { "detentions", DRAFT_ARRESTED },
};

bool frame_nominal(struct frame_pass *pass, const struct quantity *quantity)
{
    const struct lexed *lexed = pass->lexed;
    const uint32_t noun = quantity->words.end;
    if (noun >= pass->sentence.end || quantity->single || !frame_is_real(pass, quantity->words.first, noun))
        return false;
    for (size_t k = 0; k < sizeof counted / sizeof *counted; k++)
        if (document_is(lexed->document, noun, counted[k].noun))
            return frame_add(pass, counted[k].measure, quantity, (struct range){ 0, 0 },
                             (struct range){ quantity->words.first, frame_clause_end(pass, noun + 1) }, DRAFT_NONE);
    return false;
}
