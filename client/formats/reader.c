/* SPDX-License-Identifier: Apache-2.0 */
#include "client/formats/reader.h"

#include <string.h>

#include "client/formats/page.h"
#include "client/formats/warc.h"
#include "client/formats/xml.h"
#include "proto/article.h"

struct reader {
    struct intake *intake;
    struct input *input;
    const struct map *map;
    bool plain;  /* JSON whose values are articles of WIRE.md, as the first one was */
    bool failed; /* errno */
};

/* After a result that is neither bytes nor an item: true when it is worth asking again. */
static bool go_on(struct reader *reader, enum input_result result)
{
    struct intake *intake = reader->intake;
    if (result == INPUT_WAIT)
        intake->over |= !intake->wait(intake->context);
    else if (result == INPUT_BROKEN)
        intake_refuse(intake, "MALFORMED", "%s", reader->input->why);
    reader->failed = result == INPUT_FAILED;
    return result == INPUT_WAIT && !intake->over;
}

/* For XML and WARC. */
static ssize_t read_bytes(void *source, char *bytes, size_t size)
{
    struct reader *reader = source;
    size_t got;
    enum input_result result;
    do {
        result = input_read(reader->input, bytes, size, &got);
        if (result == INPUT_LINE || result == INPUT_END)
            return (ssize_t)got;
    } while (go_on(reader, result));
    return -1;
}

static void take(struct intake *intake, const Claimwire__V1__Article *article)
{
    if (!intake->take(intake->context, article, intake->place))
        intake->over = true;
}

static void take_value(struct reader *reader, const char *text, size_t size)
{
    char why[160];
    if (!reader->plain) {
        reader->plain = value_take(reader->intake, reader->map, text, size) == VALUE_ARTICLE;
        return;
    }
    Claimwire__V1__Article *article = article_from_json(text, size, why);
    if (!article) {
        intake_refuse(reader->intake, "MALFORMED", "%s", why);
        return;
    }
    take(reader->intake, article);
    claimwire__v1__article__free_unpacked(article, NULL);
}

static void take_text(struct reader *reader, char *text, size_t bytes)
{
    struct intake *intake = reader->intake;
    if (strlen(text) != bytes) {
        intake->refuse(intake->context, intake->name, "UTF8", "the text holds a NUL", 1);
        return;
    }
    Claimwire__V1__Article article = CLAIMWIRE__V1__ARTICLE__INIT;
    article.id = (char *)intake->name;
    article.body = text;
    take(intake, &article);
}

/* JSON, text and pages: true while there may be more. */
static bool next(struct reader *reader)
{
    struct intake *intake = reader->intake;
    struct input *input = reader->input;
    char *bytes;
    size_t size;
    const enum input_result result = input_next(input, &bytes, &size);
    intake->place = input->line ? input->line : 1;
    if (result == INPUT_LINE) {
        take_value(reader, bytes, size);
    } else if (result == INPUT_TEXT && input->format == FORMAT_HTML) {
        const struct page page = { .bytes = bytes, .size = size };
        page_take(intake, &page);
    } else if (result == INPUT_TEXT) {
        take_text(reader, bytes, size);
    } else if (result == INPUT_TOO_LONG) {
        intake->refuse(intake->context, input->line ? NULL : input->name, "TOO_LARGE", "longer than an article may be",
                       intake->place);
    } else if (result == INPUT_END) {
        return false;
    } else {
        return go_on(reader, result);
    }
    return !intake->over;
}

bool reader_run(struct intake *intake, struct input *input, const struct map *map)
{
    struct reader reader = { .intake = intake, .input = input, .map = map };
    intake->read = read_bytes;
    intake->source = &reader;
    intake->place = 1;
    enum input_result result;
    while ((result = input_decide(input)) != INPUT_LINE)
        if (!go_on(&reader, result))
            return !reader.failed;
    if (input->format == FORMAT_XML)
        xml_take(intake);
    else if (input->format == FORMAT_WARC)
        warc_take(intake);
    else
        while (next(&reader))
            ;
    return !reader.failed;
}
