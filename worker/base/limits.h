/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

/* Every bound of the worker that is not part of the wire (proto/wire.h has
 * those) and not a setting (config.c has those). */

/* ---- reading: one article */
enum {
    ARTICLE_ARENA_BYTES = 64 * 1024 * 1024, /* everything made while one article is read */
    SENTENCES_MAX = 32768,
    TOKENS_MAX = 400000,
    CLAIM_TEXT_BYTES_MAX = 2048,
    SKETCH_BUCKETS = 64,
    TERMS_MAX = 512,
    TRAIL_MAX = 96,
    ATTRIBUTIONS_MAX = 2048,
    CLAIMS_MAX = 1024,
    TIMES_MAX = 1024,
};

/* ---- the loop: one transaction */
enum {
    BATCH_MAX = 256, /* articles, and results, taken into one commit */
    REORDER_PLACES_MAX = 1024,
    REORDER_WAIT_MS = 2000,
    ATTEMPTS_MAX = 3, /* tries before the dead letters */
};

/* ---- the desk */
enum {
    EVENT_FACTS_MAX = 1024,
    EVENT_TEXT_BYTES_MAX = 512 * 1024, /* words of its statements; past either, the event is full */
    EVENT_FIGURES_MAX = 64,
    EVENT_DISPUTES_MAX = 256,
    FIGURE_HISTORY_MAX = 64,
    FACT_SUPPORT_MAX = 64,
    FACT_STATEMENTS_MAX = 64,
    REVISIONS_MAX = 1000,
};

#endif
