/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/vocabulary.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/even.h"
#include "base/limits.h"
#include "base/reserve.h"
#include "base/seed.h"
#include "desk/common.h"
#include "desk/postings_walk.h"

enum { BITS_LEAST = 14, OWN = 4, SHORT = 16, LONG = VOCABULARY_RUN_MAX, RUN_BITS = 26, TURN_BITS = 6 };
enum { RUNS_MASK = (1 << RUN_BITS) - 1, NO_RUN = RUNS_MASK };

struct word {
    uint32_t term;
    uint32_t articles;         /* that have it */
    uint32_t held;             /* its postings; a slot with neither is empty */
    uint32_t run : RUN_BITS;   /* where they stand when they are more than OWN */
    uint32_t turn : TURN_BITS; /* where the next one goes, modulo the room */
    struct posting_entry own[OWN];
};
_Static_assert(sizeof(struct word) == 32, "two a line of memory");
_Static_assert(LONG == 1 << TURN_BITS, "a turn round the longest run");
_Static_assert(sizeof(struct word) << BITS_LEAST >= RESERVE_PAGE_BYTES, "a size is whole pages");

/* Of one length; the free ones are chained by their first entries. */
struct runs {
    uint32_t each, most, made, free;
    struct posting_entry *entries;
};

struct vocabulary {
    uint64_t odd;  /* multiplier of the hash (Dietzfelbinger et al. 1997) */
    unsigned bits; /* there are 1 << bits slots now */
    unsigned bits_most;
    uint32_t used, terms_max, postings;
    struct word *words;  /* of this size */
    struct word *memory; /* room for each size, 1 << bits slots from its start; all but the present one zero */
    struct runs runs[2]; /* of SHORT and of LONG */
};

/* ---- slots */

static size_t memory_bytes(const struct vocabulary *vocabulary)
{
    return sizeof(struct word) << (vocabulary->bits_most + 1);
}

static uint32_t slot_of(const struct vocabulary *vocabulary, uint32_t term)
{
    return (uint32_t)(term * vocabulary->odd >> (64 - vocabulary->bits));
}

static uint32_t next(const struct vocabulary *vocabulary, uint32_t at)
{
    return (at + 1) & ((1u << vocabulary->bits) - 1);
}

static bool is_empty(const struct word *word)
{
    return (word->articles | word->held) == 0;
}

/* The term's slot, or the empty one that it would get. */
static struct word *find(const struct vocabulary *vocabulary, uint32_t term)
{
    uint32_t at = slot_of(vocabulary, term);
    const struct word *words = vocabulary->words;
    while (even_other(words[at].articles | words[at].held) & even_other(words[at].term ^ term)) /* mostly not */
        at = next(vocabulary, at);
    return &vocabulary->words[at];
}

static void give_back(struct vocabulary *vocabulary, unsigned bits)
{
    reserve_clear(vocabulary->memory, sizeof(struct word) << bits, sizeof(struct word) << bits);
}

static void grow(struct vocabulary *vocabulary)
{
    const struct word *former = vocabulary->words;
    const uint32_t count = 1u << vocabulary->bits++;
    vocabulary->words = vocabulary->memory + ((size_t)1 << vocabulary->bits);
    for (uint32_t i = 0; i < count; i++)
        if (!is_empty(&former[i]))
            *find(vocabulary, former[i].term) = former[i];
    give_back(vocabulary, vocabulary->bits - 1);
}

static struct word *count_in(struct vocabulary *vocabulary, uint32_t term, uint32_t articles)
{
    struct word *word = find(vocabulary, term);
    vocabulary->used += is_empty(word);
    word->term = term;
    word->articles += articles;
    return word;
}

/* Empties the slot of who has neither; what comes after it and could stand there, or before it, moves back. */
static void leave(struct vocabulary *vocabulary, struct word *word)
{
    if (!is_empty(word))
        return;
    const uint32_t mask = (1u << vocabulary->bits) - 1;
    struct word *words = vocabulary->words;
    uint32_t at = (uint32_t)(word - words);
    for (uint32_t later = next(vocabulary, at); !is_empty(&words[later]); later = next(vocabulary, later)) {
        const uint32_t own = slot_of(vocabulary, words[later].term);
        if (((later - own) & mask) < ((later - at) & mask))
            continue;
        words[at] = words[later];
        at = later;
    }
    words[at] = (struct word){ 0 };
    vocabulary->used--;
}

