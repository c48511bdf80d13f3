/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/alive.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static bool touch(const char *path)
{
    const int descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0644);
    if (descriptor < 0)
        return false;
    const bool touched = futimens(descriptor, NULL) == 0;
    close(descriptor);
    return touched;
}

bool alive_touch(struct alive *alive, int64_t now_ms, int64_t silent_ms)
{
    if (!alive->path || !*alive->path || now_ms < alive->next_ms || silent_ms < 0 || silent_ms > ALIVE_SILENT_MS)
        return true;
    alive->next_ms = now_ms + ALIVE_EVERY_MS;
    if (touch(alive->path))
        return true;
    const bool told = alive->failed;
    alive->failed = true;
    return told;
}

int64_t alive_age_ms(const char *path)
{
    struct stat status;
    struct timespec now;
    if (stat(path, &status) != 0 || clock_gettime(CLOCK_REALTIME, &now) != 0)
        return -1;
    const int64_t age_ms =
        (int64_t)(now.tv_sec - status.st_mtim.tv_sec) * 1000 + (now.tv_nsec - status.st_mtim.tv_nsec) / 1000000;
    /* A file's time is the tick before, so a touch never lies ahead by itself. */
    return age_ms < 0 ? -1 : age_ms;
}
