/* SPDX-License-Identifier: Apache-2.0 */
#include "store/articles.h"

#include "proto/wire.h"
#include "record/splice.h"
#include "store/inner.h"
#include "store/places.h"

struct key articles_key(const char *feeder, const char *id)
{
    struct digest_state state;
    digest_init(&state);
    digest_add_field(&state, feeder, strlen(feeder));
    digest_add_field(&state, id, strlen(id));
    const struct digest digest = digest_fini(&state);
    return key_digest(&digest);
}

enum err articles_known(struct arena *arena, struct txn *txn, const char *feeder, const char *id,
                        known_article_record **known)
{
    const struct key key = articles_key(feeder, id);
    const enum err err = TABLE_GET(arena, txn, TABLE_KNOWN, &key, known_article, known);
    if (err == ERR_NOT_FOUND)
        *known = NULL;
    return err == ERR_NOT_FOUND ? ERR_OK : err;
}

/* ---- bodies */

static enum err put_body(struct txn *txn, const struct key *key, struct span body)
{
    struct store *store = txn->store;
    if (body.size > WIRE_BODY_BYTES_MAX)
        return ERR_TOO_LARGE;
    const size_t size = ZSTD_compress2(store->zip, store->zip_bytes, store->zip_bytes_max, body.data, body.size);
    if (ZSTD_isError(size))
        return ERR_MEMORY;
    txn->state.record.bodies_bytes += size;
    return table_put_rising(txn, TABLE_BODIES, key, (struct span){ store->zip_bytes, size });
}

static enum err get_body(struct arena *arena, struct txn *txn, const struct key *key, uint32_t body_bytes, char **body)
{
    struct span zipped;
    const enum err err = table_get(txn, TABLE_BODIES, key, &zipped);
    if (err != ERR_OK)
        return err;
    if (body_bytes > WIRE_BODY_BYTES_MAX)
        return ERR_CORRUPT;
    *body = arena_alloc(arena, (size_t)body_bytes + 1);
    if (!*body)
        return ERR_MEMORY;
    const size_t size = ZSTD_decompressDCtx(txn->unzip, *body, body_bytes, zipped.data, zipped.size);
    return size == body_bytes ? ERR_OK : ERR_CORRUPT; /* an error code is never so small */
}

/* ---- rows */

enum err articles_put(struct txn *txn, known_article_record *known, stored_article_record *article, struct span body,
                      uint64_t *number)
{
    const bool first = *number == 0;
    if (first)
        *number = txn->state.record.next_article++;
    known->has_number = true;
    known->number = *number;

    const struct key row = key_part(*number, article->revision);
    const struct key name = articles_key(article->feeder, article->article->id);
    article_record bare = *article->article;
    stored_article_record stored = *article;
    bare.body = NULL;
    stored.article = &bare;
    stored.has_body_bytes = true;
    stored.body_bytes = (uint32_t)body.size;

    enum err err = table_put_record(txn, TABLE_KNOWN, &name, &known->base);
    if (err == ERR_OK)
        err = first ? table_append_record(txn, TABLE_ARTICLES, &row, &stored.base)
                    : table_put_record(txn, TABLE_ARTICLES, &row, &stored.base);
    if (err == ERR_OK && body.size > 0)
        err = put_body(txn, &row, body);
    return err;
}

enum err articles_get(struct arena *arena, struct txn *txn, uint64_t number, uint32_t revision,
                      stored_article_record **article)
{
    const struct key key = key_part(number, revision);
    const enum err err = TABLE_GET(arena, txn, TABLE_ARTICLES, &key, stored_article, article);
    if (err == ERR_OK && (!(*article)->article || !(*article)->feeder || !(*article)->article->id))
        return ERR_CORRUPT;
    return err;
}

enum err articles_is_newest(struct txn *txn, uint64_t number, uint32_t revision, bool *newest)
{
    const struct key key = key_part(number, revision);
    struct key next;
    const enum err err = table_next(txn, TABLE_ARTICLES, &key, &next);
    *newest = err == ERR_NOT_FOUND || (err == ERR_OK && key_first(&next) != number);
    return err == ERR_NOT_FOUND ? ERR_OK : err;
}

