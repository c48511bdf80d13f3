/* SPDX-License-Identifier: Apache-2.0 */
#ifndef KEYS_H
#define KEYS_H

#include "config.h"
#include "hub/curve.h"

/* Out of the folder that --keys names. Each returns 0, or EX_CONFIG once it
 * has said what is wrong; no part of a secret is ever said. From then on the
 * process leaves no core and cannot be looked into. */

/* The key named by --key, else `fallback`, and the hub's public one. */
int keys_own(const struct settings *settings, const char *fallback, struct curve_keys *keys);

/* A pair for the extractors forked beside a hub, made for this run alone;
 * `user` is what the hub's list must hold. Before the fork, so that an
 * extractor never has the hub's own secret in its memory. */
int keys_local(const struct settings *settings, struct curve_keys *keys, struct user *user);

/* The hub's secret key and its allow-list with that user. */
int keys_hub(const struct settings *settings, const struct user *local, struct hub_keys *keys);
void keys_end(struct hub_keys *keys);

#endif
