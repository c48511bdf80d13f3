/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/phrase.h"

enum { PHRASE_TOKENS_MAX = 10, PLAIN_TOKENS_MAX = 4, ANY_TOKENS_MAX = 6, APPOSITION_TOKENS_MAX = 34 };

static const struct range nothing = { 0, 0 };

static bool is_word(const struct lexed *lexed, uint32_t i)
{
    return lexed->document->tokens[i].kind == TOKEN_WORD;
}

static bool is_comma(const struct lexed *lexed, uint32_t i)
{
    return lexed->document->body.data[lexed->document->tokens[i].start] == ',';
}

static bool is_possessive(const struct lexed *lexed, uint32_t i)
{
    return lexed->document->tokens[i].flags & TOKEN_CLITIC && !lexed_is(lexed, i, WORD_NEGATION);
}

static bool first_of_sentence(const struct lexed *lexed, uint32_t i)
{
    const struct document *document = lexed->document;
    const uint32_t first = document->sentences[document->tokens[i].sentence].tokens.first;
    return i == first || document->tokens[i - 1].kind == TOKEN_OPEN || document->tokens[i - 1].kind == TOKEN_CLOSE;
}

/* "the WHO", the one body that is spelt like a pronoun. */
static bool is_who(const struct lexed *lexed, uint32_t i)
{
    return span_equal(document_token(lexed->document, i), SPAN("WHO")) && document_is(lexed->document, i - 1, "the");
}

bool phrase_is_name(const struct lexed *lexed, uint32_t i)
{
    const struct token *token = &lexed->document->tokens[i];
    if (token->kind != TOKEN_WORD || !(token->flags & TOKEN_CAPITAL) ||
        lexed_is(lexed, i, WORD_TIME | WORD_PRONOUN | WORD_PRO | WORD_DETERMINER | WORD_AUXILIARY | WORD_NEGATION))
        return false;
    if (!first_of_sentence(lexed, i))
        return !lexed_is(lexed, i, WORD_SUBORDINATOR | WORD_CONJUNCTION) || is_who(lexed, i);
    const struct word *word = lexed->words[i];
    return !word || word->classes & (WORD_HEAD | WORD_RANK | WORD_TITLE);
}

/* Words that cannot stand among those of a noun phrase; what is as often a noun as a verb can. */
static bool bars(const struct lexed *lexed, uint32_t i)
{
    const uint64_t barrier = WORD_AUXILIARY | WORD_PREPOSITION | WORD_SUBORDINATOR | WORD_PRONOUN | WORD_PRO |
                             WORD_HARM | WORD_NEGATION | WORD_CONJUNCTION;
    return lexed_is(lexed, i, barrier) ||
           (lexed_is(lexed, i, WORD_VERB) && !lexed_is(lexed, i, WORD_NOUNISH | WORD_BASE));
}

/* "of" in "Bank of England", "bin" in "Ali bin Salem": lower-case words inside names. */
static bool joins_names(const struct lexed *lexed, uint32_t i)
{
    static const char *const joints[] = { "of",  "de",  "del", "da", "al", "bin", "ibn",
                                          "van", "von", "der", "el", "la", "du" };
    return DOCUMENT_IS_ONE_OF(lexed->document, i, joints);
}

/* First token of the run of capitalised words that ends before `end`. */
static uint32_t name_start(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    uint32_t start = end;
    while (start > first) {
        if (phrase_is_name(lexed, start - 1))
            start--;
        else if (start < end && start >= first + 2 && phrase_is_name(lexed, start - 2) &&
                 (joins_names(lexed, start - 1) || is_possessive(lexed, start - 1)))
            start -= 2;
        else
            break;
    }
    return start;
}

/* Takes in the lower-case words of a role and the article before a name or noun. */
static uint32_t with_role(const struct lexed *lexed, uint32_t first, uint32_t start)
{
    while (start > first && (lexed_is(lexed, start - 1, WORD_TITLE | WORD_RANK) ||
                             (lexed_is(lexed, start - 1, WORD_HEAD) && !lexed_is(lexed, start - 1, WORD_VERB))))
        start--;
    if (start > first + 1 && is_possessive(lexed, start - 1)) {
        const uint32_t name = name_start(lexed, first, start - 1);
        if (name < start - 1)
            return name;
    }
    if (start > first && phrase_is_name(lexed, start - 1))
        start = name_start(lexed, first, start);
    if (start > first && lexed_is(lexed, start - 1, WORD_DETERMINER))
        start--;
    return start;
}

/* "the <words> spokesman": back to the article, over words that no verb,
 * preposition or clause can be among. `end` where there is none. */
