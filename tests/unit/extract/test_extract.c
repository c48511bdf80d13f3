/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <math.h>
#include <stdio.h>

#include "extract/draft.h"
#include "extract/happening.h"
#include "extract/lexicon.h"
#include "extract/noun.h"
#include "extract/phrase.h"
#include "extract/polarity.h"
#include "extract/quantity.h"

enum { ARENA_BYTES = 8 * 1024 * 1024 };

static int setup(void **state)
{
    *state = arena_new(ARENA_BYTES);
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static struct lexed lex(void **state, const char *body)
{
    struct document *document;
    struct lexed lexed;
    arena_reset(*state);
    assert_int_equal(document_analyse(*state, span_of(body), SPAN(""), &document), ERR_OK);
    assert_int_equal(lexed_make(*state, document, &lexed), ERR_OK);
    return lexed;
}

static void the_lexicon_is_in_byte_order(void **state)
{
    (void)state;
    static const char *const forms[] = {
#define WORD(form, classes, value) form,
#include "extract/lexicon.def"
#undef WORD
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        assert_non_null(lexicon_find(span_of(forms[i])));
        if (i > 0)
            assert_true(strcmp(forms[i - 1], forms[i]) < 0);
    }
    assert_null(lexicon_find(SPAN("")));
    assert_null(lexicon_find(SPAN("a-word-longer-than-every-form-of-the-lexicon")));
}

static void nouns_and_events_are_in_byte_order(void **state)
{
    static const char *const nouns[] = {
#define NOUN(lemma, classes) lemma,
#include "extract/noun.def"
#undef NOUN
    };
    static const char *const events[] = {
#define EVENT(form, kind, alone, behind, subject, object, passive) form,
#include "extract/event.def"
#undef EVENT
    };
    for (size_t i = 1; i < sizeof nouns / sizeof *nouns; i++)
        assert_true(strcmp(nouns[i - 1], nouns[i]) < 0);
    for (size_t i = 1; i < sizeof events / sizeof *events; i++)
        assert_true(strcmp(events[i - 1], events[i]) < 0);
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        const struct lexed lexed = lex(state, events[i]);
        assert_true(happening_is_verb(&lexed, 0));
    }
}

static void a_noun_is_known_in_both_numbers(void **state)
{
    const struct lexed lexed = lex(state, "the gunmen and churches and ferries and Floridians and ideas by them");
    assert_int_equal(noun_classes(&lexed, 1), NOUN_PERSON);
    assert_true(noun_classes(&lexed, 3) & NOUN_BUILT);
    assert_int_equal(noun_classes(&lexed, 5), NOUN_VEHICLE);
    assert_int_equal(noun_classes(&lexed, 7), NOUN_NAME);
    assert_int_equal(noun_classes(&lexed, 9), 0);
    assert_int_equal(noun_classes(&lexed, 11), NOUN_PRONOUN);
    assert_true(noun_is_plural(&lexed, 1) && noun_is_plural(&lexed, 3) && !noun_is_plural(&lexed, 10));
}

static enum event_kind happening_of(void **state, const char *text, const char *verb)
{
    struct happening happening;
    const struct lexed lexed = lex(state, text);
    uint32_t at = 0;
    while (!document_is(lexed.document, at, verb))
        assert_true(++at < lexed.document->tokens_count);
    return happening_at(&lexed, 0, at, lexed.document->tokens_count, &happening) ? happening.kind : EVENT_NONE;
}

