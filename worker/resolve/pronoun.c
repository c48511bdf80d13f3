/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/pronoun.h"

#include <string.h>

#include "resolve/name.h"

enum { SENTENCES_BACK = 6, MENTIONS_BACK = 64, DRAFTS_BACK = 12, CANDIDATES_MAX = 12, RANK_LEAST = -3 };

enum trace {
#define TRACE(name, weight) name,
#include "resolve/rank.def"
#undef TRACE
    TRACES
};
static const int weights[TRACES] = {
#define TRACE(name, weight) weight,
#include "resolve/rank.def"
#undef TRACE
};

/* One who may be meant, by what is seen of him before the pronoun. */
struct candidate {
    uint32_t member;
    uint32_t token, sentence; /* of his latest trace */
    int traces[TRACES];
};

struct field {
    struct candidate candidates[CANDIDATES_MAX];
    size_t count;
    uint32_t at, sentence; /* the pronoun */
};

static uint32_t sentence_of(const struct spoken *spoken, uint32_t token)
{
    return spoken->entities->lexed->document->tokens[token].sentence;
}

static bool is_any(const struct document *document, uint32_t token, const char *const *words, size_t count)
{
    for (size_t k = 0; k < count; k++)
        if (document_is(document, token, words[k]))
            return true;
    return false;
}

static const char *const he[] = { "he", "him", "his", "himself" }, *const she[] = { "she", "her", "hers", "herself" },
                         *const it[] = { "it", "its", "itself" }, *const i_am[] = { "i", "me", "my", "myself" };

static int gender_of(const struct document *document, uint32_t token)
{
    return is_any(document, token, he, 4) ? 1 : is_any(document, token, she, 4) ? -1 : 0;
}

bool pronoun_stands(const struct lexed *lexed, struct range range)
{
    const struct document *document = lexed->document;
    return range.end == range.first + 1 && (gender_of(document, range.first) || is_any(document, range.first, it, 3) ||
                                            is_any(document, range.first, i_am, 4));
}

bool pronoun_issues(const struct lexed *lexed, struct range range)
{
    const struct document *document = lexed->document;
    const bool its = document_is(document, range.first, "its");
    uint32_t noun = range.first + 1;
    if (!its && !document_is(document, range.first, "his") && !document_is(document, range.first, "her"))
        return false;
    while (noun + 1 < range.end && document->tokens[noun].kind == TOKEN_WORD && !source_is_document(lexed, noun) &&
           !lexed_is(lexed, noun, WORD_PREPOSITION))
        noun++;
    return noun < range.end && source_is_document(lexed, noun) && (its || !lexed_is(lexed, noun, WORD_RANK));
}

static struct candidate *candidate_of(struct field *field, uint32_t member, uint32_t token, uint32_t sentence)
{
    for (size_t i = 0; i < field->count; i++)
        if (field->candidates[i].member == member)
            return &field->candidates[i];
    if (field->count == CANDIDATES_MAX)
        return NULL;
    field->candidates[field->count] = (struct candidate){ .member = member, .token = token, .sentence = sentence };
    return &field->candidates[field->count++];
}

/* Persons named in the sentences before, nearest first. */
static void see_mentions(const struct spoken *spoken, struct field *field)
{
    const struct cast *cast = spoken->entities->cast;
    const struct document *document = cast->lexed->document;
    for (uint32_t m = cast_before(cast, field->at), seen = 0; m > 0 && seen < MENTIONS_BACK; m--, seen++) {
        const struct mention *mention = &cast->mentions[m - 1];
        const uint32_t sentence = document->tokens[mention->words.first].sentence;
        if (field->sentence - sentence > SENTENCES_BACK)
            return;
        if (cast->members[mention->member].kind == MEMBER_BODY)
            continue;
        const size_t count = field->count;
        struct candidate *candidate = candidate_of(field, mention->member, mention->words.first, sentence);
        if (!candidate || field->count == count)
            continue; /* its nearest mention has been seen */
        candidate->traces[SUBJECT] = mention->subject && !mention->owner;
        candidate->traces[QUOTED] = document->tokens[mention->words.first].quotation != 0;
    }
}

/* Does the sentence begin with a name that belongs to nobody known ("Holt disagrees")? */
static bool stranger_opens(const struct spoken *spoken, uint32_t sentence)
{
    const struct cast *cast = spoken->entities->cast;
    const struct document *document = cast->lexed->document;
    const uint32_t first = document->sentences[sentence].tokens.first;
    const uint32_t m = cast_before(cast, first);
    if (range_empty(document->sentences[sentence].tokens) || cast->lexed->words[first] ||
        !phrase_is_name(cast->lexed, first))
        return false;
    return m == cast->mentions_count || cast->mentions[m].words.first != first;
}

