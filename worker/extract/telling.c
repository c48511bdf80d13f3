/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/telling.h"

#include "extract/attribution.h"
#include "extract/quantity.h"
#include "extract/verb.h"

enum { LENGTH_MIN = 5, LENGTH_MAX = 45, SUBJECT_TOKENS_MAX = 14, PARTICIPLE_TOKENS_MAX = 3 };

#define IS_ONE_OF(document, i, words) document_is_one_of(document, i, words, sizeof(words) / sizeof *(words))

/* The outlet of itself, to its reader, or of nobody in particular. */
static bool is_chat(const struct document *document, uint32_t i)
{
    static const char *const words[] = { "i",        "we",        "you",     "our",   "your",   "us",
                                         "please",   "readers",   "if",      "there", "here",   "nobody",
                                         "somebody", "everybody", "someone", "not",   "never",  "may",
                                         "might",    "could",     "would",   "can",   "perhaps" };
    return IS_ONE_OF(document, i, words);
}

/* A subject that does not say of itself who it is; "It" and "they" hang on what stands before. */
static bool is_vague(const struct document *document, uint32_t i)
{
    static const char *const words[] = { "it",   "they",       "this",      "that",  "these",   "those", "what",
                                         "how",  "why",        "when",      "where", "who",     "which", "then",
                                         "so",   "for",        "as",        "like",  "because", "all",   "each",
                                         "none", "everything", "everybody", "such",  "many",    "some",  "next" };
    return IS_ONE_OF(document, i, words);
}

static bool is_participle(const struct lexed *lexed, uint32_t i)
{
    const struct span text = document_token(lexed->document, i);
    return lexed_is(lexed, i, WORD_PARTICIPLE | WORD_PAST) ||
           (text.size > 4 && memcmp(text.data + text.size - 2, "ed", 2) == 0) ||
           (text.size > 4 && memcmp(text.data + text.size - 2, "en", 2) == 0);
}

static bool is_gerund(const struct document *document, uint32_t i)
{
    const struct span text = document_token(document, i);
    return text.size > 5 && memcmp(text.data + text.size - 3, "ing", 3) == 0;
}

/* "was arrested", "were first named", but not "was quiet". */
static bool is_passive(const struct lexed *lexed, uint32_t i)
{
    const uint32_t next = i + 1 + lexed_is(lexed, i + 1, WORD_ADVERB);
    return (document_is(lexed->document, i, "was") || document_is(lexed->document, i, "were")) &&
           is_participle(lexed, next);
}

/* "has opened", "have just been found", but not "have been trying". */
static bool is_perfect(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    const struct document *document = lexed->document;
    if (!document_is(document, i, "has") && !document_is(document, i, "have"))
        return false;
    static const char *const vague[] = { "who", "which", "that", "they", "it" };
    if (IS_ONE_OF(document, i - 1, vague))
        return false;
    for (uint32_t k = i + 1; k + 1 < end && k <= i + PARTICIPLE_TOKENS_MAX; k++) {
        if (document_is(document, k, "been") || is_participle(lexed, k))
            return !is_gerund(document, k + 1);
        if (!lexed_is(lexed, k, WORD_ADVERB))
            return false;
    }
    return false;
}

/* "on Monday", "9 March", "yesterday", "this week". */
static bool names_day(const struct lexed *lexed, struct range words)
{
    static const char *const days[] = { "monday",    "tuesday",   "wednesday", "thursday", "friday",  "saturday",
                                        "sunday",    "yesterday", "today",     "tomorrow", "tonight", "january",
                                        "february",  "march",     "april",     "june",     "july",    "august",
                                        "september", "october",   "november",  "december", "week",    "weekend" };
    for (uint32_t i = words.first + 1; i < words.end; i++)
        if (IS_ONE_OF(lexed->document, i, days))
            return true;
    return false;
}

static bool is_planned(const struct document *document, uint32_t i)
{
    static const char *const be[] = { "is", "are" };
    static const char *const words[] = { "due", "set", "expected", "scheduled", "listed", "planned", "to" };
    return document_is(document, i, "will") || (IS_ONE_OF(document, i, be) && IS_ONE_OF(document, i + 1, words));
}

