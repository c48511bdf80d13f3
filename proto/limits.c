/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/limits.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "claimwire/v1/wire.pb-c.h"
#include "proto/digest.h"
#include "proto/scan.h"
#include "proto/wire.h"

#define OF(message) &claimwire__v1__##message##__descriptor

static const struct text_limit text_limits[] = {
    { OF(article), "id", WIRE_ID_BYTES_MAX },
    { OF(article), "url", WIRE_URL_BYTES_MAX },
    { OF(article), "outlet", WIRE_OUTLET_BYTES_MAX },
    { OF(article), "title", WIRE_TITLE_BYTES_MAX },
    { OF(article), "byline", WIRE_BYLINE_BYTES_MAX },
    { OF(article), "body", WIRE_BODY_BYTES_MAX },
    { OF(article), "published_at", WIRE_DATE_BYTES_MAX },
    { OF(article), "fetched_at", WIRE_DATE_BYTES_MAX },
    { OF(article), "language", WIRE_LANGUAGE_BYTES_MAX },
    { OF(article_ref), "feeder", WIRE_ID_BYTES_MAX },
    { OF(article_ref), "id", WIRE_ID_BYTES_MAX },
    { OF(hello), "agent", WIRE_AGENT_BYTES_MAX },
    { OF(ready), "name", WIRE_AGENT_BYTES_MAX },
    { OF(cursor), "digest", DIGEST_BYTES },
    { OF(backup_request), "directory", WIRE_DIRECTORY_BYTES_MAX },
};

const struct text_limit *text_limits_of(const ProtobufCMessageDescriptor *descriptor)
{
    for (size_t i = 0; i < sizeof text_limits / sizeof *text_limits; i++)
        if (text_limits[i].descriptor == descriptor)
            return &text_limits[i];
    return NULL;
}

size_t text_limit_of(const struct text_limit *rows, const ProtobufCFieldDescriptor *field)
{
    if (!rows)
        return SIZE_MAX;
    const struct text_limit *end = text_limits + sizeof text_limits / sizeof *text_limits;
    for (const struct text_limit *row = rows; row < end && row->descriptor == rows->descriptor; row++)
        if (strcmp(row->field, field->name) == 0)
            return row->bytes_max;
    return SIZE_MAX;
}

/* Strangers may send these. They hold few small messages, so their factor is
 * small; a Reading or a Reply holds many (a Span is 8 bytes of wire and up to
 * 120 of heap). Those come from our own extractors, hub and store. */
static const ProtobufCMessageDescriptor *const from_strangers[] = {
    OF(hello), OF(submit), OF(article), OF(ready), OF(ask),
};

static bool is_from_strangers(const ProtobufCMessageDescriptor *descriptor)
{
    for (size_t i = 0; i < sizeof from_strangers / sizeof *from_strangers; i++)
        if (from_strangers[i] == descriptor)
            return true;
    return false;
}

struct scan_limits scan_limits_for(const ProtobufCMessageDescriptor *descriptor, size_t size)
{
    const bool strange = is_from_strangers(descriptor);
    return (struct scan_limits){
        .fields_max = SCAN_FIELDS_MAX,
        .unknown_fields_max = strange ? SCAN_UNKNOWN_FIELDS_MAX : SCAN_FIELDS_MAX,
        .heap_bytes_max = SCAN_HEAP_BYTES_FLAT + (strange ? SCAN_HEAP_FACTOR : SCAN_HEAP_FACTOR_OURS) * size,
    };
}
