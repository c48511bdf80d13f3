/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/allow.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { USERS_MAX = 4096, FILE_BYTES_MAX = 1024 * 1024, FIELDS = 3 };

static const char file_name[] = "allow";

struct list {
    size_t count;
    struct user users[USERS_MAX]; /* by key */
};

/* What a file looks like from outside; another file looks otherwise. */
struct look {
    bool there;
    dev_t device;
    ino_t inode;
    off_t size;
    mode_t mode;
    uid_t owner;
    struct timespec changed; /* content or rights */
};

struct allow {
    char folder[4096];
    pthread_rwlock_t lock;
    struct list *list;
    struct user own; /* beside the file; no key: none */
    uint64_t losses;
    struct look read, seen, complained; /* the file that was read, that was looked at last, that was no good */
};

/* ---- one file */

static int compare(const void *a, const void *b)
{
    return memcmp(((const struct user *)a)->key, ((const struct user *)b)->key, KEY_BYTES);
}

static struct user *find(const struct list *list, const char *key)
{
    struct user wanted;
    memcpy(wanted.key, key, KEY_BYTES);
    return bsearch(&wanted, list->users, list->count, sizeof wanted, compare);
}

static unsigned role_of(const char *text, size_t size)
{
    static const char *const names[] = { "feeder", "worker", "subscriber", "query", "admin" };
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == size && memcmp(names[i], text, size) == 0)
            return 1u << i;
    return 0;
}

static bool read_roles(const char *text, unsigned *roles)
{
    *roles = 0;
    for (;; text++) {
        const size_t size = strcspn(text, ",");
        const unsigned role = role_of(text, size);
        *roles |= role;
        text += size;
        if (role == 0 || *text == '\0')
            return role != 0;
    }
}

/* NULL, also for a line that names nobody; the line is cut into its fields. */
static const char *read_line(struct list *list, char *line)
{
    static const char blank[] = " \t";
    char *fields[FIELDS + 1], *rest = line;
    size_t count = 0;
    line += strspn(line, blank);
    if (*line == '\0' || *line == '#')
        return NULL;
    while (count <= FIELDS && (fields[count] = strtok_r(count ? NULL : line, blank, &rest)))
        count++;
    struct user *user = &list->users[list->count];
    if (count != FIELDS)
        return "must be roles, a key and a name";
    if (!read_roles(fields[0], &user->roles))
        return "has a role that is none of feeder, worker, subscriber, query, admin";
    if (!keyfile_key_fits(fields[1], strlen(fields[1])))
        return "has no key of 40 characters in second place";
    if (!keyfile_name_fits(fields[2]))
        return "has no name of letters, digits, '.', '_' and '-' in third place";
    if (list->count == USERS_MAX - 1)
        return "is one too many";
    memcpy(user->key, fields[1], KEY_TEXT_BYTES);
    memcpy(user->name, fields[2], strlen(fields[2]) + 1);
    list->count++;
    return NULL;
}

static const char *read_lines(struct list *list, char *text, size_t size, unsigned *line)
{
    const char *why = NULL;
    *line = 0;
    if (size == 0 || text[size - 1] != '\n')
        return "is empty or does not end with a line end: half written?";
    if (memchr(text, '\0', size))
        return "holds a NUL";
    for (char *end; !why && size > 0; size -= (size_t)(end + 1 - text), text = end + 1) {
        end = memchr(text, '\n', size);
        *end = '\0';
        ++*line;
        why = read_line(list, text);
    }
    if (why)
        return why;
    *line = 0;
    qsort(list->users, list->count, sizeof *list->users, compare);
    for (size_t i = 1; i < list->count; i++)
        if (compare(&list->users[i - 1], &list->users[i]) == 0)
            return "has a key twice";
    return NULL;
}

static const char *read_text(int descriptor, char *text, size_t *size)
{
    *size = 0;
    for (ssize_t got; (got = read(descriptor, text + *size, FILE_BYTES_MAX + 1 - *size)) != 0;) {
        if (got < 0)
            return "cannot be read";
        *size += (size_t)got;
    }
    return *size <= FILE_BYTES_MAX ? NULL : "is larger than 1 MiB";
}

