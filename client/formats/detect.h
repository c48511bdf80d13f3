/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FORMATS_DETECT_H
#define CLIENT_FORMATS_DETECT_H

#include <stdbool.h>
#include <stddef.h>

/* What an input is, told by its first bytes and never by its name. */
enum format {
    FORMAT_UNDECIDED, /* more bytes, please */
    FORMAT_LINES,     /* JSON, a value a line */
    FORMAT_VALUES,    /* JSON over many lines: one value, several, or an array of them */
    FORMAT_XML,       /* RSS, Atom, NewsML-G2 */
    FORMAT_HTML,
    FORMAT_WARC,
    FORMAT_GZIP, /* of anything else here */
    FORMAT_TEXT,
    FORMAT_REFUSED, /* recognised, and not read */
};

enum { FORMAT_HEAD_BYTES = 64 * 1024 }; /* with so many it is decided */

/* `ended`: the input has no more than this. `why` is set where it is refused. */
enum format format_of(const char *head, size_t size, bool ended, const char **why);

#endif
