/* SPDX-License-Identifier: Apache-2.0
 * Which facts of an event the words of an article's claims are near to, before any of them is read. */
#include "desk/fact.h"
#include "desk/index.h"
#include "desk/inner.h"
#include "desk/overlap.h"
#include "desk/recall.h"

enum {
    LOOKED_AT = 512,   /* facts, as often as the event's articles carry them */
    PLACES = 1024,     /* to tell apart which; a power of two */
    AHEAD = 4,         /* facts whose stems are fetched meanwhile */
    ALIKE_MAX = 12,    /* facts worded like a claim that are looked at */
    OPPOSED_MAX = 3,   /* likewise, of opposite polarity */
    ABROAD_MAX = 6,    /* of another event, for one denial */
    NEWEST_MAX = 48,   /* where an article has a denial */
    NEAREST_MAX = 12,  /* the most of these */
    OPPOSED_PART = 4,  /* of the shorter one's stems, a fourth is shared */
    ABROAD_PART = 3,   /* likewise */
    ABROAD_SHARED = 2, /* stems */
};

/* What the event's articles carry, the newest first, and when they have been looked at each once. */
struct known {
    size_t count;
    struct index_fact facts[LOOKED_AT];
};

static size_t make_unique(struct index_fact *facts, size_t count)
{
    uint16_t places[PLACES] = { 0 }; /* of a fact among those kept, and 1 */
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        size_t at = facts[i].fact * 0x9E3779B97F4A7C15u >> 54;
        while (places[at] && facts[places[at] - 1].fact != facts[i].fact)
            at = (at + 1) % PLACES;
        if (places[at])
            continue;
        facts[kept++] = facts[i];
        places[at] = (uint16_t)kept;
    }
    return kept;
}

static struct known *known_of(const struct case_file *file, uint64_t event)
{
    struct known *known = arena_unset(file->arena, 1, sizeof *known);
    if (known)
        known->count = index_event_facts(file->desk->index, event, known->facts, LOOKED_AT);
    return known;
}

/* The stems of a fact; none where it is in another event by now. */
static enum err stems_of(const struct case_file *file, uint64_t event, uint64_t fact, uint32_t *room,
                         struct stem_list *stems)
{
    if (recall_find(file->desk->recall, fact, stems))
        return ERR_OK;
    *stems = (struct stem_list){ room, 0 };
    const enum err err = facts_terms(file->txn, event, fact, room, LIKENESS_STEMS_MAX, &stems->count);
    if (err == ERR_OK)
        recall_put(file->desk->recall, fact, *stems);
    return err == ERR_NOT_FOUND ? ERR_OK : err;
}

/* ---- the nearest */

/* Those first that share most, by its weight; of equal ones the first that came. */
struct nearest {
    size_t count;
    struct {
        uint64_t fact;
        float share;
    } best[NEAREST_MAX];
};

/* Of one claim. */
struct around {
    struct nearest alike, opposed;
};

/* Of each claim of the reading; NULL when the arena is full. */
static struct around *around_make(const struct case_file *file)
{
    struct around *around = arena_unset(file->arena, file->reading->n_claims + 1, sizeof *around);
    for (size_t i = 0; around && i < file->reading->n_claims; i++)
        around[i].alike.count = around[i].opposed.count = 0;
    return around;
}

static void rank(struct nearest *nearest, size_t most, uint64_t fact, float share)
{
    if (nearest->count == most && nearest->best[most - 1].share >= share)
        return;
    size_t at = nearest->count < most ? nearest->count++ : most - 1;
    for (; at > 0 && nearest->best[at - 1].share < share; at--)
        nearest->best[at] = nearest->best[at - 1];
    nearest->best[at].fact = fact;
    nearest->best[at].share = share;
}

/* How much alike the words of a claim and a fact must be at least. */
static float alike_least(struct stem_list said, struct stem_list stems)
{
    return LIKENESS_SAME_MIN * (likeness_number(said, stems) ? LIKENESS_NUMBER_PART : 1) - OVERLAP_SLACK;
}

/* How much alike claim and fact are at most, by what they share, whatever else the fact has. */
static float alike_most(const struct case_file *file, size_t claim, float both)
{
    return likeness_part(both, both + overlap_weight(file->overlap, claim));
}

/* Worded like the claim, perhaps. */
static void note_alike(const struct case_file *file, struct overlap_met met, uint64_t fact, struct stem_list stems,
                       struct around *around)
{
    const float most = alike_most(file, met.claim, met.shared.weight);
    if (most >= LIKENESS_SAME_MIN || most >= alike_least(file->wordings[met.claim].stems, stems))
        rank(&around->alike, ALIKE_MAX, fact, met.shared.weight);
}

/* Who asks for facts that deny or negate, and for the others. */
struct askers {
    struct overlap_asking for_denied, for_others;
};

