/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/inner.h"
#include "store/articles.h"

enum { CLAIMS_LINKED_MAX = 8 }; /* of one denial, the earliest */

static const stored_fact_record *fact_of(const struct decision *decision, uint64_t id)
{
    for (size_t i = 0; i < decision->facts_count; i++)
        if (decision->facts[i]->fact->id == id)
            return decision->facts[i];
    return NULL;
}

static stored_why_record *explain(struct arena *arena, const stored_fact_record *denial,
                                  const stored_fact_record *denied)
{
    const bool by_key = denial && denied && denial->topic_key.len == denied->topic_key.len &&
                        memcmp(denial->topic_key.data, denied->topic_key.data, denied->topic_key.len) == 0;
    return why_because(arena, by_key ? CLAIMWIRE__V1__RULE__RULE_KEY : CLAIMWIRE__V1__RULE__RULE_WORDS, 0, 0);
}

/* True when a place of the denial had none yet. */
static bool link_places(claim_place_record **places, size_t count, const dispute_record *dispute,
                        stored_why_record *why)
{
    bool linked = false;
    for (size_t i = 0; i < count; i++)
        if (places[i]->fact == dispute->denial && !places[i]->denies) {
            places[i]->has_denies = linked = true;
            places[i]->denies = dispute->fact;
            places[i]->denies_why = why;
        }
    return linked;
}

static enum err link_support(const struct case_file *file, const support_record *support, const dispute_record *dispute,
                             stored_why_record *why)
{
    if (support->article == file->number && support->revision == file->article->revision)
        return ERR_OK; /* this one is not written yet */
    stored_reading_record *row;
    enum err err = articles_get_places(file->arena, file->txn, support->article, support->revision, &row);
    if (err == ERR_NOT_FOUND)
        return support->article == file->number ? ERR_OK : ERR_CORRUPT;
    if (err != ERR_OK || !link_places(row->places, row->n_places, dispute, why))
        return err;
    return articles_put_reading(file->txn, support->article, support->revision, row);
}

/* Whether the denial denied something before, or in an earlier update: what made it is linked then. */
static bool is_linked(const struct case_file *file, const struct decision *decision, size_t number)
{
    const event_record *before = file->event ? file->event->event : NULL;
    for (size_t i = 0; before && i < before->n_disputes; i++)
        if (before->disputes[i]->denial == decision->updates[number]->dispute->denial)
            return true;
    for (size_t i = 0; i < number; i++)
        if (decision->updates[i]->change == CLAIMWIRE__V1__CHANGE__CLAIM_DISPUTED &&
            decision->updates[i]->dispute->denial == decision->updates[number]->dispute->denial)
            return true;
    return false;
}

enum err link_denials(const struct case_file *file, const struct decision *decision)
{
    enum err err = ERR_OK;
    for (size_t i = 0; i < decision->updates_count && err == ERR_OK; i++) {
        const event_update_record *update = decision->updates[i];
        if (update->change != CLAIMWIRE__V1__CHANGE__CLAIM_DISPUTED || is_linked(file, decision, i))
            continue;
        const stored_fact_record *denial = fact_of(decision, update->dispute->denial);
        stored_why_record *why = explain(file->arena, denial, fact_of(decision, update->dispute->fact));
        if (!why)
            return ERR_MEMORY;
        (void)link_places(decision->places, decision->places_count, update->dispute, why);
        for (size_t k = 0; denial && k < denial->n_support && k < CLAIMS_LINKED_MAX && err == ERR_OK; k++)
            err = link_support(file, denial->support[k], update->dispute, why);
    }
    return err;
}
