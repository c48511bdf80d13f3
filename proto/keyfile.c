/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/keyfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES_MAX = 4096, NAME_FILE_BYTES_MAX = KEY_NAME_BYTES_MAX + 8 };

#define LETTERS "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

bool keyfile_name_fits(const char *name)
{
    const size_t size = strlen(name);
    return size >= 1 && size <= KEY_NAME_BYTES_MAX && *name != '.' && *name != '-' && strcmp(name, "local") != 0 &&
           strspn(name, LETTERS "._-") == size;
}

bool keyfile_key_fits(const char *key, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (key[i] == '\0' || !strchr(LETTERS ".-:+=^!/*?&<>()[]{}@%$#", key[i]))
            return false;
    return size == KEY_BYTES;
}

/* ---- reading */

static const char *join(char path[PATH_BYTES_MAX], const char *folder, const char *file)
{
    return (size_t)snprintf(path, PATH_BYTES_MAX, "%s/%s", folder, file) < PATH_BYTES_MAX ? NULL
                                                                                          : "has too long a path";
}

static bool trusted(const struct stat *status)
{
    return (status->st_uid == geteuid() || status->st_uid == 0) && !(status->st_mode & (S_IWGRP | S_IWOTH));
}

int keyfile_open(const char *folder, const char *file, const char **why)
{
    char path[PATH_BYTES_MAX];
    struct stat status;
    *why = join(path, folder, file);
    if (*why)
        return -1;
    if (stat(folder, &status) != 0 || !S_ISDIR(status.st_mode) || !trusted(&status)) {
        *why = "is in no folder that only its owner may write to";
        return -1;
    }
    const int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0) {
        *why = errno == ENOENT ? "is not there" : "cannot be read";
        return -1;
    }
    if (fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode) && trusted(&status))
        return descriptor;
    close(descriptor);
    *why = "is no file of its owner's, or others may write to it";
    return -1;
}

static const char *read_key(int descriptor, char key[KEY_TEXT_BYTES])
{
    char text[KEY_BYTES + 2];
    const ssize_t size = read(descriptor, text, sizeof text);
    const bool ended = size == KEY_BYTES || (size == KEY_BYTES + 1 && text[KEY_BYTES] == '\n');
    const bool fits = ended && keyfile_key_fits(text, KEY_BYTES);
    if (fits)
        memcpy(key, text, KEY_BYTES);
    key[fits ? KEY_BYTES : 0] = '\0';
    explicit_bzero(text, sizeof text);
    return fits ? NULL : "holds no key of 40 characters";
}

static const char *read_file(const char *folder, const char *name, const char *suffix, bool secret,
                             char key[KEY_TEXT_BYTES])
{
    char file[NAME_FILE_BYTES_MAX];
    struct stat status;
    const char *why;
    key[0] = '\0';
    if (!keyfile_name_fits(name))
        return "is no name for a key";
    snprintf(file, sizeof file, "%s.%s", name, suffix);
    const int descriptor = keyfile_open(folder, file, &why);
    if (descriptor < 0)
        return why;
    if (secret && (fstat(descriptor, &status) != 0 || status.st_uid != geteuid() || (status.st_mode & 0177)))
        why = "must be this user's own, with mode 0600";
    else
        why = read_key(descriptor, key);
    close(descriptor);
    return why;
}

const char *keyfile_secret(const char *folder, const char *name, char key[KEY_TEXT_BYTES])
{
    return read_file(folder, name, "key", true, key);
}

const char *keyfile_public(const char *folder, const char *name, char key[KEY_TEXT_BYTES])
{
    return read_file(folder, name, "pub", false, key);
}

/* ---- writing */

static const char *write_file(const char *path, const char *key, mode_t mode)
{
    char text[KEY_BYTES + 1];
    const int descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
    if (descriptor < 0)
        return errno == EEXIST ? "is there already" : "cannot be written";
    memcpy(text, key, KEY_BYTES);
    text[KEY_BYTES] = '\n';
    const bool written = fchmod(descriptor, mode) == 0 &&
                         write(descriptor, text, sizeof text) == (ssize_t)sizeof text && fsync(descriptor) == 0;
    explicit_bzero(text, sizeof text);
    if (close(descriptor) == 0 && written)
        return NULL;
    unlink(path);
    return "cannot be written";
}

const char *keyfile_write(const char *folder, const char *name, const char *secret, const char *public)
{
    char file[NAME_FILE_BYTES_MAX], secret_path[PATH_BYTES_MAX], public_path[PATH_BYTES_MAX];
    if (!keyfile_name_fits(name))
        return "is no name for a key";
    snprintf(file, sizeof file, "%s.key", name);
    const char *why = join(secret_path, folder, file);
    snprintf(file, sizeof file, "%s.pub", name);
    if (!why)
        why = join(public_path, folder, file);
    if (!why)
        why = write_file(secret_path, secret, 0600);
    if (why)
        return why;
    why = write_file(public_path, public, 0644);
    if (why)
        unlink(secret_path);
    return why;
}
