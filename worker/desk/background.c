/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "desk/fact.h"
#include "desk/inner.h"
#include "desk/opening.h"
#include "desk/toll.h"
#include "store/articles.h"
#include "store/events.h"

enum {
    FACTS_LOOKED_AT = 256, /* of one event, for their marks */
    BEFORE_BYTES = 4,      /* "In August 2022, the two sides": the comma */
    AFTER_BYTES = 300,     /* "broke up a blockade on 12 March. Four miners died there": what goes on from there */
    DAYS_MAX = 32,         /* of the past, of one article */
};

/* What is asked of one article. */
struct survey {
    struct case_file *file;
    const struct fact_list *home;
    const date_interval_record *time;    /* of its own event */
    struct toll_days *past;              /* of each claim: those that it tells of, where they are past */
    bool *strange;                       /* of each claim: they stand in its words, or its own event has it not */
    struct sheet own;                    /* with what `home` has, once it is asked for */
    const stored_reading_record *former; /* of its former revision, where that had background */
    const stored_reading_record *root;   /* of what it copies, likewise */
    size_t events_count;
    uint64_t *events; /* that may be told of */
};

/* ---- which claims */

/* Whether a time stands in the claim's words, or ends at most `before` bytes before them: one that it has from another
 * sentence may be of something else. */
static bool names_time(const reading_record *reading, const claim_record *claim, uint32_t before)
{
    const uint32_t start = claim->content[0]->start, end = claim->content[claim->n_content - 1]->end;
    for (size_t i = 0; i < reading->n_times; i++) {
        const span_record *span = reading->times[i]->span;
        if (span && span->start < end && span->end + before > start)
            return true;
    }
    return false;
}

/* Whether the days lie long before the event. Dates in full are put in order as they are written. */
static bool are_past(const date_interval_record *time, const date_interval_record *event)
{
    const event_record own = { .time = (date_interval_record *)(uintptr_t)event };
    return event && event->start && time && time->end && strcmp(time->end, event->start) < 0 &&
           toll_is_past(&own, time);
}

/* A past day that the text names, and where the words end that go on from there: before the next time named. */
struct day {
    uint32_t start, end;
    date_interval_record *time;
};

/* A length, or a week: "what he said that weekend" goes on. */
static bool is_no_day(const char *value)
{
    return (*value == 'P' && value[1] >= '0' && value[1] <= '9') || strstr(value, "-W");
}

/* The past days that the text names, in order. SIZE_MAX when the arena is full. */
static size_t list_days(const struct survey *survey, struct day days[DAYS_MAX])
{
    const reading_record *reading = survey->file->reading;
    size_t count = 0;
    bool open = false; /* the last time is one of them */
    for (size_t i = 0; i < reading->n_times && count < DAYS_MAX; i++) {
        const time_mention_record *mention = reading->times[i];
        if (!mention->span || !mention->value || is_no_day(mention->value))
            continue;
        date_interval_record time = { .start = mention->value, .end = mention->value };
        if (open && mention->span->start < days[count - 1].end)
            days[count - 1].end = mention->span->start;
        open = strlen(mention->value) == sizeof "2024-03-12" - 1 && are_past(&time, survey->time);
        if (!open)
            continue;
        date_interval_record *kept = date_interval_make(survey->file->arena);
        if (!kept)
            return SIZE_MAX;
        kept->start = kept->end = mention->value;
        days[count++] = (struct day){ mention->span->end, mention->span->end + AFTER_BYTES, kept };
    }
    return count;
}

