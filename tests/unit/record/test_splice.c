/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>

#include "record/splice.h"

static int setup(void **state)
{
    *state = arena_new(1024 * 1024);
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

enum { READING_OF_RESULT = 5, READING_OF_STORED = 1, FEATURES_OF_READING = 5 };

static reading_record *make_reading(struct arena *arena, char *language, size_t claims)
{
    reading_record *reading = reading_make(arena);
    reading->has_status = reading->has_reader = true;
    reading->reader = 300;
    reading->language = language;
    reading->features = features_make(arena);
    reading->features->has_tokens = true;
    reading->features->tokens = 70000;
    reading->claims = arena_array(arena, claims + 1, sizeof *reading->claims);
    for (; reading->n_claims < claims; reading->n_claims++) {
        claim_record *claim = claim_make(arena);
        claim->text = "the harbour stays shut until the crane is mended";
        claim->has_confidence = true;
        claim->confidence = 0.5f;
        reading->claims[reading->n_claims] = claim;
    }
    return reading;
}

static struct span packed_result(struct arena *arena, reading_record *reading)
{
    struct span packed;
    result_record result;
    claimwire__v1__result__init(&result);
    result.has_lease = result.has_session = true;
    result.lease = 1000000;
    result.reading = reading;
    assert_int_equal(result_pack(arena, &result, &packed), ERR_OK);
    return packed;
}

static void a_reading_is_found_and_stored_without_its_features(void **state)
{
    struct arena *arena = *state;
    for (size_t claims = 0; claims < 400; claims += 7) {
        arena_reset(arena);
        reading_record *reading = make_reading(arena, "en", claims);
        struct span found, packed, wanted;
        assert_int_equal(splice_find(packed_result(arena, reading), READING_OF_RESULT, &found), ERR_OK);

        stored_reading_record stored, *again;
        claimwire__v1__stored_reading__init(&stored);
        stored.has_event = true;
        stored.event = 77;
        assert_int_equal(splice_in(arena, &stored.base, READING_OF_STORED, found, FEATURES_OF_READING), ERR_OK);
        assert_int_equal(stored_reading_pack(arena, &stored, &packed), ERR_OK);
        assert_int_equal(stored_reading_unpack(arena, packed, &again), ERR_OK);
        assert_int_equal(again->event, 77);
        assert_int_equal(again->base.n_unknown_fields, 0);

        struct span got;
        reading->features = NULL;
        assert_int_equal(reading_pack(arena, reading, &wanted), ERR_OK);
        assert_int_equal(reading_pack(arena, again->reading, &got), ERR_OK);
        assert_int_equal(got.size, wanted.size);
        assert_memory_equal(got.data, wanted.data, got.size);
    }
}

static void what_is_taken_out_goes_back_beside_what_else_is_unknown(void **state)
{
    struct arena *arena = *state;
    reading_record *reading = make_reading(arena, "en", 9);
    stored_reading_record stored, *bare, *again;
    claimwire__v1__stored_reading__init(&stored);
    stored.reading = reading;
    stored.has_event = true;
    stored.event = 77;
    ProtobufCMessageUnknownField later = { 4000, PROTOBUF_C_WIRE_TYPE_VARINT, 1, (uint8_t[]){ 5 } };
    stored.base.unknown_fields = &later;
    stored.base.n_unknown_fields = 1;
    struct span packed, found, rest, back;
    assert_int_equal(stored_reading_pack(arena, &stored, &packed), ERR_OK);

    assert_int_equal(splice_find(packed, READING_OF_STORED, &found), ERR_OK);
    assert_int_equal(splice_out(arena, packed, READING_OF_STORED, &rest), ERR_OK);
    assert_true(rest.size < packed.size - found.size);
    assert_int_equal(stored_reading_unpack(arena, rest, &bare), ERR_OK);
    assert_null(bare->reading);
    assert_int_equal(bare->event, 77);

    assert_int_equal(splice_in(arena, &bare->base, READING_OF_STORED, found, 0), ERR_OK);
    assert_int_equal(stored_reading_pack(arena, bare, &back), ERR_OK);
    assert_int_equal(back.size, packed.size);
    assert_int_equal(stored_reading_unpack(arena, back, &again), ERR_OK);
    assert_int_equal(again->base.n_unknown_fields, 1);
    assert_int_equal(again->base.unknown_fields[0].tag, 4000);
    struct span got, wanted;
    assert_int_equal(reading_pack(arena, again->reading, &got), ERR_OK);
    assert_int_equal(reading_pack(arena, reading, &wanted), ERR_OK);
    assert_int_equal(got.size, wanted.size);
    assert_memory_equal(got.data, wanted.data, got.size);
}

static void what_is_not_there_is_empty(void **state)
{
    struct arena *arena = *state;
    struct span found;
    assert_int_equal(splice_find(packed_result(arena, NULL), READING_OF_RESULT, &found), ERR_OK);
    assert_int_equal(found.size, 0);
    assert_int_equal(splice_find((struct span){ "", 0 }, READING_OF_RESULT, &found), ERR_OK);
    assert_int_equal(found.size, 0);
}

/* In memory of that very size, so that a byte too many is seen under ASan. */
static void bytes_that_end_too_soon_are_malformed(void **state)
{
    struct arena *arena = *state;
    struct span packed = packed_result(arena, make_reading(arena, "en", 3));
    size_t malformed = 0;
    for (size_t size = 1; size < packed.size; size++) {
        char *cut = malloc(size);
        struct span found;
        memcpy(cut, packed.data, size);
        const enum err err = splice_find((struct span){ cut, size }, READING_OF_RESULT, &found);
        assert_true(err == ERR_MALFORMED || found.size == 0);
        malformed += err == ERR_MALFORMED;
        free(cut);
    }
    assert_true(malformed > packed.size / 2);
    stored_reading_record stored;
    claimwire__v1__stored_reading__init(&stored);
    assert_int_equal(splice_in(arena, &stored.base, 1, span_slice(packed, 0, packed.size - 1), 2), ERR_MALFORMED);
    assert_int_equal(stored.base.n_unknown_fields, 0);
}

/* A claim whose length takes two bytes with its cue, and one without. */
static reading_record *make_full_reading(struct arena *arena)
{
    reading_record *reading = make_reading(arena, "en", 3);
    reading->attributions = arena_array(arena, 2, sizeof *reading->attributions);
    for (size_t i = 0; i < 2; i++) {
        attribution_record *attribution = reading->attributions[reading->n_attributions++] = attribution_make(arena);
        attribution->id = "a1";
    }
    claim_record *claim = reading->claims[1];
    claim->cue = arena_array(arena, 20, sizeof *claim->cue);
    while (claim->n_cue < 20) {
        span_record *span = claim->cue[claim->n_cue++] = span_make(arena);
        span->has_start = span->has_end = true;
        span->end = 7;
    }
    claim->source = source_make(arena);
    claim->source->name = "Ada Marsh";
    claim->source->spans = claim->cue;
    claim->source->n_spans = 2;
    return reading;
}

static void what_judging_does_not_take_is_left_out_at_every_depth(void **state)
{
    struct arena *arena = *state;
    const struct span packed = packed_result(arena, make_full_reading(arena));
    result_record *whole, *judged;
    assert_int_equal(result_unpack(arena, packed, &whole), ERR_OK);
    assert_int_equal(whole->reading->n_attributions, 2);
    assert_int_equal(whole->reading->claims[1]->n_cue, 20);
    assert_int_equal(record_unpack_judged(arena, &claimwire__v1__result__descriptor, packed, false,
                                          (ProtobufCMessage **)(void *)&judged),
                     ERR_OK);
    assert_int_equal(judged->reading->n_attributions, 0);
    assert_int_equal(judged->reading->claims[1]->n_cue, 0);
    assert_int_equal(judged->reading->claims[1]->source->n_spans, 0);
    assert_false(judged->reading->claims[0]->has_confidence);
    whole->reading->n_attributions = 0;
    whole->reading->claims[1]->n_cue = whole->reading->claims[1]->source->n_spans = 0;
    for (size_t i = 0; i < 3; i++)
        whole->reading->claims[i]->has_confidence = false;
    struct span left, right;
    assert_int_equal(result_pack(arena, whole, &left), ERR_OK);
    assert_int_equal(result_pack(arena, judged, &right), ERR_OK);
    assert_int_equal(left.size, right.size);
    assert_memory_equal(left.data, right.data, left.size);
}

static void what_is_left_out_is_scanned_all_the_same(void **state)
{
    struct arena *arena = *state;
    reading_record *reading = make_full_reading(arena), *judged;
    struct span packed;
    reading->attributions[1]->id = "a\xff";
    assert_int_equal(reading_pack(arena, reading, &packed), ERR_OK);
    assert_int_equal(record_unpack_judged(arena, &claimwire__v1__reading__descriptor, packed, false,
                                          (ProtobufCMessage **)(void *)&judged),
                     ERR_UTF8);
}

static void a_cut_of_bytes_that_end_too_soon_is_malformed(void **state)
{
    struct arena *arena = *state;
    static const struct splice_cut of_claim = { 1u << 7, 0, NULL };
    static const struct splice_inner in_reading[] = { { 3, &of_claim } };
    static const struct splice_cut of_reading = { 1u << 2, 1, in_reading };
    struct span packed, rest;
    assert_int_equal(reading_pack(arena, make_full_reading(arena), &packed), ERR_OK);
    assert_int_equal(splice_count(packed, 2), 2);
    assert_int_equal(splice_count(packed, 3), 3);
    assert_int_equal(splice_cut(arena, packed, &of_reading, &rest), ERR_OK);
    assert_true(rest.size < packed.size);
    size_t malformed = 0;
    for (size_t size = 0; size < packed.size; size++) {
        char *bytes = malloc(size + 1);
        memcpy(bytes, packed.data, size);
        bytes = realloc(bytes, size ? size : 1);
        malformed += splice_cut(arena, (struct span){ bytes, size }, &of_reading, &rest) == ERR_MALFORMED;
        free(bytes);
    }
    assert_true(malformed > packed.size / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_reading_is_found_and_stored_without_its_features, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_taken_out_goes_back_beside_what_else_is_unknown, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_not_there_is_empty, setup, teardown),
        cmocka_unit_test_setup_teardown(bytes_that_end_too_soon_are_malformed, setup, teardown),
        cmocka_unit_test_setup_teardown(what_judging_does_not_take_is_left_out_at_every_depth, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_left_out_is_scanned_all_the_same, setup, teardown),
        cmocka_unit_test_setup_teardown(a_cut_of_bytes_that_end_too_soon_is_malformed, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
