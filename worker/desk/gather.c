/* SPDX-License-Identifier: Apache-2.0 */
#include "base/limits.h"
#include "desk/fact.h"
#include "desk/inner.h"
#include "record/stance.h"
#include "store/events.h"

enum {
    FACT_STEPS_MAX = 16, /* postings looked at for one key */
    EQUAL_MAX = 2,
    OPPOSITE_STEPS_MAX = 64,
    OPPOSITE_MAX = 4, /* facts that one claim can deny, or that can deny it */
    ROOT_FACTS_MAX = 64,
};

/* An event has EVENT_FACTS_MAX facts at most, so the list cannot be full. */
enum err load_fact(const struct case_file *file, uint64_t fact, struct fact_list *list)
{
    if (!fact || list->count == EVENT_FACTS_MAX || is_listed(list, fact))
        return ERR_OK;
    stored_fact_record *row;
    enum err err = facts_get(file->arena, file->txn, file->event->event->id, fact, &row);
    if (err == ERR_NOT_FOUND) /* it went to another event when two were parted */
        return ERR_OK;
    if (err == ERR_OK && !row->fact)
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
        err = load_fact(file, facts[i], list);
    return err;
}

/* Of the facts with the claim's key, and of those of its topic that it denies or that deny it. */
static void make_keys(uint64_t event, const claim_record *claim, uint64_t keys[2])
{
    const bool denied = claim->polarity == CLAIMWIRE__V1__POLARITY__POLARITY_DENIED;
    keys[0] = index_fact_key(event, claim->fact_key);
    keys[1] = index_topic_key(event, claim->topic_key, !denied);
}

/* Whether the list has the claim's own fact, by its key: then its words are not asked for another (fact_known). */
static bool is_settled(const struct fact_list *list, const claim_record *claim)
{
    for (size_t i = 0; i < list->count && !claim->n_figures && !claim->reverses; i++)
        if (fact_has_key(list->rows[i], claim) && fact_stands(list->rows[i]))
            return true;
    return false;
}

/* In two steps, so that the memory for the next few is fetched while one is looked at. */
static enum err load_claims(const struct case_file *file, bool *settled, struct fact_list *list)
{
    enum { AHEAD = 32 };
    const reading_record *reading = file->reading;
    uint64_t keys[2 * AHEAD];
    size_t claims[AHEAD];
    enum err err = ERR_OK;
    for (size_t done = 0; done < reading->n_claims && err == ERR_OK;) {
        size_t count = 0;
        for (; done < reading->n_claims && count < AHEAD; done++)
            if (file->wordings[done].claim) {
                claims[count] = done;
                make_keys(file->event->event->id, reading->claims[done], &keys[2 * count++]);
            }
        index_expect_facts(file->desk->index, keys, 2 * count);
        for (size_t i = 0; i < count && err == ERR_OK; i++) {
            err = load_key(file, keys[2 * i], FACT_STEPS_MAX, EQUAL_MAX, list);
            settled[claims[i]] = is_settled(list, reading->claims[claims[i]]);
            if (err == ERR_OK)
                err = load_key(file, keys[2 * i + 1], OPPOSITE_STEPS_MAX, OPPOSITE_MAX, list);
        }
    }
    return err;
}

/* ---- what a copy's root has said */

/* The root's words, ascending. */
struct words {
    size_t count;
    uint32_t terms[TERMS_MAX];
};

static bool said(const void *context, uint32_t term)
{
    const struct words *words = context;
    return index_term(words->terms, words->count, term) < words->count;
}

static struct words *words_of(const struct case_file *file, uint32_t owner)
{
    struct words *words = arena_unset(file->arena, sizeof *words, 1);
    if (words)
        words->count = index_terms(file->desk->index, owner, words->terms);
    return words;
}

static enum err load_root(struct case_file *file, struct fact_list *list)
{
    const struct lineage *lineage = &file->lineage;
    if (!lineage->copy_of || !file->event ||
        index_article_at(file->desk->index, lineage->root)->event != file->event->event->id)
        return ERR_OK;
    struct echo *echo = arena_alloc(file->arena, sizeof *echo);
    uint64_t *facts = arena_array(file->arena, ROOT_FACTS_MAX, sizeof *facts);
    struct words *words = words_of(file, lineage->root);
    if (!echo || !facts || !words)
        return ERR_MEMORY;
    const size_t count = index_article_facts(file->desk->index, lineage->root, facts, ROOT_FACTS_MAX);
    *echo = (struct echo){
        .said = said, .context = words, .facts = facts, .facts_count = count, .rewritten = lineage->rewrite
    };
    file->echo = echo;
    enum err err = ERR_OK;
    for (size_t i = 0; i < count && err == ERR_OK; i++)
        err = load_fact(file, facts[i], list);
    return err;
}

/* What the former revision carried, and what those facts deny: a retraction settles it. */
static enum err load_former(const struct case_file *file, struct fact_list *list)
{
    if (!file->former)
        return ERR_OK;
    enum err err = ERR_OK;
    for (size_t i = 0; i < file->former->n_places && err == ERR_OK; i++)
        err = load_fact(file, file->former->places[i]->fact, list);
    const event_record *event = file->event->event;
    for (size_t i = 0; i < event->n_disputes && err == ERR_OK; i++)
        if (is_listed(list, event->disputes[i]->denial))
            err = load_fact(file, event->disputes[i]->fact, list);
    return err;
}

enum err gather(struct case_file *file, struct fact_list **facts)
{
    struct fact_list *list = fact_list_make(file->arena);
    *facts = list;
    if (!list)
        return ERR_MEMORY;
    if (!file->event)
        return ERR_OK;
    const features_record *features = file->reading->features;
    if (features)
        index_expect_weights(file->desk->index, features->claim_terms, features->n_claim_terms);
    bool *settled = arena_array(file->arena, file->reading->n_claims + 1, sizeof *settled);
    enum err err = settled ? load_root(file, list) : ERR_MEMORY; /* first: in the order of the root's claims */
    if (err == ERR_OK)
        err = load_claims(file, settled, list);
    if (err == ERR_OK)
        err = load_worded(file, settled, list);
    if (err == ERR_OK)
        err = load_former(file, list);
    return err;
}

enum err gather_ended(const struct case_file *file, struct fact_list **facts)
{
    struct fact_list *list = fact_list_make(file->arena);
    *facts = list;
    if (!list)
        return ERR_MEMORY;
    struct case_file ended = *file;
    ended.event = file->ended;
    ended.former = file->former_ended;
    return load_former(&ended, list);
}
