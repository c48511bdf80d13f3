/* SPDX-License-Identifier: Apache-2.0 */
#include "base/reserve.h"

#include <string.h>
#include <sys/mman.h>

void *reserve_take(size_t bytes)
{
    void *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        return NULL;
    (void)madvise(memory, bytes, MADV_HUGEPAGE);
    return memory;
}

void reserve_free(void *memory, size_t bytes)
{
    if (memory)
        munmap(memory, bytes);
}

void reserve_clear(void *memory, size_t from, size_t bytes)
{
    if (madvise((char *)memory + from, bytes, MADV_DONTNEED) != 0)
        memset((char *)memory + from, 0, bytes);
}
