/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_LIKENESS_H
#define DESK_LIKENESS_H

#include "record/record.h"
#include "record/stance.h"

/* Do two claims say the same, or one the contrary of the other? By the stems
 * of their contents, each weighed by how rare it is.
 *
 * The same: most of the weight is shared (Dice's coefficient), and nothing
 * speaks against it: polarity is equal, none or both demand it, not both have a number
 * that the other lacks, counts of people harmed come to the same. Two named speakers must use nearly the
 * same words, and so must two claims of one article, which hardly says a thing twice, claims of which one alone is a
 * count of people, and those of which one alone is hearsay. The contrary: one denies or negates, other speakers, and
 * what the shorter one says is in the longer. */

#define LIKENESS_SAME_MIN 0.28f
#define LIKENESS_OTHER_VOICE_MIN 0.45f
#define LIKENESS_NUMBER_PART 0.65f /* of these, where both have one number of two digits or more */
/* So many times as much in one article; where one is no count of people, but has the number; where one is hearsay. */
#define LIKENESS_HERE_PART 1.6f
#define LIKENESS_UNCOUNTED_PART 1.6f
#define LIKENESS_CERTAINTY_PART 1.3f
#define LIKENESS_CONTRARY_MIN 0.4f
#define LIKENESS_CONTRARY_PLAIN_MIN 0.6f /* neither is told as a denial nor as an accusation */
#define LIKENESS_CONTRARY_FIRST_MIN 0.9f /* the denial came first */
/* To what is shared is added: the denial cites the speaker of what is denied; what is denied names the denier; it is an
 * accusation or an allegation; it stands in the same article; it is an accusation there that the denial follows. */
#define LIKENESS_CONTRARY_THEN_MIN 0.3f /* of a fact of another event, of whose days it tells */
#define LIKENESS_CONTRARY_CITED 0.4f
#define LIKENESS_CONTRARY_NAMED 0.25f
#define LIKENESS_CONTRARY_ACCUSED 0.15f
#define LIKENESS_CONTRARY_HERE 0.1f
#define LIKENESS_CONTRARY_ANSWERS 0.2f
enum {
    LIKENESS_STEMS_MAX = 64,   /* of one claim */
    LIKENESS_SHARED_MIN = 2,   /* stems */
    LIKENESS_SHARED_VOICE = 1, /* what one speaker says in two articles */
    LIKENESS_CONTRARY_SHARED_MIN = 1,
    LIKENESS_CONTRARY_SHARED_FIRST = 3, /* where the denial came first */
};

/* Hashed stems, ascending (features.claim_terms). */
struct stem_list {
    const uint32_t *terms;
    size_t count;
};

/* The stems of claim `number`; none where the reader gave none. */
struct stem_list likeness_stems(const features_record *features, size_t number);

/* stance_signs of that claim; 0 where the reader gave none. */
uint32_t likeness_signs(const features_record *features, size_t number);

/* A claim with what its words are compared by: asked once, for many facts. Its mark has one bit a stem, and the highest
 * for what denies or negates (stance.h): two claims that are alike share bits. 0: to be compared by its keys alone (no
 * stems). */
struct wording {
    const claim_record *claim;
    const char *speaker; /* fact_speaker */
    struct stem_list stems;
    uint64_t mark;
    enum stance stance; /* stance_of */
    uint32_t signs;     /* stance_signs */
    bool refuses;       /* STANCE_REFUSES, where it has two numbers */
    uint32_t number;    /* of the claim in its reading, from 1; 0: it is in none, or has no number yet */
    /* Of a claim of the article that is judged (likeness_read). */
    uint64_t names; /* a bit for each stem that the article writes as a name, of what says no */
};
/* `told`: what the reader told of its stance (likeness_signs), or 0: its words tell. */
struct wording likeness_wording(const claim_record *claim, struct stem_list stems, uint32_t told);

/* The mark alone. */
uint64_t likeness_mark(struct stem_list stems, enum stance stance);

