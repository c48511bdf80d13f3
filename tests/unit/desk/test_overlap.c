/* SPDX-License-Identifier: Apache-2.0
 * What claims share with a fact, and the stems of facts in memory. */
#include "support/test.h"

#include "desk/recall.h"
#include "desk/sheet.h"

enum { CLAIMS = 150, FACTS = 200, WORDS = 60 };

static uint64_t seed;

static uint32_t chance(uint32_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % below;
}

/* Ascending, each once, some of them numbers. */
static struct stem_list make_stems(uint32_t room[WORDS])
{
    size_t count = 0;
    for (uint32_t i = 0; i < WORDS; i++)
        if (chance(8) == 0)
            room[count++] = i < WORDS - 4 ? 1000 * (i + 1) : UINT32_C(0x80000000) + i;
    return (struct stem_list){ room, count };
}

static float weigh(const void *context, uint32_t term)
{
    (void)context;
    return 1 + (float)(term % 7);
}

static size_t shared(struct stem_list a, struct stem_list b)
{
    size_t count = 0;
    for (size_t i = 0; i < a.count; i++)
        for (size_t k = 0; k < b.count; k++)
            count += a.terms[i] == b.terms[k];
    return count;
}

static float weight_of(struct stem_list a, struct stem_list b)
{
    float weight = 0;
    for (size_t i = 0; i < a.count; i++)
        for (size_t k = 0; k < b.count; k++)
            weight += a.terms[i] == b.terms[k] ? weigh(NULL, a.terms[i]) : 0;
    return weight;
}

/* From how many shared stems on the claim asks for facts. */
static size_t asks_from(size_t claim)
{
    return claim % (OVERLAP_LEAST_MAX + 1); /* 0: it does not */
}

static void check_shares(const struct overlap *overlap, struct arena *arena, const struct wording *wordings,
                         struct stem_list fact, size_t made_of)
{
    struct overlap_shares shares;
    assert_true(overlap_shares_make(arena, overlap, 3, &shares));
    if (made_of < CLAIMS)
        overlap_count_claim(overlap, made_of, &shares, 1);
    else
        overlap_count(overlap, fact, &shares, 1);
    for (size_t i = made_of < CLAIMS ? made_of : 0; i < CLAIMS; i++) {
        const size_t expected = wordings[i].claim ? shared(wordings[i].stems, fact) : 0;
        assert_int_equal(shares.stems[3 * i + 1], expected);
        assert_true(expected == 0 || shares.weights[3 * i + 1] == weight_of(wordings[i].stems, fact));
        assert_int_equal(shares.stems[3 * i] + shares.stems[3 * i + 2], 0);
    }
}

static bool has_number_apart(struct stem_list a, struct stem_list b)
{
    bool apart = false;
    for (size_t i = 0; i < a.count; i++) {
        size_t k = 0;
        while (k < b.count && b.terms[k] != a.terms[i])
            k++;
        apart |= k == b.count && a.terms[i] >> 31;
    }
    return apart;
}

static void check_fact(struct overlap *overlap, struct arena *arena, const struct wording *wordings,
                       const struct overlap_asking *asking, struct stem_list fact)
{
    const struct overlap_met *met;
    size_t at = 0;
    check_shares(overlap, arena, wordings, fact, CLAIMS);
    const size_t count = overlap_meet(overlap, fact, asking, &met);
    for (size_t i = 0; i < CLAIMS; i++) {
        const size_t expected = wordings[i].claim ? shared(wordings[i].stems, fact) : 0;
        const struct stem_list said = wordings[i].stems;
        assert_int_equal(likeness_conflict(said, fact), has_number_apart(said, fact) && has_number_apart(fact, said));
        assert_int_equal(likeness_meet(said, fact, 2), shared(said, fact) >= 2 && !likeness_conflict(said, fact));
        if (asks_from(i) == 0 || expected < asks_from(i))
            continue;
        assert_true(at < count);
        assert_int_equal(met[at].claim, i);
        assert_int_equal(met[at].shared.stems, expected);
        assert_true(met[at++].shared.weight == weight_of(wordings[i].stems, fact));
    }
    assert_int_equal(count, at);
}

/* One table of all claims says what holding each claim against the fact would. A claim that is none is met by nothing.
 */
