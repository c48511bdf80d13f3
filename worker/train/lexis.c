/* SPDX-License-Identifier: Apache-2.0 */
#include "train/lexis.h"

#include "model/names.h"
#include "train/learner.h"

#include <stdlib.h>

enum {
    ENTRIES = 1 << 19,   /* a power of two, far more than there are forms */
    KNOWN_FROM = 2,      /* times in the treebank */
    ONE_TAG_FROM = 40,   /* times, to tell a form that has one tag only */
    ONE_TAG_IN_1000 = 997,
};

struct entry {
    uint32_t key;
    uint32_t count;
    uint16_t tags[TAG_COUNT]; /* how often each, where it stood without capitals */
    uint16_t class;
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
    static const struct layout_word nothing[1];
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
    static const struct layout_word nothing[1];
    const struct vocabulary empty = { nothing, 1 };
    struct form form;
    form_read(&empty, text, &form);
    return entry_of(lexis, form.lower);
}

void lexis_add(struct lexis *lexis, struct span text, uint8_t flags, uint16_t class)
{
    struct entry *entry = entry_of_text(lexis, text);
    entry->flags |= flags;
    if (entry->class % 64 == 0)
        entry->class = (uint16_t)(entry->class + class % 64);
    if (entry->class / 64 == 0)
        entry->class = (uint16_t)(entry->class + class / 64 * 64);
}

uint16_t lexis_class(struct lexis *lexis, struct span text)
{
    return entry_of_text(lexis, text)->class;
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

static bool put(struct layout_word *slots, uint32_t slots_count, struct layout_word word)
{
    for (uint32_t probe = 0; probe < VOCABULARY_PROBES_MAX; probe++) {
        struct layout_word *slot = &slots[(word.key + probe) & (slots_count - 1)];
        if (slot->key == 0) {
            *slot = word;
            return true;
        }
    }
    return false;
}

static bool put_all(const struct lexis *lexis, struct layout_word *slots, uint32_t slots_count)
{
    for (uint32_t i = 0; i < ENTRIES; i++) {
        const struct entry *entry = &lexis->entries[i];
        struct layout_word word = { entry->key, only_tag(entry), entry->flags, entry->class };
        if (entry->count >= KNOWN_FROM)
            word.flags |= FORM_KNOWN;
        if (word.key != 0 && word.flags != 0 && !put(slots, slots_count, word))
            return false;
    }
    return true;
}

struct vocabulary lexis_pack(const struct lexis *lexis)
{
    for (uint32_t slots_count = 1024;; slots_count *= 2) {
        struct layout_word *slots = must_calloc(slots_count, sizeof *slots);
        if (put_all(lexis, slots, slots_count))
            return (struct vocabulary){ slots, slots_count };
        free(slots);
    }
}
