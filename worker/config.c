/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <sysexits.h>
#include <unistd.h>

#include "desk/family.h"
#include "http/address.h"
#include "proto/keyfile.h"
#include "proto/wire.h"

enum kind { KIND_TEXT, KIND_NUMBER, KIND_KEEP, KIND_SWITCH };

struct setting {
    enum kind kind;
    const char *flag, *variable, *help;
    const char *value;  /* as given */
    const char *origin; /* who gave it */
    char *fallback;     /* the default, as text; owned */
    char *line;         /* what the settings file gives; owned */
    const char *(*check)(const char *text);
    uint64_t least, most;
};

/* ---- checks: NULL when fine, else what is wrong */

static const char *check_path(const char *text)
{
    return *text && strlen(text) < 3000 ? NULL : "must be a path";
}

static const char *check_optional_path(const char *text)
{
    return *text ? check_path(text) : NULL; /* none */
}

static const char *check_http(const char *text)
{
    struct http_address address;
    return strcmp(text, "off") == 0 || http_address_read(text, &address) ? NULL
                                                                         : "must be off, or an address and a port";
}

static const char *check_name(const char *text)
{
    return !*text || keyfile_name_fits(text) ? NULL : "must be 1 to 64 letters, digits, '.', '_' or '-'";
}

static const char *check_level(const char *text)
{
    const char *const levels[] = { "debug", "info", "warn", "error" };
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        if (strcmp(text, levels[i]) == 0)
            return NULL;
    return "must be debug, info, warn or error";
}

static bool loopback(const char *host, size_t size)
{
    return (size == 9 && strncmp(host, "localhost", 9) == 0) || (size == 5 && strncmp(host, "[::1]", 5) == 0) ||
           (size >= 9 && strncmp(host, "127.", 4) == 0 && strspn(host, "0123456789.") == size);
}

static const char *check_endpoint(const char *text)
{
    if (strncmp(text, "ipc://", 6) == 0) {
        if (text[6] == '\0')
            return "names no path";
        return strlen(text + 6) < sizeof((struct sockaddr_un *)NULL)->sun_path ? NULL : "has too long a path";
    }
    if (strncmp(text, "tcp://", 6) != 0)
        return "must begin with tcp:// or ipc://";
    const char *host = text + 6, *colon = strrchr(host, ':');
    char *end;
    const unsigned long port = colon ? strtoul(colon + 1, &end, 10) : 0;
    if (!colon || colon == host || colon[1] < '0' || colon[1] > '9' || *end || port < 1 || port > 65535)
        return "must name a host and a port";
    return NULL;
}

/* Of an endpoint that passes check_endpoint. */
static bool everywhere(const char *endpoint)
{
    return strncmp(endpoint, "tcp://", 6) == 0 &&
           !loopback(endpoint + 6, (size_t)(strrchr(endpoint, ':') - endpoint - 6));
}

static const char *check_number(const struct setting *setting, const char *text, uint64_t *value)
{
    static char why[96];
    char *end;
    errno = 0;
    *value = strtoull(text, &end, 10);
    if (*text >= '0' && *text <= '9' && *end == '\0' && errno == 0 && *value >= setting->least &&
        *value <= setting->most)
        return NULL;
    snprintf(why, sizeof why, "must be a number from %llu to %llu", (unsigned long long)setting->least,
             (unsigned long long)setting->most);
    return why;
}

static const char *check_switch(const char *text, bool *on)
{
    *on = strcmp(text, "yes") == 0;
    return *on || strcmp(text, "no") == 0 ? NULL : "must be yes or no";
}

static const char *check_keep(const char *text, struct keep *keep)
{
    static const char wrong[] = "must be days (30d), bytes (500m, 10g) or forever";
    char *end;
    *keep = (struct keep){ 0, 0 };
    if (strcmp(text, "forever") == 0)
        return NULL;
    errno = 0;
    const unsigned long long count = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || errno || count == 0 || count > 1000000 || !*end || end[1])
        return wrong;
    switch (*end) {
    case 'd':
        keep->ms = (int64_t)count * 24 * 3600 * 1000;
        return NULL;
    case 'k':
        keep->bytes = count << 10;
        return NULL;
    case 'm':
        keep->bytes = count << 20;
        return NULL;
    case 'g':
        keep->bytes = count << 30;
        return NULL;
    default:
        return wrong;
    }
}

/* ---- the table */

static uint64_t default_workers(void)
{
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);
    return cores < 1 ? 1 : cores > 256 ? 256 : (uint64_t)cores;
}

