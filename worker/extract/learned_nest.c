/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/learned_nest.h"

enum { PARENT_LOOKS_MAX = 32 };

static bool goes_before(const struct draft_attribution *one, const struct draft_attribution *other)
{
    const struct range *a = &one->content[0], *b = &other->content[0];
    return a->first != b->first
               ? a->first < b->first
               : one->content[one->content_count - 1].end > other->content[other->content_count - 1].end;
}

/* By where their contents begin, the outer before the inner. */
static void sort(struct draft_attribution *attributions, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        const struct draft_attribution moved = attributions[i];
        uint32_t at = i;
        for (; at > 0 && goes_before(&moved, &attributions[at - 1]); at--)
            attributions[at] = attributions[at - 1];
        attributions[at] = moved;
    }
}

static bool holds(const struct draft_attribution *outer, uint32_t token)
{
    for (uint32_t c = 0; c < outer->content_count; c++)
        if (token_in(outer->content[c], token))
            return true;
    return false;
}

/* The innermost one whose content the cue is in. */
static uint32_t parent_of(const struct drafts *drafts, uint32_t number)
{
    const uint32_t floor = number > PARENT_LOOKS_MAX ? number - PARENT_LOOKS_MAX : 0;
    for (uint32_t i = number; i > floor; i--)
        if (holds(&drafts->attributions[i - 1], drafts->attributions[number].cue.first))
            return i - 1;
    return DRAFT_NONE;
}

void learned_take(struct attribution_pass *pass, uint32_t number)
{
    const struct document *document = pass->lexed->document;
    const struct draft_attribution *one = &pass->drafts->attributions[number];
    for (uint32_t c = 0; c < one->content_count; c++)
        for (uint32_t i = one->content[c].first; i < one->content[c].end; i++) {
            const uint32_t quotation = document->tokens[i].quotation;
            if (quotation && !pass->taken[quotation - 1])
                pass->taken[quotation - 1] = number + 1;
        }
}

/* Do the rules see that cue, too? */
static bool is_hinted(const struct learned *learned, const struct draft_attribution *one)
{
    for (uint32_t i = one->cue.first; i < one->cue.end; i++)
        if (learned->words[i].hint)
            return true;
    return false;
}

/* "withdrew his allegation that …", "allegation that …": the same words read twice, by cues of which one has the other.
 * Of the two that with more words in its cue is kept. False when there is none. */
static bool joins_twin(struct drafts *drafts, uint32_t first, const struct draft_attribution *one)
{
    for (uint32_t i = drafts->attributions_count; i > first; i--) {
        struct draft_attribution *other = &drafts->attributions[i - 1];
        const bool overlap = one->cue.first < other->cue.end && other->cue.first < one->cue.end;
        if (!overlap || one->content_count != other->content_count ||
            memcmp(one->content, other->content, one->content_count * sizeof *one->content) != 0)
            continue;
        const bool more = one->cue.end - one->cue.first > other->cue.end - other->cue.first;
        const uint32_t parent = other->parent;
        *other = more ? *one : *other;
        other->parent = parent;
        return true;
    }
    return false;
}

void learned_nest(const struct learned *learned, struct attribution_pass *pass, uint32_t first, float least,
                  float least_hinted)
{
    struct drafts *drafts = pass->drafts;
    const uint32_t end = drafts->attributions_count;
    sort(&drafts->attributions[first], end - first);
    drafts->attributions_count = first;
    for (uint32_t i = first; i < end; i++) {
        const uint32_t number = drafts->attributions_count;
        struct draft_attribution *kept = &drafts->attributions[number];
        *kept = drafts->attributions[i];
        kept->parent = parent_of(drafts, number);
        if (kept->parent != DRAFT_NONE && kept->confidence <= (is_hinted(learned, kept) ? least_hinted : least))
            continue;
        if (joins_twin(drafts, first, kept))
            continue;
        learned_take(pass, number);
        drafts->attributions_count++;
    }
}
