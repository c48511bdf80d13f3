/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_LINEAGE_H
#define DESK_LINEAGE_H

#include "desk/index.h"

/* Whose words are these? Copies are found by their shingle sketches (Broder,
 * "On the resemblance and containment of documents", 1997, in one permutation):
 * the share of equal values estimates how much of two texts is the same, and
 * with their lengths how much of the later one stands in the earlier.
 *
 * A copy inherits its root's event and origin and nothing else: its claims are
 * judged like any others, so a copy with a changed number or a lost "not"
 * neither hides behind the original nor hides it. */

/* Of the article's three-word shingles that stand in the earlier one.
 * Independent articles of one happening share below an eighth, reprints a third
 * and more. */
#define LINEAGE_SHARE_MIN 0.3f
/* … unless hardly any of its names and numbers do: two reports by one template. */
#define LINEAGE_TEMPLATE_MET 0.3f
/* A rewrite keeps the earlier one's names and numbers (trail.h), and their order. Of the weight of its own: reports of
 * one happening by two hands have half in order at most, rewrites four fifths. */
#define LINEAGE_ORDERED_MIN 0.6f
/* Or half, where it has two thirds of the earlier one's in order: a rewrite that puts in names of its own. */
#define LINEAGE_ADDED_MIN 0.52f
#define LINEAGE_KEPT_MIN 0.64f
#define LINEAGE_ORDER_MIN 0.75f /* of those met */
/* Who names the outlet that he has it from keeps three fifths of his names and numbers from there, though often not
 * their order; other reports that name it have up to .56, of which .43 are in order. */
#define LINEAGE_CREDITED_MET_MIN 0.6f
#define LINEAGE_CREDITED_MIN 0.35f
/* What is less like than this by its words is not looked at: names and numbers weigh most there (rewrites of the dev
 * sets have .39 and more). */
#define LINEAGE_LIKENESS_MIN 0.25f
/* A translation keeps names and numbers, but for countries and months, and its sentences in their order: of what the
 * read original has, two thirds and more stand in it in order, where another report has a third, though it names the
 * same. */
#define LINEAGE_TRANSLATED_MIN 0.5f
enum {
    LINEAGE_EQUAL_MIN = 6,   /* sketch values; fewer may be chance */
    LINEAGE_SKETCH_MIN = 8,  /* values; a text with fewer is nobody's copy */
    LINEAGE_BUCKET_MAX = 16, /* newest articles looked at for each value */
    LINEAGE_TRAIL_MIN = 16,  /* names and numbers; fewer may be in order by chance */
    LINEAGE_LONGER_MAX = 3,  /* times as many as the original has; a translation with more may have them by chance */
};

struct lineage {
    uint64_t copy_of;          /* article number of the root; 0: no copy */
    uint32_t copy_of_revision; /* of the root, when the window still has it; else 0 */
    uint64_t event;            /* the event the copied article is in */
    uint64_t origin;           /* the root's */
    uint64_t parent;           /* the copied article: the earliest one alike */
    uint32_t parent_revision;
    float
        share; /* of the shingles; of a rewrite, of the names and numbers in order; of a translation, of the parent's */
    bool rewrite, translation;
    bool credited;  /* a rewrite that is known by the outlet that it names */
    uint32_t root;  /* owner in the index of the article whose words are taken for known: the root, or the parent */
    uint32_t steps; /* postings looked at: at most SKETCH_BUCKETS * LINEAGE_BUCKET_MAX */
};

/* Which article of the window `article` (never itself) copies: of those
 * it may copy the earliest. `stream_ms` and `window_ms`: articles further apart never meet. */
void lineage_find(const struct index *index, const features_record *features, uint64_t article, int64_t stream_ms,
                  int64_t window_ms, struct lineage *lineage);

/* Whether the article's text names the outlet of the one at `owner`: asked only of what is much alike. */
struct lineage_credit {
    bool (*names)(void *context, uint32_t owner);
    void *context;
};

/* Which of these articles, `owners` in the index, `article` rewrites; the most alike, else the most alike of those
 * whose outlet it names. For what lineage_find knows nothing of. */
void lineage_rewrite(const struct index *index, const features_record *features, uint64_t article,
                     const uint32_t *owners, size_t count, struct lineage_credit credit, struct lineage *lineage);

/* The same, of an article in another language: which of these it translates. */
void lineage_translation(const struct index *index, const features_record *features, uint64_t article,
                         const uint32_t *owners, size_t count, struct lineage *lineage);

/* The trail as if it were the article's words, each once: by these such articles are met. NULL when the arena is full.
 */
features_record *lineage_names(struct arena *arena, const features_record *features);

/* An independent root of a report. */
struct origin {
    uint64_t hash; /* for comparing: XXH3 of the name */
    const char *name;
    bool family; /* it is the family's name */
};

/* Where an article that is no copy comes from: the wire that its text credits,
 * which the caller gives as `outlet`, else its outlet (lower case, of a
 * host name without "www."), or who fed it when it names none. Of both the
 * publisher's family, where the table has one. */
struct families;
enum err lineage_origin(struct arena *arena, const struct families *families, const char *outlet, const char *feeder,
                        struct origin *origin);

#endif
