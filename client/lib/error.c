/* SPDX-License-Identifier: Apache-2.0 */
#include "client/claimwire.h"

const char *claimwire_strerror(int error)
{
    if (error >= 0)
        return "no error";
    switch ((enum claimwire_error)error) {
    case CLAIMWIRE_OK:
        return "no error";
    case CLAIMWIRE_TIMEOUT:
        return "nothing came in time";
    case CLAIMWIRE_AGAIN:
        return "the window is full";
    case CLAIMWIRE_USAGE:
        return "an endpoint (tcp:// or ipc://) or an option is wrong";
    case CLAIMWIRE_MEMORY:
        return "out of memory";
    case CLAIMWIRE_SOCKET:
        return "the socket failed";
    case CLAIMWIRE_INTERRUPTED:
        return "interrupted by a signal";
    case CLAIMWIRE_CORRUPT:
        return "what came does not fit: malformed, or the running digest differs";
    case CLAIMWIRE_TOO_OLD:
        return "the updates after the cursor are gone; take a snapshot";
    case CLAIMWIRE_DIVERGED:
        return "the cursor is of another log; take a snapshot";
    case CLAIMWIRE_NOT_FOUND:
        return "not found";
    case CLAIMWIRE_BUSY:
        return "the hub is busy; ask again later";
    case CLAIMWIRE_REFUSED:
        return "the hub refuses the request";
    case CLAIMWIRE_FAILED:
        return "the hub could not do it";
    case CLAIMWIRE_FILE:
        return "a file could not be read or written";
    case CLAIMWIRE_FORBIDDEN:
        return "the hub does not let this key in, or not do that";
    case CLAIMWIRE_KEY:
        return "a key file is missing, malformed, or not this user's own with mode 0600";
    }
    return "unknown error";
}
