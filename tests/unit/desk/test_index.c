/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/desk/indexed.h"

#include "desk/lineage.h"

/* The memory of the window and the two questions put to it. */

static struct lineage find(const features_record *features, uint64_t article, int64_t stream_ms)
{
    struct lineage lineage;
    lineage_find(index_, features, article, stream_ms, 1000, &lineage);
    return lineage;
}

static struct match match_at(const features_record *features, uint64_t article, int64_t stream_ms)
{
    struct match match;
    struct vector vector;
    const struct mate self = mates_of(features);
    index_weigh(index_, features, &vector);
    match_find(scratch, index_, &vector, &self, article, stream_ms, 1000, &match);
    return match;
}

static struct match match_of(const features_record *features, uint64_t article)
{
    return match_at(features, article, 10);
}

static void a_copy_leads_to_the_earliest_article_alike_and_its_root(void **state)
{
    (void)state;
    index_add(index_, 1, make_row(1, 7, make_features(0, 10, 111, 0, 0)));
    window_row_record *copy = make_row(2, 7, make_features(0, 10, 222, 111, 16));
    copy->copy_of = 1;
    copy->origin = 1001;
    index_add(index_, 2, copy);
    struct lineage lineage = find(make_features(0, 10, 333, 111, 32), 3, 3);
    assert_int_equal(lineage.copy_of, 1);
    assert_int_equal(lineage.parent, 1);
    assert_int_equal(lineage.event, 7);
    assert_true(lineage.share == 0.5f);
    features_record *spun = make_features(0, 10, 222, 111, 16); /* far from the root, near its copy */
    for (size_t i = 0; i < 14; i++)
        spun->sketch[i] = (uint64_t)(i + 1) << 58 | 999;
    lineage = find(spun, 3, 3);
    assert_int_equal(lineage.parent, 2);
    assert_int_equal(lineage.copy_of, 1);
    assert_int_equal(lineage.origin, 1001);
}

static void too_little_alike_too_far_away_or_itself_is_no_copy(void **state)
{
    (void)state;
    index_add(index_, 1, make_row(1, 7, make_features(0, 10, 111, 0, 0)));
    assert_int_equal(find(make_features(0, 10, 333, 111, 19), 3, 3).copy_of, 0);
    assert_int_equal(find(make_features(0, 10, 333, 111, 20), 3, 3).copy_of, 1);
    assert_int_equal(find(make_features(0, 10, 333, 111, 32), 3, 2000).copy_of, 0);
    assert_int_equal(find(make_features(0, 10, 333, 111, 32), 1, 3).copy_of, 0);
    features_record *shorter = make_features(0, 10, 111, 0, 0);
    shorter->n_sketch = LINEAGE_SKETCH_MIN - 1;
    assert_int_equal(find(shorter, 3, 3).copy_of, 0);
}

static void empty_buckets_of_short_texts_are_not_alike(void **state)
{
    (void)state;
    features_record *one = make_features(0, 10, 111, 0, 0), *other = make_features(0, 10, 222, 0, 0);
    for (size_t i = 10; i < SKETCH_BUCKETS; i++)
        one->sketch[i] = other->sketch[i] = 0;
    index_add(index_, 1, make_row(1, 7, one));
    assert_int_equal(find(other, 2, 3).copy_of, 0);
    assert_int_equal(find(one, 2, 3).copy_of, 1);
}

static void a_flood_of_near_duplicates_costs_the_same_work_each(void **state)
{
    (void)state;
    index_free(index_);
    index_ = index_new(4096);
    for (uint64_t i = 1; i <= 4096; i++) {
        features_record *features = make_features(0, 10, 111, 0, 0);
        assert_true(find(features, i, (int64_t)i).steps <= SKETCH_BUCKETS * LINEAGE_BUCKET_MAX);
        window_row_record *row = make_row(i, 7, features);
        row->copy_of = i > 1;
        assert_true(index_fits(index_, row));
        index_add(index_, i, row);
        arena_reset(arena);
    }
    struct lineage lineage = find(make_features(0, 10, 111, 0, 0), 5000, 4096);
    assert_int_equal(lineage.copy_of, 1); /* the chain still leads to the root */
}

