/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_LIB_ESCAPE_H
#define CLIENT_LIB_ESCAPE_H

#include <stdbool.h>
#include <stdint.h>

/* Whether the character does something to a terminal, or turns, hides or ends
 * the text around it (Trojan Source, CVE-2021-42574). */
bool escape_needed(uint32_t value);

/* The same JSON with those characters as \uNNNN, which they can only be inside
 * strings. To be given to free(); NULL when out of memory. */
char *escape_json(const char *json);

#endif
