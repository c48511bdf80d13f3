/* SPDX-License-Identifier: Apache-2.0 */
#include "model/form.h"

#include "model/names.h"

#include <stdbool.h>

enum {
    HAS_DIGIT = 1,
    HAS_UPPER = 2,
    HAS_UPPER_FIRST = 4,
    HAS_UPPER_LATER = 8,
    HAS_HYPHEN = 16,
    HAS_LOWER = 32,
    HAS_OTHER = 64, /* no ASCII */
};

_Static_assert(TAG_COUNT == LAYOUT_TAG_OPEN + 1, "whatever six bits say is a tag, or that any may be");

const struct form form_outside = { .cased = 5, .lower = 5, .word = 5, .shape = 128, .tag = FORM_TAG_OPEN };
const struct form form_root = { .cased = 7, .lower = 7, .word = 7, .shape = 129, .tag = FORM_TAG_OPEN };

static uint32_t hash_bytes(const char *bytes, size_t size, uint32_t seed)
{
    uint32_t hash = 2166136261u ^ seed; /* FNV-1a, mixed at the end */
    for (size_t i = 0; i < size; i++)
        hash = (hash ^ (uint8_t)bytes[i]) * 16777619u;
    hash ^= hash >> 15;
    hash *= 0x2C1B3C6Du;
    return hash ^ hash >> 12;
}

/* The mark of ASCII that the character at `at` stands for, and its bytes; 0: none. */
static size_t plain_mark(struct span text, size_t at, const char **mark)
{
    static const struct {
        const char *bytes, *mark;
    } marks[] = {
        { "\xE2\x80\x98", "'" },
        { "\xE2\x80\x99", "'" },
        { "\xE2\x80\x9C", "\"" },
        { "\xE2\x80\x9D", "\"" },
        { "\xE2\x80\x93", "--" },
        { "\xE2\x80\x94", "--" },
        { "\xE2\x80\xA6", "..." },
        { "\xC2\xAB", "\"" },
        { "\xC2\xBB", "\"" },
        { "``", "\"" },
        { "''", "\"" },
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const size_t size = strlen(marks[i].bytes);
        if (text.size - at >= size && memcmp(text.data + at, marks[i].bytes, size) == 0) {
            *mark = marks[i].mark;
            return size;
        }
    }
    return 0;
}

static uint32_t kinds_of(char character, bool first)
{
    if (character >= '0' && character <= '9')
        return HAS_DIGIT;
    if (character >= 'A' && character <= 'Z')
        return HAS_UPPER | (first ? HAS_UPPER_FIRST : HAS_UPPER_LATER);
    if (character >= 'a' && character <= 'z')
        return HAS_LOWER;
    if (character == '-')
        return HAS_HYPHEN;
    return (uint8_t)character >= 0x80 ? HAS_OTHER : 0;
}

/* Writes the form as it is compared, and returns its size. */
static size_t normalise(struct span text, char cased[FORM_BYTES_MAX], char lower[FORM_BYTES_MAX], uint32_t *shape)
{
    size_t size = 0;
    *shape = 0;
    for (size_t at = 0; at < text.size && size < FORM_BYTES_MAX - 3;) {
        const char character = text.data[at];
        const char *mark = NULL;
        const bool may = (uint8_t)character >= 0x80 || character == '`' || character == '\'';
        const size_t taken = may ? plain_mark(text, at, &mark) : 0;
        if (taken > 0) {
            for (; *mark; mark++, size++)
                cased[size] = lower[size] = *mark;
            at += taken;
            continue;
        }
        const uint32_t kinds = kinds_of(character, at == 0);
        *shape |= kinds;
        cased[size] = kinds & HAS_DIGIT ? '0' : character;
        lower[size] = kinds & HAS_UPPER ? (char)(character | 0x20) : cased[size];
        size++;
        at++;
    }
    return size;
}

bool vocabulary_find(const struct vocabulary *vocabulary, uint32_t key, struct known *known)
{
    const uint32_t mask = vocabulary->slots_count - 1;
    *known = (struct known){ .tag = FORM_TAG_OPEN };
    for (uint32_t probe = 0; probe < VOCABULARY_PROBES_MAX; probe++) {
        const uint32_t word = vocabulary->slots[(key + probe) & mask];
        if (word == 0)
            return false;
        if ((word ^ key) >> 20 != 0)
            continue;
        const uint8_t tag = word & 63;
        known->class = word >> 11 & 511;
        known->flags = word >> 6 & 31;
        known->tag = tag == LAYOUT_TAG_OPEN ? FORM_TAG_OPEN : tag;
        return true;
    }
    return false;
}

static inline uint32_t last(const char *lower, size_t size, size_t count, uint32_t seed)
{
    const size_t taken = size < count ? size : count;
    return hash_bytes(lower + size - taken, taken, seed);
}

bool form_has_capital(const struct form *form)
{
    return form->shape & HAS_UPPER;
}

void form_read(const struct vocabulary *vocabulary, struct span text, struct form *form)
{
    char cased[FORM_BYTES_MAX], lower[FORM_BYTES_MAX];
    uint32_t kinds;
    const size_t size = normalise(text, cased, lower, &kinds);

    form->cased = hash_bytes(cased, size, 0);
    form->lower = hash_bytes(lower, size, 0) | 1; /* never an empty slot's key */
    form->prefix = hash_bytes(lower, size < 2 ? size : 2, 7);
    form->suffix1 = last(lower, size, 1, 1);
    form->suffix2 = last(lower, size, 2, 2);
    form->suffix3 = last(lower, size, 3, 3);
    form->shape = kinds;

    struct known known;
    vocabulary_find(vocabulary, form->lower, &known);
    form->flags = known.flags;
    form->class = known.class;
    form->tag = kinds & HAS_UPPER ? FORM_TAG_OPEN : known.tag;
    if (size == 1 && lower[0] == '"')
        form->flags |= FORM_MARK;
    form->word = form->flags & FORM_KNOWN ? form->lower : (form->suffix2 ^ form->shape * 0x9E3779B1u) | 1;
}
