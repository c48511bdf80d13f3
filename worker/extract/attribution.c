/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/attribution.h"

#include "extract/polarity.h"

enum { ADJUNCT_TOKENS_MAX = 14, CONTENT_WORDS_MIN = 2 };

static bool is_mark(const struct document *document, uint32_t i, const char *marks)
{
    return document->tokens[i].kind == TOKEN_PUNCTUATION &&
           strchr(marks, document->body.data[document->tokens[i].start]);
}

struct draft_attribution *attribution_add(struct attribution_pass *pass, const struct cue *cue)
{
    struct drafts *drafts = pass->drafts;
    if (drafts->attributions_count == ATTRIBUTIONS_MAX) {
        drafts->partial = true;
        return NULL;
    }
    struct draft_attribution *made = &drafts->attributions[drafts->attributions_count++];
    *made = (struct draft_attribution){ .continues = DRAFT_NONE, .quote = DRAFT_INDIRECT };
    if (cue) {
        const struct word *word = pass->lexed->words[cue->verb];
        made->source = cue->source;
        made->cue = cue->cue;
        made->kind = word && word->classes & WORD_VERB ? (enum cue_kind)word->value : CUE_STATEMENT;
    }
    return made;
}

/* What the content itself says of polarity, modality and kind. One without
 * content, as of quotation marks round nothing, is given up: it is the last. */
void attribution_finish(struct attribution_pass *pass, struct draft_attribution *made, float confidence)
{
    const struct lexed *lexed = pass->lexed;
    if (made->content_count == 0) {
        pass->drafts->attributions_count--;
        return;
    }
    const struct polarity polarity = polarity_of(lexed, made->content[0]);
    made->confidence = confidence;
    made->modality = polarity.modality;
    made->denied = polarity.denied;
    if (polarity.own_denial && made->kind == CUE_STATEMENT)
        made->kind = CUE_DENIAL;
    if (!range_empty(made->cue)) {
        if (lexed_is(lexed, made->cue.first, WORD_DENIES))
            made->denied = !polarity.denied;
        if (document_is(lexed->document, made->cue.first, "alleged") ||
            document_is(lexed->document, made->cue.first, "alleges"))
            made->modality = DRAFT_ALLEGED;
    }
}

struct range attribution_inside(const struct document *document, uint32_t quotation)
{
    const struct quotation *quoted = &document->quotations[quotation];
    struct range inside = { quoted->tokens.first + 1, quoted->tokens.end - (quoted->closed ? 1 : 0) };
    if (!range_empty(inside) && document->tokens[inside.first].kind == TOKEN_OPEN)
        inside.first++; /* the opening has two marks */
    return clause_trim(document, inside);
}

void attribution_content(struct draft_attribution *made, struct range range)
{
    if (made->content_count < CONTENT_RANGES_MAX && !range_empty(range))
        made->content[made->content_count++] = range;
}

/* What stands between a cue and what it reports. */
enum gap { GAP_NOTHING, GAP_CLAUSE, GAP_THAT, GAP_QUOTATION, GAP_END };

/* Looks over "on Friday", "in a statement", "reporters" and the like; `at`
 * receives where the content begins. */
