/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/inner.h"
#include "desk/moving.h"
#include "desk/naming.h"
#include "store/articles.h"
#include "store/events.h"

enum { CREDIT_BYTES = 64 /* longer ones no reader gives */ };

/* The event if it is still open; NULL when it is closed or there is none. */
static enum err open_event(struct case_file *file, uint64_t id, stored_event_record **event)
{
    *event = NULL;
    if (!id)
        return ERR_OK;
    enum err err = events_get(file->arena, file->txn, id, event);
    if (err == ERR_NOT_FOUND)
        return ERR_CORRUPT;
    if (err == ERR_OK && (*event)->event->status != CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN)
        *event = NULL;
    return err;
}

static enum err give_reason(struct case_file *file, Claimwire__V1__Rule rule)
{
    file->reasons.assigned = why_because(file->arena, rule, 0, 0);
    return file->reasons.assigned ? ERR_OK : ERR_MEMORY;
}

/* What the latest revision applied before this one was read as. At most
 * REVISIONS_MAX rows are looked at, and only where the window has forgotten it. */
static enum err former_reading(const struct case_file *file, stored_reading_record **former)
{
    const struct index_article *latest = index_latest(file->desk->index, file->number);
    uint32_t revision = latest ? latest->revision : file->article->revision - 1;
    *former = NULL;
    for (; revision > 0; revision--) {
        enum err err = articles_get_reading(file->arena, file->txn, file->number, revision, former);
        if (err != ERR_NOT_FOUND)
            return err;
    }
    return ERR_OK;
}

/* The former revision's event is open no more: its words can be taken back there. */
static enum err ended_event(struct case_file *file, stored_reading_record *former)
{
    stored_event_record *event;
    enum err err = events_get(file->arena, file->txn, former->event, &event);
    if (err == ERR_OK && event->event->status == CLAIMWIRE__V1__EVENT_STATUS__EVENT_ENDED) {
        file->ended = event;
        file->former_ended = former;
    }
    return err;
}

static enum err by_revision(struct case_file *file)
{
    stored_reading_record *former = NULL;
    enum err err = file->article->revision > 1 ? former_reading(file, &former) : ERR_OK;
    if (err == ERR_OK && former)
        err = open_event(file, former->event, &file->event);
    if (err == ERR_OK && former && former->event && !file->event)
        err = ended_event(file, former);
    if (err != ERR_OK || !file->event)
        return err;
    file->former = former;
    return give_reason(file, CLAIMWIRE__V1__RULE__RULE_REVISION);
}

static enum err explain_origin(struct case_file *file, const char *credit, const char *outlet)
{
    const struct lineage *lineage = &file->lineage;
    const bool named = outlet && *outlet;
    stored_why_record *origin = why_because(file->arena,
                                            lineage->copy_of      ? CLAIMWIRE__V1__RULE__RULE_COPY
                                            : file->origin.family ? CLAIMWIRE__V1__RULE__RULE_FAMILY
                                            : credit              ? CLAIMWIRE__V1__RULE__RULE_CREDIT
                                            : named               ? CLAIMWIRE__V1__RULE__RULE_OUTLET
                                                                  : CLAIMWIRE__V1__RULE__RULE_FEEDER,
                                            0, 0);
    if (!origin)
        return ERR_MEMORY;
    origin->text = (char *)(uintptr_t)file->origin.name;
    file->reasons.origin = origin;
    if (!lineage->copy_of)
        return ERR_OK;
    stored_why_record *copied = why_because(
        file->arena, CLAIMWIRE__V1__RULE__RULE_COPY, lineage->share,
        lineage->translation ? LINEAGE_TRANSLATED_MIN
        : lineage->credited  ? LINEAGE_CREDITED_MIN
        : lineage->rewrite   ? (lineage->share < LINEAGE_ORDERED_MIN ? LINEAGE_ADDED_MIN : LINEAGE_ORDERED_MIN)
                             : LINEAGE_SHARE_MIN);
    if (!copied)
        return ERR_MEMORY;
    copied->has_article = copied->has_revision = true;
    copied->article = lineage->parent;
    copied->revision = lineage->parent_revision;
    file->reasons.copied = copied;
    return ERR_OK;
}

