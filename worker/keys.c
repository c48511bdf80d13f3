/* SPDX-License-Identifier: Apache-2.0 */
#include "keys.h"

#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sysexits.h>

static const char hub_name[] = "hub";

static int complain(const struct settings *settings, const char *name, const char *suffix, const char *why)
{
    fprintf(stderr, "claimwired: %s/%s%s: %s\n", settings->keys, name, suffix, why);
    return EX_CONFIG;
}

static int read_secret(const struct settings *settings, const char *name, char key[KEY_TEXT_BYTES])
{
    prctl(PR_SET_DUMPABLE, 0);
    const char *why = keyfile_secret(settings->keys, name, key);
    return why ? complain(settings, name, ".key", why) : 0;
}

static int read_hub(const struct settings *settings, char key[KEY_TEXT_BYTES])
{
    const char *why = keyfile_public(settings->keys, hub_name, key);
    return why ? complain(settings, hub_name, ".pub", why) : 0;
}

int keys_own(const struct settings *settings, const char *fallback, struct curve_keys *keys)
{
    const int status = read_secret(settings, *settings->key ? settings->key : fallback, keys->secret);
    return status ? status : read_hub(settings, keys->hub);
}

int keys_local(const struct settings *settings, struct curve_keys *keys, struct user *user)
{
    prctl(PR_SET_DUMPABLE, 0);
    *user = (struct user){ .name = "local", .roles = ROLE_WORKER };
    if (!curve_pair(keys->secret, user->key))
        return complain(settings, hub_name, "", "ZeroMQ has no CURVE here");
    return read_hub(settings, keys->hub);
}

int keys_hub(const struct settings *settings, const struct user *local, struct hub_keys *keys)
{
    char public[KEY_TEXT_BYTES], derived[KEY_TEXT_BYTES];
    const char *why;
    unsigned line = 0;
    int status = read_secret(settings, hub_name, keys->secret);
    if (!status)
        status = read_hub(settings, public);
    if (!status && (!curve_public(keys->secret, derived) || strcmp(public, derived) != 0))
        status = complain(settings, hub_name, ".pub", "is not the public key of hub.key");
    if (status)
        return status;
    keys->allow = allow_open(settings->keys, &why, &line);
    if (!keys->allow && line > 0)
        fprintf(stderr, "claimwired: line %u of the allow-list is wrong\n", line);
    if (!keys->allow)
        return complain(settings, "allow", "", why);
    return allow_add(keys->allow, local) ? 0 : complain(settings, "allow", "", "holds a key of the hub's own");
}

void keys_end(struct hub_keys *keys)
{
    allow_close(keys->allow);
    explicit_bzero(keys, sizeof *keys);
}
