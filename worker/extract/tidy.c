/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/tidy.h"

#include "extract/attribution.h"
#include "extract/noun.h"

enum { ADDRESSEE_TOKENS_MAX = 4, DAY_TOKENS_MAX = 4, ASIDE_TOKENS_MAX = 24 };

static bool has_verb(const struct learned *learned, struct range range)
{
    for (uint32_t i = range.first; i < range.end; i++)
        if (learned_upos(learned, i) == UPOS_VERB || learned_upos(learned, i) == UPOS_AUX)
            return true;
    return false;
}

/* "morning", "night": behind a day. */
static bool is_part_of_day(const struct document *document, uint32_t i)
{
    return document_is(document, i, "morning") || document_is(document, i, "afternoon") ||
           document_is(document, i, "evening") || document_is(document, i, "night");
}

static bool is_day(const struct lexed *lexed, uint32_t i)
{
    return lexed_is(lexed, i, WORD_WEEKDAY) || document_is(lexed->document, i, "yesterday") ||
           document_is(lexed->document, i, "today");
}

/* "said on | Wednesday its air defences had …", "said | on Wednesday its …": the day is that of the telling. */
static void cut_day_before(const struct learned *learned, struct draft_attribution *made)
{
    const struct lexed *lexed = learned->lexed;
    struct range *content = &made->content[0];
    uint32_t i = content->first;
    if (i < made->cue.end || i > made->cue.end + 1)
        return;
    i += document_is(lexed->document, i, "on");
    if (i >= content->end || !is_day(lexed, i))
        return;
    i++;
    if (i < content->end && is_part_of_day(lexed->document, i))
        i++;
    if (i >= content->end || lexed->document->tokens[i].kind == TOKEN_PUNCTUATION ||
        !has_verb(learned, (struct range){ i, content->end }))
        return;
    const enum upos upos = learned_upos(learned, i);
    if (upos == UPOS_DET || upos == UPOS_PRON || upos == UPOS_NOUN || upos == UPOS_PROPN || upos == UPOS_NUM ||
        upos == UPOS_ADJ)
        content->first = i;
}

/* "blamed the boatmen | on Tuesday morning": where nothing is told to have happened, the day is not its own. */
static void cut_day_behind(const struct learned *learned, struct draft_attribution *made)
{
    const struct lexed *lexed = learned->lexed;
    struct range *content = &made->content[made->content_count - 1];
    uint32_t end = content->end;
    if (content->first < made->cue.end || has_verb(learned, *content))
        return;
    if (end > content->first + 2 && is_part_of_day(lexed->document, end - 1))
        end--;
    if (end < content->first + 2 || !is_day(lexed, end - 1))
        return;
    end--;
    while (end > content->first + 1 &&
           (document_is(lexed->document, end - 1, "on") || document_is(lexed->document, end - 1, "late") ||
            document_is(lexed->document, end - 1, "early") || document_is(lexed->document, end - 1, "last")))
        end--;
    if (learned_upos(learned, end - 1) == UPOS_NOUN || learned_upos(learned, end - 1) == UPOS_PROPN)
        content->end = end;
}

/* "reported 32 arrests | in a statement issued at midday": where a thing alone is told, not what it was told in. */
static void cut_medium(const struct learned *learned, struct draft_attribution *made)
{
    enum { MEDIUM_TOKENS_MAX = 4 };
    static const char *const media[] = { "statement", "message", "letter",
                                         "email",     "e-mail",  "report",
                                         "note",      "notice",  "communiqu\xC3\xA9",
                                         "bulletin",  "filing",  "tweet" };
    const struct document *document = learned->lexed->document;
    struct range *content = &made->content[made->content_count - 1];
    if (content->first < made->cue.end)
        return;
    for (uint32_t i = content->first + 1; i + 2 < content->end; i++) {
        const enum upos upos = learned_upos(learned, i);
        if (upos == UPOS_VERB || upos == UPOS_AUX)
            return;
        if (!document_is(document, i, "in") || learned_upos(learned, i + 1) != UPOS_DET)
            continue;
        for (uint32_t k = i + 2; k < content->end && k < i + 1 + MEDIUM_TOKENS_MAX; k++)
            if (DOCUMENT_IS_ONE_OF(document, k, media)) {
                content->end = i;
                return;
            }
    }
}

