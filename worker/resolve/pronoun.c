/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/pronoun.h"

#include <string.h>

enum { BACK_MAX = 5, SPEAKERS_MAX = 16 };

static uint32_t sentence_of(const struct spoken *spoken, size_t draft)
{
    return spoken->lexed->document->tokens[spoken->drafts->attributions[draft].source.first].sentence;
}

/* Has the other of "he" and "she" stood for this name? */
static bool other_gender(const struct spoken *spoken, size_t number, const char *name)
{
    const struct document *document = spoken->lexed->document;
    const uint32_t pronoun = spoken->drafts->attributions[number].source.first;
    const char *other = document_is(document, pronoun, "he") ? "she" : "he";
    for (size_t i = number, seen = 0; i > 0 && seen < SPEAKERS_MAX; i--, seen++) {
        const source_record *source = spoken->sources[i - 1];
        const struct range words = spoken->drafts->attributions[i - 1].source;
        if (source && source->name && words.end == words.first + 1 && strcmp(source->name, name) == 0 &&
            document_is(document, words.first, other))
            return true;
    }
    return false;
}

/* Does the speaker of draft i suit the pronoun? "It" stands for bodies, "he" for persons. */
static bool suits(const struct spoken *spoken, size_t number, size_t i, bool person)
{
    const source_record *source = spoken->sources[i];
    if (!source || !source->name || spoken->person[i] != person || spoken->drafts->attributions[i].parent != DRAFT_NONE)
        return false;
    return !person || !other_gender(spoken, number, source->name);
}

static void take(source_record *source, const source_record *from)
{
    source->name = from->name;
    source->role = from->role;
    source->country = from->country;
}

void pronoun_name(struct arena *arena, const struct spoken *spoken, size_t number, source_record *source)
{
    const struct range words = spoken->drafts->attributions[number].source;
    const bool person = entity_is_pronoun(spoken->lexed, words);
    const uint32_t own = sentence_of(spoken, number);
    uint32_t sentence = own;
    size_t draft = number;
    for (uint32_t seen = 0; seen < BACK_MAX; seen++) {
        /* Drafts of one source lie together: the last that was named in this sentence. */
        for (; draft > 0; draft--) {
            const struct draft_attribution *one = &spoken->drafts->attributions[draft - 1];
            if (one->source.first >= one->source.end || one->source.first >= words.first)
                continue;
            if (sentence_of(spoken, draft - 1) < sentence)
                break;
            if (suits(spoken, number, draft - 1, person)) {
                take(source, spoken->sources[draft - 1]);
                spoken->person[number] = person;
                return;
            }
        }
        char *name = NULL;
        const enum antecedent subject =
            person ? entity_subject(arena, spoken->names, sentence, words.first, &name) : ANTECEDENT_NONE;
        if (subject == ANTECEDENT_OTHER || (subject == ANTECEDENT_NAME && other_gender(spoken, number, name)))
            return;
        if (subject == ANTECEDENT_NAME) {
            source->name = name;
            spoken->person[number] = true;
            return;
        }
        if (sentence == 0 || (!person && seen > 0))
            return;
        sentence--;
    }
}
