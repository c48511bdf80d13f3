/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/kin.h"

#include <stdlib.h>
#include <string.h>

#include "desk/term.h"

enum {
    PLACES = 2048, /* a power of two, of which kin.def fills a fourth */
    SEEN = 16384,  /* bits; hardly any that is set is of another term */
};

struct place {
    uint32_t term; /* 0: free */
    struct kin_matters matters;
};

struct kin {
    uint64_t seen[SEEN / 64]; /* by term: most stems are of no matter */
    struct place places[PLACES];
};

/* Where the term is, or the free place where it belongs. */
static size_t place_of(const struct kin *kin, uint32_t term)
{
    size_t at = term % PLACES;
    while (kin->places[at].term && kin->places[at].term != term)
        at = (at + 1) % PLACES;
    return at;
}

static void add(struct kin *kin, unsigned matter, const char *stems)
{
    while (*stems) {
        const size_t size = strcspn(stems, " ");
        const uint32_t term = term_of_word(stems, size);
        struct place *place = &kin->places[place_of(kin, term)];
        place->term = term;
        kin->seen[term % SEEN / 64] |= UINT64_C(1) << term % 64;
        place->matters.bits[matter / 64] |= UINT64_C(1) << matter % 64;
        stems += size + (stems[size] == ' ');
    }
}

struct kin *kin_new(void)
{
    static const char *const matters[] = {
#define KIN(stems) stems,
#include "desk/kin.def"
#undef KIN
    };
    _Static_assert(sizeof matters / sizeof *matters <= KIN_MATTERS_MAX, "a bit each");
    struct kin *kin = calloc(1, sizeof *kin);
    for (unsigned i = 0; kin && i < sizeof matters / sizeof *matters; i++)
        add(kin, i, matters[i]);
    return kin;
}

void kin_free(struct kin *kin)
{
    free(kin);
}

struct kin_matters kin_of(const struct kin *kin, uint32_t term)
{
    return kin && term && (kin->seen[term % SEEN / 64] >> term % 64 & 1) ? kin->places[place_of(kin, term)].matters
                                                                         : (struct kin_matters){ 0 };
}