/* The origin, which a copy has from its root. */
static enum err find_origin(struct case_file *file)
{
    const struct lineage *lineage = &file->lineage;
    const stored_article_record *root = file->article;
    if (lineage->copy_of) {
        bool has_root = lineage->copy_of_revision > 0;
        stored_article_record *row;
        enum err err = articles_get(file->arena, file->txn, has_root ? lineage->copy_of : lineage->parent,
                                    has_root ? lineage->copy_of_revision : lineage->parent_revision, &row);
        if (err != ERR_OK)
            return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
        root = row;
    }
    const features_record *features = file->reading->features;
    const char *credit = !lineage->copy_of && features ? features->credit : NULL;
    if (credit && (!*credit || strnlen(credit, CREDIT_BYTES + 1) > CREDIT_BYTES))
        credit = NULL;
    const char *outlet = root->article ? root->article->outlet : NULL;
    enum err err =
        lineage_origin(file->arena, file->desk->families, credit ? credit : outlet, root->feeder, &file->origin);
    file->own = file->origin;
    if (lineage->copy_of) {
        file->origin.hash = lineage->origin;
        if (err == ERR_OK)
            err = lineage_origin(file->arena, file->desk->families,
                                 file->article->article ? file->article->article->outlet : NULL, file->article->feeder,
                                 &file->own);
    }
    return err == ERR_OK ? explain_origin(file, credit, outlet) : err;
}

static enum err by_copy(struct case_file *file)
{
    enum err err = open_event(file, file->lineage.event, &file->event);
    if (err != ERR_OK || !file->event)
        return err;
    file->reasons.assigned = file->reasons.copied;
    return ERR_OK;
}

static stored_why_record *explain_match(const struct case_file *file, const struct match *match, size_t number)
{
    stored_why_record *why =
        why_because(file->arena, CLAIMWIRE__V1__RULE__RULE_LIKE, match->events[number].score, match->enough);
    if (!why)
        return NULL;
    why->has_event = true;
    why->event = match->events[number].event;
    return why_name_words(file->arena, why, file->reading->features, match->events[number].words,
                          match->events[number].words_count)
               ? why
               : NULL;
}

/* The likest open event by itself. */
static enum err by_score(struct case_file *file, const struct match *match)
{
    enum err err = ERR_OK;
    for (size_t i = 0; i < match->count && !file->event && err == ERR_OK; i++)
        if (match->events[i].score >= match->enough)
            err = open_event(file, match->events[i].event, &file->event);
    return err;
}

/* That which the articles put together again say, where all of them are open. Those that the article moves to a new one
 * with are still in the old one, which it joins at first. */
static enum err by_regroup(struct case_file *file, const struct match *match)
{
    const struct match_regroup *regroup = &match->regroup;
    stored_event_record *to = NULL;
    enum err err = open_event(file, regroup->event, &file->event);
    if (err == ERR_OK && regroup->count > 0)
        err = open_event(file, regroup->from, &file->from);
    if (err == ERR_OK && regroup->count > 0)
        err = open_event(file, regroup->to, &to);
    if ((regroup->event && !file->event) || (regroup->count > 0 && !file->from) || (regroup->to && !to)) {
        file->event = file->from = NULL;
        return err == ERR_OK ? by_score(file, match) : err;
    }
    if (!regroup->event)
        file->event = file->from;
    return err;
}

static enum err by_likeness(struct case_file *file, const struct match *match)
{
    enum err err = match->regrouped ? by_regroup(file, match) : by_score(file, match);
    for (size_t i = 0; err == ERR_OK && i < match->count; i++) {
        stored_why_record *why = explain_match(file, match, i);
        if (!why)
            return ERR_MEMORY;
        if (match->regrouped && match->events[i].event == (file->event ? match->regroup.event : match->events[0].event))
            why->score = match->regroup.score;
        if (file->event && match->events[i].event == file->event->event->id)
            file->reasons.assigned = why;
        else
            file->reasons.rivals[file->reasons.rivals_count++] = why;
    }
    return err;
}

/* What else the article has shown. Whose articles have been moved often, and what a person has parted, stays. */
static void look_again(struct case_file *file, const struct match *match)
{
    const stored_event_record *from = file->from;
    file->regroup = match->regroup;
    if (from && ((from->partings >= PARTINGS_MAX && !match->regroup.all) ||
                 ids_name(from->apart, from->n_apart, match->regroup.to)))
        file->from = NULL;
}

