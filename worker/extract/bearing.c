/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/bearing.h"

enum { BEFORE_TOKENS_MAX = 6, INTO_TOKENS_MAX = 4 };

static bool is_refusal(const struct document *document, uint32_t i)
{
    static const char *const words[] = { "declined", "declines", "decline",  "declining", "refused",
                                         "refuses",  "refuse",   "refusing", "failed",    "fails",
                                         "yet",      "unable",   "refrained" };
    return DOCUMENT_IS_ONE_OF(document, i, words);
}

/* To refuse them is to tell nothing. */
static bool tells(const struct document *document, uint32_t i)
{
    static const char *const words[] = { "address", "answer",   "be",        "comment", "confirm",   "deny",
                                         "detail",  "disclose", "discuss",   "divulge", "elaborate", "explain",
                                         "give",    "identify", "name",      "offer",   "provide",   "release",
                                         "reply",   "respond",  "return",    "reveal",  "say",       "share",
                                         "speak",   "specify",  "speculate", "talk",    "tell" };
    return DOCUMENT_IS_ONE_OF(document, i, words);
}

/* "does not think that X": X is not. Of other verbs the denial is of the telling. */
static bool holds_true(const struct document *document, uint32_t i)
{
    static const char *const words[] = { "accept",   "agree",    "anticipate", "approve",   "believe", "buy",    "care",
                                         "envisage", "expect",   "favor",      "favour",    "foresee", "intend", "plan",
                                         "see",      "share",    "support",    "think",     "trust",   "want",   "wish",
                                         "believed", "expected", "planning",   "convinced", "seeking", "asking" };
    return DOCUMENT_IS_ONE_OF(document, i, words);
}

static bool is_negation(const struct lexed *lexed, uint32_t i)
{
    static const char *const words[] = { "neither", "cannot", "hardly", "nor" };
    return lexed_is(lexed, i, WORD_NEGATION) || DOCUMENT_IS_ONE_OF(lexed->document, i, words);
}

static bool is_question_word(const struct document *document, uint32_t i)
{
    static const char *const words[] = { "whether", "if", "who", "what", "why", "how", "when", "where", "which" };
    return DOCUMENT_IS_ONE_OF(document, i, words);
}

static bool asks(const struct document *document, uint32_t i)
{
    static const char *const words[] = {
        "ask",      "asks",      "asked",    "asking",    "wonder",     "wonders",
        "wondered", "wondering", "question", "questions", "questioned", "questioning"
    };
    return DOCUMENT_IS_ONE_OF(document, i, words);
}

/* Is a question all that is quoted? */
static bool is_question(const struct document *document, const struct draft_attribution *made)
{
    bool asked = false;
    if (made->quote != DRAFT_DIRECT)
        return false;
    for (uint32_t c = 0; c < made->content_count; c++)
        for (uint32_t i = made->content[c].first; i < made->content[c].end; i++) {
            const char first = document->body.data[document->tokens[i].start];
            if (document->tokens[i].kind != TOKEN_PUNCTUATION)
                continue;
            if (first == '?')
                asked = true;
            else if (first == '.' || first == '!' || asked)
                return false;
        }
    const struct range last = made->content[made->content_count - 1];
    return asked && document->body.data[document->tokens[last.end - 1].start] == '?';
}

/* The words of the cue with the auxiliaries before it and the first words behind it. */
static struct range group_of(const struct lexed *lexed, const struct draft_attribution *made)
{
    const struct document *document = lexed->document;
    const struct range sentence = document->sentences[document->tokens[made->cue.first].sentence].tokens;
    struct range group = made->cue;
    while (group.first > sentence.first && made->cue.first - group.first < BEFORE_TOKENS_MAX &&
           (lexed_is(lexed, group.first - 1, WORD_AUXILIARY | WORD_ADVERB | WORD_NEGATION) ||
            is_negation(lexed, group.first - 1) || is_refusal(document, group.first - 1) ||
            document_is(document, group.first - 1, "to")))
        group.first--;
    for (uint32_t i = 0; i < INTO_TOKENS_MAX && group.end < sentence.end &&
                         document->tokens[group.end].kind == TOKEN_WORD && !document->tokens[group.end].quotation;
         i++)
        group.end++;
    return group;
}

