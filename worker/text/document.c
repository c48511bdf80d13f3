/* SPDX-License-Identifier: Apache-2.0 */
#include "text/document.h"

#include "text/clean.h"
#include "text/inner.h"

static uint32_t at_most(size_t wanted, uint32_t max)
{
    return wanted < max ? (uint32_t)wanted : max;
}

bool document_spells(const struct document *document, uint32_t token, const char *word)
{
    const struct span text = document_token(document, token);
    for (size_t i = 0; i < text.size; i++) {
        const char letter = text.data[i];
        if ((letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter) != word[i])
            return false;
    }
    return true;
}

/* A paragraph that met a limit half way is not read at all. */
static void forget(struct document *document, const struct paragraph *paragraph)
{
    document->partial = true;
    document->tokens_count = paragraph->tokens.first;
    document->quotations_count = paragraph->quotations.first;
    document->sentences_count = paragraph->sentences.first;
}

enum err document_analyse(struct arena *arena, struct span body, struct span headline, struct document **out)
{
    const uint32_t tokens_max = at_most(body.size, TOKENS_MAX);
    const uint32_t sentences_max = at_most(body.size, SENTENCES_MAX);
    struct document *document = arena_alloc(arena, sizeof *document);
    struct clean *clean = clean_new(arena, body, headline);
    if (!document || !clean || body.size > UINT32_MAX)
        return ERR_TOO_LARGE;

    *document = (struct document){
        .body = body,
        .tokens = arena_unset(arena, tokens_max, sizeof(struct token)),
        .sentences = arena_unset(arena, sentences_max, sizeof(struct sentence)),
        .quotations = arena_unset(arena, sentences_max, sizeof(struct quotation)),
        .paragraphs = arena_unset(arena, sentences_max, sizeof(struct paragraph)),
    };
    if (arena_overflowed(arena))
        return ERR_TOO_LARGE;

    struct span line;
    while (!document->partial && clean_next(clean, &line)) {
        const uint32_t start = (uint32_t)(line.data - body.data);
        struct paragraph *paragraph = &document->paragraphs[document->paragraphs_count];
        if (document->paragraphs_count == sentences_max) {
            document->partial = true;
            break;
        }
        *paragraph = (struct paragraph){ .tokens.first = document->tokens_count };
        document->partial = !token_scan(document, start, start + (uint32_t)line.size, tokens_max);
        paragraph->tokens.end = document->tokens_count;
        paragraph->quotations.first = document->quotations_count;
        paragraph->sentences.first = document->sentences_count;
        if (quotation_match(document, paragraph, sentences_max) && sentence_split(document, paragraph, sentences_max))
            document->paragraphs_count++;
        else
            forget(document, paragraph);
    }
    *out = document;
    return ERR_OK;
}
