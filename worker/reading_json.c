/* SPDX-License-Identifier: Apache-2.0 */
#include "reading_json.h"

#include <string.h>

const char *reading_word(const ProtobufCEnumDescriptor *descriptor, int value)
{
    const ProtobufCEnumValue *found = protobuf_c_enum_descriptor_get_value(descriptor, value);
    const char *prefix = found ? strchr(found->name, '_') : NULL;
    return prefix ? prefix + 1 : "UNKNOWN";
}

static json_t *text(const char *value)
{
    return value ? json_string(value) : json_null();
}

static json_t *number(protobuf_c_boolean has, double value)
{
    return has ? json_real(value) : json_null();
}

static json_t *spans(const article_record *article, span_record *const *list, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array,
                              json_pack("{s:i,s:i,s:o}", "start", (int)list[i]->start, "end", (int)list[i]->end, "text",
                                        json_stringn(article->body + list[i]->start, list[i]->end - list[i]->start)));
    return array;
}

static json_t *source(const article_record *article, const source_record *source)
{
    if (!source)
        return json_null();
    return json_pack("{s:o,s:o,s:o,s:o}", "name", text(source->name), "role", text(source->role), "country",
                     text(source->country), "spans", spans(article, source->spans, source->n_spans));
}

static json_t *attribution(const article_record *article, const attribution_record *one)
{
    return json_pack("{s:o,s:o,s:s,s:o,s:o,s:o,s:o,s:s,s:s,s:f}", "id", text(one->id), "parent", text(one->parent),
                     "quote", reading_word(&claimwire__v1__quote__descriptor, (int)one->quote), "content",
                     spans(article, one->content, one->n_content), "source", source(article, one->source), "cue",
                     spans(article, one->cue, one->n_cue), "continues", text(one->continues), "polarity",
                     reading_word(&claimwire__v1__polarity__descriptor, (int)one->polarity), "modality",
                     reading_word(&claimwire__v1__modality__descriptor, (int)one->modality), "confidence",
                     (double)one->confidence);
}

static json_t *figures(const claim_record *claim)
{
    json_t *array = json_array();
    for (size_t i = 0; i < claim->n_figures; i++) {
        const figure_record *one = claim->figures[i];
        json_array_append_new(array,
                              json_pack("{s:s,s:o,s:o,s:o,s:o,s:i,s:i}", "measure",
                                        reading_word(&claimwire__v1__measure__descriptor, (int)one->measure),
                                        "population", text(one->population), "low", number(one->has_low, one->low),
                                        "high", number(one->has_high, one->high), "unit", text(one->unit), "start",
                                        (int)one->span->start, "end", (int)one->span->end));
    }
    return array;
}

static json_t *interval(const date_interval_record *time)
{
    static const char *const bases[] = { "text", "published", "fetched", "accepted" };
    if (!time)
        return json_null();
    return json_pack("{s:o,s:o,s:s}", "start", text(time->start), "end", text(time->end), "basis", bases[time->basis]);
}

static json_t *places(const claim_record *claim)
{
    json_t *array = json_array();
    for (size_t i = 0; i < claim->n_places; i++) {
        const place_record *one = claim->places[i];
        json_array_append_new(array, json_pack("{s:o,s:o,s:o,s:o,s:o,s:i,s:i}", "name", text(one->name), "country",
                                               text(one->country), "geoname",
                                               one->has_geoname ? json_integer(one->geoname) : json_null(), "lat",
                                               number(one->has_lat, one->lat), "lon", number(one->has_lon, one->lon),
                                               "start", (int)one->span->start, "end", (int)one->span->end));
    }
    return array;
}

static json_t *actors(const claim_record *claim)
{
    json_t *array = json_array();
    for (size_t i = 0; i < claim->n_actors; i++) {
        const actor_record *one = claim->actors[i];
        json_array_append_new(array, json_pack("{s:o,s:o,s:o,s:i,s:i}", "name", text(one->name), "country",
                                               text(one->country), "sector", text(one->sector), "start",
                                               (int)one->span->start, "end", (int)one->span->end));
    }
    return array;
}

static json_t *claim(const article_record *article, const claim_record *one)
{
    return json_pack(
        "{s:o,s:o,s:s,s:s,s:o,s:o,s:o,s:s,s:s,s:o,s:o,s:o,s:o,s:f}", "id", text(one->id), "attribution",
        text(one->attribution), "kind", reading_word(&claimwire__v1__claim_kind__descriptor, (int)one->kind), "quote",
        reading_word(&claimwire__v1__quote__descriptor, (int)one->quote), "content",
        spans(article, one->content, one->n_content), "source", source(article, one->source), "cue",
        spans(article, one->cue, one->n_cue), "polarity",
        reading_word(&claimwire__v1__polarity__descriptor, (int)one->polarity), "modality",
        reading_word(&claimwire__v1__modality__descriptor, (int)one->modality), "figures", figures(one), "time",
        interval(one->time), "places", places(one), "actors", actors(one), "confidence", (double)one->confidence);
}

json_t *reading_json(const article_record *article, const reading_record *reading)
{
    json_t *attributions = json_array(), *claims = json_array(), *times = json_array();
    for (size_t i = 0; i < reading->n_attributions; i++)
        json_array_append_new(attributions, attribution(article, reading->attributions[i]));
    for (size_t i = 0; i < reading->n_claims; i++)
        json_array_append_new(claims, claim(article, reading->claims[i]));
    for (size_t i = 0; i < reading->n_times; i++)
        json_array_append_new(times, json_pack("{s:i,s:i,s:s}", "start", (int)reading->times[i]->span->start, "end",
                                               (int)reading->times[i]->span->end, "value", reading->times[i]->value));
    return json_pack("{s:{s:o},s:o,s:o,s:o}", "article", "id", text(article->id), "attributions", attributions,
                     "claims", claims, "times", times);
}
