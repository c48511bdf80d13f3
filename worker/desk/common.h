/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_COMMON_H
#define DESK_COMMON_H

#include <stdint.h>

/* How common a word is in news at large: common.def, counted over articles
 * written for the project and CC BY news. A young window cannot know that
 * "minister" tells less than "monastery"; so each word is counted as if
 * COMMON_ARTICLES articles had gone before it. A stem that is not listed was in
 * none of them. */
enum { COMMON_ARTICLES = 300, COMMON_TERMS_MAX = 4096 /* no more are listed */ };

/* Told of each listed term (features.terms) in how many of the COMMON_ARTICLES it is. */
typedef void common_counter(void *context, uint32_t term, uint32_t articles);
void common_all(common_counter *counter, void *context);

#endif
