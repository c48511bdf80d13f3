/* SPDX-License-Identifier: Apache-2.0 */
#include "client/formats/intake.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

const struct limits limits_default = {
    .input_bytes_max = UINT64_C(256) << 20,
    .item_bytes_max = 8u << 20,
    .page_bytes_max = 256u << 20,
    .items_max = 1000000,
    .depth_max = 512,
    .page_ms_max = 5000,
};

void intake_refuse(struct intake *intake, const char *reason, const char *format, ...)
{
    char why[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why, sizeof why, format, arguments);
    va_end(arguments);
    intake->refuse(intake->context, NULL, reason, why, intake->place);
}

bool intake_next(struct intake *intake)
{
    if (intake->over)
        return false;
    if (intake->items++ < intake->limits->items_max)
        return true;
    intake_refuse(intake, "TOO_LARGE", "more than %" PRIu64 " items in one file; the rest is left out",
                  intake->limits->items_max);
    intake->over = true;
    return false;
}
