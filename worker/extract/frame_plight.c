/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/frame_inner.h"

/* What has befallen people, where no verb of harm.def says it: where they lie, and what they are called. */

enum { WARD_TOKENS_MAX = 10 };

/* "four | of the wounded had been driven to …", whatever is told of them. */
static struct predicate of_harmed(const struct frame_pass *pass, uint32_t of)
{
    const struct document *document = pass->lexed->document;
    const uint32_t harmed = of + 2;
    const struct predicate none = { .verb = DRAFT_NONE };
    if (harmed + 1 >= pass->sentence.end || !document_is(document, of, "of") || !document_is(document, of + 1, "the") ||
        !lexed_is(pass->lexed, harmed, WORD_PARTICIPLE) || document_is_mark(document, harmed + 1, ",.;"))
        return none;
    return (struct predicate){ harmed, frame_measure(pass->lexed, harmed), true, false };
}

/* "are still | on its wards", "were kept in hospital": from the auxiliary at i. */
static struct predicate in_hospital(const struct frame_pass *pass, uint32_t i)
{
    static const char *const between[] = { "still", "now",       "kept",  "taken",     "brought",    "driven", "rushed",
                                           "flown", "admitted",  "being", "treated",   "recovering", "lying",  "been",
                                           "moved", "airlifted", "only",  "currently", "transferred" };
    static const char *const wards[] = { "hospital", "hospitals", "ward", "wards", "clinic", "clinics", "infirmary" };
    static const char *const leads[] = { "in", "on", "at", "to" };
    const struct document *document = pass->lexed->document;
    const struct predicate none = { .verb = DRAFT_NONE };
    uint32_t end = i + WARD_TOKENS_MAX < pass->sentence.end ? i + WARD_TOKENS_MAX : pass->sentence.end;
    if (i >= end || !(lexed_is(pass->lexed, i, WORD_FINITE) || document_is(document, i, "remain") ||
                      document_is(document, i, "remained")))
        return none;
    while (++i < end && DOCUMENT_IS_ONE_OF(document, i, between))
        ;
    if (i >= end || !DOCUMENT_IS_ONE_OF(document, i, leads))
        return none;
    for (; i < end && document->tokens[i].kind == TOKEN_WORD; i++)
        if (DOCUMENT_IS_ONE_OF(document, i, wards))
            return (struct predicate){ i, DRAFT_INJURED, true, false };
    return none;
}

/* "120 sick children", "the three trapped men". */
static enum draft_measure called(const struct document *document, struct range people)
{
    static const struct {
        const char *word;
        enum draft_measure measure;
    } plights[] = { { "sick", DRAFT_INJURED },     { "ill", DRAFT_INJURED },     { "infected", DRAFT_INJURED },
                    { "poisoned", DRAFT_INJURED }, { "trapped", DRAFT_MISSING }, { "burned", DRAFT_INJURED } };
    for (uint32_t i = people.first; i + 1 < people.end; i++)
        for (size_t k = 0; k < sizeof plights / sizeof *plights; k++)
            if (document_is(document, i, plights[k].word))
                return plights[k].measure;
    return DRAFT_UNCOUNTED;
}

/* "suffered bruises or broken bones", "escaped with minor injuries": from the verb at i. */
static struct predicate injured(const struct frame_pass *pass, uint32_t i)
{
    enum { INJURY_TOKENS_MAX = 4 };
    static const char *const verbs[] = {
        "suffered", "suffering", "sustained", "sustaining", "received", "with", "had"
    };
    static const char *const injuries[] = { "injuries",   "injury",   "wounds",    "wound",       "burns",
                                            "bruises",    "bruising", "fractures", "fracture",    "cuts",
                                            "concussion", "bones",    "sprains",   "lacerations", "hypothermia" };
    const struct document *document = pass->lexed->document;
    const struct predicate none = { .verb = DRAFT_NONE };
    i += i < pass->sentence.end && (document_is(document, i, "escaped") || document_is(document, i, "survived"));
    i += i < pass->sentence.end && (document_is(document, i, "have") || document_is(document, i, "has"));
    if (i >= pass->sentence.end || !DOCUMENT_IS_ONE_OF(document, i, verbs))
        return none;
    for (uint32_t k = i + 1; k < pass->sentence.end && k <= i + INJURY_TOKENS_MAX; k++) {
        if (document->tokens[k].kind != TOKEN_WORD || lexed_is(pass->lexed, k, WORD_NEGATION | WORD_NONE | WORD_FINITE))
            break;
        if (DOCUMENT_IS_ONE_OF(document, k, injuries))
            return (struct predicate){ k, DRAFT_INJURED, true, false };
    }
    return none;
}

struct predicate frame_plight(const struct frame_pass *pass, struct range people, uint32_t last, uint32_t behind)
{
    const enum draft_measure measure = called(pass->lexed->document, people);
    if (measure != DRAFT_UNCOUNTED)
        return (struct predicate){ people.end - 1, measure, true, false };
    struct predicate told = of_harmed(pass, last);
    if (told.verb == DRAFT_NONE)
        told = in_hospital(pass, behind);
    return told.verb == DRAFT_NONE ? injured(pass, last) : told;
}
