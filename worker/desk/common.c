/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/common.h"

#include <string.h>

#include "base/hash.h"

static void count_stems(uint32_t articles, const char *stems, common_counter *counter, void *context)
{
    while (*stems) {
        const size_t size = strcspn(stems, " ");
        counter(context, (uint32_t)hash64(stems, size, 0) & ~(UINT32_C(1) << 31), articles);
        stems += size + (stems[size] == ' ');
    }
}

void common_all(common_counter *counter, void *context)
{
#define COMMON(articles, stems) count_stems(articles, stems, counter, context);
#include "desk/common.def"
#undef COMMON
}
