/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RESOLVE_LANGUAGE_H
#define RESOLVE_LANGUAGE_H

#include <stdbool.h>

#include "text/document.h"

/* True when the tag ("en", "en-GB") is of English; without one (NULL, empty)
 * when the text reads like it: its first words hold the share of English
 * function words that prose does. A short text counts as English. */
bool language_is_english(const char *tag, const struct document *document);

#endif
