/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "read.h"

/* Any bytes without a NUL as an article: up to the first form feed its title,
 * behind it its body. What comes out must stand in the body; the arena is the
 * product's own. (A body that is its own title would not be read.) */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_spans(size_t count, span_record *const *spans, size_t size)
{
    for (size_t i = 0; i < count; i++)
        if (spans[i]->start >= spans[i]->end || spans[i]->end > size || (i > 0 && spans[i]->start < spans[i - 1]->end))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena *arena;
    static struct model *model;
    char reason[MODEL_REASON_BYTES];
    article_record article = CLAIMWIRE__V1__ARTICLE__INIT;
    reading_record *reading = NULL;
    if (!arena && !(arena = arena_new(ARTICLE_ARENA_BYTES)))
        return 0;
    if (!model && read_open_model("", &model, reason) != ERR_OK)
        abort();
    arena_reset(arena);
    article.id = (char *)(uintptr_t) "fuzz";
    article.language = (char *)(uintptr_t) "en";
    const uint8_t *cut = size ? memchr(data, '\f', size) : NULL;
    const size_t title = cut ? (size_t)(cut - data) : 0, behind = cut ? title + 1 : 0;
    article.title = arena_string(arena, (struct span){ (const char *)data, title });
    article.body = arena_string(arena, (struct span){ (const char *)data + behind, size - behind });
    if (!article.title || !article.body || read_article(arena, model, &article, 1, &reading) != ERR_OK)
        return 0;
    const size_t bytes = strlen(article.body);
    for (size_t i = 0; i < reading->n_attributions; i++) {
        check_spans(reading->attributions[i]->n_content, reading->attributions[i]->content, bytes);
        check_spans(reading->attributions[i]->n_cue, reading->attributions[i]->cue, bytes);
    }
    for (size_t i = 0; i < reading->n_claims; i++) {
        const claim_record *claim = reading->claims[i];
        check_spans(claim->n_content, claim->content, bytes);
        if (!claim->text || !*claim->text || strlen(claim->text) > CLAIM_TEXT_BYTES_MAX || claim->fact_key.len == 0)
            abort();
    }
    return 0;
}
