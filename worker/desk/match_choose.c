/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/match_choose.h"

void match_choose_articles(const struct index *index, const struct hit *hits, size_t count, struct match *match)
{
    float likeness[MATCH_ARTICLES_MAX];
    for (size_t i = 0; i < count; i++) {
        size_t at = match->articles_count;
        const uint64_t applied = index_article_at(index, hits[i].owner)->applied;
        for (; at > 0 && (hits[i].likeness > likeness[at - 1] ||
                          (hits[i].likeness == likeness[at - 1] &&
                           applied < index_article_at(index, match->articles[at - 1])->applied));
             at--)
            if (at < MATCH_ARTICLES_MAX) {
                likeness[at] = likeness[at - 1];
                match->articles[at] = match->articles[at - 1];
            }
        if (at == MATCH_ARTICLES_MAX)
            continue;
        likeness[at] = hits[i].likeness;
        match->articles[at] = hits[i].owner;
        match->articles_count += match->articles_count < MATCH_ARTICLES_MAX;
    }
}

static bool is_likelier(const struct hit *a, const struct hit *b)
{
    return a->likeness > b->likeness || (a->likeness == b->likeness && a->event < b->event);
}

void match_choose_events(const struct hit *hits, size_t count, struct match *match)
{
    struct hit best[MATCH_EVENTS_MAX];
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        if (kept == MATCH_EVENTS_MAX && !is_likelier(&hits[i], &best[kept - 1]))
            continue;
        size_t at = 0;
        while (at < kept && best[at].event != hits[i].event)
            at++;
        if (at < kept && !is_likelier(&hits[i], &best[at]))
            continue;
        if (at == kept)
            at = kept < MATCH_EVENTS_MAX ? kept++ : kept - 1;
        for (; at > 0 && is_likelier(&hits[i], &best[at - 1]); at--)
            best[at] = best[at - 1];
        best[at] = hits[i];
    }
    for (size_t i = 0; i < kept; i++)
        match->events[i].event = best[i].event;
    match->count = kept;
}
