/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "support/hub.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "support/teardown.h"

enum { START_MS_MAX = 30000, STOP_MS_MAX = 20000, COMMAND_MS_MAX = 30000, ARGUMENTS_MAX = 64, TALK_BYTES = 3000 };

long long now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void sleep_ms(int ms)
{
    const struct timespec pause = { ms / 1000, (long)(ms % 1000) * 1000000 };
    nanosleep(&pause, NULL);
}

/* ---- a folder that goes when the test does */

/* A shell that waits for the end of its input, which only this process and
 * its teardown can bring about, and then removes the folder. */
static void start_janitor(struct hub *hub)
{
    int ends[2];
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    hub->janitor_pipe = ends[1];
    hub->janitor = fork();
    assert_true(hub->janitor >= 0);
    if (hub->janitor > 0) {
        close(ends[0]);
        return;
    }
    setsid();
    dup2(ends[0], 0);
    dup2(open("/dev/null", O_WRONLY), 1);
    dup2(1, 2);
    close_range(3, ~0U, 0);
    execl("/bin/sh", "sh", "-c", "cat; sleep 0.02; rm -rf -- \"$1\" || { sleep 1; rm -rf -- \"$1\"; }", "sh",
          hub->folder, (char *)NULL);
    _exit(127);
}

static void end_hub(void *thing)
{
    struct hub *hub = thing;
    if (hub->pid > 0)
        hub_kill(hub);
    claimwire_asker_close(hub->asker);
    close(hub->janitor_pipe);
    waitpid(hub->janitor, NULL, 0);
    free(hub);
}

struct hub *hub_new(void)
{
    struct hub *hub = calloc(1, sizeof *hub);
    assert_non_null(hub);
    const char *base = getenv("TMPDIR");
    snprintf(hub->folder, sizeof hub->folder, "%.40s/claimwire-XXXXXX", base && strlen(base) < 40 ? base : "/tmp");
    assert_non_null(mkdtemp(hub->folder));
    start_janitor(hub);
    teardown_add(hub, end_hub);
    snprintf(hub->data, sizeof hub->data, "%s/data", hub->folder);
    snprintf(hub->feed, sizeof hub->feed, "ipc://%s/feed", hub->folder);
    snprintf(hub->work, sizeof hub->work, "ipc://%s/work", hub->folder);
    snprintf(hub->wire, sizeof hub->wire, "ipc://%s/wire", hub->folder);
    snprintf(hub->ask, sizeof hub->ask, "ipc://%s/ask", hub->folder);
    hub_set(hub, "--workers", "2");
    hub_set(hub, "--disk-reserve-mib", "1");
    hub_set(hub, "--http", "off");
    assert_int_equal(claimwire_asker_open(hub->ask, 10000, &hub->asker), CLAIMWIRE_OK);
    return hub;
}

void hub_set(struct hub *hub, const char *flag, const char *value)
{
    size_t at = 0;
    while (at < hub->setting_count && strcmp(hub->settings[2 * at], flag) != 0)
        at++;
    assert_true(at < HUB_SETTINGS_MAX);
    hub->settings[2 * at] = flag;
    hub->settings[2 * at + 1] = value;
    if (at == hub->setting_count)
        hub->setting_count++;
}

/* ---- keys */

void hub_free_endpoint(char endpoint[96])
{
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof address;
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    snprintf(endpoint, 96, "tcp://127.0.0.1:%u", (unsigned)ntohs(address.sin_port));
    close(listener);
}

void hub_use_keys(struct hub *hub, const struct claimwire_keys *keys)
{
    hub_free_endpoint(hub->feed);
    hub_free_endpoint(hub->work);
    hub_free_endpoint(hub->wire);
    hub_free_endpoint(hub->ask);
    hub_set(hub, "--keys", keys->folder);
    hub->keys = keys;
    claimwire_asker_close(hub->asker);
    assert_int_equal(claimwire_asker_open_keyed(hub->ask, 10000, keys, &hub->asker), CLAIMWIRE_OK);
}

