/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/told.h"

#include "extract/happening.h"

enum {
    TOLD_MIN = -2, /* with these weights a clause is as likely news as not at 0 */
    VERB_GROUP_TOKENS = 4,
    SUBJECT_LONG = 8,
    NAMES_MANY = 3,
    TOP_SENTENCES = 2,
    EARLY_PARAGRAPHS = 4,
    MEANING_VERBS = 32, /* WordNet's file of verbs of communication, as the vocabulary has it (model/form.h) */
    MEANING_COMMUNICATION = 4,
};

enum sign {
#define SIGN(name, weight) SIGN_##name,
#include "extract/told.def"
#undef SIGN
    SIGNS
};

static const int8_t weights[SIGNS] = {
#define SIGN(name, weight) weight,
#include "extract/told.def"
#undef SIGN
};

/* A bit a sign. */
#define SIGN(name, weight) _Static_assert(SIGN_##name < 64, "a bit a sign");
#include "extract/told.def"
#undef SIGN

static uint64_t bit(enum sign sign)
{
    return UINT64_C(1) << sign;
}

bool told_is_finite(const struct learned *learned, uint32_t token)
{
    return tag_is_finite(learned->parsed->tag[token]);
}

/* The verb behind the first auxiliary, past "been", "not" and adverbs; else the first. */
static uint32_t main_verb(const struct learned *learned, const struct told *told)
{
    uint32_t end = told->verb + 1 + VERB_GROUP_TOKENS;
    if (end > told->words.end)
        end = told->words.end;
    for (uint32_t i = told->verb + 1; i < end; i++) {
        const enum upos upos = learned_upos(learned, i);
        if (upos == UPOS_VERB)
            return i;
        if (upos != UPOS_AUX && upos != UPOS_ADV && upos != UPOS_PART)
            break;
    }
    return told->verb;
}

static enum sign form_of_be(const struct learned *learned, const struct told *told, uint32_t main, bool past)
{
    static const char *const planned[] = { "due", "set", "expected", "scheduled", "listed", "to" };
    const uint8_t tag = learned->parsed->tag[main];
    if (!past && told->verb + 1 < told->words.end &&
        DOCUMENT_IS_ONE_OF(learned->lexed->document, told->verb + 1, planned))
        return SIGN_FORM_WILL;
    if (main > told->verb && tag == TAG_VERB_VBG)
        return past ? SIGN_FORM_WAS_DOING : SIGN_FORM_IS_DOING;
    if (main > told->verb && (tag == TAG_VERB_VBN || tag == TAG_VERB_VBD))
        return past ? SIGN_FORM_WAS_DONE : SIGN_FORM_IS_DONE;
    return past ? SIGN_FORM_WAS : SIGN_FORM_IS;
}

static enum sign form_of(const struct learned *learned, const struct told *told, uint32_t main)
{
    static const char *const be[] = { "is", "are", "was", "were", "'s", "'re" };
    static const char *const have[] = { "has", "have", "'ve" };
    static const char *const will[] = { "will", "shall", "'ll" };
    const struct document *document = learned->lexed->document;
    const uint8_t tag = learned->parsed->tag[told->verb];
    const bool past = tag == TAG_AUX_VBD || tag == TAG_VERB_VBD || tag == TAG_VERB_VBN;
    if (tag == TAG_AUX_MD)
        return DOCUMENT_IS_ONE_OF(document, told->verb, will) ? SIGN_FORM_WILL : SIGN_FORM_MAY;
    if (DOCUMENT_IS_ONE_OF(document, told->verb, be))
        return form_of_be(learned, told, main, past);
    if (main > told->verb && DOCUMENT_IS_ONE_OF(document, told->verb, have))
        return SIGN_FORM_HAS_DONE;
    if (main > told->verb && document_is(document, told->verb, "had"))
        return SIGN_FORM_HAD_DONE;
    return past ? SIGN_FORM_DID : SIGN_FORM_DOES;
}

/* By its first word or by its last, the one before the verb. */
static enum sign subject_by_word(const struct document *document, uint32_t first, uint32_t last)
{
    static const char *const persons[] = { "he", "she" };
    static const char *const vague[] = { "this", "that", "these", "those", "such", "what", "there", "here" };
    static const char *const some[] = {
        "some", "many", "most",   "few",      "all",       "every",    "each", "any",
        "none", "no",   "nobody", "everyone", "everybody", "somebody", "much", "nothing"
    };
    if (DOCUMENT_IS_ONE_OF(document, first, vague))
        return SIGN_SUBJECT_VAGUE;
    if (DOCUMENT_IS_ONE_OF(document, first, some))
        return SIGN_SUBJECT_SOME;
    if (DOCUMENT_IS_ONE_OF(document, last, persons))
        return SIGN_SUBJECT_PERSON;
    if (document_is(document, last, "it"))
        return SIGN_SUBJECT_IT;
    return document_is(document, last, "they") ? SIGN_SUBJECT_THEY : SIGNS;
}

