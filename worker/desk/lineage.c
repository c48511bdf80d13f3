/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/lineage.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/limits.h"
#include "desk/family.h"
#include "desk/postings_walk.h"
#include "desk/trail.h"

enum { ORIGIN_SEED = 0x0815, LINEAGE_TEMPLATE_MIN = 6 /* names and numbers */ };
#define LINEAGE_LEAST_MET 0.7f /* by count, of what must be met by weight */

static bool apart(int64_t a, int64_t b, int64_t window_ms)
{
    return a > b ? a - b > window_ms : b - a > window_ms;
}

/* Articles that were met, and by how many values. */
struct met {
    size_t count;
    struct {
        uint32_t owner, values;
    } at[SKETCH_BUCKETS * LINEAGE_BUCKET_MAX];
};
enum { MET_SLOTS = 2 * SKETCH_BUCKETS * LINEAGE_BUCKET_MAX };
_Static_assert((int)LINEAGE_BUCKET_MAX <= POSTINGS_WALK_MAX && (int)SKETCH_BUCKETS <= POSTINGS_WALKS_MAX, "one walk");
_Static_assert((MET_SLOTS & (MET_SLOTS - 1)) == 0, "a mask");

static void meet(struct met *met, uint16_t slots[MET_SLOTS], uint32_t owner)
{
    uint32_t at = owner & (MET_SLOTS - 1);
    while (slots[at] && met->at[slots[at] - 1].owner != owner)
        at = (at + 1) & (MET_SLOTS - 1);
    if (!slots[at]) {
        met->at[met->count].owner = owner;
        met->at[met->count].values = 0;
        slots[at] = (uint16_t)++met->count;
    }
    met->at[slots[at] - 1].values++;
}

/* Under each value the newest articles. Returns how many postings that were. */
static uint32_t collect(const struct index *index, const uint64_t *sketch, size_t values, struct met *met)
{
    const struct postings *postings = index_postings(index);
    uint32_t ids[SKETCH_BUCKETS], steps = 0;
    uint16_t slots[MET_SLOTS] = { 0 };
    struct posting_walks walks;
    size_t known = 0;
    postings_find_all(postings, sketch, values, ids);
    for (size_t i = 0; i < values; i++)
        if (ids[i] != POSTINGS_NONE)
            ids[known++] = ids[i];
    postings_walk_all(postings, ids, known, &walks);
    met->count = 0;
    for (size_t i = 0; i < known; i++)
        for (uint32_t step = 0; step < walks.at[i].count && step < LINEAGE_BUCKET_MAX; step++, steps++)
            meet(met, slots, postings_walked(&walks.at[i], step).owner);
    return steps;
}

static void take(const struct index *index, uint32_t owner, float share, struct lineage *lineage)
{
    const struct index_article *parent = index_article_at(index, owner);
    lineage->parent = parent->article;
    lineage->parent_revision = parent->revision;
    lineage->copy_of = parent->copy_of ? parent->copy_of : parent->article;
    lineage->event = parent->event;
    lineage->origin = parent->origin;
    lineage->share = share;
    const struct index_article *root = parent->copy_of ? index_latest(index, parent->copy_of) : parent;
    lineage->copy_of_revision = root ? root->revision : 0;
    lineage->root = root ? index_owner(index, root) : owner;
}

static struct trail trail_of(const features_record *features)
{
    if (!features)
        return (struct trail){ 0 };
    return (struct trail){ features->trail, features->n_trail < TRAIL_MAX ? features->n_trail : TRAIL_MAX };
}

static struct trail trail_at(const struct index *index, uint32_t owner)
{
    return (struct trail){ index_trail(index, owner), index_article_at(index, owner)->trail };
}

/* Whether the two are forms filled in with other names and numbers. */
static bool by_template(const struct index *index, const features_record *features, uint32_t owner)
{
    const struct trail later = trail_of(features), earlier = trail_at(index, owner);
    struct trail_terms terms;
    if (later.count < LINEAGE_TEMPLATE_MIN || earlier.count < LINEAGE_TEMPLATE_MIN)
        return false;
    trail_open(&terms, later);
    return (float)trail_met(&terms, earlier) < LINEAGE_TEMPLATE_MET * (float)later.count;
}

