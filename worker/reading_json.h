/* SPDX-License-Identifier: Apache-2.0 */
#ifndef READING_JSON_H
#define READING_JSON_H

#include <stdio.h>

#include "record/record.h"

/* Prints a reading on one line, as `extract --json` has it; field names and
 * their order are part of the contract. Straight into the stream, without a
 * tree of values, as that took longer than the reading. The article's text is
 * UTF-8 (proto/article.h). Errors are the stream's. */
void reading_json(FILE *out, const article_record *article, const reading_record *reading);

/* "KILLED" of MEASURE_KILLED: the name of an enum's value without its prefix. */
const char *reading_word(const ProtobufCEnumDescriptor *descriptor, int value);

#endif