static void one_table_says_what_each_pair_shares(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 22);
    claim_record claim;
    claimwire__v1__claim__init(&claim);
    struct wording wordings[CLAIMS] = { 0 };
    uint32_t room[CLAIMS][WORDS], words[WORDS];
    for (size_t i = 0; i < CLAIMS; i++) {
        wordings[i].claim = i % 9 ? &claim : NULL;
        wordings[i].stems = make_stems(room[i]);
    }
    for (uint64_t secret = 0; secret < 3; secret++) {
        arena_reset(arena);
        struct overlap *overlap =
            overlap_new(arena, wordings, CLAIMS, secret * 0x1234567, (struct stem_weights){ weigh, NULL });
        assert_non_null(overlap);
        struct overlap_asking asking;
        assert_true(overlap_asking_make(arena, overlap, &asking));
        for (size_t i = 0; i < CLAIMS; i++)
            if (asks_from(i) > 0)
                overlap_ask(&asking, i, asks_from(i));
        for (int i = 0; i < FACTS; i++)
            check_fact(overlap, arena, wordings, &asking, make_stems(words));
        for (size_t i = 0; i < CLAIMS; i++)
            if (wordings[i].claim)
                check_shares(overlap, arena, wordings, wordings[i].stems, i);
        assert_true(overlap_weight(overlap, 1) == weight_of(wordings[1].stems, wordings[1].stems));
    }
    arena_free(arena);
}

/* However often it is asked for, and whatever others are asked for meanwhile. */
static void a_fact_weighs_what_its_stems_do(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 16);
    struct overlap *overlap = overlap_new(arena, NULL, 0, 5, (struct stem_weights){ weigh, NULL });
    uint32_t room[FACTS][WORDS];
    struct stem_list facts[FACTS];
    for (size_t i = 0; i < FACTS; i++)
        facts[i] = make_stems(room[i]);
    for (size_t i = 0; i < 10 * FACTS; i++) {
        const uint32_t fact = chance(FACTS);
        if (chance(4) == 0) /* where it is asked for in an event that it has left */
            assert_true(overlap_fact_weight(overlap, fact, (struct stem_list){ 0 }) >= 0);
        assert_true(overlap_fact_weight(overlap, fact, facts[fact]) == weight_of(facts[fact], facts[fact]));
    }
    arena_free(arena);
}

/* Nothing is made by halves, whatever room there is. */
static void where_there_is_no_room_nothing_is_made(void **state)
{
    (void)state;
    enum { STEMS = 4, ROOM = 32 << 10 };
    uint32_t words[] = { 3, 9, 12, 15 }, made = 0, whole = 0;
    claim_record claim;
    claimwire__v1__claim__init(&claim);
    const struct wording wording = { .claim = &claim, .stems = { words, STEMS } };
    for (size_t room = 64; room < ROOM; room += 64) {
        struct arena *arena = arena_new(room);
        struct overlap_asking asking;
        struct overlap_shares shares;
        struct overlap *overlap = overlap_new(arena, &wording, 1, 5, (struct stem_weights){ weigh, NULL });
        if (overlap && overlap_asking_make(arena, overlap, &asking)) {
            made++;
            const bool shared = overlap_shares_make(arena, overlap, 1000, &shares);
            assert_int_equal(shares.facts, shared ? 1000 : 0);
            whole += shared;
            assert_int_equal(arena_overflowed(arena), !shared);
        }
        arena_free(arena);
    }
    assert_true(whole > 0 && whole < made && made < ROOM / 64 - 1);
}

static struct sheet_fact *say(struct sheet *sheet, uint64_t fact, const struct wording *said)
{
    statement_record *statement = statement_make(sheet->arena);
    statement->text = said->claim->text;
    sheet_say(sheet, said->claim->id, fact, statement);
    return sheet_add(sheet, fact, said);
}

