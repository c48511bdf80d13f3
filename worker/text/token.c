/* SPDX-License-Identifier: Apache-2.0 */
#include "text/inner.h"
#include "text/utf8.h"

#include <strings.h>

/* Tokens much as the Penn Treebank has them: "didn't" is "did" and "n't",
 * "Serbia's" is "Serbia" and "'s", "U.S." and "Sept." keep their points. */

/* Capitalised words whose point is not the end of a sentence. */
static const char *const abbreviations[] = {
    "mr",   "mrs", "ms",   "dr",   "prof", "gen", "col",  "capt",  "lt",  "sgt",  "maj", "cmdr",
    "gov",  "sen", "rep",  "rev",  "hon",  "st",  "jr",   "sr",    "inc", "ltd",  "co",  "corp",
    "mt",   "jan", "feb",  "mar",  "apr",  "jun", "jul",  "aug",   "sep", "sept", "oct", "nov",
    "dec",  "mon", "tue",  "tues", "wed",  "thu", "thur", "thurs", "fri", "sat",  "sun", "approx",
    "dept", "adm", "asst", "brig", "cllr", "cpl", "det",  "insp",  "pte", "supt",
};

struct cursor {
    struct span text; /* the body cut at the end of the line */
    size_t at;
};

static uint32_t peek(const struct cursor *cursor, size_t at, enum character *class, size_t *next)
{
    *class = CHARACTER_SPACE;
    *next = at;
    if (at >= cursor->text.size)
        return 0;
    const uint32_t character = utf8_next(cursor->text, next);
    *class = utf8_class(character);
    return character;
}

static bool is_apostrophe(uint32_t character)
{
    return character == '\'' || character == 0x2019;
}

/* Size of the clitic's letters at `at`, just past an apostrophe; 0: none. */
static size_t clitic_size(const struct cursor *cursor, size_t at)
{
    static const char *const clitics[] = { "s", "t", "re", "ve", "ll", "d", "m" };
    for (size_t i = 0; i < sizeof clitics / sizeof *clitics; i++) {
        const size_t size = strlen(clitics[i]);
        if (at + size > cursor->text.size || strncasecmp(cursor->text.data + at, clitics[i], size) != 0)
            continue;
        enum character class;
        size_t next;
        peek(cursor, at + size, &class, &next);
        if (!utf8_in_word(class))
            return size;
    }
    return 0;
}

/* May the word go on across the character at `at`, which is no letter or
 * digit? `single`: the word so far is single letters with points between. */
static bool word_crosses(const struct cursor *cursor, size_t at, bool single, bool digits)
{
    enum character class, after;
    size_t next, end;
    const uint32_t character = peek(cursor, at, &class, &next);
    peek(cursor, next, &after, &end);
    if (!utf8_in_word(after))
        return false;
    if (character == '-' || character == 0x2010 || character == 0x2011 || character == '&')
        return true;
    if (is_apostrophe(character))
        return !digits && clitic_size(cursor, next) == 0;
    if (character == '.')
        return after == CHARACTER_DIGIT ? digits : single || (after == CHARACTER_LOWER && !digits);
    return digits && after == CHARACTER_DIGIT && (character == ',' || character == ':');
}

static bool is_abbreviation(struct span word)
{
    if (word.size == 1)
        return word.data[0] >= 'A' && word.data[0] <= 'Z' && word.data[0] != 'I';
    if (word.data[0] < 'A' || word.data[0] > 'Z')
        return false;
    for (size_t i = 0; i < sizeof abbreviations / sizeof *abbreviations; i++)
        if (strlen(abbreviations[i]) == word.size && strncasecmp(abbreviations[i], word.data, word.size) == 0)
            return true;
    return false;
}

/* "No. 7", "art. 12", "Rs. 500": a point that a number follows. */
static bool is_numbering(const struct cursor *cursor, struct span word)
{
    static const char *const words[] = {
        "no", "nos", "art", "para", "sec", "vol", "pp", "rs", "tk", "shs", "sh", "fr"
    };
    size_t at = cursor->at + 1; /* behind the point */
    while (at < cursor->text.size && cursor->text.data[at] == ' ')
        at++;
    if (at == cursor->at + 1 || at >= cursor->text.size || cursor->text.data[at] < '0' || cursor->text.data[at] > '9')
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == word.size && strncasecmp(words[i], word.data, word.size) == 0)
            return true;
    return false;
}

static bool starts(struct span text, size_t at, const char *with)
{
    const size_t size = strlen(with);
    return at + size <= text.size && memcmp(text.data + at, with, size) == 0;
}

