/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/lineage.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/limits.h"
#include "desk/family.h"
#include "desk/trail.h"

enum { ORIGIN_SEED = 0x0815, LINEAGE_TEMPLATE_MIN = 6 /* names and numbers */ };
#define LINEAGE_LEAST_MET 0.7f /* by count, of what must be met by weight */

static bool apart(int64_t a, int64_t b, int64_t window_ms)
{
    return a > b ? a - b > window_ms : b - a > window_ms;
}

static int by_number(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return left < right ? -1 : left > right;
}

/* One hit: the article's place in applied order above its slot, so that
 * sorting brings the hits of one article together, the earliest first. */
static size_t collect(const struct index *index, const uint64_t *sketch, size_t values, uint64_t *hits, uint64_t base)
{
    const struct postings *postings = index_postings(index);
    uint64_t keys[SKETCH_BUCKETS];
    uint32_t ids[SKETCH_BUCKETS];
    size_t count = 0;
    for (size_t i = 0; i < values; i++)
        keys[i] = index_sketch_key(sketch[i]);
    postings_find_all(postings, keys, values, ids);
    for (size_t i = 0; i < values; i++) {
        uint32_t id = ids[i];
        uint32_t position = id == POSTINGS_NONE ? 0 : postings_key(postings, id)->newest;
        for (int step = 0; id != POSTINGS_NONE && step < LINEAGE_BUCKET_MAX && postings_held(postings, position);
             step++) {
            const struct posting *posting = postings_at(postings, position);
            position = posting->older;
            uint64_t place = index_article_at(index, posting->owner)->applied - base;
            hits[count++] = place << 32 | posting->owner;
        }
    }
    qsort(hits, count, sizeof *hits, by_number);
    return count;
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
    return later.count >= LINEAGE_TEMPLATE_MIN && earlier.count >= LINEAGE_TEMPLATE_MIN &&
           (float)trail_met(later, earlier) < LINEAGE_TEMPLATE_MET * (float)later.count;
}

void lineage_rewrite(const struct index *index, const features_record *features, uint64_t article,
                     const uint32_t *owners, size_t count, struct lineage *lineage)
{
    const struct trail later = trail_of(features);
    if (later.count < LINEAGE_TRAIL_MIN)
        return;
    uint32_t best = 0;
    float most = 0;
    for (size_t i = 0; i < count; i++) {
        const struct trail earlier = trail_at(index, owners[i]);
        if (earlier.count < LINEAGE_TRAIL_MIN || index_article_at(index, owners[i])->copy_of == article ||
            (float)trail_met(later, earlier) < LINEAGE_ORDERED_MIN * LINEAGE_LEAST_MET * (float)later.count)
            continue;
        const struct trail_share share =
            trail_compare(later, earlier, (struct stem_weights){ index_weight, index }, LINEAGE_ORDERED_MIN);
        if (share.ordered > most && share.ordered >= LINEAGE_ORDERED_MIN &&
            share.ordered >= LINEAGE_ORDER_MIN * share.met) {
            most = share.ordered;
            best = owners[i];
        }
    }
    if (most <= 0)
        return;
    take(index, best, most, lineage);
    lineage->rewrite = true;
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

enum err lineage_find(struct arena *arena, const struct index *index, const features_record *features, uint64_t article,
                      int64_t stream_ms, int64_t window_ms, struct lineage *lineage)
{
    *lineage = (struct lineage){ 0 };
    uint64_t sketch[SKETCH_BUCKETS];
    size_t values = index_sketch(features, sketch);
    const struct index_article *oldest = index_oldest(index);
    if (values < LINEAGE_SKETCH_MIN || !oldest)
        return ERR_OK;
    uint64_t *hits = arena_array(arena, values * LINEAGE_BUCKET_MAX, sizeof *hits);
    if (!hits)
        return ERR_MEMORY;
    uint64_t base = oldest->applied;
    size_t count = collect(index, sketch, values, hits, base);
    lineage->steps = (uint32_t)count;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && hits[end] == hits[i];)
            end++;
        const struct index_article *found = index_article_at(index, (uint32_t)hits[i]);
        size_t most = found->sketch > values ? found->sketch : values;
        float share = containment((float)(end - i) / (float)most, features->tokens, found->words);
        if (share < LINEAGE_SHARE_MIN || end - i < LINEAGE_EQUAL_MIN || found->replaced || found->article == article ||
            found->copy_of == article || apart(found->stream_ms, stream_ms, window_ms) ||
            by_template(index, features, (uint32_t)hits[i]))
            continue;
        take(index, (uint32_t)hits[i], share, lineage);
        return ERR_OK;
    }
    return ERR_OK;
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
