/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_FAMILY_H
#define DESK_FAMILY_H

#include "base/err.h"

/* Whose outlet is it? Titles of one publisher are one origin, for they share desks and copy, and so are an agency's
 * pages and its name in a credit.
 *
 * A table has one `name family` a line: the name is the end of a host by whole labels ("mirror.example" is also
 * "sport.mirror.example"), or, without a dot, the whole of an outlet's name or credit, where "_" stands for a blank.
 * "#" begins a comment. family.def is the table built in; of a name in both, the file's counts. A change of the table
 * counts from then on: what an outlet told before stays with the origin that it had. */
struct families;

enum { FAMILY_NAMES_MAX = 65536, FAMILY_LINE_BYTES = 256 };

/* `path` NULL or "": the one built in. NOT_FOUND: no such file; FIELD_VALUE: a line is no name and family, or there
 * are too many; MEMORY. */
enum err families_open(const char *path, struct families **families);
void families_close(struct families *families);

/* The family of an outlet, given in lower case and without "www."; NULL: of none. It lives as long as the table. */
const char *families_of(const struct families *families, const char *outlet);

/* For a setting: NULL when the table can be opened, or none is named; else what is wrong. */
const char *families_check(const char *path);

#endif
