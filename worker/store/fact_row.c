/* SPDX-License-Identifier: Apache-2.0 */
#include "store/fact_row.h"

#include <assert.h>
#include <endian.h>
#include <string.h>

#include "base/limits.h"
#include "record/splice.h"
#include "store/fact_former.h"

/* The words at the beginning, each of four bytes, little-endian. The first byte is 0, which no message begins with. */
enum { WORD_KINDS, WORD_COUNTS, WORD_ORIGINS, HEAD_WORDS };
enum { STATUS_SHIFT = 8, STANCE_SHIFT = 16, SUPPORTS_SHIFT = 24, SAID_SHIFT = 16 /* in WORD_COUNTS */ };
enum { STATUS_MAX = 127, STANCE_MAX = 127, PART_MAX = 255, SHORT_MAX = 65535 };
enum { HAS_RARE = 128 << STATUS_SHIFT, HAS_REVISIONS = 128 << STANCE_SHIFT };
enum { WORD_BYTES = sizeof(uint32_t), SHORT_BYTES = 2, KEYS_BYTES = 2 * DIGEST_BYTES };
enum { RARE_WORDS = 5 /* support_more, denies, denies_event */, SUPPORT_WORDS = 3 /* article, origin */ };
enum { BACKGROUND = 128 /* beside the place of a support's statement */, CLAIM_BYTES_MAX = 32 };
static_assert((int)FACT_SUPPORT_MAX <= PART_MAX && (int)FACT_STATEMENTS_MAX < BACKGROUND,
              "a number of supports or a statement's place has more bits than the row has for it");

/* What follows the head. */
struct shape {
    size_t rare, terms, supports; /* words */
    size_t said;                  /* statements */
    bool revisions;               /* of supports, which else are the first */
};

static size_t words_of(const struct shape *shape)
{
    return HEAD_WORDS + shape->rare + shape->terms + SUPPORT_WORDS * shape->supports;
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
           (uint32_t)head->status <= STATUS_MAX && fact->stance <= STANCE_MAX && fact->n_terms <= SHORT_MAX &&
           fact->n_support <= FACT_SUPPORT_MAX && head->n_statements <= FACT_STATEMENTS_MAX &&
           fact->n_said <= head->n_statements && fact->has_denies == fact->has_denies_event && is_first_text(head) &&
           !fact->base.n_unknown_fields && !head->base.n_unknown_fields;
}

static struct shape shape_of_fact(const stored_fact_record *fact)
{
    struct shape shape = { .rare = fact->has_denies || fact->support_more ? RARE_WORDS : 0,
                           .terms = fact->n_terms,
                           .supports = fact->n_support,
                           .said = fact->fact->n_statements };
    for (size_t i = 0; i < fact->n_support; i++)
        shape.revisions |= fact->support[i]->revision != 1;
    return shape;
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
    at = put_word(at, (uint32_t)fact->fact->status << STATUS_SHIFT | (shape->rare ? HAS_RARE : 0) |
                          fact->stance << STANCE_SHIFT | (shape->revisions ? HAS_REVISIONS : 0) |
                          (uint32_t)shape->supports << SUPPORTS_SHIFT);
    at = put_word(at, (uint32_t)(shape->terms | shape->said << SAID_SHIFT));
    at = put_word(at, fact->fact->origins);
    if (shape->rare)
        at = put_two(put_two(put_word(at, fact->support_more), fact->denies), fact->denies_event);
    for (size_t i = 0; i < shape->terms; i++)
        at = put_word(at, fact->terms[i]);
    return at;
}