/* From how many shared stems on a claim asks for facts of opposite polarity. */
static size_t opposed_least(const struct case_file *file, bool abroad, const struct wording *said)
{
    if (abroad)
        return ABROAD_SHARED;
    const bool first = said->stance == STANCE_SAYS && !file->elsewhere; /* the denial came first (contrary.h) */
    return first ? LIKENESS_CONTRARY_SHARED_FIRST : LIKENESS_CONTRARY_SHARED_MIN;
}

/* All claims ask that the wordings have, but those that are settled. */
static bool ask(const struct case_file *file, const bool *settled, bool abroad, struct askers *askers)
{
    if (!overlap_asking_make(file->arena, file->overlap, &askers->for_denied) ||
        !overlap_asking_make(file->arena, file->overlap, &askers->for_others))
        return false;
    for (size_t i = 0; i < file->reading->n_claims; i++) {
        const struct wording *said = &file->wordings[i];
        if (!said->claim || (settled && settled[i]))
            continue;
        const bool denies = (said->mark & LIKENESS_MARK_DENIED) != 0;
        overlap_ask(denies ? &askers->for_others : &askers->for_denied, i, opposed_least(file, abroad, said));
        if (!abroad)
            overlap_ask(denies ? &askers->for_denied : &askers->for_others, i,
                        said->speaker ? LIKENESS_SHARED_VOICE : LIKENESS_SHARED_MIN);
    }
    return true;
}

/* Notes a fact around a claim that asks for it. */
static void note(const struct case_file *file, bool abroad, struct overlap_met met, struct index_fact fact,
                 struct stem_list stems, struct around *around)
{
    const struct wording *said = &file->wordings[met.claim];
    const size_t fewer = said->stems.count < stems.count ? said->stems.count : stems.count;
    const size_t part = abroad ? ABROAD_PART : OPPOSED_PART;
    if (!likeness_opposite(said->mark, fact.mark))
        note_alike(file, met, fact.fact, stems, around);
    else if (part * met.shared.stems >= fewer)
        rank(&around->opposed, abroad ? ABROAD_MAX : OPPOSED_MAX, fact.fact, met.shared.weight);
}

/* Notes each fact around the claims that it shares words with. */
static enum err look_around(const struct case_file *file, uint64_t event, struct known *known, const bool *settled,
                            bool abroad, struct around *around)
{
    struct askers askers;
    enum err err = ask(file, settled, abroad, &askers) ? ERR_OK : ERR_MEMORY;
    known->count = make_unique(known->facts, known->count);
    for (size_t i = 0; i < known->count; i++)
        recall_expect(file->desk->recall, known->facts[i].fact);
    for (size_t i = 0; i < known->count && err == ERR_OK; i++) {
        uint32_t room[LIKENESS_STEMS_MAX];
        const struct index_fact fact = known->facts[i];
        struct stem_list stems;
        const struct overlap_met *met;
        if (i + AHEAD < known->count)
            recall_expect_stems(file->desk->recall, known->facts[i + AHEAD].fact);
        err = stems_of(file, event, fact.fact, room, &stems);
        const bool denies = (fact.mark & LIKENESS_MARK_DENIED) != 0;
        const size_t count =
            err == ERR_OK ? overlap_meet(file->overlap, stems, denies ? &askers.for_denied : &askers.for_others, &met)
                          : 0;
        for (size_t k = 0; k < count; k++)
            note(file, abroad, met[k], fact, stems, &around[met[k].claim]);
    }
    return err;
}

/* ---- reading them */

static enum err load_nearest(const struct case_file *file, const struct nearest *nearest, struct fact_list *list)
{
    enum err err = ERR_OK;
    for (size_t i = 0; i < nearest->count && err == ERR_OK; i++)
        err = load_fact(file, nearest->best[i].fact, list);
    return err;
}

/* Takes the likest off the list and reads it. `stated`: the claim states it. */
static enum err load_likest(const struct case_file *file, const struct wording *said, struct nearest *ready,
                            struct fact_list *list, bool *stated)
{
    const uint64_t fact = ready->best[0].fact;
    const float share = ready->best[0].share;
    memmove(&ready->best[0], &ready->best[1], --ready->count * sizeof ready->best[0]);
    const enum err err = load_fact(file, fact, list);
    stored_fact_record *row = err == ERR_OK ? listed(list, fact) : NULL;
    *stated = row && fact_is_worded(file->event->event, row, said, share);
    return err;
}

/* How much alike claim and fact are, which share `both`; 0 when not enough. */
static float alike(const struct case_file *file, size_t claim, uint64_t fact, float both, struct stem_list stems)
{
    const struct stem_list said = file->wordings[claim].stems;
    const float whole = overlap_weight(file->overlap, claim) + overlap_fact_weight(file->overlap, fact, stems);
    const float share = likeness_part(both, whole);
    return share >= alike_least(said, stems) && !likeness_conflict(said, stems) ? share : 0;
}

