/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/attribution.h"
#include "extract/verb.h"

enum { SOURCE_TOKENS_MAX = 40, ACCORDING_TOKENS_MAX = 24, WITH_TOKENS_MAX = 12 };

/* Start of what can be the subject: the sentence, or behind the last quotation in it. */
static uint32_t subject_floor(const struct document *document, uint32_t token, uint32_t first)
{
    const uint32_t floor = token - first > SOURCE_TOKENS_MAX ? token - SOURCE_TOKENS_MAX : first;
    for (uint32_t i = token; i > floor; i--)
        if (document->tokens[i - 1].quotation)
            return i;
    return floor;
}

/* Is this where an inverted cue ends: a mark, or the end? */
static bool ends_phrase(const struct document *document, uint32_t i, uint32_t end)
{
    return i >= end || document_is_mark(document, i, ".,;:!?") || document->tokens[i].kind == TOKEN_OPEN;
}

static bool after_quotation(const struct document *document, uint32_t i, uint32_t first)
{
    if (i > first && document_is_mark(document, i - 1, ","))
        i--;
    return i > first && document->tokens[i - 1].kind == TOKEN_CLOSE;
}

/* "…," said X. Without a quotation before it X must stand alone up to a mark,
 * or "said X" would take the first words of what is said. */
static bool inverted_source(const struct attribution_pass *pass, uint32_t token, struct range paragraph,
                            struct cue *cue)
{
    const struct document *document = pass->lexed->document;
    const struct range bounds = pass->bounds;
    const bool quoted = after_quotation(document, token, paragraph.first);
    if (!lexed_is(pass->lexed, token, WORD_INVERTED) || lexed_is(pass->lexed, token, WORD_BASE) ||
        document_is(document, token, "told") || document_is(document, token, "tells"))
        return false;
    if (!quoted && (token == bounds.first || !document_is_mark(document, token - 1, ",") ||
                    lexed_is(pass->lexed, token, WORD_ADDRESSEE) ||
                    !range_empty(phrase_before(pass->lexed, subject_floor(document, token, bounds.first), token))))
        return false;
    cue->source = phrase_after(pass->lexed, token + 1, bounds.end);
    if (range_empty(cue->source) || (!quoted && !ends_phrase(document, cue->source.end, bounds.end)))
        return false;
    cue->inverted = true;
    cue->phrase = (struct range){ token, cue->source.end };
    return true;
}

/* "X said … and added", "…, adding that": the subject before. */
static bool inherited_source(const struct attribution_pass *pass, uint32_t token, struct cue *cue)
{
    const struct document *document = pass->lexed->document;
    const struct drafts *drafts = pass->drafts;
    const struct range bounds = pass->bounds;
    uint32_t before = cue->cue.first;
    const bool quotation = before > bounds.first && document->tokens[before - 1].kind == TOKEN_CLOSE;
    if (before == bounds.first || drafts->attributions_count == 0)
        return false;
    const bool follows = lexed_is(pass->lexed, token, WORD_FOLLOWS);
    if (!(follows && (document_is_mark(document, before - 1, ",") || quotation)) &&
        !(!follows && (document_is(document, before - 1, "and") || document_is(document, before - 1, "but"))))
        return false;
    const struct draft_attribution *last = &drafts->attributions[drafts->attributions_count - 1];
    if (range_empty(last->source) || range_empty(last->cue) || !token_in(bounds, last->cue.first) ||
        last->cue.first >= token)
        return false;
    for (uint32_t i = last->cue.end; i < before; i++) /* a verb between has a subject of its own */
        if (verb_is_plain(pass->lexed, i) && lexed_is(pass->lexed, i, WORD_INVERTED) && !document->tokens[i].quotation)
            return false;
    cue->source = last->source;
    cue->phrase = cue->cue;
    cue->inherited = true;
    return true;
}

/* "…, with X calling it a scandal": the subject stands between. */
static bool absolute_source(const struct attribution_pass *pass, struct cue *cue)
{
    const struct document *document = pass->lexed->document;
    const uint32_t verb = cue->cue.first;
    for (uint32_t i = verb; i > pass->bounds.first && verb - i < WITH_TOKENS_MAX; i--) {
        if (document->tokens[i - 1].kind != TOKEN_WORD || document->tokens[i - 1].quotation)
            return false;
        if (!document_is(document, i - 1, "with"))
            continue;
        cue->source = phrase_before(pass->lexed, i, verb);
        cue->phrase = (struct range){ cue->source.first, cue->cue.end };
        return cue->source.first == i && !range_empty(cue->source);
    }
    return false;
}

