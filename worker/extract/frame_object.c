/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/attribution.h"
#include "extract/frame_inner.h"
#include "extract/phrase.h"

/* Those whom a verb has as its object. */

enum { OTHERS_MAX = 3 };

bool frame_is_alone(const struct lexed *lexed, uint32_t next, uint32_t end)
{
    return next >= end || document_is_mark(lexed->document, next, ",.;") ||
           lexed_is(lexed, next, WORD_CONJUNCTION | WORD_PREPOSITION) ||
           lexed->document->tokens[next].kind == TOKEN_CLOSE;
}

/* "killing an officer and three others": those behind the first. */
static void other_objects(struct frame_pass *pass, enum draft_measure measure, uint32_t verb, uint32_t i)
{
    const struct lexed *lexed = pass->lexed;
    for (int others = 0; others < OTHERS_MAX && i + 1 < pass->sentence.end; others++) {
        struct quantity quantity;
        i += document_is_mark(lexed->document, i, ",");
        i += i < pass->sentence.end && document_is(lexed->document, i, "and");
        i += i + 1 < pass->sentence.end && lexed_is(lexed, i, WORD_PRO); /* "and her | two children" */
        if (i >= pass->sentence.end || !quantity_at(lexed, i, pass->sentence.end, &quantity))
            return;
        const struct range people = frame_people(lexed, quantity.words.end, pass->sentence.end);
        const bool acts = people.end < pass->sentence.end && /* "…, and 23 prisoners | escaped" */
                          clause_is_finite(lexed, (struct range){ people.end - 1, people.end + 1 });
        if (range_empty(people) || acts ||
            frame_predicate(lexed, people.end, pass->sentence.end, false).verb != DRAFT_NONE ||
            !frame_add(pass, measure, &quantity, people, (struct range){ i, people.end }, verb))
            return;
        i = people.end;
    }
}

/* May the verb have an object: no passive, no "those killed in 2015"? */
static bool is_active(const struct frame_pass *pass, uint32_t verb)
{
    const struct lexed *lexed = pass->lexed;
    if (verb == pass->sentence.first || !lexed_is(lexed, verb - 1, WORD_AUXILIARY))
        return true;
    return document_is(lexed->document, verb - 1, "has") || document_is(lexed->document, verb - 1, "had") ||
           document_is(lexed->document, verb - 1, "have");
}

/* "is thought to have killed": the "to"; `verb` where there is none. */
static uint32_t infinitive(const struct frame_pass *pass, uint32_t verb)
{
    const struct document *document = pass->lexed->document;
    const uint32_t have = verb - (verb > pass->sentence.first && document_is(document, verb - 1, "have"));
    return have > pass->sentence.first && document_is(document, have - 1, "to") ? have - 1 : verb;
}

/* "took", "claimed", "cost": may lives be its object? */
static bool takes_lives(const struct document *document, uint32_t i)
{
    static const char *const verbs[] = { "took", "taking",  "taken", "claimed", "claiming",
                                         "cost", "costing", "takes", "claims" };
    return DOCUMENT_IS_ONE_OF(document, i, verbs);
}

/* "took the lives of": the token past it, or 0. */
static uint32_t lives_at(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    const struct document *document = lexed->document;
    const bool lives = i + 3 < end && takes_lives(document, i) && document_is(document, i + 2, "lives") &&
                       document_is(document, i + 1, "the") && document_is(document, i + 3, "of");
    return lives ? i + 4 : 0;
}

bool frame_lives(struct frame_pass *pass, uint32_t verb)
{
    const struct document *document = pass->lexed->document;
    struct quantity quantity;
    if (!takes_lives(document, verb) || !quantity_at(pass->lexed, verb + 1, pass->sentence.end, &quantity) ||
        quantity.words.end >= pass->sentence.end || !document_is(document, quantity.words.end, "lives") ||
        !frame_is_real(pass, verb, verb))
        return false;
    const struct range clause = { frame_clause_start(pass, verb), frame_clause_end(pass, quantity.words.end + 1) };
    return frame_add(pass, DRAFT_KILLED, &quantity, (struct range){ 0, 0 }, clause, verb);
}

/* Verbs that tell of harm only where their object are soldiers or the like: a team loses men, too, but few. */
static bool takes_men(const struct lexed *lexed, uint32_t verb)
{
    static const char *const verbs[] = { "captured", "capturing", "holding", "lost" };
    return DOCUMENT_IS_ONE_OF(lexed->document, verb, verbs);
}

static bool are_men(const struct lexed *lexed, struct range people)
{
    static const char *const men[] = { "soldiers", "troops",    "servicemen", "fighters",     "men",        "policemen",
                                       "soldier",  "guardsmen", "troopers",   "peacekeepers", "marines",    "sailors",
                                       "officers", "gendarmes", "militants",  "rebels",       "guerrillas", "man" };
    return !range_empty(people) && DOCUMENT_IS_ONE_OF(lexed->document, people.end - 1, men);
}

