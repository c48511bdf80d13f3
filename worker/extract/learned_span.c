/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/learned_see.h"

#include "extract/attribution.h"
#include "extract/complete.h"
#include "extract/learned_source.h"
#include "extract/tidy.h"

enum {
    HOLE_TOKENS_MAX = 2,         /* within a content */
    SLIVER_WORDS = 3,            /* a content range of fewer, and under a third of the longest, is dropped */
    QUOTATION_FILL_FIFTHS = 2,   /* a quotation with two fifths of it in the content is in it */
    QUOTATION_TOKENS_MAX = 1024, /* a longer one is left as the window has it: time stays linear */
};

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

/* "12:30 Three men are dead": when an entry of a page that goes on being written was made. */
static bool is_stamp(const struct document *document, uint32_t token)
{
    const struct span text = document_token(document, token);
    const uint32_t sentence = document->tokens[token].sentence;
    const struct range paragraph = document->paragraphs[document->sentences[sentence].paragraph].tokens;
    return token == paragraph.first && document->tokens[token].kind == TOKEN_NUMBER && text.size >= 4 &&
           text.size <= 5 && (text.data[text.size - 3] == ':' || text.data[text.size - 3] == '.');
}

/* The range as text: without points at its ends, nor a mark whose other one is elsewhere. */
static struct range trim_content(const struct document *document, struct range range)
{
    range = clause_trim(document, range);
    if (range.first + 1 < range.end && is_stamp(document, range.first))
        range = clause_trim(document, (struct range){ range.first + 1, range.end });
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
    struct learned_run runs[LEARNED_RUNS_MAX];
    struct range ranges[LEARNED_RUNS_MAX];
    uint32_t longest = 0, all = 0, all_quoted = 0, quoted;
    const size_t count =
        learned_runs(roles, window->range.end - window->range.first, ROLE_CONTENT, HOLE_TOKENS_MAX, runs);
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
    const struct range source = learned_source(learned, window, roles, size);
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
