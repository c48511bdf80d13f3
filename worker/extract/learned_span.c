/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/learned_see.h"

#include "extract/attribution.h"
#include "extract/complete.h"
#include "extract/tidy.h"

enum {
    HOLE_TOKENS_MAX = 2,       /* within a source or content */
    SLIVER_WORDS = 3,          /* a content range of fewer, and under a third of the longest, is dropped */
    QUOTATION_FILL_FIFTHS = 2, /* a quotation with two fifths of it in the content is in it */
    CLIMB_MAX = 4,
    SUBJECT_TOKENS_MAX = 12,
    RUNS_MAX = 24,
    QUOTATION_TOKENS_MAX = 1024, /* a longer one is left as the window has it: time stays linear */
};

/* ---- the source */

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

static void inherit(const struct learned *learned, const struct learned_window *window, uint8_t *roles)
{
    const uint32_t *head = learned->parsed->head, subject = inherited_subject(learned, window->cue);
    if (subject == DRAFT_NONE)
        return;
    for (uint32_t k = 0; k < window->range.end - window->range.first; k++) {
        const uint32_t token = window->range.first + k;
        const uint32_t away = token > subject ? token - subject : subject - token;
        uint32_t at = token, steps = 0;
        if (away > SUBJECT_TOKENS_MAX || roles[k] == ROLE_CUE)
            continue;
        while (at != subject && head[at] != PARSED_NO_HEAD && steps++ < SUBJECT_TOKENS_MAX)
            at = head[at];
        if (at == subject)
            roles[k] = ROLE_SOURCE;
    }
}

struct run {
    uint32_t first, last; /* offsets in the window, both within */
};

/* The runs of a role, holes of HOLE_TOKENS_MAX and fewer left in. */
static size_t runs_of(const uint8_t *roles, uint32_t size, enum role role, uint32_t hole, struct run runs[RUNS_MAX])
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
        else if (count < RUNS_MAX)
            runs[count++] = (struct run){ k, k };
    }
    return count;
}

/* "last week", "this year": never who says it. */
static bool is_span_of_time(const struct document *document, uint32_t i)
{
    static const char *const spans[] = { "week", "weekend", "month", "year", "night", "summer", "winter", "spring" };
    if (!document_is(document, i, "last") && !document_is(document, i, "this") && !document_is(document, i, "earlier"))
        return false;
    for (size_t k = 0; k < sizeof spans / sizeof *spans; k++)
        if (document_is(document, i + 1, spans[k]))
            return true;
    return false;
}

