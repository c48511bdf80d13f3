/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_OUTPUT_H
#define CLIENT_OUTPUT_H

#include <stdio.h>

#include "client/claimwire.h"

/* Data goes to stdout, talk to stderr. */

/* Prints the line and its end, and frees it; NULL (out of memory) is remembered
 * as a failure. */
void output_line(char *line);
/* Flushes stdout: EX_OK, or EX_IOERR when something could not be written. */
int output_end(void);

/* "claimwire: …" and a line end, on stderr. The text must be safe already. */
void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The exit code of a library error, after saying what failed. `message` is the
 * hub's word on it, or "". */
int say_error(int error, const char *what, const char *message);

/* Colours on stdout: a terminal, and neither NO_COLOR nor TERM=dumb. */
bool output_coloured(void);

/* `text` escaped, "-" for NULL, onto the stream. */
void print_text(FILE *stream, const char *text, size_t characters_max);

/* The value's name without the first `prefix` bytes; "?" when it has none here. */
const char *name_of(const ProtobufCEnumDescriptor *descriptor, int value, size_t prefix);

#endif
