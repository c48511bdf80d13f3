/* SPDX-License-Identifier: Apache-2.0 */
#include "model/builtin.h"

/* The file stands in the program as it is, on a boundary of 64 as its sections ask. */
__asm__(".pushsection .rodata\n"
        ".balign 64\n"
        "model_builtin:\n"
        ".incbin \"worker/model/en.model\"\n"
        "model_builtin_end:\n"
        ".byte 0\n"
        ".popsection\n");
extern const char model_builtin[] __attribute__((visibility("hidden")));
extern const char model_builtin_end[] __attribute__((visibility("hidden")));

struct span builtin_model(void)
{
    return (struct span){ model_builtin, (size_t)(model_builtin_end - model_builtin) };
}
