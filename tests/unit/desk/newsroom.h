/* SPDX-License-Identifier: Apache-2.0 */
#ifndef DESK_NEWSROOM_H
#define DESK_NEWSROOM_H

#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/limits.h"
#include "desk/desk.h"
#include "proto/digest.h"
#include "store/articles.h"
#include "store/events.h"
#include "store/inbox.h"
#include "store/log.h"

/* A desk on a real store in a temporary folder, and a reader simple enough to
 * see through: claims are given, words and shingles are those of the body. */

enum { NEWSROOM_UPDATES_MAX = 4096, HOUR_MS = 3600 * 1000 };

struct said {
    const char *text; /* NULL ends the list; an accusation begins with "accuses", a demand with "demands", a denial,
                         without a speaker an outlet's own mistake, with "mistaken", or is "that was wrong", what its
                         speaker goes back on with "concedes" */
    const char *speaker;
    bool denied;
    int killed; /* 0: no figure */
};

/* People whom a claim of the piece counts, and the day it tells of. */
struct count {
    size_t claim;
    int measure; /* 0: a day alone */
    const char *people;
    double low, high;
    const char *day; /* NULL: none */
};

struct piece {
    const char *id, *outlet, *title, *body;
    const struct said *said;
    int64_t hours; /* stream time */
    bool withdrawn, foreign;
    unsigned words, harm;       /* of the body as the reader counts; 0: not given */
    int published_day;          /* 0: not known */
    int told_day;               /* likewise */
    const struct count *counts; /* the list ends with a claim's number over 63 */
    uint64_t named;             /* a bit a claim: a day stands in its words */
};

struct newsroom {
    char directory[32];
    struct store *store;
    struct desk *desk;
    struct arena *arena; /* of one article */
    struct arena *kept;  /* of the updates */
    struct desk_options options;
    bool reload;  /* before each article, after an aborted transaction */
    size_t count; /* of the updates so far */
    event_update_record *updates[NEWSROOM_UPDATES_MAX];
    struct span packed[NEWSROOM_UPDATES_MAX]; /* the same, as logged */
    uint64_t last_event;
    enum err last_err;
};

static inline void newsroom_open(struct newsroom *room, struct desk_options options)
{
    *room = (struct newsroom){ .options = options };
    strcpy(room->directory, "/tmp/claimwire-desk-XXXXXX");
    assert_non_null(mkdtemp(room->directory));
    char reason[STORE_REASON_BYTES];
    struct store_options store = { .directory = room->directory, .map_bytes = 1u << 28, .disk_reserve_bytes = 1 };
    assert_int_equal(store_open(&store, &room->store, reason), ERR_OK);
    assert_non_null(room->desk = desk_new(&options));
    assert_non_null(room->arena = arena_new(32u << 20));
    assert_non_null(room->kept = arena_new(8u << 20));
}

static inline void newsroom_close(struct newsroom *room)
{
    desk_free(room->desk);
    store_close(room->store);
    arena_free(room->arena);
    arena_free(room->kept);
    char command[64];
    snprintf(command, sizeof command, "rm -r %s", room->directory);
    assert_int_equal(system(command), 0);
}

static inline int by_term(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return left < right ? -1 : left > right;
}

/* A word as a term: of a digit, it is a number. */
static inline uint32_t term_of(const char *word, size_t size)
{
    const uint32_t term = (uint32_t)hash64(word, size, 0) & 0x7FFFFFFF;
    return *word >= '0' && *word <= '9' ? term | 0x80000000 : term;
}

/* Capitalised words and numbers, in order. */
static inline void make_trail(struct arena *arena, const char *text, features_record *features)
{
    features->trail = arena_array(arena, TRAIL_MAX, sizeof *features->trail);
    for (const char *at = text; *at && features->n_trail < TRAIL_MAX;) {
        size_t size = strcspn(at, " ");
        if ((*at >= 'A' && *at <= 'Z') || (*at >= '0' && *at <= '9'))
            features->trail[features->n_trail++] = term_of(at, size);
        at += size + (at[size] == ' ');
    }
}

