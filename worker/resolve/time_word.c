/* SPDX-License-Identifier: Apache-2.0 */
#include <strings.h>

#include "resolve/time_scan.h"

enum { FORM_BYTES_MAX = 16, LETTERS = 26 };

static const struct form {
    const char *form;
    struct time_word word;
} forms[] = {
#define WORD(form, kind, value) { form, { TIME_##kind, value } },
#include "resolve/time.def"
#undef WORD
};

/* Where the forms of each first letter begin; made anew for each document,
 * as it costs less than one of its sentences. */
struct index {
    uint8_t first[LETTERS + 1];
};

static struct index make_index(void)
{
    struct index index;
    size_t at = 0;
    for (int letter = 0; letter <= LETTERS; letter++) {
        while (at < sizeof forms / sizeof *forms && forms[at].form[0] < 'a' + letter)
            at++;
        index.first[letter] = (uint8_t)at;
    }
    return index;
}

static struct time_word look_up(const struct index *index, struct span text)
{
    char lower[FORM_BYTES_MAX];
    const int letter = text.size ? (text.data[0] | 0x20) - 'a' : -1;
    if (text.size < 3 || text.size >= sizeof lower || letter < 0 || letter >= LETTERS)
        return (struct time_word){ TIME_NONE, 0 };
    for (size_t i = 0; i < text.size; i++)
        lower[i] = (char)(text.data[i] >= 'A' && text.data[i] <= 'Z' ? text.data[i] | 0x20 : text.data[i]);
    lower[text.size] = '\0';
    for (size_t i = index->first[letter]; i < index->first[letter + 1]; i++)
        if (forms[i].form[1] == lower[1] && strcmp(forms[i].form, lower) == 0)
            return forms[i].word;
    return (struct time_word){ TIME_NONE, 0 };
}

/* "1980s", "80s": the century of the second is the last in which it makes sense. */
static struct time_word decade(struct span text)
{
    int value = 0;
    if ((text.size != 5 && text.size != 3) || text.data[text.size - 1] != 's' || text.data[text.size - 2] != '0')
        return (struct time_word){ TIME_NONE, 0 };
    for (size_t i = 0; i + 2 < text.size; i++) {
        if (text.data[i] < '0' || text.data[i] > '9')
            return (struct time_word){ TIME_NONE, 0 };
        value = value * 10 + (text.data[i] - '0');
    }
    if (text.size == 3)
        value += value < 3 ? 200 : 190;
    if (value < 150 || value > 210)
        return (struct time_word){ TIME_NONE, 0 };
    return (struct time_word){ TIME_DECADE, (uint8_t)value };
}

int time_count(struct span text)
{
    int value = 0;
    size_t digits = 0;
    while (digits < text.size && digits < 4 && text.data[digits] >= '0' && text.data[digits] <= '9')
        value = value * 10 + (text.data[digits++] - '0');
    if (digits > 0)
        return digits == text.size ? value : 0;
    const struct word *word = lexicon_find(text);
    return word && word->classes & WORD_NUMBER && word->value < 10000 ? (int)word->value : 0;
}

static bool is_part(struct span text, const char *word)
{
    return strlen(word) == text.size && strncasecmp(text.data, word, text.size) == 0;
}

