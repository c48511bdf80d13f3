/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/lexicon.h"

#include <stdlib.h>

#include "extract/draft.h"

enum { FORM_BYTES_MAX = 24 };

static const struct word words[] = {
#define WORD(form, classes, value) { form, classes, value },
#include "extract/lexicon.def"
#undef WORD
};

static int compare(const void *form, const void *word)
{
    return strcmp(form, ((const struct word *)word)->form);
}

const struct word *lexicon_find(struct span form)
{
    char lower[FORM_BYTES_MAX];
    if (form.size == 0 || form.size >= sizeof lower)
        return NULL;
    size_t size = 0;
    for (size_t i = 0; i < form.size; i++) {
        const char letter = form.data[i];
        if (form.size - i >= 3 && memcmp(form.data + i, "\xE2\x80\x99", 3) == 0) {
            lower[size++] = '\''; /* the curly apostrophe of "n’t" */
            i += 2;
        } else {
            lower[size++] = (char)(letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter);
        }
    }
    lower[size] = '\0';
    return bsearch(lower, words, sizeof words / sizeof *words, sizeof *words, compare);
}

enum err lexed_make(struct arena *arena, const struct document *document, struct lexed *lexed)
{
    *lexed = (struct lexed){
        .document = document,
        .words = arena_array(arena, document->tokens_count, sizeof *lexed->words),
    };
    if (!lexed->words)
        return ERR_MEMORY;
    for (uint32_t i = 0; i < document->tokens_count; i++)
        if (document->tokens[i].kind == TOKEN_WORD)
            lexed->words[i] = lexicon_find(document_token(document, i));
    return ERR_OK;
}