enum err articles_update(struct txn *txn, uint64_t number, const stored_article_record *article)
{
    const struct key key = key_part(number, article->revision);
    article_record bare = *article->article;
    stored_article_record stored = *article;
    bare.body = NULL;
    stored.article = &bare;
    return table_put_record(txn, TABLE_ARTICLES, &key, &stored.base);
}

enum err articles_get_whole(struct arena *arena, struct txn *txn, uint64_t number, uint32_t revision,
                            stored_article_record **article)
{
    const struct key key = key_part(number, revision);
    enum err err = articles_get(arena, txn, number, revision, article);
    if (err == ERR_OK && (*article)->body_bytes > 0)
        err = get_body(arena, txn, &key, (*article)->body_bytes, &(*article)->article->body);
    return err;
}

enum err articles_put_reading(struct txn *txn, uint64_t number, uint32_t revision, const stored_reading_record *reading)
{
    const struct key key = key_part(number, revision);
    struct place_columns columns;
    stored_reading_record row = *reading;
    if (places_split(reading, &columns)) {
        row.n_places = 0;
        row.columns = &columns.record;
    }
    return table_put_rising_record(txn, TABLE_READINGS, &key, &row.base);
}

enum err articles_get_reading(struct arena *arena, struct txn *txn, uint64_t number, uint32_t revision,
                              stored_reading_record **reading)
{
    const struct key key = key_part(number, revision);
    const enum err err = TABLE_GET(arena, txn, TABLE_READINGS, &key, stored_reading, reading);
    return err == ERR_OK ? places_join(arena, *reading) : err;
}

enum { READING = 1 /* number of the field: stored.proto */ };

enum err articles_get_judged(struct arena *arena, struct txn *txn, uint64_t number, uint32_t revision,
                             reading_record **reading)
{
    const struct key key = key_part(number, revision);
    struct span value, packed;
    enum err err = table_get(txn, TABLE_READINGS, &key, &value);
    if (err == ERR_OK)
        err = splice_find(value, READING, &packed);
    if (err == ERR_OK)
        err = record_unpack_judged(arena, &claimwire__v1__reading__descriptor, packed, true,
                                   (ProtobufCMessage **)(void *)reading);
    if (err == ERR_TOO_LARGE)
        return ERR_MEMORY;
    return err == ERR_MALFORMED ? ERR_CORRUPT : err;
}

enum err articles_get_places(struct arena *arena, struct txn *txn, uint64_t number, uint32_t revision,
                             stored_reading_record **reading)
{
    const struct key key = key_part(number, revision);
    struct span value, packed, rest;
    enum err err = table_get(txn, TABLE_READINGS, &key, &value);
    if (err != ERR_OK)
        return err;
    err = splice_find(value, READING, &packed);
    if (err == ERR_OK)
        err = splice_out(arena, value, READING, &rest);
    if (err == ERR_OK)
        err =
            table_unpack(arena, rest, &claimwire__v1__stored_reading__descriptor, (ProtobufCMessage **)(void *)reading);
    if (err == ERR_OK)
        err = places_join(arena, *reading);
    if (err == ERR_OK && packed.size > 0)
        err = splice_in(arena, &(*reading)->base, READING, packed, 0);
    return err == ERR_MALFORMED ? ERR_CORRUPT : err;
}

enum err articles_list(struct arena *arena, struct txn *txn, uint64_t after_number, uint32_t after_revision,
                       size_t count_max, struct article_page **page)
{
    const struct key after = key_part(after_number, after_revision);
    struct rows *rows;
    const enum err err =
        table_list(arena, txn, TABLE_ARTICLES, &after, count_max, &claimwire__v1__stored_article__descriptor, &rows);
    if (err != ERR_OK)
        return err;
    *page = arena_alloc(arena, sizeof **page + rows->count * sizeof(*page)->rows[0]);
    if (!*page)
        return ERR_MEMORY;
    (*page)->count = rows->count;
    for (size_t i = 0; i < rows->count; i++) {
        (*page)->rows[i].number = key_first(&rows->at[i].key);
        (*page)->rows[i].revision = key_small(&rows->at[i].key);
        (*page)->rows[i].article = (stored_article_record *)rows->at[i].record;
    }
    return ERR_OK;
}
