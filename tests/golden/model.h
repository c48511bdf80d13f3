/* SPDX-License-Identifier: Apache-2.0 */
/* The model that is built in, for a group of tests. */
#ifndef GOLDEN_MODEL_H
#define GOLDEN_MODEL_H

#include "read.h"

static struct model *model;

static inline int open_model(void **state)
{
    char reason[MODEL_REASON_BYTES];
    (void)state;
    return read_open_model("", &model, reason) == ERR_OK ? 0 : -1;
}

static inline int close_model(void **state)
{
    (void)state;
    model_close(model);
    return 0;
}

#endif
