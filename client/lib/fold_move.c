/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "client/lib/fold.h"

static bool names(const uint64_t *ids, size_t count, uint64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

static bool move_facts(Claimwire__V1__Event *from, Claimwire__V1__Event *to, const Claimwire__V1__EventMove *move)
{
    for (size_t i = 0; to && i < move->n_facts; i++)
        for (size_t k = 0; k < from->n_facts; k++) {
            if (from->facts[k]->id != move->facts[i] || fold_find_fact(to, move->facts[i]) ||
                to->n_facts >= FOLD_FACTS_MAX)
                continue;
            if (!FOLD_APPEND(to->facts, to->n_facts, from->facts[k]))
                return false;
            memmove(from->facts + k, from->facts + k + 1, (--from->n_facts - k) * sizeof *from->facts);
            break;
        }
    size_t kept = 0;
    for (size_t i = 0; i < from->n_facts; i++) {
        if (!names(move->facts, move->n_facts, from->facts[i]->id))
            from->facts[kept++] = from->facts[i];
        else
            claimwire__v1__fact__free_unpacked(from->facts[i], NULL);
    }
    from->n_facts = kept;
    return true;
}

/* To `to`, unless it is NULL, with the fact attacked, unless the denial stays behind; away when the denial went alone.
 */
static bool move_disputes(Claimwire__V1__Event *from, Claimwire__V1__Event *to, const Claimwire__V1__EventMove *move)
{
    size_t kept = 0;
    bool fine = true;
    for (size_t i = 0; i < from->n_disputes; i++) {
        Claimwire__V1__Dispute *dispute = from->disputes[i];
        const bool attacked = names(move->facts, move->n_facts, dispute->fact);
        const bool denies = names(move->facts, move->n_facts, dispute->denial);
        if (!attacked && !denies) {
            from->disputes[kept++] = dispute;
            continue;
        }
        const bool stays = !denies && fold_find_fact(from, dispute->denial);
        const bool goes = to && attacked && !stays && to->n_disputes < FOLD_DISPUTES_MAX;
        if (!goes || !(fine = fine && FOLD_APPEND(to->disputes, to->n_disputes, dispute)))
            claimwire__v1__dispute__free_unpacked(dispute, NULL);
    }
    from->n_disputes = kept;
    fold_settle(from);
    if (to)
        fold_settle(to);
    return fine;
}

bool fold_hand_over(Claimwire__V1__Event *from, Claimwire__V1__Event *to, const Claimwire__V1__EventMove *move)
{
    return move_facts(from, to, move) && move_disputes(from, to, move);
}

int fold_move(Claimwire__V1__Event *event, Claimwire__V1__Event *other, const Claimwire__V1__EventUpdate *update)
{
    const bool merges = update->change == CLAIMWIRE__V1__CHANGE__EVENT_MERGED;
    const bool is_of_event =
        other->status == CLAIMWIRE__V1__EVENT_STATUS__EVENT_MERGED_AWAY && other->merged_into == event->id;
    const bool fits = other->status == CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN || (!merges && is_of_event);
    if (!fits || update->revision != event->revision + 1)
        return merges ? CLAIMWIRE_CORRUPT : CLAIMWIRE_OK; /* a split may name an event that opens by itself */
    other->has_status = true;
    other->status = merges ? CLAIMWIRE__V1__EVENT_STATUS__EVENT_MERGED_AWAY : CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN;
    other->has_merged_into = merges;
    other->merged_into = merges ? event->id : 0;
    Claimwire__V1__Event *from = merges ? other : event, *to = merges ? event : other;
    return fold_hand_over(from, to, update->move) ? CLAIMWIRE_OK : CLAIMWIRE_MEMORY;
}
