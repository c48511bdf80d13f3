/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/common.h"

#include <string.h>

#include "desk/term.h"

static void count_stems(uint32_t articles, const char *stems, common_counter *counter, void *context)
{
    while (*stems) {
        const size_t size = strcspn(stems, " ");
        counter(context, term_of_word(stems, size), articles);
        stems += size + (stems[size] == ' ');
    }
}

void common_all(common_counter *counter, void *context)
{
#define COMMON(articles, stems) count_stems(articles, stems, counter, context);
#include "desk/common.def"
#undef COMMON
}
