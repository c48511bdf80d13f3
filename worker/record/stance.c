/* SPDX-License-Identifier: Apache-2.0 */
#include "record/stance.h"

#include <strings.h>

#include "record/word.h"

enum {
    NAME_BYTES_MIN = 4,
    PEOPLE_LETTERS = 3,     /* that a people's name has more than its country's */
    STANCE_UNDOING_MIN = 4, /* "back", "soon" */
};

/* "don't" is a word. */
static struct span next_word(const char **text)
{
    return word_next(text, WORD_LETTER | WORD_APOSTROPHE);
}

static bool is_letter(char letter)
{
    return word_has(letter, WORD_LETTER | WORD_APOSTROPHE);
}

#define LETTER(letter) (UINT32_C(1) << ((letter)&31))

/* False only when the word begins with none of the letters. */
static bool begins(struct span word, uint32_t letters)
{
    return (letters >> ((unsigned char)*word.data & 31) & 1) != 0;
}

static bool is(struct span word, const char *other)
{
    return strlen(other) == word.size && strncasecmp(other, word.data, word.size) == 0;
}

static bool is_negation(struct span word)
{
    static const char *const plain[] = { "no", "not", "nobody", "none", "never", "nothing", "nor", "neither", NULL };
    static const char *const joined[] = { "cannot", "didn't", "don't",   "doesn't", "isn't",
                                          "wasn't", "aren't", "weren't", NULL };
    if (word.size < 2 || word.size > 7)
        return false;
    if (begins(word, LETTER('n')))
        return word_is_one_of(word, plain);
    return word.size > 4 && begins(word, LETTER('c') | LETTER('d') | LETTER('i') | LETTER('w') | LETTER('a')) &&
           (word.data[word.size - 1] | 0x20) == 't' && word_is_one_of(word, joined);
}

/* Moves behind the first negation among the next STANCE_WORDS words; false: none is there. */
static bool skip_no(const char **text)
{
    for (int i = 0; i < STANCE_WORDS; i++) {
        const struct span word = next_word(text);
        if (word.size == 0) /* the end */
            return false;
        if (is_negation(word))
            return true;
    }
    return false;
}

/* The same, of the text or of what stands behind its first colon. */
static bool skip_negation(const char **text)
{
    const char *start = *text;
    if (skip_no(text))
        return true;
    const char *colon = memchr(start, ':', strnlen(start, STANCE_LOOK_BYTES));
    *text = colon ? colon + 1 : *text;
    return colon && skip_no(text);
}

/* "could not comment", "would not immediately say", "is not going to speculate": nothing is said of what was asked. */
static bool keeps_silent(const char *after)
{
    static const char *const words[] = { "comment", "confirm", "speculate", "say", NULL };
    static const char *const late[] = { "comment", "speculate", NULL };
    return word_is_one_of(next_word(&after), words) || word_is_one_of(next_word(&after), words) ||
           word_is_one_of(next_word(&after), late);
}

/* "The report", "the claim". */
static bool is_of_what_was_said(const char *text)
{
    static const char *const said[] = { "report",     "reports",     "story",      "claim",       "claims",
                                        "allegation", "charge",      "accusation", "accusations", "account",
                                        "figure",     "allegations", NULL };
    return text && is(next_word(&text), "the") && word_is_one_of(next_word(&text), said);
}

/* "The allegation made by a nurse is false", "claims to the contrary are a lie". */
static bool calls_untrue(const char *text)
{
    static const char *const said[] = { "reports", "claims", "allegations", "accusations", NULL };
    const char *at = text;
    return text && (word_is_one_of(next_word(&at), said) || is_of_what_was_said(text)) && stance_rebuts(text);
}

enum stance stance_of(Claimwire__V1__ClaimKind kind, Claimwire__V1__Polarity polarity, const char *text)
{
    static const char *const bounds[] = {
        "less", "fewer", "more", "only", "later", "earlier", NULL
    }; /* "no less than" */
    const char *after = text;
    const bool negated = text && skip_negation(&after);
    if (negated && keeps_silent(after))
        return STANCE_SAYS;
    if (kind == CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DENIAL && !negated)
        return STANCE_DENIES;
    if (polarity == CLAIMWIRE__V1__POLARITY__POLARITY_DENIED)
        return STANCE_NEGATES;
    if (!negated && calls_untrue(text))
        return STANCE_DENIES;
    return negated && !word_is_one_of(next_word(&after), bounds) ? STANCE_NEGATES : STANCE_SAYS;
}

