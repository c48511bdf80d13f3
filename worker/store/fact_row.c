/* SPDX-License-Identifier: Apache-2.0 */
#include "store/fact_row.h"

#include <endian.h>
#include <string.h>

#include "base/limits.h"
#include "record/splice.h"
#include "store/fact_former.h"

/* The words at the beginning, each of four bytes, little-endian. The first is 0, which no message begins with. */
enum { WORD_NONE, WORD_KINDS, WORD_ORIGINS, WORD_MORE, WORD_TERMS, HEAD_WORDS };
enum { STANCE_SHIFT = 8, SUPPORTS_SHIFT = 16, SAID_SHIFT = 24, PART_MAX = 255, STATUS_MAX = 127, HAS_DENIAL = 128 };
enum { DENIAL_WORDS = 4, WORD_BYTES = sizeof(uint32_t), KEYS_BYTES = 2 * DIGEST_BYTES };
/* A support: its article, its origin in two words, and these in one. */
enum { SUPPORT_WORDS = 4, REVISION_SHIFT = 8, REVISION_MAX = (1 << 24) - 1, BACKGROUND = 128, CLAIM_BYTES_MAX = 32 };

/* How many words of each kind follow the head. */
struct shape {
    size_t denial, terms, supports, said;
};

static size_t words_of(const struct shape *shape)
{
    return HEAD_WORDS + shape->denial + shape->terms + SUPPORT_WORDS * shape->supports + shape->said;
}

/* ---- to a row */

static bool is_first_text(const fact_record *head)
{
    const char *text = fact_row_first_text(head);
    return text == head->text || (text && head->text && strcmp(text, head->text) == 0);
}

static bool fits(const stored_fact_record *fact)
{
    const fact_record *head = fact->fact;
    return fact->has_fact_key && fact->has_topic_key && fact->fact_key.len == DIGEST_BYTES &&
           fact->topic_key.len == DIGEST_BYTES && head->has_origins && head->has_status &&
           (uint32_t)head->status <= STATUS_MAX && fact->stance <= PART_MAX && fact->n_support <= FACT_SUPPORT_MAX &&
           head->n_statements <= FACT_STATEMENTS_MAX && fact->n_said <= head->n_statements &&
           fact->has_denies == fact->has_denies_event && is_first_text(head) && !fact->base.n_unknown_fields &&
           !head->base.n_unknown_fields;
}

static uint32_t *put_word(uint32_t *at, uint32_t word)
{
    *at = htole32(word);
    return at + 1;
}

static uint32_t *put_two(uint32_t *at, uint64_t number)
{
    return put_word(put_word(at, (uint32_t)number), (uint32_t)(number >> 32));
}

static uint32_t *put_head(uint32_t *at, const stored_fact_record *fact, const struct shape *shape)
{
    const fact_record *head = fact->fact;
    at = put_word(at, 0);
    at = put_word(at, (uint32_t)head->status | (shape->denial ? HAS_DENIAL : 0) | fact->stance << STANCE_SHIFT |
                          (uint32_t)shape->supports << SUPPORTS_SHIFT | (uint32_t)shape->said << SAID_SHIFT);
    at = put_word(at, head->origins);
    at = put_word(at, fact->support_more);
    at = put_word(at, (uint32_t)shape->terms);
    if (shape->denial)
        at = put_two(put_two(at, fact->denies), fact->denies_event);
    for (size_t i = 0; i < shape->terms; i++)
        at = put_word(at, fact->terms[i]);
    return at;
}

/* Its words at `*at` and its claim's id at `*claim`, both of which move on. False when they do not fit. */
static bool put_support(uint32_t **at, uint8_t **claim, const support_record *support)
{
    const size_t size = support->claim ? strnlen(support->claim, CLAIM_BYTES_MAX + 1) : CLAIM_BYTES_MAX + 1;
    const uint32_t statement = support->has_statement ? support->statement + 1 : 0;
    if (size > CLAIM_BYTES_MAX || support->article > UINT32_MAX || support->revision > REVISION_MAX ||
        statement > FACT_STATEMENTS_MAX || (support->has_statement && !statement))
        return false;
    *at = put_two(put_word(*at, (uint32_t)support->article), support->origin);
    *at = put_word(*at, support->revision << REVISION_SHIFT | (support->background ? BACKGROUND : 0) | statement);
    memcpy(*claim, support->claim, size + 1);
    *claim += size + 1;
    return true;
}

/* What the statements take, packed, of each into `sizes`: those of the row before are packed. SIZE_MAX: they do not
 * fit. */
static size_t measure_said(const stored_fact_record *fact, size_t sizes[FACT_STATEMENTS_MAX])
{
    size_t all = 0;
    for (size_t i = 0; i < fact->fact->n_statements; i++) {
        const stated_by_record *by = fact->fact->statements[i];
        if (!by->statement || by->n_claims || by->base.n_unknown_fields)
            return SIZE_MAX;
        sizes[i] = i < fact->n_said ? fact->said[i].len : protobuf_c_message_get_packed_size(&by->statement->base);
        all += sizes[i];
    }
    return all;
}

