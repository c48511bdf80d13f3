/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "desk/inner.h"
#include "store/articles.h"
#include "store/events.h"

enum { REASON_BYTES = 64, CREDIT_BYTES = 64 /* longer ones no reader gives */ };

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

static enum err give_reason(struct case_file *file, const char *what, uint64_t number, float score)
{
    char text[REASON_BYTES];
    if (number)
        snprintf(text, sizeof text, "%s %llu (%.2f)", what, (unsigned long long)number, (double)score);
    else if (score > 0)
        snprintf(text, sizeof text, "%s (%.2f)", what, (double)score);
    else
        snprintf(text, sizeof text, "%s", what);
    file->reason = arena_string(file->arena, span_of(text));
    return file->reason ? ERR_OK : ERR_MEMORY;
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
    return give_reason(file, "revision", 0, 0);
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
    enum err err = lineage_origin(file->arena, credit ? credit : outlet, root->feeder, &file->origin);
    if (lineage->copy_of)
        file->origin.hash = lineage->origin;
    return err;
}

static enum err by_copy(struct case_file *file)
{
    enum err err = open_event(file, file->lineage.event, &file->event);
    if (err != ERR_OK || !file->event)
        return err;
    return give_reason(file, "copy of", file->lineage.parent, file->lineage.share);
}

static enum err by_likeness(struct case_file *file)
{
    struct match match;
    enum err err = match_find(file->arena, file->desk->scratch, file->desk->index, file->reading->features,
                              file->number, file->article->accepted_ms, file->desk->window_ms, &match);
    for (size_t i = 0; err == ERR_OK && i < match.count && match.events[i].score >= MATCH_SCORE_MIN; i++) {
        err = open_event(file, match.events[i].event, &file->event);
        if (err == ERR_OK && file->event)
            return give_reason(file, "like", 0, match.events[i].score);
    }
    return err;
}

enum err assign(struct case_file *file)
{
    bool withdrawn = file->reading->status == CLAIMWIRE__V1__READING_STATUS__READING_WITHDRAWN;
    bool foreign = file->reading->status == CLAIMWIRE__V1__READING_STATUS__READING_LANGUAGE;
    enum err err = lineage_find(file->arena, file->desk->index, withdrawn ? NULL : file->reading->features,
                                file->number, file->article->accepted_ms, file->desk->window_ms, &file->lineage);
    if (err == ERR_OK)
        err = find_origin(file);
    if (err == ERR_OK)
        err = by_revision(file);
    if (err == ERR_OK && !file->event && !withdrawn)
        err = by_copy(file);
    if (err == ERR_OK && !file->event && !withdrawn && !foreign)
        err = by_likeness(file);
    if (err == ERR_OK && !file->event)
        err = give_reason(file, withdrawn || foreign ? "none" : "new", 0, 0);
    return err;
}
