/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <zmq.h>

#include "client/command.h"
#include "client/output.h"
#include "proto/keyfile.h"

/* The roles a key of that name will mostly have; for whoever keeps the hub's
 * list to change. NULL: a hub stands in no list. */
static const char *roles_of(const char *name)
{
    if (strcmp(name, "hub") == 0)
        return NULL;
    return strcmp(name, "work") == 0    ? "worker"
           : strcmp(name, "admin") == 0 ? "query,admin"
                                        : "feeder,subscriber,query";
}

int command_keygen(const struct settings *settings)
{
    const bool named = settings->argument_count == 2;
    const char *folder = named ? settings->arguments[0] : settings->keys ? settings->own.folder : ".";
    const char *name = settings->arguments[named ? 1 : 0];
    char secret[KEY_TEXT_BYTES], public[KEY_TEXT_BYTES];
    if (zmq_curve_keypair(public, secret) != 0) {
        say("keygen: this ZeroMQ has no CURVE");
        return EX_UNAVAILABLE;
    }
    mkdir(folder, 0700); /* what it cannot make, the next line tells of */
    const char *why = keyfile_write(folder, name, secret, public);
    explicit_bzero(secret, sizeof secret);
    if (why) {
        char *path = claimwire_escape(folder, 0), *safe = claimwire_escape(name, 0);
        say("keygen: %s in %s %s", safe ? safe : "", path ? path : "", why);
        free(path);
        free(safe);
        return EX_CANTCREAT;
    }
    if (roles_of(name))
        printf("%s %s %s\n", roles_of(name), public, name);
    return output_end();
}
