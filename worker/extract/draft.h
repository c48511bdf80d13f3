/* SPDX-License-Identifier: Apache-2.0 */
#ifndef EXTRACT_DRAFT_H
#define EXTRACT_DRAFT_H

#include "text/document.h"

/* Claims in the article's own words, before anybody knows who "he" is. Ranges are tokens. */
enum {
    CONTENT_RANGES_MAX = 8,
    DRAFT_FIGURES_MAX = 1024,
    READ_SENTENCE_TOKENS_MAX = 512, /* longer ones are no prose: only their quotations are read */
};

enum draft_quote { DRAFT_NARRATED, DRAFT_DIRECT, DRAFT_MIXED, DRAFT_INDIRECT };
enum draft_modality { DRAFT_ASSERTED, DRAFT_ALLEGED, DRAFT_CONDITIONAL, DRAFT_FUTURE };
enum cue_kind {
    CUE_STATEMENT,
    CUE_WARNING,
    CUE_DENIAL,
    CUE_ACCUSATION,
    CUE_DEMAND,
    CUE_PROMISE,
    CUE_BELIEF,
    CUE_ATTITUDE
};
enum draft_measure { DRAFT_UNCOUNTED, DRAFT_KILLED, DRAFT_INJURED, DRAFT_ARRESTED, DRAFT_MISSING };

enum event_kind {
    EVENT_NONE,
    EVENT_ATTACK,
    EVENT_ARREST,
    EVENT_DEPLOYMENT,
    EVENT_AGREEMENT,
    EVENT_MEETING,
    EVENT_DAMAGE,
    EVENT_CASUALTY, /* of persons not counted */
    EVENT_COUNT,    /* something is counted; no claim where it turns out that nothing is */
    EVENT_OTHER     /* resigned, sanctioned, protested, displaced */
};

#define DRAFT_NONE UINT32_MAX

struct draft_attribution {
    enum draft_quote quote;
    enum cue_kind kind;
    enum draft_modality modality;
    bool denied;
    bool withheld; /* the source says nothing of it: "declined to comment on", "asked whether" */
    struct range content[CONTENT_RANGES_MAX];
    uint32_t content_count;
    struct range source; /* empty: the text names none beside the cue */
    struct range cue;    /* empty: none */
    uint32_t continues;  /* index of the attribution whose speaker goes on; DRAFT_NONE */
    uint32_t part_of;    /* index of the one before in its paragraph whose words it goes on with; DRAFT_NONE */
    uint32_t parent;     /* index of the attribution it is reported in; DRAFT_NONE */
    float confidence;
};

struct draft_figure {
    enum draft_measure measure;
    char *population;     /* "police officers" */
    double low, high;     /* NAN: open */
    struct range words;   /* the number with its "at least" */
    struct range clause;  /* the smallest clause that states it */
    struct range people;  /* those counted, with their number; empty: not said beside it */
    uint32_t verb;        /* that tells of them, behind them or before; DRAFT_NONE: a noun does */
    uint32_t attribution; /* index of the one it lies in; DRAFT_NONE */
};

/* A happening that the outlet tells on its own account. */
struct draft_narrated {
    struct range clause;
    enum event_kind kind;
};

struct parsed;

/* Paragraph by paragraph; an attribution comes before those that continue it. */
struct drafts {
    struct draft_attribution *attributions;
    struct draft_figure *figures;
    struct draft_narrated *narrated; /* at most DRAFT_FIGURES_MAX */
    uint32_t attributions_count, figures_count, narrated_count;
    const struct parsed *parsed; /* trees of the sentences that any of them is from; NULL: read without a model */
    bool partial;                /* a maximum was met */
};

/* What the document says, by the rules and, with a model, by what was learned. TOO_LARGE when the
 * arena is full. */
struct model;
enum err extract_drafts(struct arena *arena, const struct model *model, const struct document *document,
                        struct drafts **drafts);

#endif
