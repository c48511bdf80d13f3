/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/attribution.h"

enum { SOURCE_TOKENS_MAX = 24, ACCORDING_TOKENS_MAX = 12 };

static bool is_mark(const struct document *document, uint32_t i, const char *marks)
{
    return document->tokens[i].kind == TOKEN_PUNCTUATION &&
           strchr(marks, document->body.data[document->tokens[i].start]);
}

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
    return i >= end || is_mark(document, i, ".,;:!?") || document->tokens[i].kind == TOKEN_OPEN;
}

static bool after_quotation(const struct document *document, uint32_t i, uint32_t first)
{
    if (i > first && is_mark(document, i - 1, ","))
        i--;
    return i > first && document->tokens[i - 1].kind == TOKEN_CLOSE;
}

/* "…," said X. Without a quotation before it X must stand alone up to a mark,
 * or "said X" would take the first words of what is said. */
static bool inverted_source(const struct attribution_pass *pass, uint32_t token, struct range paragraph,
                            struct range sentence, struct cue *cue)
{
    const struct document *document = pass->lexed->document;
    const bool quoted = after_quotation(document, token, paragraph.first);
    if (!lexed_is(pass->lexed, token, WORD_INVERTED) || document_is(document, token, "told") ||
        document_is(document, token, "tells"))
        return false;
    if (!quoted && (token == sentence.first || !is_mark(document, token - 1, ",") ||
                    lexed_is(pass->lexed, token, WORD_ADDRESSEE) ||
                    !range_empty(phrase_before(pass->lexed, subject_floor(document, token, sentence.first), token))))
        return false;
    cue->source = phrase_after(pass->lexed, token + 1, sentence.end);
    if (range_empty(cue->source) || (!quoted && !ends_phrase(document, cue->source.end, sentence.end)))
        return false;
    cue->inverted = true;
    cue->phrase = (struct range){ token, cue->source.end };
    return true;
}

/* "X said … and added", "…, adding that": the subject before. */
static bool inherited_source(const struct attribution_pass *pass, uint32_t token, struct range sentence,
                             struct cue *cue)
{
    const struct document *document = pass->lexed->document;
    const struct drafts *drafts = pass->drafts;
    uint32_t before = token;
    while (before > sentence.first && lexed_is(pass->lexed, before - 1, WORD_ADVERB))
        before--;
    if (before == sentence.first || drafts->attributions_count == 0)
        return false;
    const bool follows = lexed_is(pass->lexed, token, WORD_FOLLOWS);
    if (!(follows && is_mark(document, before - 1, ",")) && !(!follows && document_is(document, before - 1, "and")))
        return false;
    const struct draft_attribution *last = &drafts->attributions[drafts->attributions_count - 1];
    if (range_empty(last->source) || range_empty(last->cue) || !token_in(sentence, last->cue.first) ||
        last->cue.first >= token)
        return false;
    for (uint32_t i = last->cue.end; i < before; i++) /* a verb between has a subject of its own */
        if (lexed_is(pass->lexed, i, WORD_VERB) && !document->tokens[i].quotation)
            return false;
    cue->source = last->source;
    cue->phrase = cue->cue;
    cue->inherited = true;
    return true;
}

bool cue_at(const struct attribution_pass *pass, uint32_t token, struct cue *cue)
{
    const struct document *document = pass->lexed->document;
    const struct sentence *sentence = &document->sentences[document->tokens[token].sentence];
    const struct range paragraph = document->paragraphs[sentence->paragraph].tokens;
    if (!lexed_is(pass->lexed, token, WORD_VERB))
        return false;

    *cue = (struct cue){ .verb = token, .cue = { token, token + 1 } };
    if (document_is(document, token, "called") || document_is(document, token, "calls")) {
        if (token + 1 >= sentence->tokens.end ||
            !(document_is(document, token + 1, "on") || document_is(document, token + 1, "for")))
            return false;
        cue->cue.end++;
    }
    if (inverted_source(pass, token, paragraph, sentence->tokens, cue))
        return true;
    if (inherited_source(pass, token, sentence->tokens, cue))
        return true;
    if (lexed_is(pass->lexed, token, WORD_FOLLOWS))
        return false;
    cue->source = phrase_before(pass->lexed, subject_floor(document, token, sentence->tokens.first), token);
    cue->phrase = (struct range){ cue->source.first, cue->cue.end };
    return !range_empty(cue->source);
}

bool cue_according(const struct attribution_pass *pass, uint32_t token, struct cue *cue)
{
    const struct document *document = pass->lexed->document;
    const struct range sentence = document->sentences[document->tokens[token].sentence].tokens;
    if (!document_is(document, token, "according") || token + 2 >= sentence.end ||
        !document_is(document, token + 1, "to"))
        return false;
    uint32_t end = token + 2;
    while (end < sentence.end && !is_mark(document, end, ",.;:") && document->tokens[end].kind != TOKEN_OPEN)
        if (end++ - token > ACCORDING_TOKENS_MAX)
            return false;
    *cue = (struct cue){
        .verb = token,
        .cue = { token, token + 2 },
        .source = { token + 2, end },
        .phrase = { token, end },
    };
    return end > token + 2;
}