static enum gap look_after(const struct lexed *lexed, uint32_t from, uint32_t end, bool bare, uint32_t *at)
{
    const struct document *document = lexed->document;
    bool adjunct = false;
    for (uint32_t i = from; i < end && i < from + ADJUNCT_TOKENS_MAX; i++) {
        *at = i;
        if (document->tokens[i].kind == TOKEN_OPEN)
            return i == from || is_mark(document, i - 1, ",:") || !adjunct ? GAP_QUOTATION : GAP_NOTHING;
        if (document->tokens[i].quotation)
            return GAP_NOTHING;
        if (document_is(document, i, "that")) {
            *at = i + 1;
            return GAP_THAT;
        }
        if (is_mark(document, i, ".!?"))
            return GAP_END;
        if (is_mark(document, i, ",:") && i + 1 < end && document->tokens[i + 1].kind == TOKEN_OPEN)
            continue;
        if (is_mark(document, i, ",;:-()"))
            return GAP_NOTHING;
        if (i > from && lexed_is(lexed, i, WORD_FINITE | WORD_SUBORDINATOR) && !lexed_is(lexed, i, WORD_PREPOSITION))
            return GAP_NOTHING;
        const bool time = lexed_is(lexed, i, WORD_TIME | WORD_TIMING);
        if (i == from && bare && !time &&
            !lexed_is(lexed, i, WORD_PREPOSITION | WORD_SUBORDINATOR | WORD_ADVERB | WORD_CONJUNCTION) &&
            !document_is(document, i, "so"))
            return GAP_CLAUSE;
        if (i > from && bare && lexed_is(lexed, i - 1, WORD_TIME) && !time &&
            !lexed_is(lexed, i, WORD_PREPOSITION | WORD_CONJUNCTION))
            return GAP_CLAUSE;
        adjunct = true;
    }
    return from >= end ? GAP_END : GAP_NOTHING;
}

/* The quotation that ends right before the cue, or DRAFT_NONE. */
static uint32_t quotation_before(const struct attribution_pass *pass, const struct cue *cue, struct range paragraph)
{
    const struct document *document = pass->lexed->document;
    uint32_t i = cue->phrase.first;
    bool comma = false;
    if (i > paragraph.first && is_mark(document, i - 1, ",")) {
        comma = true;
        i--;
    }
    if (i <= paragraph.first || document->tokens[i - 1].kind != TOKEN_CLOSE)
        return DRAFT_NONE;
    const uint32_t quotation = document->tokens[i - 1].quotation - 1;
    /* A full stop within the marks ends the matter, and what follows is another sentence. */
    if (!comma && is_mark(document, i - 2, "."))
        return DRAFT_NONE;
    if (!comma && !is_mark(document, i - 2, ",?!-"))
        return cue->inverted ? quotation : DRAFT_NONE;
    return pass->taken[quotation] ? DRAFT_NONE : quotation;
}

/* "The mission was "a success," X said": what stands before the quotation in its sentence. */
static uint32_t prefix_start(const struct attribution_pass *pass, uint32_t quotation)
{
    const struct document *document = pass->lexed->document;
    const uint32_t open = document->quotations[quotation].tokens.first;
    const uint32_t first = document->sentences[document->tokens[open].sentence].tokens.first;
    uint32_t words, quoted;
    clause_words(document, (struct range){ first, open }, &words, &quoted);
    if (first >= open || words < 2 || first < pass->read_until || open - first > READ_SENTENCE_TOKENS_MAX)
        return open;
    for (uint32_t i = first; i < open; i++)
        if ((lexed_is(pass->lexed, i, WORD_VERB) && !document->tokens[i].quotation) ||
            document->tokens[i].kind == TOKEN_CLOSE)
            return open;
    return first;
}

void attribution_take(struct attribution_pass *pass, struct range range)
{
    const struct document *document = pass->lexed->document;
    for (uint32_t i = range.first; i < range.end; i++)
        if (document->tokens[i].quotation)
            pass->taken[document->tokens[i].quotation - 1] = pass->drafts->attributions_count;
}

/* "…," X said, "…": the second part. */
static void add_second_part(struct attribution_pass *pass, const struct cue *cue, struct draft_attribution *made)
{
    const struct document *document = pass->lexed->document;
    const struct range sentence = document->sentences[document->tokens[cue->verb].sentence].tokens;
    uint32_t at;
    if (look_after(pass->lexed, cue->phrase.end, sentence.end, false, &at) != GAP_QUOTATION)
        return;
    const uint32_t quotation = document->tokens[at].quotation - 1;
    if (pass->taken[quotation])
        return;
    attribution_content(made, attribution_inside(document, quotation));
    attribution_take(pass, document->quotations[quotation].tokens);
    pass->read_until = document->quotations[quotation].tokens.end;
}

