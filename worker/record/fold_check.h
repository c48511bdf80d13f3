/* SPDX-License-Identifier: Apache-2.0 */
#ifndef RECORD_FOLD_CHECK_H
#define RECORD_FOLD_CHECK_H

#include <stdbool.h>
#include <string.h>

#include "record/record.h"

/* For fold*.c alone. */

/* A missing text is an empty one. */
static inline bool fold_same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* Whether the update follows the event's state and carries all that its
 * change needs: OK or FIELD_VALUE. */
enum err fold_check(const event_record *event, const event_update_record *update);

#endif