/* "X went on television, saying …": the subject of the sentence. */
static bool opening_source(const struct attribution_pass *pass, struct cue *cue)
{
    const struct document *document = pass->lexed->document;
    const struct range bounds = pass->bounds;
    const uint32_t before = cue->cue.first;
    if (before <= bounds.first + 1 || before - bounds.first > SOURCE_TOKENS_MAX ||
        document->tokens[bounds.first].quotation || !document_is_mark(document, before - 1, ","))
        return false;
    cue->source = phrase_after(pass->lexed, bounds.first, before - 1);
    if (range_empty(cue->source) || lexed_is(pass->lexed, cue->source.end, WORD_PREPOSITION | WORD_CONJUNCTION) ||
        document->tokens[cue->source.end].flags & TOKEN_CLITIC)
        return false;
    for (uint32_t i = cue->source.end; i + 1 < before; i++)
        if (document_is_mark(document, i, ",;:") || document->tokens[i].quotation || document_is(document, i, "that") ||
            lexed_is(pass->lexed, i, WORD_CONJUNCTION))
            return false;
    cue->phrase = cue->cue;
    cue->inherited = true;
    return true;
}

/* "We aim to reply within a day": outside quotation marks the outlet means itself. */
static bool is_outlet(const struct document *document, struct range source)
{
    return source.end == source.first + 1 && document_is(document, source.first, "we");
}

bool cue_at(const struct attribution_pass *pass, uint32_t token, struct cue *cue)
{
    const struct lexed *lexed = pass->lexed;
    const struct document *document = lexed->document;
    const struct sentence *sentence = &document->sentences[document->tokens[token].sentence];
    const struct range paragraph = document->paragraphs[sentence->paragraph].tokens;
    struct verb_group group;
    if (!verb_group_at(lexed, token, pass->bounds, &group))
        return false;

    *cue = (struct cue){ .verb = token, .cue = group.words, .particled = group.particled, .kind = group.kind };
    if (!group.auxiliary && inverted_source(pass, token, paragraph, cue)) {
        cue->cue.first = token;
        return true;
    }
    if (group.passive)
        return false;
    if (inherited_source(pass, token, cue))
        return true;
    if (lexed_is(lexed, token, WORD_FOLLOWS) && !group.auxiliary)
        return absolute_source(pass, cue) || opening_source(pass, cue);
    cue->source =
        phrase_before(lexed, subject_floor(document, group.words.first, pass->bounds.first), group.words.first);
    cue->phrase = (struct range){ cue->source.first, cue->cue.end };
    if (range_empty(cue->source) || is_outlet(document, cue->source))
        return false;
    cue->relative = cue->source.first > pass->bounds.first + 1 &&
                    document_is(document, cue->source.first - 1, "which") &&
                    document_is_mark(document, cue->source.first - 2, ",");
    return true;
}

/* Behind "according to", "as per", "as reported by"; the token itself where it is none of these. */
static uint32_t according_end(const struct lexed *lexed, uint32_t token, uint32_t end)
{
    const struct document *document = lexed->document;
    if (token + 2 >= end)
        return token;
    if (document_is(document, token, "according") && document_is(document, token + 1, "to"))
        return token + 2;
    if (!document_is(document, token, "as"))
        return token;
    if (document_is(document, token + 1, "per"))
        return token + 2;
    const bool told = lexed_is(lexed, token + 1, WORD_VERB) && lexed_is(lexed, token + 1, WORD_THAT);
    const bool behind = token > 0 && document_is_mark(document, token - 1, ",");
    return told && behind && token + 3 < end && document_is(document, token + 2, "by") ? token + 3 : token;
}

bool cue_according(const struct attribution_pass *pass, uint32_t token, struct cue *cue)
{
    const struct lexed *lexed = pass->lexed;
    const struct document *document = lexed->document;
    const struct range bounds = pass->bounds;
    const uint32_t first = according_end(lexed, token, bounds.end);
    if (first == token)
        return false;
    uint32_t end = first;
    while (end < bounds.end && !document_is_mark(document, end, ",.;:!?") && !document->tokens[end].quotation)
        if (end++ - token > ACCORDING_TOKENS_MAX)
            return false;
    *cue = (struct cue){
        .verb = token,
        .cue = { token, first },
        .source = { first, end },
        .phrase = { token, end },
    };
    /* "…, according to Ana Holt, a navy spokeswoman." */
    if (end + 1 < bounds.end && document_is_mark(document, end, ",") && token > bounds.first &&
        (lexed_is(lexed, end + 1, WORD_DETERMINER | WORD_HEAD | WORD_RANK) || document_is(document, end + 1, "who"))) {
        uint32_t further = end + 1;
        while (further < bounds.end && further - end < ACCORDING_TOKENS_MAX &&
               !document_is_mark(document, further, ".;:!?") && !document->tokens[further].quotation)
            further++;
        if (further == bounds.end || document_is_mark(document, further, ".;"))
            cue->source.end = cue->phrase.end = further;
    }
    return end > first;
}
