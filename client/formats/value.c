/* SPDX-License-Identifier: Apache-2.0 */
#include "client/formats/value.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "client/formats/object.h"
#include "proto/article.h"

enum { WHY_BYTES = 160, DEPTH_MAX = 16 };

const char *object_text(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

const char *object_first(const json_t *value, const char *key)
{
    if (json_is_array(value))
        value = json_array_get(value, 0);
    return json_is_string(value) ? json_string_value(value) : object_text(value, key);
}

/* ---- one object, one draft */

typedef void filler(struct draft *draft, const json_t *object);

static void take_filled(struct intake *intake, filler *fill, const json_t *object)
{
    struct draft draft;
    if (!intake_next(intake))
        return;
    draft_init(&draft, intake);
    fill(&draft, object);
    draft_finish(&draft);
}

static void take_mapped(struct intake *intake, const struct map *map, const json_t *object)
{
    struct draft draft;
    if (!intake_next(intake))
        return;
    draft_init(&draft, intake);
    map_fill(&draft, map, object);
    draft_finish(&draft);
}

static bool take_linked(void *context, const json_t *article)
{
    struct intake *intake = context;
    take_filled(intake, linked_fill, article);
    return !intake->over;
}

/* As WIRE.md has it; `text` is the object's, or NULL when it stood in an array. */
static void take_article(struct intake *intake, const json_t *object, const char *text, size_t size)
{
    char why[WHY_BYTES];
    char *own = text ? NULL : json_dumps(object, 0);
    if (!intake_next(intake)) {
        free(own);
        return;
    }
    Claimwire__V1__Article *article =
        text || own ? article_from_json(text ? text : own, text ? size : strlen(own), why) : NULL;
    if (!article)
        intake_refuse(intake, "MALFORMED", "%s", text || own ? why : "out of memory");
    else if (!intake->take(intake->context, article, intake->place))
        intake->over = true;
    if (article)
        claimwire__v1__article__free_unpacked(article, NULL);
    free(own);
}

static enum value_kind take(struct intake *intake, const struct map *map, const json_t *value, const char *text,
                            size_t size)
{
    if (json_is_array(value) && !map && linked_is(json_array_get(value, 0))) {
        linked_walk(value, DEPTH_MAX, take_linked, intake);
        return VALUE_OTHER;
    }
    if (!json_is_object(value)) {
        intake_refuse(intake, "MALFORMED", "neither an object nor an array of objects");
        return VALUE_BROKEN;
    }
    if (map) {
        take_mapped(intake, map, value);
        return VALUE_OTHER;
    }
    if (linked_is(value)) {
        const uint64_t before = intake->items;
        linked_walk(value, DEPTH_MAX, take_linked, intake);
        if (intake->items == before)
            intake->note(intake->context, "JSON-LD without a news article", intake->place);
        return VALUE_OTHER;
    }
    if (ninjs_is(value)) {
        take_filled(intake, ninjs_fill, value);
        return VALUE_OTHER;
    }
    take_article(intake, value, text, size);
    return VALUE_ARTICLE;
}

enum value_kind value_take(struct intake *intake, const struct map *map, const char *text, size_t size)
{
    json_error_t error;
    json_t *value = json_loadb(text, size, 0, &error);
    if (!value) {
        char why[WHY_BYTES];
        snprintf(why, sizeof why, "byte %d: %.120s", error.position, error.text);
        for (unsigned char *at = (unsigned char *)why; *at; at++)
            *at = *at < 0x20 || *at >= 0x7f ? '?' : *at;
        intake_refuse(intake, "MALFORMED", "%s", why);
        return VALUE_BROKEN;
    }
    enum value_kind kind = VALUE_OTHER;
    if (json_is_array(value) && !linked_is(json_array_get(value, 0))) {
        size_t i;
        json_t *one;
        json_array_foreach(value, i, one) take(intake, map, one, NULL, 0);
    } else {
        kind = take(intake, map, value, text, size);
    }
    json_decref(value);
    return kind;
}

/* ---- JSON-LD of a page */

static bool fill_first(void *context, const json_t *article)
{
    linked_fill(context, article);
    return false;
}

bool value_of_page(struct draft *draft, const char *text)
{
    json_t *value = json_loads(text, 0, NULL);
    const bool found = value && !linked_walk(value, DEPTH_MAX, fill_first, draft);
    json_decref(value);
    return found;
}
