/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/noun.h"

#include "base/lookup.h"
#include "extract/phrase.h"

enum { FORM_BYTES_MAX = 24 };

static const struct noun {
    const char *lemma;
    unsigned classes;
} nouns[] = {
#define NOUN(lemma, classes) { lemma, classes },
#include "extract/noun.def"
#undef NOUN
};

LOOKUP(nouns_by_lemma, nouns, 8192);

static unsigned find(const char *form)
{
    const struct noun *noun = lookup_find(&nouns_by_lemma, form);
    return noun ? noun->classes : 0;
}

static bool ends_with(const char *form, size_t size, const char *ending)
{
    const size_t length = strlen(ending);
    return size > length && memcmp(form + size - length, ending, length) == 0;
}

/* The token in lower case; its part behind the last hyphen, "vice-president". 0 when it is too long. */
static size_t fold(const struct lexed *lexed, uint32_t token, char form[FORM_BYTES_MAX])
{
    struct span text = document_token(lexed->document, token);
    for (size_t i = text.size; i > 0; i--)
        if (text.data[i - 1] == '-') {
            text = span_slice(text, i, text.size);
            break;
        }
    if (text.size == 0 || text.size >= FORM_BYTES_MAX)
        return 0;
    for (size_t i = 0; i < text.size; i++)
        form[i] = (char)(text.data[i] >= 'A' && text.data[i] <= 'Z' ? text.data[i] + ('a' - 'A') : text.data[i]);
    form[text.size] = '\0';
    return text.size;
}

/* "bodies", "churches", "guards", "policemen" to what the table has. */
static unsigned find_plural(char *form, size_t size)
{
    if (ends_with(form, size, "men")) {
        form[size - 2] = 'a';
        return find(form);
    }
    if (!ends_with(form, size, "s") || ends_with(form, size, "ss"))
        return 0;
    form[size - 1] = '\0';
    unsigned classes = find(form);
    if (!classes && ends_with(form, size - 1, "ie")) {
        memcpy(form + size - 3, "y", 2);
        classes = find(form);
    } else if (!classes && ends_with(form, size - 1, "e")) {
        form[size - 2] = '\0';
        classes = find(form);
    }
    return classes;
}

unsigned noun_classes(const struct lexed *lexed, uint32_t token)
{
    char form[FORM_BYTES_MAX];
    if (lexed->document->tokens[token].kind != TOKEN_WORD)
        return 0;
    if (lexed_is(lexed, token, WORD_PRONOUN | WORD_PRO))
        return NOUN_PRONOUN;
    unsigned classes = lexed_is(lexed, token, WORD_PERSONS | WORD_RANK) ? NOUN_PERSON : 0;
    classes |= lexed_is(lexed, token, WORD_INSTITUTION) ? NOUN_GROUP : 0;
    const size_t size = fold(lexed, token, form);
    if (size > 0) {
        classes |= find(form);
        classes |= find_plural(form, size);
    }
    if (!classes && lexed_is(lexed, token, WORD_HEAD))
        return NOUN_GROUP;
    if (!classes && phrase_is_name(lexed, token))
        return NOUN_NAME;
    return classes;
}

bool noun_is_plural(const struct lexed *lexed, uint32_t token)
{
    static const char *const irregular[] = { "people", "men",       "women", "children", "troops", "police",
                                             "crew",   "personnel", "staff", "aircraft", "dead",   "cattle" };
    char form[FORM_BYTES_MAX];
    const size_t size = fold(lexed, token, form);
    if (size < 3 || lexed->document->tokens[token].kind != TOKEN_WORD)
        return false;
    for (size_t i = 0; i < sizeof irregular / sizeof *irregular; i++)
        if (strcmp(form, irregular[i]) == 0)
            return true;
    if (ends_with(form, size, "men"))
        return true;
    return ends_with(form, size, "s") && !ends_with(form, size, "ss") && !ends_with(form, size, "us") &&
           !ends_with(form, size, "is");
}
