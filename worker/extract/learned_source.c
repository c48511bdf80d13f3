/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/learned_source.h"

#include "extract/attribution.h"
#include "extract/learned_see.h"

enum {
    HOLE_TOKENS_MAX = 2, /* within a source */
    SLIVER_WORDS = 3,
    CLIMB_MAX = 4,
    SUBJECT_TOKENS_MAX = 12,
};

static bool is_subject(uint8_t relation)
{
    return relation == RELATION_NSUBJ || relation == RELATION_NSUBJ_PASS || relation == RELATION_NSUBJ_OUTER;
}

static bool shares_subject(uint8_t relation)
{
    return relation == RELATION_CONJ || relation == RELATION_XCOMP || relation == RELATION_ADVCL ||
           relation == RELATION_ACL || relation == RELATION_PARATAXIS || relation == RELATION_DEP;
}

static uint32_t subject_of(const struct learned *learned, uint32_t verb)
{
    uint32_t found = DRAFT_NONE;
    for (uint32_t i = learned->words[verb].child; i != DRAFT_NONE; i = learned->words[i].sibling)
        if (is_subject(learned->parsed->relation[i]))
            found = i;
    return found;
}

/* "X rose, adding …": who speaks is the subject of a verb above. */
static uint32_t inherited_subject(const struct learned *learned, uint32_t cue)
{
    const struct parsed *parsed = learned->parsed;
    uint32_t subject = subject_of(learned, cue);
    for (uint32_t i = cue, climbed = 0; subject == DRAFT_NONE && climbed < CLIMB_MAX; climbed++) {
        if (parsed->head[i] == PARSED_NO_HEAD || !shares_subject(parsed->relation[i]))
            break;
        i = parsed->head[i];
        subject = subject_of(learned, i);
        if (subject != DRAFT_NONE && subject > cue)
            subject = DRAFT_NONE;
    }
    return subject;
}

/* Does the token hang on that one in the tree, or is it that? */
static bool hangs_on(const struct learned *learned, uint32_t token, uint32_t above)
{
    const uint32_t *head = learned->parsed->head;
    for (uint32_t steps = 0; token != above && steps < SUBJECT_TOKENS_MAX; steps++) {
        if (head[token] == PARSED_NO_HEAD)
            return false;
        token = head[token];
    }
    return token == above;
}

static void inherit(const struct learned *learned, const struct learned_window *window, uint8_t *roles)
{
    const uint32_t subject = inherited_subject(learned, window->cue);
    if (subject == DRAFT_NONE)
        return;
    for (uint32_t k = 0; k < window->range.end - window->range.first; k++) {
        const uint32_t token = window->range.first + k;
        const uint32_t away = token > subject ? token - subject : subject - token;
        if (away <= SUBJECT_TOKENS_MAX && roles[k] != ROLE_CUE && hangs_on(learned, token, subject))
            roles[k] = ROLE_SOURCE;
    }
}

size_t learned_runs(const uint8_t *roles, uint32_t size, enum role role, uint32_t hole,
                    struct learned_run runs[LEARNED_RUNS_MAX])
{
    size_t count = 0;
    for (uint32_t k = 0; k < size; k++) {
        if (roles[k] != role)
            continue;
        bool parted = count == 0 || k - runs[count - 1].last > hole + 1;
        for (uint32_t i = count ? runs[count - 1].last : k; i < k; i++)
            parted |= roles[i] == ROLE_CUE;
        if (!parted)
            runs[count - 1].last = k;
        else if (count < LEARNED_RUNS_MAX)
            runs[count++] = (struct learned_run){ k, k };
    }
    return count;
}

/* "last week", "this year": never who says it. */
static bool is_span_of_time(const struct document *document, uint32_t i)
{
    static const char *const spans[] = { "week", "weekend", "month", "year", "night", "summer", "winter", "spring" };
    if (!document_is(document, i, "last") && !document_is(document, i, "this") && !document_is(document, i, "earlier"))
        return false;
    return DOCUMENT_IS_ONE_OF(document, i + 1, spans);
}

static bool is_pronoun(const struct learned *learned, uint32_t i)
{
    static const char *const words[] = { "he", "she", "it", "they", "we", "i" };
    return DOCUMENT_IS_ONE_OF(learned->lexed->document, i, words);
}

