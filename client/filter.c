/* SPDX-License-Identifier: Apache-2.0 */
#include "client/filter.h"

#include <stdlib.h>
#include <string.h>

/* Event ids are dense, so a ring of slots holds the newest ones. */
enum { EVENTS_KEPT = 65536, NAMES_MAX = 15 };

struct known {
    uint64_t event;
    char country[3];
    uint8_t names; /* of origins, distinct */
    bool corroborated;
    uint32_t name_keys[NAMES_MAX];
};

struct filter {
    const struct settings *settings;
    struct known *known; /* EVENTS_KEPT slots */
};

struct filter *filter_new(const struct settings *settings)
{
    struct filter *filter = calloc(1, sizeof *filter);
    if (!filter)
        return NULL;
    filter->settings = settings;
    filter->known = calloc(EVENTS_KEPT, sizeof *filter->known);
    if (filter->known)
        return filter;
    free(filter);
    return NULL;
}

void filter_free(struct filter *filter)
{
    if (filter)
        free(filter->known);
    free(filter);
}

static struct known *recall(struct filter *filter, uint64_t event)
{
    struct known *known = &filter->known[event % EVENTS_KEPT];
    if (known->event != event)
        *known = (struct known){ .event = event };
    return known;
}

static void learn_place(struct known *known, const Claimwire__V1__Place *place)
{
    if (place && place->country && strlen(place->country) == 2)
        memcpy(known->country, place->country, sizeof known->country);
}

static void learn_origin(struct known *known, const char *name)
{
    uint32_t key = 2166136261u; /* FNV-1a: two names with one key count once, never too many */
    for (; name && *name; name++)
        key = (key ^ (unsigned char)*name) * 16777619u;
    known->corroborated = true;
    for (int i = 0; i < known->names; i++)
        if (known->name_keys[i] == key)
            return;
    if (known->names < NAMES_MAX)
        known->name_keys[known->names++] = key;
}

static uint32_t origins(const struct known *known)
{
    uint32_t least = known->corroborated ? 2 : 1;
    return known->names > least ? known->names : least;
}

static void learn_event(struct filter *filter, const Claimwire__V1__Event *event)
{
    struct known *known = recall(filter, event->id);
    learn_place(known, event->place);
    for (size_t i = 0; i < event->n_facts; i++)
        known->corroborated = known->corroborated || event->facts[i]->origins > 1;
}

static void learn_update(struct known *known, const Claimwire__V1__EventUpdate *update)
{
    if (update->detail_case == CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_HEAD)
        learn_place(known, update->head->place);
    if (update->detail_case == CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_CORROBORATION)
        learn_origin(known, update->corroboration->origin);
}

static const Claimwire__V1__Statement *statement_of(const Claimwire__V1__EventUpdate *update)
{
    switch (update->detail_case) {
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_STATEMENT:
        return update->statement;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_CORROBORATION:
        return update->corroboration->statement;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_FIGURE:
        return update->figure->statement;
    default:
        return NULL;
    }
}

static bool in_country(const struct known *known, const Claimwire__V1__EventUpdate *update, const char *country)
{
    const Claimwire__V1__Statement *statement = update ? statement_of(update) : NULL;
    if (strcmp(known->country, country) == 0)
        return true;
    for (size_t i = 0; statement && i < statement->n_places; i++)
        if (statement->places[i]->country && strcmp(statement->places[i]->country, country) == 0)
            return true;
    return false;
}

static bool event_wanted(const struct settings *settings, uint64_t event)
{
    for (size_t i = 0; i < settings->event_count; i++)
        if (settings->events[i] == event)
            return true;
    return settings->event_count == 0;
}

bool filter_passes(struct filter *filter, const struct claimwire_item *item)
{
    const struct settings *settings = filter->settings;
    if (item->kind == CLAIMWIRE_SNAPSHOT_BEGIN)
        memset(filter->known, 0, EVENTS_KEPT * sizeof *filter->known);
    if (item->kind == CLAIMWIRE_SNAPSHOT_BEGIN || item->kind == CLAIMWIRE_SNAPSHOT_END)
        return item->kind == CLAIMWIRE_SNAPSHOT_BEGIN;
    uint64_t event = item->update ? item->update->event : item->event->id;
    struct known *known = recall(filter, event);
    if (item->update)
        learn_update(known, item->update);
    else
        learn_event(filter, item->event);
    if (item->update && settings->changes &&
        !((unsigned)item->update->change < 32 && (settings->changes >> (unsigned)item->update->change & 1)))
        return false;
    return event_wanted(settings, event) && (settings->origins_least <= origins(known)) &&
           (settings->country[0] == '\0' || in_country(known, item->update, settings->country));
}