static bool begins_clause(const struct learned *learned, uint32_t i)
{
    static const char *const words[] = { "he", "she", "it", "they", "we", "i", "there", "that" };
    return DOCUMENT_IS_ONE_OF(learned->lexed->document, i, words) || learned_upos(learned, i) == UPOS_DET;
}

/* "radio" */
static bool is_noun_taken_for_verb(const struct learned *learned, uint32_t i)
{
    const struct span text = document_token(learned->lexed->document, i);
    const bool inflected = text.size > 4 && (span_ends(text, "ing") || span_ends(text, "ed"));
    return learned_upos(learned, i) == UPOS_VERB && learned->parsed->forms[i].flags & FORM_NOUN && !inflected;
}

/* "told RPP | radio the toll …": the last words of who was told. */
static void cut_addressee(const struct learned *learned, struct draft_attribution *made)
{
    struct range *content = &made->content[0];
    uint32_t i = content->first;
    if (i < made->cue.end || !lexed_is(learned->lexed, made->cue.end - 1, WORD_ADDRESSEE))
        return;
    while (i < content->end && i - content->first < ADDRESSEE_TOKENS_MAX &&
           (learned_upos(learned, i) == UPOS_NOUN || learned_upos(learned, i) == UPOS_PROPN ||
            is_noun_taken_for_verb(learned, i)))
        i++;
    if (i == content->first || i >= content->end || !begins_clause(learned, i) ||
        !has_verb(learned, (struct range){ i, made->content[made->content_count - 1].end }))
        return;
    content->first = i + (document_is(learned->lexed->document, i, "that") && i + 1 < content->end);
}

/* "said on" before a day is "said". */
static void cut_preposition(const struct learned *learned, struct draft_attribution *made)
{
    const struct document *document = learned->lexed->document;
    if (made->cue.end - made->cue.first > 1 && made->cue.end < document->tokens_count &&
        is_day(learned->lexed, made->cue.end) && document_is(document, made->cue.end - 1, "on"))
        made->cue.end--;
}

/* Does the range lie in ", who …," or ", which …,", between two others? */
static bool is_aside(const struct learned *learned, struct range range, uint32_t cue)
{
    const struct document *document = learned->lexed->document;
    const struct range sentence = document->sentences[document->tokens[range.first].sentence].tokens;
    for (uint32_t i = range.first; i > sentence.first && range.first - i < ASIDE_TOKENS_MAX; i--) {
        if (document_is(document, i - 1, "who") || document_is(document, i - 1, "whose") ||
            document_is(document, i - 1, "which"))
            return i - 1 > sentence.first && !(cue >= i && cue < range.first) &&
                   document_is_mark(document, i - 2, ",") && range.end < sentence.end &&
                   document_is_mark(document, range.end, ",");
        if (document_is_mark(document, i - 1, ",;:"))
            return false;
    }
    return false;
}

/* A few words of an aside, or the object of a preposition that is not content: "After | the talks | X said". */
static bool is_stray(const struct learned *learned, const struct draft_attribution *made, uint32_t number)
{
    const struct range range = made->content[number];
    if (range.first == 0 || learned->words[range.first].quoted != QUOTED_NOT)
        return false;
    if (number > 0 && number + 1 < made->content_count && is_aside(learned, range, made->cue.first))
        return true;
    return number + 1 < made->content_count && range.end <= made->cue.first && !has_verb(learned, range) &&
           learned_upos(learned, range.first - 1) == UPOS_ADP &&
           learned->lexed->document->tokens[range.first - 1].sentence ==
               learned->lexed->document->tokens[range.first].sentence;
}

