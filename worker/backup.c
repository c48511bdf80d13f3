/* SPDX-License-Identifier: Apache-2.0 */
#include "backup.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "asking.h"

enum { WAIT_MS = 24 * 3600 * 1000, ALIVE_MS = 3000 };

/* A relative path means the caller's folder, not the hub's. */
static bool absolute(const char *directory, char path[PATH_MAX])
{
    char here[PATH_MAX];
    if (directory[0] == '/')
        return (size_t)snprintf(path, PATH_MAX, "%s", directory) < PATH_MAX;
    return getcwd(here, sizeof here) && (size_t)snprintf(path, PATH_MAX, "%s/%s", here, directory) < PATH_MAX;
}

static int back_up(struct asking *asking, char *path)
{
    ask_record request = CLAIMWIRE__V1__ASK__INIT;
    backup_request_record backup = CLAIMWIRE__V1__BACKUP_REQUEST__INIT;
    reply_record *reply;
    if (!asking_status(asking, ALIVE_MS))
        return asking_complain(asking);
    backup.directory = path;
    request.body_case = CLAIMWIRE__V1__ASK__BODY_BACKUP;
    request.backup = &backup;
    if (!asking_ask(asking, &request, WAIT_MS, &reply)) {
        fprintf(stderr, "claimwired: the hub did not say how the backup ended\n");
        return EX_UNAVAILABLE;
    }
    if (reply->code != CLAIMWIRE__V1__REPLY_CODE__REPLY_OK || !reply->backup) {
        fprintf(stderr, "claimwired: %s\n", reply->message ? reply->message : "the hub could not");
        return EX_CANTCREAT;
    }
    printf("%s: epoch %016llx, sequence %llu\n", path, (unsigned long long)reply->backup->epoch,
           (unsigned long long)reply->backup->sequence);
    return EX_OK;
}

int backup_command(const char *ask_endpoint, const struct curve_keys *keys, const char *directory)
{
    struct asking asking;
    char path[PATH_MAX];
    if (!absolute(directory, path)) {
        fprintf(stderr, "claimwired: the path is too long\n");
        return EX_USAGE;
    }
    const int status = asking_open(&asking, ask_endpoint, keys) ? back_up(&asking, path) : EX_OSERR;
    asking_close(&asking);
    return status;
}
