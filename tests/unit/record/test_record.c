/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdio.h>

#include "proto/scan.h"
#include "record/record.h"

static int setup(void **state)
{
    *state = arena_new(32 * 1024 * 1024);
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static char *text(struct arena *arena, const char *format, unsigned number)
{
    char buffer[64];
    snprintf(buffer, sizeof buffer, format, number);
    return arena_string(arena, span_of(buffer));
}

static span_record **one_span(struct arena *arena, uint32_t start)
{
    span_record **spans = arena_array(arena, 1, sizeof *spans);
    spans[0] = span_make(arena);
    spans[0]->has_start = spans[0]->has_end = true;
    spans[0]->start = start;
    spans[0]->end = start + 30;
    return spans;
}

static source_record *a_source(struct arena *arena, uint32_t start)
{
    source_record *source = source_make(arena);
    source->name = text(arena, "a", 0);
    source->n_spans = 1;
    source->spans = one_span(arena, start);
    return source;
}

static attribution_record *an_attribution(struct arena *arena, uint32_t number)
{
    attribution_record *attribution = attribution_make(arena);
    attribution->id = text(arena, "a%u", number);
    attribution->n_content = attribution->n_cue = 1;
    attribution->content = one_span(arena, number);
    attribution->cue = one_span(arena, number);
    attribution->source = a_source(arena, number);
    return attribution;
}

static claim_record *a_claim(struct arena *arena, uint32_t number)
{
    claim_record *claim = claim_make(arena);
    claim->id = text(arena, "c%u", number);
    claim->text = text(arena, "x", 0);
    claim->n_content = claim->n_cue = 1;
    claim->content = one_span(arena, number);
    claim->cue = one_span(arena, number);
    claim->source = a_source(arena, number);
    claim->n_figures = 1;
    claim->figures = arena_array(arena, 1, sizeof *claim->figures);
    claim->figures[0] = figure_make(arena);
    claim->figures[0]->span = *one_span(arena, number);
    claim->has_fact_key = claim->has_topic_key = true;
    claim->fact_key = claim->topic_key = (ProtobufCBinaryData){ 16, arena_alloc(arena, 16) };
    return claim;
}

/* As many of everything as a reading may hold, each as small as it can be. */
static reading_record *densest_reading(struct arena *arena)
{
    enum { ATTRIBUTIONS = 2048, CLAIMS = 1024, TIMES = 1024 };
    reading_record *reading = reading_make(arena);
    reading->attributions = arena_array(arena, ATTRIBUTIONS, sizeof *reading->attributions);
    reading->claims = arena_array(arena, CLAIMS, sizeof *reading->claims);
    reading->times = arena_array(arena, TIMES, sizeof *reading->times);
    for (uint32_t i = 0; i < ATTRIBUTIONS; i++)
        reading->attributions[reading->n_attributions++] = an_attribution(arena, i);
    for (uint32_t i = 0; i < CLAIMS; i++)
        reading->claims[reading->n_claims++] = a_claim(arena, i);
    for (uint32_t i = 0; i < TIMES; i++) {
        time_mention_record *time = reading->times[reading->n_times++] = time_mention_make(arena);
        time->span = *one_span(arena, i);
        time->value = text(arena, "2024", 0);
    }
    return reading;
}

static void the_densest_reading_fits_the_factor_of_our_own_messages(void **state)
{
    struct arena *arena = *state;
    struct span packed;
    reading_record *reading = densest_reading(arena);
    assert_int_equal(reading_pack(arena, reading, &packed), ERR_OK);

    size_t heap = 0;
    const struct scan_limits limits = scan_limits_for(&claimwire__v1__reading__descriptor, packed.size);
    assert_int_equal(scan_message(&claimwire__v1__reading__descriptor, packed.data, packed.size, &limits, &heap),
                     SCAN_OK);
    print_message("densest reading: %zu bytes packed, %zu of heap, factor %.1f\n", packed.size, heap,
                  (double)heap / (double)packed.size);
    assert_true(heap <= SCAN_HEAP_FACTOR_OURS * packed.size * 3 / 4); /* with room to grow */
    const size_t before = arena_used(arena);
    reading_record *again;
    assert_int_equal(reading_unpack(arena, packed, &again), ERR_OK);
    assert_true(arena_used(arena) - before <= heap);
    assert_int_equal(again->n_claims, 1024);
}

static void what_is_packed_unpacks_the_same(void **state)
{
    struct arena *arena = *state;
    article_record *article = article_make(arena), *again;
    article->id = text(arena, "quay-%u", 7);
    article->has_withdrawn = true;
    struct span packed;
    assert_int_equal(article_pack(arena, article, &packed), ERR_OK);
    assert_int_equal(article_unpack(arena, packed, &again), ERR_OK);
    assert_string_equal(again->id, "quay-7");
    assert_true(again->has_withdrawn && !again->withdrawn);
    assert_null(again->body);
}

static void an_empty_message_packs_to_nothing_and_back(void **state)
{
    struct arena *arena = *state;
    struct span packed;
    status_request_record *request;
    assert_int_equal(status_request_pack(arena, status_request_make(arena), &packed), ERR_OK);
    assert_int_equal(packed.size, 0);
    assert_int_equal(status_request_unpack(arena, packed, &request), ERR_OK);
    assert_int_equal(status_request_unpack(arena, (struct span){ 0 }, &request), ERR_OK);
}

static void each_way_to_be_bad_has_its_error(void **state)
{
    struct arena *arena = *state;
    article_record *article;
    assert_int_equal(article_unpack(arena,
                                    SPAN("\x0a\x05"
                                         "ab"),
                                    &article),
                     ERR_MALFORMED);
    assert_int_equal(article_unpack(arena, SPAN("\x0a\x02\xc3("), &article), ERR_UTF8);
    assert_int_equal(article_unpack(arena,
                                    SPAN("\x4a\x24"
                                         "123456789012345678901234567890123456"),
                                    &article),
                     ERR_TOO_LARGE);
    assert_int_equal(arena_used(arena), 0); /* nothing was allocated for any of them */
}

static void a_full_arena_is_too_large_to_unpack_and_memory_to_pack(void **state)
{
    struct arena *small = arena_new(512);
    article_record *article;
    struct span packed;
    (void)state;
    char body[600] = "\x32\xd4\x04";
    memset(body + 3, 'x', 596);
    assert_int_equal(article_unpack(small, (struct span){ body, 599 }, &article), ERR_TOO_LARGE);
    arena_reset(small);

    article_record large;
    claimwire__v1__article__init(&large);
    body[599] = '\0';
    large.body = body + 3;
    assert_int_equal(article_pack(small, &large, &packed), ERR_MEMORY);
    arena_free(small);
}

static void a_copy_is_deep(void **state)
{
    struct arena *arena = *state, *other = arena_new(32 * 1024 * 1024);
    struct span before, after;
    reading_record *reading = densest_reading(other);
    assert_int_equal(reading_pack(arena, reading, &before), ERR_OK);
    reading_record *copy = reading_copy(arena, reading);
    assert_non_null(copy);
    arena_free(other); /* under ASan a pointer into it would be found */
    assert_int_equal(reading_pack(arena, copy, &after), ERR_OK);
    assert_true(span_equal(before, after));
}

static void a_copy_takes_the_set_member_of_a_oneof(void **state)
{
    struct arena *arena = *state;
    event_update_record *update = event_update_make(arena);
    update->detail_case = CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_CLOSING;
    update->closing = reason_make(arena);
    update->closing->reason = text(arena, "QUIET", 0);
    event_update_record *copy = event_update_copy(arena, update);
    assert_ptr_not_equal(copy->closing, update->closing);
    assert_string_equal(copy->closing->reason, "QUIET");
}

static void a_copy_into_a_full_arena_is_none(void **state)
{
    struct arena *small = arena_new(256);
    assert_null(reading_copy(small, densest_reading(*state)));
    arena_free(small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_densest_reading_fits_the_factor_of_our_own_messages, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_packed_unpacks_the_same, setup, teardown),
        cmocka_unit_test_setup_teardown(an_empty_message_packs_to_nothing_and_back, setup, teardown),
        cmocka_unit_test_setup_teardown(each_way_to_be_bad_has_its_error, setup, teardown),
        cmocka_unit_test_setup_teardown(a_full_arena_is_too_large_to_unpack_and_memory_to_pack, setup, teardown),
        cmocka_unit_test_setup_teardown(a_copy_is_deep, setup, teardown),
        cmocka_unit_test_setup_teardown(a_copy_takes_the_set_member_of_a_oneof, setup, teardown),
        cmocka_unit_test_setup_teardown(a_copy_into_a_full_arena_is_none, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