static void a_verb_tells_of_a_happening_beside_nouns_that_fit(void **state)
{
    assert_int_equal(happening_of(state, "a missile struck the old school near us", "struck"), EVENT_ATTACK);
    assert_int_equal(happening_of(state, "a storm struck the old school near us", "struck"), EVENT_DAMAGE);
    assert_int_equal(happening_of(state, "the brothers struck a deal", "struck"), EVENT_NONE);
    assert_int_equal(happening_of(state, "the men were arrested", "arrested"), EVENT_ARREST);
    assert_int_equal(happening_of(state, "the men were not arrested", "arrested"), EVENT_NONE);
    assert_int_equal(happening_of(state, "the men will be arrested", "arrested"), EVENT_NONE);
    assert_int_equal(happening_of(state, "the talks were arrested", "arrested"), EVENT_NONE);
    assert_int_equal(happening_of(state, "rebels launched an attack on the town", "launched"), EVENT_ATTACK);
    assert_int_equal(happening_of(state, "rebels launched an attack on the idea", "launched"), EVENT_NONE);
    assert_int_equal(happening_of(state, "the minister in charge of ports resigned", "resigned"), EVENT_OTHER);
}

static void expect_count(void **state, const char *text, double low, double high, uint32_t tokens)
{
    struct quantity quantity;
    const struct lexed lexed = lex(state, text);
    assert_true(quantity_at(&lexed, 0, lexed.document->tokens_count, &quantity));
    assert_true(low < 0 ? isnan(quantity.low) : quantity.low == low);
    assert_true(high < 0 ? isnan(quantity.high) : quantity.high == high);
    assert_int_equal(quantity.words.end, tokens);
}

static void expect_no_count(void **state, const char *text)
{
    struct quantity quantity;
    const struct lexed lexed = lex(state, text);
    assert_false(quantity_at(&lexed, 0, lexed.document->tokens_count, &quantity));
}

static void numbers_are_intervals(void **state)
{
    expect_count(state, "seven men", 7, 7, 1);
    expect_count(state, "20,000 men", 20000, 20000, 1);
    expect_count(state, "twenty-one men", 21, 21, 1);
    expect_count(state, "two hundred and five men", 205, 205, 4);
    expect_count(state, "three thousand men", 3000, 3000, 2);
    expect_count(state, "a dozen men", 12, 12, 2);
    expect_count(state, "dozens of men", 24, -1, 2);
    expect_count(state, "at least nine men", 9, -1, 3);
    expect_count(state, "more than 40 men", 40, -1, 3);
    expect_count(state, "up to 40 men", 0, 40, 3);
    expect_count(state, "as many as 40 men", 0, 40, 4);
    expect_count(state, "three to five men", 3, 5, 3);
    expect_count(state, "about 40 men", 40, 40, 2);
    expect_count(state, "no one", 0, 0, 2);
    expect_count(state, "no fewer than nine men", 9, -1, 4);
    expect_count(state, "between 20 and 30 men", 20, 30, 4);
    expect_count(state, "20-30 men", 20, 30, 1);
    expect_count(state, "two to three million men", 2000000, 3000000, 4);
    expect_count(state, "half a million men", 500000, 500000, 3);
    expect_count(state, "1.5 million men", 1500000, 1500000, 2);
    expect_count(state, "tens of thousands of men", 20000, -1, 4);
    expect_count(state, "a pair of men", 2, 2, 3);
    expect_count(state, "21 men or more", 21, 21, 1);
    expect_count(state, "21 or more men", 21, -1, 3);
    expect_count(state, "21, minimum", 21, -1, 3);
    expect_count(state, "45 at the very most", 0, 45, 5);
    expect_count(state, "two hundred and fifty-nine men", 259, 259, 4);
    expect_count(state, "4.03 billion men", 4030000000, 4030000000, 2);
    expect_no_count(state, "2023 men");
    expect_no_count(state, "40 % of men");
    expect_no_count(state, "40 more men");
    expect_no_count(state, "1,20 men");
    expect_no_count(state, "1.5 men");
    expect_no_count(state, "10:30 men");
    expect_no_count(state, "between 20 men");
    expect_no_count(state, "30-20 men");
    expect_no_count(state, "men");
    expect_no_count(state, "99999999999999999999 men");
}

