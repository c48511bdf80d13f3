/* SPDX-License-Identifier: Apache-2.0 */
#include "record/fold_check.h"

#include "base/limits.h"
#include "record/fold.h"

/* Which member of `detail` a change carries. NOT_SET: no change of this version. */
static Claimwire__V1__EventUpdate__DetailCase detail_of(Claimwire__V1__Change change)
{
    switch (change) {
    case CLAIMWIRE__V1__CHANGE__EVENT_OPENED:
    case CLAIMWIRE__V1__CHANGE__EVENT_CHANGED:
        return CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_HEAD;
    case CLAIMWIRE__V1__CHANGE__CLAIM_ADDED:
        return CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_STATEMENT;
    case CLAIMWIRE__V1__CHANGE__CLAIM_CORROBORATED:
        return CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_CORROBORATION;
    case CLAIMWIRE__V1__CHANGE__CLAIM_DISPUTED:
        return CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_DISPUTE;
    case CLAIMWIRE__V1__CHANGE__FIGURE_REVISED:
        return CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_FIGURE;
    case CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED:
        return CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_RETRACTION;
    case CLAIMWIRE__V1__CHANGE__EVENT_MERGED:
    case CLAIMWIRE__V1__CHANGE__EVENT_SPLIT:
        return CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_MOVE;
    case CLAIMWIRE__V1__CHANGE__EVENT_CLOSED:
        return CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_CLOSING;
    default:
        return CLAIMWIRE__V1__EVENT_UPDATE__DETAIL__NOT_SET;
    }
}

/* Known, or perhaps left out because the event is full. */
static bool may_name(const event_record *event, uint64_t fact)
{
    return fact != 0 && (fold_fact(event, fact) || event->n_facts >= EVENT_FACTS_MAX);
}

/* Whether it denies a fact of the event; it may be another event's itself. */
static bool denies_here(const event_record *event, uint64_t fact)
{
    for (size_t i = 0; i < event->n_disputes; i++)
        if (event->disputes[i]->denial == fact)
            return true;
    return false;
}

static bool facts_fit(const event_record *event, const event_update_record *update)
{
    switch (update->change) {
    case CLAIMWIRE__V1__CHANGE__CLAIM_ADDED:
        return update->fact != 0;
    case CLAIMWIRE__V1__CHANGE__CLAIM_CORROBORATED:
        return may_name(event, update->fact);
    case CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED:
        return may_name(event, update->fact) || denies_here(event, update->fact);
    case CLAIMWIRE__V1__CHANGE__CLAIM_DISPUTED:
        return may_name(event, update->dispute->fact) && update->dispute->denial != 0 &&
               update->dispute->denial != update->dispute->fact;
    case CLAIMWIRE__V1__CHANGE__FIGURE_REVISED:
        return !update->figure->statement || update->fact != 0;
    case CLAIMWIRE__V1__CHANGE__EVENT_MERGED:
    case CLAIMWIRE__V1__CHANGE__EVENT_SPLIT:
        return update->move->n_facts <= EVENT_FACTS_MAX;
    default:
        return true;
    }
}

/* What may still come to an event that has ended: its words can be taken back. */
static bool takes_back(const event_update_record *update)
{
    return update->change == CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED ||
           (update->change == CLAIMWIRE__V1__CHANGE__FIGURE_REVISED && !update->figure->statement);
}

static bool takes(const event_record *event, const event_update_record *update)
{
    return event->status == CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN ||
           (event->status == CLAIMWIRE__V1__EVENT_STATUS__EVENT_ENDED && takes_back(update));
}

enum err fold_check(const event_record *event, const event_update_record *update)
{
    const bool opens = update->change == CLAIMWIRE__V1__CHANGE__EVENT_OPENED;
    const Claimwire__V1__EventUpdate__DetailCase detail = detail_of(update->change);

    if (update->event == 0 || detail == CLAIMWIRE__V1__EVENT_UPDATE__DETAIL__NOT_SET || update->detail_case != detail)
        return ERR_FIELD_VALUE;
    if (opens != (event->revision == 0) || (!opens && event->id != update->event))
        return ERR_FIELD_VALUE;
    if (update->revision != event->revision + 1 || !takes(event, update))
        return ERR_FIELD_VALUE;
    return facts_fit(event, update) ? ERR_OK : ERR_FIELD_VALUE;
}