/* Who spoke before, by name or as a pronoun. */
static void hear_speakers(const struct spoken *spoken, size_t number, struct field *field)
{
    const struct document *document = spoken->entities->lexed->document;
    const int gender = gender_of(document, field->at);
    bool last = true, stranger = false;
    for (size_t i = number, seen = 0; i > 0 && seen < DRAFTS_BACK; i--, seen++) {
        const struct draft_attribution *draft = &spoken->drafts->attributions[i - 1];
        const struct speaker *speaker = &spoken->speakers[i - 1];
        if (range_empty(draft->source) || draft->source.first >= field->at || draft->parent != DRAFT_NONE)
            continue;
        const uint32_t sentence = sentence_of(spoken, draft->source.first);
        if (field->sentence - sentence > SENTENCES_BACK)
            break;
        if (speaker->member == MEMBER_NONE || !speaker->person) {
            stranger |= last;
            last = false;
            continue;
        }
        struct candidate *candidate = candidate_of(field, speaker->member, draft->source.first, sentence);
        if (!candidate)
            continue;
        const int other = draft->source.end == draft->source.first + 1 ? gender_of(document, draft->source.first) : 0;
        candidate->traces[SPOKE_LAST] |= last;
        candidate->traces[SPOKE_BEFORE] |= !last;
        candidate->traces[OTHER_STOOD] |= other == -gender;
        if (draft->source.first > candidate->token) {
            candidate->token = draft->source.first;
            candidate->sentence = sentence;
        }
        last = false;
    }
    const bool opens =
        stranger_opens(spoken, field->sentence) || (field->sentence > 0 && stranger_opens(spoken, field->sentence - 1));
    for (size_t c = 0; c < field->count; c++)
        field->candidates[c].traces[STRANGER_BETWEEN] =
            stranger || (opens && field->candidates[c].sentence + 1 < field->sentence);
}

static int score(const struct spoken *spoken, const struct field *field, struct candidate *candidate)
{
    const struct document *document = spoken->entities->lexed->document;
    const struct member *member = &spoken->entities->cast->members[candidate->member];
    const int gender = gender_of(document, field->at);
    int *traces = candidate->traces, sum = 0;
    traces[DISTANCE] = (int)(field->sentence - candidate->sentence);
    traces[SAME_PARAGRAPH] =
        document->sentences[field->sentence].paragraph == document->sentences[candidate->sentence].paragraph;
    for (uint32_t k = member->mentions; k > 1 && traces[MENTIONS] < 4; k /= 2)
        traces[MENTIONS]++;
    traces[UNSURE] = member->kind != MEMBER_PERSON;
    traces[SUBJECT_HERE] = traces[SUBJECT] && traces[SAME_PARAGRAPH];
    traces[GENDER_AGREES] = member->gender * gender > 0;
    traces[GENDER_CONFLICTS] = member->gender * gender < 0;
    for (int t = 0; t < TRACES; t++)
        sum += weights[t] * traces[t];
    return sum;
}

static void person_meant(struct arena *arena, const struct spoken *spoken, size_t number)
{
    struct field field = { .count = 0 };
    field.at = spoken->drafts->attributions[number].source.first;
    field.sentence = sentence_of(spoken, field.at);
    see_mentions(spoken, &field);
    hear_speakers(spoken, number, &field);
    int best = RANK_LEAST - 1;
    uint32_t meant = MEMBER_NONE;
    for (size_t c = 0; c < field.count; c++) {
        const int one = score(spoken, &field, &field.candidates[c]);
        if (one > best) {
            best = one;
            meant = field.candidates[c].member;
        }
    }
    if (meant != MEMBER_NONE)
        entity_name(arena, spoken->entities, meant, &spoken->speakers[number]);
}

static void take(struct speaker *speaker, const struct speaker *from)
{
    speaker->source->name = from->source->name;
    speaker->source->role = from->source->role;
    speaker->source->country = from->source->country;
    speaker->member = from->member;
    speaker->person = from->person;
}

/* The body that spoke last, in this sentence or the one before. */
static void body_meant(struct arena *arena, const struct spoken *spoken, size_t number)
{
    const struct cast *cast = spoken->entities->cast;
    const uint32_t at = spoken->drafts->attributions[number].source.first;
    const uint32_t sentence = sentence_of(spoken, at);
    for (size_t i = number, seen = 0; i > 0 && seen < DRAFTS_BACK; i--, seen++) {
        const struct draft_attribution *draft = &spoken->drafts->attributions[i - 1];
        const struct speaker *speaker = &spoken->speakers[i - 1];
        if (range_empty(draft->source) || draft->source.first >= at || draft->parent != DRAFT_NONE)
            continue;
        if (sentence - sentence_of(spoken, draft->source.first) > 1)
            break;
        if (speaker->source && speaker->source->name && !speaker->person) {
            take(&spoken->speakers[number], speaker);
            return;
        }
    }
    for (uint32_t m = cast_before(cast, at), seen = 0; m > 0 && seen < MENTIONS_BACK; m--, seen++) {
        const struct mention *mention = &cast->mentions[m - 1];
        if (sentence - sentence_of(spoken, mention->words.first) > 1)
            return;
        const struct member *member = &cast->members[mention->member];
        if (member->kind != MEMBER_PERSON && mention->subject && !mention->owner &&
            (member->kind == MEMBER_BODY || member->mentions > 1)) {
            entity_name(arena, spoken->entities, mention->member, &spoken->speakers[number]);
            return;
        }
    }
}

void pronoun_speaker(struct arena *arena, const struct spoken *spoken, size_t number)
{
    const struct draft_attribution *draft = &spoken->drafts->attributions[number];
    const struct document *document = spoken->entities->lexed->document;
    if (gender_of(document, draft->source.first))
        person_meant(arena, spoken, number);
    else if (is_any(document, draft->source.first, it, 3))
        body_meant(arena, spoken, number);
    else if (draft->parent < number && spoken->speakers[draft->parent].person)
        take(&spoken->speakers[number], &spoken->speakers[draft->parent]);
}
