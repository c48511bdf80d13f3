/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/attribution.h"

#include "extract/bearing.h"
#include "extract/gap.h"
#include "extract/polarity.h"
#include "extract/verb.h"

enum { ADJUNCT_TOKENS_MAX = 14, CONTENT_WORDS_MIN = 2, BARE_TOKENS_MIN = 4 };

struct draft_attribution *attribution_add(struct attribution_pass *pass, const struct cue *cue)
{
    struct drafts *drafts = pass->drafts;
    if (drafts->attributions_count == ATTRIBUTIONS_MAX) {
        drafts->partial = true;
        return NULL;
    }
    struct draft_attribution *made = &drafts->attributions[drafts->attributions_count++];
    *made = (struct draft_attribution){
        .continues = DRAFT_NONE, .part_of = DRAFT_NONE, .parent = pass->parent, .quote = DRAFT_INDIRECT
    };
    if (cue) {
        made->source = cue->source;
        made->cue = cue->cue;
        made->kind = cue->kind;
    }
    return made;
}

/* What the words of the cue make of it. */
static void take_bearing(const struct lexed *lexed, struct draft_attribution *made, bool denied)
{
    const enum bearing bearing = bearing_of(lexed, made);
    made->withheld |= bearing == BEARING_WITHHELD;
    if (bearing == BEARING_NEGATED)
        made->denied = !denied;
    else if (bearing != BEARING_HELD)
        made->denied = denied;
    if (bearing != BEARING_OPEN)
        return;
    made->kind = CUE_STATEMENT;
    if (made->modality == DRAFT_ASSERTED)
        made->modality = DRAFT_CONDITIONAL;
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
    const struct polarity polarity = polarity_of_parts(lexed, made->content, made->content_count);
    made->confidence = confidence;
    made->modality = polarity.modality;
    made->denied = polarity.denied;
    if (polarity.own_denial && made->kind == CUE_STATEMENT)
        made->kind = CUE_DENIAL;
    if (!range_empty(made->cue)) {
        uint32_t verb = made->cue.first;
        while (verb + 1 < made->cue.end && !lexed_is(lexed, verb, WORD_VERB))
            verb++;
        if (made->kind == CUE_DENIAL && (lexed_is(lexed, verb, WORD_DENIES) || lexed_is(lexed, verb, WORD_PARTICLED)))
            made->denied = !polarity.denied;
        if (document_is(lexed->document, verb, "alleged") || document_is(lexed->document, verb, "alleges"))
            made->modality = DRAFT_ALLEGED;
    }
    take_bearing(lexed, made, polarity.denied);
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

/* The quotation that ends right before the cue, or DRAFT_NONE. */
static uint32_t quotation_before(const struct attribution_pass *pass, const struct cue *cue, struct range paragraph)
{
    const struct document *document = pass->lexed->document;
    uint32_t i = cue->phrase.first;
    bool comma = false;
    if (i > paragraph.first && document_is_mark(document, i - 1, ",")) {
        comma = true;
        i--;
    }
    if (i <= paragraph.first || document->tokens[i - 1].kind != TOKEN_CLOSE)
        return DRAFT_NONE;
    const uint32_t quotation = document->tokens[i - 1].quotation - 1;
    /* A full stop within the marks ends the matter, and what follows is another sentence. */
    if (!comma && document_is_mark(document, i - 2, "."))
        return DRAFT_NONE;
    if (!comma && !document_is_mark(document, i - 2, ",?!-"))
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
        if ((verb_is_plain(pass->lexed, i) && lexed_is(pass->lexed, i, WORD_INVERTED) &&
             !document->tokens[i].quotation) ||
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
    uint32_t at;
    if (gap_after(pass->lexed, cue->phrase.end, pass->bounds.end, cue->verb, &at) != GAP_QUOTATION)
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
    if (range_empty(attribution_inside(document, quotation)))
        return false;
    const bool parted = document_is_mark(document, open - 1, ",:");
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

/* Of what is called something: "the plan “absurd”", "the ledger a forgery". */
static bool is_judged(const struct document *document, struct range range)
{
    for (uint32_t i = range.first; i < range.end; i++)
        if (document->tokens[i].kind == TOKEN_OPEN || (i > range.first && polarity_is_untrue(document, i)))
            return true;
    return false;
}

/* "denied cutting the cable", "vowed to return", "urged X to leave", "accused X of …", "called for …". */
static bool object_content(struct attribution_pass *pass, const struct cue *cue, uint32_t from, uint32_t end)
{
    const struct lexed *lexed = pass->lexed;
    const struct document *document = lexed->document;
    if (from >= end || document->tokens[from].kind == TOKEN_PUNCTUATION)
        return false;
    if (lexed_is(lexed, cue->verb, WORD_TO) && document_is(document, from, "to"))
        return add_clause(pass, cue, clause_forward(lexed, from, end), 0.8F);
    const bool object = cue->particled || lexed_is(lexed, cue->verb, WORD_OBJECT);
    if (object && !lexed_is(lexed, from, WORD_AUXILIARY | WORD_CONJUNCTION | WORD_TIME) &&
        (cue->particled || !lexed_is(lexed, from, WORD_PREPOSITION | WORD_SUBORDINATOR | WORD_ADVERB)))
        return add_clause(pass, cue, clause_forward(lexed, from, end), 0.7F);
    if (lexed_is(lexed, cue->verb, WORD_LABELS)) {
        const struct range clause = clause_forward(lexed, from, end);
        return is_judged(document, clause) && add_clause(pass, cue, clause, 0.7F);
    }
    if (!lexed_is(lexed, cue->verb, WORD_OBJECT_TO))
        return false;
    for (uint32_t i = from; i < end && i < from + ADJUNCT_TOKENS_MAX; i++) {
        if (document_is(document, i, "to") && i > from)
            return add_clause(pass, cue, clause_forward(lexed, from, end), 0.8F);
        if (lexed_is(lexed, i, WORD_FINITE) || document->tokens[i].kind != TOKEN_WORD)
            break;
    }
    return false;
}

/* "…, which X denied": what stands before the comma, as the last attribution has it, or the clause. */
static bool relative_content(struct attribution_pass *pass, const struct cue *cue)
{
    const struct drafts *drafts = pass->drafts;
    struct range clause = { pass->bounds.first, cue->source.first - 2 };
    for (uint32_t a = drafts->attributions_count; a > 0; a--) {
        const struct draft_attribution *last = &drafts->attributions[a - 1];
        if (last->content[0].first < clause.first)
            break;
        if (last->content[last->content_count - 1].end <= clause.end) {
            clause.first = last->content[0].first;
            break;
        }
    }
    return add_clause(pass, cue, clause_trim(pass->lexed->document, clause), 0.75F);
}

/* "CLAUSE, X said." The clause must have a verb, and be the sentence's first part. */
static bool backward_clause(struct attribution_pass *pass, const struct cue *cue)
{
    const struct lexed *lexed = pass->lexed;
    const struct document *document = lexed->document;
    const struct range bounds = pass->bounds;
    const uint32_t comma = cue->phrase.first;
    if (comma <= bounds.first || !document_is_mark(document, comma - 1, ",") || bounds.first < pass->read_until)
        return false;
    const struct range clause = clause_trim(document, (struct range){ bounds.first, comma });
    if (range_empty(clause) || !clause_is_finite(lexed, clause) ||
        (lexed_is(lexed, clause.first, WORD_SUBORDINATOR) &&
         !lexed_is(lexed, clause.first, WORD_PRONOUN | WORD_DETERMINER | WORD_PREPOSITION)))
        return false;
    return add_clause(pass, cue, clause, 0.85F);
}

/* "The court, X said, will sit." */
static bool split_clause(struct attribution_pass *pass, const struct cue *cue)
{
    const struct document *document = pass->lexed->document;
    const struct range bounds = pass->bounds;
    const uint32_t comma = cue->phrase.first - 1, after = cue->phrase.end;
    if (cue->phrase.first < bounds.first + 2 || after + 1 >= bounds.end || !document_is_mark(document, comma, ",") ||
        !document_is_mark(document, after, ",") || bounds.first < pass->read_until ||
        comma - bounds.first > ADJUNCT_TOKENS_MAX)
        return false;
    const struct range before = clause_trim(document, (struct range){ bounds.first, comma });
    const struct range rest = clause_forward(pass->lexed, after + 1, bounds.end);
    if (range_empty(before) || range_empty(rest) || clause_is_finite(pass->lexed, before) ||
        !clause_is_finite(pass->lexed, rest))
        return false;
    struct draft_attribution *made = attribution_add(pass, cue);
    if (!made)
        return true;
    made->quote = quote_of(document, (struct range){ before.first, rest.end });
    attribution_content(made, before);
    attribution_content(made, rest);
    attribution_take(pass, (struct range){ before.first, rest.end });
    pass->read_until = rest.end;
    attribution_finish(pass, made, 0.8F);
    return true;
}

static void according(struct attribution_pass *pass, const struct cue *cue)
{
    const struct lexed *lexed = pass->lexed;
    const struct document *document = lexed->document;
    const struct range bounds = pass->bounds;
    if (cue->phrase.first == bounds.first) {
        if (cue->phrase.end < bounds.end && document_is_mark(document, cue->phrase.end, ","))
            add_clause(pass, cue, clause_forward(lexed, cue->phrase.end + 1, bounds.end), 0.85F);
        return;
    }
    if (backward_clause(pass, cue) || split_clause(pass, cue) || bounds.first < pass->read_until)
        return;
    const struct range clause = { bounds.first, cue->phrase.first };
    if (!document_is_mark(document, cue->phrase.first - 1, ",") && clause_is_finite(lexed, clause) &&
        !lexed_is(lexed, clause.first, WORD_SUBORDINATOR))
        add_clause(pass, cue, clause_trim(document, clause), 0.75F);
}

/* What stands behind the cue. */
static bool forward_content(struct attribution_pass *pass, const struct cue *cue)
{
    const struct lexed *lexed = pass->lexed;
    const uint32_t end = pass->bounds.end;
    uint32_t at = cue->phrase.end;
    if (cue->inverted)
        return false;
    if (cue->particled && cue->kind != CUE_STATEMENT)
        return object_content(pass, cue, cue->cue.end, end);
    const enum gap gap = gap_after(lexed, cue->phrase.end, end, cue->verb, &at);
    if (gap == GAP_QUOTATION && forward_quotation(pass, cue, at, end))
        return true;
    if (gap == GAP_QUESTION)
        return add_clause(pass, cue, clause_forward(lexed, at, end), 0.8F);
    if (gap == GAP_THAT && lexed_is(lexed, cue->verb, WORD_THAT))
        return add_clause(pass, cue, clause_forward(lexed, at, end), 0.9F);
    if (gap == GAP_CLAUSE && !lexed_is(lexed, at, WORD_AUXILIARY) &&
        (clause_is_finite(lexed, (struct range){ at, end }) ||
         (lexed_is(lexed, cue->verb, WORD_BARE) && end - at > BARE_TOKENS_MIN)))
        return add_clause(pass, cue, clause_forward(lexed, at, end), 0.85F);
    return object_content(pass, cue, cue->cue.end, end);
}

void attribution_of_cue(struct attribution_pass *pass, const struct cue *cue)
{
    const struct lexed *lexed = pass->lexed;
    const struct document *document = lexed->document;
    const struct sentence *sentence = &document->sentences[document->tokens[cue->verb].sentence];
    const struct range paragraph = document->paragraphs[sentence->paragraph].tokens;
    const uint32_t end = pass->bounds.end;
    if (cue->content) {
        add_clause(pass, cue, clause_forward(lexed, cue->content, end), 0.75F);
        return;
    }
    if (document_is(document, cue->verb, "according") || document_is(document, cue->verb, "as")) {
        according(pass, cue);
        return;
    }
    if (cue->relative) {
        relative_content(pass, cue);
        return;
    }
    if ((!cue->inherited && backward_quotation(pass, cue, paragraph)) || forward_content(pass, cue))
        return;
    if (!cue->inherited && lexed_is(lexed, cue->verb, WORD_INVERTED | WORD_THAT) && !backward_clause(pass, cue))
        split_clause(pass, cue);
}
