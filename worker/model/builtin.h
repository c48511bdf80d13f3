/* SPDX-License-Identifier: Apache-2.0 */
#ifndef MODEL_BUILTIN_H
#define MODEL_BUILTIN_H

#include "base/span.h"

/* The bytes of worker/model/en.model, built into the program; none of it is read before it is asked for. */
struct span builtin_model(void);

#endif
