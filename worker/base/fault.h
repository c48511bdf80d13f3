/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_FAULT_H
#define BASE_FAULT_H

#include <stdbool.h>

/* The tests' countdown. A program started with CLAIMWIRE_FAULT=name:n kills
 * itself with SIGKILL when it passes the point `name` for the n-th time. The
 * variable is read once, by main; without it nothing ever happens. */
struct fault {
    const char *name; /* NULL: none */
    unsigned remaining;
};

/* From the text of the variable, which must outlive it; NULL gives none. */
struct fault fault_parse(const char *text);

/* Does not return when this is the point and the count is used up. */
void fault_point(struct fault *fault, const char *name);

/* As fault_point, but only tells: true at that one pass. */
bool fault_due(struct fault *fault, const char *name);

#endif
