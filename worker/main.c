/* SPDX-License-Identifier: Apache-2.0
 * claimwired: the hub, its extractors, and what reads a store or an article
 * without a hub. */
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sysexits.h>
#include <unistd.h>

#include "backup.h"
#include "base/log.h"
#include "config.h"
#include "extract.h"
#include "healthcheck.h"
#include "keys.h"
#include "nursery.h"
#include "pages.h"
#include "proto/wire.h"
#include "shadow.h"
#include "store/verify.h"

#define VERSION "0.1.0"

static int help(void)
{
    printf("Usage: claimwired [SETTING...] [COMMAND]\n\n"
           "News articles in, what is new out.\n\n"
           "Commands:\n"
           "  (none)           the hub, with extractors forked beside it\n"
           "  hub              the hub alone\n"
           "  work             one extractor, connected to --work\n"
           "  extract [FILE|-] print what an article says; no hub needed\n"
           "  check            print every setting and where it comes from; 78 when one is wrong\n"
           "  verify           read the whole store of a hub that is not running; 65 when it is not right\n"
           "  replay --shadow [--json]  read the articles of a store again and print what would change;\n"
           "                   nothing is written to it, and no hub may run on it: take a backup\n"
           "  healthcheck      0 when the hub is ready, 75 when not, 69 when it does not answer;\n"
           "                   'healthcheck hub': 0 when one answers at --ask; 'healthcheck alive': 0 when\n"
           "                   the file of --alive was touched just now, 75 when not\n"
           "  backup DIR       make a compact copy of a running hub's store\n"
           "  help, version\n\n"
           "Settings: a flag, its environment variable, or a line of the settings file, in this order:\n");
    config_help();
    return EX_OK;
}

static int version(void)
{
    printf("claimwired %s\n", VERSION);
    return EX_OK;
}

static struct work_options work_options(const struct settings *settings, const char *name,
                                        const struct curve_keys *keys)
{
    return (struct work_options){ .endpoint = settings->work,
                                  .name = name,
                                  .keys = keys,
                                  .lease_ms = (int64_t)settings->lease_ms,
                                  .fault = fault_parse(getenv("CLAIMWIRE_FAULT")),
                                  .model = settings->model };
}

static struct store_options store_options(const struct settings *settings)
{
    return (struct store_options){ settings->data, settings->map_mib << 20, settings->reserve_mib << 20 };
}

static struct desk_options desk_options(const struct settings *settings)
{
    return (struct desk_options){ (int64_t)settings->window_days * 24 * 3600 * 1000,
                                  (uint32_t)settings->window_articles, settings->families };
}

static bool with_keys(const struct settings *settings)
{
    return *settings->keys != '\0';
}

/* A descriptor that reads SIGTERM and SIGINT (with keys also SIGHUP), which are
 * blocked from now on in every thread that is made. */
static int signal_descriptor(bool reloads)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    if (reloads)
        sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
    return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

static struct hub_options hub_options(const struct settings *settings, const struct hub_keys *keys,
                                      struct counters *counters)
{
    return (struct hub_options){
        .feed = settings->feed,
        .work = settings->work,
        .wire = settings->wire,
        .ask = settings->ask,
        .keys = keys,
        .store = store_options(settings),
        .desk = desk_options(settings),
        .window = (uint32_t)settings->window,
        .backlog_max = settings->backlog,
        .lease_ms = (int64_t)settings->lease_ms,
        .subscriber_max = (int)settings->subscriber_max,
        .keep_bodies = settings->keep_bodies,
        .keep_updates = settings->keep_updates,
        .clock = clock_system,
        .fault = fault_parse(getenv("CLAIMWIRE_FAULT")),
        .version = VERSION,
        .counters = counters,
        .signals = signal_descriptor(keys != NULL),
    };
}

static int run_open_hub(const struct settings *settings, const struct hub_keys *keys)
{
    static struct counters counters;
    static struct pages pages;
    const struct hub_options options = hub_options(settings, keys, &counters);
    pages = (struct pages){ .counters = &counters, .version = VERSION, .limits = config_health_limits(settings) };
    const struct http_source source = pages_source(&pages);
    const bool serves = strcmp(settings->http, "off") != 0;
    if (settings->insecure && !keys)
        log_line(LOG_WARN, "main", "--insecure: whoever reaches an endpoint may do everything");
    struct http_server *http = serves ? http_server_open(settings->http, settings->http_token, &source) : NULL;
    const int status = serves && !http ? EX_CANTCREAT : hub_run(&options);
    http_server_close(http);
    return status;
}

static int run_keyed_hub(const struct settings *settings, const struct user *local)
{
    struct hub_keys keys = { .allow = NULL };
    int status = keys_hub(settings, local, &keys);
    if (!status)
        status = run_open_hub(settings, &keys);
    keys_end(&keys);
    return status;
}

static int run_hub(const struct settings *settings, uint64_t workers)
{
    struct curve_keys keys;
    struct user local;
    const bool keyed = with_keys(settings);
    if (keyed && keys_local(settings, &keys, &local))
        return EX_CONFIG;
    struct work_options work = work_options(settings, NULL, keyed ? &keys : NULL);
    const pid_t nursery = workers > 0 ? nursery_start((unsigned)workers, &work) : 0;
    explicit_bzero(&keys, sizeof keys);
    const int status = keyed ? run_keyed_hub(settings, &local) : run_open_hub(settings, NULL);
    nursery_stop(nursery);
    return status;
}

