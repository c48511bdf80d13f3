/* SPDX-License-Identifier: Apache-2.0 */
#include "train/predict.h"

#include "model/search.h"
#include "model/names.h"
#include "model/tag.h"

#include <stdlib.h>

enum { COLUMNS = 10, COLUMNS_LEAST = 8, LINES_MAX = 4096 };

struct predicting {
    const struct model *model;
    FILE *out;
    char *lines[LINES_MAX]; /* of the sentence */
    uint32_t count;
    struct form forms[ARCS_TOKENS_MAX];
    uint8_t tags[ARCS_TOKENS_MAX];
    uint16_t heads[ARCS_TOKENS_MAX];
    uint8_t relations[ARCS_TOKENS_MAX];
    struct arcs arcs;
};

static bool is_word(const char *line)
{
    return line[0] != '#' && line[strspn(line, "0123456789")] == '\t';
}

static void write_word(FILE *out, char *line, uint8_t tag, uint32_t head, uint8_t relation)
{
    char *at = line;
    for (int column = 0; at && column < COLUMNS; column++) {
        const char *text = strsep(&at, "\t\n");
        const char *tab = column ? "\t" : "";
        if (column == 3)
            text = tag_upos_name(tag);
        else if (column == 4)
            text = tag_xpos_name(tag);
        else if (column == 7)
            text = relation_name(relation);
        if (column == 6)
            fprintf(out, "%s%u", tab, head);
        else
            fprintf(out, "%s%s", tab, text);
    }
    fputc('\n', out);
}

/* Reads the forms of the sentence's words; false when there are too many or a line has no form. */
static bool read_words(struct predicting *predicting, uint32_t *count)
{
    *count = 0;
    for (uint32_t i = 0; i < predicting->count; i++) {
        const char *form = strchr(predicting->lines[i], '\t');
        if (!is_word(predicting->lines[i]))
            continue;
        if (!form || *count == ARCS_TOKENS_MAX)
            return false;
        form_read(model_vocabulary(predicting->model), (struct span){ form + 1, strcspn(form + 1, "\t") },
                  &predicting->forms[(*count)++]);
    }
    return true;
}

static bool end_sentence(struct predicting *predicting)
{
    const struct model *model = predicting->model;
    uint32_t count, word = 0;
    if (!read_words(predicting, &count))
        return false;
    tag_sentence(model_table(model, FEATURES_TAG), predicting->forms, count, predicting->tags);
    arcs_start(&predicting->arcs, predicting->forms, predicting->tags, count);
    search_parse(&predicting->arcs, model_table(model, FEATURES_ACTION), model_table(model, FEATURES_LABEL),
                 predicting->heads, predicting->relations);
    for (uint32_t i = 0; i < predicting->count; i++) {
        char *line = predicting->lines[i];
        if (is_word(line)) {
            const uint32_t head = predicting->heads[word];
            write_word(predicting->out, line, predicting->tags[word], head > count ? 0 : head,
                       predicting->relations[word]);
            word++;
        } else {
            fputs(line, predicting->out);
        }
        free(line);
    }
    predicting->count = 0;
    return true;
}

bool predict_file(const struct model *model, FILE *in, FILE *out)
{
    struct predicting *predicting = calloc(1, sizeof *predicting);
    char *line = NULL;
    size_t room = 0;
    bool fine = predicting != NULL;

    if (predicting)
        *predicting = (struct predicting){ .model = model, .out = out };
    while (fine && getline(&line, &room, in) != -1) {
        if (line[0] != '\n') {
            fine = predicting->count < LINES_MAX && (predicting->lines[predicting->count] = strdup(line));
            predicting->count += fine;
            continue;
        }
        fine = end_sentence(predicting);
        fputc('\n', out);
    }
    fine = fine && end_sentence(predicting);
    if (!fine)
        fputs("trainer: a sentence is no CoNLL-U, or over 512 words\n", stderr);
    free(line);
    free(predicting);
    return fine;
}
