/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/crew.h"

#include <string.h>

int crew_find(const struct crew *crew, uint64_t session)
{
    for (int i = 0; i < CREW_MAX; i++)
        if (crew->extractors[i].present && crew->extractors[i].session == session)
            return i;
    return -1;
}

static int find_name(const struct crew *crew, const char *name)
{
    for (int i = 0; i < CREW_MAX; i++)
        if (crew->extractors[i].present && strcmp(crew->extractors[i].name, name) == 0)
            return i;
    return -1;
}

static int take_place(struct crew *crew, const ready_record *ready)
{
    for (int i = 0; i < CREW_MAX; i++) {
        struct extractor *extractor = &crew->extractors[i];
        if (extractor->present)
            continue;
        *extractor = (struct extractor){ .present = true, .session = ready->session };
        memcpy(extractor->name, ready->name, strlen(ready->name) + 1);
        return i;
    }
    return -1;
}

int crew_ready(struct crew *crew, const struct peer *peer, const ready_record *ready, int64_t now_ms, int *lost)
{
    *lost = -1;
    if (!ready->name || !*ready->name || strlen(ready->name) >= CREW_NAME_BYTES || ready->session == 0)
        return -1;
    int index = crew_find(crew, ready->session);
    if (index < 0) {
        *lost = find_name(crew, ready->name);
        if (*lost >= 0)
            return -1;
        index = take_place(crew, ready);
        if (index < 0)
            return -1;
    }
    struct extractor *extractor = &crew->extractors[index];
    extractor->peer = *peer;
    extractor->slots = ready->slots < CREW_SLOTS_MAX ? ready->slots : CREW_SLOTS_MAX;
    extractor->seen_ms = now_ms;
    return index;
}

int crew_free(const struct crew *crew, bool alone)
{
    int best = -1;
    for (int i = 0; i < CREW_MAX; i++) {
        const struct extractor *extractor = &crew->extractors[i];
        if (!extractor->present ||
            (alone ? extractor->held > 0 : extractor->alone || extractor->held >= extractor->slots))
            continue;
        if (best < 0 || extractor->held < crew->extractors[best].held)
            best = i;
    }
    return best;
}

void crew_reserve(struct crew *crew)
{
    for (int i = 0; i < CREW_MAX; i++)
        if (crew->extractors[i].present && crew->extractors[i].alone)
            return;
    struct extractor *best = NULL;
    for (int i = 0; i < CREW_MAX; i++) {
        struct extractor *extractor = &crew->extractors[i];
        if (extractor->present && (!best || extractor->held < best->held))
            best = extractor;
    }
    if (best)
        best->alone = true;
}

void crew_forget(struct crew *crew, int index)
{
    crew->extractors[index].present = false;
}

void crew_forget_silent(struct crew *crew, int64_t before_ms)
{
    for (int i = 0; i < CREW_MAX; i++) {
        struct extractor *extractor = &crew->extractors[i];
        if (extractor->present && extractor->held == 0 && extractor->seen_ms < before_ms)
            extractor->present = false;
    }
}

uint32_t crew_count(const struct crew *crew)
{
    uint32_t count = 0;
    for (int i = 0; i < CREW_MAX; i++)
        count += crew->extractors[i].present;
    return count;
}
