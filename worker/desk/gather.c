/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "desk/fact.h"
#include "desk/inner.h"
#include "store/events.h"

enum {
    FACT_STEPS_MAX = 16, /* postings looked at for one key */
    EQUAL_MAX = 2,
    OPPOSITE_STEPS_MAX = 64,
    OPPOSITE_MAX = 4, /* facts that one claim can deny, or that can deny it */
    ALIKE_LOOKED_AT = 512,
    ALIKE_MAX = 3, /* facts worded alike that are read for one claim, and as many of opposite polarity */
};

static bool is_listed(const struct fact_list *list, uint64_t fact)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->rows[i]->fact->id == fact)
            return true;
    return false;
}

/* Reads a fact of the event into the list, once. An event has EVENT_FACTS_MAX
 * facts at most, so the list cannot be full. */
static enum err load(const struct case_file *file, uint64_t fact, struct fact_list *list)
{
    if (!fact || list->count == EVENT_FACTS_MAX || is_listed(list, fact))
        return ERR_OK;
    stored_fact_record *row;
    enum err err = facts_get(file->arena, file->txn, file->event->event->id, fact, &row);
    if (err == ERR_NOT_FOUND || (err == ERR_OK && !row->fact))
        return ERR_CORRUPT;
    if (err == ERR_OK)
        list->rows[list->count++] = row;
    return err;
}

static enum err load_key(const struct case_file *file, uint64_t key, uint32_t steps, size_t facts_max,
                         struct fact_list *list)
{
    uint64_t facts[OPPOSITE_MAX];
    size_t count = index_facts(file->desk->index, key, steps, facts, facts_max);
    enum err err = ERR_OK;
    for (size_t i = 0; i < count && err == ERR_OK; i++)
        err = load(file, facts[i], list);
    return err;
}

static enum err load_claim(const struct case_file *file, const claim_record *claim, struct fact_list *list)
{
    uint64_t event = file->event->event->id;
    bool denied = claim->polarity == CLAIMWIRE__V1__POLARITY__POLARITY_DENIED;
    enum err err = load_key(file, index_fact_key(event, claim->fact_key), FACT_STEPS_MAX, EQUAL_MAX, list);
    if (err == ERR_OK)
        err = load_key(file, index_topic_key(event, claim->topic_key, !denied), OPPOSITE_STEPS_MAX, OPPOSITE_MAX, list);
    return err;
}

/* How well two marks of which likeness_may is true agree. */
static int agreement(uint64_t a, uint64_t b)
{
    return 2 * __builtin_popcountll(a & b) - __builtin_popcountll(a ^ b);
}

/* Facts worded like the claim, or against it: those whose marks agree best. */
static enum err load_alike(const struct case_file *file, const struct index_fact *known, size_t count, uint64_t mark,
                           bool opposite, struct fact_list *list)
{
    struct index_fact best[ALIKE_MAX];
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (!likeness_may(mark, known[i].mark, opposite))
            continue;
        size_t at = 0;
        while (at < kept && best[at].fact != known[i].fact)
            at++;
        if (at < kept)
            continue;
        at = kept < ALIKE_MAX ? kept++ : ALIKE_MAX;
        while (at > 0 && agreement(mark, best[at - 1].mark) < agreement(mark, known[i].mark)) {
            if (at < ALIKE_MAX)
                best[at] = best[at - 1];
            at--;
        }
        if (at < ALIKE_MAX)
            best[at] = known[i];
    }
    enum err err = ERR_OK;
    for (size_t i = 0; i < kept && err == ERR_OK; i++)
        err = load(file, best[i].fact, list);
    return err;
}

static enum err load_worded(const struct case_file *file, struct fact_list *list)
{
    struct index_fact *known = arena_array(file->arena, ALIKE_LOOKED_AT, sizeof *known);
    if (!known)
        return ERR_MEMORY;
    size_t count = index_event_facts(file->desk->index, file->event->event->id, known, ALIKE_LOOKED_AT);
    enum err err = ERR_OK;
    for (size_t i = 0; i < file->reading->n_claims && count > 0 && err == ERR_OK; i++) {
        const claim_record *claim = file->reading->claims[i];
        uint64_t mark = likeness_mark(claim, likeness_stems(file->reading->features, i));
        if (!mark || !fact_is_claim(claim))
            continue;
        err = load_alike(file, known, count, mark, false, list);
        if (err == ERR_OK)
            err = load_alike(file, known, count, mark, true, list);
    }
    return err;
}

/* What the former revision carried, and what those facts deny: a retraction settles it. */
static enum err load_former(const struct case_file *file, struct fact_list *list)
{
    if (!file->former)
        return ERR_OK;
    enum err err = ERR_OK;
    for (size_t i = 0; i < file->former->n_places && err == ERR_OK; i++)
        err = load(file, file->former->places[i]->fact, list);
    const event_record *event = file->event->event;
    for (size_t i = 0; i < event->n_disputes && err == ERR_OK; i++)
        if (is_listed(list, event->disputes[i]->denial))
            err = load(file, event->disputes[i]->fact, list);
    return err;
}

enum err gather(const struct case_file *file, struct fact_list **facts)
{
    struct fact_list *list = arena_alloc(file->arena, sizeof *list + EVENT_FACTS_MAX * sizeof list->rows[0]);
    *facts = list;
    if (!list)
        return ERR_MEMORY;
    if (!file->event)
        return ERR_OK;
    enum err err = ERR_OK;
    for (size_t i = 0; i < file->reading->n_claims && err == ERR_OK; i++)
        if (fact_is_claim(file->reading->claims[i]))
            err = load_claim(file, file->reading->claims[i], list);
    if (err == ERR_OK)
        err = load_worded(file, list);
    if (err == ERR_OK)
        err = load_former(file, list);
    return err;
}

enum err gather_ended(const struct case_file *file, struct fact_list **facts)
{
    struct fact_list *list = arena_alloc(file->arena, sizeof *list + EVENT_FACTS_MAX * sizeof list->rows[0]);
    *facts = list;
    if (!list)
        return ERR_MEMORY;
    struct case_file ended = *file;
    ended.event = file->ended;
    ended.former = file->former_ended;
    return load_former(&ended, list);
}
