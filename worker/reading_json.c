/* SPDX-License-Identifier: Apache-2.0 */
#include "reading_json.h"

#include <math.h>
#include <string.h>

enum {
    PARTS_OF_ONE = 10000,
    WHOLE_MAX = 1000000000
}; /* four places behind the point; what is printed without printf */

const char *reading_word(const ProtobufCEnumDescriptor *descriptor, int value)
{
    const ProtobufCEnumValue *found = protobuf_c_enum_descriptor_get_value(descriptor, value);
    const char *prefix = found ? strchr(found->name, '_') : NULL;
    return prefix ? prefix + 1 : "UNKNOWN";
}

/* ---- values */

static void raw(FILE *out, const char *text)
{
    fputs_unlocked(text, out);
}

static void escape(FILE *out, unsigned char byte)
{
    static const char *const names[] = {
        ['\b'] = "\\b", ['\t'] = "\\t", ['\n'] = "\\n", ['\f'] = "\\f", ['\r'] = "\\r"
    };
    if (byte == '"' || byte == '\\') {
        putc_unlocked('\\', out);
        putc_unlocked(byte, out);
    } else if (byte < sizeof names / sizeof *names && names[byte]) {
        raw(out, names[byte]);
    } else {
        fprintf(out, "\\u%04X", byte);
    }
}

static void string(FILE *out, const char *text, size_t size)
{
    size_t from = 0;
    putc_unlocked('"', out);
    for (size_t i = 0; i < size; i++) {
        const unsigned char byte = (unsigned char)text[i];
        if (byte >= 0x20 && byte != '"' && byte != '\\')
            continue;
        fwrite_unlocked(text + from, 1, i - from, out);
        escape(out, byte);
        from = i + 1;
    }
    fwrite_unlocked(text + from, 1, size - from, out);
    putc_unlocked('"', out);
}

static void text(FILE *out, const char *value)
{
    if (value)
        string(out, value, strlen(value));
    else
        raw(out, "null");
}

static void whole(FILE *out, uint64_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    fwrite_unlocked(digits + at, 1, sizeof digits - at, out);
}

/* At most four places behind the point, and one at least. */
static void real(FILE *out, double value)
{
    if (!(fabs(value) < WHOLE_MAX)) {
        fprintf(out, "%.1f", isfinite(value) ? value : 0.0);
        return;
    }
    const int64_t parts = llround(fabs(value) * PARTS_OF_ONE);
    char places[] = { '.', (char)('0' + parts / 1000 % 10), (char)('0' + parts / 100 % 10),
                      (char)('0' + parts / 10 % 10), (char)('0' + parts % 10) };
    size_t size = sizeof places;
    while (size > 2 && places[size - 1] == '0')
        size--;
    if (value < 0 && parts > 0)
        putc_unlocked('-', out);
    whole(out, (uint64_t)parts / PARTS_OF_ONE);
    fwrite_unlocked(places, 1, size, out);
}

static void number(FILE *out, protobuf_c_boolean has, double value)
{
    if (has)
        real(out, value);
    else
        raw(out, "null");
}

/* ---- members: `key` is given with its quotation marks, its colon and what goes before it */

static void text_member(FILE *out, const char *key, const char *value)
{
    raw(out, key);
    text(out, value);
}

static void word_member(FILE *out, const char *key, const ProtobufCEnumDescriptor *descriptor, int value)
{
    raw(out, key);
    text(out, reading_word(descriptor, value));
}

static void number_member(FILE *out, const char *key, protobuf_c_boolean has, double value)
{
    raw(out, key);
    number(out, has, value);
}

static void place_in_text(FILE *out, const char *before, const span_record *span)
{
    raw(out, before);
    raw(out, "\"start\":");
    whole(out, span->start);
    raw(out, ",\"end\":");
    whole(out, span->end);
}

static void spans(FILE *out, const char *key, const article_record *article, span_record *const *list, size_t count)
{
    raw(out, key);
    putc_unlocked('[', out);
    for (size_t i = 0; i < count; i++) {
        place_in_text(out, i ? ",{" : "{", list[i]);
        raw(out, ",\"text\":");
        string(out, article->body + list[i]->start, list[i]->end - list[i]->start);
        putc_unlocked('}', out);
    }
    putc_unlocked(']', out);
}

static void source(FILE *out, const article_record *article, const source_record *source)
{
    raw(out, ",\"source\":");
    if (!source) {
        raw(out, "null");
        return;
    }
    text_member(out, "{\"name\":", source->name);
    text_member(out, ",\"role\":", source->role);
    text_member(out, ",\"country\":", source->country);
    spans(out, ",\"spans\":", article, source->spans, source->n_spans);
    putc_unlocked('}', out);
}

/* ---- parts of a reading */

