/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "extract/fate.h"
#include "extract/frame_inner.h"
#include "extract/phrase.h"

enum { TOLL_TOKENS_MAX = 24, TOLL_NOUN_TOKENS_MAX = 8, FOUND_TOKENS_MAX = 6 };

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

/* "recovered | the bodies": what is done with the dead. */
static bool finds(const struct document *document, uint32_t i)
{
    static const char *const words[] = { "recovered", "found", "retrieved", "pulled", "brought", "discovered" };
    return DOCUMENT_IS_ONE_OF(document, i, words);
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
    if (body && told.verb == DRAFT_NONE && start > pass->sentence.first && finds(lexed->document, start - 1))
        told = (struct predicate){ .verb = start - 1, .measure = DRAFT_KILLED }; /* "have brought a third body out" */
    if (told.verb == DRAFT_NONE || !frame_is_real(pass, start, told.verb))
        return false;
    const struct quantity quantity = { .low = (double)number, .high = (double)number, .words = { start, i + 1 } };
    const bool object = told.verb < start;
    const struct range clause = { object ? told.verb : start,
                                  object ? people.end : frame_clause_end(pass, told.verb + 1) };
    if (!frame_add(pass, body ? DRAFT_KILLED : told.measure, &quantity, body ? (struct range){ 0, 0 } : people, clause,
                   told.verb))
        return false;
    pass->drafts->figures[pass->drafts->figures_count - 1].people.end = people.end;
    return true;
}

/* "The dead | number six". */
static bool tells_number(const struct document *document, uint32_t i)
{
    static const char *const words[] = { "number", "numbers", "numbered", "totalled", "totaled" };
    return DOCUMENT_IS_ONE_OF(document, i, words);
}

/* What the words behind "the number of" tell of those whom it counts; 0: nothing known. */
static enum draft_measure number_of(const struct frame_pass *pass, uint32_t i)
{
    const struct document *document = pass->lexed->document;
    bool relative = false; /* "who have died", "known to have died" */
    for (uint32_t k = i + 1; k < pass->sentence.end && k <= i + TOLL_NOUN_TOKENS_MAX; k++) {
        relative |= document_is(document, k, "who") || document_is(document, k, "to");
        if (document->tokens[k].kind != TOKEN_WORD || (lexed_is(pass->lexed, k, WORD_FINITE) && !relative))
            return 0;
        if (lexed_is(pass->lexed, k, WORD_PARTICIPLE))
            return frame_measure(pass->lexed, k);
        const enum draft_measure measure = fate_measure(document, k, FATE_NUMBER);
        if (measure)
            return measure;
    }
    return 0;
}

/* "brings | the dead of the sinking to 27", "put its losses at five", "the dead now | number six": those whom the noun
 * at i counts; 0: nothing known. */
static enum draft_measure sum_of(const struct frame_pass *pass, uint32_t i)
{
    enum { VERB_TOKENS_MAX = 5 };
    static const char *const verbs[] = { "bring",  "brings",  "bringing", "brought", "put",
                                         "puts",   "putting", "raise",    "raises",  "raising",
                                         "raised", "take",    "taking",   "takes",   "took" };
    const struct lexed *lexed = pass->lexed;
    if (i == pass->sentence.first ||
        !(lexed_is(lexed, i - 1, WORD_DETERMINER | WORD_PRO) || lexed->document->tokens[i - 1].flags & TOKEN_CLITIC))
        return 0;
    const enum draft_measure measure = fate_measure(lexed->document, i, FATE_SUM);
    if (!measure)
        return 0;
    for (uint32_t v = i; v > pass->sentence.first && v + VERB_TOKENS_MAX > i; v--)
        if (DOCUMENT_IS_ONE_OF(lexed->document, v - 1, verbs))
            return measure;
    const uint32_t next = i + 1 + (i + 1 < pass->sentence.end && document_is(lexed->document, i + 1, "now"));
    return next < pass->sentence.end && tells_number(lexed->document, next) ? measure : 0;
}

/* What the noun at i is the toll of; 0: nothing known. */
static enum draft_measure toll_measure(const struct frame_pass *pass, uint32_t i)
{
    const struct document *document = pass->lexed->document;
    if (document->tokens[i].kind != TOKEN_WORD ||
        !strchr("tncfdlwimaTNCFDLWIMA", document->body.data[document->tokens[i].start]))
        return 0;
    const bool death = i > pass->sentence.first && document_is(document, i - 1, "death");
    if (death && (document_is(document, i, "count") || document_is(document, i, "tally")))
        return DRAFT_KILLED;
    if (document_is(document, i, "toll"))
        return death || !pass->measure ? DRAFT_KILLED : pass->measure;
    if (document_is(document, i, "number") || document_is(document, i, "count") || document_is(document, i, "total")) {
        const enum draft_measure measure = number_of(pass, i);
        if (measure)
            return measure;
    }
    const enum draft_measure sum = sum_of(pass, i);
    if (sum)
        return sum;
    const bool stands =
        document_is(document, i, "figure") || document_is(document, i, "tally") || document_is(document, i, "count");
    return stands ? pass->measure : 0;
}

