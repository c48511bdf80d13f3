/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "record/stance.h"

/* What the words of a claim tell of its stance, as one number. */

#define STANCE(of) ((uint32_t)STANCE_##of << STANCE_PLACE)
#define REFERENCE(to) ((uint32_t)REFERENCE_##to << REFERENCE_PLACE)

static uint32_t signs_of(const char *text, Claimwire__V1__Quote quote, bool told_by)
{
    claim_record claim;
    source_record source;
    claimwire__v1__claim__init(&claim);
    claimwire__v1__source__init(&source);
    claim.text = (char *)(uintptr_t)text;
    claim.quote = quote;
    claim.source = told_by ? &source : NULL;
    return stance_signs(&claim);
}

static void each_thing_that_words_tell_has_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint32_t signs;
    } claims[] = {
        { "The gate was open", STANCE(SAYS) },
        { "Nobody crossed the bridge", STANCE(NEGATES) },
        { "The allegation made by a nurse is false",
          STANCE(DENIES) | STANCE_REBUTS | STANCE_REFERS | REFERENCE(CHARGE) },
        { "We have 22 fires, not 1,400", STANCE(NEGATES) | STANCE_REFUSES | STANCE_OF_SELF },
        { "There were 22 fires in the hills, not 1,400", STANCE(SAYS) | STANCE_REFUSES },
        { "These are lies", STANCE(SAYS) | STANCE_REBUTS | STANCE_REFERS | REFERENCE(LAST) },
        { "On Monday I told you of it", STANCE(SAYS) | STANCE_TELLS_OWN },
        { "I have to take back the words", STANCE(SAYS) | STANCE_RECANTS | STANCE_OF_SELF },
    };
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        const uint32_t signs = signs_of(claims[i].text, CLAIMWIRE__V1__QUOTE__QUOTE_DIRECT, true);
        assert_int_equal(signs, claims[i].signs | STANCE_TOLD);
        assert_true(stance_is_signs(signs));
    }
}

/* "I take it back" as others tell it is said otherwise, and nobody in particular takes nothing back. */
static void who_recants_is_quoted_or_told_of(void **state)
{
    (void)state;
    const Claimwire__V1__Quote direct = CLAIMWIRE__V1__QUOTE__QUOTE_DIRECT,
                               indirect = CLAIMWIRE__V1__QUOTE__QUOTE_INDIRECT;
    assert_true(signs_of("I take it back", direct, true) & STANCE_RECANTS);
    assert_false(signs_of("I take it back", indirect, true) & STANCE_RECANTS);
    assert_false(signs_of("I take it back", direct, false) & STANCE_RECANTS);
    assert_true(signs_of("he was withdrawing the number", indirect, true) & STANCE_RECANTS);
    assert_false(signs_of("he was withdrawing the number", direct, true) & STANCE_RECANTS);
}

static void any_other_number_is_known_for_none(void **state)
{
    (void)state;
    assert_false(stance_is_signs(0));
    assert_true(stance_is_signs(STANCE_TOLD));
    assert_false(stance_is_signs(STANCE_REBUTS));                            /* without STANCE_TOLD */
    assert_false(stance_is_signs(STANCE_TOLD | 3u << STANCE_PLACE));         /* no stance */
    assert_false(stance_is_signs(STANCE_TOLD | 3u << REFERENCE_PLACE));      /* no reference */
    assert_false(stance_is_signs(STANCE_TOLD | (uint32_t)STANCE_SIGNS_END)); /* of a newer reader */
}

static void a_claim_without_words_says(void **state)
{
    (void)state;
    assert_int_equal(signs_of(NULL, CLAIMWIRE__V1__QUOTE__QUOTE_NONE, true), STANCE_TOLD);
    assert_int_equal(signs_of("", CLAIMWIRE__V1__QUOTE__QUOTE_NONE, true), STANCE_TOLD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_thing_that_words_tell_has_its_place),
        cmocka_unit_test(who_recants_is_quoted_or_told_of),
        cmocka_unit_test(any_other_number_is_known_for_none),
        cmocka_unit_test(a_claim_without_words_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
