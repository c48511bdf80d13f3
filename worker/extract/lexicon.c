/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/lexicon.h"

#include <threads.h>

#include "extract/draft.h"

enum { FORM_BYTES_MAX = 24, SLOTS = 8192 };

static const struct word words[] = {
#define WORD(form, classes, value) { form, classes, value },
#include "extract/lexicon.def"
#undef WORD
};

_Static_assert(sizeof words / sizeof *words < SLOTS / 2, "half of the slots stay free");

/* Where the words are by the hash of their form. Filled once, at the first look. */
static struct slot {
    uint16_t tag;   /* the hash's upper half: most words that are not here end at it */
    uint16_t place; /* index + 1; 0: free */
} slots[SLOTS];
static once_flag filled = ONCE_FLAG_INIT;

/* FNV-1a. */
static uint32_t hash_of(const char *form)
{
    uint32_t hash = 2166136261U;
    for (; *form; form++)
        hash = (hash ^ (unsigned char)*form) * 16777619U;
    return hash ^ hash >> 13;
}

static void fill_slots(void)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const uint32_t hash = hash_of(words[i].form);
        uint32_t slot = hash % SLOTS;
        while (slots[slot].place)
            slot = (slot + 1) % SLOTS;
        slots[slot] = (struct slot){ (uint16_t)(hash >> 16), (uint16_t)(i + 1) };
    }
}

const struct word *lexicon_find(struct span form)
{
    char lower[FORM_BYTES_MAX];
    if (form.size == 0 || form.size >= sizeof lower)
        return NULL;
    size_t size = 0;
    for (size_t i = 0; i < form.size; i++) {
        const char letter = form.data[i];
        if (form.size - i >= 3 && memcmp(form.data + i, "\xE2\x80\x99", 3) == 0) {
            lower[size++] = '\''; /* the curly apostrophe of "n’t" */
            i += 2;
        } else {
            lower[size++] = (char)(letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter);
        }
    }
    lower[size] = '\0';
    call_once(&filled, fill_slots);
    const uint32_t hash = hash_of(lower);
    for (uint32_t slot = hash % SLOTS; slots[slot].place; slot = (slot + 1) % SLOTS)
        if (slots[slot].tag == hash >> 16 && strcmp(words[slots[slot].place - 1].form, lower) == 0)
            return &words[slots[slot].place - 1];
    return NULL;
}

enum err lexed_make(struct arena *arena, const struct document *document, struct lexed *lexed)
{
    *lexed = (struct lexed){
        .document = document,
        .words = arena_array(arena, document->tokens_count, sizeof *lexed->words),
    };
    if (!lexed->words)
        return ERR_MEMORY;
    for (uint32_t i = 0; i < document->tokens_count; i++)
        if (document->tokens[i].kind == TOKEN_WORD)
            lexed->words[i] = lexicon_find(document_token(document, i));
    return ERR_OK;
}