bool stance_is_of_self(const char *text)
{
    static const char *const self[] = { "i", "we", "my", "our", "he", "she", "they", "his", "her", "their", NULL };
    static const char *const bodies[] = { "company", "firm",     "group", "party",   "government", "ministry",
                                          "army",    "military", "force", "union",   "bank",       "club",
                                          "airline", "operator", "team",  "council", "agency",     NULL };
    const struct span first = text ? next_word(&text) : (struct span){ 0 };
    return first.size &&
           (word_is_one_of(first, self) || (is(first, "the") && word_is_one_of(next_word(&text), bodies)));
}

/* "The fault lies in", "lies north of": nobody is said to lie. */
static bool lies_somewhere(struct span word, const char *after)
{
    static const char *const places[] = { "in",     "with",  "on",    "at",     "behind", "between",
                                          "within", "under", "near",  "beyond", "ahead",  "just",
                                          "some",   "north", "south", "east",   "west",   NULL };
    return is(word, "lies") && word_is_one_of(next_word(&after), places);
}

/* Fewer words than what is called untrue by them (extract/polarity.c), for here they stand anywhere: "fact from
 * fiction", "a hoax press release". With five more of those, one new dispute in five was right (4,000 articles). */
bool stance_rebuts(const char *text)
{
    static const char *const words[] = { "lie",         "lies",         "false",     "untrue",     "nonsense",
                                         "fabrication", "invention",    "invented",  "falsehood",  "baseless",
                                         "slander",     "unfounded",    "fairytale", "inaccurate", "absurd",
                                         "ridiculous",  "preposterous", NULL };
    const uint32_t firsts = LETTER('l') | LETTER('f') | LETTER('u') | LETTER('n') | LETTER('i') | LETTER('b') |
                            LETTER('s') | LETTER('a') | LETTER('r') | LETTER('p');
    static const char *const tale[] = { "tale", "true", "so", NULL };
    const uint32_t tales = LETTER('t') | LETTER('s');
    struct span before = { 0 };
    for (int i = 0; text && i < 2 * STANCE_WORDS; i++) {
        const struct span word = next_word(&text);
        if (word.size == 0) /* the end */
            return false;
        if ((word.size > 2 && begins(word, firsts) && word_is_one_of(word, words) && !lies_somewhere(word, text)) ||
            (before.size && begins(word, tales) && word_is_one_of(word, tale) &&
             (is_negation(before) || is(before, "fairy"))))
            return true;
        before = word;
    }
    return false;
}

bool stance_corrects(const char *speaker)
{
    static const char *const words[] = { "version", NULL };
    static const char *const note[] = { "correction", "corrections", "clarification", NULL };
    static const char *const former[] = { "earlier", "previous", "former", "original", NULL };
    bool before = false;
    for (int i = 0; speaker && i < STANCE_WORDS; i++) {
        const struct span word = next_word(&speaker);
        if ((before && word_is_one_of(word, words)) || (i == 0 && word_is_one_of(word, note)))
            return true;
        before |= word_is_one_of(word, former);
    }
    return false;
}

/* The high bit of each byte that is the letter without regard to case, or a like one. */
static uint64_t alike_bytes(const char *at, char letter)
{
    const uint64_t ones = UINT64_C(0x0101010101010101), low = ones * 0x7F;
    uint64_t eight;
    memcpy(&eight, at, sizeof eight);
    eight = (eight | ones * 0x20) ^ ones * (unsigned char)(letter | 0x20);
    return ~(((eight & low) + low) | eight | low);
}

/* From where on the name's first two letters may be next; eight bytes at a time. */
static const char *next_alike(const char *at, const char *end, const char *name)
{
    while (end - at > (ptrdiff_t)sizeof(uint64_t) && !(alike_bytes(at, name[0]) & alike_bytes(at + 1, name[1])))
        at += sizeof(uint64_t);
    while (at < end && !(word_alike(at[0], name[0]) && word_alike(at[1], name[1])))
        at++;
    return at;
}

