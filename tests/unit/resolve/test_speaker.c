/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "resolve/actor.h"
#include "resolve/body.h"
#include "resolve/entity.h"

enum { ARENA_BYTES = 64 * 1024 * 1024, MANY = 3000 };

struct reader {
    struct arena *arena;
    struct lexed lexed;
    struct entities entities;
};

static int setup(void **state)
{
    static struct reader reader;
    reader = (struct reader){ .arena = arena_new(ARENA_BYTES) };
    *state = &reader;
    return reader.arena ? 0 : -1;
}

static int teardown(void **state)
{
    arena_free(((struct reader *)*state)->arena);
    return 0;
}

static struct reader *read_text(void **state, const char *text)
{
    struct reader *reader = *state;
    struct document *document;
    arena_reset(reader->arena);
    assert_int_equal(document_analyse(reader->arena, span_of(text), SPAN(""), &document), ERR_OK);
    assert_int_equal(lexed_make(reader->arena, document, &reader->lexed), ERR_OK);
    assert_true(entities_make(reader->arena, &reader->lexed, &reader->entities));
    return reader;
}

/* The tokens of the last place where the words stand. */
static struct range find(const struct reader *reader, const char *words)
{
    const struct document *document = reader->lexed.document;
    const char *at = NULL;
    for (const char *next = strstr(document->body.data, words); next; next = strstr(next + 1, words))
        at = next;
    assert_non_null(at);
    const size_t start = (size_t)(at - document->body.data), end = start + strlen(words);
    struct range range = { 0, 0 };
    while (document->tokens[range.first].start < start)
        range.first++;
    for (range.end = range.first; range.end < document->tokens_count && document->tokens[range.end].end <= end;)
        range.end++;
    return range;
}

static void expect_speaker(void **state, const char *text, const char *source, const char *name)
{
    struct reader *reader = read_text(state, text);
    struct speaker speaker;
    assert_true(entity_speaker(reader->arena, &reader->entities, find(reader, source), &speaker));
    if (name)
        assert_string_equal(speaker.source->name ? speaker.source->name : "nobody", name);
    else
        assert_null(speaker.source->name);
}

static void a_name_stands_in_both_orders_of_an_apposition(void **state)
{
    expect_speaker(state, "Kosovo's prime minister, Albin Kurti, agreed.", "Kosovo's prime minister, Albin Kurti,",
                   "Albin Kurti");
    expect_speaker(state, "Albin Kurti, the prime minister, agreed.", "Albin Kurti, the prime minister,",
                   "Albin Kurti");
    expect_speaker(state, "It shut, co-founder Ana Holt said.", "co-founder Ana Holt", "Ana Holt");
    expect_speaker(state, "The head of the Harbour Board Ana Holt spoke.", "The head of the Harbour Board Ana Holt",
                   "Ana Holt");
}

static void titles_and_letters_are_no_part_of_a_name(void **state)
{
    struct reader *reader = read_text(state, "Chief Insp. Rana Holt KC spoke. Secretary of State Ana Reed spoke. "
                                             "The Federation of Rail Workers spoke. The Secretary of State spoke.");
    const struct lexed *lexed = &reader->lexed;
    struct range core = name_core(lexed, find(reader, "Chief Insp. Rana Holt KC"));
    assert_true(core.end - core.first == 2 && document_is(lexed->document, core.first, "rana"));
    core = name_core(lexed, find(reader, "Federation of Rail Workers"));
    assert_int_equal(core.end - core.first, 4);
    core = name_core(lexed, find(reader, "Secretary of State"));
    assert_true(range_empty(core));
}

static void a_surname_of_two_people_is_neither(void **state)
{
    struct reader *reader = read_text(state, "Ana Holt met Jonas Holt and Eva Reed. Holt left. Reed left.");
    assert_true(cast_find(reader->entities.cast, find(reader, "Holt")) == MEMBER_NONE);
    assert_true(cast_find(reader->entities.cast, find(reader, "Reed")) != MEMBER_NONE);
    reader = read_text(state, "Aleksandar Vučić spoke. Then Vucic left.");
    assert_true(cast_find(reader->entities.cast, find(reader, "Vucic")) != MEMBER_NONE);
}

static void a_description_is_the_last_one_with_the_role(void **state)
{
    static const char text[] =
        "The foreign minister, Ana Holt, met Jonas Reed, the Kenyan defence minister. The minister left. "
        "The foreign minister left. The surgeon left.";
    expect_speaker(state, text, "The minister", "Jonas Reed");
    expect_speaker(state, text, "The foreign minister", "Ana Holt");
    expect_speaker(state, text, "The surgeon", NULL);
}

static void who_is_not_named_stays_nameless(void **state)
{
    expect_speaker(state, "It shut, officials in Oslo said.", "officials in Oslo", NULL);
    expect_speaker(state, "Analysts at the Harbour Bank agreed.", "Analysts at the Harbour Bank", NULL);
    expect_speaker(state, "Ana Holt and Jonas Reed agreed.", "Ana Holt and Jonas Reed", NULL);
    expect_speaker(state, "It shut, a source close to Ana Holt said.", "a source close to Ana Holt", NULL);
    expect_speaker(state, "It shut, Apple fans said.", "Apple fans", NULL);
}

