/* SPDX-License-Identifier: Apache-2.0 */
#include "client/output.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

static bool out_of_memory;

void output_line(char *line)
{
    if (!line) {
        out_of_memory = true;
        return;
    }
    fputs(line, stdout);
    putchar('\n');
    free(line);
}

int output_end(void)
{
    if (fflush(stdout) != 0 || ferror(stdout)) {
        say("writing failed: %s", strerror(errno));
        return EX_IOERR;
    }
    if (out_of_memory)
        say("out of memory: something was left out");
    return out_of_memory ? EX_OSERR : EX_OK;
}

void say(const char *format, ...)
{
    va_list arguments;
    fputs("claimwire: ", stderr);
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputc('\n', stderr);
}

static int exit_code(int error)
{
    switch (error) {
    case CLAIMWIRE_TIMEOUT:
        return EX_UNAVAILABLE;
    case CLAIMWIRE_USAGE:
        return EX_USAGE;
    case CLAIMWIRE_NOT_FOUND:
        return EX_NOINPUT;
    case CLAIMWIRE_BUSY:
        return EX_TEMPFAIL;
    case CLAIMWIRE_CORRUPT:
    case CLAIMWIRE_REFUSED:
        return EX_PROTOCOL;
    case CLAIMWIRE_FORBIDDEN:
        return EX_NOPERM;
    case CLAIMWIRE_KEY:
        return EX_CONFIG;
    case CLAIMWIRE_TOO_OLD:
    case CLAIMWIRE_DIVERGED:
        return EX_DATAERR;
    case CLAIMWIRE_FILE:
        return EX_IOERR;
    case CLAIMWIRE_FAILED:
        return EX_SOFTWARE;
    default:
        return EX_OSERR;
    }
}

int say_error(int error, const char *what, const char *message)
{
    const char *sentence = error == CLAIMWIRE_TIMEOUT ? "the hub does not answer" : claimwire_strerror(error);
    char *safe = claimwire_escape(message, 0);
    char *name = claimwire_escape(what, 0);
    say("%s: %s%s%s", name ? name : "", sentence, safe && *safe ? ": " : "", safe ? safe : "");
    free(safe);
    free(name);
    return exit_code(error);
}

bool output_coloured(void)
{
    const char *terminal = getenv("TERM"), *refused = getenv("NO_COLOR");
    return isatty(STDOUT_FILENO) && terminal && strcmp(terminal, "dumb") != 0 && !(refused && *refused);
}

void print_text(FILE *stream, const char *text, size_t characters_max)
{
    char *safe = text ? claimwire_escape(text, characters_max) : NULL;
    fputs(safe ? safe : "-", stream);
    free(safe);
}

const char *name_of(const ProtobufCEnumDescriptor *descriptor, int value, size_t prefix)
{
    const ProtobufCEnumValue *found = protobuf_c_enum_descriptor_get_value(descriptor, value);
    return found ? found->name + prefix : "?";
}