/* "R2.3 billion", "K60,000": the size of the letters that stand for money before the number at `at`; 0: none do. */
static size_t money_letters(struct span text, size_t at)
{
    enum { NUMBER_BYTES_MAX = 20 };
    static const char *const letters[] = {
#define MONEY_LETTERS(letters, code) letters,
#include "text/money.def"
#undef MONEY_LETTERS
    };
    static const char *const scales[] = { " million", " billion", " trillion", "m", "bn" };
    size_t size = 0;
    if (!strchr("KLNPQRSTU", text.data[at]))
        return 0;
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (starts(text, at, letters[i]))
            size = strlen(letters[i]) > size ? strlen(letters[i]) : size;
    size_t end = at + size, comma = 0;
    while (size > 0 && end < text.size && end - at < NUMBER_BYTES_MAX && strchr("0123456789.,", text.data[end])) {
        comma = text.data[end] == ',' ? end : comma;
        end++;
    }
    if (size == 0 || end == at + size || text.data[at + size] < '0' || text.data[at + size] > '9')
        return 0;
    if (comma && end - comma >= 4)
        return size;
    for (size_t i = 0; i < sizeof scales / sizeof *scales; i++)
        if (starts(text, end, scales[i]))
            return size;
    return 0;
}

static void scan_word(struct cursor *cursor, struct token *token)
{
    const size_t start = cursor->at, money = money_letters(cursor->text, start);
    bool single = true, digits = true, dotted = false;
    size_t run = 0; /* characters since the last point */

    token->kind = TOKEN_WORD;
    if (money > 0) {
        cursor->at += money;
        token->flags |= TOKEN_CAPITAL;
        return;
    }
    for (;;) {
        enum character class;
        size_t next;
        const uint32_t character = peek(cursor, cursor->at, &class, &next);
        if (utf8_in_word(class)) {
            if (cursor->at == start && class == CHARACTER_UPPER)
                token->flags |= TOKEN_CAPITAL;
            digits &= class == CHARACTER_DIGIT;
            single &= run == 0 && !digits;
            run++;
        } else if (cursor->at < cursor->text.size && word_crosses(cursor, cursor->at, single, digits)) {
            dotted |= character == '.';
            single &= character == '.';
            run = 0;
        } else {
            break;
        }
        cursor->at = next;
    }
    if (digits)
        token->kind = TOKEN_NUMBER;

    const bool point = cursor->at < cursor->text.size && cursor->text.data[cursor->at] == '.';
    const struct span word = span_slice(cursor->text, start, cursor->at);
    if (point && !digits && ((single && dotted) || is_abbreviation(word) || is_numbering(cursor, word))) {
        cursor->at++;
        token->flags |= TOKEN_ABBREVIATION;
        return;
    }
    /* "didn't" and "didn’t": the n belongs to what follows. */
    enum character class;
    size_t next;
    if (is_apostrophe(peek(cursor, cursor->at, &class, &next)) && word.size > 1 &&
        (word.data[word.size - 1] | 0x20) == 'n' && clitic_size(cursor, next) == 1 &&
        (cursor->text.data[next] | 0x20) == 't')
        cursor->at--;
}

/* "'s" and "n't" straight after a word. */
static bool scan_clitic(struct cursor *cursor, struct token *token)
{
    enum character class;
    size_t next;
    uint32_t character = peek(cursor, cursor->at, &class, &next);
    if ((character | 0x20) == 'n')
        character = peek(cursor, next, &class, &next);
    if (!is_apostrophe(character))
        return false;
    const size_t size = clitic_size(cursor, next);
    if (size == 0)
        return false;
    cursor->at = next + size;
    token->kind = TOKEN_WORD;
    token->flags = TOKEN_CLITIC;
    return true;
}

/* One mark; runs of points, dashes and doubled ` and ' stay together. */
static void scan_punctuation(struct cursor *cursor, struct token *token)
{
    const size_t start = cursor->at;
    token->kind = TOKEN_PUNCTUATION;
    utf8_next(cursor->text, &cursor->at);
    const char mark = cursor->text.data[start];
    const size_t run_max = mark == '.' || mark == '-' ? 16 : mark == '`' || mark == '\'' ? 2 : 1;
    while (cursor->at < cursor->text.size && cursor->text.data[cursor->at] == mark && cursor->at - start < run_max)
        cursor->at++;
}

bool token_scan(struct document *document, uint32_t start, uint32_t end, uint32_t tokens_max)
{
    struct cursor cursor = { { document->body.data, end }, start };
    size_t word_end = SIZE_MAX; /* where the last word ended */

    for (;;) {
        enum character class;
        size_t next;
        peek(&cursor, cursor.at, &class, &next);
        if (cursor.at >= end)
            return true;
        if (class == CHARACTER_SPACE) {
            cursor.at = next;
            continue;
        }
        if (document->tokens_count == tokens_max)
            return false;
        struct token *token = &document->tokens[document->tokens_count++];
        *token = (struct token){ .start = (uint32_t)cursor.at };
        if (word_end == cursor.at && scan_clitic(&cursor, token))
            word_end = SIZE_MAX;
        else if (utf8_in_word(class)) {
            scan_word(&cursor, token);
            word_end = cursor.at;
        } else
            scan_punctuation(&cursor, token);
        token->end = (uint32_t)cursor.at;
    }
}