/* Of those worded like the claim, the likest first, as many as it takes to find one that it states. */
static enum err load_alike(const struct case_file *file, size_t claim, const struct nearest *nearest,
                           struct fact_list *list)
{
    struct nearest ready = { 0 }; /* how alike they are is known */
    bool stated = false;
    enum err err = ERR_OK;
    for (size_t i = 0; i <= nearest->count && err == ERR_OK; i++) {
        uint32_t room[LIKENESS_STEMS_MAX];
        struct stem_list stems;
        const float both = i < nearest->count ? nearest->best[i].share : 0;
        const float most = both > 0 ? alike_most(file, claim, both) : 0;
        while (ready.count > 0 && ready.best[0].share >= most && !stated && err == ERR_OK)
            err = load_likest(file, &file->wordings[claim], &ready, list, &stated);
        if (stated || i == nearest->count || err != ERR_OK)
            break;
        err = stems_of(file, file->event->event->id, nearest->best[i].fact, room, &stems);
        const float share = err == ERR_OK ? alike(file, claim, nearest->best[i].fact, both, stems) : 0;
        if (share > 0)
            rank(&ready, NEAREST_MAX, nearest->best[i].fact, share);
    }
    return err;
}

static enum err load_around(const struct case_file *file, const struct around *around, struct fact_list *list)
{
    enum err err = ERR_OK;
    for (size_t i = 0; i < file->reading->n_claims && err == ERR_OK; i++) {
        err = load_alike(file, i, &around[i].alike, list);
        if (err == ERR_OK)
            err = load_nearest(file, &around[i].opposed, list);
    }
    return err;
}

/* What an article that has a denial may deny in words of its own: the newest of the event. */
static enum err load_newest(const struct case_file *file, const struct known *known, struct fact_list *list)
{
    enum err err = ERR_OK;
    for (size_t i = 0; i < known->count && i < NEWEST_MAX && err == ERR_OK; i++)
        err = load_fact(file, known->facts[i].fact, list);
    return err;
}

/* The denials of what is in the list: one of the article's may be one of them. */
static enum err load_denials(const struct case_file *file, struct fact_list *list)
{
    const event_record *event = file->event->event;
    enum err err = ERR_OK;
    for (size_t i = 0; i < event->n_disputes && err == ERR_OK; i++)
        if (is_listed(list, event->disputes[i]->fact))
            err = load_fact(file, event->disputes[i]->denial, list);
    return err;
}

enum err load_worded(const struct case_file *file, const bool *settled, struct fact_list *list)
{
    const uint64_t event = file->event->event->id;
    struct known *known = known_of(file, event);
    struct around *around = around_make(file);
    bool denied = false; /* one is negated or told as a denial, or a reversal */
    if (!known || !around)
        return ERR_MEMORY;
    for (size_t i = 0; i < file->reading->n_claims && known->count > 0 && !denied; i++) {
        const struct wording *said = &file->wordings[i];
        denied = said->claim && (said->claim->reverses || (said->mark & LIKENESS_MARK_DENIED) != 0 || said->refuses ||
                                 (said->signs & STANCE_RECANTS));
    }
    enum err err = look_around(file, event, known, settled, false, around);
    if (err == ERR_OK)
        err = load_around(file, around, list);
    if (err == ERR_OK && denied && !file->elsewhere)
        err = load_newest(file, known, list);
    return err == ERR_OK && denied ? load_denials(file, list) : err;
}

/* ---- in another event */

/* Leaves those that a claim can deny by the marks alone. */
static enum err keep_deniable(const struct case_file *file, struct known *known)
{
    uint64_t *marks = arena_array(file->arena, file->reading->n_claims + 1, sizeof *marks);
    size_t count = 0, kept = 0;
    for (size_t i = 0; marks && i < file->reading->n_claims; i++)
        if (file->wordings[i].mark)
            marks[count++] = file->wordings[i].mark;
    for (size_t i = 0; marks && i < known->count; i++) {
        size_t k = 0;
        while (k < count && !likeness_may_deny(marks[k], known->facts[i].mark))
            k++;
        if (k < count)
            known->facts[kept++] = known->facts[i];
    }
    known->count = kept;
    return marks ? ERR_OK : ERR_MEMORY;
}

static enum err load_contrary(const struct case_file *file, const struct around *around, struct fact_list **facts)
{
    struct fact_list *list = fact_list_make(file->arena);
    *facts = list;
    if (!list)
        return ERR_MEMORY;
    const enum err err = load_around(file, around, list);
    return err == ERR_OK ? load_denials(file, list) : err;
}

enum err gather_contrary(struct case_file *file, uint64_t event, struct fact_list **facts)
{
    struct known *known = known_of(file, event);
    struct around *around = around_make(file);
    *facts = NULL;
    if (!known || !around)
        return ERR_MEMORY;
    enum err err = keep_deniable(file, known);
    if (err == ERR_OK)
        err = look_around(file, event, known, NULL, true, around);
    size_t near = 0;
    for (size_t i = 0; i < file->reading->n_claims; i++)
        near += around[i].opposed.count;
    if (err != ERR_OK || near == 0)
        return err;
    err = events_get(file->arena, file->txn, event, &file->event);
    if (err != ERR_OK || file->event->event->status != CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN)
        return err == ERR_NOT_FOUND ? ERR_CORRUPT : err;
    return load_contrary(file, around, facts);
}
