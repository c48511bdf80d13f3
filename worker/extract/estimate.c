/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/estimate.h"

#include "extract/quantity.h"

enum { COUNTED_TOKENS_MAX = 12, NUMBER_WITHIN_TOKENS = 4, CONTENT_TOKENS_MAX = 20 };

static const float sure = 0.7F;

static bool has_number(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    const uint32_t until = first + NUMBER_WITHIN_TOKENS < end ? first + NUMBER_WITHIN_TOKENS : end;
    for (uint32_t i = first; i < until; i++) {
        if (quantity_is_number(lexed, i) || lexed_is(lexed, i, WORD_MANY) ||
            document_is(lexed->document, i, "\xE2\x82\xAC"))
            return true;
        if (document_is_mark(lexed->document, i, ",.;:"))
            return false;
    }
    return false;
}

/* Where what the verb tells begins, if it tells of a number there; else 0. */
static uint32_t told_from(const struct lexed *lexed, uint32_t verb, uint32_t end)
{
    static const char *const puts[] = { "put", "puts" };
    static const char *const speaks[] = { "speak", "speaks", "spoke", "spoken" };
    static const char *const counts[] = { "counts", "counted" };
    const struct document *document = lexed->document;
    if (DOCUMENT_IS_ONE_OF(document, verb, speaks))
        return verb + 2 < end && document_is(document, verb + 1, "of") && has_number(lexed, verb + 2, end) ? verb + 2
                                                                                                           : 0;
    if (DOCUMENT_IS_ONE_OF(document, verb, counts))
        return has_number(lexed, verb + 1, end) ? verb + 1 : 0;
    if (!DOCUMENT_IS_ONE_OF(document, verb, puts) || verb + 1 >= end || lexed_is(lexed, verb + 1, WORD_PREPOSITION))
        return 0;
    for (uint32_t i = verb + 2; i + 1 < end && i < verb + COUNTED_TOKENS_MAX; i++) {
        if (document_is_mark(document, i, ",;:"))
            return 0;
        if (document_is(document, i, "at"))
            return has_number(lexed, i + 1, end) ? verb + 1 : 0;
    }
    return 0;
}

static struct range told_of(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    static const char *const others[] = { "and",     "but",   "while", "who", "which",
                                          "because", "after", "when",  "as",  "from" };
    uint32_t i = first;
    while (i < end && i < first + CONTENT_TOKENS_MAX && !document_is_mark(lexed->document, i, ",.;:?!()") &&
           (i == first || !DOCUMENT_IS_ONE_OF(lexed->document, i, others)))
        i++;
    return clause_trim(lexed->document, (struct range){ first, i });
}

/* Has the verb been read as a cue, or is it within what is said already? */
static bool is_read(const struct drafts *drafts, struct range sentence, uint32_t verb)
{
    for (uint32_t a = drafts->attributions_count; a > 0; a--) {
        const struct draft_attribution *one = &drafts->attributions[a - 1];
        if (token_in(one->cue, verb))
            return true;
        for (uint32_t c = 0; c < one->content_count; c++)
            if (token_in(one->content[c], verb))
                return true;
        if (one->content[0].end <= sentence.first && one->cue.end <= sentence.first)
            return false;
    }
    return false;
}

void estimate_read(struct attribution_pass *pass, struct range sentence)
{
    const struct lexed *lexed = pass->lexed;
    for (uint32_t i = sentence.first + 1; i + 1 < sentence.end; i++) {
        const uint32_t from = told_from(lexed, i, sentence.end);
        if (from == 0 || lexed->document->tokens[i].quotation || is_read(pass->drafts, sentence, i))
            continue;
        uint32_t group = i; /* with "now", "have" */
        while (group > sentence.first + 1 && lexed_is(lexed, group - 1, WORD_ADVERB | WORD_AUXILIARY))
            group--;
        const struct cue cue = { .source = phrase_before(lexed, sentence.first, group),
                                 .cue = { group, from > i + 1 ? i + 2 : i + 1 },
                                 .kind = CUE_STATEMENT };
        struct draft_attribution *made = range_empty(cue.source) ? NULL : attribution_add(pass, &cue);
        if (!made)
            continue;
        attribution_content(made, told_of(lexed, from, sentence.end));
        attribution_finish(pass, made, sure);
    }
}