static uint8_t *put_said(uint8_t *to, const stored_fact_record *fact, const size_t *sizes)
{
    for (size_t i = 0; i < fact->fact->n_statements; i++) {
        if (i >= fact->n_said)
            protobuf_c_message_pack(&fact->fact->statements[i]->statement->base, to);
        else if (sizes[i])
            memcpy(to, fact->said[i].data, sizes[i]);
        to += sizes[i];
    }
    return to;
}

bool fact_row_write(struct arena *arena, const stored_fact_record *fact, struct span *row)
{
    size_t sizes[FACT_STATEMENTS_MAX];
    if (!fits(fact))
        return false;
    const struct shape shape = { fact->has_denies ? DENIAL_WORDS : 0, fact->n_terms, fact->n_support,
                                 fact->fact->n_statements };
    const size_t said = measure_said(fact, sizes), words = words_of(&shape);
    const size_t claims = shape.supports * (CLAIM_BYTES_MAX + 1);
    if (said > UINT32_MAX || shape.terms > UINT32_MAX)
        return false;
    uint32_t *begin = arena_unset(arena, 1, words * WORD_BYTES + KEYS_BYTES + claims + said);
    if (!begin)
        return false;
    uint8_t *to = (uint8_t *)(begin + words);
    memcpy(to, fact->fact_key.data, DIGEST_BYTES);
    memcpy(to + DIGEST_BYTES, fact->topic_key.data, DIGEST_BYTES);
    to += KEYS_BYTES;
    uint32_t *at = put_head(begin, fact, &shape);
    for (size_t i = 0; i < shape.supports; i++)
        if (!put_support(&at, &to, fact->support[i]))
            return false;
    for (size_t i = 0; i < shape.said; i++)
        at = put_word(at, (uint32_t)sizes[i]);
    to = put_said(to, fact, sizes);
    *row = (struct span){ (const char *)begin, (size_t)(to - (uint8_t *)begin) };
    return true;
}

/* ---- from a row */

/* A row in the arena, and how far it has been read. */
struct reader {
    struct arena *arena;
    uint32_t *at;     /* of its words */
    struct span rest; /* behind them */
};

static uint32_t take_word(struct reader *reader)
{
    return le32toh(*reader->at++);
}

static uint64_t take_two(struct reader *reader)
{
    const uint64_t low = take_word(reader);
    return low | (uint64_t)take_word(reader) << 32;
}

/* So many bytes of the rest; NULL when it has less. */
static char *take_bytes(struct reader *reader, size_t size)
{
    char *bytes = (char *)(uintptr_t)reader->rest.data;
    if (size > reader->rest.size)
        return NULL;
    reader->rest = span_slice(reader->rest, size, reader->rest.size);
    return bytes;
}

/* The same up to a zero byte. */
static char *take_string(struct reader *reader)
{
    const char *end = reader->rest.size ? memchr(reader->rest.data, 0, reader->rest.size) : NULL;
    return end ? take_bytes(reader, (size_t)(end - reader->rest.data) + 1) : NULL;
}

static bool is_flat(struct span value)
{
    uint32_t none = 1;
    if (value.size >= HEAD_WORDS * WORD_BYTES)
        memcpy(&none, value.data, sizeof none);
    return none == 0;
}

static struct shape shape_of(const uint32_t *head)
{
    const uint32_t kinds = le32toh(head[WORD_KINDS]);
    return (struct shape){ .denial = kinds & HAS_DENIAL ? DENIAL_WORDS : 0,
                           .terms = le32toh(head[WORD_TERMS]),
                           .supports = kinds >> SUPPORTS_SHIFT & PART_MAX,
                           .said = kinds >> SAID_SHIFT };
}

static void take_head(struct reader *reader, const struct shape *shape, stored_fact_record *fact)
{
    fact_record *head = fact->fact;
    const uint32_t *words = reader->at;
    const uint32_t kinds = le32toh(words[WORD_KINDS]);
    reader->at += HEAD_WORDS;
    head->has_origins = head->has_status = true;
    head->origins = le32toh(words[WORD_ORIGINS]);
    head->status = (Claimwire__V1__FactStatus)(kinds & STATUS_MAX);
    fact->stance = kinds >> STANCE_SHIFT & PART_MAX;
    fact->has_stance = fact->stance != 0;
    fact->support_more = le32toh(words[WORD_MORE]);
    fact->has_support_more = fact->support_more != 0;
    fact->has_denies = fact->has_denies_event = shape->denial > 0;
    if (shape->denial) {
        fact->denies = take_two(reader);
        fact->denies_event = take_two(reader);
    }
    fact->terms = reader->at;
    fact->n_terms = shape->terms;
    for (size_t i = 0; i < shape->terms; i++)
        fact->terms[i] = take_word(reader);
}

