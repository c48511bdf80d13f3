/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/happening.h"

#include "base/lookup.h"
#include "extract/noun.h"
#include "extract/phrase.h"
#include "extract/quantity.h"
#include "extract/verb.h"

enum {
    FORM_BYTES_MAX = 16,
    GROUP_TOKENS_MAX = 6,
    SUBJECT_TOKENS_MAX = 24,
    OBJECT_TOKENS_MAX = 8,
    BEHIND_BYTES_MAX = 12,
    STEM_BYTES_MIN = 2
};

/* Who can do it; of whom it can be told; what stands somewhere; what strikes. */
#define EVENT_ACTOR (NOUN_PERSON | NOUN_GROUP | NOUN_FORCE | NOUN_NAME | NOUN_PRONOUN)
#define EVENT_SOMEONE (NOUN_PERSON | NOUN_NAME | NOUN_PRONOUN)
#define EVENT_CROWD (NOUN_PERSON | NOUN_GROUP)
#define EVENT_SITE (NOUN_BUILT | NOUN_VEHICLE | NOUN_PLACE)
#define EVENT_HAZARD (NOUN_WEAPON | NOUN_SHOT | NOUN_RAID | NOUN_NATURE | NOUN_VEHICLE)

static const struct event {
    const char *form;
    enum event_kind kind;
    unsigned alone;
    const char *behind;
    unsigned subject, object, passive;
} events[] = {
#define EVENT(form, kind, alone, behind, subject, object, passive)                                                     \
    { form, kind, alone, behind, subject, object, passive },
#include "extract/event.def"
#undef EVENT
};

LOOKUP(events_by_form, events, 256);

static const struct event *event_of(const struct document *document, uint32_t i)
{
    char form[FORM_BYTES_MAX];
    const struct span text = document_token(document, i);
    /* All forms of the table end so; most words do not. */
    if (document->tokens[i].kind != TOKEN_WORD || text.size < 3 || text.size >= sizeof form || text.data[0] < 'a' ||
        !strchr("dtknwe", text.data[text.size - 1]))
        return NULL;
    memcpy(form, text.data, text.size);
    form[text.size] = '\0';
    return lookup_find(&events_by_form, form);
}

static bool is_comma(const struct document *document, uint32_t i)
{
    return document->body.data[document->tokens[i].start] == ',';
}

/* Where the group of the verb begins, "had been arrested"; `verb` + 1 where the group says that it is not so. */
static uint32_t group_start(const struct lexed *lexed, uint32_t first, uint32_t verb, bool *passive)
{
    static const char *const be[] = { "was", "were", "been" };
    static const char *const have[] = { "has", "had", "have", "'s", "'ve" };
    uint32_t i = verb;
    bool aux = false;
    *passive = false;
    for (; i > first && verb - i < GROUP_TOKENS_MAX; i--) {
        const struct document *document = lexed->document;
        if (lexed_is(lexed, i - 1, WORD_NEGATION | WORD_UNREAL | WORD_FUTURE | WORD_CONDITIONAL) ||
            document_is(document, i - 1, "to") || document_is(document, i - 1, "allegedly"))
            return verb + 1;
        if (DOCUMENT_IS_ONE_OF(document, i - 1, be)) {
            *passive |= !aux;
            aux = true;
        } else if (DOCUMENT_IS_ONE_OF(document, i - 1, have)) {
            aux = true;
        } else if (lexed_is(lexed, i - 1, WORD_AUXILIARY)) {
            return verb + 1;
        } else if (!lexed_is(lexed, i - 1, WORD_ADVERB | WORD_MANNER) || lexed_is(lexed, i - 1, WORD_PARTICIPLE)) {
            break;
        }
    }
    return i;
}

/* A capitalised first word may be any noun: a name only where it looks like none. */
static bool looks_common(const struct lexed *lexed, uint32_t i)
{
    static const char *const endings[] = {
        "s", "ing", "ion", "ment", "ness", "ity", "ance", "ence", "ship", "ly", "ed"
    };
    const struct span text = document_token(lexed->document, i);
    for (size_t k = 0; k < sizeof endings / sizeof *endings; k++) {
        const size_t size = strlen(endings[k]);
        /* "France" has too little before it. */
        if (text.size > size + (size > 1 ? STEM_BYTES_MIN : 0) &&
            memcmp(text.data + text.size - size, endings[k], size) == 0)
            return true;
    }
    return false;
}

