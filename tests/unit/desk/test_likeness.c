/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "desk/likeness.h"

/* How a claim stands its reader has told, or its words tell: older readers told nothing. */

enum { TOLD = STANCE_TOLD | STANCE_DENIES << STANCE_PLACE | STANCE_REBUTS | STANCE_REFUSES };

static struct wording wording(features_record *features, const char *text, size_t numbers)
{
    static const uint32_t terms[] = { 7, UINT32_C(0x80000001), UINT32_C(0x80000002) };
    claim_record claim;
    claimwire__v1__claim__init(&claim);
    claim.text = (char *)(uintptr_t)text;
    return likeness_wording(&claim, (struct stem_list){ terms, 1 + numbers }, likeness_signs(features, 1));
}

static void what_the_reader_told_is_asked_and_not_the_words(void **state)
{
    (void)state;
    uint32_t stances[] = { STANCE_TOLD, TOLD };
    features_record features;
    claimwire__v1__features__init(&features);
    features.claim_stances = stances;
    features.n_claim_stances = 2;
    const struct wording said = wording(&features, "The gate was open", 2);
    assert_int_equal(said.stance, STANCE_DENIES);
    assert_int_equal(said.signs, TOLD);
    assert_true(said.refuses);
    assert_false(wording(&features, "The gate was open", 1).refuses); /* there is no other number */
}

static void where_it_told_nothing_the_words_tell(void **state)
{
    (void)state;
    uint32_t stances[] = { TOLD, 0 };
    features_record features;
    claimwire__v1__features__init(&features);
    features.claim_stances = stances;
    for (size_t count = 0; count <= 2; count++) {
        features.n_claim_stances = count;
        assert_int_equal(wording(&features, "Nobody crossed the bridge", 0).stance, STANCE_NEGATES);
        assert_int_equal(wording(&features, "The gate was open", 0).stance, STANCE_SAYS);
        assert_true(wording(&features, "The 22 fires, not 1,400", 2).refuses);
    }
    const uint32_t no_reader_tells[] = { STANCE_TOLD | 3u << STANCE_PLACE, STANCE_TOLD | 3u << REFERENCE_PLACE,
                                         STANCE_DENIES << STANCE_PLACE, TOLD | STANCE_SIGNS_END, UINT32_MAX };
    for (size_t i = 0; i < sizeof no_reader_tells / sizeof *no_reader_tells; i++) {
        stances[1] = no_reader_tells[i];
        assert_int_equal(wording(&features, "Nobody crossed the bridge", 0).stance, STANCE_NEGATES);
    }
    assert_int_equal(wording(NULL, "Nobody crossed the bridge", 0).stance, STANCE_NEGATES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_reader_told_is_asked_and_not_the_words),
        cmocka_unit_test(where_it_told_nothing_the_words_tell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
