/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/common.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum { SLOTS = 1 << 13 }; /* more than twice the stems of common.def */

struct common {
    struct {
        uint32_t term, count; /* count 0: empty */
    } slots[SLOTS];
};

static void put(struct common *common, uint32_t term, uint32_t count)
{
    uint32_t at = term % SLOTS;
    while (common->slots[at].count && common->slots[at].term != term)
        at = (at + 1) % SLOTS;
    common->slots[at].term = term;
    common->slots[at].count = count;
}

static void put_all(struct common *common, uint32_t count, const char *stems)
{
    while (*stems) {
        const size_t size = strcspn(stems, " ");
        put(common, (uint32_t)hash64(stems, size, 0) & ~(UINT32_C(1) << 31), count);
        stems += size + (stems[size] == ' ');
    }
}

struct common *common_new(void)
{
    struct common *common = calloc(1, sizeof *common);
    if (!common)
        return NULL;
#define COMMON(count, stems) put_all(common, count, stems);
#include "desk/common.def"
#undef COMMON
    return common;
}

void common_free(struct common *common)
{
    free(common);
}

uint32_t common_count(const struct common *common, uint32_t term)
{
    uint32_t at = term % SLOTS;
    while (common->slots[at].count && common->slots[at].term != term)
        at = (at + 1) % SLOTS;
    return common->slots[at].count;
}