static struct list *read_file(const char *folder, const char **why, unsigned *line)
{
    struct list *list = calloc(1, sizeof *list);
    char *text = malloc(FILE_BYTES_MAX + 1);
    size_t size = 0;
    *line = 0;
    *why = list && text ? NULL : "finds no memory";
    const int descriptor = *why ? -1 : keyfile_open(folder, file_name, why);
    if (descriptor >= 0) {
        *why = read_text(descriptor, text, &size);
        close(descriptor);
    }
    if (!*why)
        *why = read_lines(list, text, size, line);
    free(text);
    if (!*why)
        return list;
    free(list);
    return NULL;
}

/* ---- the list */

static struct look look_at(const char *folder)
{
    char path[sizeof((struct allow *)NULL)->folder + sizeof file_name + 1];
    struct stat status;
    struct look look;
    memset(&look, 0, sizeof look); /* also between the fields: looks are compared as bytes */
    strcat(strcat(strcpy(path, folder), "/"), file_name);
    if (stat(path, &status) != 0)
        return look;
    look.there = true;
    look.device = status.st_dev;
    look.inode = status.st_ino;
    look.size = status.st_size;
    look.mode = status.st_mode;
    look.owner = status.st_uid;
    look.changed = status.st_ctim;
    return look;
}

static bool same(const struct look *a, const struct look *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

struct allow *allow_open(const char *folder, const char **why, unsigned *line)
{
    struct allow *allow = calloc(1, sizeof *allow);
    *line = 0;
    *why = !allow ? "finds no memory" : strlen(folder) < sizeof allow->folder ? NULL : "has too long a path";
    if (!*why) {
        strcpy(allow->folder, folder);
        allow->read = allow->seen = allow->complained = look_at(folder);
        allow->list = read_file(folder, why, line);
    }
    if (!*why && pthread_rwlock_init(&allow->lock, NULL) == 0)
        return allow;
    if (allow)
        free(allow->list);
    free(allow);
    return NULL;
}

void allow_close(struct allow *allow)
{
    if (!allow)
        return;
    pthread_rwlock_destroy(&allow->lock);
    free(allow->list);
    free(allow);
}

/* Puts the user into a list that has room for one more than a file may have. */
static bool insert(struct list *list, const struct user *user)
{
    if (!user->key[0])
        return true;
    if (find(list, user->key))
        return false;
    list->users[list->count++] = *user;
    qsort(list->users, list->count, sizeof *list->users, compare);
    return true;
}

bool allow_add(struct allow *allow, const struct user *user)
{
    if (allow->own.key[0] || !insert(allow->list, user))
        return false;
    allow->own = *user;
    return true;
}

bool allow_find(struct allow *allow, const char *key, unsigned roles, struct user *user)
{
    pthread_rwlock_rdlock(&allow->lock);
    const struct user *found = find(allow->list, key);
    const bool may = found && (found->roles & roles);
    if (found)
        *user = *found;
    pthread_rwlock_unlock(&allow->lock);
    return may;
}

/* True when somebody may do less by the new list. */
static bool loses(const struct list *old, const struct list *new)
{
    for (size_t i = 0; i < old->count; i++) {
        const struct user *was = &old->users[i], *is = find(new, was->key);
        if (!is || (was->roles & ~is->roles) || strcmp(was->name, is->name) != 0)
            return true;
    }
    return false;
}

static void replace(struct allow *allow, struct list *list)
{
    pthread_rwlock_wrlock(&allow->lock);
    struct list *old = allow->list;
    allow->list = list;
    if (loses(old, list))
        allow->losses++;
    pthread_rwlock_unlock(&allow->lock);
    free(old);
}

enum allow_result allow_look(struct allow *allow, bool now, const char **why, unsigned *line)
{
    const struct look look = look_at(allow->folder);
    const bool settled = same(&look, &allow->seen);
    allow->seen = look;
    if (!now && (!settled || same(&look, &allow->read) || same(&look, &allow->complained)))
        return ALLOW_SAME;
    struct list *list = read_file(allow->folder, why, line);
    if (list && !insert(list, &allow->own)) {
        free(list);
        list = NULL;
        *why = "has the hub's own key";
    }
    if (!list) {
        allow->complained = look;
        return ALLOW_KEPT;
    }
    allow->read = allow->complained = look;
    replace(allow, list);
    return ALLOW_READ;
}

uint64_t allow_losses(struct allow *allow)
{
    pthread_rwlock_rdlock(&allow->lock);
    const uint64_t losses = allow->losses;
    pthread_rwlock_unlock(&allow->lock);
    return losses;
}