/* "But X", "X meanwhile": what only joins it to the sentence. */
static struct range trim_source(const struct learned *learned, struct range source)
{
    if (source.first + 1 < source.end && is_span_of_time(learned->lexed->document, source.first))
        source.first += 2;
    for (uint32_t i = source.first; i + 1 < source.end; i++) /* "REPORTER: Two workers" */
        if (document_is(learned->lexed->document, i, ":"))
            source.first = i + 1;
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
    struct run runs[RUNS_MAX];
    const size_t count = runs_of(roles, size, ROLE_SOURCE, HOLE_TOKENS_MAX, runs);
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

/* ---- the content */

static bool is_word(const struct document *document, uint32_t token)
{
    return document->tokens[token].kind == TOKEN_WORD || document->tokens[token].kind == TOKEN_NUMBER;
}

/* A quotation is content as a whole, or not at all. */
static void fill_quotation(const struct learned *learned, const struct learned_window *window, uint8_t *roles,
                           uint32_t quotation)
{
    const struct document *document = learned->lexed->document;
    const struct range quoted = document->quotations[quotation].tokens;
    uint32_t words = 0, content = 0;
    if (quoted.end - quoted.first > QUOTATION_TOKENS_MAX)
        return;
    for (uint32_t i = quoted.first; i < quoted.end; i++) {
        const bool within = token_in(window->range, i);
        if (within && roles[i - window->range.first] == ROLE_CUE)
            return;
        if (!is_word(document, i))
            continue;
        words++;
        content += within && roles[i - window->range.first] == ROLE_CONTENT;
    }
    if (content * 5 < words * QUOTATION_FILL_FIFTHS)
        return;
    for (uint32_t i = quoted.first; i < quoted.end; i++)
        if (token_in(window->range, i) && roles[i - window->range.first] != ROLE_SOURCE)
            roles[i - window->range.first] = ROLE_CONTENT;
}

static void fill_quotations(const struct learned *learned, const struct learned_window *window, uint8_t *roles)
{
    const struct document *document = learned->lexed->document;
    uint32_t last = 0; /* the quotation looked at, + 1 */
    for (uint32_t i = window->range.first; i < window->range.end; i++) {
        const uint32_t quotation = document->tokens[i].quotation;
        if (!quotation || quotation == last || roles[i - window->range.first] != ROLE_CONTENT)
            continue;
        last = quotation;
        fill_quotation(learned, window, roles, quotation - 1);
    }
}

/* The range as text: without points at its ends, nor a mark whose other one is elsewhere. */
static struct range trim_content(const struct document *document, struct range range)
{
    range = clause_trim(document, range);
    while (!range_empty(range)) {
        const struct range before = range;
        const struct token *first = &document->tokens[range.first], *last = &document->tokens[range.end - 1];
        const bool opens = first->kind == TOKEN_OPEN, closes = last->kind == TOKEN_CLOSE;
        if (opens &&
            (first->quotation == last->quotation || document->quotations[first->quotation - 1].tokens.end > range.end))
            range.first++;
        if (range.end > range.first && closes &&
            (first->quotation == last->quotation ||
             document->quotations[last->quotation - 1].tokens.first < range.first))
            range.end--;
        if (!range_empty(range) && document->tokens[range.first].kind == TOKEN_CLOSE)
            range.first++;
        if (!range_empty(range) && document->tokens[range.end - 1].kind == TOKEN_OPEN)
            range.end--;
        range = clause_trim(document, range);
        if (range.first == before.first && range.end == before.end)
            break;
    }
    return range;
}

static uint32_t words_in(const struct document *document, struct range range, uint32_t *quoted)
{
    uint32_t words;
    clause_words(document, range, &words, quoted);
    return words;
}

/* A quotation that begins in the window may go on beyond it. */
static uint32_t beyond_window(const struct document *document, uint32_t end)
{
    const uint32_t quotation = document->tokens[end - 1].quotation;
    if (!quotation)
        return end;
    const struct range quoted = document->quotations[quotation - 1].tokens;
    return quoted.end > end && quoted.end - quoted.first <= QUOTATION_TOKENS_MAX ? quoted.end : end;
}

/* "…" of nothing: what follows is no speech. */
static bool is_empty_quotation(const struct document *document, uint32_t token)
{
    return token + 1 < document->tokens_count && document->tokens[token].kind == TOKEN_OPEN &&
           document->tokens[token + 1].kind == TOKEN_CLOSE;
}

static void add_contents(const struct learned *learned, const struct learned_window *window, const uint8_t *roles,
                         struct draft_attribution *made)
{
    const struct document *document = learned->lexed->document;
    struct run runs[RUNS_MAX];
    struct range ranges[RUNS_MAX];
    uint32_t longest = 0, all = 0, all_quoted = 0, quoted;
    const size_t count = runs_of(roles, window->range.end - window->range.first, ROLE_CONTENT, HOLE_TOKENS_MAX, runs);
    for (size_t i = 0; i < count; i++) {
        ranges[i] = (struct range){ window->range.first + runs[i].first, window->range.first + runs[i].last + 1 };
        if (ranges[i].end == window->range.end)
            ranges[i].end = beyond_window(document, ranges[i].end);
        const uint32_t words = words_in(document, ranges[i], &quoted);
        longest = words > longest ? words : longest;
    }
    for (size_t i = 0; i < count; i++) {
        const uint32_t words = words_in(document, ranges[i], &quoted);
        if (words == 0 || is_empty_quotation(document, ranges[i].first) ||
            (words < SLIVER_WORDS && words * 3 < longest && quoted == 0))
            continue;
        attribution_content(made, trim_content(document, ranges[i]));
        all += words;
        all_quoted += quoted;
    }
    made->quote = all_quoted == 0 ? DRAFT_INDIRECT : all_quoted < all ? DRAFT_MIXED : DRAFT_DIRECT;
}

/* "accused X of lying": a cue in two parts. Only the verb's is kept, the other goes to what it stands in. */
static void give_back(uint8_t *roles, uint32_t size, uint32_t first, uint32_t end)
{
    for (uint32_t k = 1; k + 1 < size; k++)
        if (roles[k] == ROLE_CUE && (k < first || k >= end))
            roles[k] = roles[k - 1] == ROLE_CONTENT && roles[k + 1] == ROLE_CONTENT ? ROLE_CONTENT : ROLE_NONE;
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
    for (size_t k = 0; k < sizeof states / sizeof *states; k++)
        if (document_is(document, verb, states[k]))
            return false;
    for (uint32_t i = verb; i > 0 && verb - i < CLIMB_MAX; i--) {
        const enum upos upos = learned_upos(learned, i - 1);
        for (size_t k = 0; k < sizeof forms / sizeof *forms; k++)
            if (document_is(document, i - 1, forms[k]))
                return true;
        if (upos != UPOS_AUX && upos != UPOS_ADV && upos != UPOS_PART)
            break;
    }
    return false;
}

/* Beside the cue; else the subject above it; else whom the rules found. Who "is accused" does not speak. */
static struct range find_source(const struct learned *learned, const struct learned_window *window, uint8_t *roles,
                                uint32_t size)
{
    const uint32_t subject = subject_of(learned, window->cue), hint = learned->words[window->cue].hint;
    struct range source = one_source(learned, window, roles, size);
    if (subject != DRAFT_NONE && learned->parsed->relation[subject] == RELATION_NSUBJ_PASS &&
        is_passive(learned, window->cue) && (range_empty(source) || token_in(source, subject)))
        return (struct range){ 0, 0 };
    if (range_empty(source)) {
        inherit(learned, window, roles);
        source = one_source(learned, window, roles, size);
    }
    return range_empty(source) && hint ? learned->hints->attributions[hint - 1].source : source;
}

/* "also said", "never denied": it belongs to the verb. */
static bool is_adverb(const struct learned *learned, uint32_t token)
{
    return learned_upos(learned, token) == UPOS_ADV &&
           learned->lexed->document->tokens[token].sentence == learned->lexed->document->tokens[token + 1].sentence;
}

bool learned_spans(const struct learned *learned, const struct learned_window *window,
                   uint8_t roles[LEARNED_WINDOW_MAX], struct draft_attribution *made)
{
    const uint32_t size = window->range.end - window->range.first, cue = window->cue - window->range.first;
    uint32_t first = cue, end = cue + 1;
    while (first > 0 && (roles[first - 1] == ROLE_CUE ||
                         (roles[first - 1] == ROLE_NONE && is_adverb(learned, window->range.first + first - 1))))
        first--;
    while (end < size && roles[end] == ROLE_CUE)
        end++;
    made->cue = (struct range){ window->range.first + first, window->range.first + end };
    give_back(roles, size, first, end);
    const struct range source = find_source(learned, window, roles, size);
    made->source = source;
    fill_quotations(learned, window, roles);
    for (uint32_t i = source.first; i < source.end; i++) /* nobody says himself */
        if (token_in(window->range, i) && learned->words[i].quoted == QUOTED_NOT)
            roles[i - window->range.first] = ROLE_SOURCE;
    complete_contents(learned, window, roles);
    add_contents(learned, window, roles, made);
    tidy_spans(learned, made);
    return made->content_count > 0;
}
