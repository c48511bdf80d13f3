/* SPDX-License-Identifier: Apache-2.0 */
#include "client/lib/render.h"

#include <ctype.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/lib/escape.h"
#include "proto/digest.h"

enum { ID_BYTES = 24, MOMENT_BYTES = 40, NAME_BYTES = 40 };
static const double whole_max = 9007199254740992.0; /* 2^53 */
static const int64_t year_10000_ms = INT64_C(253402300800000);

json_t *render_text(const char *text)
{
    json_t *string = text ? json_string(text) : NULL;
    return string ? string : json_null(); /* also when it is not UTF-8 */
}

json_t *render_count(protobuf_c_boolean has, uint64_t value)
{
    return has ? json_integer((json_int_t)value) : json_null();
}

json_t *render_number(protobuf_c_boolean has, double value)
{
    if (!has || !isfinite(value))
        return json_null();
    bool whole = fabs(value) <= whole_max && trunc(value) >= value && trunc(value) <= value;
    return whole ? json_integer((json_int_t)value) : json_real(value);
}

json_t *render_hex(const uint8_t *bytes, size_t count)
{
    char text[2 * DIGEST_BYTES + 1] = "";
    for (size_t i = 0; i < count && i < DIGEST_BYTES; i++)
        snprintf(text + 2 * i, 3, "%02x", bytes[i]);
    return json_string(text);
}

json_t *render_digest(protobuf_c_boolean has, const ProtobufCBinaryData *digest)
{
    return has && digest->len == DIGEST_BYTES ? render_hex(digest->data, digest->len) : json_null();
}

json_t *render_epoch(protobuf_c_boolean has, uint64_t epoch)
{
    return has ? json_sprintf("%016" PRIx64, epoch) : json_null();
}

json_t *render_id(char letter, uint64_t id)
{
    return id ? json_sprintf("%c%" PRIu64, letter, id) : json_null();
}

json_t *render_ids(char letter, const uint64_t *ids, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, render_id(letter, ids[i]));
    return array;
}

json_t *render_moment(protobuf_c_boolean has, int64_t unix_ms)
{
    struct tm utc;
    time_t seconds = (time_t)(unix_ms / 1000 - (unix_ms % 1000 < 0));
    char text[MOMENT_BYTES];
    if (!has || unix_ms < -year_10000_ms / 5 || unix_ms >= year_10000_ms || !gmtime_r(&seconds, &utc))
        return json_null();
    size_t used = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(text + used, sizeof text - used, ".%03dZ", (int)(unix_ms - (int64_t)seconds * 1000));
    return json_string(text);
}

json_t *render_enum(const ProtobufCEnumDescriptor *descriptor, int value, const char *prefix)
{
    const ProtobufCEnumValue *found = protobuf_c_enum_descriptor_get_value(descriptor, value);
    if (!found)
        return json_null();
    size_t length = strlen(prefix);
    return json_string(strncmp(found->name, prefix, length) == 0 ? found->name + length : found->name);
}

json_t *render_event_type(protobuf_c_boolean has, Claimwire__V1__EventType type)
{
    if (!has || type == CLAIMWIRE__V1__EVENT_TYPE__EVENT_TYPE_UNKNOWN)
        return json_null();
    return render_enum(&claimwire__v1__event_type__descriptor, (int)type, "EVENT_TYPE_");
}

json_t *render_figure_status(Claimwire__V1__FigureStatus status)
{
    const ProtobufCEnumValue *found =
        protobuf_c_enum_descriptor_get_value(&claimwire__v1__figure_status__descriptor, (int)status);
    char name[NAME_BYTES] = "";
    const char *from = found ? found->name + strlen("FIGURE_") : name;
    for (size_t i = 0; from[i] && i + 1 < sizeof name; i++)
        name[i] = (char)tolower((unsigned char)from[i]);
    return found ? json_string(name) : json_null();
}

json_t *render_article_id(const Claimwire__V1__ArticleRef *article)
{
    return article ? render_text(article->id) : json_null();
}

json_t *render_cursor(const struct claimwire_cursor *cursor)
{
    return json_pack("{s:o, s:o, s:o}", "epoch", render_epoch(cursor->has_epoch, cursor->epoch), "sequence",
                     json_integer((json_int_t)cursor->sequence), "digest",
                     cursor->has_digest ? render_hex(cursor->digest, sizeof cursor->digest) : json_null());
}

json_t *render_time(const Claimwire__V1__DateInterval *time)
{
    if (!time)
        return json_null();
    return json_pack("{s:o, s:o, s:o}", "start", render_text(time->start), "end", render_text(time->end), "basis",
                     render_enum(&claimwire__v1__basis__descriptor, (int)time->basis, "BASIS_"));
}

json_t *render_place(const Claimwire__V1__Place *place)
{
    if (!place)
        return json_null();
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "name", render_text(place->name), "country",
                     render_text(place->country), "geoname", render_count(place->has_geoname, place->geoname), "lat",
                     render_number(place->has_lat, place->lat), "lon", render_number(place->has_lon, place->lon));
}

static json_t *render_figure(const Claimwire__V1__Figure *figure)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "measure",
                     render_enum(&claimwire__v1__measure__descriptor, (int)figure->measure, "MEASURE_"), "population",
                     render_text(figure->population), "low", render_number(figure->has_low, figure->low), "high",
                     render_number(figure->has_high, figure->high), "unit", render_text(figure->unit));
}

json_t *render_statement(const Claimwire__V1__Statement *statement)
{
    if (!statement)
        return json_null();
    json_t *figures = json_array(), *places = json_array();
    for (size_t i = 0; i < statement->n_figures; i++)
        json_array_append_new(figures, render_figure(statement->figures[i]));
    for (size_t i = 0; i < statement->n_places; i++)
        json_array_append_new(places, render_place(statement->places[i]));
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "kind",
                     render_enum(&claimwire__v1__claim_kind__descriptor, (int)statement->kind, "CLAIM_"), "quote",
                     render_enum(&claimwire__v1__quote__descriptor, (int)statement->quote, "QUOTE_"), "speaker",
                     render_text(statement->speaker), "text", render_text(statement->text), "polarity",
                     render_enum(&claimwire__v1__polarity__descriptor, (int)statement->polarity, "POLARITY_"),
                     "modality",
                     render_enum(&claimwire__v1__modality__descriptor, (int)statement->modality, "MODALITY_"),
                     "figures", figures, "time", render_time(statement->time), "places", places);
}

char *render_line(json_t *value)
{
    char *plain = value ? json_dumps(value, JSON_COMPACT | JSON_REAL_PRECISION(15)) : NULL;
    char *line = plain ? escape_json(plain) : NULL;
    free(plain);
    json_decref(value);
    return line;
}
