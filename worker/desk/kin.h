/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_KIN_H
#define DESK_KIN_H

#include <stdbool.h>
#include <stdint.h>

/* Stems that are akin: a denial answers "live bullets" with "no lethal weapons". kin.def names matters that news is
 * about, by hand, each with the words in which it is put; two stems are akin when one of these has both. */
struct kin;

/* NULL without memory. */
struct kin *kin_new(void);
void kin_free(struct kin *kin);

enum { KIN_MATTERS_MAX = 128 };

/* The matters a stem is of, a bit each. */
struct kin_matters {
    uint64_t bits[KIN_MATTERS_MAX / 64];
};

/* `kin` may be NULL: then nothing is akin. */
struct kin_matters kin_of(const struct kin *kin, uint32_t term);

static inline bool kin_shares(struct kin_matters a, struct kin_matters b)
{
    return ((a.bits[0] & b.bits[0]) | (a.bits[1] & b.bits[1])) != 0;
}

#endif
