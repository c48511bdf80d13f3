/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_WATCH_LINE_H
#define CLIENT_WATCH_LINE_H

#include "client/claimwire.h"

/* The item as one line for people, to be given to free(); NULL when out of memory. */
char *watch_line(const struct claimwire_item *item, bool coloured);

#endif
