/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/plover.h"

#include "base/lookup.h"

enum { SENTENCES = 8, TITLE_WEIGHT = 3, ACT_TITLE_WEIGHT = 6, STEM_TIMES_MAX = 2, STEM_BYTES_MAX = 24 };
enum { SCORE_MIN = 8, WEAK_MIN = 4 };

#define TYPE_OF(name) CLAIMWIRE__V1__EVENT_TYPE__EVENT_TYPE_##name

static const struct plover {
    const char *stem;
    Claimwire__V1__EventType type;
    unsigned weight;
    const char *mode;
} plovers[] = {
#define PLOVER(stem, word, type, weight, mode) { stem, TYPE_OF(type), weight, mode },
#include "resolve/plover.def"
#undef PLOVER
};
enum { STEMS = sizeof plovers / sizeof *plovers };

struct tally {
    struct stemmer *stemmer;
    unsigned times[STEMS]; /* of each stem, up to the maximum */
    unsigned weight;       /* of what is read */
};

LOOKUP(plovers_by_stem, plovers, 512);

/* What a headline's verb tells: "rejects a truce" is about the refusal, not the truce. */
static bool is_act(Claimwire__V1__EventType type)
{
    return type == TYPE_OF(REJECT) || type == TYPE_OF(ACCUSE) || type == TYPE_OF(THREATEN) ||
           type == TYPE_OF(REQUEST) || type == TYPE_OF(CONCEDE) || type == TYPE_OF(SANCTION) ||
           type == TYPE_OF(SUPPORT);
}

static void take(void *context, struct span folded)
{
    struct tally *tally = context;
    char text[STEM_BYTES_MAX];
    const struct span stem = stemmer_stem(tally->stemmer, folded);
    if (stem.size >= sizeof text)
        return;
    memcpy(text, stem.data, stem.size);
    text[stem.size] = '\0';
    const struct plover *found = lookup_find(&plovers_by_stem, text);
    if (found) {
        const unsigned weight = tally->weight == TITLE_WEIGHT && is_act(found->type) ? ACT_TITLE_WEIGHT : tally->weight;
        unsigned *times = &tally->times[found - plovers];
        *times = *times + weight > STEM_TIMES_MAX * TITLE_WEIGHT ? STEM_TIMES_MAX * TITLE_WEIGHT : *times + weight;
    }
}

/* A mode is one of several of its type: their scores are told apart by the mode's text. */
static bool same(const struct plover *a, const struct plover *b)
{
    return a->type == b->type && strcmp(a->mode, b->mode) == 0;
}

static unsigned score_of(const struct tally *tally, const struct plover *plover, bool with_mode)
{
    unsigned score = 0;
    for (size_t i = 0; i < STEMS; i++)
        if (with_mode ? same(&plovers[i], plover) : plovers[i].type == plover->type)
            score += plovers[i].weight * tally->times[i];
    return score;
}

/* Accident, disaster, election are as little alike as two types are: of OTHER the mode decides. */
static const struct plover *best_of(const struct tally *tally, unsigned least)
{
    const struct plover *best = NULL, *mode = NULL;
    unsigned most = least - 1, most_mode = 0;
    for (size_t i = 0; i < STEMS; i++) {
        const unsigned score = tally->times[i] ? score_of(tally, &plovers[i], plovers[i].type == TYPE_OF(OTHER)) : 0;
        if (score > most) {
            most = score;
            best = &plovers[i];
        }
    }
    for (size_t i = 0; best && i < STEMS; i++) {
        const bool candidate = best->type == TYPE_OF(OTHER) ? same(&plovers[i], best) : plovers[i].type == best->type;
        const unsigned score = tally->times[i] && candidate ? score_of(tally, &plovers[i], true) : 0;
        if (score > most_mode) {
            most_mode = score;
            mode = &plovers[i];
        }
    }
    return mode;
}

