/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HEALTHCHECK_H
#define HEALTHCHECK_H

#include "config.h"

/* `claimwired healthcheck`, for whoever starts containers: one line a reason
 * on stdout, and an exit code.
 *
 * With what NULL: is the hub ready? Asks /readyz at --http; the hub itself,
 * over --ask, when that is off. With "hub": does a hub answer on --ask? For
 * those who only need one. 0: yes; 75: it answers and is not ready; 69: it
 * does not answer; 77: it refuses the key.
 * With "alive": does the program that touches the file of --alive turn and
 * hear its hub? 0: yes; 75: no. 64: no file, or any other `what`. */
int healthcheck_command(const struct settings *settings, const char *what);

#endif
