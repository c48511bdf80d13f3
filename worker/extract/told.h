/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_TOLD_H
#define EXTRACT_TOLD_H

#include "extract/learned.h"

/* A clause that the outlet tells. */
struct told {
    struct range words; /* without the word that joins it to others */
    uint32_t verb;      /* its first finite verb or auxiliary */
};

/* Is the clause part of the news, not colour, background or chat? By the signs of told.def; linear in its tokens. */
bool told_is_news(const struct learned *learned, const struct told *told);

/* A finite form, as the tags have it: "came", "is", "will". */
bool told_is_finite(const struct learned *learned, uint32_t token);

#endif