static void give(struct arena *arena, reading_record *reading, Claimwire__V1__EventType type, const char *mode)
{
    reading->has_event_type = true;
    reading->event_type = (uint32_t)type;
    reading->mode = arena_string(arena, span_of(mode));
}

void plover_give(struct arena *arena, struct stemmer *stemmer, const struct document *title,
                 const struct document *body, bool weak, reading_record *reading)
{
    struct tally tally = { .stemmer = stemmer, .weight = TITLE_WEIGHT };
    if (reading->has_event_type)
        return;
    if (title)
        normal_words(title, (struct range){ 0, title->tokens_count }, take, &tally);
    tally.weight = 1;
    const uint32_t sentences = body->sentences_count < SENTENCES ? body->sentences_count : SENTENCES;
    if (sentences > 0)
        normal_words(body, (struct range){ 0, body->sentences[sentences - 1].tokens.end }, take, &tally);
    const struct plover *best = best_of(&tally, weak ? WEAK_MIN : SCORE_MIN);
    if (best)
        give(arena, reading, best->type, best->mode);
}

/* What a story tells of that has such claims. That somebody accuses, denies or demands tells it last: it is about
 * something, and a story of a flood has such claims too. */
#define KIND(name) CLAIMWIRE__V1__CLAIM_KIND__CLAIM_##name
static const struct told {
    Claimwire__V1__ClaimKind kind;
    Claimwire__V1__EventType type;
    enum plover_told of;
    unsigned weight;
    const char *mode;
} tolds[] = {
    { KIND(ATTACK), TYPE_OF(ASSAULT), PLOVER_DEEDS, 6, "attack" },
    { KIND(DEPLOYMENT), TYPE_OF(MOBILIZE), PLOVER_DEEDS, 5, "deployment" },
    { KIND(ARREST), TYPE_OF(COERCE), PLOVER_DEEDS, 5, "arrest" },
    { KIND(AGREEMENT), TYPE_OF(AGREE), PLOVER_DEEDS, 5, "agreement" },
    { KIND(MEETING), TYPE_OF(CONSULT), PLOVER_DEEDS, 4, "talks" },
    { KIND(CASUALTY), TYPE_OF(OTHER), PLOVER_HARM, 4, "accident" },
    { KIND(DAMAGE), TYPE_OF(OTHER), PLOVER_HARM, 4, "accident" },
    { KIND(ACCUSATION), TYPE_OF(ACCUSE), PLOVER_SPEECH, 3, "accusation" },
    { KIND(DENIAL), TYPE_OF(REJECT), PLOVER_SPEECH, 2, "refusal" },
    { KIND(DEMAND), TYPE_OF(REQUEST), PLOVER_SPEECH, 2, "demand" },
};
enum { TOLDS = sizeof tolds / sizeof *tolds, TOLD_CLAIMS_MAX = 16, TOLD_MIN = 3 };

void plover_by_claims(struct arena *arena, enum plover_told of, reading_record *reading)
{
    unsigned scores[TOLDS] = { 0 };
    size_t best = 0;
    for (size_t i = 0; i < reading->n_claims && i < TOLD_CLAIMS_MAX; i++)
        for (size_t k = 0; k < TOLDS; k++)
            if (reading->claims[i]->kind == tolds[k].kind && tolds[k].of == of)
                scores[k] += tolds[k].weight;
    for (size_t k = 1; k < TOLDS; k++)
        best = scores[k] > scores[best] ? k : best;
    if (reading->has_event_type || scores[best] < TOLD_MIN)
        return;
    give(arena, reading, tolds[best].type, tolds[best].mode);
}

void plover_find(struct arena *arena, struct stemmer *stemmer, const struct document *title,
                 const struct document *body, reading_record *reading)
{
    plover_give(arena, stemmer, title, body, false, reading);
    plover_by_claims(arena, PLOVER_DEEDS, reading);
    plover_give(arena, stemmer, title, body, true, reading);
    plover_by_claims(arena, PLOVER_HARM, reading);
    plover_by_claims(arena, PLOVER_SPEECH, reading);
}