static void the_likest_event_comes_first_and_ties_go_to_the_older(void **state)
{
    (void)state;
    index_add(index_, 1, make_row(1, 9, make_features(0, 20, 1, 0, 0)));
    index_add(index_, 2, make_row(2, 8, make_features(10, 20, 2, 0, 0)));
    index_add(index_, 3, make_row(3, 7, make_features(100, 20, 3, 0, 0)));
    struct match match = match_of(make_features(12, 20, 4, 0, 0), 4);
    assert_int_equal(match.count, 2);
    assert_int_equal(match.events[0].event, 8);
    assert_int_equal(match.events[1].event, 9);
    assert_true(match.events[0].score > match.events[1].score && match.events[0].score < 1);
    match = match_of(make_features(0, 20, 4, 0, 0), 4);
    const float score = match.events[0].score + MATES_GAP_UNKNOWN; /* no article here has a day */
    assert_true(match.events[0].event == 9 && score > 0.99f && score < 1.01f);
    window_row_record *row = make_row(4, 6, make_features(200, 20, 2, 0, 0));
    struct vector vector;
    index_weigh(index_, row->features, &vector);
    assert_int_equal(vector_put(arena, &vector, row), ERR_OK);
    index_add(index_, 4, row);
    row->article = 5;
    row->event = 5;
    index_add(index_, 5, row); /* later, and as heavy: its weights stand in the row */
    match = match_of(make_features(200, 20, 4, 0, 0), 6);
    assert_int_equal(match.events[0].event, 5);
    assert_int_equal(match.events[1].event, 6);
    assert_true(match.events[0].score == match.events[1].score);
}

static void two_stay_as_alike_as_they_were_whatever_comes(void **state)
{
    (void)state;
    struct vector before, after;
    features_record *features = make_features(0, 100, 1, 0, 0);
    index_weigh(index_, features, &before);
    assert_int_equal(before.count, VECTOR_TERMS_MAX);
    window_row_record *row = make_row(1, 9, features);
    assert_int_equal(vector_put(arena, &before, row), ERR_OK);
    index_add(index_, 1, row);
    for (uint64_t i = 2; i < 40; i++) /* half of its words become common */
        index_add(index_, i, make_row(i, i, make_features(0, 50, i, 0, 0)));
    index_weigh(index_, features, &after);
    assert_true(memcmp(before.terms, after.terms, sizeof before.terms) != 0);
    vector_get(row, &after);
    assert_int_equal(after.count, before.count);
    assert_memory_equal(before.terms, after.terms, before.count * sizeof *before.terms);
    assert_memory_equal(before.weights, after.weights, before.count * sizeof *before.weights);
    const struct index_vector *kept = index_vector(index_, index_owner(index_, index_latest(index_, 1)));
    assert_memory_equal(before.terms, kept->terms, before.count * sizeof *before.terms);
    assert_memory_equal(before.weights, kept->weights, before.count * sizeof *before.weights);
}

/* What the event of three or more articles scores by a scratch that has looked at it before, and by a new one. */
static void assert_kept_is_right(void)
{
    const features_record *features = make_features(10, 40, 1, 0, 0);
    const struct match kept = match_of(features, 100);
    struct match_scratch *before = scratch;
    scratch = match_scratch_new(64);
    assert_non_null(scratch);
    const struct match fresh = match_of(features, 100);
    match_scratch_free(scratch);
    scratch = before;
    assert_int_equal(kept.count, fresh.count);
    assert_true(fresh.count > 0);
    for (size_t i = 0; i < fresh.count; i++) {
        assert_int_equal(kept.events[i].event, fresh.events[i].event);
        assert_true(kept.events[i].score == fresh.events[i].score);
    }
}