/* Whether a word that goes on here ends after so many letters at most. */
static bool ends_within(const char *rest, size_t letters)
{
    while (letters > 0 && is_letter(*rest)) {
        rest++;
        letters--;
    }
    return !is_letter(*rest);
}

/* Whether the text has the last word of the name, with at most `more` letters behind it. */
static bool has_name(const char *text, const char *name, size_t more)
{
    const char *last = name ? strrchr(name, ' ') : NULL;
    last = last ? last + 1 : name;
    const size_t size = last ? strlen(last) : 0;
    if (!text || size < NAME_BYTES_MIN)
        return false;
    for (size_t i = 0; i < size; i++)
        if (!is_letter(last[i])) /* no word has it */
            return false;
    const char *end = text + strlen(text);
    for (const char *at = next_alike(text, end, last); at < end; at = next_alike(at + 1, end, last))
        if ((at == text || !is_letter(at[-1])) && strncasecmp(at, last, size) == 0 && ends_within(at + size, more))
            return true;
    return false;
}

bool stance_names(const char *text, const char *name)
{
    return has_name(text, name, 0);
}

bool stance_tells_of(const char *text, const char *name)
{
    return has_name(text, name, PEOPLE_LETTERS);
}

bool stance_refers(const char *text)
{
    static const char *const these[] = { "this", "that", "these", "such", "it", NULL };
    const char *at = text;
    return (at && word_is_one_of(next_word(&at), these)) || is_of_what_was_said(text);
}

static enum reference reference_of(const char *text)
{
    static const char *const these[] = { "this", "that", "these", "it", "that's", "it's", NULL };
    static const char *const said[] = { "claim", "claims", "report", "reports", "story", "account", NULL };
    static const char *const charges[] = { "allegation", "allegations", "accusation", "accusations",
                                           "charge",     "charges",     NULL };
    if (!text)
        return REFERENCE_NONE;
    const char *at = text;
    const struct span first = next_word(&at);
    const struct span second = next_word(&at);
    const bool points = is(first, "the") || word_is_one_of(first, these);
    if (points && word_is_one_of(second, charges))
        return REFERENCE_CHARGE;
    return (points && word_is_one_of(second, said)) || (word_is_one_of(first, these) && stance_rebuts(text))
               ? REFERENCE_LAST
               : REFERENCE_NONE;
}

static bool is_was(struct span word)
{
    return is(word, "was") || is(word, "were");
}

/* Whether the word, said of one's own words, takes them back: "withdraw it", "retract that". */
static bool is_taking_back(struct span word, struct span before)
{
    static const char *const verbs[] = { "withdraw", "retract", "misspoke", NULL };
    static const char *const wrong[] = { "wrong", "mistaken", "misinformed", "untrue", "false", NULL };
    return word_is_one_of(word, verbs) || (is_was(before) && word_is_one_of(word, wrong)) ||
           (is(before, "too") && is(word, "soon")) ||
           (is(before, "correct") && (is(word, "myself") || is(word, "ourselves")));
}

/* "Take it back", "was not true", "should not have said". */
static bool is_undoing(const struct span last[4])
{
    static const char *const take[] = { "take", "took", NULL };
    static const char *const right[] = { "true", "correct", "right", "accurate", NULL };
    return (is(last[3], "back") && (word_is_one_of(last[2], take) || word_is_one_of(last[1], take))) ||
           (is(last[3], "said") && is(last[2], "have") && (is(last[1], "not") || is(last[1], "never"))) ||
           (is_was(last[1]) && (is(last[2], "not") || is(last[2], "never")) && word_is_one_of(last[3], right));
}

bool stance_takes_back(const char *text)
{
    static const char *const own[] = { "i", "we", "my", "our", "me", "us", "that", NULL };
    const uint32_t firsts = LETTER('i') | LETTER('w') | LETTER('m') | LETTER('o') | LETTER('u') | LETTER('t');
    static const struct span nothing = { "-", 1 };
    struct span last[4] = { nothing, nothing, nothing, nothing };
    bool of_own = false;
    for (int i = 0; text && i < 3 * STANCE_WORDS; i++) {
        const struct span word = next_word(&text);
        if (word.size == 0) /* the end */
            return false;
        memmove(last, last + 1, 3 * sizeof *last);
        last[3] = word;
        of_own = of_own || (begins(word, firsts) && word_is_one_of(word, own));
        if (of_own && word.size >= STANCE_UNDOING_MIN && (is_taking_back(word, last[2]) || is_undoing(last)))
            return true;
    }
    return false;
}

