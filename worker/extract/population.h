/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_POPULATION_H
#define EXTRACT_POPULATION_H

#include "text/document.h"

/* Of whom a number is, in plain lower case plural: "police officers". "people"
 * where the text does not say. NULL when the arena is full. */
char *population_name(struct arena *arena, const struct document *document, struct range people);

#endif
