/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FORMATS_READER_H
#define CLIENT_FORMATS_READER_H

#include "client/formats/input.h"
#include "client/formats/value.h"

/* Reads the whole input, whatever its format is, and gives its articles to the
 * intake, until the end or until the intake wants no more. With a map (or NULL)
 * the objects of JSON are what the map says. Sets the intake's `read` and
 * `source`. False with errno when reading failed. */
bool reader_run(struct intake *intake, struct input *input, const struct map *map);

#endif