/* Notes of each claim which past days it tells of: those that its words name; else its own, or those named last. */
static enum err find_past(const struct survey *survey, bool *any)
{
    const reading_record *reading = survey->file->reading;
    struct day days[DAYS_MAX];
    const size_t count = list_days(survey, days);
    if (count == SIZE_MAX)
        return ERR_MEMORY;
    for (size_t i = 0; i < reading->n_claims; i++) {
        const claim_record *claim = survey->file->wordings[i].claim;
        const bool past = claim && are_past(claim->time, survey->time);
        if (!claim || claim->n_content == 0 || (!past && count == 0))
            continue;
        date_interval_record *time = past ? claim->time : NULL;
        for (size_t k = 0; !past && k < count; k++)
            if (claim->content[0]->start >= days[k].start && claim->content[0]->start < days[k].end)
                time = days[k].time;
        if (!time || (!past && names_time(reading, claim, 0)))
            continue;
        survey->past[i] = toll_days_of(time);
        survey->strange[i] = names_time(reading, claim, BEFORE_BYTES + 1);
        *any = true;
    }
    return ERR_OK;
}

/* Of a copy: what is nearer to what its root tells as background than to what it tells of its own event. */
static enum err mark_copied(const struct survey *survey, const stored_event_record *event,
                            const struct fact_list *facts, bool *marked)
{
    const struct case_file *file = survey->file;
    const reading_record *reading = file->reading;
    const struct stem_weights weights = { index_weight, file->desk->index };
    struct sheet own, other;
    sheet_lay(&own, file->arena, file->event, 0, survey->home->rows, survey->home->count);
    sheet_lay(&other, file->arena, event, 0, facts->rows, facts->count);
    if (own.err != ERR_OK || other.err != ERR_OK)
        return ERR_MEMORY;
    for (size_t i = 0; i < reading->n_claims; i++) {
        const struct wording *said = &file->wordings[i];
        float near, far;
        if (!said->claim)
            continue;
        (void)echo_nearest(file->echo, &own, said->claim, said->stems, weights, &near);
        (void)echo_nearest(file->echo, &other, said->claim, said->stems, weights, &far);
        marked[i] = far > near;
    }
    return ERR_OK;
}

/* What its own event has by its words is of that one, unless the claim itself names other days. Asked once. */
static bool is_strange(struct survey *survey, size_t claim)
{
    const struct case_file *file = survey->file;
    const struct stem_weights weights = { index_weight, file->desk->index };
    if (survey->strange[claim] || !file->event)
        return true;
    if (!survey->own.arena)
        sheet_lay(&survey->own, file->arena, file->event, 0, survey->home->rows, survey->home->count);
    survey->strange[claim] = survey->own.err == ERR_OK && !fact_known(&survey->own, &file->wordings[claim], weights);
    if (!survey->strange[claim])
        survey->past[claim].known = false;
    return survey->strange[claim];
}

/* Of any other article: what tells of the days of that event. */
static enum err mark_past(struct survey *survey, const date_interval_record *time, bool *marked)
{
    const reading_record *reading = survey->file->reading;
    const struct toll_days days = toll_days_of(time);
    for (size_t i = 0; i < reading->n_claims; i++)
        marked[i] = toll_are_same(survey->past[i], days) && is_strange(survey, i);
    return survey->own.err;
}

/* ---- which events */

static void note_event(struct survey *survey, uint64_t event)
{
    size_t i = 0;
    while (i < survey->events_count && survey->events[i] != event)
        i++;
    if (event && i == survey->events_count)
        survey->events[survey->events_count++] = event;
}

/* The reading, if it has background: those events are noted. */
static const stored_reading_record *background_of(struct survey *survey, const stored_reading_record *reading)
{
    bool any = false;
    for (size_t i = 0; reading && i < reading->n_places; i++) {
        note_event(survey, reading->places[i]->event);
        any |= reading->places[i]->event != 0;
    }
    return any ? reading : NULL;
}

/* The reading of what it copies, where that carries facts which its event has not; else NULL. */
static enum err read_root(const struct survey *survey, const stored_reading_record **root)
{
    const struct case_file *file = survey->file;
    const struct echo *echo = file->echo;
    size_t i = 0;
    while (echo && i < echo->facts_count && is_listed(survey->home, echo->facts[i]))
        i++;
    if (!echo || i == echo->facts_count)
        return ERR_OK;
    const struct index_article *article = index_article_at(file->desk->index, file->lineage.root);
    stored_reading_record *reading = NULL;
    const enum err err = articles_get_places(file->arena, file->txn, article->article, article->revision, &reading);
    *root = reading;
    return err == ERR_NOT_FOUND ? ERR_OK : err;
}