static enum sign subject_of(const struct learned *learned, const struct told *told)
{
    bool number = false, the = false;
    if (told->words.first >= told->verb)
        return SIGN_SUBJECT_NONE;
    const enum sign sign = subject_by_word(learned->lexed->document, told->words.first, told->verb - 1);
    if (sign != SIGNS)
        return sign;
    for (uint32_t i = told->words.first; i < told->verb; i++) {
        if (learned->parsed->tag[i] == TAG_PRON_PRPS)
            return SIGN_SUBJECT_ITS;
        if (learned_upos(learned, i) == UPOS_PROPN)
            return SIGN_SUBJECT_NAME;
        number |= learned_upos(learned, i) == UPOS_NUM;
        the |= document_is(learned->lexed->document, i, "the");
    }
    return number ? SIGN_SUBJECT_NUMBER : the ? SIGN_SUBJECT_THE : SIGN_SUBJECT_BARE;
}

static uint64_t signs_of_word(const struct learned *learned, uint32_t i)
{
    static const char *const chat[] = { "i",         "we",        "you",  "our",      "your",   "us",
                                        "me",        "my",        "let",  "please",   "reader", "readers",
                                        "newspaper", "programme", "page", "subscribe" };
    static const char *const days[] = { "monday", "tuesday",   "wednesday", "thursday", "friday",   "saturday",
                                        "sunday", "yesterday", "today",     "tomorrow", "tonight",  "january",
                                        "march",  "february",  "april",     "june",     "july",     "august",
                                        "week",   "september", "october",   "november", "december", "weekend",
                                        "night",  "morning",   "afternoon", "evening",  "noon",     "midday" };
    static const char *const odd[] = { "like",  "than",    "if",    "perhaps", "always",
                                       "never", "usually", "often", "ever",    "once" };
    static const char *const nots[] = { "not", "n't", "no", "nobody", "nothing", "none", "neither" };
    const struct document *document = learned->lexed->document;
    uint64_t signs = learned_upos(learned, i) == UPOS_NUM ? bit(SIGN_NUMBER) : 0;
    if (DOCUMENT_IS_ONE_OF(document, i, chat))
        signs |= bit(SIGN_CHAT);
    else if (DOCUMENT_IS_ONE_OF(document, i, days))
        signs |= bit(SIGN_DAY);
    else if (DOCUMENT_IS_ONE_OF(document, i, odd))
        signs |= bit(SIGN_ODD);
    else if (DOCUMENT_IS_ONE_OF(document, i, nots))
        signs |= bit(SIGN_NEGATED);
    return signs;
}

static uint64_t signs_of_place(const struct document *document, uint32_t sentence)
{
    const uint32_t paragraph = document->sentences[sentence].paragraph;
    const struct range sentences = document->paragraphs[paragraph].sentences;
    uint64_t signs = bit(sentences.first != sentence     ? SIGN_WITHIN
                         : sentences.end == sentence + 1 ? SIGN_ALONE
                                                         : SIGN_LEADS);
    signs |= bit(sentence < TOP_SENTENCES ? SIGN_AT_TOP : paragraph < EARLY_PARAGRAPHS ? SIGN_EARLY : SIGN_LATE);
    return sentence * 3 > document->sentences_count * 2 ? signs | bit(SIGN_LAST_THIRD) : signs;
}

bool told_is_news(const struct learned *learned, const struct told *told)
{
    const struct document *document = learned->lexed->document;
    const uint32_t main = main_verb(learned, told);
    uint64_t signs = bit(SIGN_ANY) | signs_of_place(document, document->tokens[told->words.first].sentence) |
                     bit(form_of(learned, told, main)) | bit(subject_of(learned, told));
    uint32_t names = 0;
    if (told->verb - told->words.first > SUBJECT_LONG)
        signs |= bit(SIGN_SUBJECT_LONG);
    if (lexed_is(learned->lexed, main, WORD_VERB) ||
        learned->parsed->forms[main].class / MEANING_VERBS == MEANING_COMMUNICATION)
        signs |= bit(SIGN_SAYS);
    if (happening_is_verb(learned->lexed, main))
        signs |= bit(SIGN_HAPPENING);
    for (uint32_t i = told->words.first; i < told->words.end; i++) {
        signs |= signs_of_word(learned, i);
        names += learned_upos(learned, i) == UPOS_PROPN;
        if (i > told->verb && learned_upos(learned, i) == UPOS_PROPN)
            signs |= bit(SIGN_NAME_BEHIND);
    }
    if (names >= NAMES_MANY)
        signs |= bit(SIGN_NAMES);
    int sum = 0;
    for (uint32_t sign = 0; sign < SIGNS; sign++)
        sum += signs >> sign & 1 ? weights[sign] : 0;
    return sum > TOLD_MIN;
}
