/* SPDX-License-Identifier: Apache-2.0 */
#include "train/lexis.h"

#include "model/names.h"
#include "train/learner.h"

#include <stdlib.h>

enum {
    ENTRIES = 1 << 19, /* a power of two, far more than there are forms */
    KNOWN_FROM = 2,    /* times in the treebank */
    ONE_TAG_FROM = 40, /* times, to tell a form that has one tag only */
    ONE_TAG_IN_1000 = 997,
};

struct entry {
    uint32_t key;
    uint32_t count;
    uint16_t tags[TAG_COUNT]; /* how often each, where it stood without capitals */
    uint8_t noun, verb;       /* classes of meaning, 0: none */
    uint8_t flags;
};

struct lexis {
    struct entry *entries;
    uint32_t count;
};

struct lexis *lexis_new(void)
{
    struct lexis *lexis = must_calloc(1, sizeof *lexis);
    lexis->entries = must_calloc(ENTRIES, sizeof *lexis->entries);
    return lexis;
}

void lexis_free(struct lexis *lexis)
{
    if (!lexis)
        return;
    free(lexis->entries);
    free(lexis);
}

static struct entry *entry_of(struct lexis *lexis, uint32_t key)
{
    uint32_t at = key % ENTRIES;
    while (lexis->entries[at].key != 0 && lexis->entries[at].key != key)
        at = (at + 1) % ENTRIES;
    if (lexis->entries[at].key == 0) {
        if (++lexis->count > ENTRIES / 2) {
            fputs("trainer: more forms than the vocabulary takes\n", stderr);
            exit(65);
        }
        lexis->entries[at].key = key;
    }
    return &lexis->entries[at];
}

void lexis_count(struct lexis *lexis, const struct treebank *treebank)
{
    static const uint32_t nothing[1];
    const struct vocabulary empty = { nothing, 1 };
    for (uint32_t i = 0; i < treebank->count; i++) {
        const struct gold_sentence *sentence = &treebank->sentences[i];
        for (uint32_t k = 0; k < sentence->count; k++) {
            struct form form;
            form_read(&empty, span_of(sentence->tokens[k].text), &form);
            struct entry *entry = entry_of(lexis, form.lower);
            entry->count++;
            if (!form_has_capital(&form) && entry->tags[sentence->tokens[k].tag] < UINT16_MAX)
                entry->tags[sentence->tokens[k].tag]++;
        }
    }
}

static struct entry *entry_of_text(struct lexis *lexis, struct span text)
{
    static const uint32_t nothing[1];
    const struct vocabulary empty = { nothing, 1 };
    struct form form;
    form_read(&empty, text, &form);
    return entry_of(lexis, form.lower);
}

void lexis_add(struct lexis *lexis, struct span text, uint8_t flags, uint8_t noun, uint8_t verb)
{
    struct entry *entry = entry_of_text(lexis, text);
    entry->flags |= flags;
    entry->noun = entry->noun ? entry->noun : noun & 31;
    entry->verb = entry->verb ? entry->verb : verb & 15;
}

void lexis_classes(struct lexis *lexis, struct span text, uint8_t *noun, uint8_t *verb)
{
    const struct entry *entry = entry_of_text(lexis, text);
    *noun = entry->noun;
    *verb = entry->verb;
}

static uint8_t only_tag(const struct entry *entry)
{
    uint32_t total = 0;
    uint8_t best = 0;
    for (uint8_t i = 0; i < TAG_COUNT; i++) {
        total += entry->tags[i];
        if (entry->tags[i] > entry->tags[best])
            best = i;
    }
    const bool one = total >= ONE_TAG_FROM && entry->tags[best] * 1000u >= total * ONE_TAG_IN_1000;
    return one ? best : FORM_TAG_OPEN;
}

static bool put(uint32_t *slots, uint32_t slots_count, const struct entry *entry, uint8_t flags)
{
    const uint8_t tag = only_tag(entry);
    const uint32_t word =
        layout_word(entry->key, entry->verb, entry->noun, flags, tag == FORM_TAG_OPEN ? LAYOUT_TAG_OPEN : tag);
    for (uint32_t probe = 0; probe < VOCABULARY_PROBES_MAX; probe++) {
        uint32_t *slot = &slots[(entry->key + probe) & (slots_count - 1)];
        if (*slot == 0)
            *slot = word;
        if ((*slot ^ word) >> 20 == 0)
            return true; /* or another form that cannot be told from it */
    }
    return false;
}

/* Those of the treebank first, so that they keep their places. */
static bool put_all(const struct lexis *lexis, uint32_t *slots, uint32_t slots_count, bool known)
{
    for (uint32_t i = 0; i < ENTRIES; i++) {
        const struct entry *entry = &lexis->entries[i];
        const uint8_t flags = (uint8_t)(entry->flags | (entry->count >= KNOWN_FROM ? FORM_KNOWN : 0));
        if (flags != 0 && known == (entry->count >= KNOWN_FROM) && !put(slots, slots_count, entry, flags))
            return false;
    }
    return true;
}

struct vocabulary lexis_pack(const struct lexis *lexis)
{
    for (uint32_t slots_count = 1024;; slots_count *= 2) {
        uint32_t *slots = must_calloc(slots_count, sizeof *slots);
        if (put_all(lexis, slots, slots_count, true) && put_all(lexis, slots, slots_count, false))
            return (struct vocabulary){ slots, slots_count };
        free(slots);
    }
}
