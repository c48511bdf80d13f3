/* SPDX-License-Identifier: Apache-2.0 */
#include "train/treebank.h"

#include "model/arcs.h"
#include "model/names.h"
#include "train/learner.h"

#include <stdlib.h>

enum { COLUMNS = 10, COLUMNS_LEAST = 8 };

struct reading {
    struct treebank *treebank;
    struct gold_token tokens[ARCS_TOKENS_MAX];
    uint32_t count; /* ARCS_TOKENS_MAX + 1: too long, left out */
};

static void drop_tokens(struct reading *reading)
{
    const uint32_t kept = reading->count < ARCS_TOKENS_MAX ? reading->count : ARCS_TOKENS_MAX;
    for (uint32_t i = 0; i < kept; i++) {
        free(reading->tokens[i].text);
        reading->tokens[i].text = NULL;
    }
    reading->count = 0;
}

static struct gold_sentence *append(struct treebank *treebank, uint32_t count)
{
    if (treebank->count == treebank->room) {
        treebank->room = treebank->room ? treebank->room * 2 : 1024;
        treebank->sentences = realloc(treebank->sentences, treebank->room * sizeof *treebank->sentences);
        if (!treebank->sentences)
            exit(75);
    }
    struct gold_sentence *sentence = &treebank->sentences[treebank->count++];
    sentence->tokens = must_calloc(count, sizeof *sentence->tokens);
    sentence->forms = must_calloc(count, sizeof *sentence->forms);
    sentence->tags = must_calloc(count, 1);
    sentence->count = count;
    return sentence;
}

static bool end_sentence(struct reading *reading)
{
    struct treebank *treebank = reading->treebank;
    const uint32_t count = reading->count;
    if (count == 0 || count > ARCS_TOKENS_MAX) {
        drop_tokens(reading);
        return true;
    }
    for (uint32_t i = 0; i < count; i++) {
        if (reading->tokens[i].head > count)
            return false;
        if (reading->tokens[i].head == 0)
            reading->tokens[i].head = (uint16_t)(count + 1);
    }
    const struct gold_sentence *sentence = append(treebank, count);
    memcpy(sentence->tokens, reading->tokens, count * sizeof *sentence->tokens);
    reading->count = 0;
    return true;
}

/* Cuts the line at its tabs in place. */
static size_t cut(char *line, char *columns[COLUMNS])
{
    size_t count = 0;
    line[strcspn(line, "\r\n")] = '\0';
    for (char *at = line; at && count < COLUMNS; count++)
        columns[count] = strsep(&at, "\t");
    return count;
}

static bool read_line(struct reading *reading, char *line)
{
    char *columns[COLUMNS];
    if (line[0] == '#')
        return true;
    if (line[0] == '\n' || line[0] == '\r' || line[0] == '\0')
        return end_sentence(reading);
    if (cut(line, columns) < COLUMNS_LEAST)
        return false;
    if (strpbrk(columns[0], "-."))
        return true;
    if (reading->count >= ARCS_TOKENS_MAX) {
        if (reading->count == ARCS_TOKENS_MAX) {
            drop_tokens(reading);
            reading->count = ARCS_TOKENS_MAX + 1;
        }
        return true;
    }
    char *end;
    const unsigned long head = strtoul(columns[6], &end, 10);
    if (*end || end == columns[6] || head > ARCS_TOKENS_MAX)
        return false;
    reading->tokens[reading->count++] = (struct gold_token){
        .text = strdup(columns[1]),
        .tag = tag_of(columns[3], columns[4]),
        .relation = relation_of(columns[7]),
        .head = (uint16_t)head,
    };
    return true;
}

bool treebank_read(struct treebank *treebank, FILE *file, const char *name)
{
    struct reading *reading = must_calloc(1, sizeof *reading);
    char *line = NULL;
    size_t room = 0;
    uint32_t number = 0;
    bool fine = true;

    reading->treebank = treebank;
    while (fine && getline(&line, &room, file) != -1) {
        number++;
        fine = read_line(reading, line);
    }
    if (fine)
        fine = end_sentence(reading);
    if (!fine) {
        fprintf(stderr, "trainer: %s:%u: no line of CoNLL-U, or a head that is no word\n", name, number);
        drop_tokens(reading);
    }
    free(line);
    free(reading);
    return fine;
}

