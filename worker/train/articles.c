/* SPDX-License-Identifier: Apache-2.0 */
#include "train/articles.h"

#include "train/learner.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static char *copy(const char *text)
{
    char *made = must_calloc(strlen(text) + 1, 1);
    memcpy(made, text, strlen(text));
    return made;
}

static struct article *find(struct articles *articles, const char *id)
{
    for (uint32_t i = articles->count; i > 0; i--)
        if (strcmp(articles->articles[i - 1].id, id) == 0)
            return &articles->articles[i - 1];
    return NULL;
}

static bool read_spans(const json_t *list, size_t size, struct annotated_spans *spans)
{
    size_t index;
    json_t *one;
    if (!list || json_is_null(list))
        return true;
    if (!json_is_array(list))
        return false;
    json_array_foreach(list, index, one)
    {
        const json_int_t start = json_integer_value(json_object_get(one, "start")),
                         end = json_integer_value(json_object_get(one, "end"));
        if (start < 0 || end <= start || (size_t)end > size || spans->count == ANNOTATED_SPANS_MAX)
            return false;
        spans->start[spans->count] = (uint32_t)start;
        spans->end[spans->count++] = (uint32_t)end;
    }
    return true;
}

static bool read_annotations(struct article *article, const json_t *list)
{
    const size_t size = strlen(article->body);
    size_t index;
    json_t *one;
    article->annotations = must_calloc(json_array_size(list), sizeof *article->annotations);
    json_array_foreach(list, index, one)
    {
        const char *quote = json_string_value(json_object_get(one, "quote"));
        if (quote && strcmp(quote, "NONE") == 0)
            continue;
        struct annotation *made = &article->annotations[article->annotations_count++];
        const json_t *source = json_object_get(one, "source");
        if (!read_spans(json_object_get(one, "cue"), size, &made->cue) ||
            !read_spans(json_object_get(one, "content"), size, &made->content) ||
            !read_spans(json_object_get(source, "spans"), size, &made->source))
            return false;
    }
    return true;
}

static bool read_line(struct articles *articles, const json_t *line)
{
    const char *id = json_string_value(json_object_get(line, "id"));
    const char *body = json_string_value(json_object_get(line, "body"));
    const char *title = json_string_value(json_object_get(line, "title"));
    const json_t *list = json_object_get(line, "attributions"), *weight = json_object_get(line, "weight");
    if (!id || (weight && (json_integer_value(weight) < 1 || json_integer_value(weight) > ARTICLE_WEIGHT_MAX)))
        return false;
    if (body) {
        articles->articles = realloc(articles->articles, (articles->count + 1) * sizeof *articles->articles);
        if (!articles->articles)
            return false;
        articles->articles[articles->count++] =
            (struct article){ .id = copy(id), .title = copy(title ? title : ""), .body = copy(body), .weight = 1 };
        if (weight)
            articles->articles[articles->count - 1].weight = (uint32_t)json_integer_value(weight);
    }
    struct article *article = find(articles, id);
    return article && (!list || (!article->annotations && read_annotations(article, list)));
}

bool articles_read(struct articles *articles, FILE *file, const char *name)
{
    char *text = NULL;
    size_t room = 0, number = 0;
    bool fine = true;
    while (fine && getline(&text, &room, file) > 0) {
        json_t *line = json_loads(text, 0, NULL);
        number++;
        fine = line && read_line(articles, line);
        json_decref(line);
    }
    if (!fine)
        fprintf(stderr, "trainer: %s:%zu: this is no annotated article\n", name, number);
    free(text);
    return fine;
}

void articles_free(struct articles *articles)
{
    for (uint32_t i = 0; i < articles->count; i++) {
        free(articles->articles[i].id);
        free(articles->articles[i].title);
        free(articles->articles[i].body);
        free(articles->articles[i].annotations);
    }
    free(articles->articles);
    *articles = (struct articles){ 0 };
}