/* May the word before a number say how high the toll is: "to", "at", "reached"; "of" right behind it? */
static bool tells_toll(const struct document *document, uint32_t toll, uint32_t i)
{
    static const char *const words[] = { "to",       "at",     "as",     "reached", "reaches", "hit",
                                         "exceeded", "passed", "topped", "is",      "was" };
    return DOCUMENT_IS_ONE_OF(document, i, words) || (i <= toll + 2 && tells_number(document, i)) ||
           (i == toll + 1 && document_is(document, toll, "toll") && document_is(document, i, "of"));
}

/* Whom the noun counts: "number of | people killed", "count of | civilians with wounds". */
static struct range counted_people(const struct frame_pass *pass, uint32_t toll)
{
    if (toll + 2 >= pass->sentence.end || !document_is(pass->lexed->document, toll + 1, "of"))
        return (struct range){ 0, 0 };
    return frame_people(pass->lexed, toll + 2, pass->sentence.end);
}

/* "raised to 12 its count of the wounded": the number before the noun. */
static bool toll_before(struct frame_pass *pass, uint32_t toll, enum draft_measure measure)
{
    const struct lexed *lexed = pass->lexed;
    struct quantity quantity;
    for (uint32_t i = toll - 1; i > pass->sentence.first + 1 && i + TOLL_NOUN_TOKENS_MAX > toll; i--)
        if (document_is(lexed->document, i - 1, "to") && quantity_at(lexed, i, pass->sentence.end, &quantity) &&
            quantity.words.end == toll - 1 && frame_is_real(pass, i, toll)) {
            const struct range clause = { frame_clause_start(pass, i), frame_clause_end(pass, toll + 1) };
            return frame_add(pass, measure, &quantity, counted_people(pass, toll), clause, DRAFT_NONE);
        }
    return false;
}

bool frame_toll(struct frame_pass *pass, uint32_t toll)
{
    const struct lexed *lexed = pass->lexed;
    const struct document *document = lexed->document;
    const enum draft_measure measure = toll_measure(pass, toll);
    if (measure && toll > pass->sentence.first + 3 &&
        (lexed_is(lexed, toll - 1, WORD_DETERMINER) || lexed_is(lexed, toll - 1, WORD_PRO)) &&
        toll_before(pass, toll, measure))
        return true;
    for (uint32_t i = toll + 1; measure && i + 1 < pass->sentence.end && i < toll + TOLL_TOKENS_MAX; i++) {
        struct quantity quantity;
        if (document_is_mark(document, i, ",.;") &&
            !(document_is_mark(document, i, ",") && document_is(document, i + 1, "to")))
            return false; /* "has more than doubled, to 20" goes on */
        const bool of = document_is(document, i, "of");
        if (!tells_toll(document, toll, i) ||
            !(quantity_at(lexed, i + 1, pass->sentence.end, &quantity) || (of && !isnan(quantity.low))) ||
            quantity.article || !frame_is_real(pass, toll, i))
            continue;
        const struct range people = frame_people(lexed, quantity.words.end, pass->sentence.end);
        if (range_empty(people) && !frame_is_alone(lexed, quantity.words.end, pass->sentence.end) &&
            !lexed_is(lexed, quantity.words.end, WORD_FINITE | WORD_TIME | WORD_ADVERB))
            continue;
        const uint32_t end = range_empty(people) ? quantity.words.end : people.end;
        const uint32_t noun = toll - (toll > pass->sentence.first && document_is(document, toll - 1, "death"));
        const struct range clause = { of ? noun - (noun > pass->sentence.first &&
                                                   lexed_is(lexed, noun - 1, WORD_DETERMINER))
                                         : frame_clause_start(pass, toll),
                                      of ? end : frame_clause_end(pass, end) };
        return frame_add(pass, measure, &quantity, range_empty(people) ? counted_people(pass, toll) : people, clause,
                         DRAFT_NONE);
    }
    return false;
}

/* A clause that is about it is told whole; "protests over the death of two men" only by these words, and one person's
 * death is then no news. */
