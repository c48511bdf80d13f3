/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/normal.h"

#include <libstemmer.h>
#include <stdio.h>
#include <stdlib.h>
#include <utf8proc.h>

#include "base/hash.h"
#include "extract/lexicon.h"

enum { CHARACTERS_MAX = 256, STEMMED_MAX = 4096, STEMMED_BYTES_MAX = 23, SMALL_WORD_BYTES = 5 };

static size_t fold_ascii(struct span text, char *folded)
{
    for (size_t i = 0; i < text.size; i++) {
        if ((unsigned char)text.data[i] >= 0x80)
            return 0;
        folded[i] = (char)(text.data[i] >= 'A' && text.data[i] <= 'Z' ? text.data[i] + ('a' - 'A') : text.data[i]);
    }
    return text.size;
}

size_t normal_fold(struct span text, char *folded, size_t folded_max)
{
    utf8proc_int32_t characters[CHARACTERS_MAX];
    if (text.size > NORMAL_BYTES_MAX)
        return 0;
    if (text.size <= folded_max && fold_ascii(text, folded) == text.size)
        return text.size;
    const utf8proc_ssize_t count =
        utf8proc_decompose((const utf8proc_uint8_t *)text.data, (utf8proc_ssize_t)text.size, characters, CHARACTERS_MAX,
                           UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
    if (count <= 0 || count > CHARACTERS_MAX)
        return 0;
    size_t size = 0;
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        utf8proc_uint8_t encoded[4];
        const utf8proc_ssize_t bytes = utf8proc_encode_char(characters[i] == 0x2019 ? '\'' : characters[i], encoded);
        if (bytes <= 0 || size + (size_t)bytes > folded_max)
            return 0;
        memcpy(folded + size, encoded, (size_t)bytes);
        size += (size_t)bytes;
    }
    return size;
}

/* A text says a word more than once, and a reading stems it for more than one purpose. */
struct stemmed {
    uint8_t word_size, stem_size; /* 0: free */
    char word[STEMMED_BYTES_MAX], stem[STEMMED_BYTES_MAX];
};

struct stemmer {
    struct sb_stemmer *english;
    struct stemmed known[STEMMED_MAX]; /* by hash; the newer word takes the place */
};

/* What the last reading of this thread stemmed serves the next: a stem depends on its word alone. */
static _Thread_local struct stemmer *kept;

struct stemmer *stemmer_new(void)
{
    struct stemmer *stemmer = kept;
    kept = NULL;
    if (stemmer)
        return stemmer;
    stemmer = calloc(1, sizeof *stemmer);
    if (!stemmer)
        return NULL;
    stemmer->english = sb_stemmer_new("english", "UTF_8");
    if (stemmer->english)
        return stemmer;
    free(stemmer);
    return NULL;
}

void stemmer_free(struct stemmer *stemmer)
{
    if (!stemmer)
        return;
    if (!kept) {
        kept = stemmer;
        return;
    }
    sb_stemmer_delete(stemmer->english);
    free(stemmer);
}

struct span stemmer_stem(struct stemmer *stemmer, struct span folded)
{
    const bool short_word = folded.size > 0 && folded.size <= STEMMED_BYTES_MAX;
    struct stemmed *known = &stemmer->known[short_word ? hash64(folded.data, folded.size, 0) % STEMMED_MAX : 0];
    if (short_word && span_equal(folded, (struct span){ known->word, known->word_size }))
        return (struct span){ known->stem, known->stem_size };
    const sb_symbol *stem = sb_stemmer_stem(stemmer->english, (const sb_symbol *)folded.data, (int)folded.size);
    if (!stem)
        return folded;
    const struct span found = { (const char *)stem, (size_t)sb_stemmer_length(stemmer->english) };
    if (short_word && found.size <= STEMMED_BYTES_MAX) {
        memcpy(known->word, folded.data, folded.size);
        memcpy(known->stem, found.data, found.size);
        known->word_size = (uint8_t)folded.size;
        known->stem_size = (uint8_t)found.size;
    }
    return found;
}

