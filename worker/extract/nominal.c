/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/attribution.h"

enum { MODIFIERS_MAX = 2, SOURCE_TOKENS_MAX = 24 };

/* "his", "their": the owner of a noun, without a name. */
static bool is_owner(const struct document *document, uint32_t i)
{
    static const char *const words[] = { "his", "her", "its", "their", "our", "my" };
    return DOCUMENT_IS_ONE_OF(document, i, words);
}

/* Whose the noun is: "X's claim", "his last claim". */
static struct range owner_before(const struct attribution_pass *pass, uint32_t noun)
{
    const struct lexed *lexed = pass->lexed;
    const struct document *document = lexed->document;
    for (uint32_t i = noun; i > pass->bounds.first && noun - i <= MODIFIERS_MAX; i--) {
        if (document->tokens[i - 1].quotation || document->tokens[i - 1].kind != TOKEN_WORD)
            break;
        if (is_owner(document, i - 1))
            return (struct range){ i - 1, i };
        if (document->tokens[i - 1].flags & TOKEN_CLITIC && !lexed_is(lexed, i - 1, WORD_NEGATION))
            return phrase_owner(lexed, pass->bounds.first, i - 1);
        if (lexed_is(lexed, i - 1, WORD_VERB | WORD_DETERMINER | WORD_PREPOSITION | WORD_AUXILIARY))
            break;
    }
    return (struct range){ 0, 0 };
}

/* Who stands behind the noun: "a statement from X that". */
static struct range giver_after(const struct attribution_pass *pass, uint32_t noun)
{
    const struct document *document = pass->lexed->document;
    const uint32_t by = noun + 1;
    if (by + 1 >= pass->bounds.end || !(document_is(document, by, "by") || document_is(document, by, "from")))
        return (struct range){ 0, 0 };
    return phrase_after(pass->lexed, by + 1, pass->bounds.end);
}

bool cue_nominal(const struct attribution_pass *pass, uint32_t token, struct cue *cue)
{
    const struct lexed *lexed = pass->lexed;
    const struct document *document = lexed->document;
    if (!lexed_is(lexed, token, WORD_NOMINAL) || token == pass->bounds.first)
        return false;
    struct range source = giver_after(pass, token);
    uint32_t next = range_empty(source) ? token + 1 : source.end;
    if (range_empty(source))
        source = owner_before(pass, token);
    if (range_empty(source) || next + 1 >= pass->bounds.end || document->tokens[next].quotation)
        return false;
    /* "The company's position is that …". */
    const bool is = next + 2 < pass->bounds.end && document_is(document, next + 1, "that") &&
                    (document_is(document, next, "is") || document_is(document, next, "was"));
    next += is;
    const bool that = document_is(document, next, "that");
    if (!that && !document_is(document, next, "to") && !document_is(document, next, "for"))
        return false;
    *cue = (struct cue){
        .verb = token,
        .kind = CUE_STATEMENT,
        .cue = { token, token + 1 + is },
        .source = source,
        .phrase = { token, next },
        .content = that ? next + 1 : next,
    };
    return true;
}