/* Is the cue the verb of "who …" or "which …"? Where that word stands, else DRAFT_NONE. */
static uint32_t relative_before(const struct learned *learned, uint32_t cue)
{
    enum { RELATIVE_TOKENS_MAX = 6 };
    const struct document *document = learned->lexed->document;
    for (uint32_t i = cue; i > 0 && cue - i < RELATIVE_TOKENS_MAX; i--) {
        const enum upos upos = learned_upos(learned, i - 1);
        if (document_is(document, i - 1, "who") || document_is(document, i - 1, "which"))
            return i - 1;
        if (document->tokens[i - 1].kind == TOKEN_PUNCTUATION || upos == UPOS_SCONJ ||
            (upos == UPOS_VERB && !document_is(document, i - 1, "last")))
            break;
    }
    return DRAFT_NONE;
}

/* "X, who demanded A, | accused B": the clause of "who" ends at its comma, and in its sentence. */
static void cut_relative_clause(const struct learned *learned, struct draft_attribution *made)
{
    const struct document *document = learned->lexed->document;
    const uint32_t who = relative_before(learned, made->cue.first),
                   sentence = document->tokens[made->cue.first].sentence;
    if (who == DRAFT_NONE)
        return;
    while (made->content_count > 1 &&
           document->tokens[made->content[made->content_count - 1].first].sentence > sentence)
        made->content_count--;
    struct range *last = &made->content[made->content_count - 1];
    if (who == 0 || !document_is_mark(document, who - 1, ",") || last->first < made->cue.end)
        return;
    const bool that = document_is(document, last->first - 1, "that");
    for (uint32_t i = last->first + 1; i + 1 < last->end; i++)
        if (document_is_mark(document, i, ",") &&
            document->tokens[i].quotation == document->tokens[last->first].quotation &&
            (learned_upos(learned, i + 1) == UPOS_VERB || learned_upos(learned, i + 1) == UPOS_AUX) &&
            learned->parsed->tag[i + 1] != TAG_VERB_VBG &&
            (that || has_verb(learned, (struct range){ last->first, i }))) {
            last->end = i;
            return;
        }
}

/* "said | in a statement" is one cue. */
static void join_statement(const struct learned *learned, struct draft_attribution *made)
{
    const struct document *document = learned->lexed->document;
    const uint32_t in = made->cue.end;
    if (in + 2 >= document->tokens_count || !document_is(document, in, "in") || !document_is(document, in + 1, "a"))
        return;
    const uint32_t written = document_is(document, in + 2, "written") || document_is(document, in + 2, "joint");
    const uint32_t end = in + 3 + written;
    if (end > document->tokens_count || !document_is(document, end - 1, "statement"))
        return;
    for (uint32_t c = 0; c < made->content_count; c++)
        if (made->content[c].first < end && made->content[c].end > in)
            return;
    made->cue.end = end;
}

/* "…, an account that could not be checked": the outlet's own word about what was said. */
static void cut_comment(const struct learned *learned, struct draft_attribution *made)
{
    static const char *const nouns[] = { "account", "accusation", "allegation", "assertion", "assessment", "charge",
                                         "claim",   "comment",    "figure",     "remark",    "statement",  "version" };
    static const char *const openers[] = { "that", "which", "he", "she", "it", "they", "the" };
    const struct document *document = learned->lexed->document;
    struct range *last = &made->content[made->content_count - 1];
    for (uint32_t i = last->first + 2; i + 3 < last->end; i++) {
        if (!document_is_mark(document, i, ",") || document->tokens[i].quotation ||
            !(document_is(document, i + 1, "a") || document_is(document, i + 1, "an")) ||
            !DOCUMENT_IS_ONE_OF(document, i + 2, nouns))
            continue;
        if (!DOCUMENT_IS_ONE_OF(document, i + 3, openers))
            continue;
        last->end = i;
        return;
    }
}

/* "said that …": it is no part of what was said; "that claim" is. */
static struct range trim_that(const struct learned *learned, struct range range)
{
    if (range.first + 1 >= range.end || !document_is(learned->lexed->document, range.first, "that"))
        return range;
    const enum upos upos = learned_upos(learned, range.first), next = learned_upos(learned, range.first + 1);
    const bool joins = upos == UPOS_SCONJ || next == UPOS_DET || next == UPOS_PRON || next == UPOS_PROPN ||
                       (next == UPOS_NOUN && noun_is_plural(learned->lexed, range.first + 1));
    return (struct range){ range.first + joins, range.end };
}

