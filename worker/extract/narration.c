/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/narration.h"

#include "extract/attribution.h"
#include "extract/frame.h"
#include "extract/happening.h"
#include "extract/phrase.h"
#include "extract/quantity.h"
#include "extract/verb.h"

enum {
    VERB_WITHIN_TOKENS = 24,
    CLAUSE_TOKENS_MIN = 4,
    CLAUSE_TOKENS_MAX = 40,
    OPENING_TOKENS_MAX = 10,
    CLAUSES_MAX = 4
};

/* "Late", "But", "Meanwhile,": a word before what tells when. */
static bool leads(const struct lexed *lexed, uint32_t i)
{
    static const char *const words[] = { "late", "early", "shortly", "just", "then", "meanwhile", "later", "also" };
    if (DOCUMENT_IS_ONE_OF(lexed->document, i, words))
        return true;
    return lexed_is(lexed, i, WORD_CONJUNCTION | WORD_CONTRAST | WORD_ADVERB) &&
           !lexed_is(lexed, i, WORD_TIME | WORD_PREPOSITION);
}

/* Past "On Monday", "Late on 3 May", "In the town of Osh,": what tells when or where, up to a comma or the
 * noun that acts. `first` itself where it is no such thing. */
static uint32_t past_opening(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    bool time = false;
    uint32_t start = first;
    while (start + 1 < end && start < first + 2 && leads(lexed, start))
        start += 1 + document_is_mark(lexed->document, start + 1, ",");
    if (start >= end || !lexed_is(lexed, start, WORD_PREPOSITION | WORD_TIME))
        return start;
    for (uint32_t i = start; i < end && i < start + OPENING_TOKENS_MAX; i++) {
        if (document_is_mark(lexed->document, i, ","))
            return i + 1;
        if (time && !lexed_is(lexed, i, WORD_TIME | WORD_PREPOSITION) &&
            lexed->document->tokens[i].kind != TOKEN_NUMBER)
            return i;
        time |= lexed_is(lexed, i, WORD_TIME) || quantity_is_year(lexed, i);
    }
    return first;
}

/* Where the clause of the token begins: at the sentence, or behind ", and", "and", ";", a dash. */
static uint32_t clause_start(const struct lexed *lexed, struct range within, uint32_t verb)
{
    const struct document *document = lexed->document;
    uint32_t i = verb;
    for (; i > within.first; i--) {
        if (document_is_mark(document, i - 1, ";:") || document_is(document, i - 1, "\xE2\x80\x94"))
            return i;
        if (document_is_mark(document, i - 1, ",") && i < verb &&
            (document_is(document, i, "and") || document_is(document, i, "but") || document_is(document, i, "while")))
            return i + 1;
    }
    return past_opening(lexed, within.first, verb);
}

/* Does another clause begin behind the word, not a second noun: "Health and Human Services"? */
static bool tells_on(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    enum { SOON_TOKENS_MAX = 7 };
    const struct document *document = lexed->document;
    uint32_t last = i + 1;
    if (i + 1 >= end || (document->tokens[i - 1].flags & document->tokens[i + 1].flags & TOKEN_CAPITAL))
        return false;
    while (last < end && last < i + SOON_TOKENS_MAX && document->tokens[last].kind != TOKEN_PUNCTUATION)
        last++;
    return clause_is_finite(lexed, (struct range){ i + 1, last });
}

/* Up to a mark, or to a clause that something else is told in. */
static uint32_t clause_end(const struct lexed *lexed, struct range sentence, uint32_t verb)
{
    static const char *const others[] = { "after",   "when",  "as",    "while", "who", "which",
                                          "because", "where", "since", "and",   "but" };
    const struct document *document = lexed->document;
    uint32_t i = verb + 1;
    for (; i < sentence.end && !document->tokens[i].quotation; i++) {
        const uint32_t past = document_is_mark(document, i, ",") ? phrase_past_place(lexed, i, sentence.end) : i;
        if (past > i) {
            i = past - 1;
            continue;
        }
        if (document_is_mark(document, i, ",;:.!?()"))
            return i;
        for (size_t k = 0; k < sizeof others / sizeof *others; k++)
            if (i > verb + 1 && document_is(document, i, others[k]) && tells_on(lexed, i, sentence.end))
                return i;
    }
    return i;
}

/* Is the clause told under a condition, or as a question? */
static bool is_told(const struct lexed *lexed, uint32_t first)
{
    static const char *const words[] = { "if", "whether", "unless", "i", "we", "you", "they", "it", "there" };
    if (DOCUMENT_IS_ONE_OF(lexed->document, first, words))
        return false;
    return true;
}

/* The first happening of the words, its clause beginning where clause_start says. */
static bool find(const struct lexed *lexed, struct range within, struct happening *happening)
{
    uint32_t last = within.first; /* no clause begins before what is read already */
    for (uint32_t i = within.first + 1; i < within.end && i < within.first + CLAUSE_TOKENS_MAX; i++) {
        if (!happening_is_verb(lexed, i))
            continue;
        const uint32_t first = clause_start(lexed, within, i);
        if (first < last || first >= i || !is_told(lexed, first))
            continue;
        if (happening_at(lexed, first, i, within.end, happening))
            return true;
        last = first;
    }
    return false;
}