static uint32_t article_start(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    for (uint32_t i = end; i > first && end - i < PHRASE_TOKENS_MAX; i--) {
        if (lexed_is(lexed, i - 1, WORD_DETERMINER))
            return i - 1;
        if (!is_word(lexed, i - 1) || bars(lexed, i - 1))
            return end;
    }
    return end;
}

/* Does a clause begin there: at the start, behind a comma, "and" or "that"? */
static bool opens(const struct lexed *lexed, uint32_t i, uint32_t first)
{
    if (i == first)
        return true;
    return is_comma(lexed, i - 1) || lexed_is(lexed, i - 1, WORD_CONJUNCTION | WORD_SUBORDINATOR) ||
           document_is(lexed->document, i - 1, "that");
}

/* A noun for one who speaks, with its article. */
static struct range noun_before(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    if (end <= first || !lexed_is(lexed, end - 1, WORD_HEAD))
        return nothing;
    const uint32_t article = article_start(lexed, first, end - 1);
    if (article < end - 1)
        return (struct range){ article, end };
    const uint32_t start = with_role(lexed, first, end - 1);
    const bool owned = start < end - 1 && phrase_is_name(lexed, start);
    if (owned)
        return (struct range){ start, end };
    if (!lexed_is(lexed, end - 1, WORD_PLAIN))
        return nothing;
    /* "crime experts", "several former officials": the words before a plural up to where the clause begins. */
    uint32_t plain = start;
    while (plain > first && end - plain < PLAIN_TOKENS_MAX && is_word(lexed, plain - 1) && !bars(lexed, plain - 1) &&
           !is_possessive(lexed, plain - 1) && !lexed_is(lexed, plain - 1, WORD_TIME | WORD_ADVERB))
        plain--;
    return (struct range){ opens(lexed, plain, first) ? plain : start, end };
}

static struct range name_before(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    const uint32_t name = name_start(lexed, first, end);
    if (name == end)
        return nothing;
    return (struct range){ with_role(lexed, first, name), end };
}

/* Pronoun, name or noun, without what may be attached to it. */
static struct range simple_before(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    if (end <= first)
        return nothing;
    if (lexed_is(lexed, end - 1, WORD_PRONOUN))
        return (struct range){ end - 1, end };
    const struct range name = name_before(lexed, first, end);
    return range_empty(name) ? noun_before(lexed, first, end) : name;
}

/* "a spokesman for the ministry", "officials in the port": from a noun or name
 * before a preposition to `end`. */
static struct range attached_before(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    for (uint32_t i = end; i > first && end - i < PHRASE_TOKENS_MAX; i--) {
        if (!is_word(lexed, i - 1) ||
            lexed_is(lexed, i - 1, WORD_AUXILIARY | WORD_SUBORDINATOR | WORD_PRONOUN | WORD_HARM))
            break;
        if (!lexed_is(lexed, i - 1, WORD_ATTACH) || i == end)
            continue;
        struct range outer = noun_before(lexed, first, i - 1);
        if (range_empty(outer))
            outer = name_before(lexed, first, i - 1);
        if (range_empty(outer))
            continue;
        const struct range further = attached_before(lexed, first, outer.end);
        return (struct range){ range_empty(further) ? outer.first : further.first, end };
    }
    return nothing;
}

/* What may stand between commas behind a name: "the mayor of the town", "who
 * asked not to be named", "61". */
static bool opens_apposition(const struct lexed *lexed, uint32_t i)
{
    return lexed_is(lexed, i, WORD_DETERMINER | WORD_HEAD | WORD_RANK | WORD_TITLE) ||
           document_is(lexed->document, i, "who") || document_is(lexed->document, i, "which") ||
           document_is(lexed->document, i, "whose") || document_is(lexed->document, i, "speaking") ||
           document_is(lexed->document, i, "citing") || lexed_is(lexed, i, WORD_PREPOSITION) ||
           lexed->document->tokens[i].kind == TOKEN_NUMBER || phrase_is_name(lexed, i);
}

static struct range attached_before(const struct lexed *lexed, uint32_t first, uint32_t end);

/* "Ana Lopez, the mayor of the town, said": `end` is behind the second comma. */
static struct range apposition_before(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    for (uint32_t i = end - 1; i > first && end - i < APPOSITION_TOKENS_MAX; i--) {
        if (lexed->document->tokens[i - 1].quotation)
            return nothing;
        if (!is_comma(lexed, i - 1) || i == end - 1 || !opens_apposition(lexed, i))
            continue;
        struct range outer = attached_before(lexed, first, i - 1);
        if (range_empty(outer))
            outer = simple_before(lexed, first, i - 1);
        if (range_empty(outer) || !opens(lexed, outer.first, first))
            continue;
        return (struct range){ outer.first, end - 1 };
    }
    return nothing;
}