/* ---- programs */

static void add(const char **list, size_t *count, const char *one)
{
    assert_true(*count < ARGUMENTS_MAX - 1);
    list[(*count)++] = one;
    list[*count] = NULL;
}

static void list_arguments(const struct hub *hub, const char *program, const char *const extra[], const char **list)
{
    size_t count = 0;
    const char *const own[] = { "--data",  hub->data, "--feed",  hub->feed, "--work",
                                hub->work, "--wire",  hub->wire, "--ask",   hub->ask };
    add(list, &count, program);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        add(list, &count, own[i]);
    for (size_t i = 0; i < 2 * hub->setting_count; i++)
        add(list, &count, hub->settings[i]);
    for (; extra && *extra; extra++)
        add(list, &count, *extra);
}

/* The test's own environment without its CLAIMWIRE_ variables. */
static void list_environment(const char *fault, char **list, size_t max)
{
    extern char **environ;
    static char variable[256];
    size_t count = 0;
    for (char **one = environ; *one && count + 2 < max; one++)
        if (strncmp(*one, "CLAIMWIRE_", 10) != 0)
            list[count++] = *one;
    if (fault) {
        snprintf(variable, sizeof variable, "CLAIMWIRE_FAULT=%s", fault);
        list[count++] = variable;
    }
    list[count] = NULL;
}

/* claimwired with these arguments, its output into a descriptor; it dies with
 * the test. */
static pid_t spawn(const struct hub *hub, const char *const extra[], int output)
{
    static char *environment[512];
    const char *arguments[ARGUMENTS_MAX];
    char program[4096];
    const char *build = getenv("CLAIMWIRE_BUILD");
    snprintf(program, sizeof program, "%s/claimwired", build ? build : "build");
    list_arguments(hub, program, extra, arguments);
    list_environment(hub->fault, environment, sizeof environment / sizeof *environment);
    const pid_t parent = getpid(), child = fork();
    assert_true(child >= 0);
    if (child > 0)
        return child;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(127);
    dup2(open("/dev/null", O_RDONLY), 0);
    dup2(output, 1);
    dup2(output, 2);
    close_range(3, ~0U, 0);
    execve(program, (char *const *)(uintptr_t)arguments, environment);
    _exit(127);
}

static int open_log(const struct hub *hub)
{
    char path[128];
    snprintf(path, sizeof path, "%s/hub.log", hub->folder);
    const int file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    assert_true(file >= 0);
    return file;
}

/* The end of the log, for people. Static. */
static const char *talk(const struct hub *hub)
{
    static char text[TALK_BYTES + 1];
    char path[128];
    text[0] = '\0';
    snprintf(path, sizeof path, "%s/hub.log", hub->folder);
    FILE *file = fopen(path, "re");
    if (!file)
        return text;
    if (fseek(file, -TALK_BYTES, SEEK_END) != 0)
        rewind(file);
    text[fread(text, 1, TALK_BYTES, file)] = '\0';
    fclose(file);
    return text;
}

bool hub_said(const struct hub *hub, const char *text)
{
    return strstr(talk(hub), text) != NULL;
}

