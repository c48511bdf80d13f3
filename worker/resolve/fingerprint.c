/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/fingerprint.h"

#include <math.h>
#include <stdlib.h>

#include "base/hash.h"

enum { BUCKET_BITS = 6 };
_Static_assert(1 << BUCKET_BITS == SKETCH_BUCKETS, "one bucket a value of the top bits");

struct term {
    uint32_t hash;
    uint32_t place; /* as features.term_places */
    bool name;      /* written with a capital in the body */
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
    uint32_t place; /* of the token that the words are of */
    bool capital;   /* so is that token */
    uint32_t *trail;
    size_t trail_count;
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

static bool is_number(uint32_t term)
{
    return term >> 31;
}

/* Names by their capitals, and numbers; "one" counts nothing in most texts. */
static void add_trail(struct gathering *gathering, uint32_t term, struct span stem)
{
    const bool number = is_number(term) && !(stem.size == 1 && stem.data[0] == '1');
    if ((number || (gathering->capital && !is_number(term))) && gathering->trail_count < TRAIL_MAX)
        gathering->trail[gathering->trail_count++] = term;
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
    const uint32_t term = fingerprint_term(stem);
    if (gathering->sketch)
        add_trail(gathering, term, stem);
    gathering->terms[gathering->terms_count++] = (struct term){
        .hash = term,
        .place = gathering->place,
        .name = gathering->capital && gathering->sketch && !is_number(term),
        .weight = gathering->weight,
    };
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
        if (kept > 0 && terms[kept - 1].hash == terms[i].hash) {
            terms[kept - 1].weight += terms[i].weight;
            terms[kept - 1].name |= terms[i].name;
            if (terms[i].place < terms[kept - 1].place)
                terms[kept - 1].place = terms[i].place;
        } else {
            terms[kept++] = terms[i];
        }
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

/* What the desk will weigh as 1 + ln: names, and what the title or the first
 * lines say, tell more of what an article is about, numbers less. */
static float frequency_of(const struct term *term)
{
    const bool lead = term->place & 1 || term->place >> 1 < LEAD_BYTES;
    const double kind = is_number(term->hash) ? NUMBER_WEIGHT : term->name ? NAME_WEIGHT : 1;
    return (float)exp(kind * (lead ? LEAD_WEIGHT : 1) * (1 + log((double)term->weight)) - 1);
}

static bool pack(struct arena *arena, features_record *features, const struct gathering *gathering, size_t terms)
{
    features->terms = arena_array(arena, terms, sizeof *features->terms);
    features->weights = arena_array(arena, terms, sizeof *features->weights);
    features->term_places = arena_array(arena, terms, sizeof *features->term_places);
    if (!features->terms || !features->weights || !features->term_places)
        return false;
    features->n_terms = features->n_weights = features->n_term_places = terms;
    for (size_t i = 0; i < terms; i++) {
        features->terms[i] = gathering->terms[i].hash;
        features->weights[i] = frequency_of(&gathering->terms[i]);
        features->term_places[i] = gathering->terms[i].place;
    }
    features->has_tokens = 1;
    features->tokens = gathering->words;
    features->trail = gathering->trail;
    features->n_trail = gathering->trail_count;
    features->has_harm = 1;
    features->harm = gathering->harm;
    if (gathering->words >= SKETCH_WORDS_MIN) {
        features->sketch = gathering->sketch;
        features->n_sketch = SKETCH_BUCKETS;
    }
    return true;
}

/* Token by token, so that each word's place is known. */
static void gather(struct gathering *gathering, const struct document *document, bool title)
{
    for (uint32_t i = 0; i < document->tokens_count; i++) {
        gathering->place = document->tokens[i].start << 1 | title;
        gathering->capital = document->tokens[i].flags & TOKEN_CAPITAL;
        normal_words(document, (struct range){ i, i + 1 }, take_word, gathering);
    }
}

features_record *fingerprint_make(struct arena *arena, struct stemmer *stemmer, const struct document *title,
                                  const struct document *body)
{
    features_record *features = features_make(arena);
    struct gathering gathering = { .stemmer = stemmer,
                                   .weight = TITLE_WEIGHT,
                                   .terms_max = words_max(title) + words_max(body) };
    uint64_t *sketch = arena_array(arena, SKETCH_BUCKETS, sizeof *sketch);
    gathering.trail = arena_array(arena, TRAIL_MAX, sizeof *gathering.trail);
    const size_t used = arena_used(arena);
    gathering.terms = arena_unset(arena, gathering.terms_max, sizeof *gathering.terms);
    struct term *spare = arena_unset(arena, gathering.terms_max, sizeof *spare);
    if (!features || !sketch || !gathering.trail || !gathering.terms || !spare)
        return NULL;
    if (title)
        gather(&gathering, title, true);
    gathering.words = 0;
    gathering.weight = 1;
    gathering.sketch = sketch;
    gather(&gathering, body, false);
    const size_t terms = merge(gathering.terms, spare, gathering.terms_count);
    /* What is kept moves down into the room of what was gathered. */
    struct term kept[TERMS_MAX];
    memcpy(kept, gathering.terms, terms * sizeof *kept);
    arena_rewind(arena, used);
    gathering.terms = kept;
    return pack(arena, features, &gathering, terms) ? features : NULL;
}