/* A support's bytes behind those before; NULL when it does not fit. */
static uint8_t *put_support(uint8_t *to, const support_record *support, bool revised)
{
    const size_t size = support->claim ? strnlen(support->claim, CLAIM_BYTES_MAX + 1) : CLAIM_BYTES_MAX + 1;
    const uint32_t statement = support->has_statement ? support->statement + 1 : 0;
    if (size > CLAIM_BYTES_MAX || support->article > UINT32_MAX || support->revision > PART_MAX ||
        statement > FACT_STATEMENTS_MAX || (support->has_statement && !statement) || support->base.n_unknown_fields)
        return NULL;
    *to++ = (uint8_t)(statement | (support->background ? BACKGROUND : 0));
    if (revised)
        *to++ = (uint8_t)support->revision;
    memcpy(to, support->claim, size + 1);
    return to + size + 1;
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
        if (sizes[i] > SHORT_MAX)
            return SIZE_MAX;
        all += SHORT_BYTES + sizes[i];
    }
    return all;
}

/* Each behind its length. */
static uint8_t *put_said(uint8_t *to, const stored_fact_record *fact, const size_t *sizes)
{
    for (size_t i = 0; i < fact->fact->n_statements; i++) {
        *to++ = (uint8_t)sizes[i];
        *to++ = (uint8_t)(sizes[i] >> 8);
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
    enum { SUPPORT_BYTES_MAX = 1 + 1 + CLAIM_BYTES_MAX + 1 };
    size_t sizes[FACT_STATEMENTS_MAX];
    if (!fits(fact))
        return false;
    const struct shape shape = shape_of_fact(fact);
    const size_t said = measure_said(fact, sizes), words = words_of(&shape);
    uint32_t *begin =
        said == SIZE_MAX
            ? NULL
            : arena_unset(arena, 1, words * WORD_BYTES + KEYS_BYTES + shape.supports * SUPPORT_BYTES_MAX + said);
    if (!begin)
        return false;
    uint8_t *to = (uint8_t *)(begin + words);
    memcpy(to, fact->fact_key.data, DIGEST_BYTES);
    memcpy(to + DIGEST_BYTES, fact->topic_key.data, DIGEST_BYTES);
    to += KEYS_BYTES;
    uint32_t *at = put_head(begin, fact, &shape);
    for (size_t i = 0; i < shape.supports; i++) {
        at = put_two(put_word(at, (uint32_t)fact->support[i]->article), fact->support[i]->origin);
        if (!(to = put_support(to, fact->support[i], shape.revisions)))
            return false;
    }
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

/* False when the rest has none. */
static bool take_byte(struct reader *reader, uint8_t *byte)
{
    const char *at = take_bytes(reader, 1);
    *byte = at ? (uint8_t)*at : 0;
    return at != NULL;
}

static bool is_flat(struct span value)
{
    return value.size >= HEAD_WORDS * WORD_BYTES && value.data[0] == 0;
}

/* False when no row of so many bytes begins in this way. */
static bool shape_of(const uint32_t head[HEAD_WORDS], size_t size, struct shape *shape)
{
    const uint32_t kinds = le32toh(head[WORD_KINDS]), counts = le32toh(head[WORD_COUNTS]);
    *shape = (struct shape){ .rare = kinds & HAS_RARE ? RARE_WORDS : 0,
                             .terms = counts & SHORT_MAX,
                             .supports = kinds >> SUPPORTS_SHIFT,
                             .said = counts >> SAID_SHIFT,
                             .revisions = (kinds & HAS_REVISIONS) != 0 };
    return shape->supports <= FACT_SUPPORT_MAX && shape->said <= FACT_STATEMENTS_MAX &&
           words_of(shape) * WORD_BYTES <= size;
}

static void take_head(struct reader *reader, const struct shape *shape, stored_fact_record *fact)
{
    fact_record *head = fact->fact;
    const uint32_t kinds = le32toh(reader->at[WORD_KINDS]);
    head->has_origins = head->has_status = true;
    head->origins = le32toh(reader->at[WORD_ORIGINS]);
    head->status = (Claimwire__V1__FactStatus)(kinds >> STATUS_SHIFT & STATUS_MAX);
    fact->stance = kinds >> STANCE_SHIFT & STANCE_MAX;
    fact->has_stance = fact->stance != 0;
    reader->at += HEAD_WORDS;
    if (shape->rare) {
        fact->support_more = take_word(reader);
        fact->denies = take_two(reader);
        fact->denies_event = take_two(reader);
        fact->has_support_more = fact->support_more != 0;
        fact->has_denies = fact->has_denies_event = fact->denies != 0;
    }
    fact->terms = reader->at;
    fact->n_terms = shape->terms;
    for (size_t i = 0; i < shape->terms; i++)
        fact->terms[i] = take_word(reader);
}

static bool take_support(struct reader *reader, bool revised, support_record *support)
{
    uint8_t parts, revision = 1;
    support->article = take_word(reader);
    support->origin = take_two(reader);
    if (!take_byte(reader, &parts) || (revised && !take_byte(reader, &revision)))
        return false;
    const unsigned statement = parts & (BACKGROUND - 1);
    support->revision = revision;
    support->has_background = support->background = (parts & BACKGROUND) != 0;
    support->has_statement = statement > 0;
    support->statement = statement ? statement - 1 : 0;
    support->claim = take_string(reader);
    return support->claim != NULL;
}

static enum err take_supports(struct reader *reader, const struct shape *shape, stored_fact_record *fact)
{
    const size_t count = shape->supports;
    support_record *supports = arena_unset(reader->arena, count + 1, sizeof *supports);
    support_record **list = arena_unset(reader->arena, count + 1, sizeof *list);
    if (!supports || !list)
        return ERR_MEMORY;
    support_record support;
    claimwire__v1__support__init(&support);
    support.has_article = support.has_revision = support.has_origin = true;
    for (size_t i = 0; i < count; i++) {
        if (!take_support(reader, shape->revisions, &support))
            return ERR_CORRUPT;
        supports[i] = support;
        list[i] = &supports[i];
    }
    fact->support = list;
    fact->n_support = count;
    return ERR_OK;
}

/* The next statement as it is packed; false when the rest does not have it. */
static bool take_packed(struct reader *reader, ProtobufCBinaryData *said)
{
    uint8_t low, high;
    if (!take_byte(reader, &low) || !take_byte(reader, &high))
        return false;
    said->len = (size_t)(low | high << 8);
    said->data = (uint8_t *)take_bytes(reader, said->len);
    return said->data != NULL;
}

static enum err take_said(struct reader *reader, size_t count, table_unpacker *unpack, stored_fact_record *fact)
{
    stated_by_record *stated = arena_unset(reader->arena, count + 1, sizeof *stated);
    stated_by_record **list = arena_unset(reader->arena, count + 1, sizeof *list);
    ProtobufCBinaryData *said = arena_unset(reader->arena, count + 1, sizeof *said);
    enum err err = stated && list && said ? ERR_OK : ERR_MEMORY;
    for (size_t i = 0; i < count && err == ERR_OK; i++) {
        if (!take_packed(reader, &said[i]))
            return ERR_CORRUPT;
        claimwire__v1__stated_by__init(&stated[i]);
        list[i] = &stated[i];
        err = unpack(reader->arena, (struct span){ (char *)said[i].data, said[i].len },
                     &claimwire__v1__statement__descriptor, (ProtobufCMessage **)(void *)&stated[i].statement);
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
    enum err err = take_supports(reader, shape, fact);
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
    struct shape shape;
    if (!shape_of(words, value.size, &shape))
        return ERR_CORRUPT;
    const size_t size = words_of(&shape) * WORD_BYTES;
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
    struct shape shape;
    struct span all;
    if (is_flat(value)) {
        memcpy(head, value.data, sizeof head);
        if (!shape_of(head, value.size, &shape))
            return ERR_CORRUPT;
        const size_t begin = sizeof head + shape.rare * WORD_BYTES;
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
