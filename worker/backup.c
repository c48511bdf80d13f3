/* SPDX-License-Identifier: Apache-2.0 */
#include "backup.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>
#include <zmq.h>

#include "hub/frame.h"

enum { ARENA_BYTES = 1024 * 1024, WAIT_MS = 24 * 3600 * 1000, ALIVE_MS = 3000 };

/* A relative path means the caller's folder, not the hub's. */
static bool absolute(const char *directory, char path[PATH_MAX])
{
    char here[PATH_MAX];
    if (directory[0] == '/')
        return (size_t)snprintf(path, PATH_MAX, "%s", directory) < PATH_MAX;
    return getcwd(here, sizeof here) && (size_t)snprintf(path, PATH_MAX, "%s/%s", here, directory) < PATH_MAX;
}

static bool ask(void *socket, struct arena *arena, ask_record *request, long wait_ms, reply_record **reply)
{
    struct frame frame;
    zmq_pollitem_t item = { socket, 0, ZMQ_POLLIN, 0 };
    if (!frame_send_record(socket, NULL, WIRE_ASK, arena, &request->base) || zmq_poll(&item, 1, wait_ms) <= 0)
        return false;
    if (frame_receive(socket, false, &frame) != FRAME_ONE)
        return false;
    const bool fine = frame.kind == WIRE_REPLY && reply_unpack(arena, frame_body(&frame), reply) == ERR_OK;
    frame_release(&frame);
    return fine;
}

static int back_up(void *socket, void *refusals, struct arena *arena, char *path)
{
    ask_record request = CLAIMWIRE__V1__ASK__INIT;
    status_request_record status = CLAIMWIRE__V1__STATUS_REQUEST__INIT;
    backup_request_record backup = CLAIMWIRE__V1__BACKUP_REQUEST__INIT;
    reply_record *reply;
    request.body_case = CLAIMWIRE__V1__ASK__BODY_STATUS;
    request.status = &status;
    if (!ask(socket, arena, &request, ALIVE_MS, &reply)) {
        const bool refused = curve_refused(refusals);
        fprintf(stderr, "claimwired: %s\n", refused ? "the hub refuses this key" : "no hub answers");
        return refused ? EX_NOPERM : EX_UNAVAILABLE;
    }
    backup.directory = path;
    request.body_case = CLAIMWIRE__V1__ASK__BODY_BACKUP;
    request.backup = &backup;
    if (!ask(socket, arena, &request, WAIT_MS, &reply)) {
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
    const struct frame_limits limits = { WIRE_REPLY_BYTES_MAX, 16, 16 };
    char path[PATH_MAX];
    if (!absolute(directory, path)) {
        fprintf(stderr, "claimwired: the path is too long\n");
        return EX_USAGE;
    }
    int status = EX_OSERR;
    struct arena *arena = arena_new(ARENA_BYTES);
    void *context = zmq_ctx_new();
    void *socket = context ? frame_socket(context, ZMQ_DEALER, &limits) : NULL;
    const bool keyed = keys && curve_used(ask_endpoint);
    void *refusals = socket && keyed ? curve_refusals(context, socket) : NULL;
    if (arena && socket && (!keyed || (refusals && curve_trust(socket, keys))) && zmq_connect(socket, ask_endpoint) == 0)
        status = back_up(socket, refusals, arena, path);
    if (refusals)
        zmq_close(refusals);
    frame_close(socket, 0);
    if (context)
        zmq_ctx_term(context);
    arena_free(arena);
    return status;
}