bool narration_event(const struct lexed *lexed, struct range clause, struct happening *happening)
{
    if (clause.end - clause.first > VERB_WITHIN_TOKENS)
        clause.end = clause.first + VERB_WITHIN_TOKENS;
    return find(lexed, clause, happening);
}

/* Does it say when or where? A sentence that does not may tell of anything. */
static bool is_placed(const struct lexed *lexed, struct range clause)
{
    for (uint32_t i = clause.first; i < clause.end; i++)
        if (lexed_is(lexed, i, WORD_TIME | WORD_NUMBER) || lexed->document->tokens[i].kind == TOKEN_NUMBER ||
            (i > clause.first && phrase_is_name(lexed, i) &&
             lexed_is(lexed, i - 1, WORD_PREPOSITION | WORD_DETERMINER)))
            return true;
    return false;
}

/* Do words of the clause belong to what somebody is reported to say? */
static bool is_reported(const struct drafts *drafts, const struct document *document, struct range clause)
{
    const uint32_t sentence = document->tokens[clause.first].sentence;
    for (uint32_t a = drafts->attributions_count; a > 0; a--) {
        const struct draft_attribution *one = &drafts->attributions[a - 1];
        for (uint32_t c = 0; c < one->content_count; c++)
            if (one->content[c].first < clause.end && clause.first < one->content[c].end)
                return true;
        if (document->tokens[one->content[0].first].sentence < sentence)
            return false;
    }
    return false;
}

/* Keeps the happening's clause; the token past it. */
static uint32_t keep(const struct lexed *lexed, struct drafts *drafts, struct range within,
                     const struct happening *happening)
{
    const struct document *document = lexed->document;
    uint32_t first = happening->subject.first;
    if (past_opening(lexed, within.first, happening->verb) == first)
        first = within.first; /* with when it was */
    const struct range clause =
        clause_trim(document, (struct range){ first, clause_end(lexed, within, happening->verb) });
    const uint32_t size = clause.end - clause.first;
    if (size >= CLAUSE_TOKENS_MIN && size <= CLAUSE_TOKENS_MAX && is_placed(lexed, clause) &&
        !is_reported(drafts, document, clause) && !document->tokens[clause.first].quotation)
        drafts->narrated[drafts->narrated_count++] = (struct draft_narrated){ clause, happening->kind };
    return clause.end > happening->verb ? clause.end : happening->verb + 1;
}

/* "is 24 percent", "must reach 2 percent", "has 30 stalls": what is always so is no news; "is calling out", "are
 * suspended", "are under investigation" is. */
static bool is_general(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    static const char *const words[] = { "is", "are", "can", "must", "do", "does" };
    const struct document *document = lexed->document;
    const bool general = DOCUMENT_IS_ONE_OF(document, i, words);
    uint32_t next = i + 1;
    while (next < end && lexed_is(lexed, next, WORD_ADVERB))
        next++;
    struct quantity quantity;
    if (document_is(document, i, "has") || document_is(document, i, "have"))
        return quantity_at(lexed, next, end, &quantity) && !quantity.article;
    if (!general || next >= end)
        return general;
    const struct span text = document_token(document, next);
    const bool participle = text.size >= 5 && (span_ends(text, "ing") || span_ends(text, "ed"));
    return !participle && !document_is(document, next, "under");
}

/* "have been told", "were asked": it is of them that the outlet tells. */
static bool is_passive(const struct lexed *lexed, uint32_t i)
{
    return i > 0 && (document_is(lexed->document, i - 1, "been") || document_is(lexed->document, i - 1, "were") ||
                     document_is(lexed->document, i - 1, "was"));
}

/* Told as so, and by the outlet: no reporting verb, no doubt, no quotation in the words up to the number and the verb
 * behind it, where none goes before? */
static bool is_plain(const struct lexed *lexed, struct range words, uint32_t number)
{
    enum { BEHIND_VERB_TOKENS = 2 };
    const uint64_t doubt = WORD_NEGATION | WORD_UNREAL | WORD_FUTURE | WORD_CONDITIONAL | WORD_QUESTION;
    bool finite = false;
    uint32_t until = words.end;
    for (uint32_t i = words.first; i < words.end && i < until; i++) {
        const bool month = i > words.first && lexed->document->tokens[i].flags & TOKEN_CAPITAL; /* "May" */
        if (lexed->document->tokens[i].quotation || (verb_reports(lexed, i) && !is_passive(lexed, i)) ||
            document_is(lexed->document, i, "that") || (lexed_is(lexed, i, doubt) && !month) ||
            is_general(lexed, i, words.end))
            return false;
        finite |= i > words.first && clause_is_finite(lexed, (struct range){ i - 1, i + 1 });
        if (finite && i >= number && until == words.end)
            until = i + 1 + BEHIND_VERB_TOKENS;
    }
    for (uint32_t i = until; i < words.end; i++)
        if (lexed->document->tokens[i].quotation)
            return false;
    return finite || clause_is_finite(lexed, words);
}

