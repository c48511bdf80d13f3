/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "extract/mistake.h"

/* What a text tells as its own mistake. */

static void an_own_mistake_is_told_from_what_others_got_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool own;
    } cases[] = {
        { "We were wrong to report on Monday that HERE the mill had burnt down.", true },
        { "An earlier version of this story wrongly said that HERE the mill had burnt down.", true },
        { "This newspaper reported incorrectly that HERE the mill had burnt down.", true },
        { "Our reporter mistakenly wrote HERE the mill had burnt down.", true },
        { "We were not wrong to report that HERE the mill had burnt down.", false },
        { "The miller wrongly said that HERE the mill had burnt down.", false },
        { "We reported on Monday that HERE the mill had burnt down.", false },
        { "\"We were wrong to say that\", he told them, and HERE the mill had burnt down.", false },
        { "We reported on Monday that HERE the mill had burnt down. This was wrong.", true },
        { "Our report on Monday said HERE the mill had burnt down. That was not the case, and we apologise.", true },
        { "CORRECTION. In Monday's paper the Courier said that HERE the mill had burnt down. It was in error.", true },
        { "In Monday's paper the Courier said that HERE the mill had burnt down. It was in error.", false },
        { "We reported on Monday that HERE the mill had burnt down. This was not wrong.", false },
        { "We reported on Monday that HERE the mill had burnt down. This was a shock to many.", false },
        { "We reported on Monday that HERE the mill had burnt down. \"This was wrong,\" said the miller.", false },
        { "We were wrong to report it. The miller said HERE the mill had burnt down.", false },
    };
    struct arena *arena = arena_new(1u << 20);
    assert_non_null(arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct document *document;
        uint32_t here = 0;
        arena_reset(arena);
        assert_int_equal(document_analyse(arena, span_of(cases[i].text), SPAN(""), &document), ERR_OK);
        while (!document_is(document, here, "here"))
            here++;
        assert_int_equal(mistake_before(document, here), cases[i].own);
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(an_own_mistake_is_told_from_what_others_got_wrong) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
