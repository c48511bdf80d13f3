/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/learned_tail.h"

#include "extract/attribution.h"
#include "extract/told.h"
#include "extract/verb.h"

enum {
    ASIDE_TOKENS_MAX = 12, /* "on Friday", "reporters in the town hall" */
    SOURCE_TOKENS_MAX = 16,
    CLAUSE_WORDS_MIN = 3,
};

static bool is_comma(const struct learned *learned, uint32_t i)
{
    return document_is_mark(learned->lexed->document, i, ",") && !learned->lexed->document->tokens[i].quotation;
}

static bool is_relative(const struct learned *learned, uint32_t i)
{
    return DOCUMENT_IS(learned->lexed->document, i, "who", "which", "that", "whose", "what", "where", "when");
}

/* The last comma before the token; `first` where there is none. */
static uint32_t comma_before(const struct learned *learned, uint32_t first, uint32_t token)
{
    while (token > first && !is_comma(learned, token - 1))
        token--;
    return token > first ? token - 1 : first;
}

/* Somebody or something, and nothing that is told: "the 118 service", "his lawyer"; not "far more than the mayor". */
static bool is_nominal(const struct learned *learned, struct range range)
{
    const struct document *document = learned->lexed->document;
    bool noun = false;
    if (range.first >= range.end || range.end - range.first > SOURCE_TOKENS_MAX)
        return false;
    for (uint32_t i = range.first; i < range.end; i++) {
        const enum upos upos = learned_upos(learned, i);
        if (told_is_finite(learned, i) || is_relative(learned, i) || upos == UPOS_SCONJ || upos == UPOS_CCONJ ||
            document->tokens[i].quotation || document_is_mark(document, i, ";:-") || document_is(document, i, "than"))
            return false;
        noun |= upos == UPOS_NOUN || upos == UPOS_PROPN || upos == UPOS_PRON;
    }
    const enum upos first = learned_upos(learned, range.first);
    return noun && first != UPOS_ADP && first != UPOS_VERB && first != UPOS_ADV && first != UPOS_PART &&
           !lexed_is(learned->lexed, range.first, WORD_TIME | WORD_WEEKDAY);
}

/* Behind the verb stands no more than when, where and to whom it was said. */
static bool is_aside(const struct learned *learned, uint32_t verb, uint32_t end)
{
    const struct document *document = learned->lexed->document;
    const uint32_t next = verb + 1;
    if (next >= end)
        return true;
    if (end - next > ASIDE_TOKENS_MAX ||
        (learned_upos(learned, next) != UPOS_ADP && !lexed_is(learned->lexed, next, WORD_TIME | WORD_WEEKDAY) &&
         !lexed_is(learned->lexed, verb, WORD_ADDRESSEE)))
        return false;
    for (uint32_t i = next; i < end; i++)
        if (told_is_finite(learned, i) || is_relative(learned, i) || document->tokens[i].quotation ||
            document->tokens[i].kind == TOKEN_PUNCTUATION)
            return false;
    return true;
}

/* A finite form, or one that may be ("turned"), whatever its tag. */
static bool may_tell(const struct learned *learned, uint32_t i)
{
    return told_is_finite(learned, i) ||
           (learned_upos(learned, i) == UPOS_VERB && span_ends(document_token(learned->lexed->document, i), "ed"));
}

/* Has it a finite verb behind its subject, in a part between commas that no "when" or "who" begins? */
static bool is_told(const struct learned *learned, struct range range)
{
    bool subordinate = false;
    for (uint32_t i = range.first; i < range.end; i++) {
        if (is_comma(learned, i))
            subordinate = false;
        subordinate |= learned_upos(learned, i) == UPOS_SCONJ || is_relative(learned, i);
        if (i > range.first && !subordinate && may_tell(learned, i) && !learned->lexed->document->tokens[i].quotation)
            return true;
    }
    return false;
}

static struct range before_mark(const struct document *document, struct range sentence)
{
    while (sentence.end > sentence.first && document->tokens[sentence.end - 1].kind == TOKEN_PUNCTUATION)
        sentence.end--;
    return sentence;
}

/* "…, X said." and "…, X, his lawyer, said." */
static bool subject_first(const struct learned *learned, struct range sentence, struct learned_tail *tail)
{
    uint32_t comma = comma_before(learned, sentence.first, tail->verb);
    const bool described = comma + 1 == tail->verb;
    const uint32_t end = described ? comma : tail->verb;
    if (described) {
        const uint32_t joint = comma_before(learned, sentence.first, comma);
        if (!is_nominal(learned, (struct range){ joint + 1, comma }))
            return false;
        comma = comma_before(learned, sentence.first, joint);
        if (!is_nominal(learned, (struct range){ comma + 1, joint }))
            return false;
    }
    tail->source = (struct range){ comma + 1, end };
    tail->clause = (struct range){ sentence.first, comma };
    return comma > sentence.first && (described || is_nominal(learned, tail->source)) && is_told(learned, tail->clause);
}

