/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "base/limits.h"
#include "hub/reading_check.h"

/* A reading with one claim that passes, to be spoilt one way at a time. */
static struct {
    uint8_t key[16];
    uint32_t terms[2];
    float weights[2];
    span_record span, *spans[1];
    claim_record claim, *claims[1];
    features_record features;
    reading_record reading;
} good;

static int setup(void **state)
{
    (void)state;
    claimwire__v1__span__init(&good.span);
    good.span.start = 3;
    good.span.end = 9;
    good.spans[0] = &good.span;
    claimwire__v1__claim__init(&good.claim);
    good.claim.id = (char *)(uintptr_t) "c1";
    good.claim.text = (char *)(uintptr_t) "text";
    good.claim.fact_key = good.claim.topic_key = (ProtobufCBinaryData){ 16, good.key };
    good.claim.n_content = 1;
    good.claim.content = good.spans;
    good.claims[0] = &good.claim;
    claimwire__v1__features__init(&good.features);
    good.terms[0] = 1;
    good.terms[1] = 2;
    good.features.n_terms = good.features.n_weights = 2;
    good.features.terms = good.terms;
    good.features.weights = good.weights;
    claimwire__v1__reading__init(&good.reading);
    good.reading.features = &good.features;
    good.reading.n_claims = 1;
    good.reading.claims = good.claims;
    return 0;
}

static void a_sound_reading_passes(void **state)
{
    (void)state;
    assert_null(reading_check(&good.reading, (struct span){ 0 }));
}

static void a_reading_without_features_is_refused(void **state)
{
    (void)state;
    good.reading.features = NULL;
    assert_non_null(reading_check(&good.reading, (struct span){ 0 }));
    assert_non_null(reading_check(NULL, (struct span){ 0 }));
}

static void terms_must_rise_and_have_weights(void **state)
{
    (void)state;
    good.terms[1] = 1;
    assert_non_null(reading_check(&good.reading, (struct span){ 0 }));
    good.terms[1] = 2;
    good.features.n_weights = 1;
    assert_non_null(reading_check(&good.reading, (struct span){ 0 }));
}

static void a_claim_needs_id_text_keys_and_spans_in_order(void **state)
{
    good.claim.id = NULL;
    assert_non_null(reading_check(&good.reading, (struct span){ 0 }));
    setup(state);
    good.claim.text = NULL;
    assert_non_null(reading_check(&good.reading, (struct span){ 0 }));
    setup(state);
    good.claim.fact_key.len = 15;
    assert_non_null(reading_check(&good.reading, (struct span){ 0 }));
    setup(state);
    good.span.end = 3;
    assert_non_null(reading_check(&good.reading, (struct span){ 0 }));
    setup(state);
    good.claim.n_content = 0;
    assert_non_null(reading_check(&good.reading, (struct span){ 0 }));
}

static void too_many_attributions_are_refused_though_they_are_not_unpacked(void **state)
{
    (void)state;
    static char packed[2 * (ATTRIBUTIONS_MAX + 1)];
    for (size_t i = 0; i <= ATTRIBUTIONS_MAX; i++)
        packed[2 * i] = 0x12; /* field 2, empty */
    assert_null(reading_check(&good.reading, (struct span){ packed, 2 * ATTRIBUTIONS_MAX }));
    assert_non_null(reading_check(&good.reading, (struct span){ packed, sizeof packed }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_sound_reading_passes, setup),
        cmocka_unit_test_setup(a_reading_without_features_is_refused, setup),
        cmocka_unit_test_setup(terms_must_rise_and_have_weights, setup),
        cmocka_unit_test_setup(a_claim_needs_id_text_keys_and_spans_in_order, setup),
        cmocka_unit_test_setup(too_many_attributions_are_refused_though_they_are_not_unpacked, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
