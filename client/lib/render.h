/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_LIB_RENDER_H
#define CLIENT_LIB_RENDER_H

#include <jansson.h>

#include "client/claimwire.h"

/* Parts of the JSON that the commands print. Each gives a new value (NULL when
 * out of memory, which jansson's *_new setters pass on); what is absent
 * becomes null. */
json_t *render_text(const char *text);
json_t *render_count(protobuf_c_boolean has, uint64_t value);
/* A whole number without ".0". */
json_t *render_number(protobuf_c_boolean has, double value);
json_t *render_digest(protobuf_c_boolean has, const ProtobufCBinaryData *digest);
json_t *render_hex(const uint8_t *bytes, size_t count);
json_t *render_epoch(protobuf_c_boolean has, uint64_t epoch);
/* "e7" or "f12"; null for 0. */
json_t *render_id(char letter, uint64_t id);
json_t *render_ids(char letter, const uint64_t *ids, size_t count);
/* "2024-04-14T05:31:00.123Z" */
json_t *render_moment(protobuf_c_boolean has, int64_t unix_ms);
/* The value's name without the prefix; null when the number is unknown here. */
json_t *render_enum(const ProtobufCEnumDescriptor *descriptor, int value, const char *prefix);
/* null when it is unknown what happened. */
json_t *render_event_type(protobuf_c_boolean has, Claimwire__V1__EventType type);
/* "raised": in lower case. */
json_t *render_figure_status(Claimwire__V1__FigureStatus status);
json_t *render_article_id(const Claimwire__V1__ArticleRef *article);
json_t *render_cursor(const struct claimwire_cursor *cursor);
json_t *render_time(const Claimwire__V1__DateInterval *time);
json_t *render_place(const Claimwire__V1__Place *place);
json_t *render_statement(const Claimwire__V1__Statement *statement);
json_t *render_event(const Claimwire__V1__Event *event);
json_t *render_article(const Claimwire__V1__Article *article);

/* One line, safe on a terminal; takes the value over. */
char *render_line(json_t *value);

#endif
