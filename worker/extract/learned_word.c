/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/learned.h"

#include "base/hash.h"
#include "model/names.h"

enum { STEM_BYTES_MAX = 48 };

static bool ends(const char *form, size_t size, const char *ending, size_t least)
{
    const size_t length = strlen(ending);
    return size > least && memcmp(form + size - length, ending, length) == 0;
}

/* "denies", "denied", "denying" and "deny" are one; what else is one does no harm. */
static uint32_t stem_of(struct span text)
{
    char form[STEM_BYTES_MAX];
    size_t size = 0;
    for (; size < text.size && size < STEM_BYTES_MAX; size++)
        form[size] = (char)(text.data[size] >= 'A' && text.data[size] <= 'Z' ? text.data[size] + 32 : text.data[size]);
    if (ends(form, size, "ing", 5) || ends(form, size, "ies", 4) || ends(form, size, "ied", 4))
        size -= 3;
    else if (ends(form, size, "ed", 4) || ends(form, size, "es", 4))
        size -= 2;
    else if (ends(form, size, "s", 3))
        size--;
    if (size > 3 && (form[size - 1] == 'e' || form[size - 1] == 'y'))
        size--;
    if (size > 4 && form[size - 1] == form[size - 2])
        size--;
    return (uint32_t)hash64(form, size, 0);
}

static void place(struct learned *learned, struct range range, enum place outside, enum place inside)
{
    for (uint32_t i = range.first; i < range.end; i++) {
        struct learned_word *word = &learned->words[i];
        const bool content = word->place == PLACE_CONTENT || word->place == PLACE_NESTED;
        word->place = (uint8_t)(content ? inside : outside);
    }
}

/* Contents first: what else stands in them is told apart. */
static void place_hints(struct learned *learned)
{
    const struct drafts *hints = learned->hints;
    for (uint32_t a = 0; a < hints->attributions_count; a++) {
        const struct draft_attribution *one = &hints->attributions[a];
        for (uint32_t c = 0; c < one->content_count; c++)
            place(learned, one->content[c], one->parent == DRAFT_NONE ? PLACE_CONTENT : PLACE_NESTED, PLACE_NESTED);
    }
    for (uint32_t a = hints->attributions_count; a > 0; a--) {
        const struct draft_attribution *one = &hints->attributions[a - 1];
        place(learned, one->source, PLACE_SOURCE, PLACE_SOURCE_INSIDE);
        place(learned, one->cue, PLACE_CUE, PLACE_CUE_INSIDE);
        for (uint32_t i = one->cue.first; i < one->cue.end; i++)
            learned->words[i].hint = a;
    }
}

static void look_up(struct learned *learned, uint32_t i)
{
    const struct document *document = learned->lexed->document;
    const struct token *token = &document->tokens[i];
    const bool mark = token->kind == TOKEN_OPEN || token->kind == TOKEN_CLOSE;
    struct learned_word *word = &learned->words[i];
    word->stem = stem_of(document_token(document, i));
    word->child = word->sibling = DRAFT_NONE;
    word->quoted = mark ? QUOTED_MARK : token->quotation ? QUOTED_INSIDE : QUOTED_NOT;
    word->shape = (uint8_t)(token->kind * 2 + (token->flags & TOKEN_CAPITAL ? 1 : 0));
}

enum err learned_make(struct arena *arena, const struct lexed *lexed, const struct parsed *parsed,
                      const struct drafts *hints, struct learned **out)
{
    const uint32_t count = lexed->document->tokens_count;
    struct learned *learned = arena_alloc(arena, sizeof *learned);
    struct learned_word *words = arena_array(arena, count, sizeof *words);
    if (!learned || !words)
        return ERR_TOO_LARGE;
    *learned = (struct learned){ lexed, parsed, hints, words };
    for (uint32_t i = 0; i < count; i++)
        look_up(learned, i);
    place_hints(learned);
    *out = learned;
    return ERR_OK;
}

void learned_link(struct learned *learned)
{
    struct learned_word *words = learned->words;
    for (uint32_t i = learned->lexed->document->tokens_count; i > 0; i--) {
        const uint32_t head = learned->parsed->head[i - 1];
        if (head == PARSED_NO_HEAD)
            continue;
        words[i - 1].sibling = words[head].child;
        words[head].child = i - 1;
    }
}