static void a_body_has_one_name(void **state)
{
    static const char text[] =
        "The foreign ministry in Dushanbe agreed. The ministry of foreign affairs of the Republic of "
        "Tajikistan agreed. The Czech National Bank agreed. Kenya's navy agreed. The ministry left.";
    expect_speaker(state, text, "The foreign ministry in Dushanbe", "Ministry of Foreign Affairs of Tajikistan");
    expect_speaker(state, text, "The Czech National Bank", "Czech National Bank");
    expect_speaker(state, text, "Kenya's navy", "Navy of Kenya");
    expect_speaker(state, text, "The ministry", "Ministry of Foreign Affairs of Tajikistan");
}

static void the_issuer_speaks(void **state)
{
    expect_speaker(state, "It shut, a spokesman for Baltmarin said.", "a spokesman for Baltmarin", "Baltmarin");
    expect_speaker(state, "It shut, Ana Holt's letter said.", "Ana Holt's letter", "Ana Holt");
    expect_speaker(state, "It shut, a statement from the Harbour Board said.", "a statement from the Harbour Board",
                   "Harbour Board");
}

static void role_and_country_are_the_speakers_own(void **state)
{
    struct reader *reader = read_text(state, "Kosovo's prime minister, Albin Kurti, left. Kurti spoke.");
    struct speaker speaker;
    assert_true(entity_speaker(reader->arena, &reader->entities, find(reader, "Kurti"), &speaker));
    assert_string_equal(speaker.source->name, "Albin Kurti");
    assert_string_equal(speaker.source->role, "prime minister");
    assert_string_equal(speaker.source->country, "XK");
    assert_true(speaker.person);
}

static void actors_have_a_country_and_a_sector(void **state)
{
    struct reader *reader =
        read_text(state, "Kenya's president, Ana Holt, said Kenyan soldiers had left. Kenya denied it.");
    const struct range all = { 0, reader->lexed.document->tokens_count };
    claim_record *claim = claim_make(reader->arena);
    actors_give(reader->arena, &reader->entities, claim, &all, 1);
    assert_int_equal(claim->n_actors, 3);
    assert_string_equal(claim->actors[0]->name, "Ana Holt");
    assert_string_equal(claim->actors[0]->sector, "GOV");
    assert_string_equal(claim->actors[0]->country, "KE");
    assert_string_equal(claim->actors[1]->name, "Kenyan soldiers");
    assert_string_equal(claim->actors[1]->sector, "MIL");
    assert_string_equal(claim->actors[2]->name, "Kenya");
}

static void more_names_than_a_cast_holds_are_left_out(void **state)
{
    char *text = malloc(MANY * 32), *end = text;
    assert_non_null(text);
    for (int i = 0; i < MANY; i++)
        end += sprintf(end, "Then Ana%c%c%c Holt%c%c%c left. ", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676,
                       'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676);
    struct reader *reader = read_text(state, text);
    assert_true(reader->entities.cast->members_count <= MEMBERS_MAX);
    assert_true(reader->entities.cast->members_count > MEMBERS_MAX / 2);
    free(text);
}

static void tables_are_in_byte_order(void **state)
{
    static const char *const titles[] = {
#define TITLE(form, gender) form,
#define LETTERS(form)
#include "resolve/title.def"
#undef TITLE
#undef LETTERS
    }, *const letters[] = {
#define TITLE(form, gender)
#define LETTERS(form) form,
#include "resolve/title.def"
#undef TITLE
#undef LETTERS
    }, *const givens[] = {
#define GIVEN(form, gender) form,
#include "resolve/given.def"
#undef GIVEN
    }, *const sectors[] = {
#define SECTOR(form, sector, group) form,
#include "resolve/sector.def"
#undef SECTOR
    };
    const struct {
        const char *const *forms;
        size_t count;
    } tables[] = { { titles, sizeof titles / sizeof *titles },
                   { letters, sizeof letters / sizeof *letters },
                   { givens, sizeof givens / sizeof *givens },
                   { sectors, sizeof sectors / sizeof *sectors } };
    (void)state;
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (size_t i = 1; i < tables[t].count; i++)
            if (strcmp(tables[t].forms[i - 1], tables[t].forms[i]) >= 0)
                fail_msg("\"%s\" stands before \"%s\"", tables[t].forms[i - 1], tables[t].forms[i]);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_name_stands_in_both_orders_of_an_apposition),
        TEST(titles_and_letters_are_no_part_of_a_name),
        TEST(a_surname_of_two_people_is_neither),
        TEST(a_description_is_the_last_one_with_the_role),
        TEST(who_is_not_named_stays_nameless),
        TEST(a_body_has_one_name),
        TEST(the_issuer_speaks),
        TEST(role_and_country_are_the_speakers_own),
        TEST(actors_have_a_country_and_a_sector),
        TEST(more_names_than_a_cast_holds_are_left_out),
        TEST(tables_are_in_byte_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