static void expect_subject(void **state, const char *text, const char *verb, const char *expected)
{
    const struct lexed lexed = lex(state, text);
    uint32_t at = 0;
    while (!document_is(lexed.document, at, verb))
        assert_true(++at < lexed.document->tokens_count);
    const struct range found = phrase_before(&lexed, 0, at);
    if (range_empty(found)) {
        assert_string_equal("", expected);
        return;
    }
    const uint32_t start = lexed.document->tokens[found.first].start;
    char source[128] = "";
    strncat(source, text + start, lexed.document->tokens[found.end - 1].end - start);
    assert_string_equal(source, expected);
}

static void a_subject_is_whole_or_nothing(void **state)
{
    expect_subject(state, "On Monday Mira Holt said", "said", "Mira Holt");
    expect_subject(state, "the prime minister, Mira Holt, said", "said", "the prime minister, Mira Holt");
    expect_subject(state, "a spokesman for the ministry said", "said", "a spokesman for the ministry");
    expect_subject(state, "Police in Oslo also said", "said", "Police in Oslo");
    expect_subject(state, "he has said", "said", "he");
    expect_subject(state, "it was widely said", "said", "");
    expect_subject(state, "The blue house said", "said", "The blue house");
    expect_subject(state, "In the blue house said", "said", "");
    expect_subject(state, "an attack in Kosovo said", "said", "");
}

static void only_the_main_verb_makes_a_denial(void **state)
{
    static const struct {
        const char *text;
        bool denied, own;
        enum draft_modality modality;
    } cases[] = {
        { "We did not cut the cable", true, true, DRAFT_ASSERTED },
        { "they didn’t cut it", true, false, DRAFT_ASSERTED },
        { "they never cut it", true, false, DRAFT_ASSERTED },
        { "the man who did not come cut it", false, false, DRAFT_ASSERTED },
        { "he was not only late", false, false, DRAFT_ASSERTED },
        { "No, we are here", false, true, DRAFT_ASSERTED },
        { "they will go", false, false, DRAFT_FUTURE },
        { "they might go", false, false, DRAFT_CONDITIONAL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct lexed lexed = lex(state, cases[i].text);
        const struct polarity polarity = polarity_of(&lexed, (struct range){ 0, lexed.document->tokens_count });
        assert_int_equal(polarity.denied, cases[i].denied);
        assert_int_equal(polarity.modality, cases[i].modality);
        if (cases[i].denied)
            assert_int_equal(polarity.own_denial, cases[i].own);
    }
}

static void as_many_attributions_as_are_kept_and_no_more(void **state)
{
    static char text[ATTRIBUTIONS_MAX * 32 + 4096];
    struct document *document;
    struct drafts *drafts;
    size_t size = 0;
    for (int i = 0; i < ATTRIBUTIONS_MAX + 10; i++)
        size += (size_t)snprintf(text + size, sizeof text - size, "\"We stay %d,\" he said.\n", i);
    assert_int_equal(document_analyse(*state, (struct span){ text, size }, SPAN(""), &document), ERR_OK);
    assert_int_equal(extract_drafts(*state, NULL, document, &drafts), ERR_OK);
    assert_int_equal(drafts->attributions_count, ATTRIBUTIONS_MAX);
    assert_true(drafts->partial);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_lexicon_is_in_byte_order),
        cmocka_unit_test_setup_teardown(nouns_and_events_are_in_byte_order, setup, teardown),
        cmocka_unit_test_setup_teardown(a_noun_is_known_in_both_numbers, setup, teardown),
        cmocka_unit_test_setup_teardown(a_verb_tells_of_a_happening_beside_nouns_that_fit, setup, teardown),
        cmocka_unit_test_setup_teardown(numbers_are_intervals, setup, teardown),
        cmocka_unit_test_setup_teardown(a_subject_is_whole_or_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(only_the_main_verb_makes_a_denial, setup, teardown),
        cmocka_unit_test_setup_teardown(as_many_attributions_as_are_kept_and_no_more, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