/* Whether one of the claims can be a fact of the event, by the marks alone: no row is read for that. */
static bool may_tell(const struct survey *survey, uint64_t event, const bool *marked, struct index_fact *known)
{
    const struct case_file *file = survey->file;
    size_t count = 0;
    for (size_t i = 0; i < file->reading->n_claims; i++) {
        const uint64_t mark = file->wordings[i].mark;
        if (marked[i] && count == 0)
            count = index_event_facts(file->desk->index, event, known, FACTS_LOOKED_AT);
        for (size_t k = 0; marked[i] && k < count; k++)
            if (likeness_may(mark, known[k].mark, false) || likeness_may_deny(mark, known[k].mark))
                return true;
    }
    return false;
}

/* Days first: most of those that an article is compared with are of its own. */
static enum err survey_rivals(struct survey *survey)
{
    const struct case_file *file = survey->file;
    const struct reasons *reasons = &file->reasons;
    const size_t claims = file->reading->n_claims;
    bool any = false;
    enum err err = file->lineage.copy_of ? ERR_OK : find_past(survey, &any);
    if (!any || err != ERR_OK)
        return err;
    struct index_fact *known = arena_unset(file->arena, FACTS_LOOKED_AT, sizeof *known);
    bool *marked = arena_array(file->arena, claims + 1, sizeof *marked);
    err = known && marked ? ERR_OK : ERR_MEMORY;
    for (size_t i = 0; i < reasons->rivals_count && err == ERR_OK; i++) {
        const uint64_t event = reasons->rivals[i]->event;
        date_interval_record *time;
        err = events_time(file->arena, file->txn, event, &time);
        if (err != ERR_OK)
            return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
        err = mark_past(survey, time, marked);
        if (err == ERR_OK && may_tell(survey, event, marked, known))
            note_event(survey, event);
    }
    return err;
}

/* ---- one of them */

/* The facts that the copy's root has there. */
static enum err load_root(const struct survey *survey, uint64_t event, struct fact_list *list)
{
    enum err err = ERR_OK;
    for (size_t i = 0; survey->root && i < survey->root->n_places && err == ERR_OK; i++) {
        const claim_place_record *place = survey->root->places[i];
        if (place->event != event || list->count == EVENT_FACTS_MAX || is_listed(list, place->fact))
            continue;
        err = facts_get(survey->file->arena, survey->file->txn, event, place->fact, &list->rows[list->count]);
        if (err == ERR_OK)
            list->count++;
    }
    return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
}

/* The wordings of the claims that are marked, and that no event before has. `any`: there are some. NULL when the arena
 * is full. */
static const struct wording *only(const struct survey *survey, const bool *marked, bool *any)
{
    const struct case_file *file = survey->file;
    struct wording *wordings = arena_array(file->arena, file->reading->n_claims + 1, sizeof *wordings);
    *any = false;
    for (size_t i = 0; wordings && i < file->reading->n_claims; i++)
        if (marked[i] && !file->background[i]) {
            wordings[i] = file->wordings[i];
            *any = true;
        }
    return wordings;
}