static void what_is_kept_of_an_event_is_what_its_newest_articles_are(void **state)
{
    (void)state;
    for (uint64_t i = 1; i <= 12; i++) { /* more than are weighed: the oldest fall out again */
        index_add(index_, i, make_row(i, 7, make_features((uint32_t)(i * i % 30), 40, i, 0, 0)));
        assert_kept_is_right();
        assert_kept_is_right();
    }
    window_row_record *gone = make_row(9, 8, make_features(1000, 40, 9, 0, 0)); /* not the newest of the event */
    gone->revision = 2;
    index_add(index_, 13, gone);
    assert_kept_is_right();
    index_clear(index_);
    match_scratch_clear(scratch);
    for (uint64_t i = 1; i <= 13; i++) /* the same numbers are others */
        index_add(index_, i, make_row(i, i == 9 ? 8 : 7, make_features((uint32_t)(i * i * i % 25), 30, i, 0, 0)));
    index_add(index_, 14, gone);
    index_add(index_, 15, make_row(13, 8, make_features(1000, 40, 13, 0, 0)));
    assert_kept_is_right();
}

static void a_rotten_vector_is_read_as_far_as_it_can_be(void **state)
{
    (void)state;
    struct vector vector;
    uint32_t places[] = { 3, 20, 4, 5, 6 }, weights[] = { 1, 1, 0, VECTOR_UNIT + 1, VECTOR_UNIT };
    window_row_record *row = make_row(1, 9, make_features(100, 20, 1, 0, 0));
    row->n_heaviest = row->n_heaviest_weights = 5;
    row->heaviest = places;
    row->heaviest_weights = weights;
    vector_get(row, &vector);
    assert_int_equal(vector.count, 2);
    assert_int_equal(vector.terms[0], 103);
    assert_int_equal(vector.terms[1], 106);
    row->n_heaviest_weights = 1;
    assert_true(vector_get(row, &vector));
    assert_int_equal(vector.count, 1);
    row->n_heaviest = 0;
    assert_false(vector_get(row, &vector));
    assert_int_equal(vector.count, 0);

    /* The same in bytes: places and weights in 12 bits each, and what is left of one at the end. */
    uint8_t heavy[] = { 3, 0x10, 0, 20, 0x10, 0, 4, 0, 0, 5, 0xf0, 0xff, 6, 0xf0, 0xff, 7, 0x10 };
    row->has_heavy = true;
    row->heavy = (ProtobufCBinaryData){ sizeof heavy, heavy };
    assert_true(vector_get(row, &vector));
    assert_int_equal(vector.count, 3);
    assert_int_equal(vector.terms[0], 103);
    assert_int_equal(vector.weights[0], 1);
    assert_int_equal(vector.terms[1], 105);
    assert_int_equal(vector.weights[2], VECTOR_UNIT);

    row->heavy = (ProtobufCBinaryData){ 0, NULL };
    assert_true(vector_get(row, &vector));
    assert_int_equal(vector.count, 0);
}

static void an_article_of_nothing_known_is_like_nothing(void **state)
{
    (void)state;
    assert_int_equal(match_of(make_features(0, 20, 1, 0, 0), 1).count, 0);
    index_add(index_, 1, make_row(1, 9, make_features(0, 20, 1, 0, 0)));
    assert_int_equal(match_of(make_features(50, 20, 1, 0, 0), 2).count, 0);
    assert_int_equal(match_of(NULL, 2).count, 0);
    assert_int_equal(match_of(make_features(0, 20, 1, 0, 0), 1).count, 0); /* itself */
}

static void a_later_revision_takes_the_place_of_the_former(void **state)
{
    (void)state;
    index_add(index_, 1, make_row(1, 9, make_features(0, 20, 111, 0, 0)));
    window_row_record *revision = make_row(1, 9, make_features(50, 20, 222, 0, 0));
    revision->revision = 2;
    index_add(index_, 2, revision);
    assert_int_equal(index_latest(index_, 1)->revision, 2);
    assert_int_equal(index_articles(index_), 1);
    assert_int_equal(index_size(index_).events, 1);
    assert_int_equal(match_of(make_features(0, 20, 1, 0, 0), 2).count, 0);
    assert_int_equal(find(make_features(0, 20, 111, 0, 0), 2, 3).copy_of, 0);
    assert_int_equal(index_drop(index_), 0);
    assert_int_equal(index_drop(index_), 9);
    assert_int_equal(index_size(index_).articles + index_size(index_).events + index_size(index_).postings, 0);
}

