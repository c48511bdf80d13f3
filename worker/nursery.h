/* SPDX-License-Identifier: Apache-2.0 */
#ifndef NURSERY_H
#define NURSERY_H

#include <sys/types.h>

#include "work.h"

/* The process that forks the extractors and replaces those that die. It is
 * forked before the hub makes any ZeroMQ context or opens the store, because
 * neither survives a fork, and it dies with the hub. */

/* Returns its pid, or -1. `options->name` is not used: they are local-0 … */
pid_t nursery_start(unsigned count, const struct work_options *options);

/* Ends it and every extractor. */
void nursery_stop(pid_t nursery);

#endif