static bool backward_quotation(struct attribution_pass *pass, const struct cue *cue, struct range paragraph)
{
    const struct document *document = pass->lexed->document;
    const uint32_t quotation = quotation_before(pass, cue, paragraph);
    if (quotation == DRAFT_NONE || pass->taken[quotation] ||
        !lexed_is(pass->lexed, cue->verb, WORD_INVERTED | WORD_THAT))
        return false;
    struct draft_attribution *made = attribution_add(pass, cue);
    if (!made)
        return true;
    const struct quotation *quoted = &document->quotations[quotation];
    const uint32_t prefix = prefix_start(pass, quotation);
    if (prefix < quoted->tokens.first) {
        made->quote = DRAFT_MIXED;
        attribution_content(made, clause_trim(document, (struct range){ prefix, quoted->tokens.end }));
    } else {
        made->quote = DRAFT_DIRECT;
        attribution_content(made, attribution_inside(document, quotation));
    }
    attribution_take(pass, (struct range){ prefix, quoted->tokens.end });
    if (pass->read_until < cue->phrase.end)
        pass->read_until = cue->phrase.end;
    add_second_part(pass, cue, made);
    attribution_finish(pass, made, 0.95F);
    return true;
}

static bool forward_quotation(struct attribution_pass *pass, const struct cue *cue, uint32_t open, uint32_t end)
{
    const struct document *document = pass->lexed->document;
    const uint32_t quotation = document->tokens[open].quotation - 1;
    const struct quotation *quoted = &document->quotations[quotation];
    if (pass->taken[quotation])
        return false;
    const bool parted = is_mark(document, open - 1, ",:");
    const bool goes_on = quoted->tokens.end < end && document->tokens[quoted->tokens.end].kind == TOKEN_WORD;
    struct draft_attribution *made = attribution_add(pass, cue);
    if (!made)
        return true;
    struct range all = quoted->tokens;
    if (!parted && goes_on) {
        made->quote = DRAFT_MIXED;
        all = clause_forward(pass->lexed, open, end);
        attribution_content(made, all);
    } else {
        made->quote = DRAFT_DIRECT;
        attribution_content(made, attribution_inside(document, quotation));
    }
    attribution_take(pass, all);
    pass->read_until = all.end;
    attribution_finish(pass, made, 0.9F);
    return true;
}

static enum draft_quote quote_of(const struct document *document, struct range range)
{
    uint32_t words, quoted;
    clause_words(document, range, &words, &quoted);
    return quoted == 0 ? DRAFT_INDIRECT : quoted < words ? DRAFT_MIXED : DRAFT_DIRECT;
}

static bool add_clause(struct attribution_pass *pass, const struct cue *cue, struct range clause, float confidence)
{
    uint32_t words, quoted;
    clause_words(pass->lexed->document, clause, &words, &quoted);
    if (words < CONTENT_WORDS_MIN)
        return false;
    struct draft_attribution *made = attribution_add(pass, cue);
    if (!made)
        return true;
    made->quote = quote_of(pass->lexed->document, clause);
    attribution_content(made, clause);
    attribution_take(pass, clause);
    if (pass->read_until < clause.end)
        pass->read_until = clause.end;
    attribution_finish(pass, made, confidence);
    return true;
}

static bool ends_in_ing(const struct document *document, uint32_t i)
{
    const struct span text = document_token(document, i);
    return text.size > 4 && memcmp(text.data + text.size - 3, "ing", 3) == 0;
}

