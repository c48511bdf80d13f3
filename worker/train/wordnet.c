/* SPDX-License-Identifier: Apache-2.0 */
#include "train/wordnet.h"

#include "train/learner.h"

#include <ctype.h>
#include <stdlib.h>

enum { WORD_BYTES = 64, VERBS_FROM = 29, MEANINGS = 45 };

struct part {
    const char *name;
    uint8_t flag;
};

/* What is told of a word. */
struct told {
    uint8_t flag, noun, verb;
};

static FILE *open_file(const char *folder, const char *name, const char *part)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.%s", folder, name, part);
    FILE *file = fopen(path, "r");
    if (!file)
        fprintf(stderr, "trainer: %s: cannot be read\n", path);
    return file;
}

/* The lexicographer's file of the synset at that byte of the data file; 0: none. */
static uint8_t meaning_of(FILE *data, long offset)
{
    unsigned meaning = 0;
    if (fseek(data, offset, SEEK_SET) != 0 || fscanf(data, "%*d %2u", &meaning) != 1 || meaning >= MEANINGS)
        return 0;
    return (uint8_t)meaning;
}

static bool is_vowel(char letter)
{
    return letter != '\0' && strchr("aeiou", letter) != NULL;
}

static bool ends_hissing(const char *word, size_t size)
{
    const char end = word[size - 1], before = size > 1 ? word[size - 2] : '\0';
    return end == 's' || end == 'x' || end == 'z' || (end == 'h' && (before == 'c' || before == 's'));
}

/* The word, its last `cut` letters off, with an ending. */
static void add_ending(struct lexis *lexis, const char *word, size_t size, size_t cut, const char *ending,
                       struct told told)
{
    char form[WORD_BYTES + 8];
    const int written = snprintf(form, sizeof form, "%.*s%s", (int)(size - cut), word, ending);
    lexis_add(lexis, (struct span){ form, (size_t)written }, told.flag, told.noun, told.verb);
}

static void add_inflected(struct lexis *lexis, const char *word, size_t size, struct told told)
{
    const bool by_y = word[size - 1] == 'y' && size > 1 && !is_vowel(word[size - 2]);
    const bool by_e = word[size - 1] == 'e';

    add_ending(lexis, word, size, 0, "", told);
    if (told.flag == FORM_NOUN || told.flag == FORM_VERB)
        add_ending(lexis, word, size, by_y, by_y ? "ies" : ends_hissing(word, size) ? "es" : "s", told);
    if (told.flag == FORM_VERB) {
        add_ending(lexis, word, size, by_y || by_e, by_y ? "ied" : "ed", told);
        add_ending(lexis, word, size, by_e, "ing", told);
    }
}

/* One line of an index: "word pos synsets pointers ... synset offsets". */
static void add_line(struct lexis *lexis, FILE *data, char *line, uint8_t flag)
{
    char *word = strtok(line, " "), *field;
    long synsets, pointers, offset = 0;
    if (!word || strlen(word) >= WORD_BYTES || strspn(word, "abcdefghijklmnopqrstuvwxyz-'") != strlen(word))
        return;
    if (!strtok(NULL, " ") || !(field = strtok(NULL, " ")) || (synsets = atol(field)) < 1)
        return;
    if (!(field = strtok(NULL, " ")) || (pointers = atol(field)) < 0)
        return;
    for (long i = 0; i < pointers + 3 && (field = strtok(NULL, " ")); i++)
        offset = atol(field);
    struct told told = { .flag = flag };
    const uint8_t meaning = flag == FORM_NOUN || flag == FORM_VERB ? meaning_of(data, offset) : 0;
    if (flag == FORM_NOUN)
        told.noun = meaning;
    else if (meaning >= VERBS_FROM)
        told.verb = (uint8_t)(meaning - VERBS_FROM + 1);
    add_inflected(lexis, word, strlen(word), told);
}

static bool add_part(struct lexis *lexis, const char *folder, const struct part *part)
{
    FILE *index = open_file(folder, "index", part->name), *data = open_file(folder, "data", part->name);
    char *line = NULL;
    size_t room = 0;
    const bool fine = index && data;
    while (fine && getline(&line, &room, index) != -1)
        if (!isspace((unsigned char)line[0]))
            add_line(lexis, data, line, part->flag);
    free(line);
    if (index)
        fclose(index);
    if (data)
        fclose(data);
    return fine;
}

/* Irregular forms, "went go", take over the class of the word they are of. */
static bool add_exceptions(struct lexis *lexis, const char *folder, const struct part *part)
{
    FILE *file = open_file(folder, part->name, "exc");
    char *line = NULL;
    size_t room = 0;
    while (file && getline(&line, &room, file) != -1) {
        const char *form = strtok(line, " \n"), *word = strtok(NULL, " \n");
        struct told told = { .flag = part->flag };
        if (!form || !word || strchr(form, '_'))
            continue;
        lexis_classes(lexis, span_of(word), &told.noun, &told.verb);
        lexis_add(lexis, span_of(form), told.flag, told.noun, told.verb);
    }
    free(line);
    if (file)
        fclose(file);
    return file != NULL;
}

bool wordnet_add(struct lexis *lexis, const char *folder)
{
    static const struct part parts[] = {
        { "verb", FORM_VERB }, { "noun", FORM_NOUN }, { "adj", FORM_ADJECTIVE }, { "adv", FORM_ADVERB }
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!add_part(lexis, folder, &parts[i]))
            return false;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!add_exceptions(lexis, folder, &parts[i]))
            return false;
    return true;
}