/* Two words joined: "third-quarter", "year-ago", "mid-May", "two-year", "day-long". */
static struct time_word joined(const struct index *index, struct span left, struct span right)
{
    const struct time_word first = look_up(index, left), second = look_up(index, right);
    if (first.kind == TIME_ORDINAL && second.kind == TIME_UNIT && second.value == UNIT_QUARTER)
        return (struct time_word){ TIME_QUARTER_NAME, first.value };
    if (first.kind == TIME_UNIT && first.value == UNIT_YEAR && is_part(right, "end"))
        return (struct time_word){ TIME_YEAR_END, 0 };
    if (first.kind == TIME_UNIT && first.value == UNIT_YEAR && (second.kind == TIME_AGO || second.kind == TIME_EDGE))
        return (struct time_word){ TIME_YEAR_AGO, 0 };
    if ((first.kind == TIME_UNIT || first.kind == TIME_UNITS) && is_part(right, "long"))
        return (struct time_word){ TIME_LENGTH, first.value };
    if (is_part(left, "mid") && second.kind == TIME_MONTH)
        return (struct time_word){ TIME_MID_MONTH, second.value };
    if (is_part(left, "mid") && right.size == 4 && time_count(right) > 1900 && time_count(right) < 2100)
        return (struct time_word){ TIME_MID_YEAR, (uint8_t)(time_count(right) - 1900) };
    if (is_part(left, "mid"))
        return second.kind == TIME_PART ? second : decade(right);
    if ((second.kind == TIME_UNIT || (second.kind == TIME_UNITS && second.value != UNIT_QUARTER)) &&
        (time_count(left) > 0 || first.kind == TIME_VAGUE))
        return (struct time_word){ TIME_LENGTH, second.value };
    return (struct time_word){ TIME_NONE, 0 };
}

static struct time_word word_of(const struct index *index, struct span text)
{
    const char *hyphen = memchr(text.data, '-', text.size);
    if (hyphen) {
        const size_t at = (size_t)(hyphen - text.data);
        return joined(index, span_slice(text, 0, at), span_slice(text, at + 1, text.size));
    }
    return text.data[0] >= '0' && text.data[0] <= '9' ? decade(text) : look_up(index, text);
}

struct time_word *time_words(struct arena *arena, const struct document *document)
{
    const struct index index = make_index();
    struct time_word *words = arena_array(arena, document->tokens_count, sizeof *words);
    for (uint32_t i = 0; words && i < document->tokens_count; i++) {
        const struct token *token = &document->tokens[i];
        if (token->kind != TOKEN_WORD || token->flags & TOKEN_CLITIC)
            continue;
        words[i] = word_of(&index, document_token(document, i));
        /* "60 Minutes", "This Week" */
        if ((words[i].kind == TIME_UNIT || words[i].kind == TIME_UNITS) && token->flags & TOKEN_CAPITAL &&
            i > document->sentences[token->sentence].tokens.first)
            words[i].kind = TIME_NONE;
        if ((words[i].kind == TIME_MONTH || words[i].kind == TIME_WEEKDAY || words[i].kind == TIME_WEEKDAYS) &&
            !(token->flags & TOKEN_CAPITAL)) /* "may", "march" */
            words[i].kind = words[i].kind == TIME_MONTH && words[i].value == 5 ? TIME_AHEAD : TIME_NONE;
    }
    return words;
}

int time_number(const struct time_scan *scan, uint32_t i, int least, int most)
{
    if (i >= scan->sentence.end)
        return 0;
    const struct span text = document_token(scan->lexed->document, i);
    int value = 0;
    size_t digits = 0;
    while (digits < text.size && digits < 4 && text.data[digits] >= '0' && text.data[digits] <= '9')
        value = value * 10 + (text.data[digits++] - '0');
    const struct span rest = span_slice(text, digits, text.size);
    const bool ordinal = most <= 31 && (span_equal(rest, SPAN("th")) || span_equal(rest, SPAN("st")) ||
                                        span_equal(rest, SPAN("nd")) || span_equal(rest, SPAN("rd")));
    return digits > 0 && (rest.size == 0 || ordinal) && value >= least && value <= most ? value : 0;
}

int time_year(const struct time_scan *scan, uint32_t i)
{
    return time_number(scan, i, 1900, 2100);
}

uint32_t time_past_comma(const struct time_scan *scan, uint32_t i)
{
    const struct document *document = scan->lexed->document;
    return i < scan->sentence.end && document->body.data[document->tokens[i].start] == ',' ? i + 1 : i;
}