void likeness_read(struct wording *said, const features_record *features);

/* Which of the stems stand among those of capitalised words (features.trail). */
uint64_t likeness_names(const features_record *features, struct stem_list stems);

#define LIKENESS_MARK_DENIED (UINT64_C(1) << 63)

/* Set bits; the processors we build for need not have an instruction for it. */
static inline int likeness_bits(uint64_t word)
{
    word -= word >> 1 & 0x5555555555555555u;
    word = (word & 0x3333333333333333u) + (word >> 2 & 0x3333333333333333u);
    return (int)(((word + (word >> 4)) & 0x0F0F0F0F0F0F0F0Fu) * 0x0101010101010101u >> 56);
}

/* Whether the two can share a stem. */
static inline bool likeness_shares(uint64_t a, uint64_t b)
{
    return (a & b & ~LIKENESS_MARK_DENIED) != 0;
}

/* Whether one mark is of what denies, and the other is not. */
static inline bool likeness_opposite(uint64_t a, uint64_t b)
{
    return ((a ^ b) & LIKENESS_MARK_DENIED) != 0;
}

/* Whether the marks, of opposite polarity or not, are alike enough to look further. */
static inline bool likeness_may(uint64_t a, uint64_t b, bool opposite)
{
    if (!likeness_shares(a, b) || likeness_opposite(a, b) != opposite)
        return false;
    a &= ~LIKENESS_MARK_DENIED;
    b &= ~LIKENESS_MARK_DENIED;
    const int in_a = likeness_bits(a), in_b = likeness_bits(b), both = likeness_bits(a & b);
    const int fewer = in_a < in_b ? in_a : in_b;
    return 4 * both >= fewer;
}

/* Whether one of the two can deny the other in another event: they share two stems, and a third of what the shorter one
 * has; of as many bits some are shared by chance. */
static inline bool likeness_may_deny(uint64_t a, uint64_t b)
{
    const uint64_t words = ~LIKENESS_MARK_DENIED;
    if (!likeness_opposite(a, b))
        return false;
    const uint64_t shared = a & b & words;
    if ((shared & (shared - 1)) == 0) /* of most */
        return false;
    const int both = likeness_bits(shared), in_a = likeness_bits(a & words), in_b = likeness_bits(b & words);
    return 3 * both >= (in_a < in_b ? in_a : in_b);
}

/* Weight of a stem; `of` NULL: 1 for each. */
struct stem_weights {
    float (*of)(const void *context, uint32_t term);
    const void *context;
};

/* Shared weight of both, 0 to 1: over the two (`contained` false) or over the
 * lighter one, where numbers of one digit are not counted as shared. 0 when fewer than `shared_min` stems are shared.
 * Where the numbers conflict and must not, 0 too. */
float likeness(struct stem_list a, struct stem_list b, struct stem_weights weights, size_t shared_min, bool contained);

/* The same over the two, in two parts, where the weights are known: whether so many are shared and no numbers conflict;
 * and how much, from what the shared ones weigh and what all of the one and of the other do. */
bool likeness_meet(struct stem_list a, struct stem_list b, size_t shared_min);
bool likeness_conflict(struct stem_list a, struct stem_list b); /* of numbers: each has one that the other lacks */
static inline float likeness_part(float both, float whole)
{
    return 2 * both / whole;
}

/* What one stem weighs; and whether it is a number of one digit, which all texts share. */
static inline float likeness_weight(struct stem_weights weights, uint32_t term)
{
    return weights.of ? weights.of(weights.context, term) : 1;
}
bool likeness_is_digit(uint32_t term);

#define LIKENESS_ONE UINT32_C(0x8F98F158) /* the term of the number 1 */

/* Whether both have a number of two digits or more; one of any size. */
bool likeness_number(struct stem_list a, struct stem_list b);
bool likeness_any_number(struct stem_list a, struct stem_list b);

/* Whether each has a stem that the other lacks: a word was put for another. */
bool likeness_parts(struct stem_list a, struct stem_list b);

#endif
