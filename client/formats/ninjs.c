/* SPDX-License-Identifier: Apache-2.0 */
/* ninjs, the IPTC's news in JSON: 1.x has one headline and body, 2 and 3 have
 * arrays of them with roles, and 3 writes its keys in camelCase.
 * https://iptc.org/standards/ninjs/ */
#include <string.h>
#include <strings.h>

#include "client/formats/object.h"

bool ninjs_is(const json_t *object)
{
    static const char *const keys[] = { "headline",  "headlines",         "body_html",      "body_text",
                                        "bodies",    "pubstatus",         "versioncreated", "versionCreated",
                                        "pubStatus", "representationtype" };
    if (!json_is_string(json_object_get(object, "uri")))
        return false;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (json_object_get(object, keys[i]))
            return true;
    return false;
}

/* The value of the element whose role is `role`, else of the first. */
static const char *by_role(const json_t *list, const char *role)
{
    const char *found = NULL;
    size_t i;
    json_t *element;
    json_array_foreach(list, i, element)
    {
        const char *value = object_text(element, "value"), *its = object_text(element, "role");
        if (value && its && strcasecmp(its, role) == 0)
            return value;
        found = found ? found : value;
    }
    return found;
}

static void fill_bodies(struct draft *draft, const json_t *bodies)
{
    size_t i;
    json_t *body;
    json_array_foreach(bodies, i, body)
    {
        const char *type = object_text(body, "contenttype");
        type = type ? type : object_text(body, "contentType");
        const char *value = object_text(body, "value");
        if (type && strstr(type, "html"))
            draft_html(draft, value);
        else if (type && strcmp(type, "text/plain") == 0)
            draft_plain(draft, value);
        else
            draft_either(draft, value);
    }
}

static void fill_byline(struct draft *draft, const json_t *object)
{
    draft_words(draft, &draft->article.byline, object_text(object, "byline"));
    draft_words(draft, &draft->article.byline, object_text(object, "by"));
    if (draft->article.byline)
        return;
    const json_t *people = json_object_get(object, "people");
    size_t i;
    json_t *person;
    json_array_foreach(people, i, person)
    {
        const char *relation = object_text(person, "rel");
        if (relation && (strcmp(relation, "author") == 0 || strcmp(relation, "creator") == 0))
            draft_author(draft, object_text(person, "name"));
    }
}

void ninjs_fill(struct draft *draft, const json_t *object)
{
    static const char *const dates[] = { "versioncreated", "versionCreated", "contentcreated",
                                         "contentCreated", "firstcreated",   "firstCreated" };
    const char *status = object_text(object, "pubstatus");
    status = status ? status : object_text(object, "pubStatus");
    const bool gone = status && (strcmp(status, "canceled") == 0 || strcmp(status, "withdrawn") == 0);
    draft->article.has_withdrawn = gone;
    draft->article.withdrawn = gone;
    draft_words(draft, &draft->article.id, object_text(object, "uri"));
    draft_url(draft, object_text(object, "url"), true);
    draft_url(draft, object_text(object, "uri"), true);
    draft_words(draft, &draft->article.outlet, object_text(object, "copyrightholder"));
    draft_words(draft, &draft->article.outlet, object_text(object, "source"));
    draft_words(draft, &draft->article.language, object_text(object, "language"));
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        draft_date(draft, &draft->article.published_at, object_text(object, dates[i]));
    draft_markup(draft, &draft->article.title, object_text(object, "headline"));
    draft_markup(draft, &draft->article.title, by_role(json_object_get(object, "headlines"), "main"));
    fill_byline(draft, object);
    draft_html(draft, object_text(object, "body_html"));
    draft_html(draft, object_text(object, "body_xhtml"));
    draft_plain(draft, object_text(object, "body_text"));
    fill_bodies(draft, json_object_get(object, "bodies"));
}
