/* SPDX-License-Identifier: Apache-2.0 */
#include "model/parse.h"

#include "model/search.h"
#include "model/names.h"
#include "model/tag.h"

static bool is_wanted(const bool *wanted, uint32_t sentence)
{
    return !wanted || wanted[sentence];
}

static void tag_range(const struct model *model, const struct document *document, struct range tokens,
                      struct parsed *parsed)
{
    for (uint32_t i = tokens.first; i < tokens.end; i++)
        form_read(model_vocabulary(model), document_token(document, i), &parsed->forms[i]);
    tag_sentence(model_table(model, FEATURES_TAG), &parsed->forms[tokens.first], tokens.end - tokens.first,
                 &parsed->tag[tokens.first]);
}

enum err parse_tags(struct arena *arena, const struct model *model, const struct document *document, const bool *wanted,
                    struct parsed **parsed)
{
    const size_t count = document->tokens_count;
    struct parsed *made = arena_alloc(arena, sizeof *made);
    if (!made)
        return ERR_TOO_LARGE;
    made->forms = arena_array(arena, count, sizeof *made->forms);
    made->tag = arena_array(arena, count, sizeof *made->tag);
    made->head = arena_array(arena, count, sizeof *made->head);
    made->relation = arena_array(arena, count, sizeof *made->relation);
    if (arena_overflowed(arena))
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < count; i++) {
        made->tag[i] = TAG_OUTSIDE;
        made->head[i] = PARSED_NO_HEAD;
        made->relation[i] = RELATION_NONE;
    }
    for (uint32_t i = 0; i < document->sentences_count; i++)
        if (is_wanted(wanted, i))
            tag_range(model, document, document->sentences[i].tokens, made);
    *parsed = made;
    return ERR_OK;
}

struct work {
    struct arcs arcs;
    uint16_t heads[ARCS_TOKENS_MAX];
    uint8_t relations[ARCS_TOKENS_MAX];
};

static void parse_piece(const struct model *model, struct work *work, struct range tokens, struct parsed *parsed)
{
    const uint32_t count = tokens.end - tokens.first;
    arcs_start(&work->arcs, &parsed->forms[tokens.first], &parsed->tag[tokens.first], count);
    search_parse(&work->arcs, model_table(model, FEATURES_ACTION), model_table(model, FEATURES_LABEL), work->heads,
                 work->relations);
    for (uint32_t i = 0; i < count; i++) {
        const uint32_t head = work->heads[i];
        parsed->head[tokens.first + i] = head > count ? PARSED_NO_HEAD : tokens.first + head - 1;
        parsed->relation[tokens.first + i] = work->relations[i];
    }
}

enum err parse_trees(struct arena *arena, const struct model *model, const struct document *document,
                     const bool *wanted, struct parsed *parsed)
{
    const size_t used = arena_used(arena);
    struct work *work = arena_unset(arena, 1, sizeof *work);
    if (!work)
        return ERR_TOO_LARGE;
    for (uint32_t i = 0; i < document->sentences_count; i++) {
        const struct range all = document->sentences[i].tokens;
        if (!is_wanted(wanted, i) || all.first == all.end || parsed->tag[all.first] == TAG_OUTSIDE)
            continue;
        for (uint32_t first = all.first; first < all.end; first += ARCS_TOKENS_MAX) {
            const uint32_t end = all.end - first > ARCS_TOKENS_MAX ? first + ARCS_TOKENS_MAX : all.end;
            parse_piece(model, work, (struct range){ first, end }, parsed);
        }
    }
    arena_rewind(arena, used);
    return ERR_OK;
}
