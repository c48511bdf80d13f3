/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/claim.h"

/* Gives the holder the content of a part, if that stands behind its own. */
static void give(struct arena *arena, attribution_record *holder, const attribution_record *part)
{
    const size_t count = holder->n_content + part->n_content;
    if (part->content[0]->start < holder->content[holder->n_content - 1]->end)
        return;
    span_record **content = arena_array(arena, count, sizeof *content);
    if (!content)
        return;
    memcpy(content, holder->content, holder->n_content * sizeof *content);
    memcpy(content + holder->n_content, part->content, part->n_content * sizeof *content);
    holder->content = content;
    holder->n_content = count;
}

void parts_fold(struct claim_pass *pass)
{
    reading_record *reading = pass->reading;
    size_t kept = 0;
    for (size_t i = 0; i < reading->n_attributions; i++) {
        attribution_record *one = reading->attributions[i];
        if (!pass->holders[i])
            reading->attributions[kept++] = one;
        else
            give(pass->arena, pass->holders[i], one);
    }
    reading->n_attributions = kept;
}
