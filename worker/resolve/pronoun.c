/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/pronoun.h"

#include <string.h>

#include "resolve/name.h"

enum {
    SENTENCES_BACK = 6,
    MENTIONS_BACK = 64,
    DRAFTS_BACK = 12,
    CANDIDATES_MAX = 12,
    SUBJECT_TOKENS_MAX = 4,
    RANK_LEAST = -1,
    RANK_LEAST_DESCRIBED = -8
};

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
    uint32_t at, sentence; /* the pronoun, and where what it says begins */
};

static uint32_t sentence_of(const struct spoken *spoken, uint32_t token)
{
    return spoken->entities->lexed->document->tokens[token].sentence;
}

static const char *const he[] = { "he", "him", "his", "himself" }, *const she[] = { "she", "her", "hers", "herself" },
                         *const it[] = { "it", "its", "itself" }, *const i_am[] = { "i", "me", "my", "myself" };

static int gender_of(const struct document *document, uint32_t token)
{
    return DOCUMENT_IS_ONE_OF(document, token, he) ? 1 : DOCUMENT_IS_ONE_OF(document, token, she) ? -1 : 0;
}

bool pronoun_stands(const struct lexed *lexed, struct range range)
{
    const struct document *document = lexed->document;
    return range.end == range.first + 1 &&
           (gender_of(document, range.first) || DOCUMENT_IS_ONE_OF(document, range.first, it) ||
            DOCUMENT_IS_ONE_OF(document, range.first, i_am));
}

