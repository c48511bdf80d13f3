/* SPDX-License-Identifier: Apache-2.0 */
#ifndef READING_JSON_H
#define READING_JSON_H

#include <jansson.h>

#include "record/record.h"

/* A reading as `extract --json` prints it; field names and their order are
 * part of the contract. NULL without memory. Freed with json_decref. */
json_t *reading_json(const article_record *article, const reading_record *reading);

/* "KILLED" of MEASURE_KILLED: the name of an enum's value without its prefix. */
const char *reading_word(const ProtobufCEnumDescriptor *descriptor, int value);

#endif
