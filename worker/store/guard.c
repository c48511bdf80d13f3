/* SPDX-License-Identifier: Apache-2.0 */
#include "store/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

enum { NOTE_BYTES = 512, NAMESPACE_BYTES = 64 };

/* On a network file system a lock says nothing of other machines, and a map
 * is not coherent with them. */
static enum err check_file_system(int descriptor, char reason[STORE_REASON_BYTES])
{
    enum { NFS = 0x6969, SMB = 0x517b };
    const unsigned cifs = 0xff534d42, smb2 = 0xfe534d42;
    struct statfs info;
    if (fstatfs(descriptor, &info) != 0) {
        snprintf(reason, STORE_REASON_BYTES, "cannot look at the file system: %s", strerror(errno));
        return ERR_IO;
    }
    const unsigned type = (unsigned)info.f_type;
    if (type != NFS && type != SMB && type != cifs && type != smb2)
        return ERR_OK;
    snprintf(reason, STORE_REASON_BYTES, "the data folder is on a network file system; use a local disk");
    return ERR_OWNED;
}

static void own_namespace(char text[NAMESPACE_BYTES])
{
    const ssize_t size = readlink("/proc/self/ns/pid", text, NAMESPACE_BYTES - 1);
    text[size > 0 ? size : 0] = '\0';
}

static void write_note(int guard)
{
    char note[NOTE_BYTES], namespace[NAMESPACE_BYTES], host[256] = "?", since[32];
    own_namespace(namespace);
    gethostname(host, sizeof host - 1);
    const time_t now = time(NULL);
    struct tm utc;
    strftime(since, sizeof since, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    const int size = snprintf(note, sizeof note, "pid %ld\nnamespace %s\nhost %s\nsince %s\n", (long)getpid(),
                              namespace, host, since);
    /* The note is for people: the lock alone decides. */
    if (ftruncate(guard, 0) != 0 || pwrite(guard, note, (size_t)size, 0) != size)
        return;
}

/* The rest of the note's line that begins with `word`, printable. */
static void note_line(const char *note, const char *word, char *text, size_t size)
{
    snprintf(text, size, "?");
    const char *found = strstr(note, word);
    if (!found)
        return;
    found += strlen(word);
    size_t length = 0;
    while (length < size - 1 && found[length] > ' ' && found[length] < 127)
        length++;
    memcpy(text, found, length);
    text[length] = '\0';
}

static void explain(int guard, const char *directory, char reason[STORE_REASON_BYTES])
{
    char note[NOTE_BYTES], own[NAMESPACE_BYTES], pid[24], namespace[NAMESPACE_BYTES], host[128], since[32];
    const ssize_t size = pread(guard, note, sizeof note - 1, 0);
    note[size > 0 ? size : 0] = '\0';
    own_namespace(own);
    note_line(note, "pid ", pid, sizeof pid);
    note_line(note, "namespace ", namespace, sizeof namespace);
    note_line(note, "host ", host, sizeof host);
    note_line(note, "since ", since, sizeof since);
    const bool elsewhere = strcmp(own, namespace) != 0;
    snprintf(reason, STORE_REASON_BYTES, "%.100s is open already: process %s on %s since %s%s; stop it first",
             directory, pid, host, since, elsewhere ? ", in another PID namespace (another container)" : "");
}

enum err guard_take(const char *directory, int *guard, char reason[STORE_REASON_BYTES])
{
    char path[4096];
    if (snprintf(path, sizeof path, "%s/owner.lock", directory) >= (int)sizeof path) {
        snprintf(reason, STORE_REASON_BYTES, "the name of the data folder is too long");
        return ERR_IO;
    }
    const int descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) {
        snprintf(reason, STORE_REASON_BYTES, "cannot open owner.lock in %.200s: %s", directory, strerror(errno));
        return ERR_IO;
    }
    enum err err = check_file_system(descriptor, reason);
    struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
    if (err == ERR_OK && fcntl(descriptor, F_OFD_SETLK, &lock) != 0) {
        err = errno == EAGAIN || errno == EACCES ? ERR_OWNED : ERR_IO;
        if (err == ERR_OWNED)
            explain(descriptor, directory, reason);
        else
            snprintf(reason, STORE_REASON_BYTES, "cannot lock owner.lock: %s", strerror(errno));
    }
    if (err != ERR_OK) {
        close(descriptor);
        return err;
    }
    write_note(descriptor);
    *guard = descriptor;
    return ERR_OK;
}

void guard_drop(int guard)
{
    if (guard >= 0)
        close(guard);
}