/* ---- postings of a term */

static uint64_t runs_bytes(const struct runs *runs, uint32_t count)
{
    return (uint64_t)count * runs->each * sizeof *runs->entries;
}

static bool make_runs(struct runs *runs, uint32_t each, uint32_t most)
{
    *runs = (struct runs){ .each = each, .most = most };
    runs->entries = reserve_take(runs_bytes(runs, most));
    return runs->entries;
}

static void free_runs(struct runs *runs)
{
    reserve_free(runs->entries, runs_bytes(runs, runs->most));
}

static void clear_runs(struct runs *runs)
{
    runs->made = 0;
    runs->free = NO_RUN;
}

static struct posting_entry *run_at(const struct runs *runs, uint32_t run)
{
    return runs->entries + (size_t)run * runs->each;
}

/* There is one: each goes with more postings than the shorter room holds. */
static uint32_t take_run(struct runs *runs)
{
    const uint32_t run = runs->free;
    if (run == NO_RUN) {
        assert(runs->made < runs->most);
        return runs->made++;
    }
    memcpy(&runs->free, run_at(runs, run), sizeof runs->free);
    return run;
}

static void give_run(struct runs *runs, uint32_t run)
{
    memcpy(run_at(runs, run), &runs->free, sizeof runs->free);
    runs->free = run;
}

/* How many of its newest postings are kept for a term that has so many. */
static uint32_t room_for(uint32_t held)
{
    return held <= OWN ? OWN : held <= SHORT ? SHORT : LONG;
}

static struct posting_entry *entries_of(const struct vocabulary *vocabulary, struct word *word)
{
    if (word->held <= OWN)
        return word->own;
    return run_at(&vocabulary->runs[word->held > SHORT], word->run);
}

/* Where the term's posting stands that came so many before the next one. */
static struct posting_entry *entry_at(const struct vocabulary *vocabulary, struct word *word, uint32_t before)
{
    return &entries_of(vocabulary, word)[(word->turn - before) & (room_for(word->held) - 1)];
}

/* Its postings stand elsewhere when it has so many. */
static void settle(struct vocabulary *vocabulary, struct word *word, uint32_t held)
{
    struct word former = *word;
    word->held = held;
    if (held > OWN)
        word->run = take_run(&vocabulary->runs[held > SHORT]) & RUNS_MASK;
    for (uint32_t i = 1; i <= held && i <= former.held; i++)
        *entry_at(vocabulary, word, i) = *entry_at(vocabulary, &former, i);
    if (former.held > OWN)
        give_run(&vocabulary->runs[former.held > SHORT], former.run);
}

/* The term has one posting more, or less. */
static void hold(struct vocabulary *vocabulary, struct word *word, uint32_t held)
{
    if (room_for(held) == room_for(word->held))
        word->held = held;
    else
        settle(vocabulary, word, held);
}

static void post(struct vocabulary *vocabulary, struct word *word, uint32_t owner, uint32_t value)
{
    hold(vocabulary, word, word->held + 1);
    *entry_at(vocabulary, word, 0) = (struct posting_entry){ .owner = owner & ((1u << POSTINGS_OWNER_BITS) - 1),
                                                             .value = value & ((1u << POSTINGS_VALUE_BITS) - 1) };
    word->turn = (word->turn + 1u) & (LONG - 1);
    vocabulary->postings++;
}

/* ---- the vocabulary */

static void count_common(void *context, uint32_t term, uint32_t articles)
{
    (void)count_in(context, term, articles);
}

struct vocabulary *vocabulary_new(uint32_t terms_max, uint32_t postings_max)
{
    struct vocabulary *vocabulary = calloc(1, sizeof *vocabulary);
    if (!vocabulary)
        return NULL;
    vocabulary->odd = seed_make() | 1;
    vocabulary->terms_max = terms_max + COMMON_TERMS_MAX;
    vocabulary->bits = vocabulary->bits_most = BITS_LEAST;
    while (1u << (vocabulary->bits_most - 1) < terms_max)
        vocabulary->bits_most++;
    vocabulary->memory = reserve_take(memory_bytes(vocabulary));
    const bool short_made = make_runs(&vocabulary->runs[0], SHORT, postings_max / OWN);
    const bool long_made = make_runs(&vocabulary->runs[1], LONG, postings_max / SHORT);
    if (!vocabulary->memory || !short_made || !long_made) {
        vocabulary_free(vocabulary);
        return NULL;
    }
    vocabulary_clear(vocabulary);
    return vocabulary;
}

