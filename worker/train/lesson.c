/* SPDX-License-Identifier: Apache-2.0 */
#include "train/lesson.h"

#include "train/learner.h"

#include <stdlib.h>

enum { LESSON_ARENA_BYTES = 16 * 1024 * 1024 };

static bool overlaps(const struct token *token, const struct annotated_spans *spans)
{
    for (uint32_t i = 0; i < spans->count; i++)
        if (token->start < spans->end[i] && token->end > spans->start[i])
            return true;
    return false;
}

/* "vowed to return": the annotation has the "to" in the cue, the reading in the content, where the clause is. */
static void move_to(const struct document *document, uint8_t *roles, uint32_t count)
{
    uint32_t last = 0, words = 0;
    for (uint32_t i = 0; i < count; i++)
        if (roles[i] == ROLE_CUE) {
            last = i;
            words++;
        }
    if (words > 1 && last + 1 < count && document_is(document, last, "to") && roles[last + 1] == ROLE_CONTENT)
        roles[last] = ROLE_CONTENT;
}

/* The first word of the cue that hangs on none of its others. */
static uint32_t head_of(const struct lesson *lesson, const uint8_t *roles)
{
    const struct parsed *parsed = lesson->learned->parsed;
    uint32_t any = DRAFT_NONE;
    for (uint32_t i = 0; i < lesson->tokens_count; i++) {
        if (roles[i] != ROLE_CUE)
            continue;
        if (any == DRAFT_NONE)
            any = i;
        if (parsed->relation[i] != RELATION_PUNCT &&
            (parsed->head[i] == PARSED_NO_HEAD || roles[parsed->head[i]] != ROLE_CUE))
            return i;
    }
    return any;
}

static void annotate(struct lesson *lesson, const struct article *article)
{
    const struct document *document = lesson->lexed.document;
    lesson->annotations_count = article->annotations_count;
    lesson->weight = article->weight;
    lesson->roles = must_calloc(article->annotations_count, sizeof *lesson->roles);
    lesson->heads = must_calloc(article->annotations_count, sizeof *lesson->heads);
    lesson->is_head = must_calloc(lesson->tokens_count, sizeof *lesson->is_head);
    lesson->is_nested = must_calloc(lesson->tokens_count, sizeof *lesson->is_nested);
    for (uint32_t a = 0; a < article->annotations_count; a++) {
        const struct annotation *annotation = &article->annotations[a];
        uint8_t *roles = lesson->roles[a] = must_calloc(lesson->tokens_count, 1);
        for (uint32_t i = 0; i < lesson->tokens_count; i++) {
            const struct token *token = &document->tokens[i];
            roles[i] = overlaps(token, &annotation->cue)       ? ROLE_CUE
                       : overlaps(token, &annotation->source)  ? ROLE_SOURCE
                       : overlaps(token, &annotation->content) ? ROLE_CONTENT
                                                               : ROLE_NONE;
        }
        move_to(document, roles, lesson->tokens_count);
        lesson->heads[a] = head_of(lesson, roles);
        if (lesson->heads[a] != DRAFT_NONE)
            lesson->is_head[lesson->heads[a]] = true;
    }
    for (uint32_t a = 0; a < lesson->annotations_count; a++)
        for (uint32_t b = 0; b < lesson->annotations_count && lesson->heads[a] != DRAFT_NONE; b++)
            lesson->is_nested[lesson->heads[a]] |= lesson->roles[b][lesson->heads[a]] == ROLE_CONTENT;
}

static bool make(struct lesson *lesson, const struct article *article, const struct model *model)
{
    struct document *document;
    struct drafts *hints;
    struct parsed *parsed;
    lesson->arena = arena_new(LESSON_ARENA_BYTES);
    if (!lesson->arena ||
        document_analyse(lesson->arena, span_of(article->body), span_of(article->title), &document) != ERR_OK ||
        lexed_make(lesson->arena, document, &lesson->lexed) != ERR_OK ||
        extract_drafts(lesson->arena, NULL, document, &hints) != ERR_OK ||
        parse_tags(lesson->arena, model, document, NULL, &parsed) != ERR_OK)
        return false;
    if (parse_trees(lesson->arena, model, document, NULL, parsed) != ERR_OK)
        return false;
    lesson->tokens_count = document->tokens_count;
    if (learned_make(lesson->arena, &lesson->lexed, parsed, hints, &lesson->learned) != ERR_OK)
        return false;
    learned_link(lesson->learned);
    annotate(lesson, article);
    return true;
}

struct lesson *lessons_make(const struct articles *articles, const struct model *model)
{
    struct lesson *lessons = must_calloc(articles->count, sizeof *lessons);
    for (uint32_t i = 0; i < articles->count; i++)
        if (!make(&lessons[i], &articles->articles[i], model)) {
            fprintf(stderr, "trainer: article %s is too large\n", articles->articles[i].id);
            exit(65);
        }
    return lessons;
}

void lessons_free(struct lesson *lessons, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        for (uint32_t a = 0; a < lessons[i].annotations_count; a++)
            free(lessons[i].roles[a]);
        free(lessons[i].roles);
        free(lessons[i].heads);
        free(lessons[i].is_head);
        free(lessons[i].is_nested);
        arena_free(lessons[i].arena);
    }
    free(lessons);
}

void lesson_roles(const struct lesson *lesson, const struct learned_window *window, uint8_t roles[LEARNED_WINDOW_MAX])
{
    memset(roles, ROLE_NONE, LEARNED_WINDOW_MAX);
    for (uint32_t a = 0; a < lesson->annotations_count; a++) {
        if (lesson->heads[a] != window->cue)
            continue;
        for (uint32_t i = window->range.first; i < window->range.end; i++) {
            const uint32_t away = i > window->cue ? i - window->cue : window->cue - i;
            const uint8_t role = lesson->roles[a][i];
            uint8_t *made = &roles[i - window->range.first];
            if (role == ROLE_CUE)
                *made = away < LEARNED_CUE_REACH ? ROLE_CUE : *made;
            else if (role && (*made == ROLE_NONE || (*made == ROLE_CONTENT && role == ROLE_SOURCE)))
                *made = role;
        }
    }
    roles[window->cue - window->range.first] = ROLE_CUE;
}