/* "Outside, | …", "By order of the court, | …": past a few words before the clause, up to their comma. */
static uint32_t past_lead(const struct lexed *lexed, struct range sentence)
{
    const uint32_t first = past_opening(lexed, sentence.first, sentence.end);
    if (first > sentence.first || !lexed_is(lexed, first, WORD_PREPOSITION))
        return first;
    for (uint32_t i = first + 1; i + 1 < sentence.end && i < first + OPENING_TOKENS_MAX; i++)
        if (document_is_mark(lexed->document, i, ","))
            return i + 1;
    return first;
}

/* "The firm, meanwhile, | has doubled": past an aside that a verb follows, from the comma at i; the token before it
 * where there is none. */
static uint32_t past_aside(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    enum { ASIDE_TOKENS_MAX = 12 };
    for (uint32_t k = i + 1; k + 1 < end && k < i + ASIDE_TOKENS_MAX; k++)
        if (document_is_mark(lexed->document, k, ","))
            return clause_is_finite(lexed, (struct range){ k, k + 2 }) ? k + 1 : i - 1;
    return i - 1;
}

/* "June 3", "3 June", "12:10", "at 6 p.m.": a number that tells when. */
static bool is_time(const struct lexed *lexed, struct range number, uint32_t end)
{
    static const char *const halves[] = { "a.m", "p.m", "a.m.", "p.m.", "am", "pm", "o'clock" };
    const struct document *document = lexed->document;
    const struct span text = document_token(document, number.first);
    if (memchr(text.data, ':', text.size))
        return true;
    if (number.first > 0 && lexed_is(lexed, number.first - 1, WORD_TIME) &&
        document->tokens[number.first - 1].flags & TOKEN_CAPITAL)
        return true;
    return number.end < end &&
           ((lexed_is(lexed, number.end, WORD_TIME) && document->tokens[number.end].flags & TOKEN_CAPITAL) ||
            DOCUMENT_IS_ONE_OF(document, number.end, halves));
}

/* "The union is calling out 18,000 members": a plain sentence with a number in it. */
static bool counts(const struct lexed *lexed, const struct drafts *drafts, struct range sentence, struct range *clause)
{
    const struct document *document = lexed->document;
    const uint64_t barrier = WORD_PRONOUN | WORD_PREPOSITION | WORD_SUBORDINATOR | WORD_FOLLOWS | WORD_QUESTION;
    const uint32_t first = past_lead(lexed, sentence);
    struct quantity opening; /* "About 600 residents" */
    if (sentence.end - first > CLAUSE_TOKENS_MAX || first + CLAUSE_TOKENS_MIN > sentence.end ||
        !is_told(lexed, first) ||
        (lexed_is(lexed, first, barrier) && !quantity_at(lexed, first, sentence.end, &opening)) ||
        document_is(lexed->document, first, "here") || document_is(lexed->document, first, "these"))
        return false;
    for (uint32_t i = first; i < sentence.end && !(i > first && document_is_mark(document, i, ",;:()")); i++) {
        struct quantity quantity;
        if (i + 1 < sentence.end && document_is_mark(document, i + 1, ","))
            i = past_aside(lexed, i + 1, sentence.end);
        if (!quantity_number_at(lexed, i, sentence.end, &quantity) || quantity.single || quantity.high == 0 ||
            quantity_is_year(lexed, quantity.words.end - 1) || is_time(lexed, quantity.words, sentence.end))
            continue;
        *clause =
            clause_trim(document, (struct range){ sentence.first, clause_end(lexed, sentence, quantity.words.end) });
        return is_plain(lexed, *clause, quantity.words.end - 1) && !frame_is_rate(lexed, sentence, *clause) &&
               !is_reported(drafts, document, *clause);
    }
    return false;
}

void narration_find_sentence(const struct lexed *lexed, struct drafts *drafts, uint32_t number)
{
    struct range sentence = lexed->document->sentences[number].tokens;
    struct happening happening;
    if (!document_is_mark(lexed->document, sentence.end - 1, "."))
        return;
    for (int clauses = 0; clauses < CLAUSES_MAX && drafts->narrated_count < DRAFT_FIGURES_MAX; clauses++) {
        struct range clause;
        if (sentence.end - sentence.first < CLAUSE_TOKENS_MIN)
            return;
        if (!find(lexed, sentence, &happening)) {
            if (clauses == 0 && counts(lexed, drafts, sentence, &clause))
                drafts->narrated[drafts->narrated_count++] = (struct draft_narrated){ clause, EVENT_COUNT };
            return;
        }
        sentence.first = keep(lexed, drafts, sentence, &happening);
        if (sentence.first < sentence.end && document_is_mark(lexed->document, sentence.first, ","))
            sentence.first++;
        if (sentence.first < sentence.end && lexed_is(lexed, sentence.first, WORD_CONJUNCTION))
            sentence.first++;
    }
}
