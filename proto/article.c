/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/article.h"

#include <stdbool.h>
#include <string.h>

#include "proto/scan.h"
#include "proto/wire.h"

static void add_text(struct digest_state *state, const char *text)
{
    digest_add_field(state, text, text ? strlen(text) : 0);
}

struct digest article_digest(const Claimwire__V1__Article *article)
{
    static const uint8_t withdrawn = 1;
    struct digest_state state;

    digest_init(&state);
    add_text(&state, article->title);
    add_text(&state, article->byline);
    add_text(&state, article->body);
    add_text(&state, article->published_at);
    add_text(&state, article->outlet);
    if (article->has_withdrawn && article->withdrawn)
        digest_add(&state, &withdrawn, 1);
    return digest_fini(&state);
}

static bool is_empty(const char *text)
{
    return !text || !*text;
}

/* White space of ASCII alone. */
static bool is_blank(const char *text)
{
    return text[strspn(text, " \t\r\n\v\f")] == '\0';
}

/* C0, DEL, and C1 as UTF-8 has them. */
static bool has_control(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    for (; *at; at++)
        if (*at < 0x20 || *at == 0x7f || (at[0] == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0))
            return true;
    return false;
}

static const char *check_texts(const Claimwire__V1__Article *article, const char **reason)
{
    const struct {
        const char *text;
        size_t bytes_max;
        const char *too_large, *not_utf8;
    } texts[] = {
#define TEXT(name, bytes_max)                                                                                          \
    { article->name, bytes_max, "the " #name " is longer than a hub takes", "the " #name " is not valid UTF-8" }
        TEXT(id, WIRE_ID_BYTES_MAX),
        TEXT(url, WIRE_URL_BYTES_MAX),
        TEXT(outlet, WIRE_OUTLET_BYTES_MAX),
        TEXT(title, WIRE_TITLE_BYTES_MAX),
        TEXT(byline, WIRE_BYLINE_BYTES_MAX),
        TEXT(body, WIRE_BODY_BYTES_MAX),
        TEXT(published_at, WIRE_DATE_BYTES_MAX),
        TEXT(fetched_at, WIRE_DATE_BYTES_MAX),
        TEXT(language, WIRE_LANGUAGE_BYTES_MAX),
#undef TEXT
    };

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        size_t size = texts[i].text ? strlen(texts[i].text) : 0;
        if (size > texts[i].bytes_max) {
            *reason = "TOO_LARGE";
            return texts[i].too_large;
        }
        if (size > 0 && !scan_utf8(texts[i].text, size)) {
            *reason = "UTF8";
            return texts[i].not_utf8;
        }
    }
    return NULL;
}

const char *article_check(const Claimwire__V1__Article *article, const char **reason)
{
    const char *wrong = check_texts(article, reason);
    if (wrong)
        return wrong;

    *reason = "FIELD_MISSING";
    if (is_empty(article->id))
        return "the article has no id";
    if (!(article->has_withdrawn && article->withdrawn) && (is_empty(article->body) || is_blank(article->body)))
        return "the article has no body";

    *reason = "FIELD_VALUE";
    if (has_control(article->id))
        return "the id holds a control character";

    *reason = NULL;
    return NULL;
}