/* The verb that tells of something new; `end` where none does. */
static uint32_t telling_verb(const struct lexed *lexed, struct range sentence)
{
    const bool dated = names_day(lexed, sentence);
    for (uint32_t i = sentence.first + 1; i + 1 < sentence.end && i < sentence.first + SUBJECT_TOKENS_MAX; i++) {
        if (is_perfect(lexed, i, sentence.end))
            return i;
        if (lexed_is(lexed, i, WORD_AUXILIARY) || document_is(lexed->document, i, "will"))
            return dated && (is_planned(lexed->document, i) || is_passive(lexed, i)) ? i : sentence.end;
        const bool reduced = document_is_mark(lexed->document, i - 1, ",") || document_is(lexed->document, i + 1, "by");
        if (is_participle(lexed, i) && !reduced)
            return dated ? i : sentence.end;
    }
    return sentence.end;
}

static bool is_told_by_other(const struct drafts *drafts, struct range sentence)
{
    for (uint32_t a = drafts->attributions_count; a > 0; a--) {
        const struct draft_attribution *one = &drafts->attributions[a - 1];
        if (token_in(sentence, one->cue.first) && !range_empty(one->cue))
            return true;
        for (uint32_t c = 0; c < one->content_count; c++)
            if (one->content[c].first < sentence.end && sentence.first < one->content[c].end)
                return true;
        if (one->content[0].end <= sentence.first && one->cue.end <= sentence.first)
            return false;
    }
    return false;
}

/* "after a judge freed him": tells by itself. */
static bool is_time_clause(const struct lexed *lexed, struct range words)
{
    static const char *const openers[] = { "after", "when", "while" };
    return words.first + LENGTH_MIN <= words.end && IS_ONE_OF(lexed->document, words.first, openers) &&
           !is_gerund(lexed->document, words.first + 1) && !is_vague(lexed->document, words.first + 1) &&
           clause_is_finite(lexed, (struct range){ words.first + 1, words.end });
}

/* Where the clause of the verb ends: at a comma behind it, or a clause of time. */
static uint32_t clause_past(const struct lexed *lexed, struct range sentence, uint32_t verb)
{
    const uint32_t least = verb + 2 > sentence.first + LENGTH_MIN ? verb + 2 : sentence.first + LENGTH_MIN;
    for (uint32_t i = least; i < sentence.end; i++)
        if (document_is_mark(lexed->document, i, ",") || is_time_clause(lexed, (struct range){ i, sentence.end }))
            return i;
    return sentence.end;
}

static void keep(const struct lexed *lexed, struct drafts *drafts, struct range words)
{
    const struct range clause = clause_trim(lexed->document, words);
    if (clause.first < clause.end && drafts->narrated_count < DRAFT_FIGURES_MAX)
        drafts->narrated[drafts->narrated_count++] = (struct draft_narrated){ clause, EVENT_OTHER };
}

void telling_find_sentence(const struct lexed *lexed, struct drafts *drafts, uint32_t number)
{
    const struct document *document = lexed->document;
    const struct range sentence = document->sentences[number].tokens;
    const uint32_t size = sentence.end - sentence.first;
    if (size < LENGTH_MIN || size > LENGTH_MAX || drafts->narrated_count == DRAFT_FIGURES_MAX ||
        !document_is_mark(document, sentence.end - 1, ".") || is_vague(document, sentence.first) ||
        (drafts->narrated_count > 0 && drafts->narrated[drafts->narrated_count - 1].clause.end > sentence.first))
        return;
    for (uint32_t i = sentence.first; i < sentence.end; i++)
        if (document->tokens[i].quotation || is_chat(document, i) || document_is_mark(document, i, ":;"))
            return;
    const uint32_t verb = telling_verb(lexed, sentence);
    if (verb == sentence.end || is_told_by_other(drafts, sentence))
        return;
    const uint32_t end = clause_past(lexed, sentence, verb);
    keep(lexed, drafts, (struct range){ sentence.first, end });
    if (end + 1 < sentence.end && is_time_clause(lexed, (struct range){ end, sentence.end }))
        keep(lexed, drafts, (struct range){ end + 1, sentence.end });
}