/* The likest so far. */
struct likest {
    float ordered;
    uint32_t owner;
};

/* Takes the article in if enough of the trail is there, most of that in order, and more than of the others. */
static void consider(struct likest *likest, struct trail_share share, float least, uint32_t owner)
{
    if (share.ordered > likest->ordered && share.ordered >= least && share.ordered >= LINEAGE_ORDER_MIN * share.met)
        *likest = (struct likest){ share.ordered, owner };
}

/* The same share; of one that is too little to tell, nothing is in order unless enough of the earlier one is there too.
 */
static struct trail_share rewritten(struct trail_share share, struct trail later, struct trail earlier,
                                    struct stem_weights weights)
{
    if (share.ordered >= LINEAGE_ADDED_MIN && share.ordered < LINEAGE_ORDERED_MIN &&
        trail_compare(earlier, later, weights, LINEAGE_KEPT_MIN).ordered < LINEAGE_KEPT_MIN)
        share.ordered = 0;
    return share;
}

/* Takes the article in if it is the likest so far that the later one names. */
static void consider_credited(struct likest *likest, struct trail_share share, struct lineage_credit credit,
                              uint32_t owner)
{
    if (share.met >= LINEAGE_CREDITED_MET_MIN && share.ordered >= LINEAGE_CREDITED_MIN &&
        share.ordered > likest->ordered && credit.names && credit.names(credit.context, owner))
        *likest = (struct likest){ share.ordered, owner };
}

void lineage_rewrite(const struct index *index, const features_record *features, uint64_t article,
                     const uint32_t *owners, size_t count, struct lineage_credit credit, struct lineage *lineage)
{
    const struct trail later = trail_of(features);
    const struct stem_weights weights = { index_weight, index };
    if (later.count < LINEAGE_TRAIL_MIN)
        return;
    struct trail_terms terms;
    struct likest likest = { 0 }, credited = { 0 };
    trail_open(&terms, later);
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(index_trail(index, owners[i]));
    for (size_t i = 0; i < count; i++) {
        const struct trail earlier = trail_at(index, owners[i]);
        if (earlier.count < LINEAGE_TRAIL_MIN || index_article_at(index, owners[i])->copy_of == article ||
            (float)trail_met(&terms, earlier) < LINEAGE_ADDED_MIN * LINEAGE_LEAST_MET * (float)later.count)
            continue;
        const struct trail_share share = trail_compare(later, earlier, weights, LINEAGE_ADDED_MIN);
        consider(&likest, rewritten(share, later, earlier, weights), LINEAGE_ADDED_MIN, owners[i]);
        if (likest.ordered <= 0)
            consider_credited(&credited, share, credit, owners[i]);
    }
    lineage->credited = likest.ordered <= 0 && credited.ordered > 0;
    if (lineage->credited)
        likest = credited;
    if (likest.ordered <= 0)
        return;
    take(index, likest.owner, likest.ordered, lineage);
    lineage->rewrite = true;
}

void lineage_translation(const struct index *index, const features_record *features, uint64_t article,
                         const uint32_t *owners, size_t count, struct lineage *lineage)
{
    const struct trail later = trail_of(features);
    struct likest likest = { 0 };
    if (later.count < LINEAGE_TRAIL_MIN)
        return;
    for (size_t i = 0; i < count; i++) {
        const struct index_article *found = index_article_at(index, owners[i]);
        const struct trail earlier = trail_at(index, owners[i]);
        if (earlier.count < LINEAGE_TRAIL_MIN || found->terms == 0 || found->article == article ||
            found->copy_of == article || later.count > LINEAGE_LONGER_MAX * earlier.count)
            continue;
        /* Of the original's names and numbers: of the other language's capitals little is known. */
        const struct trail_share share =
            trail_compare(earlier, later, (struct stem_weights){ index_weight, index }, LINEAGE_TRANSLATED_MIN);
        consider(&likest, share, LINEAGE_TRANSLATED_MIN, owners[i]);
    }
    if (likest.ordered <= 0)
        return;
    take(index, likest.owner, likest.ordered, lineage);
    lineage->translation = true;
}