bool pronoun_describes(const struct lexed *lexed, struct range range)
{
    static const char old[] = "-year-old";
    for (uint32_t i = range.first; i < range.end && i < range.first + 3; i++) {
        const struct span word = document_token(lexed->document, i);
        if (word.size >= sizeof old && memcmp(word.data + word.size - strlen(old), old, strlen(old)) == 0)
            return document_is(lexed->document, range.first, "the");
    }
    return false;
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

bool pronoun_owns(const struct lexed *lexed, struct range range)
{
    static const char *const owners[] = { "his", "her", "its" };
    return range.end > range.first + 1 && DOCUMENT_IS_ONE_OF(lexed->document, range.first, owners);
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
        if (sentence + SENTENCES_BACK < field->sentence)
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
    const struct span word = document_token(document, first);
    if (word.data[word.size - 1] == 's')
        return false; /* "Prices" */
    return m == cast->mentions_count || cast->mentions[m].words.first != first;
}

/* Who spoke before, by name or as a pronoun. */
static void hear_speakers(const struct spoken *spoken, size_t number, struct field *field)
{
    const struct document *document = spoken->entities->lexed->document;
    const int gender = gender_of(document, field->at);
    bool last = true;
    uint32_t stranger = 0;
    for (size_t i = number, seen = 0; i > 0 && seen < DRAFTS_BACK; i--, seen++) {
        const struct draft_attribution *draft = &spoken->drafts->attributions[i - 1];
        const struct speaker *speaker = &spoken->speakers[i - 1];
        if (range_empty(draft->source) || draft->source.first >= field->at || draft->parent != DRAFT_NONE)
            continue;
        const uint32_t sentence = sentence_of(spoken, draft->source.first);
        if (sentence + SENTENCES_BACK < field->sentence)
            break;
        if (speaker->member == MEMBER_NONE || !speaker->person) {
            stranger = stranger ? stranger : draft->source.first;
            last = false;
            continue;
        }
        struct candidate *candidate = candidate_of(field, speaker->member, draft->source.first, sentence);
        if (!candidate)
            continue;
        const int other = draft->source.end == draft->source.first + 1 ? gender_of(document, draft->source.first) : 0;
        candidate->traces[SPOKE_LAST] |= last;
        candidate->traces[SPOKE_BEFORE] |= !last;
        candidate->traces[OTHER_STOOD] |= other != 0 && other == -gender;
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
            stranger > field->candidates[c].token || (opens && field->candidates[c].sentence + 1 < field->sentence);
}

/* "Mr Holt has never asked us," he said: it is not Holt who says so. */
static void hear_words(const struct spoken *spoken, const struct draft_attribution *draft, struct field *field)
{
    const struct cast *cast = spoken->entities->cast;
    for (uint32_t c = 0; c < draft->content_count; c++) {
        uint32_t m = cast_before(cast, draft->content[c].first);
        for (uint32_t seen = 0; m < cast->mentions_count && seen < MENTIONS_BACK; m++, seen++) {
            const struct mention *mention = &cast->mentions[m];
            if (mention->words.first >= draft->content[c].end)
                break;
            for (size_t i = 0; i < field->count; i++)
                field->candidates[i].traces[OWN_WORDS] |=
                    field->candidates[i].member == mention->member &&
                    cast->lexed->document->tokens[mention->words.first].quotation != 0;
        }
    }
}

static int score(const struct spoken *spoken, const struct field *field, struct candidate *candidate)
{
    const struct document *document = spoken->entities->lexed->document;
    const struct member *member = &spoken->entities->cast->members[candidate->member];
    const int gender = gender_of(document, field->at);
    int *traces = candidate->traces, sum = 0;
    traces[DISTANCE] = field->sentence > candidate->sentence ? (int)(field->sentence - candidate->sentence) : 0;
    traces[SAME_PARAGRAPH] =
        document->sentences[field->sentence].paragraph == document->sentences[candidate->sentence].paragraph;
    for (uint32_t k = member->mentions; k > 1 && traces[MENTIONS] < 4; k /= 2)
        traces[MENTIONS]++;
    traces[UNSURE] = member->kind != MEMBER_PERSON;
    traces[UNSHOWN] = member->kind == MEMBER_PERSON && member->person <= 0 && member->places > 0;
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
    /* Of "A long quotation. Of two sentences," she said, the first counts. */
    const struct draft_attribution *draft = &spoken->drafts->attributions[number];
    const bool before = draft->content_count > 0 && draft->content[0].first < field.at;
    field.sentence = sentence_of(spoken, before ? draft->content[0].first : field.at);
    see_mentions(spoken, &field);
    if (gender_of(spoken->entities->lexed->document, field.at))
        hear_speakers(spoken, number, &field);
    hear_words(spoken, draft, &field);
    int best = (gender_of(spoken->entities->lexed->document, field.at) ? RANK_LEAST : RANK_LEAST_DESCRIBED) - 1;
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

/* The body that the sentence begins with: "The union is calling out …". */
static bool subject_meant(struct arena *arena, const struct spoken *spoken, size_t number, uint32_t sentence)
{
    const struct lexed *lexed = spoken->entities->lexed;
    const struct range tokens = lexed->document->sentences[sentence].tokens;
    struct range words = { tokens.first, tokens.first + 1 };
    struct speaker speaker;
    if (range_empty(tokens) || !document_is(lexed->document, tokens.first, "the"))
        return false;
    while (words.end < tokens.end && words.end < words.first + SUBJECT_TOKENS_MAX &&
           !part_is_body_noun(lexed, words.end - 1))
        words.end++;
    if (!part_is_body_noun(lexed, words.end - 1) || !entity_speaker(arena, spoken->entities, words, &speaker) ||
        !speaker.source->name || speaker.person)
        return false;
    take(&spoken->speakers[number], &speaker);
    return true;
}

/* "the bureau": a body without a name; "reports in the press" are none. */
static bool is_body_phrase(const struct lexed *lexed, struct range words)
{
    for (uint32_t i = words.first; i < words.end && !lexed_is(lexed, i, WORD_PREPOSITION); i++)
        if (part_is_body_noun(lexed, i))
            return true;
    return false;
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
        if (speaker->source && !speaker->person &&
            (speaker->source->name || (speaker->source->role && is_body_phrase(cast->lexed, draft->source)))) {
            take(&spoken->speakers[number], speaker);
            return;
        }
    }
    if (sentence > 0 && subject_meant(arena, spoken, number, sentence - 1))
        return;
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

/* Is the token among what the draft says, or in a quotation of it? */
static bool says(const struct document *document, const struct draft_attribution *draft, uint32_t token)
{
    const uint32_t quotation = document->tokens[token].quotation;
    for (uint32_t c = 0; c < draft->content_count; c++)
        if (token_in(draft->content[c], token) ||
            (quotation && document->tokens[draft->content[c].first].quotation == quotation))
            return true;
    return false;
}

/* "I": who says the words that it stands in. */
static void speaker_meant(const struct spoken *spoken, size_t number)
{
    const struct draft_attribution *drafts = spoken->drafts->attributions;
    const struct document *document = spoken->entities->lexed->document;
    size_t speaker = drafts[number].parent;
    for (size_t i = number, seen = 0; speaker >= number && i > 0 && seen < DRAFTS_BACK; i--, seen++)
        if (says(document, &drafts[i - 1], drafts[number].source.first) && spoken->speakers[i - 1].person)
            speaker = i - 1;
    if (speaker < number && spoken->speakers[speaker].person)
        take(&spoken->speakers[number], &spoken->speakers[speaker]);
}

void pronoun_speaker(struct arena *arena, const struct spoken *spoken, size_t number)
{
    const struct draft_attribution *draft = &spoken->drafts->attributions[number];
    const struct document *document = spoken->entities->lexed->document;
    if (gender_of(document, draft->source.first) || document_is(document, draft->source.first, "the"))
        person_meant(arena, spoken, number);
    else if (DOCUMENT_IS_ONE_OF(document, draft->source.first, it))
        body_meant(arena, spoken, number);
    else
        speaker_meant(spoken, number);
}