static bool ends_noun(const struct lexed *lexed, uint32_t i)
{
    const uint64_t barrier = WORD_AUXILIARY | WORD_PREPOSITION | WORD_CONJUNCTION | WORD_SUBORDINATOR | WORD_NEGATION;
    static const char *const more[] = { "along", "off", "beyond", "onto", "upon", "past", "via",   "above",
                                        "below", "up",  "down",   "out",  "back", "away", "early", "late" };
    const struct token *token = &lexed->document->tokens[i];
    return token->kind == TOKEN_PUNCTUATION || token->kind == TOKEN_OPEN || token->kind == TOKEN_CLOSE ||
           lexed_is(lexed, i, barrier) || DOCUMENT_IS_ONE_OF(lexed->document, i, more);
}

/* "between 30 and 40 | houses", "about 15 percent of the | fleet": numbers may begin with what else ends a noun. */
static uint32_t past_number(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    const struct document *document = lexed->document;
    struct quantity quantity;
    if (!quantity_number_at(lexed, first, end, &quantity) || quantity.article)
        return first;
    uint32_t i = quantity.words.end;
    if (i + 1 < end && document_is(document, i, "per") && document_is(document, i + 1, "cent"))
        i++;
    const bool share = i < end && (document_is(document, i, "percent") || document_is(document, i, "cent") ||
                                   document_is(document, i, "%"));
    i += share;
    if (i + 1 < end && document_is(document, i, "of"))
        return i + 1 + lexed_is(lexed, i + 1, WORD_DETERMINER);
    return share ? first : i;
}

/* "United States" is no mere state, "Harbour Bridge" still a bridge. */
static bool is_long_name(const struct lexed *lexed, uint32_t first, uint32_t i)
{
    return i > first && lexed->document->tokens[i].flags & lexed->document->tokens[i - 1].flags & TOKEN_CAPITAL &&
           lexed->document->tokens[i].kind == TOKEN_WORD && lexed->document->tokens[i - 1].kind == TOKEN_WORD &&
           !lexed_is(lexed, i - 1, WORD_DETERMINER);
}

/* Classes of the noun phrase [first, end): those of its head, the last word before anything attached to it. */
static unsigned classes_of(const struct lexed *lexed, uint32_t first, uint32_t end, uint32_t *head)
{
    static const char *const nobody[] = { "nobody", "none", "few", "neither", "any", "anyone" };
    uint32_t i = first;
    unsigned classes = 0;
    bool counted = false;
    *head = first;
    if (first >= end || lexed_is(lexed, first, WORD_NONE) || DOCUMENT_IS_ONE_OF(lexed->document, first, nobody))
        return 0;
    i = past_number(lexed, first, end);
    counted = i > first;
    for (; i < end && !ends_noun(lexed, i); i++) {
        const unsigned here = noun_classes(lexed, i) | (is_long_name(lexed, first, i) ? NOUN_NAME : 0);
        counted |=
            lexed->document->tokens[i].kind == TOKEN_NUMBER || lexed_is(lexed, i, WORD_NUMBER | WORD_MANY | WORD_SCALE);
        if (lexed->document->tokens[i].flags & TOKEN_CLITIC || lexed_is(lexed, i, WORD_TIME)) {
            classes = 0; /* "Portugal's" owns what follows */
        } else {
            /* "the river Morrow" is a river. */
            const bool named =
                here == NOUN_NAME && i > first && !(lexed->document->tokens[i - 1].flags & TOKEN_CAPITAL);
            classes = named ? classes | here : here;
            *head = i;
        }
    }
    if (i == first + 1 && classes == NOUN_NAME && looks_common(lexed, first) &&
        lexed->document->sentences[lexed->document->tokens[first].sentence].tokens.first == first)
        return 0;
    if (classes == 0 && counted && *head == first && i > first) {
        *head = i - 1; /* "Six hundred fled": nothing but the number. */
        return lexed_is(lexed, *head, WORD_NUMBER | WORD_MANY | WORD_SCALE) ||
                       lexed->document->tokens[*head].kind == TOKEN_NUMBER
                   ? NOUN_PERSON
                   : 0;
    }
    return classes;
}