/* "But X", "X meanwhile": what only joins it to the sentence. */
static struct range trim_source(const struct learned *learned, struct range source)
{
    if (source.first + 1 < source.end && is_span_of_time(learned->lexed->document, source.first))
        source.first += 2;
    for (uint32_t i = source.first; i + 1 < source.end; i++) /* "REPORTER: Two workers" */
        if (document_is(learned->lexed->document, i, ":") || document_is(learned->lexed->document, i, ";"))
            source.first = i + 1;
    if (source.first + 2 < source.end && is_pronoun(learned, source.end - 1) &&
        document_is(learned->lexed->document, source.end - 2, ","))
        source.first = source.end - 1; /* "Days later, she" */
    while (source.first < source.end) {
        const enum upos upos = learned_upos(learned, source.first);
        if (upos != UPOS_CCONJ && upos != UPOS_SCONJ && upos != UPOS_PUNCT)
            break;
        source.first++;
    }
    while (source.first + 1 < source.end) {
        const enum upos upos = learned_upos(learned, source.end - 1);
        const bool closes =
            learned->lexed->document->body.data[learned->lexed->document->tokens[source.end - 1].start] == ')';
        const bool joins = upos == UPOS_ADV || upos == UPOS_PUNCT || upos == UPOS_SCONJ ||
                           lexed_is(learned->lexed, source.end - 1, WORD_ADVERB);
        if (!joins || closes)
            break;
        source.end--;
    }
    return source;
}

/* "The weapons that officials said …": who says it stands behind the "that". */
static struct range cut_relative(const struct learned *learned, struct range source, uint32_t cue)
{
    const struct document *document = learned->lexed->document;
    if (source.end != cue)
        return source;
    for (uint32_t i = source.end; i > source.first + 1; i--) {
        const enum upos upos = learned_upos(learned, i - 1);
        if (upos == UPOS_VERB || upos == UPOS_AUX || i == source.first + 2)
            break;
        if (i < source.end && (document_is(document, i - 1, "that") || document_is(document, i - 1, "which")))
            return (struct range){ i, source.end };
    }
    return source;
}

/* A name is not cut in two. */
static struct range whole_names(const struct learned *learned, const struct learned_window *window,
                                const uint8_t *roles, struct range source)
{
    const struct document *document = learned->lexed->document;
    while (source.first > window->range.first && learned_upos(learned, source.first) == UPOS_PROPN &&
           learned_upos(learned, source.first - 1) == UPOS_PROPN &&
           document->tokens[source.first - 1].sentence == document->tokens[source.first].sentence)
        source.first--;
    while (source.end < window->range.end && learned_upos(learned, source.end - 1) == UPOS_PROPN &&
           learned_upos(learned, source.end) == UPOS_PROPN && roles[source.end - window->range.first] != ROLE_CUE &&
           document->tokens[source.end].sentence == document->tokens[source.end - 1].sentence)
        source.end++;
    return source;
}

/* Of several runs the one nearest to the cue that is not much shorter than the longest. */
static struct range one_source(const struct learned *learned, const struct learned_window *window, const uint8_t *roles,
                               uint32_t size)
{
    struct learned_run runs[LEARNED_RUNS_MAX];
    const size_t count = learned_runs(roles, size, ROLE_SOURCE, HOLE_TOKENS_MAX, runs);
    const uint32_t cue = window->cue - window->range.first;
    uint32_t longest = 0, nearest = UINT32_MAX;
    struct range source = { 0, 0 };
    for (size_t i = 0; i < count; i++)
        if (runs[i].last - runs[i].first + 1 > longest)
            longest = runs[i].last - runs[i].first + 1;
    for (size_t i = 0; i < count; i++) {
        const uint32_t length = runs[i].last - runs[i].first + 1;
        const uint32_t away = runs[i].last < cue ? cue - runs[i].last : runs[i].first - cue;
        if ((length * 3 < longest && longest >= SLIVER_WORDS) || away >= nearest)
            continue;
        nearest = away;
        source = (struct range){ window->range.first + runs[i].first, window->range.first + runs[i].last + 1 };
    }
    if (range_empty(source))
        return source;
    source = cut_relative(learned, trim_source(learned, source), window->cue);
    if (range_empty(source))
        return source;
    return whole_names(learned, window, roles, source);
}

/* "is accused", "has been told", but not "has told", and not "are convinced", who are sources. */
static bool is_passive(const struct learned *learned, uint32_t verb)
{
    static const char *const states[] = { "concerned",  "confused",  "convinced", "determined", "disappointed",
                                          "frustrated", "inclined",  "opposed",   "persuaded",  "pleased",
                                          "shocked",    "surprised", "worried" };
    static const char *const forms[] = { "is", "are",           "was", "were", "be",   "been", "being",
                                         "'s", "\xE2\x80\x99s", "'re", "get",  "gets", "got" };
    const struct document *document = learned->lexed->document;
    if (DOCUMENT_IS_ONE_OF(document, verb, states))
        return false;
    for (uint32_t i = verb; i > 0 && verb - i < CLIMB_MAX; i--) {
        const enum upos upos = learned_upos(learned, i - 1);
        if (DOCUMENT_IS_ONE_OF(document, i - 1, forms))
            return true;
        if (upos != UPOS_AUX && upos != UPOS_ADV && upos != UPOS_PART)
            break;
    }
    return false;
}

