/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_READING_CHECK_H
#define HUB_READING_CHECK_H

#include "record/record.h"

/* What the desk and the store rely on in a reading, which may come from an
 * extractor of another version: NULL when it holds, else what is wrong. `packed`: the reading, of which attributions
 * are counted, for it is unpacked as the desk wants it (record_unpack_judged). */
const char *reading_check(const reading_record *reading, struct span packed);

#endif