/* Is what lies between the head and the verb only attached to it: "of the union in Oslo"? */
static bool is_attached(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    const struct document *document = lexed->document;
    const uint32_t first = i;
    for (; i < end; i++) {
        /* "removes a hose": an object, so what goes before it is a verb. */
        const bool object = i > first && lexed_is(lexed, i, WORD_DETERMINER) &&
                            !lexed_is(lexed, i - 1, WORD_PREPOSITION | WORD_CONJUNCTION | WORD_ATTACH);
        if (document->tokens[i].kind == TOKEN_PUNCTUATION || document->tokens[i].quotation || verb_is_plain(lexed, i) ||
            event_of(document, i) || lexed_is(lexed, i, WORD_PAST | WORD_PRONOUN) || object ||
            (lexed_is(lexed, i, WORD_SUBORDINATOR | WORD_AUXILIARY | WORD_FOLLOWS) &&
             !lexed_is(lexed, i, WORD_PREPOSITION)) ||
            document_is(document, i, "that") || document_is(document, i, "to"))
            return false;
    }
    return true;
}

/* Where the subject ends: "The mayor | , Olga Brandt," before an apposition or a relative clause between commas. */
static uint32_t before_aside(const struct lexed *lexed, uint32_t first, uint32_t group)
{
    const struct document *document = lexed->document;
    if (group < first + 3 || !is_comma(document, group - 1))
        return group;
    uint32_t open = first + 1;
    while (!is_comma(document, open))
        open++;
    if (open + 1 >= group - 1)
        return group;
    static const char *const relative[] = { "who", "which", "whose" };
    if (DOCUMENT_IS_ONE_OF(document, open + 1, relative))
        return open;
    for (uint32_t i = open + 1; i + 1 < group; i++)
        if (document->tokens[i].quotation || verb_is_plain(lexed, i) || event_of(document, i) ||
            lexed_is(lexed, i, WORD_PAST | WORD_PRONOUN | WORD_AUXILIARY | WORD_SUBORDINATOR))
            return group;
    return open;
}

/* The object right behind the verb: classes of its head. `i` moves past it. */
static unsigned object_of(const struct lexed *lexed, uint32_t *at, uint32_t end)
{
    uint32_t i = *at;
    const uint32_t max = end - i > OBJECT_TOKENS_MAX ? i + OBJECT_TOKENS_MAX : end;
    unsigned classes = 0;
    uint32_t past = 0;
    for (; i < max && !ends_noun(lexed, i); i++) {
        if (lexed_is(lexed, i, WORD_TIME) || lexed->document->tokens[i].quotation ||
            (classes && lexed_is(lexed, i, WORD_DETERMINER)))
            break;
        const unsigned here = noun_classes(lexed, i);
        if (lexed->document->tokens[i].flags & TOKEN_CLITIC) {
            classes = past = 0;
        } else if (here) {
            classes = here;
            past = 0;
        } else if (classes && ++past > 1) {
            return 0;
        }
    }
    *at = i;
    /* "three days of talks": the measure is not what is held. */
    if (i + 1 < end && document_is(lexed->document, i, "of") && !classes)
        return noun_classes(lexed, i + 1);
    return past > 0 && classes != NOUN_PRONOUN ? 0 : classes;
}

static bool is_word_of(struct span text, const char *words)
{
    for (size_t size; *words; words += size + (words[size] == ' ')) {
        size = strcspn(words, " ");
        if (text.size == size && memcmp(text.data, words, size) == 0)
            return true;
    }
    return false;
}

/* Does one of the words come behind the verb, or behind days and adverbs there? */
static bool stands_behind(const struct lexed *lexed, uint32_t i, uint32_t end, const char *words)
{
    static const char *const when[] = { "late", "early", "shortly" };
    for (; i < end; i++) {
        const bool bound = i + 1 < end && (document_is(lexed->document, i + 1, "least") ||
                                           document_is(lexed->document, i + 1, "most")); /* "fired at least" */
        if (is_word_of(document_token(lexed->document, i), words))
            return !bound;
        const bool before = i + 1 < end && lexed_is(lexed, i, WORD_PREPOSITION) && lexed_is(lexed, i + 1, WORD_TIME);
        if (!before && !lexed_is(lexed, i, WORD_TIME | WORD_ADVERB) && !DOCUMENT_IS_ONE_OF(lexed->document, i, when))
            return false;
    }
    return false;
}

