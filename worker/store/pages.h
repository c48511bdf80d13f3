/* SPDX-License-Identifier: Apache-2.0 */
#ifndef STORE_PAGES_H
#define STORE_PAGES_H

#include "store/store.h"

/* A look at data.mdb before LMDB maps it. LMDB trusts its pages: a damaged
 * one makes it read outside the map. `whole` walks every page of every tree;
 * otherwise only the two meta pages, the file's size and the two roots are
 * looked at, in constant time. A missing or empty file is fine: it is new.
 * CORRUPT, FORMAT (another page size or version), IO, with a reason. */
enum err pages_check(const char *directory, bool whole, char reason[STORE_REASON_BYTES]);

#endif
