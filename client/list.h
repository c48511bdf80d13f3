/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLIENT_LIST_H
#define CLIENT_LIST_H

#include "client/command.h"

enum { ASK_TIMEOUT_MS = 2000 };

/* An asker by the settings: OK, or the exit code after saying why. */
int list_open(const struct settings *settings, struct claimwire_asker **asker);
/* Closes it and ends the output; the exit code, `error` being the last result. */
int list_close(const struct settings *settings, struct claimwire_asker *asker, int error);

/* One row of `claimwire events`. */
void list_print_event(const struct settings *settings, const Claimwire__V1__Event *event);

#endif
