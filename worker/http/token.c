/* SPDX-License-Identifier: Apache-2.0 */
#include "http/token.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *check_token(char *token, size_t size)
{
    while (size > 0 && (token[size - 1] == '\n' || token[size - 1] == '\r'))
        size--;
    token[size] = '\0';
    if (size < HTTP_TOKEN_BYTES_MIN)
        return "the token is shorter than 16 bytes";
    for (size_t i = 0; i < size; i++)
        if (token[i] <= ' ' || token[i] > '~')
            return "the token must be printable ASCII without blanks";
    return NULL;
}

const char *http_token_read(const char *path, char token[HTTP_TOKEN_BYTES_MAX + 1])
{
    char bytes[HTTP_TOKEN_BYTES_MAX + 3]; /* room for a line's end, and for one too many */
    struct stat status;
    const char *trouble = NULL;
    const int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0)
        return strerror(errno);
    ssize_t size = -1;
    if (fstat(file, &status) != 0 || !S_ISREG(status.st_mode))
        trouble = "is no regular file";
    else if (status.st_mode & S_IRWXO)
        trouble = "others may open it; chmod o= it";
    else if ((size = read(file, bytes, sizeof bytes - 1)) < 0)
        trouble = strerror(errno);
    close(file);
    if (!trouble)
        trouble = check_token(bytes, (size_t)size);
    if (!trouble && strlen(bytes) > HTTP_TOKEN_BYTES_MAX)
        trouble = "the token is longer than 256 bytes";
    if (!trouble)
        memcpy(token, bytes, strlen(bytes) + 1);
    memset(bytes, 0, sizeof bytes);
    return trouble;
}

bool http_token_equal(const char *token, const char *given)
{
    const size_t size = strlen(token), given_size = strlen(given);
    unsigned different = size != given_size;
    for (size_t i = 0; i < given_size; i++)
        different |= (unsigned)(token[size ? i % size : 0] ^ given[i]);
    return different == 0;
}
