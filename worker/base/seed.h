/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_SEED_H
#define BASE_SEED_H

#include <stdint.h>

/* A number that nobody outside can foresee, another one each time: what is hashed with it cannot be made to collide. */
uint64_t seed_make(void);

#endif