static void find_match(const struct case_file *file, const struct vector *vector, const struct mate *self,
                       struct match *match)
{
    match_find(file->desk->scratch, file->desk->index, vector, self, file->number, file->article->accepted_ms,
               file->desk->window_ms, match);
}

/* Of an article in another language: the one that is read with the same names and numbers in the same order. */
static enum err trace_translation(struct case_file *file)
{
    const features_record *features = file->reading->features;
    struct match match = { 0 };
    if (!features || features->n_trail < LINEAGE_TRAIL_MIN)
        return ERR_OK;
    const features_record *names = lineage_names(file->arena, features);
    if (!names)
        return ERR_MEMORY;
    const struct mate self = mates_of(names);
    struct vector vector;
    index_weigh(file->desk->index, names, &vector);
    find_match(file, &vector, &self, &match);
    lineage_translation(file->desk->index, features, file->number, match.articles, match.articles_count,
                        &file->lineage);
    return ERR_OK;
}

/* Whom the article names: its own body is read when that is first asked. */
struct naming {
    const struct case_file *file;
    struct span body;
    bool read;
    enum err err;
};

static enum err read_body(struct naming *naming)
{
    const struct case_file *file = naming->file;
    stored_article_record *whole;
    const enum err err = articles_get_whole(file->arena, file->txn, file->number, file->article->revision, &whole);
    naming->read = true;
    if (err == ERR_OK)
        naming->body = span_of(whole->article->body);
    return err == ERR_NOT_FOUND ? ERR_OK : err; /* retention has taken it */
}

/* Whether the body names the outlet of the article at `owner`, which is another one's. */
static bool names_outlet(void *context, uint32_t owner)
{
    struct naming *naming = context;
    const struct case_file *file = naming->file;
    const struct index_article *earlier = index_article_at(file->desk->index, owner);
    stored_article_record *row;
    if (!naming->read && naming->err == ERR_OK)
        naming->err = read_body(naming);
    if (naming->err != ERR_OK || naming->body.size == 0)
        return false;
    const enum err err = articles_get(file->arena, file->txn, earlier->article, earlier->revision, &row);
    if (err != ERR_OK) {
        naming->err = err == ERR_NOT_FOUND ? ERR_OK : err;
        return false;
    }
    const char *own = file->article->article ? file->article->article->outlet : NULL;
    const char *outlet = row->article ? row->article->outlet : NULL;
    return outlet && !(own && strcmp(own, outlet) == 0) && naming_names(naming->body, outlet);
}

/* Whose words they are: the same words, else the same names in the same order. */
static enum err trace(struct case_file *file, bool read, struct match *match)
{
    const struct index *index = file->desk->index;
    lineage_find(index, file->reading->features, file->number, file->article->accepted_ms, file->desk->window_ms,
                 &file->lineage);
    if (file->lineage.copy_of)
        return ERR_OK;
    if (!read)
        return trace_translation(file);
    find_match(file, &file->vector, &file->self, match);
    size_t alike = 0;
    while (alike < match->articles_count && match->likeness[alike] >= LINEAGE_LIKENESS_MIN)
        alike++;
    struct naming naming = { .file = file };
    lineage_rewrite(index, file->reading->features, file->number, match->articles, alike,
                    (struct lineage_credit){ names_outlet, &naming }, &file->lineage);
    return naming.err;
}

enum err assign(struct case_file *file)
{
    const bool withdrawn = file->reading->status == CLAIMWIRE__V1__READING_STATUS__READING_WITHDRAWN;
    const bool read = !withdrawn && file->reading->status != CLAIMWIRE__V1__READING_STATUS__READING_LANGUAGE;
    struct match match = { 0 };
    enum err err = withdrawn ? ERR_OK : trace(file, read, &match);
    if (err == ERR_OK)
        err = find_origin(file);
    if (err == ERR_OK)
        err = by_revision(file);
    if (err == ERR_OK && !file->event && !withdrawn)
        err = by_copy(file);
    if (err == ERR_OK && !file->event && read && match.count == 0)
        find_match(file, &file->vector, &file->self, &match);
    if (err == ERR_OK && !file->event && read)
        err = by_likeness(file, &match);
    if (err == ERR_OK)
        look_again(file, &match);
    if (err == ERR_OK && !file->event)
        err = give_reason(file, read ? CLAIMWIRE__V1__RULE__RULE_NEW : CLAIMWIRE__V1__RULE__RULE_NONE);
    return err;
}
