/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/naming.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static bool names(const char *text, const char *outlet)
{
    return naming_names(span_of(text), outlet);
}

static void a_host_is_named_by_the_words_of_its_label(void **state)
{
    (void)state;
    assert_true(names("the gate was open, the Harbour Gazette reports", "harbour-gazette.example"));
    assert_true(names("Harbour Gazette", "www.harbour-gazette.example"));
    assert_true(names("said to Correo del Puerto.", "correo-puerto.example"));
    assert_true(names("she told Al Hadath", "news.alhadath.example"));
    assert_true(names("as the Quay Post reported", "Quay Post"));
    assert_false(names("the Harbour was full and the post came late", "harbour-gazette.example"));
    assert_false(names("a harbour gazette", "harbour-gazette.example"));
    assert_false(names("the Harbour Gazetteer", "harbour-gazette.example"));
}

static void the_last_word_alone_is_enough_behind_the(void **state)
{
    (void)state;
    assert_true(names("he told the Gazette on Monday", "harbour-gazette.example"));
    assert_false(names("he told Gazette on Monday", "harbour-gazette.example"));
    assert_false(names("he bathes the Gazette", "gazette-harbour.example"));
}

static void short_and_missing_names_are_in_no_text(void **state)
{
    (void)state;
    assert_false(names("The Sun rose", "sun.example"));
    assert_false(names("The Sun rose", NULL));
    assert_false(names("", "harbour-gazette.example"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_host_is_named_by_the_words_of_its_label),
        cmocka_unit_test(the_last_word_alone_is_enough_behind_the),
        cmocka_unit_test(short_and_missing_names_are_in_no_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