bool frame_treated(struct frame_pass *pass, uint32_t verb)
{
    static const struct {
        const char *verb;
        enum draft_measure measure;
    } verbs[] = {
        { "treated", DRAFT_INJURED },    { "treating", DRAFT_INJURED },      { "trapping", DRAFT_MISSING },
        { "trapped", DRAFT_MISSING },    { "infecting", DRAFT_INJURED },     { "infected", DRAFT_INJURED },
        { "poisoning", DRAFT_INJURED },  { "poisoned", DRAFT_INJURED },      { "sickened", DRAFT_INJURED },
        { "sickening", DRAFT_INJURED },  { "hospitalising", DRAFT_INJURED }, { "hospitalizing", DRAFT_INJURED },
        { "admitted", DRAFT_INJURED },   { "admitting", DRAFT_INJURED },     { "captured", DRAFT_ARRESTED },
        { "capturing", DRAFT_ARRESTED }, { "holding", DRAFT_ARRESTED },      { "lost", DRAFT_KILLED }
    };
    const struct lexed *lexed = pass->lexed;
    struct quantity quantity;
    size_t k = 0;
    while (k < sizeof verbs / sizeof *verbs && !document_is(lexed->document, verb, verbs[k].verb))
        k++;
    if (k == sizeof verbs / sizeof *verbs || !quantity_at(lexed, verb + 1, pass->sentence.end, &quantity) ||
        quantity.article || !frame_is_real(pass, verb, verb))
        return false;
    const struct range people = frame_people(lexed, quantity.words.end, pass->sentence.end);
    const struct range clause = { frame_clause_start(pass, verb), frame_clause_end(pass, people.end) };
    if (verbs[k].measure == DRAFT_INJURED && frame_is_medical(lexed, verb)
            ? range_empty(people) && !frame_is_alone(lexed, quantity.words.end, pass->sentence.end)
            : range_empty(people) || document_is(lexed->document, verb, "admitted") ||
                  document_is(lexed->document, verb, "admitting"))
        return false;
    if (takes_men(lexed, verb) && !are_men(lexed, people))
        return false;
    return frame_add(pass, verbs[k].measure, &quantity, people, clause, verb);
}

/* "Divers are searching for | three fishermen": no police for two gunmen. */
bool frame_sought(struct frame_pass *pass, uint32_t i)
{
    static const char *const verbs[] = { "searching", "searched", "search", "looking", "combing" };
    static const char *const rescue[] = { "rescue",   "rescuers",  "rescuer",   "divers", "coastguard", "firefighters",
                                          "lifeboat", "lifeboats", "survivors", "rubble", "wreckage",   "helicopters" };
    const struct lexed *lexed = pass->lexed;
    struct quantity quantity;
    bool rescues = false;
    if (!DOCUMENT_IS_ONE_OF(lexed->document, i, verbs) || i + 2 >= pass->sentence.end ||
        !document_is(lexed->document, i + 1, "for") || !quantity_at(lexed, i + 2, pass->sentence.end, &quantity) ||
        quantity.article)
        return false;
    for (uint32_t k = pass->sentence.first; k < pass->sentence.end; k++)
        rescues |= DOCUMENT_IS_ONE_OF(lexed->document, k, rescue);
    const struct range people = frame_people(lexed, quantity.words.end, pass->sentence.end);
    if (!rescues || range_empty(people) || !frame_is_real(pass, i, i))
        return false;
    const struct range clause = { frame_clause_start(pass, i), frame_clause_end(pass, people.end) };
    return frame_add(pass, DRAFT_MISSING, &quantity, people, clause, i);
}

bool frame_object(struct frame_pass *pass, uint32_t verb)
{
    const struct lexed *lexed = pass->lexed;
    struct quantity quantity;
    const uint32_t lives = lives_at(lexed, verb, pass->sentence.end);
    const uint32_t object = lives ? lives : verb + 1;
    if ((!lives && !lexed_is(lexed, verb, WORD_ACTIVE)) || !is_active(pass, verb) || object >= pass->sentence.end)
        return false;
    const bool definite = !lives && frame_definite_at(lexed, object, pass->sentence.end, &quantity);
    if (lives) {
        if (!quantity_number_at(lexed, object, pass->sentence.end, &quantity))
            return false;
    } else if (!definite && !frame_count_at(pass, object, &quantity)) {
        return false;
    }
    const struct range people = frame_people(lexed, quantity.words.end, pass->sentence.end);
    const bool bare = range_empty(people);
    const uint32_t next = quantity.words.end + (bare && quantity.more);
    const bool alone = frame_is_alone(lexed, next, pass->sentence.end);
    if ((bare && (!alone || quantity.article)) || !frame_is_real(pass, verb, verb))
        return false;
    const uint32_t end = bare ? next : people.end;
    const struct span text = document_token(lexed->document, verb);
    const bool gerund = text.size > 4 && span_ends(text, "ing");
    const uint32_t to = infinitive(pass, verb);
    const uint32_t start = gerund || to < verb ? to : frame_clause_start(pass, verb);
    const enum draft_measure measure = lives ? DRAFT_KILLED : frame_measure(lexed, verb);
    if (quantity.more && (measure == pass->measure || !(pass->counted || pass->measure)))
        return false;
    const struct range clause = { start, frame_clause_end(pass, end) };
    if (to < verb && frame_holder(pass, clause_trim(lexed->document, clause)) == DRAFT_NONE)
        return false; /* somebody says so, and nobody knows who */
    const bool added = frame_add(pass, measure, &quantity, bare ? pass->people : people, clause, verb);
    if (added)
        other_objects(pass, measure, verb, end);
    return added;
}
