/* SPDX-License-Identifier: Apache-2.0 */
#include "nursery.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

enum { EXTRACTORS_MAX = 256, PAUSE_MS = 100, ENDING_MS = 1000 };

static volatile sig_atomic_t ending;

static void end(int signal)
{
    (void)signal;
    ending = 1;
}

/* Dies with its parent, also when that died before this line. */
static void follow(pid_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1);
}

static pid_t start_extractor(unsigned number, const struct work_options *options)
{
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child != 0)
        return child;
    follow(parent);
    signal(SIGINT, SIG_IGN); /* the terminal's: the hub decides */
    char name[32];
    snprintf(name, sizeof name, "local-%u", number);
    struct work_options own = *options;
    own.name = name;
    _exit(work_run(&own));
}

static void pause_ms(long ms)
{
    const struct timespec pause = { ms / 1000, ms % 1000 * 1000000 };
    nanosleep(&pause, NULL);
}

/* Starts again whatever dies, a moment later, so that an extractor that cannot
 * live does not eat the machine. */
static void tend(unsigned count, const struct work_options *options)
{
    pid_t extractors[EXTRACTORS_MAX];
    for (unsigned i = 0; i < count; i++)
        extractors[i] = start_extractor(i, options);
    while (!ending) {
        int status;
        const pid_t dead = wait(&status);
        for (unsigned i = 0; dead > 0 && i < count && !ending; i++) {
            if (extractors[i] != dead)
                continue;
            log_line(LOG_WARN, "nursery", "extractor local-%u died (%s %d)", i, WIFSIGNALED(status) ? "signal" : "exit",
                     WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
            pause_ms(PAUSE_MS);
            extractors[i] = start_extractor(i, options);
        }
    }
    for (unsigned i = 0; i < count; i++)
        if (extractors[i] > 0)
            kill(extractors[i], SIGTERM);
    for (int waited_ms = 0; waited_ms < ENDING_MS; waited_ms += 10) {
        if (waitpid(-1, NULL, WNOHANG) < 0)
            return;
        pause_ms(10);
    }
}

pid_t nursery_start(unsigned count, const struct work_options *options)
{
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child != 0)
        return child;
    follow(parent);
    const struct sigaction action = { .sa_handler = end };
    sigaction(SIGTERM, &action, NULL);
    signal(SIGINT, SIG_IGN);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    tend(count < EXTRACTORS_MAX ? count : EXTRACTORS_MAX, options);
    _exit(0);
}

void nursery_stop(pid_t nursery)
{
    if (nursery <= 0)
        return;
    kill(nursery, SIGTERM);
    for (int waited_ms = 0; waited_ms < ENDING_MS; waited_ms += 10) {
        if (waitpid(nursery, NULL, WNOHANG) != 0)
            return;
        pause_ms(10);
    }
    kill(nursery, SIGKILL); /* the extractors follow it; they hold nothing */
    waitpid(nursery, NULL, 0);
}