/* Distinct words, of letters alone of four and more, as terms, and the least of the four-word shingles in each of
 * 32 buckets. */
static inline features_record *make_features(struct arena *arena, const char *text)
{
    features_record *features = features_make(arena);
    uint64_t least[32] = { 0 }, words[4096];
    uint32_t terms[4096] = { 0 };
    size_t count = 0, told = 0;
    for (const char *at = text; *at && count < 4096;) {
        size_t size = strcspn(at, " ");
        if (size > 3 || (size && at[size - 1] <= '9'))
            terms[told++] = term_of(at, size);
        if (size)
            words[count++] = hash64(at, size, 0);
        at += size + (at[size] == ' ');
    }
    features->terms = arena_array(arena, count + 1, sizeof *features->terms);
    features->weights = arena_array(arena, count + 1, sizeof *features->weights);
    features->sketch = arena_array(arena, 32, sizeof *features->sketch);
    for (size_t i = 0; i < told; i++)
        features->terms[i] = terms[i];
    qsort(features->terms, told, sizeof *features->terms, by_term);
    for (size_t i = 0; i < told; i++)
        if (i == 0 || features->terms[i] != features->terms[i - 1]) {
            features->terms[features->n_terms] = features->terms[i];
            features->weights[features->n_terms++] = 1;
        }
    features->n_weights = features->n_terms;
    for (size_t i = 0; i + 4 <= count; i++) {
        uint64_t shingle = hash64(words + i, 4 * sizeof *words, 1);
        uint64_t *bucket = &least[shingle >> 59];
        if (!*bucket || shingle < *bucket)
            *bucket = shingle;
    }
    for (size_t i = 0; i < 32; i++)
        if (least[i])
            features->sketch[features->n_sketch++] = least[i];
    make_trail(arena, text, features);
    return features;
}

static inline ProtobufCBinaryData make_key(struct arena *arena, const char *text, bool denied, int killed)
{
    struct digest_state state;
    digest_init(&state);
    digest_add_field(&state, text, strlen(text));
    digest_add(&state, &denied, sizeof denied);
    digest_add(&state, &killed, sizeof killed);
    struct digest digest = digest_fini(&state);
    uint8_t *bytes = arena_alloc(arena, DIGEST_BYTES);
    memcpy(bytes, digest.bytes, DIGEST_BYTES);
    return (ProtobufCBinaryData){ DIGEST_BYTES, bytes };
}

static inline claim_record *make_claim(struct arena *arena, const struct said *said, size_t number)
{
    claim_record *claim = claim_make(arena);
    char id[16];
    snprintf(id, sizeof id, "c%zu", number);
    claim->id = arena_string(arena, span_of(id));
    claim->text = (char *)(uintptr_t)said->text;
    claim->has_polarity = said->denied;
    claim->polarity = said->denied;
    if (strncmp(said->text, "accuses", 7) == 0)
        claim->kind = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_ACCUSATION;
    if (strncmp(said->text, "mistaken", 8) == 0 || strcmp(said->text, "that was wrong") == 0)
        claim->kind = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DENIAL;
    if (strncmp(said->text, "demands", 7) == 0)
        claim->kind = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DEMAND;
    claim->has_reverses = claim->reverses = strncmp(said->text, "concedes", 8) == 0;
    if (said->speaker) {
        claim->source = source_make(arena);
        claim->source->name = (char *)(uintptr_t)said->speaker;
    }
    if (said->killed) {
        figure_record *figure = figure_make(arena);
        figure->has_measure = figure->has_low = figure->has_high = true;
        figure->measure = CLAIMWIRE__V1__MEASURE__MEASURE_KILLED;
        figure->population = (char *)(uintptr_t) "people";
        figure->low = figure->high = said->killed;
        claim->figures = arena_array(arena, 1, sizeof *claim->figures);
        claim->figures[claim->n_figures++] = figure;
    }
    claim->has_fact_key = claim->has_topic_key = true;
    claim->fact_key = make_key(arena, said->text, said->denied, said->killed);
    claim->topic_key = make_key(arena, said->text, false, said->killed);
    return claim;
}