static int by_term(const void *a, const void *b)
{
    const uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

features_record *lineage_names(struct arena *arena, const features_record *features)
{
    features_record *names = features_make(arena);
    uint32_t *terms = arena_array(arena, features->n_trail + 1, sizeof *terms);
    float *weights = arena_array(arena, features->n_trail + 1, sizeof *weights);
    if (!names || !terms || !weights)
        return NULL;
    if (features->n_trail)
        memcpy(terms, features->trail, features->n_trail * sizeof *terms);
    qsort(terms, features->n_trail, sizeof *terms, by_term);
    for (size_t i = 0; i < features->n_trail; i++)
        if (i == 0 || terms[i] != terms[i - 1]) {
            weights[names->n_terms] = 1;
            terms[names->n_terms++] = terms[i];
        }
    names->terms = terms;
    names->weights = weights;
    names->n_weights = names->n_terms;
    return names;
}

/* How much of a text of `words` is in one of `other_words`, from the share of
 * equal values: resemblance r = both / either, so both = r / (1 + r) of the sum. */
static float containment(float resemblance, uint32_t words, uint32_t other_words)
{
    if (words == 0 || other_words == 0)
        return resemblance;
    float both = resemblance / (1 + resemblance) * ((float)words + (float)other_words);
    return both < (float)words ? both / (float)words : 1;
}

void lineage_find(const struct index *index, const features_record *features, uint64_t article, int64_t stream_ms,
                  int64_t window_ms, struct lineage *lineage)
{
    *lineage = (struct lineage){ 0 };
    uint64_t sketch[SKETCH_BUCKETS];
    size_t values = index_sketch(features, sketch);
    if (values < LINEAGE_SKETCH_MIN)
        return;
    struct met met;
    const struct index_article *best = NULL;
    float most = 0;
    lineage->steps = collect(index, sketch, values, &met);
    for (size_t i = 0; i < met.count; i++) {
        if (met.at[i].values < LINEAGE_EQUAL_MIN)
            continue;
        const struct index_article *found = index_article_at(index, met.at[i].owner);
        const size_t more = found->sketch > values ? found->sketch : values;
        const float share = containment((float)met.at[i].values / (float)more, features->tokens, found->words);
        if (share < LINEAGE_SHARE_MIN || found->replaced || found->article == article || found->copy_of == article ||
            apart(found->stream_ms, stream_ms, window_ms) || (best && best->applied < found->applied) ||
            by_template(index, features, met.at[i].owner))
            continue;
        best = found;
        most = share;
    }
    if (best)
        take(index, index_owner(index, best), most, lineage);
}

/* ASCII alone: host names have no other capitals. */
static char lower(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (char)(letter - 'A' + 'a') : letter;
}

enum err lineage_origin(struct arena *arena, const struct families *families, const char *outlet, const char *feeder,
                        struct origin *origin)
{
    struct span from = span_of(outlet && *outlet ? outlet : feeder ? feeder : "");
    char *name = arena_string(arena, from);
    if (!name)
        return ERR_MEMORY;
    for (size_t i = 0; i < from.size; i++)
        name[i] = lower(name[i]);
    if (strncmp(name, "www.", 4) == 0 && name[4])
        name += 4;
    const char *family = outlet && *outlet ? families_of(families, name) : NULL;
    const char *root = family ? arena_string(arena, span_of(family)) : name;
    if (!root)
        return ERR_MEMORY;
    *origin = (struct origin){ hash64(root, strlen(root), ORIGIN_SEED), root, family != NULL };
    return ERR_OK;
}
