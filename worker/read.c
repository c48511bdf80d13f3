/* SPDX-License-Identifier: Apache-2.0 */
#include "read.h"

#include "proto/wire.h"
#include "resolve/calendar.h"
#include "resolve/fingerprint.h"
#include "resolve/language.h"
#include "resolve/plover.h"
#include "resolve/resolve.h"
#include "resolve/told_day.h"

static void set_status(reading_record *reading, Claimwire__V1__ReadingStatus status)
{
    reading->has_status = 1;
    reading->status = status;
}

/* The claims of an English text. */
static enum err read_english(struct arena *arena, const struct model *model, const struct resolve_input *input,
                             reading_record *reading)
{
    struct drafts *drafts = NULL;
    struct resolve_input resolve = *input;
    enum err err = extract_drafts(arena, model, input->document, &drafts);
    if (err != ERR_OK)
        return err;
    resolve.drafts = drafts;
    if (input->document->partial || drafts->partial)
        set_status(reading, CLAIMWIRE__V1__READING_STATUS__READING_PARTIAL);
    return resolve_claims(arena, &resolve, reading);
}

static enum err read_words(struct arena *arena, const struct model *model, const article_record *article,
                           int64_t accepted_ms, struct stemmer *stemmer, reading_record *reading)
{
    struct document *title = NULL, *body = NULL;
    enum err err = document_analyse(arena, span_of(article->body), span_of(article->title), &body);
    if (err == ERR_OK && article->title)
        err = document_analyse(arena, span_of(article->title), SPAN(""), &title);
    if (err != ERR_OK)
        return err;
    reading->features = fingerprint_make(arena, stemmer, title, body);
    if (!reading->features)
        return ERR_TOO_LARGE;
    const struct today published = calendar_today(article, accepted_ms);
    if (published.known && published.basis == CLAIMWIRE__V1__BASIS__BASIS_PUBLISHED) {
        reading->features->has_published_day = 1;
        reading->features->published_day = (int32_t)published.day;
    }
    reading->features->credit = fingerprint_credit(arena, article->byline, body);
    const bool given = article->language && *article->language;
    const bool english = language_is_english(article->language, body);
    reading->language = given ? article->language : arena_string(arena, english ? SPAN("en") : SPAN("und"));
    if (!english) {
        set_status(reading, CLAIMWIRE__V1__READING_STATUS__READING_LANGUAGE);
        return ERR_OK;
    }
    const struct resolve_input input = {
        .article = article, .document = body, .stemmer = stemmer, .accepted_ms = accepted_ms
    };
    err = read_english(arena, model, &input, reading);
    if (err == ERR_OK) {
        told_day_note(reading, article->body);
        plover_find(arena, stemmer, title, body, reading);
    }
    if (err == ERR_OK && !fingerprint_claims(arena, stemmer, body, reading))
        err = ERR_TOO_LARGE;
    return err;
}

enum err read_open_model(const char *setting, struct model **model, char reason[MODEL_REASON_BYTES])
{
    *model = NULL;
    if (strcmp(setting, "off") == 0)
        return ERR_OK;
    return model_open(*setting ? setting : NULL, model, reason);
}

enum err read_article(struct arena *arena, const struct model *model, const article_record *article,
                      int64_t accepted_ms, reading_record **out)
{
    reading_record *reading = reading_make(arena);
    if (!reading)
        return ERR_TOO_LARGE;
    *out = reading;
    set_status(reading, CLAIMWIRE__V1__READING_STATUS__READING_READ);
    reading->has_reader = 1;
    reading->reader = READ_VERSION;
    if (article->has_withdrawn && article->withdrawn) {
        set_status(reading, CLAIMWIRE__V1__READING_STATUS__READING_WITHDRAWN);
        reading->features = features_make(arena);
        return reading->features ? ERR_OK : ERR_TOO_LARGE;
    }
    if (article->body && strlen(article->body) > WIRE_BODY_BYTES_MAX)
        return ERR_TOO_LARGE;
    struct stemmer *stemmer = stemmer_new();
    if (!stemmer)
        return ERR_TOO_LARGE;
    const enum err err = read_words(arena, model, article, accepted_ms, stemmer, reading);
    stemmer_free(stemmer);
    return err == ERR_OK && arena_overflowed(arena) ? ERR_TOO_LARGE : err;
}
