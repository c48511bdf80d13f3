/* SPDX-License-Identifier: Apache-2.0 */
#include "client/formats/draft.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "client/formats/buffer.h"
#include "client/formats/date.h"
#include "client/formats/markup.h"
#include "proto/article.h"
#include "proto/scan.h"
#include "proto/wire.h"

void draft_init(struct draft *draft, struct intake *intake)
{
    *draft = (struct draft){ .intake = intake };
    claimwire__v1__article__init(&draft->article);
}

void draft_fini(struct draft *draft)
{
    Claimwire__V1__Article *article = &draft->article;
    char *texts[] = { article->id,   article->url,          article->outlet,     article->title,   article->byline,
                      article->body, article->published_at, article->fetched_at, article->language };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        free(texts[i]);
    claimwire__v1__article__init(article);
}

/* Takes the buffer over if the field is free. */
static void settle(struct draft *draft, char **field, struct buffer *buffer)
{
    draft->failed |= buffer->failed;
    if (*field)
        buffer_free(buffer);
    else
        *field = buffer_release(buffer);
}

void draft_words(struct draft *draft, char **field, const char *text)
{
    if (*field || !text)
        return;
    struct buffer words = { 0 };
    bool space = false;
    buffer_add_words(&words, text, strlen(text), &space);
    settle(draft, field, &words);
}

void draft_markup(struct draft *draft, char **field, const char *text)
{
    if (*field || !text)
        return;
    if (!markup_is(text)) {
        draft_words(draft, field, text);
        return;
    }
    struct buffer prose = { 0 };
    const char *wrong = markup_prose(text, strlen(text), draft->intake->limits, &prose);
    char *plain = buffer_release(&prose);
    if (!wrong && plain)
        draft_words(draft, field, plain);
    free(plain);
}

void draft_html(struct draft *draft, const char *html)
{
    if (draft->article.body || !html)
        return;
    struct buffer prose = { 0 };
    const char *wrong = markup_prose(html, strlen(html), draft->intake->limits, &prose);
    if (wrong)
        draft->intake->note(draft->intake->context, wrong, draft->intake->place);
    settle(draft, &draft->article.body, &prose);
}

/* The line from `at` on: its end, and whether it holds nothing. */
static const char *line_end(const char *at, bool *blank)
{
    const char *end = at + strcspn(at, "\n");
    *blank = strspn(at, " \t\r") >= (size_t)(end - at);
    return end;
}

static bool has_blank_line(const char *text)
{
    text += strspn(text, " \t\r\n");
    while (*text) {
        bool blank;
        const char *end = line_end(text, &blank);
        if (blank)
            return end[strspn(end, " \t\r\n")] != '\0';
        text = *end ? end + 1 : end;
    }
    return false;
}

void draft_plain(struct draft *draft, const char *text)
{
    if (draft->article.body || !text)
        return;
    struct buffer body = { 0 };
    const bool by_blank = has_blank_line(text);
    bool parted = true, space = false;
    while (*text) {
        bool blank;
        const char *end = line_end(text, &blank);
        if (!blank && parted && body.size > 0)
            buffer_add(&body, "\n\n", 2);
        if (!blank) {
            space = !parted;
            struct buffer line = { 0 };
            bool inner = false;
            buffer_add_words(&line, text, (size_t)(end - text), &inner);
            if (space && line.size > 0)
                buffer_add(&body, " ", 1);
            buffer_add(&body, line.bytes, line.size);
            buffer_free(&line);
        }
        parted = blank || !by_blank;
        text = *end ? end + 1 : end;
    }
    settle(draft, &draft->article.body, &body);
}

void draft_either(struct draft *draft, const char *text)
{
    if (text && markup_is(text))
        draft_html(draft, text);
    else
        draft_plain(draft, text);
}

void draft_body(struct draft *draft, const char *text)
{
    if (draft->article.body || !text || !*text)
        return;
    draft->article.body = strdup(text);
    draft->failed |= !draft->article.body;
}

void draft_date(struct draft *draft, char **field, const char *text)
{
    char normal[DATE_BYTES];
    if (text && date_normal(text, normal))
        draft_words(draft, field, normal);
}

void draft_url(struct draft *draft, const char *url, bool canonical)
{
    if (draft->article.url || !url)
        return;
    url += strspn(url, " \t\r\n");
    if (strncasecmp(url, "http://", 7) != 0 && strncasecmp(url, "https://", 8) != 0)
        return;
    if (!scan_utf8(url, strlen(url))) /* the header of a WARC record may hold anything */
        return;
    draft_words(draft, &draft->article.url, url);
    draft->canonical = canonical;
}

void draft_author(struct draft *draft, const char *name)
{
    char *one = NULL, *both = NULL;
    draft_markup(draft, &one, name);
    if (!one)
        return;
    if (!draft->article.byline) {
        draft->article.byline = one;
        return;
    }
    if (strlen(draft->article.byline) <= WIRE_BYLINE_BYTES_MAX &&
        asprintf(&both, "%s, %s", draft->article.byline, one) >= 0) {
        free(draft->article.byline);
        draft->article.byline = both;
    }
    free(one);
}

