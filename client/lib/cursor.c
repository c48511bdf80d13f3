/* SPDX-License-Identifier: Apache-2.0 */
#include "client/claimwire.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { DIGEST_BYTES = 16, EPOCH_DIGITS = 16, SEQUENCE_DIGITS_MAX = 20 };

void claimwire_cursor_format(const struct claimwire_cursor *cursor, char text[CLAIMWIRE_CURSOR_TEXT_BYTES])
{
    size_t used = 0;
    if (cursor->has_epoch)
        used += (size_t)snprintf(text, CLAIMWIRE_CURSOR_TEXT_BYTES, "%016" PRIx64 ":", cursor->epoch);
    used += (size_t)snprintf(text + used, CLAIMWIRE_CURSOR_TEXT_BYTES - used, "%" PRIu64, cursor->sequence);
    if (!cursor->has_epoch || !cursor->has_digest)
        return;
    text[used++] = ':';
    for (size_t i = 0; i < DIGEST_BYTES; i++)
        used += (size_t)snprintf(text + used, CLAIMWIRE_CURSOR_TEXT_BYTES - used, "%02x", cursor->digest[i]);
}

static bool parse_sequence(const char *text, size_t length, uint64_t *sequence)
{
    *sequence = 0;
    if (length == 0 || length > SEQUENCE_DIGITS_MAX)
        return false;
    for (size_t i = 0; i < length; i++) {
        unsigned digit = (unsigned)(text[i] - '0');
        if (digit > 9 || *sequence > (UINT64_MAX - digit) / 10)
            return false;
        *sequence = *sequence * 10 + digit;
    }
    return true;
}

static bool parse_hex(const char *text, size_t length, uint8_t *bytes, size_t count)
{
    if (length != 2 * count || strspn(text, "0123456789abcdefABCDEF") < length)
        return false;
    for (size_t i = 0; i < count; i++) {
        const char pair[3] = { text[2 * i], text[2 * i + 1], '\0' };
        bytes[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
    return true;
}

int claimwire_cursor_parse(const char *text, struct claimwire_cursor *cursor)
{
    *cursor = (struct claimwire_cursor){ 0 };
    const char *colon = strchr(text, ':');
    if (colon) {
        uint8_t epoch[EPOCH_DIGITS / 2];
        if (!parse_hex(text, (size_t)(colon - text), epoch, sizeof epoch))
            return CLAIMWIRE_USAGE;
        for (size_t i = 0; i < sizeof epoch; i++)
            cursor->epoch = cursor->epoch << 8 | epoch[i];
        cursor->has_epoch = true;
        text = colon + 1;
    }
    colon = cursor->has_epoch ? strchr(text, ':') : NULL;
    if (colon) {
        if (!parse_hex(colon + 1, strlen(colon + 1), cursor->digest, DIGEST_BYTES))
            return CLAIMWIRE_USAGE;
        cursor->has_digest = true;
    }
    size_t length = colon ? (size_t)(colon - text) : strlen(text);
    return parse_sequence(text, length, &cursor->sequence) ? CLAIMWIRE_OK : CLAIMWIRE_USAGE;
}

int claimwire_cursor_load(const char *path, struct claimwire_cursor *cursor)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return errno == ENOENT ? CLAIMWIRE_NOT_FOUND : CLAIMWIRE_FILE;
    char text[CLAIMWIRE_CURSOR_TEXT_BYTES + 2];
    size_t length = fread(text, 1, sizeof text - 1, file);
    bool failed = ferror(file);
    fclose(file);
    if (failed)
        return CLAIMWIRE_FILE;
    text[length] = '\0';
    text[strcspn(text, "\n")] = '\0';
    return claimwire_cursor_parse(text, cursor) == CLAIMWIRE_OK ? CLAIMWIRE_OK : CLAIMWIRE_CORRUPT;
}

/* The name is on disk only when its folder is. */
static bool sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash ? strndup(path, slash == path ? 1 : (size_t)(slash - path)) : strdup(".");
    int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    free(folder);
    bool synced = fd >= 0 && fsync(fd) == 0;
    if (fd >= 0)
        close(fd);
    return synced;
}

int claimwire_cursor_save(const char *path, const struct claimwire_cursor *cursor)
{
    char text[CLAIMWIRE_CURSOR_TEXT_BYTES], *beside = NULL;
    claimwire_cursor_format(cursor, text);
    strcat(text, "\n");
    if (asprintf(&beside, "%s.new", path) < 0)
        return CLAIMWIRE_MEMORY;
    int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    size_t length = strlen(text);
    bool written = fd >= 0 && write(fd, text, length) == (ssize_t)length && fsync(fd) == 0;
    if (fd >= 0 && close(fd) != 0)
        written = false;
    written = written && rename(beside, path) == 0 && sync_folder(path);
    free(beside);
    return written ? CLAIMWIRE_OK : CLAIMWIRE_FILE;
}
