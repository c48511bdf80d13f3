/* SPDX-License-Identifier: Apache-2.0 */
#ifndef HUB_ZAP_H
#define HUB_ZAP_H

#include "base/fault.h"
#include "hub/allow.h"

/* The handler that ZeroMQ asks about every CURVE handshake (ZeroMQ RFC 27), on
 * a thread of its own, one a context. It lives at inproc://zeromq.zap.01, so it
 * must be there before the first socket of its context is bound, and outlive
 * the last. A socket's domain names who is let in (zap_roles). Whatever is not
 * understood is refused; where no handler answers, ZeroMQ refuses. */
struct zap;

/* `fault`: "zap.handler:n" ends the thread at the n-th request. NULL when the
 * address is taken or no thread is to be had. */
struct zap *zap_start(void *context, struct allow *allow, const struct fault *fault);
void zap_stop(struct zap *zap);

/* Roles any one of which opens a socket of that domain; 0: no such domain.
 * "feeder", "worker" and "subscriber" ask for themselves; "query" takes query,
 * subscriber (which replays) and admin. */
unsigned zap_roles(const char *domain);

#endif