bool frame_fate(struct frame_pass *pass, uint32_t i)
{
    const struct document *document = pass->lexed->document;
    const uint32_t end = pass->sentence.end, number = i + 2;
    struct quantity quantity;
    if (number + 1 >= end || !document_is(document, i + 1, "of"))
        return false;
    const enum draft_measure measure = fate_measure(document, i, FATE_OF);
    if (!measure || !quantity_number_at(pass->lexed, number, end, &quantity) || quantity.high == 0)
        return false;
    uint32_t noun = quantity.words.end;
    const size_t ordinal = quantity.article && noun < end ? ordinal_at(document, noun) : 0;
    if (ordinal > 0) {
        quantity.low = quantity.high = (double)ordinal;
        quantity.words.end = ++noun;
    }
    const bool lives = document_is(document, i, "loss") && noun < end && document_is(document, noun, "lives");
    const struct range people = lives ? (struct range){ noun, noun + 1 } : frame_people(pass->lexed, noun, end);
    uint32_t start = i - (i > pass->sentence.first && lexed_is(pass->lexed, i - 1, WORD_DETERMINER));
    const bool found = start > pass->sentence.first && finds(document, start - 1);
    if (found) /* "divers recovered | the bodies of two miners" */
        start = frame_clause_start(pass, start - 1);
    const bool subject = found || start == frame_clause_start(pass, i);
    if (range_empty(people) || (document_is(document, i, "loss") && !lives) ||
        (people.end < end && document->tokens[people.end].flags & TOKEN_CLITIC) || (quantity.article && !subject) ||
        !frame_is_real(pass, i, i))
        return false;
    return frame_add(pass, measure, &quantity, lives ? (struct range){ 0, 0 } : people,
                     (struct range){ start, subject ? frame_clause_end(pass, people.end) : people.end }, DRAFT_NONE);
}

bool frame_nominal(struct frame_pass *pass, const struct quantity *quantity)
{
    const struct lexed *lexed = pass->lexed;
    const uint32_t noun = quantity->words.end;
    if (noun >= pass->sentence.end || quantity->single || !frame_is_real(pass, quantity->words.first, noun))
        return false;
    const enum draft_measure measure = fate_measure(lexed->document, noun, FATE_COUNTED);
    return measure && frame_add(pass, measure, quantity, (struct range){ 0, 0 },
                                (struct range){ quantity->words.first, frame_clause_end(pass, noun + 1) }, DRAFT_NONE);
}

/* Is it of people that the clause tells, who were found or brought in: no election bodies? */
static bool tells_found(const struct document *document, struct range clause)
{
    static const char *const words[] = { "found",     "recovered", "pulled",    "brought",   "received", "retrieved",
                                         "buried",    "examined",  "lying",     "arrived",   "counted",  "saw",
                                         "seen",      "taken",     "collected", "dug",       "returned", "identified",
                                         "delivered", "showed",    "lay",       "discovered" };
    for (uint32_t i = clause.first; i < clause.end; i++)
        if (DOCUMENT_IS_ONE_OF(document, i, words))
            return true;
    return false;
}

bool frame_bodies(struct frame_pass *pass, const struct quantity *quantity)
{
    const struct lexed *lexed = pass->lexed;
    const struct document *document = lexed->document;
    uint32_t noun = quantity->words.end;
    if (noun + 2 < pass->sentence.end && document_is(document, noun, "of") && document_is(document, noun + 1, "the"))
        noun += 2;
    else if (noun + 1 < pass->sentence.end && !document_is(document, noun, "bodies"))
        noun++; /* "four charred bodies" */
    if (noun >= pass->sentence.end || !document_is(document, noun, "bodies") || quantity->single ||
        !frame_is_real(pass, quantity->words.first, noun))
        return false;
    const uint32_t first = quantity->words.first;
    const struct range clause = { frame_clause_start(pass, first), frame_clause_end(pass, noun + 1) };
    return tells_found(document, clause) &&
           frame_add(pass, DRAFT_KILLED, quantity, (struct range){ 0, 0 }, clause, noun);
}

/* "…, including | six children", "…, among them | six children". */
static bool tells_among(const struct document *document, uint32_t i)
{
    return document_is(document, i - 1, "including") ||
           (document_is(document, i - 1, "them") && document_is(document, i - 2, "among"));
}

bool frame_among(struct frame_pass *pass, const struct quantity *quantity)
{
    const struct lexed *lexed = pass->lexed;
    const struct document *document = lexed->document;
    const uint32_t of = quantity->words.end;
    if (pass->counted && quantity->words.first > pass->sentence.first + 1 &&
        tells_among(document, quantity->words.first)) {
        const struct range some = frame_people(lexed, of, pass->sentence.end);
        return !range_empty(some) && frame_is_alone(lexed, some.end, pass->sentence.end) &&
               frame_add(pass, pass->measure, quantity, some, (struct range){ quantity->words.first, some.end },
                         DRAFT_NONE);
    }
    if (!pass->counted || of + 2 >= pass->sentence.end || !document_is(document, of, "of") ||
        !(document_is(document, of + 1, "them") || document_is(document, of + 1, "whom")))
        return false;
    const struct range people = frame_people(lexed, of + 2, pass->sentence.end);
    if (range_empty(people) || !frame_is_alone(lexed, people.end, pass->sentence.end))
        return false;
    return frame_add(pass, pass->measure, quantity, people, (struct range){ quantity->words.first, people.end },
                     DRAFT_NONE);
}
