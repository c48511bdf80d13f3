/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_NAMING_H
#define DESK_NAMING_H

#include "base/span.h"

/* Whether a text names an outlet, of which only its host is known: "the Harbour Gazette reports" names
 * harbour-gazette.example, and so does "told the Gazette". */

enum {
    NAMING_LETTERS_MIN = 4, /* of what is looked for: shorter words are in any text */
    NAMING_SMALL_MAX = 3,   /* of a word between two of the name: "of", "del" */
};

/* The words of the host's longest label (but the last one, which is no name), or of an outlet without a dot all, stand
 * there in order with capitals, by letters of ASCII; or the last one of several behind "the". Linear in the text. */
bool naming_names(struct span text, const char *outlet);

#endif
