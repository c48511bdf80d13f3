/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/verb.h"

enum { GROUP_TOKENS_MAX = 5 };

static const struct {
    const char *stem, *particle;
    enum cue_kind kind;
} particles[] = {
#define PARTICLE(stem, particle, kind) { stem, particle, kind },
#include "extract/particle.def"
#undef PARTICLE
};

static bool begins_with(const struct lexed *lexed, uint32_t token, const char *stem)
{
    const struct span text = document_token(lexed->document, token);
    const size_t size = strlen(stem);
    if (text.size < size)
        return false;
    for (size_t i = 0; i < size; i++)
        if ((text.data[i] >= 'A' && text.data[i] <= 'Z' ? text.data[i] + ('a' - 'A') : text.data[i]) != stem[i])
            return false;
    return true;
}

static bool has_particle(const struct lexed *lexed, uint32_t token, uint32_t end, enum cue_kind *kind)
{
    if (!lexed_is(lexed, token, WORD_PARTICLED) || token + 1 >= end)
        return false;
    for (size_t i = 0; i < sizeof particles / sizeof *particles; i++)
        if (begins_with(lexed, token, particles[i].stem) &&
            document_is(lexed->document, token + 1, particles[i].particle)) {
            *kind = particles[i].kind;
            return true;
        }
    return false;
}

static bool is_be(const struct document *document, uint32_t i)
{
    static const char *const forms[] = { "is", "was", "are", "were", "be", "been", "being" };
    return DOCUMENT_IS_ONE_OF(document, i, forms);
}

/* "may recall", "should say": nobody has said it. */
static bool is_possibility(const struct document *document, uint32_t i)
{
    return document_is(document, i, "may") || document_is(document, i, "might") || document_is(document, i, "can") ||
           document_is(document, i, "should") || document_is(document, i, "must");
}

static bool ends_in(const struct document *document, uint32_t i, const char *ending)
{
    const struct span text = document_token(document, i);
    const size_t size = strlen(ending);
    return text.size > size + 1 && memcmp(text.data + text.size - size, ending, size) == 0;
}

/* May "X claims", "X report" be a subject with its verb? By the word before. */
static bool takes_verb(const struct lexed *lexed, uint32_t before, uint32_t token, uint32_t end)
{
    const struct document *document = lexed->document;
    const bool base = lexed_is(lexed, token, WORD_BASE);
    const bool plural = lexed_is(lexed, before, WORD_PLAIN) || ends_in(document, before, "s");
    if (document->tokens[before].kind != TOKEN_WORD || document->tokens[before].flags & TOKEN_CLITIC)
        return false;
    if (lexed_is(lexed, before, WORD_PRONOUN)) {
        const bool third = lexed_is(lexed, before, WORD_PERSON) || document_is(document, before, "it");
        return base != third;
    }
    if (lexed_is(lexed, before, WORD_DETERMINER | WORD_PREPOSITION | WORD_PRO) || base != plural)
        return false;
    if (!lexed_is(lexed, token, WORD_NOUNISH))
        return true;
    const bool clause = token + 1 < end && (lexed_is(lexed, token + 1, WORD_DETERMINER | WORD_PRONOUN) ||
                                            document_is(document, token + 1, "that"));
    return clause || (!base && document->tokens[before].flags & TOKEN_CAPITAL);
}

/* "who asked not to be named", "who wished to remain anonymous". */
static bool hides_name(const struct lexed *lexed, uint32_t first, uint32_t token, struct range within)
{
    if (first == within.first || !document_is(lexed->document, first - 1, "who") || token + 1 >= within.end)
        return false;
    return document_is(lexed->document, token + 1, "not") || lexed_is(lexed, token, WORD_TO | WORD_OBJECT_TO);
}

bool verb_group_at(const struct lexed *lexed, uint32_t token, struct range within, struct verb_group *group)
{
    const struct document *document = lexed->document;
    const uint32_t floor = token - within.first > GROUP_TOKENS_MAX ? token - GROUP_TOKENS_MAX : within.first;
    uint32_t first = token;
    *group = (struct verb_group){ .words = { token, token + 1 } };
    if (!lexed_is(lexed, token, WORD_VERB))
        return false;
    while (first > floor && lexed_is(lexed, first - 1, WORD_AUXILIARY | WORD_ADVERB | WORD_NEGATION) &&
           !document->tokens[first - 1].quotation) {
        if (is_possibility(document, first - 1))
            return false;
        if (!lexed_is(lexed, first - 1, WORD_ADVERB)) {
            group->passive |= !group->auxiliary && is_be(document, first - 1);
            group->auxiliary = true;
        }
        first--;
    }
    group->words.first = first;
    if (hides_name(lexed, first, token, within))
        return false;
    const bool follows = lexed_is(lexed, token, WORD_FOLLOWS);
    if (follows)
        group->passive = false;
    if (first > within.first && document_is(document, first - 1, "to"))
        return false;
    if (lexed_is(lexed, token, WORD_BASE | WORD_NOUNISH) && !group->auxiliary &&
        (first == within.first || !takes_verb(lexed, first - 1, token, within.end)))
        return false;
    if (document->tokens[token].flags & TOKEN_CAPITAL && token > within.first &&
        document->tokens[token - 1].flags & TOKEN_CAPITAL)
        return false; /* within a name: "United States" */
    group->kind = (enum cue_kind)lexed->words[token]->value;
    group->particled = has_particle(lexed, token, within.end, &group->kind);
    group->words.end += group->particled;
    return group->particled || lexed->words[token]->classes & ~(WORD_VERB | WORD_PARTICLED | WORD_NOUNISH | WORD_BASE |
                                                                WORD_FOLLOWS | WORD_NOMINAL | WORD_HEAD);
}