static void facts_are_found_by_event_key_and_polarity(void **state)
{
    (void)state;
    uint8_t fact_bytes[16] = "fact", topic_bytes[16] = "topic";
    ProtobufCBinaryData fact = { 16, fact_bytes }, topic = { 16, topic_bytes };
    uint64_t id = 77, found[4];
    Claimwire__V1__Polarity denied = CLAIMWIRE__V1__POLARITY__POLARITY_DENIED;
    window_row_record *row = make_row(1, 9, NULL);
    row->n_facts = row->n_fact_keys = row->n_topic_keys = row->n_polarities = 1;
    row->facts = &id;
    row->fact_keys = &fact;
    row->topic_keys = &topic;
    row->polarities = &denied;
    index_add(index_, 1, row);
    row->article = 2;
    index_add(index_, 2, row);
    assert_int_equal(index_facts(index_, index_fact_key(9, fact), 16, found, 4), 1);
    assert_int_equal(found[0], 77);
    assert_int_equal(index_facts(index_, index_fact_key(8, fact), 16, found, 4), 0);
    assert_int_equal(index_facts(index_, index_topic_key(9, topic, true), 16, found, 4), 1);
    assert_int_equal(index_facts(index_, index_topic_key(9, topic, false), 16, found, 4), 0);
    index_drop(index_);
    assert_int_equal(index_facts(index_, index_fact_key(9, fact), 16, found, 4), 1);
    index_drop(index_);
    assert_int_equal(index_facts(index_, index_fact_key(9, fact), 16, found, 4), 0);
}

static void a_window_that_slides_for_long_keeps_what_is_in_it(void **state)
{
    (void)state;
    for (uint64_t i = 1; i <= 5000; i++) {
        window_row_record *row = make_row(i, i, make_features((uint32_t)(i * 3), 300, i, 0, 0));
        while (!index_fits(index_, row))
            assert_true(index_drop(index_) > 0);
        index_add(index_, i, row);
        arena_reset(arena);
    }
    assert_true(index_size(index_).articles > 16 && index_size(index_).articles <= 64);
    assert_int_equal(index_size(index_).events, index_size(index_).articles);
    struct match match = match_at(make_features(15000, 300, 0, 0, 0), 9999, 5000);
    assert_int_equal(match.events[0].event, 5000);
}

static void the_origin_is_the_outlet_by_its_host_or_the_feeder(void **state)
{
    (void)state;
    struct origin one, other;
    assert_int_equal(lineage_origin(arena, NULL, "WWW.Herald.example", "local", &one), ERR_OK);
    assert_int_equal(lineage_origin(arena, NULL, "herald.example", "other", &other), ERR_OK);
    assert_string_equal(one.name, "herald.example");
    assert_true(one.hash == other.hash);
    assert_int_equal(lineage_origin(arena, NULL, "", "local", &other), ERR_OK);
    assert_string_equal(other.name, "local");
    assert_true(one.hash != other.hash);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_index, close_index)
    const struct CMUnitTest tests[] = {
        TEST(a_copy_leads_to_the_earliest_article_alike_and_its_root),
        TEST(too_little_alike_too_far_away_or_itself_is_no_copy),
        TEST(empty_buckets_of_short_texts_are_not_alike),
        TEST(a_flood_of_near_duplicates_costs_the_same_work_each),
        TEST(the_likest_event_comes_first_and_ties_go_to_the_older),
        TEST(two_stay_as_alike_as_they_were_whatever_comes),
        TEST(what_is_kept_of_an_event_is_what_its_newest_articles_are),
        TEST(a_rotten_vector_is_read_as_far_as_it_can_be),
        TEST(an_article_of_nothing_known_is_like_nothing),
        TEST(a_later_revision_takes_the_place_of_the_former),
        TEST(facts_are_found_by_event_key_and_polarity),
        TEST(a_window_that_slides_for_long_keeps_what_is_in_it),
        TEST(the_origin_is_the_outlet_by_its_host_or_the_feeder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
