/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_FILTER_H
#define CLIENT_FILTER_H

#include "client/command.h"

/* Which updates watch prints. Countries and origins are an event's as far as
 * the updates watched so far tell: the place it was given, and the number of
 * origins that corroborations have named (a fact's first origin has no name
 * there, so one name shows two origins). */
struct filter;

/* NULL when out of memory. The settings must live as long. */
struct filter *filter_new(const struct settings *settings);
void filter_free(struct filter *filter);

/* Must see every item, in order. */
bool filter_passes(struct filter *filter, const struct claimwire_item *item);

#endif