static inline span_record *make_span(struct arena *arena, size_t start, size_t end)
{
    span_record *span = span_make(arena);
    span->has_start = span->has_end = true;
    span->start = (uint32_t)start;
    span->end = (uint32_t)end;
    return span;
}

/* As if each claim had a hundred bytes of the body. */
static inline void place_claim(struct arena *arena, claim_record *claim, size_t number)
{
    claim->content = arena_array(arena, 1, sizeof *claim->content);
    claim->content[claim->n_content++] = make_span(arena, 100 * number, 100 * number + 80);
}

/* As if the day stood in them. */
static inline void name_day(struct arena *arena, reading_record *reading, size_t number)
{
    const date_interval_record *day = reading->claims[number]->time;
    time_mention_record *time = time_mention_make(arena);
    time->span = make_span(arena, 100 * number + 20, 100 * number + 30);
    time->value = day ? day->start : NULL;
    if (!reading->times)
        reading->times = arena_array(arena, 64, sizeof *reading->times);
    reading->times[reading->n_times++] = time;
}

static inline void add_count(struct arena *arena, claim_record *claim, const struct count *count)
{
    if (count->day) {
        claim->time = date_interval_make(arena);
        claim->time->start = claim->time->end = (char *)(uintptr_t)count->day;
    }
    if (!count->measure)
        return;
    figure_record *figure = figure_make(arena);
    figure->has_measure = figure->has_low = true;
    figure->has_high = count->high > 0;
    figure->measure = (Claimwire__V1__Measure)count->measure;
    figure->population = (char *)(uintptr_t)count->people;
    figure->low = count->low;
    figure->high = count->high;
    claim->figures = arena_array(arena, 1, sizeof *claim->figures);
    claim->figures[claim->n_figures++] = figure;
}

/* The words of each claim, as stems; a word of a digit is a number. */
static inline void add_stems(struct arena *arena, reading_record *reading)
{
    features_record *features = reading->features;
    if (!features)
        return;
    features->claim_terms = arena_array(arena, 64 * 32, sizeof *features->claim_terms);
    features->claim_ends = arena_array(arena, 64, sizeof *features->claim_ends);
    for (size_t c = 0; c < reading->n_claims; c++) {
        size_t first = features->n_claim_terms;
        for (const char *at = reading->claims[c]->text; *at;) {
            size_t size = strcspn(at, " ");
            features->claim_terms[features->n_claim_terms++] = term_of(at, size);
            at += size + (at[size] == ' ');
        }
        qsort(features->claim_terms + first, features->n_claim_terms - first, sizeof(uint32_t), by_term);
        features->claim_ends[features->n_claim_ends++] = (uint32_t)features->n_claim_terms;
    }
}

static inline reading_record *make_reading(struct arena *arena, const struct piece *piece)
{
    reading_record *reading = reading_make(arena);
    reading->has_status = true;
    reading->status = piece->withdrawn ? CLAIMWIRE__V1__READING_STATUS__READING_WITHDRAWN
                      : piece->foreign ? CLAIMWIRE__V1__READING_STATUS__READING_LANGUAGE
                                       : CLAIMWIRE__V1__READING_STATUS__READING_READ;
    reading->features = piece->withdrawn ? NULL : make_features(arena, piece->body);
    if (piece->words && reading->features) {
        reading->features->has_tokens = reading->features->has_harm = true;
        reading->features->tokens = piece->words;
        reading->features->harm = piece->harm;
    }
    if (piece->published_day && reading->features) {
        reading->features->has_published_day = true;
        reading->features->published_day = piece->published_day;
    }
    if (piece->told_day && reading->features) {
        reading->features->has_told_day = true;
        reading->features->told_day = piece->told_day;
    }
    reading->claims = arena_array(arena, 64, sizeof *reading->claims);
    for (const struct said *said = piece->said; said && said->text; said++)
        reading->claims[reading->n_claims] = make_claim(arena, said, reading->n_claims), reading->n_claims++;
    for (const struct count *count = piece->counts; count && count->claim < reading->n_claims; count++)
        add_count(arena, reading->claims[count->claim], count);
    for (size_t i = 0; i < reading->n_claims; i++)
        place_claim(arena, reading->claims[i], i);
    for (size_t i = 0; i < reading->n_claims; i++)
        if (piece->named >> i & 1)
            name_day(arena, reading, i);
    add_stems(arena, reading);
    return reading;
}

