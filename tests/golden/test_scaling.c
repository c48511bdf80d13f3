/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "golden/model.h"

/* Texts that somebody makes to be slow to read: four times the bytes may take
 * no more than ten times the time. Only ratios are looked at, the best of a
 * few runs each. */

#ifdef __SANITIZE_ADDRESS__ /* ten times as slow */
enum { BYTES = 32 * 1024, RUNS = 2 };
#else
enum { BYTES = 64 * 1024, RUNS = 3 };
#endif
enum { FACTOR = 4, RATIO_MAX = 10 };

static const struct {
    const char *name, *piece;
} attacks[] = {
    { "prose", "The mayor said on Friday that three people were killed, police said. \"We did not go,\" he added.\n" },
    { "one paragraph",
      "Three men were killed in Oslo, Ana Holt said on May 3. \"We go,\" she said. Reed said that it was, he said. " },
    { "same speaker", "\"It is over now we think.\" Holt said so. \"They are all gone now.\" " },
    { "one sentence", "and the man walked to the house by the river " },
    { "commas", "," },
    { "quotes", "\"" },
    { "open quotes", "\xE2\x80\x9C" },
    { "nested quotes", "\xE2\x80\x9Cno \xE2\x80\x9D" },
    { "quoted words", "\"a b\" " },
    { "that", "that " },
    { "said", "said " },
    { "X said", "Holt said, " },
    { "said that in one line", "Holt said that Reed said that " },
    { "and said", "Holt said it was over and said " },
    { "quotations and cues", "\"It is over now,\" he said, " },
    { "free quotations", "\"It is over now we think.\" " },
    { "capitals", "Aaa Bbb " },
    { "one capital", "Aaa" },
    { "of of", "head of " },
    { "no spaces", "abcdefgh" },
    { "punctuation", "!?.,;:" },
    { "combining marks", "a\xCC\x81\xCC\x82\xCC\x83" },
    { "numbers", "three killed 12 " },
    { "killed", "killed " },
    { "killed after", "killed 5 men after after the " },
    { "counts of", "5 men of 5 men in 5 men " },
    { "ranges", "between 2 and 3 million to 4 million or more " },
    { "happenings", "gunmen attacked and met with and burned the " },
    { "numbers said", "Holt said 5 men took 6 boats and sold 7 carts worth 8 euros, and sold 9 carts " },
    { "death toll", "the death toll rose to 12 " },
    { "bodies", "the Ana Bureau of Osh said the bureau was open. " },
    { "pronouns", "Holt went. He said it was over. She denied that. " },
    { "roles", "Ana Holt, the minister, left. The director said it was over. The minister denied that. " },
    { "he and she", "He said it was over. She denied that. " },
    { "the company", "Then Baltmarin left. The company said it was over. " },
    { "initials", "The Ana Eva Ida left. The AEI said it was over. " },
    { "joined names", "Ana & Eva of the " },
    { "owners", "Holt's claim that Reed's claim that " },
    { "commas and verbs", "Holt, a man, said, and the man, who denied it, " },
    { "sums", "at least $3 million and 4.5 percent of " },
    { "towns", "in Nairobi and Osh near Lagos " },
    { "bars", "a | b | " },
    { "datelines", "OSLO, May 3 (ABC) - " },
    { "dates", "May 3 Friday " },
    { "edges of time", "the end of the early " },
    { "lengths of time", "about two years ago " },
    { "steps of time", "the last the next this past " },
    { "quarters", "a year earlier the third quarter of the year-ago quarter " },
    { "hours", "until 5 p.m. EST, late Friday night " },
    { "villages", "in the village of Aaa, Bbb district, " },
    { "places", "Kenya Bosnia and " },
    { "lines", "a\n" },
    { "short lines", "\n" },
    { "hyphens", "a-" },
    { "apostrophes", "a'" },
    { "stops", "A. " },
};

static double read_seconds(struct arena *arena, const char *piece, size_t bytes, int runs)
{
    double best = 1e9;
    char *text = malloc(bytes + 1);
    assert_non_null(text);
    const size_t size = strlen(piece);
    for (size_t i = 0; i < bytes; i++)
        text[i] = piece[i % size];
    text[bytes / size * size] = '\0';
    article_record article = CLAIMWIRE__V1__ARTICLE__INIT;
    article.id = (char *)(uintptr_t) "attack";
    article.body = text;
    for (int run = 0; run < runs; run++) {
        struct timespec start, end;
        reading_record *reading;
        arena_reset(arena);
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
        assert_int_equal(read_article(arena, model, &article, 1, &reading), ERR_OK);
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
        const double seconds = (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9;
        best = seconds < best ? seconds : best;
    }
    free(text);
    return best;
}

static void reading_time_is_linear_in_the_bytes(void **state)
{
    (void)state;
    struct arena *arena = arena_new(ARTICLE_ARENA_BYTES);
    assert_non_null(arena);
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++) {
        const double small = read_seconds(arena, attacks[i].piece, BYTES, RUNS);
        const double large = read_seconds(arena, attacks[i].piece, (size_t)BYTES * FACTOR, RUNS);
        printf("# %-24s %6.1f ns a byte, %4.1f times for %d times the bytes\n", attacks[i].name,
               large * 1e9 / BYTES / FACTOR, large / small, FACTOR);
        if (large > small * RATIO_MAX)
            fail_msg("%s: %.1f times the time for %d times the bytes", attacks[i].name, large / small, FACTOR);
    }
    arena_free(arena);
}

static void the_largest_body_fits_the_arena(void **state)
{
    (void)state;
    struct arena *arena = arena_new(ARTICLE_ARENA_BYTES);
    assert_non_null(arena);
    for (size_t i = 0; i < sizeof attacks / sizeof *attacks; i++)
        read_seconds(arena, attacks[i].piece, 1024 * 1024, 1);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reading_time_is_linear_in_the_bytes),
        cmocka_unit_test(the_largest_body_fits_the_arena),
    };
    return cmocka_run_group_tests(tests, open_model, close_model);
}
