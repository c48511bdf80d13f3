/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/language.h"

#include <strings.h>

enum { WORDS_LOOKED_AT = 200, WORDS_MIN = 20, SHARE_PERCENT = 15 };

/* Words that few other languages have and English prose cannot do without. */
static const char *const function_words[] = { "the",   "of",   "and",  "to",    "that", "was",  "with", "for",  "it",
                                              "his",   "were", "has",  "is",    "said", "from", "they", "have", "had",
                                              "by",    "at",   "this", "which", "are",  "be",   "not",  "but",  "who",
                                              "their", "been", "he",   "she",   "on",   "in",   "as" };

static bool is_function_word(const struct document *document, uint32_t i)
{
    return DOCUMENT_IS_ONE_OF(document, i, function_words);
}

bool language_is_english(const char *tag, const struct document *document)
{
    if (tag && *tag)
        return strncasecmp(tag, "en", 2) == 0 && (tag[2] == '\0' || tag[2] == '-' || tag[2] == '_');
    unsigned words = 0, english = 0;
    for (uint32_t i = 0; i < document->tokens_count && words < WORDS_LOOKED_AT; i++) {
        if (document->tokens[i].kind != TOKEN_WORD)
            continue;
        words++;
        english += is_function_word(document, i);
    }
    return words < WORDS_MIN || english * 100 >= words * SHARE_PERCENT;
}