/* "The smaller of the unions said": any words from an article at the start of
 * the clause on, where nothing in them can be a verb. */
static struct range any_before(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    for (uint32_t i = end; i > first && end - i < ANY_TOKENS_MAX; i--) {
        if (!is_word(lexed, i - 1) || bars(lexed, i - 1) || lexed_is(lexed, i - 1, WORD_TIME))
            return nothing;
        if (lexed_is(lexed, i - 1, WORD_DETERMINER) && i < end)
            return opens(lexed, i - 1, first) ? (struct range){ i - 1, end } : nothing;
    }
    return nothing;
}

struct range phrase_owner(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    return simple_before(lexed, first, end);
}

struct range phrase_before(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    uint32_t last = end;
    while (last > first &&
           (lexed_is(lexed, last - 1, WORD_ADVERB) || document_is(lexed->document, last - 1, "has") ||
            document_is(lexed->document, last - 1, "had") || document_is(lexed->document, last - 1, "have")))
        last--;
    if (last > first && lexed_is(lexed, last - 1, WORD_WEEKDAY))
        last -= last > first + 1 && document_is(lexed->document, last - 2, "on") ? 2 : 1;
    if (last == first)
        return nothing;
    if (is_comma(lexed, last - 1))
        return apposition_before(lexed, first, last);
    if (document_is(lexed->document, last - 1, "who") && last > first + 1) {
        last -= is_comma(lexed, last - 2) ? 2 : 1;
        return simple_before(lexed, first, last);
    }
    const struct range attached = attached_before(lexed, first, last);
    if (!range_empty(attached))
        return attached;
    struct range simple = simple_before(lexed, first, last);
    if (range_empty(simple))
        simple = any_before(lexed, first, last);
    /* After a preposition it is no subject, and the subject is not known. */
    if (range_empty(simple) || (simple.first > first && lexed_is(lexed, simple.first - 1, WORD_PREPOSITION)))
        return nothing;
    if (simple.first > first && document_is(lexed->document, simple.first - 1, "and") && simple.first > first + 1) {
        const struct range other = simple_before(lexed, first, simple.first - 1);
        if (!range_empty(other))
            return (struct range){ other.first, simple.end };
    }
    return simple;
}

/* Past the words of one noun or name from `i` on; `i` itself where there is none. */
static uint32_t noun_end(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    const uint32_t start = i;
    const bool article = i < end && lexed_is(lexed, i, WORD_DETERMINER);
    uint32_t good = start;
    for (i += article; i < end && i - start < PHRASE_TOKENS_MAX; i++) {
        const bool name = phrase_is_name(lexed, i);
        if (!is_word(lexed, i) || (!name && (bars(lexed, i) || lexed_is(lexed, i, WORD_TIME | WORD_ADVERB)) &&
                                   !lexed_is(lexed, i, WORD_HEAD)))
            break;
        if (name || lexed_is(lexed, i, WORD_HEAD))
            good = i + 1;
        else if (!article && !is_possessive(lexed, i) && !lexed_is(lexed, i, WORD_TITLE | WORD_RANK))
            break;
    }
    return good;
}

struct range phrase_after(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    if (first < end && lexed_is(lexed, first, WORD_PRONOUN))
        return (struct range){ first, first + 1 };
    uint32_t last = noun_end(lexed, first, end);
    if (last == first)
        return nothing;
    for (int attached = 0; attached < 2 && last + 1 < end && lexed_is(lexed, last, WORD_ATTACH); attached++) {
        const uint32_t further = noun_end(lexed, last + 1, end);
        if (further == last + 1)
            break;
        last = further;
    }
    return (struct range){ first, last };
}

uint32_t phrase_past_place(const struct lexed *lexed, uint32_t comma, uint32_t end)
{
    enum { NAME_TOKENS_MAX = 3 };
    static const char *const inside[] = { "in", "near", "at", "of", "outside", "off", "to", "from" };
    uint32_t first = comma, next = comma + 1;
    bool placed = false;
    while (first > 0 && comma - first < NAME_TOKENS_MAX && phrase_is_name(lexed, first - 1))
        first--;
    for (size_t k = 0; first < comma && first > 0 && k < sizeof inside / sizeof *inside; k++)
        placed |= document_is(lexed->document, first - 1, inside[k]);
    while (placed && next < end && next - comma <= NAME_TOKENS_MAX && phrase_is_name(lexed, next))
        next++;
    if (next == comma + 1 || next >= end || !is_comma(lexed, next))
        return next > comma + 1 && next < end && lexed->document->body.data[lexed->document->tokens[next].start] == '.'
                   ? next
                   : comma;
    return next + 1 < end && lexed_is(lexed, next + 1, WORD_PREPOSITION | WORD_TIME) ? next + 1 : next;
}