bool stance_tells_own_words(const char *text)
{
    static const char *const verbs[] = { "said", "told", "stated", "claimed", "testified", "wrote", "announced", NULL };
    struct span before = { 0 };
    for (int i = 0; text && i < 2 * STANCE_WORDS; i++) {
        const struct span word = next_word(&text);
        if (word.size == 0) /* the end */
            return false;
        if (before.size && (is(before, "i") || is(before, "we")) && word_is_one_of(word, verbs))
            return true;
        before = word;
    }
    return false;
}

bool stance_takes_back_indirect(const char *text)
{
    static const char *const self[] = { "he", "she", "they", "it", NULL };
    static const char *const verbs[] = { "withdraw", "withdraws", "withdrew",   "withdrawing", "withdrawn",
                                         "retracts", "retracted", "retracting", "takes",       "took",
                                         "taken",    "taking",    NULL };
    static const char *const objects[] = { "it",        "that",       "this",       "word",      "words",
                                           "statement", "remark",     "remarks",    "testimony", "claim",
                                           "charge",    "accusation", "allegation", "account",   "figure",
                                           "number",    "date",       "report",     NULL };
    const struct span first = text ? next_word(&text) : (struct span){ 0 };
    if (!first.size || !word_is_one_of(first, self))
        return false;
    bool verb = false, takes = false, object = false;
    for (int i = 0; i < STANCE_WORDS; i++) {
        const struct span word = next_word(&text);
        if (word.size == 0)
            break;
        if (!verb) {
            verb = word_is_one_of(word, verbs);
            takes = verb && begins(word, LETTER('t'));
            continue;
        }
        object = object || word_is_one_of(word, objects);
        if (object && (!takes || is(word, "back")))
            return true;
    }
    return false;
}

/* A number in digits, with commas, or a word for one of a few; 0: none. */
static uint32_t number_at(const char *text)
{
    static const char *const words[] = { "one",   "two",   "three", "four", "five",   "six",
                                         "seven", "eight", "nine",  "ten",  "eleven", "twelve" };
    enum { NUMBER_MAX = 100000000 };
    uint32_t value = 0;
    for (; (*text >= '0' && *text <= '9') || (value && *text == ','); text++)
        if (*text != ',')
            value = value < NUMBER_MAX ? value * 10 + (uint32_t)(*text - '0') : value;
    const struct span word = value ? (struct span){ 0 } : next_word(&text);
    for (uint32_t i = 0; word.size && i < sizeof words / sizeof *words; i++)
        if (is(word, words[i]))
            return i + 1;
    return value;
}

uint32_t stance_number_refused(const char *text)
{
    uint32_t number = 0;
    for (const char *at = text; at && !number && (at = strcasestr(at, " not ")) != NULL;) {
        at += sizeof " not " - 1;
        number = number_at(strncasecmp(at, "the ", 4) == 0 ? at + 4 : at);
    }
    return number;
}

static bool recants(const claim_record *claim)
{
    return claim->source &&
           (claim->quote != CLAIMWIRE__V1__QUOTE__QUOTE_INDIRECT ? stance_takes_back(claim->text)
                                                                 : stance_takes_back_indirect(claim->text));
}

uint32_t stance_signs(const claim_record *claim)
{
    const char *text = claim->text;
    const enum stance stance = stance_of(claim->kind, claim->polarity, text);
    return STANCE_TOLD | (uint32_t)stance << STANCE_PLACE | (stance_number_refused(text) ? STANCE_REFUSES : 0) |
           (stance_rebuts(text) ? STANCE_REBUTS : 0) | (stance_refers(text) ? STANCE_REFERS : 0) |
           (uint32_t)reference_of(text) << REFERENCE_PLACE | (recants(claim) ? STANCE_RECANTS : 0) |
           (stance_tells_own_words(text) ? STANCE_TELLS_OWN : 0) | (stance_is_of_self(text) ? STANCE_OF_SELF : 0);
}
