/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_DESK_INDEXED_H
#define TESTS_UNIT_DESK_INDEXED_H

#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "desk/match.h"

/* The index that every test of a file has for itself, and what rows are made by. */

static struct arena *arena;
static struct index *index_;
static struct match_scratch *scratch;

static int open_index(void **state)
{
    (void)state;
    arena = arena_new(8u << 20);
    index_ = index_new(64);
    scratch = match_scratch_new(64);
    return arena && index_ && scratch ? 0 : -1;
}

static int close_index(void **state)
{
    (void)state;
    arena_free(arena);
    index_free(index_);
    match_scratch_free(scratch);
    return 0;
}

/* Words first, first + 1, … and a sketch of 32 values of which `alike` are those of `like`. */
static features_record *make_features(uint32_t first, uint32_t words, uint64_t own, uint64_t like, size_t alike)
{
    features_record *features = features_make(arena);
    features->n_terms = features->n_weights = words;
    features->terms = arena_array(arena, words, sizeof *features->terms);
    features->weights = arena_array(arena, words, sizeof *features->weights);
    for (uint32_t i = 0; i < words; i++) {
        features->terms[i] = first + i;
        features->weights[i] = 1;
    }
    features->n_sketch = SKETCH_BUCKETS;
    features->sketch = arena_array(arena, SKETCH_BUCKETS, sizeof *features->sketch);
    for (size_t i = 0; i < SKETCH_BUCKETS; i++)
        features->sketch[i] = (uint64_t)(i + 1) << 58 | (i < alike ? like : own);
    return features;
}

static window_row_record *make_row(uint64_t article, uint64_t event, features_record *features)
{
    window_row_record *row = window_row_make(arena);
    row->article = article;
    row->revision = 1;
    row->event = event;
    row->origin = 1000 + article;
    row->stream_ms = row->now_ms = (int64_t)article;
    row->features = features;
    return row;
}

#endif
