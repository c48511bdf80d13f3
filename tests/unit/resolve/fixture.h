/* SPDX-License-Identifier: Apache-2.0 */
#ifndef UNIT_RESOLVE_FIXTURE_H
#define UNIT_RESOLVE_FIXTURE_H

#include "support/test.h"

#include "extract/lexicon.h"
#include "resolve/normal.h"

/* An arena and a stemmer for each test. */

enum { ARENA_BYTES = 16 * 1024 * 1024 };

struct fixture {
    struct arena *arena;
    struct stemmer *stemmer;
};

static inline int setup(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){ arena_new(ARENA_BYTES), stemmer_new() };
    *state = &fixture;
    return fixture.arena && fixture.stemmer ? 0 : -1;
}

static inline int teardown(void **state)
{
    struct fixture *fixture = *state;
    arena_free(fixture->arena);
    stemmer_free(fixture->stemmer);
    return 0;
}

static inline const struct document *analyse(struct fixture *fixture, const char *body)
{
    struct document *document;
    assert_int_equal(document_analyse(fixture->arena, span_of(body), SPAN(""), &document), ERR_OK);
    return document;
}

#endif