void tidy_spans(const struct learned *learned, struct draft_attribution *made)
{
    uint32_t kept = 0;
    for (uint32_t c = 0; c < made->content_count; c++)
        if (!is_stray(learned, made, c))
            made->content[kept++] = trim_that(learned, made->content[c]);
    made->content_count = kept;
    if (kept == 0)
        return;
    cut_relative_clause(learned, made);
    cut_comment(learned, made);
    join_statement(learned, made);
    cut_preposition(learned, made);
    cut_day_before(learned, made);
    cut_addressee(learned, made);
    cut_day_behind(learned, made);
    cut_medium(learned, made);
}

/* The noun that a content without a verb is about. */
static uint32_t head_noun(const struct learned *learned, struct range content)
{
    uint32_t head = content.first;
    for (uint32_t i = content.first; i < content.end; i++) {
        const enum upos upos = learned_upos(learned, i);
        if (upos == UPOS_ADP || upos == UPOS_PUNCT || upos == UPOS_CCONJ)
            break;
        head = i;
    }
    return head;
}

/* "announced a curfew", "repeated its call for a refund": what is done by saying it. */
static bool is_done_by_word(const struct learned *learned, struct range cue)
{
    static const char *const begins[] = { "accept", "announc", "approv", "call",   "confirm", "declar",
                                          "order",  "propos",  "report", "reveal", "suggest" };
    for (uint32_t i = cue.first; i < cue.end; i++) {
        const struct span word = document_token(learned->lexed->document, i);
        for (size_t k = 0; k < sizeof begins / sizeof *begins; k++)
            if (word.size >= strlen(begins[k]) && memcmp(word.data, begins[k], strlen(begins[k])) == 0)
                return true;
    }
    return false;
}

static bool has_word_of(const struct learned *learned, struct range range, enum upos upos)
{
    for (uint32_t i = range.first; i < range.end; i++)
        if (learned_upos(learned, i) == upos)
            return true;
    return false;
}

/* "said the fault dates from August": a clause, though its verb looks like a noun. */
static bool is_clause(const struct learned *learned, const struct draft_attribution *made)
{
    static const char *const verbs[] = { "say", "says", "said", "saying", "add", "adds", "added" };
    const uint32_t size = made->content[0].end - made->content[0].first;
    return clause_is_finite(learned->lexed, made->content[0]) ||
           (size > 3 && learned_upos(learned, made->content[0].first) != UPOS_ADP &&
            !document_is(learned->lexed->document, made->content[0].first, "nothing") &&
            DOCUMENT_IS_ONE_OF(learned->lexed->document, made->cue.end - 1, verbs));
}

bool tidy_is_thing(const struct learned *learned, const struct draft_attribution *made)
{
    static const char *const orders[] = { "order", "orders", "ordered", "ordering" };
    const struct lexed *lexed = learned->lexed;
    if (made->content_count != 1 || made->quote != DRAFT_INDIRECT || has_verb(learned, made->content[0]) ||
        has_word_of(learned, made->content[0], UPOS_NUM))
        return false;
    if (made->kind == CUE_ACCUSATION) /* "blamed the miners": it does not say of what */
        return !has_word_of(learned, made->content[0], UPOS_ADP);
    if (made->kind == CUE_STATEMENT && !is_done_by_word(learned, made->cue) && !is_clause(learned, made))
        return true;
    if (made->content[0].first < made->cue.end || (made->kind != CUE_STATEMENT && made->kind != CUE_DEMAND))
        return false;
    const uint32_t head = head_noun(learned, made->content[0]);
    const unsigned classes = noun_classes(lexed, head);
    if (DOCUMENT_IS_ONE_OF(lexed->document, made->cue.end - 1, orders))
        return document_is(lexed->document, head, "one") || document_is(lexed->document, head, "ones") ||
               classes & (NOUN_VEHICLE | NOUN_WEAPON | NOUN_BUILT);
    return made->kind == CUE_STATEMENT && classes & NOUN_PERSON && !(classes & NOUN_NAME);
}