/* "denied cutting the cable", "vowed to return", "urged X to leave", "accused X of …". */
static bool object_content(struct attribution_pass *pass, const struct cue *cue, uint32_t from, uint32_t end)
{
    const struct lexed *lexed = pass->lexed;
    const struct document *document = lexed->document;
    const char *joint = lexed_is(lexed, cue->verb, WORD_ACCUSES)                  ? "of"
                        : lexed_is(lexed, cue->verb, WORD_OBJECT_TO | WORD_ON_TO) ? "to"
                                                                                  : NULL;
    if (from >= end)
        return false;
    if (lexed_is(lexed, cue->verb, WORD_TO) && document_is(document, from, "to"))
        return add_clause(pass, cue, clause_forward(lexed, from, end), 0.8F);
    if (lexed_is(lexed, cue->verb, WORD_OBJECT) &&
        (ends_in_ing(document, from) || lexed_is(lexed, from, WORD_DETERMINER) ||
         document->tokens[from].kind == TOKEN_WORD) &&
        !lexed_is(lexed, from, WORD_PREPOSITION | WORD_AUXILIARY | WORD_SUBORDINATOR))
        return add_clause(pass, cue, clause_forward(lexed, from, end), 0.7F);
    if (!joint)
        return false;
    for (uint32_t i = from; i < end && i < from + ADJUNCT_TOKENS_MAX; i++) {
        if (document_is(document, i, joint) && i > from)
            return add_clause(pass, cue, clause_forward(lexed, from, end), 0.8F);
        if (lexed_is(lexed, i, WORD_FINITE) || document->tokens[i].kind != TOKEN_WORD)
            break;
    }
    return false;
}

/* "CLAUSE, X said." The clause must have a verb, and be the sentence's first part. */
static bool backward_clause(struct attribution_pass *pass, const struct cue *cue, struct range sentence)
{
    const struct lexed *lexed = pass->lexed;
    const struct document *document = lexed->document;
    const uint32_t comma = cue->phrase.first;
    const struct range clause = clause_trim(document, (struct range){ sentence.first, comma });
    if (comma <= sentence.first || !is_mark(document, comma - 1, ",") || sentence.first < pass->read_until)
        return false;
    if (range_empty(clause) || !clause_is_finite(lexed, clause) ||
        (lexed_is(lexed, clause.first, WORD_SUBORDINATOR) &&
         !lexed_is(lexed, clause.first, WORD_PRONOUN | WORD_DETERMINER)))
        return false;
    return add_clause(pass, cue, clause, 0.85F);
}

static void according(struct attribution_pass *pass, const struct cue *cue, struct range sentence)
{
    const struct document *document = pass->lexed->document;
    if (cue->phrase.first == sentence.first) {
        if (cue->phrase.end < sentence.end && is_mark(document, cue->phrase.end, ","))
            add_clause(pass, cue, clause_forward(pass->lexed, cue->phrase.end + 1, sentence.end), 0.85F);
        return;
    }
    backward_clause(pass, cue, sentence);
}

void attribution_of_cue(struct attribution_pass *pass, const struct cue *cue)
{
    const struct lexed *lexed = pass->lexed;
    const struct document *document = lexed->document;
    const struct sentence *sentence = &document->sentences[document->tokens[cue->verb].sentence];
    const struct range paragraph = document->paragraphs[sentence->paragraph].tokens;
    if (document_is(document, cue->verb, "according")) {
        according(pass, cue, sentence->tokens);
        return;
    }
    if (!cue->inherited && backward_quotation(pass, cue, paragraph))
        return;
    uint32_t at = cue->phrase.end;
    const bool bare = lexed_is(lexed, cue->verb, WORD_BARE) && !cue->inverted;
    const uint32_t end = sentence->tokens.end;
    const enum gap gap = look_after(lexed, cue->phrase.end, end, bare, &at);
    if (gap == GAP_QUOTATION && !cue->inverted && forward_quotation(pass, cue, at, end))
        return;
    if (gap == GAP_THAT && !cue->inverted && lexed_is(lexed, cue->verb, WORD_THAT)) {
        add_clause(pass, cue, clause_forward(lexed, at, end), 0.9F);
        return;
    }
    if (gap == GAP_CLAUSE && !lexed_is(lexed, at, WORD_AUXILIARY) &&
        clause_is_finite(lexed, (struct range){ at, end })) {
        add_clause(pass, cue, clause_forward(lexed, at, end), 0.85F);
        return;
    }
    if (!cue->inverted && object_content(pass, cue, cue->cue.end, end))
        return;
    if (cue->inverted || (gap == GAP_END && lexed_is(lexed, cue->verb, WORD_INVERTED | WORD_THAT)))
        backward_clause(pass, cue, sentence->tokens);
}
