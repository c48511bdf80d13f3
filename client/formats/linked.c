/* SPDX-License-Identifier: Apache-2.0 */
/* schema.org in JSON-LD: NewsArticle and its kinds. https://schema.org/NewsArticle */
#include <string.h>

#include "client/formats/object.h"

bool linked_is(const json_t *object)
{
    return json_object_get(object, "@context") || json_object_get(object, "@type") || json_object_get(object, "@graph");
}

/* "NewsArticle", "ReportageNewsArticle", "https://schema.org/Article", "LiveBlogPosting" */
static bool news_type(const json_t *type)
{
    static const char *const ends[] = { "Article", "BlogPosting" };
    const char *name = json_string_value(type);
    for (size_t i = 0; name && i < sizeof ends / sizeof *ends; i++) {
        const size_t length = strlen(name), end = strlen(ends[i]);
        if (length >= end && strcmp(name + length - end, ends[i]) == 0)
            return true;
    }
    size_t i;
    json_t *one;
    json_array_foreach(type, i, one) if (json_is_string(one) && news_type(one)) return true;
    return false;
}

bool linked_walk(const json_t *value, int depth, linked_each *each, void *context)
{
    size_t i;
    json_t *one;
    if (depth == 0)
        return true;
    json_array_foreach(value, i, one) if (!linked_walk(one, depth - 1, each, context)) return false;
    if (!json_is_object(value))
        return true;
    if (news_type(json_object_get(value, "@type")))
        return each(context, value);
    return linked_walk(json_object_get(value, "@graph"), depth - 1, each, context) &&
           linked_walk(json_object_get(value, "mainEntity"), depth - 1, each, context) &&
           linked_walk(json_object_get(value, "itemListElement"), depth - 1, each, context) &&
           linked_walk(json_object_get(value, "item"), depth - 1, each, context);
}

static void fill_authors(struct draft *draft, const json_t *author)
{
    if (draft->article.byline)
        return;
    if (!json_is_array(author)) {
        draft_author(draft, object_first(author, "name"));
        return;
    }
    size_t i;
    json_t *one;
    json_array_foreach(author, i, one) draft_author(draft, object_first(one, "name"));
}

void linked_fill(struct draft *draft, const json_t *article)
{
    draft_url(draft, object_first(json_object_get(article, "url"), "@id"), true);
    draft_url(draft, object_first(json_object_get(article, "mainEntityOfPage"), "@id"), true);
    draft_url(draft, object_text(article, "@id"), true);
    draft_markup(draft, &draft->article.title, object_text(article, "headline"));
    draft_markup(draft, &draft->article.title, object_text(article, "name"));
    fill_authors(draft, json_object_get(article, "author"));
    fill_authors(draft, json_object_get(article, "creator"));
    draft_markup(draft, &draft->article.outlet, object_first(json_object_get(article, "publisher"), "name"));
    draft_date(draft, &draft->article.published_at, object_text(article, "datePublished"));
    draft_date(draft, &draft->article.published_at, object_text(article, "dateCreated"));
    draft_words(draft, &draft->article.language, object_first(json_object_get(article, "inLanguage"), "alternateName"));
    draft_either(draft, object_text(article, "articleBody"));
    draft_either(draft, object_text(article, "text"));
}
