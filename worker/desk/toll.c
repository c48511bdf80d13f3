/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/toll.h"

#include <stdlib.h>
#include <strings.h>

#include "base/day.h"
#include "record/word.h"
#include "record/fold.h"
#include "record/fold_check.h"

enum { POPULATION_WORDS_MAX = 8, TEXT_WORDS_MAX = 64 };

/* ---- words */

/* "guards'" is "guards". */
static struct span next_word(const char **text)
{
    return word_next(text, WORD_LETTER);
}

static bool has_word(const char *text, const char *const *words)
{
    for (int i = 0; text && i < TEXT_WORDS_MAX && *text; i++)
        if (word_is_one_of(next_word(&text), words))
            return true;
    return false;
}

static const char *const hurt[] = { "wounded", "injured", "wounds", "injuries", "casualties", "hurt", NULL };

/* "of the wounded", "of her injuries". */
static bool is_of_hurt(const char *text)
{
    static const char *const of[] = { "of", "from", NULL };
    enum { AWAY_MAX = 3 };
    int away = AWAY_MAX + 1;
    for (int i = 0; text && i < TEXT_WORDS_MAX && *text; i++) {
        const struct span word = next_word(&text);
        if (away < AWAY_MAX && word_is_one_of(word, hurt))
            return true;
        away = word_is_one_of(word, of) ? 0 : away + 1;
    }
    return false;
}

bool toll_tells_moved(const char *text)
{
    static const char *const ended[] = { "succumbed", "succumb", NULL };
    return is_of_hurt(text) || has_word(text, ended);
}

bool toll_tells_more(const char *text)
{
    static const char *const more[] = { "another", "more",  "further", "additional", "second", "third",
                                        "fourth",  "fifth", "sixth",   "also",       NULL };
    return has_word(text, more);
}

bool toll_tells_left(Claimwire__V1__Measure measure, const char *text)
{
    static const char *const left[] = { "remain",   "remains", "remained", "remaining", "still",
                                        "leftover", "stable",  "steady",   "treated",   NULL };
    return measure == CLAIMWIRE__V1__MEASURE__MEASURE_MISSING ||
           (measure == CLAIMWIRE__V1__MEASURE__MEASURE_INJURED && has_word(text, left));
}

bool toll_tells_changed(const char *text)
{
    static const char *const changed[] = { "now",       "raised",  "raises",  "lifted", "extended", "widened",
                                           "doubled",   "tripled", "trimmed", "cut",    "revised",  "increased",
                                           "reduced",   "climbed", "risen",   "rose",   "grew",     "grown",
                                           "fell",      "fallen",  "dropped", "upped",  "lowered",  "slashed",
                                           "corrected", NULL };
    return has_word(text, changed);
}

/* "three of them", "five of those who died", "four of the wounded": some of more. */
static bool tells_some(const char *text)
{
    static const char *const whom[] = { "them",  "those",  "whom",    "these",     "wounded",  "injured",
                                        "dead",  "killed", "victims", "detainees", "detained", "bodies",
                                        "two",   "three",  "four",    "five",      "six",      "seven",
                                        "eight", "nine",   "ten",     NULL };
    static const char *const the[] = { "the", NULL }, *const of[] = { "of", NULL };
    static const char *const all[] = { "number", "total", "toll", "tally", "count", NULL };
    bool behind = false, whole = false; /* of the word before: "the number of dead" is of all */
    for (int i = 0; text && i < TEXT_WORDS_MAX && *text; i++) {
        const struct span word = next_word(&text);
        if (behind && word_is_one_of(word, whom))
            return true;
        behind = (word_is_one_of(word, of) && !whole) || (behind && word_is_one_of(word, the));
        whole = word_is_one_of(word, all);
    }
    return false;
}

/* "two more people", "another nine": they come on top of those counted before. */
static bool tells_added(const char *text)
{
    static const char *const added[] = { "more", "another", "further", "additional", NULL }, *const than[] = { "than",
                                                                                                               NULL };
    bool more = false;
    for (int i = 0; text && i < TEXT_WORDS_MAX && *text; i++) {
        const struct span word = next_word(&text);
        if (more && !word_is_one_of(word, than))
            return true;
        more = word_is_one_of(word, added);
    }
    return more;
}

bool toll_tells_part(const char *text)
{
    static const char *const which[] = { "second", "third", "fourth", "fifth",    "sixth",   "seventh",
                                         "eighth", "ninth", "tenth",  "eleventh", "twelfth", NULL };
    return tells_some(text) || tells_added(text) || has_word(text, which);
}

/* How they are: all who are critical are not all who are hurt. */
static bool tells_state(const char *text)
{
    static const char *const states[] = { "critical", "critically", "serious",  "seriously", "grave",
                                          "gravely",  "severe",     "severely", "intensive", NULL };
    return has_word(text, states);
}