/* "declined to comment", "has yet to say"; "refused to leave". */
static enum bearing bearing_of_refusal(const struct document *document, struct range group, uint32_t refusal)
{
    const bool failed = document_is(document, refusal, "failed") || document_is(document, refusal, "fails") ||
                        document_is(document, refusal, "yet") || document_is(document, refusal, "unable");
    for (uint32_t i = refusal + 1; i + 1 < group.end; i++) {
        if (document_is(document, i, "to") || document_is(document, i, "from"))
            return tells(document, i + 1) || document_is(document, i + 1, "commenting") ? BEARING_WITHHELD
                   : failed                                                             ? BEARING_HELD
                                                                                        : BEARING_NEGATED;
        if (document_is(document, i, "comment"))
            return BEARING_WITHHELD;
    }
    return BEARING_HELD;
}

static enum bearing bearing_of_negation(const struct lexed *lexed, struct range cue)
{
    const struct document *document = lexed->document;
    for (uint32_t i = cue.first; i < cue.end; i++) {
        if (document_is(document, i, "rule") || document_is(document, i, "ruled") ||
            document_is(document, i, "exclude"))
            return BEARING_OPEN;
        if (holds_true(document, i))
            return BEARING_NEGATED;
    }
    return BEARING_WITHHELD;
}

/* "asked that her surname not be used", "wished to remain anonymous". */
static bool hides_name(const struct document *document, struct range content)
{
    enum { LOOK_TOKENS_MAX = 10 };
    static const char *const names[] = { "identified", "name", "named", "quoted", "surname" };
    bool negated = false, name = false;
    for (uint32_t i = content.first; i < content.end && i - content.first < LOOK_TOKENS_MAX; i++) {
        negated |= document_is(document, i, "not");
        name |= DOCUMENT_IS_ONE_OF(document, i, names);
        if ((negated && name) || document_is(document, i, "anonymous") || document_is(document, i, "anonymity"))
            return true;
    }
    return false;
}

/* "readers may recall that": nobody has; "may have said" is another matter. */
static bool is_possible(const struct document *document, uint32_t i, uint32_t verb)
{
    return i < verb && (document_is(document, i, "may") || document_is(document, i, "might")) &&
           !document_is(document, i + 1, "have");
}

enum bearing bearing_of(const struct lexed *lexed, const struct draft_attribution *made)
{
    const struct document *document = lexed->document;
    if (made->content_count == 0 || is_question(document, made))
        return made->content_count == 0 ? BEARING_HELD : BEARING_WITHHELD;
    if (made->cue.first >= made->cue.end)
        return BEARING_HELD;
    const uint32_t verb = made->cue.end - 1;
    if ((asks(document, verb) || lexed_is(lexed, verb, WORD_TO | WORD_OBJECT_TO)) &&
        hides_name(document, made->content[0]))
        return BEARING_WITHHELD;
    const struct range group = group_of(lexed, made);
    bool asked = false;
    for (uint32_t i = group.first; i < made->cue.end; i++) {
        asked |= asks(document, i);
        if (is_possible(document, i, verb))
            return BEARING_WITHHELD;
        if (is_refusal(document, i)) {
            const enum bearing bearing = bearing_of_refusal(document, group, i);
            if (bearing != BEARING_HELD)
                return bearing;
        }
        const bool only = i + 1 < group.end && document_is(document, i + 1, "only");
        if (is_negation(lexed, i) && !only)
            return bearing_of_negation(lexed, (struct range){ i + 1, made->cue.end });
        if (document_is(document, i, "no") && i + 1 < group.end &&
            (document_is(document, i + 1, "comment") || document_is(document, i + 1, "mention")))
            return BEARING_WITHHELD;
    }
    const uint32_t first = made->content[0].first;
    if (first == made->cue.end && document_is(document, first, "so") && first + 1 < made->content[0].end &&
        !document_is(document, first + 1, "that"))
        return BEARING_WITHHELD; /* "have said so": what, stands elsewhere */
    const bool mutual = document_is(document, first, "each") || document_is(document, first, "one");
    if (mutual && first + 1 < made->content[0].end &&
        (document_is(document, first + 1, "other") || document_is(document, first + 1, "another")))
        return BEARING_WITHHELD; /* "blamed each other": neither is told apart */
    if (asked && made->content[0].first >= made->cue.end && is_question_word(document, first))
        return BEARING_WITHHELD;
    return document_is(document, first, "whether") ? BEARING_OPEN : BEARING_HELD;
}