static inline void put_piece(struct newsroom *room, struct txn *txn, const struct piece *piece, uint64_t *accept)
{
    article_record article;
    claimwire__v1__article__init(&article);
    article.id = (char *)(uintptr_t)piece->id;
    article.outlet = (char *)(uintptr_t)piece->outlet;
    article.title = (char *)(uintptr_t)piece->title;
    article.body = (char *)(uintptr_t)piece->body;
    article.has_withdrawn = piece->withdrawn;
    article.withdrawn = piece->withdrawn;
    int64_t stream_ms = INT64_C(1700000000000) + piece->hours * HOUR_MS;
    struct submission submission = {
        .feeder = "local", .article = &article, .stream_ms = stream_ms, .now_ms = stream_ms
    };
    struct inbox_answer answer;
    assert_int_equal(inbox_put(room->arena, txn, &submission, &answer), ERR_OK);
    *accept = answer.accept;
}

static inline void keep_updates(struct newsroom *room, const struct desk_outcome *outcome)
{
    for (size_t i = 0; i < outcome->updates; i++) {
        char *bytes = arena_string(room->kept, outcome->entries[i]);
        struct span packed = { bytes, outcome->entries[i].size };
        log_entry_record *entry;
        assert_int_equal(log_entry_unpack(room->kept, packed, &entry), ERR_OK);
        struct span update = { (char *)entry->update.data, entry->update.len };
        assert_true(room->count < NEWSROOM_UPDATES_MAX);
        room->packed[room->count] = update;
        assert_int_equal(event_update_unpack(room->kept, update, &room->updates[room->count++]), ERR_OK);
    }
}

/* The desk does it, and then it never happened. */
static inline void abort_and_load(struct newsroom *room, const struct piece *piece)
{
    struct txn *txn;
    uint64_t accept;
    struct desk_outcome outcome;
    assert_int_equal(txn_begin(room->store, &txn), ERR_OK);
    put_piece(room, txn, piece, &accept);
    struct desk_input input = { .accept = accept, .reading = make_reading(room->arena, piece) };
    if (accept)
        (void)desk_apply(room->desk, room->arena, txn, &input, &outcome);
    txn_abort(txn);
    assert_int_equal(txn_begin_read(room->store, &txn), ERR_OK);
    assert_int_equal(desk_load(room->desk, room->arena, txn), ERR_OK);
    txn_abort(txn);
    arena_reset(room->arena);
}

/* Feeds one article. Returns how many updates came of it. */
static inline size_t feed(struct newsroom *room, struct piece piece)
{
    struct txn *txn;
    uint64_t accept;
    struct desk_outcome outcome = { 0 };
    size_t before = room->count;
    if (room->reload)
        abort_and_load(room, &piece);
    assert_int_equal(txn_begin(room->store, &txn), ERR_OK);
    put_piece(room, txn, &piece, &accept);
    struct desk_input input = { .accept = accept, .reading = make_reading(room->arena, &piece) };
    room->last_err = accept ? desk_apply(room->desk, room->arena, txn, &input, &outcome) : ERR_OK;
    assert_true(room->last_err == ERR_OK || room->last_err == ERR_STALE);
    assert_int_equal(txn_commit(txn), ERR_OK);
    keep_updates(room, &outcome);
    room->last_event = outcome.event;
    arena_reset(room->arena);
    return room->count - before;
}

static inline const event_update_record *update_at(const struct newsroom *room, size_t back)
{
    assert_true(back < room->count);
    return room->updates[room->count - 1 - back];
}

#define assert_change(update, name) assert_int_equal((update)->change, CLAIMWIRE__V1__CHANGE__##name)

#endif