static enum err take_supports(struct reader *reader, size_t count, stored_fact_record *fact)
{
    support_record *supports = arena_unset(reader->arena, count + 1, sizeof *supports);
    support_record **list = arena_unset(reader->arena, count + 1, sizeof *list);
    if (!supports || !list)
        return ERR_MEMORY;
    support_record support;
    claimwire__v1__support__init(&support);
    support.has_article = support.has_revision = support.has_origin = true;
    for (size_t i = 0; i < count; i++) {
        support.article = take_word(reader);
        support.origin = take_two(reader);
        const uint32_t parts = take_word(reader), statement = parts & (BACKGROUND - 1);
        support.revision = parts >> REVISION_SHIFT;
        support.has_background = support.background = (parts & BACKGROUND) != 0;
        support.has_statement = statement > 0;
        support.statement = statement ? statement - 1 : 0;
        if (!(support.claim = take_string(reader)))
            return ERR_CORRUPT;
        supports[i] = support;
        list[i] = &supports[i];
    }
    fact->support = list;
    fact->n_support = count;
    return ERR_OK;
}

static enum err take_said(struct reader *reader, size_t count, table_unpacker *unpack, stored_fact_record *fact)
{
    stated_by_record *stated = arena_unset(reader->arena, count + 1, sizeof *stated);
    stated_by_record **list = arena_unset(reader->arena, count + 1, sizeof *list);
    ProtobufCBinaryData *said = arena_unset(reader->arena, count + 1, sizeof *said);
    enum err err = stated && list && said ? ERR_OK : ERR_MEMORY;
    for (size_t i = 0; i < count && err == ERR_OK; i++) {
        const size_t size = take_word(reader);
        char *packed = take_bytes(reader, size);
        if (!packed)
            return ERR_CORRUPT;
        said[i] = (ProtobufCBinaryData){ size, (uint8_t *)packed };
        claimwire__v1__stated_by__init(&stated[i]);
        list[i] = &stated[i];
        err = unpack(reader->arena, (struct span){ packed, size }, &claimwire__v1__statement__descriptor,
                     (ProtobufCMessage **)(void *)&stated[i].statement);
    }
    fact->fact->statements = list;
    fact->said = said;
    fact->fact->n_statements = fact->n_said = count;
    return err;
}

static enum err take_fact(struct reader *reader, const struct shape *shape, table_unpacker *unpack,
                          stored_fact_record *fact)
{
    uint8_t *keys = (uint8_t *)take_bytes(reader, KEYS_BYTES);
    if (!keys)
        return ERR_CORRUPT;
    fact->has_fact_key = fact->has_topic_key = true;
    fact->fact_key = (ProtobufCBinaryData){ DIGEST_BYTES, keys };
    fact->topic_key = (ProtobufCBinaryData){ DIGEST_BYTES, keys + DIGEST_BYTES };
    take_head(reader, shape, fact);
    enum err err = take_supports(reader, shape->supports, fact);
    if (err == ERR_OK)
        err = take_said(reader, shape->said, unpack, fact);
    fact->fact->text = err == ERR_OK ? fact_row_first_text(fact->fact) : NULL;
    return err == ERR_OK && reader->rest.size > 0 ? ERR_CORRUPT : err;
}

enum err fact_row_read(struct arena *arena, const struct key *key, struct span value, table_unpacker *unpack,
                       stored_fact_record **fact)
{
    if (!is_flat(value))
        return fact_former_read(arena, key, value, unpack, fact);
    uint32_t *words = arena_unset(arena, 1, value.size);
    stored_fact_record *row = *fact = stored_fact_make(arena);
    fact_record *head = fact_make(arena);
    if (!words || !row || !head)
        return ERR_MEMORY;
    memcpy(words, value.data, value.size);
    const struct shape shape = shape_of(words);
    const size_t size = words_of(&shape) * WORD_BYTES;
    if (size > value.size)
        return ERR_CORRUPT;
    struct reader reader = { arena, words, { (const char *)words + size, value.size - size } };
    row->fact = head;
    row->has_event = head->has_id = true;
    row->event = key_first(key);
    head->id = key_second(key);
    return take_fact(&reader, &shape, unpack, row);
}

enum err fact_row_terms(struct span value, uint32_t *terms, size_t terms_max, size_t *count)
{
    enum { TERMS = 7 }; /* number of the field: stored.proto */
    uint32_t head[HEAD_WORDS];
    struct span all;
    if (is_flat(value)) {
        memcpy(head, value.data, sizeof head);
        const struct shape shape = shape_of(head);
        const size_t begin = sizeof head + shape.denial * WORD_BYTES;
        if (words_of(&shape) * WORD_BYTES > value.size)
            return ERR_CORRUPT;
        all = span_slice(value, begin, begin + shape.terms * WORD_BYTES);
    } else if (splice_find(value, TERMS, &all) != ERR_OK) {
        return ERR_CORRUPT;
    }
    *count = all.size / sizeof *terms < terms_max ? all.size / sizeof *terms : terms_max;
    memcpy(terms, all.data, *count * sizeof *terms);
    for (size_t i = 0; i < *count; i++)
        terms[i] = le32toh(terms[i]);
    return ERR_OK;
}