/* "…, says X." and "…, says X, who knows." But "X, the clerk, announced a list": the clause has a verb of its own, or
 * is no name with another behind a comma, and the verb takes no object. */
static bool verb_first(const struct learned *learned, struct range sentence, struct learned_tail *tail)
{
    if (tail->verb < sentence.first + 2 || !is_comma(learned, tail->verb - 1) ||
        lexed_is(learned->lexed, tail->verb, WORD_ADDRESSEE))
        return false;
    uint32_t end = tail->verb + 1;
    while (end < sentence.end && !is_comma(learned, end) && !is_relative(learned, end))
        end++;
    if (end + 1 < sentence.end && is_comma(learned, end)) { /* behind it only what describes the source */
        const struct range rest = { end + 1, sentence.end };
        if (!is_relative(learned, end + 1) && !is_nominal(learned, rest))
            return false;
    }
    tail->source = (struct range){ tail->verb + 1, end };
    tail->clause = (struct range){ sentence.first, tail->verb - 1 };
    const bool bare = !lexed_is(learned->lexed, tail->verb, WORD_OBJECT) &&
                      comma_before(learned, sentence.first, tail->clause.end) == sentence.first;
    return is_nominal(learned, tail->source) && (bare || is_told(learned, tail->clause));
}

struct learned_tail learned_tail_of(const struct learned *learned, uint32_t sentence)
{
    const struct document *document = learned->lexed->document;
    const struct range tokens = before_mark(document, document->sentences[sentence].tokens);
    struct learned_tail tail = { .verb = DRAFT_NONE };
    uint32_t words, quoted;
    if (tokens.end - tokens.first > READ_SENTENCE_TOKENS_MAX)
        return tail;
    for (uint32_t i = tokens.end; i-- > tokens.first + CLAUSE_WORDS_MIN;) {
        if (document->tokens[i].quotation || !verb_is_plain(learned->lexed, i) ||
            !lexed_is(learned->lexed, i, WORD_INVERTED) || learned_upos(learned, i) != UPOS_VERB ||
            learned_upos(learned, i - 1) == UPOS_AUX || is_relative(learned, i - 1)) /* "who writes" */
            continue;
        tail.verb = i;
        const bool found = is_aside(learned, i, tokens.end) ? subject_first(learned, tokens, &tail)
                                                            : verb_first(learned, tokens, &tail);
        clause_words(document, tail.clause, &words, &quoted);
        if (!found || words < CLAUSE_WORDS_MIN || quoted == words)
            tail.verb = DRAFT_NONE;
        break;
    }
    return tail;
}

static uint32_t words_within(const struct document *document, const struct draft_attribution *made, struct range range)
{
    uint32_t all = 0;
    for (uint32_t c = 0; c < made->content_count; c++) {
        uint32_t words, quoted;
        struct range both = made->content[c];
        both.first = both.first > range.first ? both.first : range.first;
        both.end = both.end < range.end ? both.end : range.end;
        if (range_empty(both))
            continue;
        clause_words(document, both, &words, &quoted);
        all += words;
    }
    return all;
}

void learned_tail_take(const struct learned *learned, const struct learned_tail *tail, struct draft_attribution *made)
{
    const struct document *document = learned->lexed->document;
    uint32_t words, quoted;
    clause_words(document, tail->clause, &words, &quoted);
    if (range_empty(made->source))
        made->source = tail->source;
    if (words_within(document, made, tail->clause) * 2 >= words)
        return;
    made->content_count = 0;
    attribution_content(made, clause_trim(document, tail->clause));
    made->quote = quoted ? DRAFT_MIXED : DRAFT_INDIRECT;
    made->source = tail->source;
    if (!token_in(made->cue, tail->verb) || made->cue.first < tail->clause.end)
        made->cue = (struct range){ tail->verb, tail->verb + 1 };
}

void learned_tail_clip(const struct learned_tail *tail, struct draft_attribution *made)
{
    if (made->cue.first >= tail->clause.end || made->cue.first < tail->clause.first)
        return;
    for (uint32_t c = 0; c < made->content_count; c++)
        if (made->content[c].first < tail->clause.end && made->content[c].end > tail->clause.end)
            made->content[c].end = tail->clause.end;
}