/* Where some of the dead were found or died. */
static bool tells_where(const char *text)
{
    static const char *const words[] = { "body", "bodies", "corpse", "corpses", "hospital", "hospitals", NULL };
    return has_word(text, words);
}

/* ---- days */

struct toll_days toll_days_of(const date_interval_record *time)
{
    struct toll_days days = { 0 };
    int64_t other;
    days.known = time && time->start && time->end && day_read_all(time->start, &days.first, &other) &&
                 day_read_all(time->end, &other, &days.last);
    return days;
}

bool toll_is_past(const event_record *event, const date_interval_record *time)
{
    const struct toll_days days = toll_days_of(time), own = toll_days_of(event->time);
    return days.known && own.known && days.last <= own.first - TOLL_PAST_DAYS;
}

static bool are_near(struct toll_days a, struct toll_days b, int64_t most)
{
    return !a.known || !b.known || (a.first < b.last + most && b.first < a.last + most);
}

bool toll_are_same(struct toll_days a, struct toll_days b)
{
    return a.known && b.known && are_near(a, b, TOLL_PAST_DAYS);
}

bool toll_same_days(const date_interval_record *a, const date_interval_record *b)
{
    return toll_are_same(toll_days_of(a), toll_days_of(b));
}

bool toll_same_happening(const event_record *event, const char *text, const date_interval_record *time,
                         const char *other_text, const date_interval_record *other_time)
{
    const bool past = toll_is_past(event, time), more = toll_tells_more(text);
    if (past != toll_is_past(event, other_time) ||
        (past && !are_near(toll_days_of(time), toll_days_of(other_time), TOLL_PAST_DAYS)))
        return false;
    if (!toll_tells_moved(text) || !toll_tells_moved(other_text))
        return true;
    return more == toll_tells_more(other_text) &&
           (!more || are_near(toll_days_of(time), toll_days_of(other_time), TOLL_AGAIN_DAYS));
}

/* ---- who */

bool toll_is_people(Claimwire__V1__Measure measure)
{
    return measure == CLAIMWIRE__V1__MEASURE__MEASURE_KILLED || measure == CLAIMWIRE__V1__MEASURE__MEASURE_INJURED ||
           measure == CLAIMWIRE__V1__MEASURE__MEASURE_ARRESTED || measure == CLAIMWIRE__V1__MEASURE__MEASURE_MISSING;
}

/* "policemen" and "officers" are one. */
static bool same_trade(struct span a, struct span b)
{
    static const char *const trades[][7] = { { "policemen", "policeman", "officers", "officer", "police", NULL },
                                             { "soldiers", "soldier", "servicemen", "serviceman", "troops", NULL },
                                             { "workers", "worker", "employees", "employee", "staff", NULL },
                                             { "residents", "resident", "inhabitants", "inhabitant", "villagers",
                                               "locals", NULL },
                                             { "babies", "baby", "newborns", "newborn", "infants", "infant", NULL },
                                             { "inmates", "inmate", "prisoners", "prisoner", "detainees", NULL },
                                             { "supporters", "supporter", "fans", "fan", "spectators", NULL },
                                             { "pupils", "pupil", "schoolchildren", "students", "student", NULL } };
    for (size_t i = 0; i < sizeof trades / sizeof *trades; i++)
        if (word_is_one_of(a, trades[i]))
            return word_is_one_of(b, trades[i]);
    return false;
}

/* "guard" and "guards" are one. */
static bool same_word(struct span a, struct span b)
{
    const struct span longer = a.size > b.size ? a : b;
    const size_t least = a.size < b.size ? a.size : b.size;
    if (longer.size - least <= 1 && strncasecmp(a.data, b.data, least) == 0 &&
        (longer.size == least || (longer.data[least] | 0x20) == 's'))
        return true;
    return same_trade(a, b);
}

struct people {
    size_t count;
    struct span words[POPULATION_WORDS_MAX];
};

static struct people people_of(const char *population)
{
    struct people people = { 0 };
    while (population && *population && people.count < POPULATION_WORDS_MAX) {
        const struct span word = next_word(&population);
        if (word.size)
            people.words[people.count++] = word;
    }
    return people;
}

bool toll_same_people(const char *population, const char *other)
{
    if (fold_same_text(population, other))
        return true;
    const struct people a = people_of(population), b = people_of(other);
    const struct people *more = a.count > b.count ? &a : &b, *fewer = a.count > b.count ? &b : &a;
    if (fewer->count == 0 || !same_word(a.words[a.count - 1], b.words[b.count - 1]))
        return false;
    for (size_t i = 0; i < fewer->count; i++) {
        size_t k = 0;
        while (k < more->count && !same_word(fewer->words[i], more->words[k]))
            k++;
        if (k == more->count)
            return false;
    }
    return true;
}

