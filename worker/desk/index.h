/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_INDEX_H
#define DESK_INDEX_H

#include "base/limits.h"
#include "desk/common.h"
#include "desk/likeness.h"
#include "desk/postings.h"
#include "record/record.h"

/* The desk's memory of the window: which articles there are, which words,
 * shingles, facts and topics they carry, and in which event they are.
 *
 * It is derived from window rows alone, in their order, by index_add; live
 * operation and start-up use the same function, and rows leave only at the old
 * end, so both give the same answers. At most `articles_max` rows and
 * INDEX_WORDS_EACH and INDEX_POSTINGS_EACH postings a row on average. */
struct index;

enum {
    INDEX_WORDS_EACH = 256,    /* on average, over the window */
    INDEX_POSTINGS_EACH = 128, /* sketch, facts and topics; likewise */
    INDEX_FACTS_MAX = 256,     /* remembered of one article */
    INDEX_FREQUENCY_UNIT = 4,  /* a posting counts in quarters */
    INDEX_FREQUENCY_MAX = (1 << POSTINGS_VALUE_BITS) - 1,
    INDEX_LEAD_BYTES = 1200,
    INDEX_ARTICLES_MOST = 1 << POSTINGS_OWNER_BITS,
};

struct index_article {
    uint64_t applied;
    uint64_t article;
    uint64_t event; /* 0: none */
    int64_t stream_ms;
    float norm;        /* of its terms, 1 + ln(frequency) each */
    bool replaced;     /* by a later revision or a withdrawal: no longer found; up to here what each match asks */
    bool published;    /* published_day is known */
    uint32_t calendar; /* index_calendar */
    uint64_t origin;
    uint64_t copy_of; /* article number of the root; 0: no copy */
    uint32_t revision;
    uint32_t first; /* position of its first posting, its own; then the sketch */
    uint32_t postings;
    uint32_t first_word; /* position of its first word */
    uint32_t terms;      /* as many words */
    uint32_t sketch;
    uint32_t facts; /* position of its first fact */
    uint32_t facts_count;
    uint32_t words; /* of the body */
    uint32_t trail; /* how long it is */
    float harm;     /* index_harm */
    int32_t published_day;
};

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
/* By the `owner` of a posting. */
const struct index_article *index_article_at(const struct index *index, uint32_t owner);
/* Its norm when it can be found and is in an event, else 0: all of them lie close together. */
float index_norm(const struct index *index, uint32_t owner);
uint32_t index_articles(const struct index *index); /* that can be found */
/* features.trail of the article at `owner`, `trail` terms. Borrowed until the index changes. */
const uint32_t *index_trail(const struct index *index, uint32_t owner);
const struct postings *index_words(const struct index *index);    /* of terms, with tallies */
const struct postings *index_postings(const struct index *index); /* of what else has a key */

/* In how many of COMMON_ARTICLES the term occurs; the tally of a term counts them in. */
uint32_t index_background(const struct index *index, uint32_t term);

/* ln(1 + words of harm in a hundred); a short body counts as a hundred words. */
float index_harm(const features_record *features);

/* The place of a term among the ascending ones; as many as there are: none. */
size_t index_term(const features_record *features, uint32_t term);

/* Days of the week, from Sunday in the lowest bit, and above them months, that the title or the first INDEX_LEAD_BYTES
 * of the body name. */
enum { INDEX_WEEKDAYS = 0x7F, INDEX_MONTHS = 0x7FF80 };
uint32_t index_calendar(const features_record *features);

/* Greatest stream time of the rows so far, Unix milliseconds. */
int64_t index_now(const struct index *index);

/* The sketch without its empty buckets (0). Returns how many values there are. */
uint32_t index_sketch(const features_record *features, uint64_t values[SKETCH_BUCKETS]);
/* How often a word occurs, as a posting has it: in quarters, from one time to
 * INDEX_FREQUENCY_MAX; once for what no reader gives. */
uint32_t index_frequency(float frequency);

/* Keys of the postings: what one looks for. Each is 64 bits of XXH3 over the
 * parts, so a hit is a candidate and the store has the last word. */
uint64_t index_term_key(uint32_t term);
uint64_t index_sketch_key(uint64_t value);
uint64_t index_article_key(uint64_t article);
uint64_t index_event_key(uint64_t event);
uint64_t index_fact_key(uint64_t event, ProtobufCBinaryData key);
uint64_t index_topic_key(uint64_t event, ProtobufCBinaryData key, bool denied);

/* Fact ids under a fact or topic key, newest article first, each once. Looks
 * at `steps_max` postings at most. */
size_t index_facts(const struct index *index, uint64_t key, uint32_t steps_max, uint64_t *facts, size_t facts_max);

/* A fact as one of the event's articles carries it. */
struct index_fact {
    uint64_t fact, mark; /* likeness_mark */
};
/* What the event's articles carry, newest first; a fact may come more than
 * once. Looks at `facts_max` and as many articles at most. */
size_t index_event_facts(const struct index *index, uint64_t event, struct index_fact *facts, size_t facts_max);

/* The facts that the article at `owner` carries, each once, at most `facts_max`. */
size_t index_article_facts(const struct index *index, uint32_t owner, uint64_t *facts, size_t facts_max);

/* ln(1 + N/df) of a term, as match.h has it. `index` is a struct index. */
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
