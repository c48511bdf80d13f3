/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fault.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

struct fault fault_parse(const char *text)
{
    const char *colon = text ? strrchr(text, ':') : NULL;
    if (!colon)
        return (struct fault){ NULL, 0 };
    const unsigned long count = strtoul(colon + 1, NULL, 10);
    return (struct fault){ text, count > 0 && count < 1000000 ? (unsigned)count : 1 };
}

bool fault_due(struct fault *fault, const char *name)
{
    if (!fault->name)
        return false;
    const size_t size = strlen(name);
    return strncmp(fault->name, name, size) == 0 && fault->name[size] == ':' && --fault->remaining == 0;
}

void fault_point(struct fault *fault, const char *name)
{
    if (fault_due(fault, name))
        raise(SIGKILL);
}
