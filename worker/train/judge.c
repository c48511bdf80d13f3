/* SPDX-License-Identifier: Apache-2.0 */
#include "train/judge.h"

#include "base/limits.h"
#include "extract/draft.h"
#include "train/learner.h"

#include <stdlib.h>

enum { BINS = 20 };

struct tally {
    uint32_t given[BINS + 1], right[BINS + 1];
    uint32_t annotated;
};

static bool within(const struct token *token, const struct annotated_spans *spans)
{
    for (uint32_t i = 0; i < spans->count; i++)
        if (token->start < spans->end[i] && token->end > spans->start[i])
            return true;
    return false;
}

static bool is_word(const struct token *token)
{
    return token->kind == TOKEN_WORD || token->kind == TOKEN_NUMBER;
}

/* Do they share half of their words, counted as F1? */
static bool agree(const struct document *document, const struct draft_attribution *given,
                  const struct annotation *annotation)
{
    uint32_t words = 0, shared = 0, annotated = 0;
    for (uint32_t c = 0; c < given->content_count; c++)
        for (uint32_t i = given->content[c].first; i < given->content[c].end; i++) {
            words += is_word(&document->tokens[i]);
            shared += is_word(&document->tokens[i]) && within(&document->tokens[i], &annotation->content);
        }
    if (shared == 0)
        return false;
    for (uint32_t i = 0; i < document->tokens_count; i++)
        annotated += is_word(&document->tokens[i]) && within(&document->tokens[i], &annotation->content);
    return 4 * shared >= words + annotated;
}

static void judge_article(const struct document *document, const struct drafts *drafts, const struct article *article,
                          struct tally *tally)
{
    bool *taken = must_calloc(article->annotations_count, sizeof *taken);
    for (uint32_t a = 0; a < drafts->attributions_count; a++) {
        const struct draft_attribution *given = &drafts->attributions[a];
        const uint32_t bin = (uint32_t)(given->confidence * BINS);
        if (given->part_of != DRAFT_NONE) /* judged with what it goes on from */
            continue;
        tally->given[bin]++;
        for (uint32_t b = 0; b < article->annotations_count; b++) {
            if (taken[b] || !agree(document, given, &article->annotations[b]))
                continue;
            taken[b] = true;
            tally->right[bin]++;
            break;
        }
    }
    tally->annotated += article->annotations_count;
    free(taken);
}

bool judge_print(const struct model *model, const struct articles *articles, FILE *out)
{
    struct tally tally = { .annotated = 0 };
    uint32_t given = 0, right = 0;
    struct arena *arena = arena_new(ARTICLE_ARENA_BYTES);
    bool fine = arena != NULL;
    for (uint32_t i = 0; fine && i < articles->count; i++) {
        const struct article *article = &articles->articles[i];
        struct document *document;
        struct drafts *drafts;
        arena_reset(arena);
        fine = document_analyse(arena, span_of(article->body), span_of(article->title), &document) == ERR_OK &&
               extract_drafts(arena, model, document, &drafts) == ERR_OK;
        if (fine)
            judge_article(document, drafts, article, &tally);
    }
    arena_free(arena);
    fputs("confidence  given  right\n", out);
    for (uint32_t bin = 0; bin <= BINS; bin++) {
        given += tally.given[bin];
        right += tally.right[bin];
        if (tally.given[bin])
            fprintf(out, "%.2f-%.2f  %6u  %5.2f\n", bin / (double)BINS, (bin + 1) / (double)BINS, tally.given[bin],
                    tally.right[bin] / (double)tally.given[bin]);
    }
    fprintf(out, "all        %6u  %5.2f, of %u annotated %.2f\n", given, given ? right / (double)given : 0,
            tally.annotated, tally.annotated ? right / (double)tally.annotated : 0);
    return fine;
}
