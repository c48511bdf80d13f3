/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_COMMON_H
#define DESK_COMMON_H

#include <stdint.h>

/* How common a word is in news at large: common.def, counted over articles
 * written for the project and CC BY news. A young window cannot know that
 * "minister" tells less than "monastery"; so each word is counted as if
 * COMMON_ARTICLES articles had gone before it. A stem that is not listed was in
 * none of them. */
enum { COMMON_ARTICLES = 300 };

struct common;
struct common *common_new(void); /* NULL without memory */
void common_free(struct common *common);

/* In how many of the COMMON_ARTICLES the term (features.terms) occurs. */
uint32_t common_count(const struct common *common, uint32_t term);

#endif