bool normal_is_stop(struct span folded)
{
    static const struct span more[] = { SPAN("me"),  SPAN("us"),   SPAN("him"),   SPAN("her"), SPAN("them"),
                                        SPAN("you"), SPAN("your"), SPAN("their"), SPAN("his"), SPAN("s"),
                                        SPAN("t"),   SPAN("as"),   SPAN("than"),  SPAN("too"), SPAN("very") };
    const struct word *word = lexicon_find(folded);
    if (word && word->classes &
                    (WORD_PREPOSITION | WORD_AUXILIARY | WORD_NEGATION | WORD_CONJUNCTION | WORD_PRONOUN | WORD_PRO))
        return word->value == 0;
    if (word && word->classes & (WORD_DETERMINER | WORD_SUBORDINATOR | WORD_NONE))
        return word->value == 0 && !(word->classes & WORD_MANY);
    for (size_t i = 0; folded.size <= SMALL_WORD_BYTES && i < sizeof more / sizeof *more; i++)
        if (span_equal(folded, more[i]))
            return true;
    return false;
}

/* A run of letters and digits of one token. `tens` holds a "twenty" that waits for its ones. */
static void give_run(struct span run, uint32_t *tens, normal_take *take, void *context)
{
    const struct word *word = lexicon_find(run);
    char digits[16];
    uint32_t value = word && word->classes & WORD_NUMBER ? word->value : 0;
    if (value > 0 && word->classes & WORD_TENS) {
        *tens = value;
        return;
    }
    if (*tens > 0) {
        const bool joins = value > 0 && value < 10;
        const int size = snprintf(digits, sizeof digits, "%u", *tens + (joins ? value : 0));
        *tens = 0;
        take(context, (struct span){ digits, (size_t)size });
        if (joins)
            return;
    }
    if (value > 0) {
        const int size = snprintf(digits, sizeof digits, "%u", value);
        run = (struct span){ digits, (size_t)size };
    }
    take(context, run);
}

static bool in_run(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') || (unsigned char)byte >= 0x80;
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* "86m", "1.2bn": the word for its scale; the digits are left in `folded`. NULL: there are no such letters. */
static const char *scale_cut(struct span *folded)
{
    static const struct {
        const char *letters, *word;
    } scales[] = { { "m", "million" }, { "bn", "billion" }, { "tn", "trillion" } };
    for (size_t i = 0; folded->size > 1 && is_digit(folded->data[0]) && i < sizeof scales / sizeof *scales; i++) {
        const size_t size = strlen(scales[i].letters), rest = folded->size > size ? folded->size - size : 0;
        if (rest > 0 && is_digit(folded->data[rest - 1]) && memcmp(folded->data + rest, scales[i].letters, size) == 0) {
            folded->size = rest;
            return scales[i].word;
        }
    }
    return NULL;
}

static void give_token(struct span folded, bool number, normal_take *take, void *context)
{
    char run[NORMAL_BYTES_MAX * 4];
    size_t size = 0;
    uint32_t tens = 0;
    const char *scale = scale_cut(&folded);
    number |= scale != NULL;
    for (size_t i = 0; i <= folded.size; i++) {
        const bool decimal = number && i + 1 < folded.size && folded.data[i] == '.' && size > 0 &&
                             is_digit(run[size - 1]) && is_digit(folded.data[i + 1]);
        if (decimal || (i < folded.size && in_run(folded.data[i]))) {
            run[size++] = folded.data[i];
            continue;
        }
        if (i < folded.size &&
            ((number && folded.data[i] == ',') || folded.data[i] == '\'' || (!number && folded.data[i] == '.')))
            continue;
        if (size > 0)
            give_run((struct span){ run, size }, &tens, take, context);
        size = 0;
    }
    if (tens > 0) {
        const int digits = snprintf(run, sizeof run, "%u", tens);
        take(context, (struct span){ run, (size_t)digits });
    }
    if (scale)
        take(context, span_of(scale));
}

void normal_words(const struct document *document, struct range tokens, normal_take *take, void *context)
{
    char folded[NORMAL_BYTES_MAX * 4];
    for (uint32_t i = tokens.first; i < tokens.end; i++) {
        const struct token *token = &document->tokens[i];
        if ((token->kind != TOKEN_WORD && token->kind != TOKEN_NUMBER) || token->flags & TOKEN_CLITIC)
            continue;
        const size_t size = normal_fold(document_token(document, i), folded, sizeof folded);
        if (size > 0)
            give_token((struct span){ folded, size }, token->kind == TOKEN_NUMBER, take, context);
    }
}
