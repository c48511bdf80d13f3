/* SPDX-License-Identifier: Apache-2.0 */
#include "model/layout.h"

#include "base/hash.h"

#include <string.h>

uint64_t layout_checksum(const void *bytes, uint64_t size)
{
    struct layout_header header;
    memcpy(&header, bytes, sizeof header);
    header.checksum = 0;
    return hash64((const char *)bytes + sizeof header, size - sizeof header, hash64(&header, sizeof header, 0));
}
