/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/fingerprint.h"

#include <stdlib.h>

#include "base/hash.h"

enum { BUCKET_BITS = 6 };
_Static_assert(1 << BUCKET_BITS == SKETCH_BUCKETS, "one bucket a value of the top bits");

struct term {
    uint32_t hash;
    float weight;
};

/* Gathers words as they come. */
struct gathering {
    struct stemmer *stemmer;
    struct term *terms;
    size_t terms_count, terms_max;
    float weight;
    uint64_t window[SHINGLE_WORDS]; /* hashes of the last words */
    uint64_t *sketch;               /* NULL: none wanted */
    uint32_t words, harm;
};

/* Stems of killing, wounding and attack. An article without one of them tells of another happening than an article
 * full of them, though both name the same people and places. */
static const char *const harm_stems[] = {
    "ambush",  "armed",    "arson", "assassin", "assault", "attack", "blast",  "bodi",   "bomb",   "casualti", "clash",
    "dead",    "deadli",   "death", "die",      "explod",  "explos", "fatal",  "gun",    "gunfir", "gunman",   "gunmen",
    "hostag",  "injur",    "kill",  "massacr",  "missil",  "murder", "raid",   "rifl",   "rocket", "shell",    "shoot",
    "shooter", "shootout", "shot",  "siege",    "slain",   "stab",   "victim", "weapon", "wound",
};

static void add_shingle(struct gathering *gathering)
{
    uint64_t shingle[SHINGLE_WORDS];
    for (uint32_t i = 0; i < SHINGLE_WORDS; i++)
        shingle[i] = gathering->window[(gathering->words + i) % SHINGLE_WORDS];
    uint64_t hash = hash64(shingle, sizeof shingle, 0);
    hash += hash == 0;
    uint64_t *bucket = &gathering->sketch[hash >> (64 - BUCKET_BITS)];
    if (*bucket == 0 || hash < *bucket)
        *bucket = hash;
}

uint32_t fingerprint_term(struct span stem)
{
    const uint32_t hash = (uint32_t)hash64(stem.data, stem.size, 0);
    const bool number = stem.size > 0 && stem.data[0] >= '0' && stem.data[0] <= '9';
    return number ? hash | UINT32_C(1) << 31 : hash & ~(UINT32_C(1) << 31);
}

/* They are in byte order. */
static bool is_harm(struct span stem)
{
    size_t low = 0, high = sizeof harm_stems / sizeof *harm_stems;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        const struct span other = span_of(harm_stems[middle]);
        const int order = memcmp(stem.data, other.data, stem.size < other.size ? stem.size : other.size);
        if (order == 0 && stem.size == other.size)
            return true;
        if (order < 0 || (order == 0 && stem.size < other.size))
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

static void take_word(void *context, struct span folded)
{
    struct gathering *gathering = context;
    gathering->window[gathering->words % SHINGLE_WORDS] = hash64(folded.data, folded.size, 0);
    gathering->words++;
    if (gathering->sketch && gathering->words >= SHINGLE_WORDS)
        add_shingle(gathering);
    if (normal_is_stop(folded) || gathering->terms_count == gathering->terms_max)
        return;
    const struct span stem = stemmer_stem(gathering->stemmer, folded);
    gathering->harm += gathering->sketch && is_harm(stem);
    gathering->terms[gathering->terms_count++] = (struct term){ fingerprint_term(stem), gathering->weight };
}

static int by_hash(const void *a, const void *b)
{
    const uint32_t x = ((const struct term *)a)->hash, y = ((const struct term *)b)->hash;
    return (x > y) - (x < y);
}

static int by_weight(const void *a, const void *b)
{
    const struct term *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight < y->weight ? 1 : -1;
    return by_hash(a, b);
}

/* Ascending by hash: a byte a pass from the lowest, each pass keeping the order of the one before. */
static void sort_by_hash(struct term *terms, struct term *spare, size_t count)
{
    for (unsigned shift = 0; shift < 32; shift += 8) {
        uint32_t starts[257] = { 0 };
        for (size_t i = 0; i < count; i++)
            starts[(terms[i].hash >> shift & 0xFF) + 1]++;
        for (size_t value = 1; value < 257; value++)
            starts[value] += starts[value - 1];
        for (size_t i = 0; i < count; i++)
            spare[starts[terms[i].hash >> shift & 0xFF]++] = terms[i];
        struct term *sorted = spare;
        spare = terms;
        terms = sorted;
    }
}

/* One term a hash, the heaviest kept, ascending by hash. */
static size_t merge(struct term *terms, struct term *spare, size_t count)
{
    size_t kept = 0;
    sort_by_hash(terms, spare, count);
    for (size_t i = 0; i < count; i++) {
        if (kept > 0 && terms[kept - 1].hash == terms[i].hash)
            terms[kept - 1].weight += terms[i].weight;
        else
            terms[kept++] = terms[i];
    }
    if (kept <= TERMS_MAX)
        return kept;
    qsort(terms, kept, sizeof *terms, by_weight);
    qsort(terms, TERMS_MAX, sizeof *terms, by_hash);
    return TERMS_MAX;
}

/* Words of a document at most: a hyphened token holds several. */
static size_t words_max(const struct document *document)
{
    return document ? document->body.size / 2 + 1 : 0;
}

static bool pack(struct arena *arena, features_record *features, const struct gathering *gathering, size_t terms)
{
    features->terms = arena_array(arena, terms, sizeof *features->terms);
    features->weights = arena_array(arena, terms, sizeof *features->weights);
    if (!features->terms || !features->weights)
        return false;
    features->n_terms = features->n_weights = terms;
    for (size_t i = 0; i < terms; i++) {
        features->terms[i] = gathering->terms[i].hash;
        features->weights[i] = gathering->terms[i].weight;
    }
    features->has_tokens = 1;
    features->tokens = gathering->words;
    features->has_harm = 1;
    features->harm = gathering->harm;
    if (gathering->words >= SKETCH_WORDS_MIN) {
        features->sketch = gathering->sketch;
        features->n_sketch = SKETCH_BUCKETS;
    }
    return true;
}

features_record *fingerprint_make(struct arena *arena, struct stemmer *stemmer, const struct document *title,
                                  const struct document *body)
{
    features_record *features = features_make(arena);
    struct gathering gathering = { .stemmer = stemmer,
                                   .weight = TITLE_WEIGHT,
                                   .terms_max = words_max(title) + words_max(body) };
    uint64_t *sketch = arena_array(arena, SKETCH_BUCKETS, sizeof *sketch);
    const size_t used = arena_used(arena);
    gathering.terms = arena_unset(arena, gathering.terms_max, sizeof *gathering.terms);
    struct term *spare = arena_unset(arena, gathering.terms_max, sizeof *spare);
    if (!features || !sketch || !gathering.terms || !spare)
        return NULL;
    if (title)
        normal_words(title, (struct range){ 0, title->tokens_count }, take_word, &gathering);
    gathering.words = 0;
    gathering.weight = 1;
    gathering.sketch = sketch;
    normal_words(body, (struct range){ 0, body->tokens_count }, take_word, &gathering);
    const size_t terms = merge(gathering.terms, spare, gathering.terms_count);
    /* What is kept moves down into the room of what was gathered. */
    struct term kept[TERMS_MAX];
    memcpy(kept, gathering.terms, terms * sizeof *kept);
    arena_rewind(arena, used);
    gathering.terms = kept;
    return pack(arena, features, &gathering, terms) ? features : NULL;
}