void treebank_free(struct treebank *treebank)
{
    for (uint32_t i = 0; i < treebank->count; i++) {
        struct gold_sentence *sentence = &treebank->sentences[i];
        for (uint32_t k = 0; k < sentence->count; k++)
            free(sentence->tokens[k].text);
        free(sentence->tokens);
        free(sentence->forms);
        free(sentence->tags);
    }
    free(treebank->sentences);
    *treebank = (struct treebank){ 0 };
}

/* Does a word end at `at`, so that another one begins behind it? */
static bool ends_word(const struct gold_sentence *sentence, uint32_t at)
{
    const struct gold_token *tokens = sentence->tokens;
    return at + 1 == sentence->count || (tokens[at].tag != TAG_PUNCT_HYPH && tokens[at + 1].tag != TAG_PUNCT_HYPH);
}

/* The forms of [first, end) as one. */
static char *joined(const struct gold_sentence *sentence, uint32_t first, uint32_t end)
{
    size_t size = 1;
    for (uint32_t i = first; i < end; i++)
        size += strlen(sentence->tokens[i].text);
    char *text = must_calloc(size, 1);
    for (uint32_t i = first; i < end; i++)
        strcat(text, sentence->tokens[i].text);
    return text;
}

/* places: of each word of `from`, and of its root, the number in `to`. A compound is what its part is that hangs
 * on a word outside. */
static void join(const struct gold_sentence *from, const uint16_t *places, struct gold_sentence *to)
{
    for (uint32_t first = 0, end; first < from->count; first = end) {
        const uint16_t place = places[first + 1];
        const struct gold_token *part = &from->tokens[first];
        for (end = first + 1; end < from->count && places[end + 1] == place; end++)
            if (places[part->head] == place)
                part = &from->tokens[end];
        to->tokens[place - 1] =
            (struct gold_token){ joined(from, first, end), part->tag, part->relation, places[part->head] };
    }
}

void treebank_join_hyphens(struct treebank *treebank)
{
    const uint32_t count = treebank->count;
    for (uint32_t i = 0; i < count; i++) {
        const struct gold_sentence from = treebank->sentences[i];
        uint16_t places[ARCS_TOKENS_MAX + 2] = { 0 }, place = 1;
        for (uint32_t k = 0; k < from.count; k++) {
            places[k + 1] = place;
            if (ends_word(&from, k))
                place++;
        }
        places[from.count + 1] = place;
        if (place - 1u < from.count)
            join(&from, places, append(treebank, place - 1u));
    }
}

void treebank_read_forms(struct treebank *treebank, const struct vocabulary *vocabulary)
{
    for (uint32_t i = 0; i < treebank->count; i++) {
        const struct gold_sentence *sentence = &treebank->sentences[i];
        for (uint32_t k = 0; k < sentence->count; k++)
            form_read(vocabulary, span_of(sentence->tokens[k].text), &sentence->forms[k]);
    }
}

/* Does the word stand below the head? Bounded, should heads go round. */
static bool is_below(const struct gold_sentence *sentence, uint32_t word, uint32_t head)
{
    for (uint32_t i = 0; i <= sentence->count && word != head; i++) {
        if (word > sentence->count)
            return false;
        word = sentence->tokens[word - 1].head;
    }
    return word == head;
}

static bool is_crossed(const struct gold_sentence *sentence, uint32_t word)
{
    const uint32_t head = sentence->tokens[word - 1].head;
    const uint32_t from = word < head ? word : head, to = word < head ? head : word;
    for (uint32_t i = from + 1; i < to; i++)
        if (!is_below(sentence, i, head))
            return true;
    return false;
}

/* The shortest arc that something within it crosses; 0: none. */
static uint32_t shortest_crossed(const struct gold_sentence *sentence)
{
    uint32_t found = 0, shortest = UINT32_MAX;
    for (uint32_t word = 1; word <= sentence->count; word++) {
        const uint32_t head = sentence->tokens[word - 1].head;
        const uint32_t length = word < head ? head - word : word - head;
        if (length < shortest && head <= sentence->count && is_crossed(sentence, word)) {
            found = word;
            shortest = length;
        }
    }
    return found;
}

void treebank_projectivise(struct treebank *treebank)
{
    for (uint32_t i = 0; i < treebank->count; i++) {
        struct gold_sentence *sentence = &treebank->sentences[i];
        for (uint32_t lifted = 0; lifted < sentence->count; lifted++) {
            const uint32_t word = shortest_crossed(sentence);
            if (word == 0)
                break;
            struct gold_token *token = &sentence->tokens[word - 1];
            token->head = sentence->tokens[token->head - 1].head;
        }
    }
}