/* "a scathing attack", "a Twitter strike": with words. */
static bool is_of_words(const struct document *document, struct range object)
{
    static const char *const words[] = { "twitter",    "verbal",  "scathing", "fierce",     "withering", "personal",
                                         "blistering", "searing", "stinging", "media",      "charm",     "legal",
                                         "political",  "online",  "veiled",   "rhetorical", "furious",   "tweet" };
    for (uint32_t i = object.first; i < object.end; i++)
        if (DOCUMENT_IS_ONE_OF(document, i, words))
            return true;
    return false;
}

/* "resigned herself to it": told of nobody. */
static bool is_self(const struct lexed *lexed, uint32_t i)
{
    static const char *const words[] = { "himself", "herself", "itself", "themselves", "to" };
    return DOCUMENT_IS_ONE_OF(lexed->document, i, words);
}

/* `object_words` receives the words of what stands right behind an active verb. */
static bool fits(const struct lexed *lexed, const struct event *event, uint32_t verb, uint32_t end, bool passive,
                 unsigned subject, struct range *object_words)
{
    *object_words = (struct range){ verb + 1, verb + 1 };
    const bool anything = event->behind[0] == '*';
    if (passive)
        return subject & event->passive &&
               (event->alone || event->behind[0] == '\0' || stands_behind(lexed, verb + 1, end, event->behind));
    if (subject & event->alone && (anything || stands_behind(lexed, verb + 1, end, event->behind)) &&
        !(anything && verb + 1 < end && (lexed_is(lexed, verb + 1, WORD_DETERMINER) || is_self(lexed, verb + 1))))
        return true;
    uint32_t behind = verb + 1;
    const unsigned object = subject & event->subject && behind < end ? object_of(lexed, &behind, end) : 0;
    object_words->end = object & event->object ? behind : verb + 1;
    /* "an attack on the bill" is none; nor is one of a name on anything but a place. */
    if (object & NOUN_RAID && is_of_words(lexed->document, *object_words))
        return false;
    if (object & NOUN_RAID && behind < end) {
        const bool on = document_is(lexed->document, behind, "on") || document_is(lexed->document, behind, "against");
        behind++;
        if (on ? !(object_of(lexed, &behind, end) & (EVENT_SITE | NOUN_FORCE | NOUN_NAME)) : subject == NOUN_NAME)
            return false;
    }
    return object & event->object;
}

/* "was struck by a missile": classes of what follows "by" right behind the verb. */
static unsigned doer_behind(const struct lexed *lexed, uint32_t verb, uint32_t end)
{
    uint32_t behind = verb + 2;
    return behind < end && document_is(lexed->document, verb + 1, "by") ? object_of(lexed, &behind, end) : 0;
}

bool happening_is_verb(const struct lexed *lexed, uint32_t token)
{
    return event_of(lexed->document, token) != NULL;
}

bool happening_at(const struct lexed *lexed, uint32_t first, uint32_t verb, uint32_t end, struct happening *happening)
{
    const struct event *event = event_of(lexed->document, verb);
    struct range object;
    uint32_t head;
    bool passive;
    if (!event || verb == first || verb - first > SUBJECT_TOKENS_MAX || lexed->document->tokens[verb].quotation)
        return false;
    const uint32_t group = group_start(lexed, first, verb, &passive);
    if (group > verb || group == first)
        return false;
    const uint32_t subject_end = before_aside(lexed, first, group);
    const unsigned classes = classes_of(lexed, first, subject_end, &head);
    if (!is_attached(lexed, head + 1, subject_end) || !fits(lexed, event, verb, end, passive, classes, &object))
        return false;
    /* "people were injured", "three more were killed": who or how many they were, nobody says. */
    if (event->kind == EVENT_CASUALTY && ((head == first && noun_is_plural(lexed, head)) ||
                                          (head > first && lexed_is(lexed, first + 1, WORD_INCREMENT))))
        return false;
    *happening = (struct happening){ event->kind, { first, subject_end }, head, object, verb, passive };
    /* What a weapon strikes is attacked; what a storm strikes is not. */
    const unsigned doer = passive ? doer_behind(lexed, verb, end) : classes;
    const bool done = passive || object.end > object.first; /* a jet that crashed attacked nothing */
    if (event->kind == EVENT_DAMAGE && done && doer & (NOUN_WEAPON | NOUN_SHOT | NOUN_RAID | NOUN_FORCE))
        happening->kind = EVENT_ATTACK;
    return true;
}