void vocabulary_free(struct vocabulary *vocabulary)
{
    if (!vocabulary)
        return;
    reserve_free(vocabulary->memory, memory_bytes(vocabulary));
    free_runs(&vocabulary->runs[0]);
    free_runs(&vocabulary->runs[1]);
    free(vocabulary);
}

void vocabulary_clear(struct vocabulary *vocabulary)
{
    give_back(vocabulary, vocabulary->bits);
    vocabulary->bits = BITS_LEAST;
    vocabulary->words = vocabulary->memory + ((size_t)1 << BITS_LEAST);
    vocabulary->used = vocabulary->postings = 0;
    clear_runs(&vocabulary->runs[0]);
    clear_runs(&vocabulary->runs[1]);
    common_all(count_common, vocabulary);
}

bool vocabulary_fit(const struct vocabulary *vocabulary, uint32_t count)
{
    return count <= vocabulary->terms_max - vocabulary->used;
}

void vocabulary_add(struct vocabulary *vocabulary, const uint32_t *terms, size_t count, const struct vector *vector,
                    uint32_t owner)
{
    struct word *words[TERMS_MAX];
    assert(count <= TERMS_MAX);
    while (vocabulary->used + count > 1u << (vocabulary->bits - 1) && vocabulary->bits < vocabulary->bits_most)
        grow(vocabulary);
    vocabulary_expect(vocabulary, terms, count);
    for (size_t i = 0; i < count; i++)
        words[i] = count_in(vocabulary, terms[i], 1);
    for (uint32_t i = 0; i < vector->count; i++)
        post(vocabulary, words[vector->places[i]], owner, vector->weights[i]);
}

void vocabulary_forget(struct vocabulary *vocabulary, const uint32_t *terms, size_t count)
{
    vocabulary_expect(vocabulary, terms, count);
    for (size_t i = 0; i < count; i++) {
        struct word *word = find(vocabulary, terms[i]);
        if (word->articles > 0) {
            word->articles--;
            leave(vocabulary, word);
        }
    }
}

void vocabulary_drop(struct vocabulary *vocabulary, const uint32_t *terms, size_t count)
{
    vocabulary_expect(vocabulary, terms, count);
    for (size_t i = 0; i < count; i++) {
        struct word *word = find(vocabulary, terms[i]);
        if (word->held > 0) {
            hold(vocabulary, word, word->held - 1);
            vocabulary->postings--;
            leave(vocabulary, word);
        }
    }
}

uint32_t vocabulary_articles(const struct vocabulary *vocabulary, uint32_t term)
{
    return find(vocabulary, term)->articles;
}

void vocabulary_expect(const struct vocabulary *vocabulary, const uint32_t *terms, size_t count)
{
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(&vocabulary->words[slot_of(vocabulary, terms[i])], 1);
}

size_t vocabulary_walk(const struct vocabulary *vocabulary, const struct vector *vector, struct posting_walk *walks)
{
    enum { LINE_ENTRIES = 16 };
    size_t begun = 0;
    for (uint32_t i = 0; i < vector->count; i++) {
        struct word *word = find(vocabulary, vector->terms[i]);
        const uint32_t room = room_for(word->held);
        if (word->held == 0)
            continue;
        struct posting_walk *walk = &walks[begun++];
        *walk = (struct posting_walk){ .entries = entries_of(vocabulary, word),
                                       .turn = word->turn,
                                       .mask = room - 1,
                                       .count = word->held < LONG ? word->held : LONG,
                                       .weight = vector->weights[i] };
        for (uint32_t step = 0; step < walk->count && room > OWN; step += LINE_ENTRIES)
            __builtin_prefetch(&walk->entries[(walk->turn - 1 - step) & walk->mask]);
    }
    return begun;
}

uint64_t vocabulary_postings(const struct vocabulary *vocabulary)
{
    return vocabulary->postings;
}

uint64_t vocabulary_bytes(const struct vocabulary *vocabulary)
{
    return (sizeof(struct word) << vocabulary->bits) + runs_bytes(&vocabulary->runs[0], vocabulary->runs[0].made) +
           runs_bytes(&vocabulary->runs[1], vocabulary->runs[1].made);
}