static int run_work(const struct settings *settings)
{
    char host[HOST_NAME_MAX + 1] = "host", name[WIRE_AGENT_BYTES_MAX];
    gethostname(host, sizeof host - 1);
    snprintf(name, sizeof name, "%.64s-%ld", host, (long)getpid());
    struct curve_keys keys;
    if (with_keys(settings) && keys_own(settings, "work", &keys))
        return EX_CONFIG;
    struct work_options options = work_options(settings, name, with_keys(settings) ? &keys : NULL);
    options.alive = settings->alive;
    return work_run(&options);
}

static int run_backup(const struct settings *settings, const char *directory)
{
    struct curve_keys keys;
    if (with_keys(settings) && keys_own(settings, "admin", &keys))
        return EX_CONFIG;
    return backup_command(settings->ask, with_keys(settings) ? &keys : NULL, directory);
}

static int run_verify(const struct settings *settings)
{
    const struct store_options options = store_options(settings);
    char reason[STORE_REASON_BYTES] = "";
    struct verify_result result = { 0, 0 };
    struct store *store;
    enum err err = store_open_read(&options, &store, reason);
    if (!err) {
        err = verify_store(store, stdout, &result);
        store_close(store);
    }
    if (err) {
        fprintf(stderr, "claimwired: %s: %s %s\n", settings->data, err_sentence(err), reason);
        return err == ERR_CORRUPT ? EX_DATAERR : EX_IOERR;
    }
    printf("%llu rows, %llu findings\n", (unsigned long long)result.rows, (unsigned long long)result.findings);
    return result.findings > 0 ? EX_DATAERR : EX_OK;
}

/* Takes the word out of argv; whether it was there. */
static bool take_word(int *argc, char **argv, const char *word)
{
    int kept = 1;
    for (int i = 1; i < *argc; i++)
        if (strcmp(argv[i], word) != 0)
            argv[kept++] = argv[i];
    const bool there = kept < *argc;
    argv[kept] = NULL;
    *argc = kept;
    return there;
}

static int run_replay(const struct settings *settings, bool shadow, bool json)
{
    const struct store_options options = store_options(settings);
    const struct desk_options desk = desk_options(settings);
    if (!shadow) {
        fprintf(stderr, "claimwired: replay needs --shadow\n");
        return EX_USAGE;
    }
    return shadow_command(&options, &desk, settings->model, json);
}

static void set_log_level(const char *level)
{
    const char *const levels[] = { "debug", "info", "warn", "error" };
    for (int i = 0; i < 4; i++)
        if (strcmp(level, levels[i]) == 0)
            log_level_set((enum log_level)i);
}

static int usage(const char *what)
{
    fprintf(stderr, "claimwired: %s; try 'claimwired help'\n", what);
    return EX_USAGE;
}

/* What is mapped gives no error where its file was cut, or its disk fails, but
 * a signal. Nothing that was committed is lost; the next start says more. */
static void end_by_bus(int signal)
{
    static const char text[] = "claimwired: a mapped file, the store or the model, was cut short or cannot be read\n";
    (void)signal;
    _exit(write(STDERR_FILENO, text, sizeof text - 1) < 0 ? EX_OSERR : EX_IOERR);
}

int main(int argc, char **argv)
{
    struct settings settings = { 0 };
    signal(SIGBUS, end_by_bus);
    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return help();
    bool replays = false;
    for (int i = 1; i < argc; i++)
        replays |= strcmp(argv[i], "replay") == 0;
    const bool shadow = replays && take_word(&argc, argv, "--shadow");
    const bool json = replays && take_word(&argc, argv, "--json");
    const int status = config_read(&argc, argv, &settings);
    const char *command = argc > 1 ? argv[1] : "";
    if (status == EX_USAGE)
        return usage("a flag is not right");
    if (strcmp(command, "help") == 0)
        return help();
    if (strcmp(command, "version") == 0 || strcmp(command, "--version") == 0)
        return version();
    if (strcmp(command, "extract") == 0)
        return extract_command(argc - 2, argv + 2, settings.model);
    if (strcmp(command, "check") == 0)
        config_print();
    if (status || strcmp(command, "check") == 0)
        return status;
    set_log_level(settings.log);
    if (strcmp(command, "backup") == 0)
        return argc == 3 ? run_backup(&settings, argv[2]) : usage("backup needs a folder");
    if (strcmp(command, "healthcheck") == 0)
        return argc <= 3 ? healthcheck_command(&settings, argv[2]) : usage("too many arguments");
    if (argc > 2)
        return usage("too many arguments");
    if (strcmp(command, "") == 0)
        return run_hub(&settings, settings.workers);
    if (strcmp(command, "hub") == 0)
        return run_hub(&settings, 0);
    if (strcmp(command, "work") == 0)
        return run_work(&settings);
    if (strcmp(command, "verify") == 0)
        return run_verify(&settings);
    if (strcmp(command, "replay") == 0)
        return run_replay(&settings, shadow, json);
    return usage("there is no such command or setting");
}
