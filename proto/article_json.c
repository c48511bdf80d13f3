/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/article.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WHY_BYTES = 160 };

/* The parser quotes the line; control characters of it must not reach a terminal. */
static void clean(char why[WHY_BYTES])
{
    for (unsigned char *at = (unsigned char *)why; *at; at++)
        if (*at < 0x20 || *at >= 0x7f)
            *at = '?';
}

static bool refuse(char why[WHY_BYTES], const char *key, const char *wrong)
{
    snprintf(why, WHY_BYTES, "\"%s\" is %s", key, wrong);
    return false;
}

static bool take_text(const json_t *object, const char *key, char **text, char why[WHY_BYTES])
{
    const json_t *value = json_object_get(object, key);
    if (!value || json_is_null(value))
        return true;
    if (!json_is_string(value))
        return refuse(why, key, "not a string");
    *text = strdup(json_string_value(value)); /* no NUL inside: the parser refuses \u0000 */
    return *text ? true : refuse(why, key, "too large for the memory there is");
}

static bool take_revision(const json_t *object, Claimwire__V1__Article *article, char why[WHY_BYTES])
{
    const json_t *value = json_object_get(object, "revision");
    if (!value || json_is_null(value))
        return true;
    json_int_t number = json_is_integer(value) ? json_integer_value(value) : -1;
    if (number < 0 || number > UINT32_MAX)
        return refuse(why, "revision", "not a whole number from 0 to 4294967295");
    article->has_revision = true;
    article->revision = (uint32_t)number;
    return true;
}

static bool take_withdrawn(const json_t *object, Claimwire__V1__Article *article, char why[WHY_BYTES])
{
    const json_t *value = json_object_get(object, "withdrawn");
    if (!value || json_is_null(value))
        return true;
    if (!json_is_boolean(value))
        return refuse(why, "withdrawn", "neither true nor false");
    article->has_withdrawn = true;
    article->withdrawn = json_is_true(value);
    return true;
}

static bool take_fields(const json_t *object, Claimwire__V1__Article *article, char why[WHY_BYTES])
{
    return take_text(object, "id", &article->id, why) && take_text(object, "url", &article->url, why) &&
           take_text(object, "outlet", &article->outlet, why) && take_text(object, "title", &article->title, why) &&
           take_text(object, "byline", &article->byline, why) && take_text(object, "body", &article->body, why) &&
           take_text(object, "published_at", &article->published_at, why) &&
           take_text(object, "fetched_at", &article->fetched_at, why) &&
           take_text(object, "language", &article->language, why) && take_revision(object, article, why) &&
           take_withdrawn(object, article, why);
}

static Claimwire__V1__Article *from_object(const json_t *object, char why[WHY_BYTES])
{
    Claimwire__V1__Article *article = malloc(sizeof *article);
    if (!article) {
        snprintf(why, WHY_BYTES, "out of memory");
        return NULL;
    }
    claimwire__v1__article__init(article);
    if (!take_fields(object, article, why)) {
        claimwire__v1__article__free_unpacked(article, NULL);
        return NULL;
    }
    return article;
}

Claimwire__V1__Article *article_from_json(const char *line, size_t bytes, char why[WHY_BYTES])
{
    json_error_t error;
    json_t *object = json_loadb(line, bytes, JSON_REJECT_DUPLICATES, &error);
    if (!object) {
        snprintf(why, WHY_BYTES, "byte %d: %.120s", error.position, error.text);
        clean(why);
        return NULL;
    }

    Claimwire__V1__Article *article = NULL;
    if (json_is_object(object))
        article = from_object(object, why);
    else
        snprintf(why, WHY_BYTES, "the line is not a JSON object");
    json_decref(object);
    return article;
}
