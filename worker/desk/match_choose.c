/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/match_choose.h"

static bool is_likelier_article(const struct index *index, const struct hit *a, const struct hit *b)
{
    return a->likeness > b->likeness || (a->likeness == b->likeness && index_article_at(index, a->owner)->applied <
                                                                           index_article_at(index, b->owner)->applied);
}

static void choose_article(struct choice *choice, const struct index *index, const struct hit *hit)
{
    size_t at = choice->articles_count;
    for (; at > 0 && is_likelier_article(index, hit, &choice->articles[at - 1]); at--)
        if (at < MATCH_ARTICLES_MAX)
            choice->articles[at] = choice->articles[at - 1];
    if (at == MATCH_ARTICLES_MAX)
        return;
    choice->articles[at] = *hit;
    choice->articles_count += choice->articles_count < MATCH_ARTICLES_MAX;
}

static bool is_likelier_event(const struct hit *a, const struct hit *b)
{
    return a->likeness > b->likeness || (a->likeness == b->likeness && a->event < b->event);
}

static void choose_event(struct choice *choice, const struct hit *hit)
{
    struct hit *best = choice->events;
    size_t kept = choice->events_count, at = 0;
    if (kept == MATCH_EVENTS_MAX && !is_likelier_event(hit, &best[kept - 1]))
        return;
    while (at < kept && best[at].event != hit->event)
        at++;
    if (at < kept && !is_likelier_event(hit, &best[at]))
        return;
    if (at == kept)
        at = kept < MATCH_EVENTS_MAX ? kept++ : kept - 1;
    for (; at > 0 && is_likelier_event(hit, &best[at - 1]); at--)
        best[at] = best[at - 1];
    best[at] = *hit;
    choice->events_count = kept;
}

void match_choose(struct choice *choice, const struct index *index, const struct hit *hit)
{
    choose_article(choice, index, hit);
    choose_event(choice, hit);
    if (choice->articles_count < MATCH_ARTICLES_MAX || choice->events_count < MATCH_EVENTS_MAX)
        return;
    const float article = choice->articles[MATCH_ARTICLES_MAX - 1].likeness;
    const float event = choice->events[MATCH_EVENTS_MAX - 1].likeness;
    choice->least = article < event ? article : event;
}

void match_chosen(const struct choice *choice, struct match *match)
{
    match->articles_count = choice->articles_count;
    for (size_t i = 0; i < choice->articles_count; i++) {
        match->articles[i] = choice->articles[i].owner;
        match->likeness[i] = choice->articles[i].likeness;
    }
    match->count = choice->events_count;
    for (size_t i = 0; i < choice->events_count; i++)
        match->events[i].event = choice->events[i].event;
}
