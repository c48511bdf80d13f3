/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SUPPORT_HUB_H
#define SUPPORT_HUB_H

#include <stdbool.h>
#include <sys/types.h>

#include "client/claimwire.h"

/* A real claimwired ($CLAIMWIRE_BUILD/claimwired, by default build/) on a
 * folder of its own, with ipc endpoints in it. Everything here fails the test
 * when it does not work out, and the teardown ends what runs and removes the
 * folder. A test that is itself killed leaves neither processes nor folder. */
enum { HUB_SETTINGS_MAX = 16 };
struct hub {
    char folder[64];
    char data[96];                              /* --data */
    char feed[96], work[96], wire[96], ask[96]; /* endpoints */
    const char *settings[2 * HUB_SETTINGS_MAX]; /* "--flag", "value" */
    size_t setting_count;
    const char *fault;                 /* CLAIMWIRE_FAULT, or NULL */
    pid_t pid;                         /* 0: it does not run */
    const struct claimwire_keys *keys; /* that the test itself uses; NULL: none */
    struct claimwire_asker *asker;
    pid_t janitor;
    int janitor_pipe;
};

/* Nothing runs yet. Two extractors unless "--workers" is set otherwise. */
struct hub *hub_new(void);
/* A setting of the next start; the strings must live. */
void hub_set(struct hub *hub, const char *flag, const char *value);

/* tcp endpoints on loopback, free a moment ago, with CURVE: --keys is the
 * folder of `keys`, as which the test asks, feeds and follows. */
void hub_use_keys(struct hub *hub, const struct claimwire_keys *keys);

/* A tcp endpoint on loopback, free a moment ago. */
void hub_free_endpoint(char endpoint[96]);

/* Until it answers. */
void hub_start(struct hub *hub);
/* SIGTERM, and the exit code; fails after `timeout_ms`. */
int hub_stop_within(struct hub *hub, int timeout_ms);
/* The same, where it must stop cleanly. */
void hub_stop(struct hub *hub);
/* SIGKILL. */
void hub_kill(struct hub *hub);
/* The exit code of one that ends by itself; fails after `timeout_ms`. */
int hub_wait(struct hub *hub, int timeout_ms);
bool hub_alive(const struct hub *hub);

/* An extractor of its own, "claimwired work". */
pid_t hub_start_extractor(struct hub *hub);
/* Extractors forked beside the hub; returns how many there are. */
size_t hub_extractors(const struct hub *hub, pid_t pids[], size_t max);

/* Runs claimwired with the hub's settings and these arguments (ended by NULL)
 * to its end. Returns the exit code; `output` takes what it says on stdout and
 * stderr. */
int hub_command(struct hub *hub, char *output, size_t output_size, const char *const arguments[]);

/* Resident memory of the hub's process, from /proc. */
size_t hub_resident_kib(const struct hub *hub);
/* True when the hub's log has this text. */
bool hub_said(const struct hub *hub, const char *text);

/* Milliseconds of CLOCK_MONOTONIC, and a short sleep. */
long long now_ms(void);
void sleep_ms(int ms);

#endif
