/* SPDX-License-Identifier: Apache-2.0 */
/* The sums of the model's tables are those that weights.h tells of, feature by feature. */
#include "support/test.h"

#include "model/model.h"

enum { COUNT_MAX = 41, ROUNDS = 300 };

static int setup(void **state)
{
    char reason[MODEL_REASON_BYTES];
    return model_open(NULL, (struct model **)state, reason) == ERR_OK ? 0 : -1;
}

static int teardown(void **state)
{
    model_close(*state);
    return 0;
}

static uint32_t next(uint32_t *seed)
{
    return *seed = *seed * 1664525u + 1013904223u;
}

/* A feature that is in the table, or most likely is not. */
static uint32_t some_feature(const struct weights *table, bool known, uint32_t *seed)
{
    const uint32_t line = next(seed) >> (32 - table->lines_log2), row = next(seed) >> 28;
    const uint32_t mark = table->lines[(size_t)line * WEIGHTS_LINE_BYTES + row];
    return known ? line << (32 - table->lines_log2) | mark << (32 - table->lines_log2 - table->mark_bits) : next(seed);
}

static void add_one(const struct weights *table, uint32_t feature, int32_t *sums)
{
    const uint8_t *line = table->lines + (size_t)(feature >> (32 - table->lines_log2)) * WEIGHTS_LINE_BYTES;
    const uint32_t mark = feature << table->lines_log2 >> (32 - table->mark_bits);
    for (uint32_t i = 0; i < WEIGHTS_LINE_ROWS; i++) {
        const uint8_t *value = line + WEIGHTS_LINE_ROWS + (size_t)i * WEIGHTS_VALUE_BYTES;
        const int8_t *row = (const int8_t *)value;
        if (line[i] != mark)
            continue;
        if (table->rows_count > 0)
            row = table->rows + (size_t)weights_row(value) * table->width;
        for (uint32_t column = 0; column < table->columns; column++)
            sums[column] += row[column];
        return;
    }
}

static void sums_are_those_of_the_features(void **state)
{
    uint32_t seed = 7, found = 0;
    for (enum feature_group group = 0; group < FEATURES_GROUPS; group++) {
        const struct weights *table = model_table(*state, group);
        for (uint32_t round = 0; round < ROUNDS; round++) {
            uint32_t features[COUNT_MAX];
            int32_t sums[WEIGHTS_WIDTH_MAX] = { 0 };
            int16_t scores[WEIGHTS_WIDTH_MAX];
            const uint32_t count = round % COUNT_MAX + 1;
            for (uint32_t i = 0; i < count; i++) {
                features[i] = some_feature(table, i % 3 != 0, &seed);
                add_one(table, features[i], sums);
            }
            weights_score(table, features, count, scores);
            for (uint32_t column = 0; column < table->columns; column++) {
                assert_int_equal(scores[column], sums[column]);
                found += sums[column] != 0;
            }
        }
    }
    assert_true(found > ROUNDS * 50);
}

static void the_best_is_the_first_of_the_largest(void **state)
{
    uint32_t seed = 3;
    for (enum feature_group group = 0; group < FEATURES_GROUPS; group++) {
        const struct weights *table = model_table(*state, group);
        for (uint32_t round = 0; round < ROUNDS; round++) {
            int16_t scores[WEIGHTS_WIDTH_MAX];
            uint32_t best = 0;
            for (uint32_t i = 0; i < WEIGHTS_WIDTH_MAX; i++) {
                scores[i] = (int16_t)((next(&seed) >> 20) % 50 - 25);
                best = i < table->columns && scores[i] > scores[best] ? i : best;
            }
            assert_int_equal(weights_best(table, scores), best);
        }
    }
}

static void hashes_at_once_are_those_of_one_by_one(void **state)
{
    uint32_t first[COUNT_MAX], second[COUNT_MAX], features[COUNT_MAX + 1], seed = 5;
    (void)state;
    for (uint32_t count = 0; count <= COUNT_MAX; count++) {
        for (uint32_t i = 0; i < count; i++) {
            first[i] = next(&seed);
            second[i] = next(&seed);
        }
        features[count] = 77;
        feature_hashes(first, second, count, features);
        for (uint32_t i = 0; i < count; i++)
            assert_int_equal(features[i], feature_hash(i, first[i], second[i]));
        assert_int_equal(features[count], 77);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_those_of_the_features),
        cmocka_unit_test(the_best_is_the_first_of_the_largest),
        cmocka_unit_test(hashes_at_once_are_those_of_one_by_one),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
