/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/match_sets.h"

/* The events that were looked at, and which set each goes on as; sets that no event goes on as are new. */
struct plan {
    const struct sets *sets;
    float enough;
    size_t events_count;
    uint64_t events[MATCH_EVENTS_MAX];
    uint32_t set_of[MATCH_EVENTS_MAX];             /* SETS_MAX: none yet */
    uint64_t articles[MATCH_EVENTS_MAX][SETS_MAX]; /* of an event, as bits, that are in a set */
};

static void sort_articles(struct plan *plan)
{
    for (uint32_t i = 0; i < plan->sets->members; i++)
        for (size_t k = 0; k < plan->events_count; k++)
            if (plan->sets->events[i] == plan->events[k])
                plan->articles[k][plan->sets->of[i]] |= 1ull << i;
}

static int count_of(uint64_t articles)
{
    return __builtin_popcountll(articles);
}

/* The place of the event that goes on as the set, or MATCH_EVENTS_MAX. */
static size_t place_of(const struct plan *plan, uint32_t set)
{
    for (size_t i = 0; i < plan->events_count; i++)
        if (plan->set_of[i] == set)
            return i;
    return MATCH_EVENTS_MAX;
}

/* That event, or 0. */
static uint64_t event_of(const struct plan *plan, uint32_t set)
{
    const size_t place = place_of(plan, set);
    return place < MATCH_EVENTS_MAX ? plan->events[place] : 0;
}

/* An event and a set that it may go on as. */
struct name {
    size_t event;
    uint32_t set;
    int count; /* articles of the event in the set */
};

/* More of its articles; less else in the set; the elder event. */
static bool is_better(const struct plan *plan, const struct name *a, const struct name *b)
{
    if (a->count != b->count)
        return a->count > b->count;
    if (plan->sets->sets[a->set].size != plan->sets->sets[b->set].size)
        return plan->sets->sets[a->set].size < plan->sets->sets[b->set].size;
    return plan->events[a->event] < plan->events[b->event];
}

static bool name_one(struct plan *plan)
{
    struct name best = { 0 };
    for (size_t i = 0; i < plan->events_count; i++)
        for (uint32_t set = 0; set < SETS_MAX && plan->set_of[i] == SETS_MAX; set++) {
            const struct name name = { i, set, count_of(plan->articles[i][set]) };
            if (name.count > 0 && !event_of(plan, set) && is_better(plan, &name, &best))
                best = name;
        }
    if (best.count > 0)
        plan->set_of[best.event] = best.set;
    return best.count > 0;
}

/* An event goes on as the set that has most of its articles. */
static void name_sets(struct plan *plan)
{
    for (size_t i = 0; i < plan->events_count; i++)
        plan->set_of[i] = SETS_MAX;
    while (name_one(plan))
        continue;
}

/* Articles of one event that are in a set which that does not go on as. */
struct move {
    size_t event;
    uint32_t set;
    uint64_t articles;
};

static uint64_t staying(const struct plan *plan, const struct move *move)
{
    uint64_t all = 0;
    for (uint32_t set = 0; set < SETS_MAX; set++)
        all |= plan->articles[move->event][set];
    return all & ~move->articles;
}

/* The set of those that stay, or of one of them. */
static uint32_t left_set(const struct plan *plan, uint64_t stay)
{
    return plan->sets->of[__builtin_ctzll(stay)];
}

/* Whether it is worth it: a move hardly better than none would be taken back soon. What is alone has nothing that holds
 * it, and leaves only what it is not like at all. */
static bool gains(const struct plan *plan, const struct move *move, uint64_t stay)
{
    return !stay ||
           plan->sets->sets[move->set].least - sets_between(plan->sets, move->set, left_set(plan, stay)) >= MATCH_GAIN;
}

/* Whether it may be done on the word of one article: without it the score must be nearly so, too. */
static bool holds_without(const struct plan *plan, const struct move *move, uint64_t stay)
{
    const size_t to = place_of(plan, move->set);
    const uint64_t there = to < MATCH_EVENTS_MAX ? plan->articles[to][move->set] : 0;
    const float leaves = stay ? sets_score(plan->sets, move->articles, stay) : plan->enough;
    const float joins = there ? sets_score(plan->sets, move->articles, there) : plan->enough;
    return joins >= leaves - MATCH_SWAY;
}

/* Whether the one says more about what the article has shown. */
static bool comes_first(const struct plan *plan, const struct move *a, const struct move *b)
{
    const uint32_t own = plan->sets->of[SELF];
    if ((a->set == own) != (b->set == own))
        return a->set == own;
    if (count_of(a->articles) != count_of(b->articles))
        return count_of(a->articles) > count_of(b->articles);
    return plan->events[a->event] < plan->events[b->event];
}

/* What moves, if anything: to the article's set, or from its event. */
static struct move choose(const struct plan *plan)
{
    struct move chosen = { 0 };
    const uint32_t own = plan->sets->of[SELF];
    for (size_t i = 0; i < plan->events_count; i++)
        for (uint32_t set = 0; set < SETS_MAX; set++) {
            const struct move move = { i, set, plan->articles[i][set] };
            if (!move.articles || plan->set_of[i] == set || (set != own && plan->set_of[i] != own))
                continue;
            const uint64_t stay = staying(plan, &move);
            if ((!chosen.articles || comes_first(plan, &move, &chosen)) && gains(plan, &move, stay) &&
                holds_without(plan, &move, stay))
                chosen = move;
        }
    return chosen;
}

static void describe(const struct plan *plan, const struct crowd *crowd, const struct move *move,
                     struct match_regroup *regroup)
{
    const struct sets *sets = plan->sets;
    const uint64_t stay = staying(plan, move);
    regroup->from = plan->events[move->event];
    regroup->to = event_of(plan, move->set);
    regroup->all = stay == 0;
    regroup->together = sets->sets[move->set].least;
    regroup->apart = stay ? sets_between(sets, move->set, left_set(plan, stay)) : 0;
    for (uint32_t i = 0; i < sets->members; i++)
        if (move->articles >> i & 1)
            regroup->articles[regroup->count++] = crowd->articles[sets->places[i]]->article;
}

bool match_regroup(struct crowd *crowd, const uint64_t *events, size_t events_count, float enough,
                   struct match_regroup *regroup)
{
    struct sets sets;
    struct plan plan = { .sets = &sets, .enough = enough, .events_count = events_count };
    *regroup = (struct match_regroup){ .enough = enough };
    sets_load(crowd, events, events_count, &sets);
    if (sets.members < 2)
        return false;
    sets_join(crowd, &sets, enough);
    for (size_t i = 0; i < events_count; i++)
        plan.events[i] = events[i];
    sort_articles(&plan);
    name_sets(&plan);
    const uint32_t own = sets.of[SELF];
    regroup->event = event_of(&plan, own);
    if (regroup->event)
        regroup->score = sets.sets[own].least;
    else if (plan.set_of[0] != SETS_MAX)
        regroup->score = sets_between(&sets, own, plan.set_of[0]);
    const struct move move = choose(&plan);
    if (move.articles)
        describe(&plan, crowd, &move, regroup);
    return true;
}