/* What is not counted may be shared. */
static void a_sheet_counts_what_it_has_room_for(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 20);
    uint32_t words[] = { 3, 9, 12 };
    claim_record claim;
    claimwire__v1__claim__init(&claim);
    claim.id = claim.text = (char *)(uintptr_t) "c";
    struct wording wordings[3];
    for (uint32_t i = 0; i < 3; i++)
        wordings[i] = (struct wording){ .claim = &claim, .stems = { words, i + 1 }, .number = i + 1 };
    struct overlap *overlap = overlap_new(arena, wordings, 3, 5, (struct stem_weights){ weigh, NULL });
    struct sheet sheet;
    stored_event_record *row = stored_event_make(arena);
    row->event = event_make(arena);
    row->event->id = 7;
    row->event->revision = 1;
    sheet_lay(&sheet, arena, row, 0, NULL, 0);
    sheet_count(&sheet, overlap, 1);
    const struct sheet_fact *first = say(&sheet, 1, &wordings[0]);
    assert_non_null(first);
    assert_int_equal(sheet_shared(&sheet, first, &wordings[2]), 1);
    const struct sheet_fact *second = say(&sheet, 2, &wordings[1]);
    assert_int_equal(sheet.err, ERR_OK);
    assert_int_equal(sheet_shared(&sheet, second, &wordings[2]), LIKENESS_STEMS_MAX);
    assert_int_equal(sheet_shared(&sheet, second - 1, &wordings[2]), LIKENESS_STEMS_MAX);
    arena_free(arena);
}

static void of_no_claims_none_is_met(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 16);
    const uint32_t words[] = { 3, 9 };
    const struct overlap_met *met;
    struct overlap *overlap = overlap_new(arena, NULL, 0, 5, (struct stem_weights){ 0 });
    struct overlap_asking asking;
    assert_true(overlap_asking_make(arena, overlap, &asking));
    assert_int_equal(overlap_meet(overlap, (struct stem_list){ words, 2 }, &asking, &met), 0);
    arena_free(arena);
}

/* ---- in memory */

static void put(struct recall *recall, uint64_t fact, size_t count)
{
    uint32_t terms[LIKENESS_STEMS_MAX];
    for (size_t i = 0; i < count; i++)
        terms[i] = (uint32_t)(fact * 100 + i);
    recall_put(recall, fact, (struct stem_list){ terms, count });
}

static bool is_known(const struct recall *recall, uint64_t fact, size_t count)
{
    struct stem_list stems;
    if (!recall_find(recall, fact, &stems))
        return false;
    assert_int_equal(stems.count, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(stems.terms[i], fact * 100 + i);
    return true;
}

static void what_is_recalled_is_what_was_put(void **state)
{
    (void)state;
    enum { ROOM = 64 };
    struct recall *recall = recall_new(ROOM);
    assert_false(is_known(recall, 1, 0));
    assert_false(is_known(recall, 0, 0));
    put(recall, 1, 5);
    put(recall, 2, 0);
    assert_true(is_known(recall, 1, 5));
    assert_true(is_known(recall, 2, 0));
    put(recall, 1 + ROOM, 7); /* in the place of the first */
    assert_false(is_known(recall, 1, 5));
    assert_true(is_known(recall, 1 + ROOM, 7));
    recall_clear(recall);
    assert_false(is_known(recall, 2, 0));
    recall_free(recall);
}

/* Whatever is still known is whole, however many have come since; the newest always is. */
static void the_oldest_are_forgotten_and_never_in_part(void **state)
{
    (void)state;
    enum { ROOM = 64, PUT = 2000 };
    struct recall *recall = recall_new(ROOM);
    size_t counts[PUT + 1];
    for (uint64_t fact = 1; fact <= PUT; fact++) {
        put(recall, fact, counts[fact] = chance(LIKENESS_STEMS_MAX + 1));
        for (uint64_t other = fact > 70 ? fact - 70 : 1; other <= fact; other++) {
            const bool known = is_known(recall, other, counts[other]);
            assert_true(known || other + 8 < fact);
            assert_false(known && other + ROOM <= fact);
        }
    }
    assert_true(recall_bytes(recall) > 0);
    recall_free(recall);
}

static int begin(void **state)
{
    (void)state;
    seed = 77;
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(one_table_says_what_each_pair_shares, begin),
        cmocka_unit_test_setup(a_fact_weighs_what_its_stems_do, begin),
        cmocka_unit_test(where_there_is_no_room_nothing_is_made),
        cmocka_unit_test(a_sheet_counts_what_it_has_room_for),
        cmocka_unit_test(of_no_claims_none_is_met),
        cmocka_unit_test(what_is_recalled_is_what_was_put),
        cmocka_unit_test_setup(the_oldest_are_forgotten_and_never_in_part, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
