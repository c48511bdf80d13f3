/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_MEETING_H
#define DESK_MEETING_H

#include "unit/desk/newsroom.h"

/* Two stories that turn out to be one: each begins with words of its own, and
 * both come to speak of the same. */

enum { MEETING_WORDS = 30, MEETING_BYTES = MEETING_WORDS * 8 };

static inline unsigned meeting_random(uint64_t *state, unsigned below)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(*state >> 33) % below;
}

/* So many words that both have, the rest of the story's own, in any order: no
 * text is another's copy. */
static inline const char *meeting_body(char body[MEETING_BYTES], uint64_t *state, char story, unsigned shared)
{
    char words[MEETING_WORDS][8];
    size_t used = 0;
    for (unsigned i = 0; i < MEETING_WORDS; i++)
        snprintf(words[i], sizeof words[i], "%c%u", i < shared ? 'm' : story, i);
    for (unsigned i = MEETING_WORDS; i > 0; i--) {
        const unsigned pick = meeting_random(state, i);
        used += (size_t)snprintf(body + used, MEETING_BYTES - used, used ? " %s" : "%s", words[pick]);
        memcpy(words[pick], words[i - 1], sizeof words[pick]);
    }
    return body;
}

#endif