static char *number_text(uint64_t value)
{
    char *text = NULL;
    return asprintf(&text, "%llu", (unsigned long long)value) < 0 ? NULL : text;
}

enum index {
#define TEXT(name, flag, variable, value, check, help) INDEX_##name,
#define NUMBER(name, flag, variable, value, low, high, help) INDEX_##name,
#define KEEP(name, flag, variable, value, help) INDEX_##name,
#define SWITCH(name, flag, variable, help) INDEX_##name,
#include "settings.def"
#undef TEXT
#undef NUMBER
#undef KEEP
#undef SWITCH
    INDEX_COUNT
};

static struct setting table[INDEX_COUNT] = {
#define TEXT(name, flag, variable, value, check, help)                                                                 \
    [INDEX_##name] = { KIND_TEXT, flag, variable, help, NULL, NULL, NULL, NULL, check, 0, 0 },
#define NUMBER(name, flag, variable, value, low, high, help)                                                           \
    [INDEX_##name] = { KIND_NUMBER, flag, variable, help, NULL, NULL, NULL, NULL, NULL, low, high },
#define KEEP(name, flag, variable, value, help)                                                                        \
    [INDEX_##name] = { KIND_KEEP, flag, variable, help, NULL, NULL, NULL, NULL, NULL, 0, 0 },
#define SWITCH(name, flag, variable, help)                                                                             \
    [INDEX_##name] = { KIND_SWITCH, flag, variable, help, NULL, NULL, NULL, NULL, NULL, 0, 0 },
#include "settings.def"
#undef TEXT
#undef NUMBER
#undef KEEP
#undef SWITCH
};

static void set_defaults(void)
{
    for (int i = 0; i < INDEX_COUNT; i++)
        free(table[i].fallback);
#define TEXT(name, flag, variable, text, check, help) table[INDEX_##name].fallback = strdup(text);
#define NUMBER(name, flag, variable, number, low, high, help) table[INDEX_##name].fallback = number_text(number);
#define KEEP(name, flag, variable, text, help) table[INDEX_##name].fallback = strdup(text);
#define SWITCH(name, flag, variable, help) table[INDEX_##name].fallback = strdup("no");
#include "settings.def"
#undef TEXT
#undef NUMBER
#undef KEEP
#undef SWITCH
    for (int i = 0; i < INDEX_COUNT; i++) {
        table[i].value = table[i].fallback;
        table[i].origin = "default";
    }
}

static void give(struct setting *setting, const char *value, const char *origin)
{
    setting->value = value;
    setting->origin = origin;
}

/* ---- where values come from, the weakest first */

static struct setting *find(const char *flag, size_t size)
{
    for (int i = 0; i < INDEX_COUNT; i++)
        if (strlen(table[i].flag) == size && strncmp(table[i].flag, flag, size) == 0)
            return &table[i];
    return NULL;
}

static char *trim(char *text)
{
    text += strspn(text, " \t");
    for (size_t size = strlen(text); size > 0 && strchr(" \t\r\n", text[size - 1]); size--)
        text[size - 1] = '\0';
    return text;
}

static int read_line(const char *path, int number, char *line)
{
    char *name = trim(line);
    if (*name == '\0' || *name == '#')
        return 0;
    char *equals = strchr(name, '=');
    if (equals)
        *equals = '\0';
    name = trim(name);
    struct setting *setting = equals ? find(name, strlen(name)) : NULL;
    if (!setting) {
        fprintf(stderr, "claimwired: %s:%d: no setting is named '%s'\n", path, number, name);
        return EX_CONFIG;
    }
    free(setting->line);
    setting->line = strdup(trim(equals + 1));
    give(setting, setting->line ? setting->line : "", path);
    return 0;
}

static int read_file(const char *path)
{
    FILE *file = fopen(path, "re");
    if (!file) {
        fprintf(stderr, "claimwired: %s: %s\n", path, strerror(errno));
        return EX_CONFIG;
    }
    char line[4096];
    int status = 0;
    for (int number = 1; fgets(line, sizeof line, file); number++)
        status = read_line(path, number, line) ? EX_CONFIG : status;
    fclose(file);
    return status;
}

static void read_environment(void)
{
    for (int i = 0; i < INDEX_COUNT; i++) {
        const char *value = getenv(table[i].variable);
        if (value)
            give(&table[i], value, table[i].variable);
    }
}

/* The value of the flag at argv[*at], moving past it; NULL when it is missing.
 * A switch needs none. */
static const char *flag_value(int argc, char **argv, int *at, const struct setting *setting)
{
    const char *equals = strchr(argv[*at], '=');
    if (equals)
        return equals + 1;
    if (setting && setting->kind == KIND_SWITCH)
        return "yes";
    return *at + 1 < argc ? argv[++*at] : NULL;
}

static int read_flags(int *argc, char **argv, const char **file)
{
    int kept = 1, status = 0;
    for (int i = 1; i < *argc; i++) {
        const char *flag = argv[i] + 2;
        const size_t size = strcspn(flag, "=");
        if (strncmp(argv[i], "--", 2) != 0 || size == 0) {
            argv[kept++] = argv[i];
            continue;
        }
        struct setting *setting = find(flag, size);
        const bool names_file = size == 8 && strncmp(flag, "settings", 8) == 0;
        if (!setting && !names_file) {
            argv[kept++] = argv[i]; /* the command's own */
            continue;
        }
        const char *value = flag_value(*argc, argv, &i, setting);
        if (!value) {
            fprintf(stderr, "claimwired: --%s needs a value\n", flag);
            status = EX_USAGE;
        } else if (names_file) {
            *file = value;
        } else {
            give(setting, value, "flag");
        }
    }
    *argc = kept;
    argv[kept] = NULL;
    return status;
}

/* ---- */

static int complain(const struct setting *setting, const char *why)
{
    fprintf(stderr, "claimwired: --%s '%s' (%s) %s\n", setting->flag, setting->value, setting->origin, why);
    return EX_CONFIG;
}

/* Without keys everybody who reaches an endpoint may do everything. */
static int check_reach(const struct settings *settings)
{
    static const enum index endpoints[] = { INDEX_feed, INDEX_work, INDEX_wire, INDEX_ask };
    int status = 0;
    for (size_t i = 0; i < sizeof endpoints / sizeof *endpoints; i++)
        if (*settings->keys == '\0' && !settings->insecure && everywhere(table[endpoints[i]].value))
            status =
                complain(&table[endpoints[i]],
                         "is not on loopback, where alone peers without keys are let in; give --keys (or --insecure)");
    return status;
}

static int resolve(struct settings *settings)
{
    int status = 0;
    const char *why;
#define TEXT(name, flag, variable, text, check, help)                                                                  \
    settings->name = table[INDEX_##name].value;                                                                        \
    if ((why = check(settings->name)))                                                                                 \
        status = complain(&table[INDEX_##name], why);
#define NUMBER(name, flag, variable, number, low, high, help)                                                          \
    if ((why = check_number(&table[INDEX_##name], table[INDEX_##name].value, &settings->name)))                        \
        status = complain(&table[INDEX_##name], why);
#define KEEP(name, flag, variable, text, help)                                                                         \
    if ((why = check_keep(table[INDEX_##name].value, &settings->name)))                                                \
        status = complain(&table[INDEX_##name], why);
#define SWITCH(name, flag, variable, help)                                                                             \
    if ((why = check_switch(table[INDEX_##name].value, &settings->name)))                                              \
        status = complain(&table[INDEX_##name], why);
#include "settings.def"
#undef TEXT
#undef NUMBER
#undef KEEP
#undef SWITCH
    return status ? status : check_reach(settings);
}

int config_read(int *argc, char **argv, struct settings *settings)
{
    /* Twice, because the flags name the file and are stronger than it. */
    const char *file = getenv("CLAIMWIRE_SETTINGS");
    int given = *argc;
    char **copy = calloc((size_t)given + 1, sizeof *copy);
    if (!copy)
        return EX_OSERR;
    memcpy(copy, argv, (size_t)given * sizeof *copy);
    set_defaults();
    int status = read_flags(&given, copy, &file);
    free(copy);
    set_defaults();
    if (!status && file)
        status = read_file(file);
    read_environment();
    if (!status)
        status = read_flags(argc, argv, &file);
    return status ? status : resolve(settings);
}

struct health_limits config_health_limits(const struct settings *settings)
{
    return (struct health_limits){ settings->backlog, (int64_t)settings->ready_age_s * 1000 };
}

void config_print(void)
{
    for (int i = 0; i < INDEX_COUNT; i++)
        printf("%s = %s  # %s\n", table[i].flag, table[i].value, table[i].origin);
}

void config_help(void)
{
    set_defaults();
    for (int i = 0; i < INDEX_COUNT; i++)
        printf("  --%-18s %s [%s] (%s)\n", table[i].flag, table[i].help, table[i].fallback, table[i].variable);
    printf("  --%-18s %s (%s)\n", "settings", "file of lines 'flag = value'", "CLAIMWIRE_SETTINGS");
}