static int exit_code(int status)
{
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* True when it has ended. */
static bool reap(pid_t pid, int timeout_ms, int *code)
{
    const long long end = now_ms() + timeout_ms;
    int status;
    do {
        if (waitpid(pid, &status, WNOHANG) == pid) {
            *code = exit_code(status);
            return true;
        }
        sleep_ms(5);
    } while (now_ms() < end);
    return false;
}

/* ---- the hub */

void hub_start(struct hub *hub)
{
    const Claimwire__V1__StatusReply *status;
    struct claimwire_asker *asker;
    int code;
    const int log = open_log(hub);
    hub->pid = spawn(hub, NULL, log);
    close(log);
    assert_int_equal(claimwire_asker_open_keyed(hub->ask, 200, hub->keys, &asker), CLAIMWIRE_OK);
    teardown_add(asker, (void (*)(void *))claimwire_asker_close);
    const long long end = now_ms() + START_MS_MAX;
    for (;;) {
        if (claimwire_asker_status(asker, &status) == CLAIMWIRE_OK && status->pid == (uint32_t)hub->pid)
            break;
        if (reap(hub->pid, 0, &code)) {
            hub->pid = 0;
            fail_msg("the hub ended with %d:\n%s", code, talk(hub));
        }
        if (now_ms() > end)
            fail_msg("the hub does not answer:\n%s", talk(hub));
    }
    teardown_now(asker);
}

int hub_wait(struct hub *hub, int timeout_ms)
{
    int code = 0;
    if (!reap(hub->pid, timeout_ms, &code))
        fail_msg("the hub does not end in %d ms:\n%s", timeout_ms, talk(hub));
    hub->pid = 0;
    return code;
}

int hub_stop_within(struct hub *hub, int timeout_ms)
{
    kill(hub->pid, SIGTERM);
    return hub_wait(hub, timeout_ms);
}

void hub_stop(struct hub *hub)
{
    const int code = hub_stop_within(hub, STOP_MS_MAX);
    if (code != 0)
        fail_msg("the hub ended with %d:\n%s", code, talk(hub));
}

void hub_kill(struct hub *hub)
{
    kill(hub->pid, SIGKILL);
    waitpid(hub->pid, NULL, 0);
    hub->pid = 0;
}

bool hub_alive(const struct hub *hub)
{
    siginfo_t info = { .si_pid = 0 };
    return hub->pid > 0 && waitid(P_PID, (id_t)hub->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0;
}

/* ---- extractors */

static void end_process(void *thing)
{
    pid_t *pid = thing;
    kill(*pid, SIGKILL);
    waitpid(*pid, NULL, 0);
    free(pid);
}

pid_t hub_start_extractor(struct hub *hub)
{
    const char *const arguments[] = { "work", NULL };
    pid_t *pid = malloc(sizeof *pid);
    assert_non_null(pid);
    const int log = open_log(hub);
    *pid = spawn(hub, arguments, log);
    close(log);
    teardown_add(pid, end_process);
    return *pid;
}

static size_t children(pid_t pid, pid_t pids[], size_t max)
{
    char path[64];
    long child;
    size_t count = 0;
    snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", (long)pid, (long)pid);
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    while (count < max && fscanf(file, "%ld", &child) == 1)
        pids[count++] = (pid_t)child;
    fclose(file);
    return count;
}

size_t hub_extractors(const struct hub *hub, pid_t pids[], size_t max)
{
    pid_t nursery;
    return children(hub->pid, &nursery, 1) == 1 ? children(nursery, pids, max) : 0;
}

/* ---- the rest */

static void close_file(void *thing)
{
    fclose(thing);
}

int hub_command(struct hub *hub, char *output, size_t output_size, const char *const arguments[])
{
    FILE *file = tmpfile();
    int code = 0;
    assert_non_null(file);
    teardown_add(file, close_file);
    const pid_t pid = spawn(hub, arguments, fileno(file));
    if (!reap(pid, COMMAND_MS_MAX, &code)) {
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
        fail_msg("claimwired %s does not end", arguments[0]);
    }
    rewind(file);
    output[fread(output, 1, output_size - 1, file)] = '\0';
    teardown_now(file);
    return code;
}

size_t hub_resident_kib(const struct hub *hub)
{
    char path[64], line[256];
    size_t kib = 0;
    snprintf(path, sizeof path, "/proc/%ld/status", (long)hub->pid);
    FILE *file = fopen(path, "re");
    assert_non_null(file);
    while (fgets(line, sizeof line, file))
        if (sscanf(line, "VmRSS: %zu kB", &kib) == 1)
            break;
    fclose(file);
    return kib;
}
