/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_INDEX_H
#define DESK_INDEX_H

#include "desk/index_key.h"
#include "desk/likeness.h"
#include "desk/postings.h"
#include "desk/vector.h"
#include "desk/vocabulary.h"

/* The desk's memory of the window: which articles there are, which words,
 * shingles, facts and topics they carry, and in which event they are.
 *
 * It is derived from window rows alone, in their order, by index_add; live
 * operation and start-up use the same function, and rows leave only at the old
 * end, so both give the same answers. At most `articles_max` rows and
 * INDEX_TERMS_EACH terms and INDEX_POSTINGS_EACH postings a row on average. */
struct index;

enum {
    INDEX_TERMS_EACH = 256,    /* on average, over the window */
    INDEX_UNCOMMON_EACH = 128, /* of them that no other article has; likewise */
    INDEX_POSTINGS_EACH = 128, /* sketch, facts and topics; likewise */
    INDEX_FACTS_MAX = 256,     /* remembered of one article */
    INDEX_ARTICLES_MOST = 1 << POSTINGS_OWNER_BITS,
};

struct index_article {
    /* What each match asks of the articles met and of those near, in one line of memory. */
    _Alignas(64) uint64_t applied;
    uint64_t article;
    uint64_t event; /* 0: none */
    int64_t stream_ms;
    uint32_t older; /* place of the row of its event before it; perhaps no longer held */
    uint8_t vector; /* terms of its vector */
    bool replaced;  /* by a later revision or a withdrawal: no longer found */
    bool published; /* published_day is known */
    bool told;      /* likewise */
    int32_t published_day;
    int32_t told_day;
    float harm;        /* index_harm */
    uint32_t calendar; /* index_calendar */
    uint32_t words;    /* of the body */
    uint32_t rows;     /* of its event, itself and older ones, that count; kept where it is the newest */

    uint64_t origin;
    uint64_t copy_of; /* article number of the root; 0: no copy */
    uint32_t revision;
    uint32_t postings;
    uint32_t first_term; /* place of its first term */
    uint32_t terms;      /* as many */
    uint32_t sketch;
    uint32_t facts; /* position of its first fact */
    uint32_t facts_count;
    uint32_t trail; /* how long it is */
};
_Static_assert(sizeof(struct index_article) == 128, "two lines of memory");

/* `articles_max` at most INDEX_ARTICLES_MOST. NULL without memory. */
struct index *index_new(uint32_t articles_max);
void index_free(struct index *index);
void index_clear(struct index *index);

/* Whether the row fits without dropping any. */
bool index_fits(const struct index *index, const window_row_record *row);

/* Whether so many rows fit, be they as large as rows can be. */
bool index_room(const struct index *index, uint32_t rows);

/* Takes in the next row; it must fit. An earlier row of the same article is
 * found no longer. */
void index_add(struct index *index, uint64_t applied, const window_row_record *row);

/* The oldest row, or NULL. Borrowed until the index changes. */
const struct index_article *index_oldest(const struct index *index);
/* Drops it. Returns the event that has no row left now, or 0. */
uint64_t index_drop(struct index *index);

/* What is remembered of the latest revision of an article, or NULL. */
const struct index_article *index_latest(const struct index *index, uint64_t article);
/* The `owner` of an article that one of these gave. */
uint32_t index_owner(const struct index *index, const struct index_article *article);
/* The newest row of the event, replaced or not, or NULL. */
const struct index_article *index_newest(const struct index *index, uint64_t event);
/* Of up to INDEX_EVENTS_ONCE events, whose memory is fetched side by side. */
enum { INDEX_EVENTS_ONCE = 8 };
void index_newest_all(const struct index *index, const uint64_t *events, size_t count,
                      const struct index_article **newest);
/* The row of its event before it, or NULL. */
const struct index_article *index_older(const struct index *index, const struct index_article *article);
/* By the `owner` of a posting. */
const struct index_article *index_article_at(const struct index *index, uint32_t owner);
/* Its event when it can be found, else 0: all of them lie close together. */
uint64_t index_event_at(const struct index *index, uint32_t owner);
uint32_t index_articles(const struct index *index); /* that can be found */
/* features.trail of the article at `owner`, `trail` terms. Borrowed until the index changes. */
const uint32_t *index_trail(const struct index *index, uint32_t owner);
/* What the article at `owner` is matched by, as many terms as its `vector` says. Borrowed until the index changes. */
struct index_vector {
    uint32_t terms[VECTOR_TERMS_MAX];
    uint16_t weights[VECTOR_TERMS_MAX];
};
const struct index_vector *index_vector(const struct index *index, uint32_t owner);
/* The terms of its features, ascending. Returns how many: `terms` of it. */
size_t index_terms(const struct index *index, uint32_t owner, uint32_t terms[TERMS_MAX]);
const struct vocabulary *index_words(const struct index *index);  /* terms; who is matched by them, valued by weight */
const struct postings *index_postings(const struct index *index); /* of what else has a key */

/* The vector of an article that comes now. */
void index_weigh(const struct index *index, const features_record *features, struct vector *vector);

/* Greatest stream time of the rows so far, Unix milliseconds. */
int64_t index_now(const struct index *index);

/* Fact ids under a fact or topic key, newest article first, each once. Looks
 * at `steps_max` postings at most. */
size_t index_facts(const struct index *index, uint64_t key, uint32_t steps_max, uint64_t *facts, size_t facts_max);

/* A fact as one of the event's articles carries it. */
struct index_fact {
    uint64_t fact, mark; /* of its wording (likeness.h) */
};
/* What the event's articles carry, newest first; a fact may come more than
 * once. Looks at `facts_max` and as many articles at most. */
size_t index_event_facts(const struct index *index, uint64_t event, struct index_fact *facts, size_t facts_max);

/* The facts that the article at `owner` carries, each once, at most `facts_max`. */
size_t index_article_facts(const struct index *index, uint32_t owner, uint64_t *facts, size_t facts_max);

/* ln(1 + N/df) of a term. `index` is a struct index. */
float index_weight(const void *index, uint32_t term);

/* Hints that the facts under these keys are asked for soon. */
void index_expect_facts(const struct index *index, const uint64_t *keys, size_t count);

/* Hints that the weights of these are asked for soon. */
void index_expect_weights(const struct index *index, const uint32_t *terms, size_t count);

struct index_size {
    uint64_t articles, events, facts, postings, bytes;
};
struct index_size index_size(const struct index *index);

#endif