static void attribution(FILE *out, const article_record *article, const attribution_record *one)
{
    text_member(out, "{\"id\":", one->id);
    text_member(out, ",\"parent\":", one->parent);
    word_member(out, ",\"quote\":", &claimwire__v1__quote__descriptor, (int)one->quote);
    spans(out, ",\"content\":", article, one->content, one->n_content);
    source(out, article, one->source);
    spans(out, ",\"cue\":", article, one->cue, one->n_cue);
    text_member(out, ",\"continues\":", one->continues);
    word_member(out, ",\"polarity\":", &claimwire__v1__polarity__descriptor, (int)one->polarity);
    word_member(out, ",\"modality\":", &claimwire__v1__modality__descriptor, (int)one->modality);
    number_member(out, ",\"confidence\":", 1, (double)one->confidence);
    putc_unlocked('}', out);
}

static void figures(FILE *out, const claim_record *claim)
{
    raw(out, ",\"figures\":[");
    for (size_t i = 0; i < claim->n_figures; i++) {
        const figure_record *one = claim->figures[i];
        word_member(out, i ? ",{\"measure\":" : "{\"measure\":", &claimwire__v1__measure__descriptor,
                    (int)one->measure);
        text_member(out, ",\"population\":", one->population);
        number_member(out, ",\"low\":", one->has_low, one->low);
        number_member(out, ",\"high\":", one->has_high, one->high);
        text_member(out, ",\"unit\":", one->unit);
        place_in_text(out, ",", one->span);
        putc_unlocked('}', out);
    }
    putc_unlocked(']', out);
}

static void interval(FILE *out, const date_interval_record *time)
{
    static const char *const bases[] = { "text", "published", "fetched", "accepted" };
    raw(out, ",\"time\":");
    if (!time) {
        raw(out, "null");
        return;
    }
    text_member(out, "{\"start\":", time->start);
    text_member(out, ",\"end\":", time->end);
    text_member(out, ",\"basis\":", bases[time->basis]);
    putc_unlocked('}', out);
}

static void places(FILE *out, const claim_record *claim)
{
    raw(out, ",\"places\":[");
    for (size_t i = 0; i < claim->n_places; i++) {
        const place_record *one = claim->places[i];
        text_member(out, i ? ",{\"name\":" : "{\"name\":", one->name);
        text_member(out, ",\"country\":", one->country);
        raw(out, ",\"geoname\":");
        if (one->has_geoname)
            whole(out, one->geoname);
        else
            raw(out, "null");
        number_member(out, ",\"lat\":", one->has_lat, one->lat);
        number_member(out, ",\"lon\":", one->has_lon, one->lon);
        place_in_text(out, ",", one->span);
        putc_unlocked('}', out);
    }
    putc_unlocked(']', out);
}

static void actor(FILE *out, const char *before, const actor_record *one)
{
    raw(out, before);
    if (!one) {
        raw(out, "null");
        return;
    }
    text_member(out, "{\"name\":", one->name);
    text_member(out, ",\"country\":", one->country);
    text_member(out, ",\"sector\":", one->sector);
    place_in_text(out, ",", one->span);
    putc_unlocked('}', out);
}

static void actors(FILE *out, const claim_record *claim)
{
    raw(out, ",\"actors\":[");
    for (size_t i = 0; i < claim->n_actors; i++)
        actor(out, i ? "," : "", claim->actors[i]);
    putc_unlocked(']', out);
    actor(out, ",\"agent\":", claim->agent);
    actor(out, ",\"patient\":", claim->patient);
}

static void claim(FILE *out, const article_record *article, const claim_record *one)
{
    text_member(out, "{\"id\":", one->id);
    text_member(out, ",\"attribution\":", one->attribution);
    word_member(out, ",\"kind\":", &claimwire__v1__claim_kind__descriptor, (int)one->kind);
    word_member(out, ",\"quote\":", &claimwire__v1__quote__descriptor, (int)one->quote);
    spans(out, ",\"content\":", article, one->content, one->n_content);
    source(out, article, one->source);
    spans(out, ",\"cue\":", article, one->cue, one->n_cue);
    word_member(out, ",\"polarity\":", &claimwire__v1__polarity__descriptor, (int)one->polarity);
    word_member(out, ",\"modality\":", &claimwire__v1__modality__descriptor, (int)one->modality);
    figures(out, one);
    interval(out, one->time);
    places(out, one);
    actors(out, one);
    number_member(out, ",\"confidence\":", 1, (double)one->confidence);
    putc_unlocked('}', out);
}

void reading_json(FILE *out, const article_record *article, const reading_record *reading)
{
    text_member(out, "{\"article\":{\"id\":", article->id);
    raw(out, "},\"attributions\":[");
    for (size_t i = 0; i < reading->n_attributions; i++) {
        raw(out, i ? "," : "");
        attribution(out, article, reading->attributions[i]);
    }
    raw(out, "],\"claims\":[");
    for (size_t i = 0; i < reading->n_claims; i++) {
        raw(out, i ? "," : "");
        claim(out, article, reading->claims[i]);
    }
    raw(out, "],\"times\":[");
    for (size_t i = 0; i < reading->n_times; i++) {
        place_in_text(out, i ? ",{" : "{", reading->times[i]->span);
        text_member(out, ",\"value\":", reading->times[i]->value);
        putc_unlocked('}', out);
    }
    raw(out, "]}\n");
}