/* "standing at the door", "told a news conference": beside the cue, and yet not who speaks. */
static bool is_beside(const struct learned *learned, uint32_t cue, uint32_t subject, struct range source)
{
    const struct document *document = learned->lexed->document;
    const struct span first = document_token(document, source.first);
    const bool gerund = first.size > 4 && span_ends(first, "ing") && learned_upos(learned, source.first) == UPOS_VERB;
    const bool hears = source.first > cue + 1
                           ? !document_is(document, source.first - 1, "by")
                           : document_is(document, cue, "told") || document_is(document, cue, "tells");
    return gerund || (source.first > cue && hears && subject < cue && learned->words[subject].quoted == QUOTED_NOT &&
                      document->tokens[subject].sentence == document->tokens[cue].sentence);
}

/* "Ana Cruz, who drives the bus," of which "the bus" was labelled. */
static struct range with_subject(const struct learned *learned, uint32_t subject, struct range source)
{
    const struct document *document = learned->lexed->document;
    if (subject >= source.first || source.first - subject > SUBJECT_TOKENS_MAX)
        return source;
    const uint32_t opens = subject + 1 + document_is_mark(document, subject + 1, ",");
    if (!(document_is(document, opens, "who") || document_is(document, opens, "which")))
        return source;
    source.first = subject;
    while (source.first > 0 && learned->parsed->head[source.first - 1] == subject &&
           learned_upos(learned, source.first - 1) != UPOS_PUNCT)
        source.first--;
    return source;
}

/* "has seen | reports in the press | alleging that …": what was seen alleges it, not who saw it; empty where no such
 * words stand right before the cue. */
static struct range seen_words(const struct learned *learned, uint32_t cue)
{
    enum { PHRASE_TOKENS_MAX = 8 };
    static const char *const nouns[] = { "reports",  "report",  "rumours", "rumors",   "posts",  "post",
                                         "messages", "message", "letters", "letter",   "videos", "video",
                                         "articles", "article", "leaflet", "leaflets", "email",  "emails" };
    static const char *const sees[] = { "seen",   "saw",    "sees",      "received", "receives", "read",
                                        "got",    "noted",  "notes",     "heard",    "rejected", "rejects",
                                        "denied", "denies", "dismissed", "dismisses" };
    const struct document *document = learned->lexed->document;
    const struct range none = { 0, 0 }, sentence = document->sentences[document->tokens[cue].sentence].tokens;
    if (learned->parsed->tag[cue] != TAG_VERB_VBG)
        return none;
    for (uint32_t i = cue; i > sentence.first + 1 && i + PHRASE_TOKENS_MAX > cue; i--) {
        const enum upos upos = learned_upos(learned, i - 1);
        if (upos == UPOS_VERB || upos == UPOS_AUX || upos == UPOS_PUNCT || upos == UPOS_CCONJ)
            return none;
        if (!DOCUMENT_IS_ONE_OF(document, i - 1, nouns))
            continue;
        struct range words = { i - 1, cue };
        while (words.first > sentence.first && (learned_upos(learned, words.first - 1) == UPOS_DET ||
                                                learned_upos(learned, words.first - 1) == UPOS_ADJ))
            words.first--;
        const bool seen = words.first > sentence.first && DOCUMENT_IS_ONE_OF(document, words.first - 1, sees);
        return seen ? words : none;
    }
    return none;
}

/* Beside the cue; else the subject above it; else whom the rules found. Who "is accused" does not speak. */
struct range learned_source(const struct learned *learned, const struct learned_window *window, uint8_t *roles,
                            uint32_t size)
{
    const uint32_t subject = subject_of(learned, window->cue), hint = learned->words[window->cue].hint;
    struct range source = one_source(learned, window, roles, size);
    if (subject != DRAFT_NONE && learned->parsed->relation[subject] == RELATION_NSUBJ_PASS &&
        is_passive(learned, window->cue) && (range_empty(source) || token_in(source, subject)))
        return (struct range){ 0, 0 };
    if (subject != DRAFT_NONE && !range_empty(source) && is_beside(learned, window->cue, subject, source)) {
        for (uint32_t k = 0; k < size; k++)
            roles[k] = roles[k] == ROLE_SOURCE ? ROLE_NONE : roles[k];
        source = (struct range){ 0, 0 };
    }
    if (range_empty(source)) {
        inherit(learned, window, roles);
        source = one_source(learned, window, roles, size);
    }
    const struct range seen = seen_words(learned, window->cue);
    if (!range_empty(seen) && !range_empty(source) && source.first < seen.first)
        return seen;
    if (subject != DRAFT_NONE && !range_empty(source) && source.end <= window->cue)
        source = with_subject(learned, subject, source);
    return range_empty(source) && hint ? learned->hints->attributions[hint - 1].source : source;
}