/* May these be all whom a happening struck? */
static bool are_all(const char *population)
{
    static const char *const all[] = {
#define EVERYBODY(word) word,
#include "record/everybody.def"
#undef EVERYBODY
        NULL
    };
    const struct people people = people_of(population);
    return people.count > 0 && word_is_one_of(people.words[people.count - 1], all);
}

/* The event's only figure of the measure, where both it and the population may be everybody: "two workers were killed",
 * "four people have died". Fewer of a kind than people are a part; who is missing is the same few, whatever they are
 * called. */
static event_figure_record *find_all(const event_record *event, Claimwire__V1__Measure measure, const char *population)
{
    event_figure_record *found = NULL;
    const bool missing = measure == CLAIMWIRE__V1__MEASURE__MEASURE_MISSING;
    if (missing ? !are_all(population) : !fold_same_text(population, "people"))
        return NULL;
    for (size_t i = 0; i < event->n_figures; i++)
        if (event->figures[i]->measure == measure) {
            if (found)
                return NULL;
            found = event->figures[i];
        }
    return found && are_all(found->population) ? found : NULL;
}

event_figure_record *toll_find(const event_record *event, Claimwire__V1__Measure measure, const char *population)
{
    event_figure_record *found = fold_figure(event, measure, population);
    bool several = false;
    if (found)
        return found;
    for (size_t i = 0; i < event->n_figures; i++)
        if (event->figures[i]->measure == measure && toll_same_people(event->figures[i]->population, population)) {
            several = found != NULL;
            found = event->figures[i];
        }
    if (several)
        return NULL;
    return found || !toll_is_people(measure) ? found : find_all(event, measure, population);
}

event_figure_record *toll_find_among(const event_record *event, Claimwire__V1__Measure measure, const char *population)
{
    event_figure_record *found = toll_find(event, measure, population);
    bool several = false;
    if (found || !fold_same_text(population, "people"))
        return found;
    for (size_t i = 0; i < event->n_figures; i++)
        if (event->figures[i]->measure == measure) {
            several |= found != NULL;
            found = event->figures[i];
        }
    return several ? NULL : found;
}

/* ---- the whole */

enum toll toll_of(const event_record *event, const claim_record *claim, const figure_record *figure)
{
    const bool said = claim->modality == CLAIMWIRE__V1__MODALITY__MODALITY_ASSERTED ||
                      claim->modality == CLAIMWIRE__V1__MODALITY__MODALITY_ALLEGED;
    const bool nobody =
        figure->has_high && figure->high == 0; /* "no officer died" counts nobody; none missing are all */
    if (!said || claim->polarity != CLAIMWIRE__V1__POLARITY__POLARITY_AFFIRMED ||
        !(figure->has_low || figure->has_high) ||
        (nobody && figure->measure != CLAIMWIRE__V1__MEASURE__MEASURE_MISSING))
        return TOLL_UNSAID;
    if (toll_is_past(event, claim->time))
        return TOLL_PAST;
    const event_figure_record *known = toll_find_among(event, figure->measure, figure->population);
    const bool fewer = known && figure->has_low && known->has_low && figure->low <= known->low;
    const bool some = (fewer && tells_some(claim->text)) || (known && tells_added(claim->text));
    if (figure->measure == CLAIMWIRE__V1__MEASURE__MEASURE_INJURED)
        return some || tells_state(claim->text) ? TOLL_PART : TOLL_WHOLE;
    if (figure->measure != CLAIMWIRE__V1__MEASURE__MEASURE_KILLED)
        return some && figure->measure == CLAIMWIRE__V1__MEASURE__MEASURE_ARRESTED ? TOLL_PART : TOLL_WHOLE;
    if (figure->has_low && figure->has_high && (fewer || !known) && toll_tells_moved(claim->text))
        return TOLL_MOVED;
    return some || (fewer && tells_where(claim->text)) ? TOLL_PART : TOLL_WHOLE;
}

void toll_settle(const event_record *event, const claim_record *claim, statement_record *statement)
{
    for (size_t i = 0; i < statement->n_figures; i++) {
        figure_record *figure = statement->figures[i];
        if (!toll_is_people(figure->measure))
            continue;
        const enum toll toll = toll_of(event, claim, figure);
        const event_figure_record *known = toll_find_among(event, figure->measure, figure->population);
        if (toll == TOLL_WHOLE && (known = toll_find(event, figure->measure, figure->population)))
            figure->population = known->population;
        if (toll == TOLL_PAST || toll == TOLL_PART || toll == TOLL_UNSAID || (toll == TOLL_MOVED && known))
            statement->has_figures_apart = statement->figures_apart = true;
    }
}
