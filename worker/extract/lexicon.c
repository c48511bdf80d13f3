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
    uint16_t tag;   /* a part of the hash: most words that are not here end at it */
    uint16_t place; /* index + 1; 0: free */
} slots[SLOTS];
static once_flag filled = ONCE_FLAG_INIT;

/* FNV-1a, a byte a step; its upper half chooses the slot, its lower half is the tag. */
static const uint32_t HASH_START = 2166136261U;

static uint32_t hash_step(uint32_t hash, char byte)
{
    return (hash ^ (unsigned char)byte) * 16777619U;
}

static void fill_slots(void)
{
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        uint32_t hash = HASH_START;
        for (const char *byte = words[i].form; *byte; byte++)
            hash = hash_step(hash, *byte);
        uint32_t slot = (hash >> 16) % SLOTS;
        while (slots[slot].place)
            slot = (slot + 1) % SLOTS;
        slots[slot] = (struct slot){ (uint16_t)hash, (uint16_t)(i + 1) };
    }
}

const struct word *lexicon_find(struct span form)
{
    char lower[FORM_BYTES_MAX];
    if (form.size == 0 || form.size >= sizeof lower)
        return NULL;
    size_t size = 0;
    uint32_t hash = HASH_START;
    for (size_t i = 0; i < form.size; i++) {
        char letter = form.data[i];
        if (letter >= 'A' && letter <= 'Z') {
            letter = (char)(letter + ('a' - 'A'));
        } else if (letter == '\xE2' && form.size - i >= 3 && memcmp(form.data + i, "\xE2\x80\x99", 3) == 0) {
            letter = '\''; /* the curly apostrophe of "n’t" */
            i += 2;
        }
        lower[size++] = letter;
        hash = hash_step(hash, letter);
    }
    lower[size] = '\0';
    call_once(&filled, fill_slots);
    for (uint32_t slot = (hash >> 16) % SLOTS; slots[slot].place; slot = (slot + 1) % SLOTS)
        if (slots[slot].tag == (uint16_t)hash && strcmp(words[slots[slot].place - 1].form, lower) == 0)
            return &words[slots[slot].place - 1];
    return NULL;
}

/* "11 May", "in May": a month like the next one, and no doubt. */
static bool is_may(const struct document *document, uint32_t i)
{
    static const char *const before[] = {
        "in", "since", "last", "next", "until", "by", "late", "early", "mid", "this"
    };
    const struct token *token = &document->tokens[i];
    if (token->end - token->start != 3 || !(token->flags & TOKEN_CAPITAL) || !document_is(document, i, "may"))
        return false;
    return (i + 1 < document->tokens_count && document->tokens[i + 1].kind == TOKEN_NUMBER) ||
           (i > 0 && (document->tokens[i - 1].kind == TOKEN_NUMBER || DOCUMENT_IS_ONE_OF(document, i - 1, before)));
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
            lexed->words[i] = lexicon_find(is_may(document, i) ? SPAN("june") : document_token(document, i));
    return ERR_OK;
}