/* The claims that may tell of the event, and its facts that they may say over again; NULL: there is nothing to say. */
static enum err prepare(struct survey *survey, struct case_file *other, struct fact_list **facts)
{
    const stored_event_record *event = other->event;
    bool *marked = arena_array(other->arena, other->reading->n_claims + 1, sizeof *marked);
    struct fact_list *rooted = fact_list_make(other->arena);
    if (!marked || !rooted)
        return ERR_MEMORY;
    enum err err = load_root(survey, event->event->id, rooted);
    const bool open = event->event->status == CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN;
    if (err == ERR_OK && rooted->count > 0)
        err = mark_copied(survey, event, rooted, marked);
    else if (err == ERR_OK && open && !other->lineage.copy_of)
        err = mark_past(survey, event->event->time, marked);
    bool any;
    other->wordings = only(survey, marked, &any);
    if (!other->wordings)
        return ERR_MEMORY;
    if (err != ERR_OK || (!any && !survey->former))
        return err;
    other->lineage = (struct lineage){ 0 };
    other->former = (stored_reading_record *)(uintptr_t)survey->former;
    err = gather(other, facts);
    for (size_t i = 0; i < rooted->count && err == ERR_OK && (*facts)->count < EVENT_FACTS_MAX; i++)
        if (!is_listed(*facts, rooted->rows[i]->fact->id))
            (*facts)->rows[(*facts)->count++] = rooted->rows[i];
    return err;
}

static enum err serve(struct survey *survey, uint64_t event, struct desk_outcome *outcome)
{
    struct case_file *file = survey->file;
    struct case_file other = *file;
    other.elsewhere = true;
    struct fact_list *facts = NULL;
    struct decision decision = { 0 };
    const bool home = file->event && file->event->event->id == event;
    enum err err = events_get(file->arena, file->txn, event, &other.event);
    if (err == ERR_OK)
        err = prepare(survey, &other, &facts);
    if (err != ERR_OK || !facts)
        return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
    struct decide_input input = ask_of(&other, other.event, other.former, facts);
    if (!survey->root)
        input.echo = NULL;
    if (home) /* what it says still is for its own event to judge */
        input.wordings = arena_array(file->arena, file->reading->n_claims + 1, sizeof *input.wordings);
    if (!input.wordings)
        return ERR_MEMORY;
    err = decide_background(file->arena, &input, home ? file->reading : NULL, &decision);
    if (err == ERR_OK && decision.facts_count > 0)
        err = write_decision(file->arena, file->txn, &decision, outcome);
    for (size_t i = 0; i < decision.places_count && err == ERR_OK; i++)
        if (decision.places[i]->fact)
            file->background[i] = decision.places[i];
    return err;
}

enum err serve_background(struct case_file *file, struct fact_list **home, struct desk_outcome *outcome)
{
    stored_reading_record *former = file->former ? file->former : file->former_ended;
    struct survey survey = { .file = file, .home = *home };
    enum err err = read_root(&survey, &survey.root);
    survey.time = file->event ? file->event->event->time : opening_time(file->reading);
    survey.past = arena_array(file->arena, file->reading->n_claims + 1, sizeof *survey.past);
    survey.strange = arena_array(file->arena, file->reading->n_claims + 1, sizeof *survey.strange);
    survey.events = arena_array(
        file->arena, MATCH_EVENTS_MAX + (former ? former->n_places : 0) + (survey.root ? survey.root->n_places : 0) + 1,
        sizeof *survey.events);
    if (!survey.events || !survey.past || !survey.strange)
        return ERR_MEMORY;
    survey.former = background_of(&survey, former);
    survey.root = background_of(&survey, survey.root);
    if (err == ERR_OK)
        err = survey_rivals(&survey);
    if (err != ERR_OK || survey.events_count == 0)
        return err;
    file->background = arena_array(file->arena, file->reading->n_claims + 1, sizeof *file->background);
    if (!file->background)
        return ERR_MEMORY;
    for (size_t i = 0; i < survey.events_count && err == ERR_OK; i++) {
        const bool own = file->event && file->event->event->id == survey.events[i];
        if (own && file->former) /* its own event takes it back */
            continue;
        err = serve(&survey, survey.events[i], outcome);
        if (err == ERR_OK && own)
            err = events_get(file->arena, file->txn, survey.events[i], &file->event);
        if (err == ERR_OK && own)
            err = gather(file, home);
    }
    return err;
}
