/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/limits.h"
#include "desk/fact.h"
#include "desk/inner.h"
#include "desk/stance.h"
#include "store/events.h"

enum {
    FACT_STEPS_MAX = 16, /* postings looked at for one key */
    EQUAL_MAX = 2,
    OPPOSITE_STEPS_MAX = 64,
    OPPOSITE_MAX = 4, /* facts that one claim can deny, or that can deny it */
    ALIKE_LOOKED_AT = 512,
    ROOT_FACTS_MAX = 64,
    NEWEST_MAX = 32, /* facts that are read where an article has a denial */
    ABROAD_MAX = 6,  /* facts of another event that are read for one denial */
    ALIKE_MAX = 6,   /* facts that may be worded like a claim, whose stems are looked at */
    OPPOSED_MAX = 3, /* facts of opposite polarity that are read for one claim */
    NEAREST_MAX = 6, /* the most of these */
};

/* Reads a fact of the event into the list, once. An event has EVENT_FACTS_MAX
 * facts at most, so the list cannot be full. */
static enum err load(const struct case_file *file, uint64_t fact, struct fact_list *list)
{
    if (!fact || list->count == EVENT_FACTS_MAX || is_listed(list, fact))
        return ERR_OK;
    stored_fact_record *row;
    enum err err = facts_get(file->arena, file->txn, file->event->event->id, fact, &row);
    if (err == ERR_NOT_FOUND) /* it went to another event when two were parted */
        return ERR_OK;
    if (err == ERR_OK && !row->fact)
        return ERR_CORRUPT;
    if (err == ERR_OK) {
        index_expect_weights(file->desk->index, row->terms, row->n_terms);
        list->rows[list->count++] = row;
    }
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

/* Of the facts with the claim's key, and of those of its topic that it denies or that deny it. */
static void make_keys(uint64_t event, const claim_record *claim, uint64_t keys[2])
{
    const bool denied = claim->polarity == CLAIMWIRE__V1__POLARITY__POLARITY_DENIED;
    keys[0] = index_fact_key(event, claim->fact_key);
    keys[1] = index_topic_key(event, claim->topic_key, !denied);
}

/* In two steps, so that the memory for the next few is fetched while one is looked at. */
static enum err load_claims(const struct case_file *file, struct fact_list *list)
{
    enum { AHEAD = 32 };
    const reading_record *reading = file->reading;
    uint64_t keys[2 * AHEAD];
    enum err err = ERR_OK;
    for (size_t done = 0; done < reading->n_claims && err == ERR_OK;) {
        size_t count = 0;
        for (; done < reading->n_claims && count < AHEAD; done++)
            if (file->wordings[done].claim)
                make_keys(file->event->event->id, reading->claims[done], &keys[2 * count++]);
        index_expect_facts(file->desk->index, keys, 2 * count);
        for (size_t i = 0; i < count && err == ERR_OK; i++) {
            err = load_key(file, keys[2 * i], FACT_STEPS_MAX, EQUAL_MAX, list);
            if (err == ERR_OK)
                err = load_key(file, keys[2 * i + 1], OPPOSITE_STEPS_MAX, OPPOSITE_MAX, list);
        }
    }
    return err;
}

/* Those whose marks agree best, the best first. */
struct nearest {
    size_t count, most;
    struct {
        uint64_t fact;
        int agreement;
    } best[NEAREST_MAX];
};

static void rank(struct nearest *nearest, uint64_t fact, int agreed)
{
    size_t at = 0;
    if (nearest->count == nearest->most && nearest->best[nearest->most - 1].agreement >= agreed)
        return;
    while (at < nearest->count && nearest->best[at].fact != fact)
        at++;
    if (at < nearest->count)
        return;
    at = nearest->count < nearest->most ? nearest->count++ : nearest->most;
    for (; at > 0 && nearest->best[at - 1].agreement < agreed; at--)
        if (at < nearest->most)
            nearest->best[at] = nearest->best[at - 1];
    if (at < nearest->most) {
        nearest->best[at].fact = fact;
        nearest->best[at].agreement = agreed;
    }
}

static enum err load_nearest(const struct case_file *file, const struct nearest *nearest, struct fact_list *list)
{
    enum err err = ERR_OK;
    for (size_t i = 0; i < nearest->count && err == ERR_OK; i++)
        err = load(file, nearest->best[i].fact, list);
    return err;
}

/* What the event's articles carry, and how many bits each mark has. */
struct known {
    size_t count;
    struct index_fact facts[ALIKE_LOOKED_AT];
    int bits[ALIKE_LOOKED_AT];
};

/* Reads a fact whose stems, which are looked at without the rest of its row, are enough like the claim's. */
static enum err load_if_alike(const struct case_file *file, struct stem_list stems, uint64_t fact,
                              struct fact_list *list)
{
    uint32_t terms[LIKENESS_STEMS_MAX];
    struct stem_list others = { terms, 0 };
    const struct stem_weights weights = { index_weight, file->desk->index };
    if (is_listed(list, fact))
        return ERR_OK;
    const enum err err = facts_terms(file->txn, file->event->event->id, fact, terms, LIKENESS_STEMS_MAX, &others.count);
    if (err != ERR_OK)
        return err == ERR_NOT_FOUND ? ERR_OK : err;
    const float share = likeness(stems, others, weights, LIKENESS_SHARED_MIN, false);
    return share >= LIKENESS_SAME_MIN * LIKENESS_NUMBER_PART ? load(file, fact, list) : ERR_OK;
}

/* Facts worded like the claim, or against it. How well the marks agree is what both have, twice, less what one has. */
static enum err load_alike(const struct case_file *file, const struct known *known, const struct wording *said,
                           struct fact_list *list)
{
    const uint64_t mark = said->mark;
    struct nearest same = { .most = ALIKE_MAX }, contrary = { .most = OPPOSED_MAX };
    const int bits = likeness_bits(mark);
    for (size_t i = 0; i < known->count; i++) {
        const uint64_t other = known->facts[i].mark;
        const int agreement = 4 * likeness_bits(mark & other) - bits - known->bits[i];
        const bool opposite = likeness_opposite(mark, other);
        struct nearest *nearest = opposite ? &contrary : &same;
        if (nearest->count == nearest->most && nearest->best[nearest->most - 1].agreement >= agreement)
            continue;
        if (likeness_may(mark, other, opposite))
            rank(nearest, known->facts[i].fact, agreement);
    }
    enum err err = ERR_OK;
    for (size_t i = 0; i < same.count && err == ERR_OK; i++)
        err = load_if_alike(file, said->stems, same.best[i].fact, list);
    return err == ERR_OK ? load_nearest(file, &contrary, list) : err;
}

/* What an article that has a denial may deny in words of its own: the newest of the event. */
static enum err load_newest(const struct case_file *file, const struct known *known, struct fact_list *list)
{
    enum err err = ERR_OK;
    for (size_t i = 0; i < known->count && i < NEWEST_MAX && err == ERR_OK; i++)
        err = load(file, known->facts[i].fact, list);
    return err;
}

/* The denials of what is in the list: one of the article's may be one of them. */
static enum err load_denials(const struct case_file *file, struct fact_list *list)
{
    const event_record *event = file->event->event;
    enum err err = ERR_OK;
    for (size_t i = 0; i < event->n_disputes && err == ERR_OK; i++)
        if (is_listed(list, event->disputes[i]->fact))
            err = load(file, event->disputes[i]->denial, list);
    return err;
}

static enum err load_worded(const struct case_file *file, struct fact_list *list)
{
    struct known *known = arena_unset(file->arena, sizeof *known, 1);
    if (!known)
        return ERR_MEMORY;
    known->count = index_event_facts(file->desk->index, file->event->event->id, known->facts, ALIKE_LOOKED_AT);
    for (size_t i = 0; i < known->count; i++)
        known->bits[i] = likeness_bits(known->facts[i].mark);
    enum err err = ERR_OK;
    bool denied = false, denial = false; /* one is negated or told as a denial; one is the latter; or a reversal */
    for (size_t i = 0; i < file->reading->n_claims && known->count > 0 && err == ERR_OK; i++) {
        const struct wording *said = &file->wordings[i];
        if (!said->claim)
            continue;
        denial |= said->claim->reverses || said->stance == STANCE_DENIES;
        denied |= said->claim->reverses || (said->mark & LIKENESS_MARK_DENIED) != 0;
        if (said->mark)
            err = load_alike(file, known, said, list);
    }
    if (err == ERR_OK && denial)
        err = load_newest(file, known, list);
    return err == ERR_OK && denied ? load_denials(file, list) : err;
}

/* ---- what a copy's root has said */

/* The root's words, ascending. */
struct words {
    size_t count;
    uint32_t terms[TERMS_MAX];
};

static int by_term(const void *a, const void *b)
{
    const uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

static bool said(const void *context, uint32_t term)
{
    const struct words *words = context;
    return bsearch(&term, words->terms, words->count, sizeof term, by_term) != NULL;
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
        err = load(file, facts[i], list);
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

enum err gather(struct case_file *file, struct fact_list **facts)
{
    struct fact_list *list = arena_alloc(file->arena, sizeof *list + EVENT_FACTS_MAX * sizeof list->rows[0]);
    *facts = list;
    if (!list)
        return ERR_MEMORY;
    if (!file->event)
        return ERR_OK;
    const features_record *features = file->reading->features;
    if (features)
        index_expect_weights(file->desk->index, features->claim_terms, features->n_claim_terms);
    enum err err = load_claims(file, list);
    if (err == ERR_OK)
        err = load_worded(file, list);
    if (err == ERR_OK)
        err = load_root(file, list);
    if (err == ERR_OK)
        err = load_former(file, list);
    return err;
}

enum err gather_contrary(const struct case_file *file, struct fact_list **facts)
{
    struct fact_list *list = arena_alloc(file->arena, sizeof *list + EVENT_FACTS_MAX * sizeof list->rows[0]);
    struct index_fact *known = arena_array(file->arena, ALIKE_LOOKED_AT, sizeof *known);
    *facts = list;
    if (!list || !known)
        return ERR_MEMORY;
    const size_t count = index_event_facts(file->desk->index, file->event->event->id, known, ALIKE_LOOKED_AT);
    enum err err = ERR_OK;
    for (size_t i = 0; i < file->reading->n_claims && err == ERR_OK; i++) {
        struct nearest contrary = { .most = ABROAD_MAX };
        const uint64_t mark = file->wordings[i].mark;
        if (!mark)
            continue;
        for (size_t k = 0; k < count; k++)
            if (likeness_may_deny(mark, known[k].mark))
                rank(&contrary, known[k].fact,
                     2 * likeness_bits(mark & known[k].mark) - likeness_bits(mark ^ known[k].mark));
        err = load_nearest(file, &contrary, list);
    }
    return err == ERR_OK ? load_denials(file, list) : err;
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
