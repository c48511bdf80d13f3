/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <pthread.h>
#include <stdio.h>

#include "base/lookup.h"

static const struct fruit {
    const char *form;
    int price;
} fruits[] = { { "apple", 3 }, { "fig", 9 }, { "lime", 2 }, { "pear", 4 } };

LOOKUP(fruits_by_form, fruits, 8);

static void a_row_is_found_by_its_form_alone(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof fruits / sizeof *fruits; i++)
        assert_ptr_equal(lookup_find(&fruits_by_form, fruits[i].form), &fruits[i]);
    const char *const others[] = { "", "f", "figs", "Fig", "plum", "lim", "apple pear" };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_null(lookup_find(&fruits_by_form, others[i]));
}

enum { WORDS = 500, THREADS = 4 };
static char spelt[WORDS][8];
static struct word {
    const char *form;
} words[WORDS];

LOOKUP(words_by_form, words, 1024);

static void *look_for_all(void *unused)
{
    (void)unused;
    for (size_t i = 0; i < WORDS; i++)
        if (lookup_find(&words_by_form, words[i].form) != &words[i])
            return words;
    return NULL;
}

static void many_rows_share_slots_and_threads_may_look_first_together(void **state)
{
    pthread_t threads[THREADS];
    (void)state;
    for (size_t i = 0; i < WORDS; i++) {
        snprintf(spelt[i], sizeof spelt[i], "w%zu", i);
        words[i].form = spelt[i];
    }
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, look_for_all, NULL), 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *failed = NULL;
        pthread_join(threads[i], &failed);
        assert_null(failed);
    }
    assert_null(lookup_find(&words_by_form, "w500"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_is_found_by_its_form_alone),
        cmocka_unit_test(many_rows_share_slots_and_threads_may_look_first_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
