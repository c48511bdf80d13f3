/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TEXT_DOCUMENT_H
#define TEXT_DOCUMENT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/span.h"

#include <stdint.h>

/* A body as paragraphs, sentences, tokens and quotations.
 *
 * start and end are bytes of the body, on character boundaries; first and end
 * of a range are tokens. Whatever is not read (blank and repeated lines) has
 * no tokens. */
struct range {
    uint32_t first, end; /* tokens, end excluded */
};

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_PUNCTUATION, TOKEN_OPEN, TOKEN_CLOSE };
enum { TOKEN_CAPITAL = 1, TOKEN_ABBREVIATION = 2, TOKEN_CLITIC = 4 };

struct token {
    uint32_t start, end;
    uint32_t sentence;
    uint32_t quotation; /* index + 1 of the quotation it stands in, marks included; 0: none */
    uint8_t kind;
    uint8_t flags;
};

struct sentence {
    struct range tokens;
    uint32_t paragraph;
};

/* Outermost quotation marks only: what is quoted inside a quotation is part of it. */
struct quotation {
    struct range tokens; /* with the marks */
    uint32_t paragraph;
    bool closed;    /* else it runs to the end of its paragraph */
    bool continues; /* opens a paragraph after one whose last quotation was not closed */
};

/* One line of the body. */
struct paragraph {
    struct range tokens;
    struct range sentences;
    struct range quotations;
};

struct document {
    struct span body;
    struct token *tokens;
    struct sentence *sentences;
    struct quotation *quotations;
    struct paragraph *paragraphs;
    uint32_t tokens_count, sentences_count, quotations_count, paragraphs_count;
    bool partial; /* a limit of base/limits.h was met: the rest of the body is unread */
};

/* Reads the body, which the document goes on pointing at; lines that repeat
 * the headline (may be empty) are not read. TOO_LARGE when the
 * arena is full or the body is over 4 GiB. */
enum err document_analyse(struct arena *arena, struct span body, struct span headline, struct document **document);

static inline struct span document_token(const struct document *document, uint32_t token)
{
    const struct token *found = &document->tokens[token];
    return span_slice(document->body, found->start, found->end);
}

static inline bool token_in(struct range range, uint32_t token)
{
    return token >= range.first && token < range.end;
}

/* document_is for a token of the word's size. */
bool document_spells(const struct document *document, uint32_t token, const char *word);

/* True when the token is this word, given in ASCII lower case; its case does not matter. */
static inline bool document_is(const struct document *document, uint32_t token, const char *word)
{
    const struct token *found = &document->tokens[token];
    const char first = document->body.data[found->start];
    return (first == word[0] || (first >= 'A' && first <= 'Z' && first + ('a' - 'A') == word[0])) &&
           found->end - found->start == strlen(word) && document_spells(document, token, word);
}

static inline bool document_is_one_of(const struct document *document, uint32_t token, const char *const *words,
                                      size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (document_is(document, token, words[i]))
            return true;
    return false;
}

/* document_is_one_of, of an array; of words that are written out. */
#define DOCUMENT_IS_ONE_OF(document, token, words)                                                                     \
    document_is_one_of(document, token, words, sizeof(words) / sizeof *(words))
#define DOCUMENT_IS(document, token, ...) DOCUMENT_IS_ONE_OF(document, token, ((const char *const[]){ __VA_ARGS__ }))

/* True when the token is punctuation that begins with one of these bytes. */
static inline bool document_is_mark(const struct document *document, uint32_t token, const char *marks)
{
    return document->tokens[token].kind == TOKEN_PUNCTUATION &&
           strchr(marks, document->body.data[document->tokens[token].start]);
}

#endif