/* ---- making it whole */

static void note(const struct draft *draft, const char *why)
{
    draft->intake->note(draft->intake->context, why, draft->intake->place);
}

/* Shortens to whole characters. */
static void cut(char *text, size_t bytes_max)
{
    if (strlen(text) <= bytes_max)
        return;
    while (bytes_max > 0 && ((unsigned char)text[bytes_max] & 0xc0) == 0x80)
        bytes_max--;
    text[bytes_max] = '\0';
}

static void fit(const struct draft *draft, char *text, size_t bytes_max, const char *why)
{
    if (!text || strlen(text) <= bytes_max)
        return;
    note(draft, why);
    cut(text, bytes_max);
}

static void drop(const struct draft *draft, char **text, size_t bytes_max, const char *why)
{
    if (!*text || strlen(*text) <= bytes_max)
        return;
    note(draft, why);
    free(*text);
    *text = NULL;
}

static void set_digest(struct draft *draft, const char *head, const struct digest *digest)
{
    char hex[2 * DIGEST_BYTES + 1];
    for (size_t i = 0; i < DIGEST_BYTES; i++)
        snprintf(hex + 2 * i, 3, "%02x", digest->bytes[i]);
    char *id = NULL;
    if (asprintf(&id, "%s%s", head, hex) < 0)
        draft->failed = true;
    else
        draft->article.id = id;
}

/* An id of the outlet that is too long keeps its beginning and gets its digest. */
static void shorten_id(struct draft *draft)
{
    char *id = draft->article.id;
    if (!id || strlen(id) <= WIRE_ID_BYTES_MAX)
        return;
    note(draft, "an id of over 256 bytes was cut and ends in its digest");
    const struct digest digest = digest_of(id, strlen(id));
    cut(id, WIRE_ID_BYTES_MAX - 2 * DIGEST_BYTES - 1);
    strcat(id, "~"); /* it was longer */
    draft->article.id = NULL;
    set_digest(draft, id, &digest);
    free(id);
}

static void set_id(struct draft *draft)
{
    Claimwire__V1__Article *article = &draft->article;
    if (!article->id && article->url && draft->canonical)
        draft_words(draft, &article->id, article->url);
    if (!article->id && article->url) {
        const struct digest digest = digest_of(article->url, strlen(article->url));
        set_digest(draft, "url:", &digest);
    }
    if (!article->id && draft->named)
        draft_words(draft, &article->id, draft->intake->name);
    if (!article->id) {
        const struct digest digest = article_digest(article);
        set_digest(draft, "words:", &digest);
        note(draft, "neither id nor address: named by the digest of its words");
    }
    shorten_id(draft);
}

/* The host of the address, without "www.". */
static void set_outlet(struct draft *draft)
{
    if (!draft->article.url)
        return;
    const char *host = strstr(draft->article.url, "//") + 2;
    const size_t length = strcspn(host, "/?#");
    char *copy = strndup(host, length);
    if (!copy) {
        draft->failed = true;
        return;
    }
    char *name = strrchr(copy, '@') ? strrchr(copy, '@') + 1 : copy;
    name[strcspn(name, ":")] = '\0';
    for (char *at = name; *at; at++)
        *at = *at >= 'A' && *at <= 'Z' ? (char)(*at | 0x20) : *at;
    char *outlet = NULL;
    draft_words(draft, &outlet, strncmp(name, "www.", 4) == 0 ? name + 4 : name);
    if (outlet) {
        free(draft->article.outlet);
        draft->article.outlet = outlet;
    }
    free(copy);
}

void draft_finish(struct draft *draft)
{
    Claimwire__V1__Article *article = &draft->article;
    struct intake *intake = draft->intake;
    if (article->byline && strncasecmp(article->byline, "by ", 3) == 0)
        memmove(article->byline, article->byline + 3, strlen(article->byline + 3) + 1);
    set_outlet(draft);
    set_id(draft);
    drop(draft, &article->url, WIRE_URL_BYTES_MAX, "an address that is too long was left out");
    drop(draft, &article->language, WIRE_LANGUAGE_BYTES_MAX, "a language that is too long was left out");
    fit(draft, article->title, WIRE_TITLE_BYTES_MAX, "a title that is too long was cut");
    fit(draft, article->byline, WIRE_BYLINE_BYTES_MAX, "a byline that is too long was cut");
    fit(draft, article->outlet, WIRE_OUTLET_BYTES_MAX, "an outlet that is too long was cut");
    if (draft->failed)
        intake_refuse(intake, "TOO_LARGE", "too large for the memory there is");
    else if (!intake->take(intake->context, article, intake->place))
        intake->over = true;
    draft_fini(draft);
}
