/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/learned_read.h"

#include "extract/complete.h"
#include "extract/learned_cue.h"
#include "extract/learned_nest.h"
#include "extract/learned_tail.h"
#include "extract/tidy.h"

enum {
    CUES_MIN = 3, /* of a sentence; more by its length, so that time stays linear */
    CUE_EVERY_TOKENS = 8,
    UNIT = 256,
    CONTENT_WORDS_MIN = 2,
    BESIDE_TOKENS_MAX = 30, /* a quotation's verb is that near before it */
    BEHIND_TOKENS_MAX = 12,
    /* WordNet's lexicographer files of verbs, as the vocabulary has them (model/form.h). */
    MEANING_VERBS = 32,
    MEANING_COGNITION = 3,
    MEANING_COMMUNICATION = 4,
    MEANING_EMOTION = 9,
};

/* How much more a word must look like a cue than not, in 1/256 of a training step; where the text names
 * nobody, more. Set on annotated news that trained nothing. The gate lets the rules' cues through. */
enum {
    CUE_THRESHOLD = -17 * 256,
    GATE_THRESHOLD = -5 * 256,
    NOMINAL_BONUS = 48 * 256,
    TAIL_MARGIN = 60 * 256, /* of the verb of a sentence's tail, at least: its frame is plain */
    NOBODYS_THRESHOLD = 60 * 256,
    BESIDE_THRESHOLD = -100 * 256,       /* of a quotation's verb that no cue has taken, */
    AFTER_SPEAKER_THRESHOLD = -50 * 256, /* where it might go on with the speaker before */
    NESTED_THRESHOLD = 100 * 256,        /* within what another says, */
    NESTED_HINT_THRESHOLD = 30 * 256,    /* where the rules see it too */
};

struct learned_reader {
    struct learned *learned;
    struct parsed *parsed; /* the same that is in `learned` */
    const struct weights *cues, *roles, *steps;
    int32_t *margins;           /* one a token */
    struct learned_tail *tails; /* one a sentence */
    struct learned_window window;
    struct learned_scores scores;
};

bool learned_is_in(const struct model *model)
{
    for (enum feature_group group = FEATURES_GATE; group <= FEATURES_STEP; group++)
        if (!model_table(model, group))
            return false;
    return true;
}

static int32_t margin_of(const struct weights *weights, const uint32_t *features, size_t count)
{
    int16_t scores[WEIGHTS_WIDTH_MAX];
    weights_score(weights, features, count, scores);
    return scores[0] * UNIT * UNIT / (int32_t)weights->scale;
}

/* The token that leads up to the quotation, if one does: "He went on: “…"; else its mark. */
static uint32_t quotation_opener(const struct document *document, uint32_t quotation)
{
    const uint32_t open = document->quotations[quotation].tokens.first;
    return open > 0 && document->body.data[document->tokens[open - 1].start] == ':' ? open - 1 : open;
}

/* Do words of its own sentence, or a colon, lead up to the quotation? */
static bool is_led_up_to(const struct document *document, uint32_t quotation)
{
    const uint32_t opener = quotation_opener(document, quotation);
    return document->sentences[document->tokens[opener].sentence].tokens.first < opener;
}

/* "…," X said: does its sentence go on behind it? */
static bool is_followed(const struct document *document, uint32_t quotation)
{
    const struct range quoted = document->quotations[quotation].tokens;
    return quoted.end - quoted.first > 1 && document_is_mark(document, quoted.end - 2, ",?!-") &&
           quoted.end < document->sentences[document->tokens[quoted.end - 1].sentence].tokens.end;
}

/* The words that may be cues as far as can be told without trees; the sentences that have some. */
static void find_candidates(struct learned_reader *reader, const struct weights *gate, bool *wanted)
{
    const struct document *document = reader->learned->lexed->document;
    uint32_t features[GATE_FEATURES];
    for (uint32_t q = 0; q < document->quotations_count; q++)
        if (attribution_is_speech(document, q)) {
            wanted[document->tokens[quotation_opener(document, q)].sentence] |= is_led_up_to(document, q);
            wanted[document->tokens[document->quotations[q].tokens.end - 1].sentence] |= is_followed(document, q);
        }
    for (uint32_t i = 0; i < document->tokens_count; i++) {
        reader->margins[i] = INT32_MIN;
        if (!learned_may_cue(reader->learned, i))
            continue;
        learned_gate_features(reader->learned, i, features);
        if (!reader->learned->words[i].hint && margin_of(gate, features, GATE_FEATURES) <= GATE_THRESHOLD)
            continue;
        reader->margins[i] = 0;
        wanted[document->tokens[i].sentence] = true;
    }
    for (uint32_t s = 0; s < document->sentences_count; s++) {
        reader->tails[s] = learned_tail_of(reader->learned, s);
        if (reader->tails[s].verb == DRAFT_NONE)
            continue;
        reader->margins[reader->tails[s].verb] = 0;
        wanted[s] = true;
    }
}

static const struct learned_tail *tail_of(const struct learned_reader *reader, uint32_t token)
{
    return &reader->tails[reader->learned->lexed->document->tokens[token].sentence];
}

static void find_cues(struct learned_reader *reader, const struct weights *cues)
{
    struct learned *learned = reader->learned;
    uint32_t features[CUE_FEATURES_MAX];
    for (uint32_t i = 0; i < learned->lexed->document->tokens_count; i++) {
        if (reader->margins[i] == INT32_MIN)
            continue;
        reader->margins[i] = margin_of(cues, features, learned_cue_features(learned, i, features));
        /* "the claim by X that", "…, adding X": the rules have a source and a "that", the articles few such words. */
        const bool follows = lexed_is(learned->lexed, i, WORD_FOLLOWS) && learned_upos(learned, i) == UPOS_VERB &&
                             learned->parsed->relation[i] != RELATION_AMOD;
        if (learned->words[i].hint && (follows || lexed_is(learned->lexed, i, WORD_NOMINAL)))
            reader->margins[i] += NOMINAL_BONUS;
        if (tail_of(reader, i)->verb == i && reader->margins[i] < TAIL_MARGIN)
            reader->margins[i] = TAIL_MARGIN;
        learned->words[i].cue = reader->margins[i] > CUE_THRESHOLD;
    }
}

enum err learned_reader_new(struct arena *arena, const struct model *model, const struct lexed *lexed,
                            const struct drafts *hints, struct learned_reader **out)
{
    const struct document *document = lexed->document;
    struct learned_reader *reader = arena_alloc(arena, sizeof *reader);
    bool *wanted = arena_array(arena, document->sentences_count, sizeof *wanted);
    struct parsed *parsed;
    if (!reader || !wanted)
        return ERR_TOO_LARGE;
    reader->tails = arena_array(arena, document->sentences_count, sizeof *reader->tails);
    reader->margins = arena_array(arena, document->tokens_count, sizeof *reader->margins);
    enum err err = parse_tags(arena, model, document, NULL, &parsed);
    if (err == ERR_OK)
        err = learned_make(arena, lexed, parsed, hints, &reader->learned);
    if (err != ERR_OK || !reader->margins || !reader->tails)
        return ERR_TOO_LARGE;
    reader->parsed = parsed;
    reader->cues = model_table(model, FEATURES_CUE);
    reader->roles = model_table(model, FEATURES_ROLE);
    reader->steps = model_table(model, FEATURES_STEP);
    find_candidates(reader, model_table(model, FEATURES_GATE), wanted);
    err = parse_trees(arena, model, document, wanted, parsed);
    if (err != ERR_OK)
        return err;
    learned_link(reader->learned);
    find_cues(reader, reader->cues);
    *out = reader;
    return ERR_OK;
}

struct parsed *learned_reader_parsed(const struct learned_reader *reader)
{
    return reader->parsed;
}

const struct learned *learned_reader_learned(const struct learned_reader *reader)
{
    return reader->learned;
}

/* Both tables in the unit of the product of their scales. */
static void score_roles(struct learned_reader *reader)
{
    const struct learned_window *window = &reader->window;
    const int32_t role_scale = (int32_t)reader->roles->scale, step_scale = (int32_t)reader->steps->scale;
    uint32_t role_features[ROLE_FEATURES], step_features[STEP_FEATURES];
    int16_t sums[WEIGHTS_WIDTH_MAX];
    for (uint32_t k = 0; k < window->range.end - window->range.first; k++) {
        learned_role_features(reader->learned, window, k, role_features);
        weights_score(reader->roles, role_features, ROLE_FEATURES, sums);
        reader->scores.role[k][ROLE_NONE] = 0;
        for (uint32_t role = 1; role < ROLE_COUNT; role++)
            reader->scores.role[k][role] = sums[role - 1] * step_scale / UNIT;
        learned_step_features(reader->learned, window, k, step_features);
        weights_score(reader->steps, step_features, STEP_FEATURES, sums);
        for (uint32_t i = 0; i < ROLE_COUNT * ROLE_COUNT; i++)
            reader->scores.step[k][i] = sums[i] * role_scale / UNIT;
    }
}

static enum cue_kind kind_of(const struct learned *learned, uint32_t cue)
{
    const uint32_t hint = learned->words[cue].hint;
    if (hint)
        return learned->hints->attributions[hint - 1].kind;
    return lexed_is(learned->lexed, cue, WORD_VERB) ? (enum cue_kind)learned->lexed->words[cue]->value : CUE_STATEMENT;
}

/* How many of those with such a margin were right on annotated news that trained nothing: six in ten at
 * the threshold, nine in ten from 120 steps on. Learned anew, it is to be measured anew (README.md). */
static float confidence_of(int32_t margin)
{
    const float confidence = 0.58F + 0.0026F * (float)margin / UNIT;
    return confidence < 0.2F ? 0.2F : confidence < 0.9F ? confidence : 0.9F;
}

/* Is nothing said in it, no clause and nothing quoted: "searched the boat"? */
static bool is_bare(const struct learned *learned, const struct draft_attribution *made)
{
    for (uint32_t c = 0; c < made->content_count; c++)
        for (uint32_t i = made->content[c].first; i < made->content[c].end; i++) {
            const enum upos upos = learned_upos(learned, i);
            const bool verb = upos == UPOS_AUX || (upos == UPOS_VERB && learned->parsed->relation[i] != RELATION_AMOD);
            if (learned->words[i].quoted || verb)
                return false;
        }
    return true;
}

/* Nothing is said, and the rules see no cue either: by nobody, or by a verb that neither tells nor
 * thinks nor feels, or only names ("called a taxi"); or it is a single word. */
static bool is_doubtful(const struct learned *learned, uint32_t cue, const struct draft_attribution *made)
{
    const uint32_t meaning = learned->parsed->forms[cue].class / MEANING_VERBS;
    uint32_t words = 0, quoted;
    if (learned->words[cue].hint || learned_upos(learned, cue) != UPOS_VERB || !is_bare(learned, made))
        return false;
    if (range_empty(made->source) || lexed_is(learned->lexed, cue, WORD_LABELS))
        return true;
    for (uint32_t c = 0; c < made->content_count; c++) {
        uint32_t more;
        clause_words(learned->lexed->document, made->content[c], &more, &quoted);
        words += more;
    }
    return words < CONTENT_WORDS_MIN ||
           (meaning != MEANING_COGNITION && meaning != MEANING_COMMUNICATION && meaning != MEANING_EMOTION);
}

static void read_cue(struct learned_reader *reader, struct attribution_pass *pass, uint32_t cue)
{
    uint8_t roles[LEARNED_WINDOW_MAX];
    learned_look(reader->learned, cue, &reader->window);
    score_roles(reader);
    learned_best(&reader->window, &reader->scores, roles);
    struct draft_attribution *made = attribution_add(pass, NULL);
    if (!made)
        return;
    learned_spans(reader->learned, &reader->window, roles, made);
    if (tail_of(reader, cue)->verb == cue)
        learned_tail_take(reader->learned, tail_of(reader, cue), made);
    else if (tail_of(reader, cue)->verb != DRAFT_NONE)
        learned_tail_clip(tail_of(reader, cue), made);
    if (is_doubtful(reader->learned, cue, made) ||
        (range_empty(made->source) && !reader->learned->words[cue].hint && reader->margins[cue] < NOBODYS_THRESHOLD))
        made->content_count = 0;
    made->kind = kind_of(reader->learned, cue);
    complete_second(reader->learned, made);
    complete_subject(reader->learned, made);
    made->withheld = made->content_count > 0 && tidy_is_thing(reader->learned, made);
    attribution_finish(pass, made, confidence_of(reader->margins[cue]));
}

void learned_read_sentence(struct learned_reader *reader, struct attribution_pass *pass, uint32_t sentence, bool quoted)
{
    const struct range tokens = pass->lexed->document->sentences[sentence].tokens;
    const uint32_t first = pass->drafts->attributions_count;
    uint32_t left = CUES_MIN + (tokens.end - tokens.first) / CUE_EVERY_TOKENS;
    pass->parent = DRAFT_NONE;
    for (uint32_t i = tokens.first; i < tokens.end && left > 0; i++) {
        if (!reader->learned->words[i].cue || (pass->lexed->document->tokens[i].quotation != 0) != quoted)
            continue;
        read_cue(reader, pass, i);
        left--;
    }
    learned_nest(reader->learned, pass, first, confidence_of(NESTED_THRESHOLD), confidence_of(NESTED_HINT_THRESHOLD));
}

/* The verb of the range that looks most like a cue, if more than `*margin`. */
static uint32_t likest_verb(struct learned_reader *reader, struct range range, int32_t *margin)
{
    const struct learned *learned = reader->learned;
    uint32_t features[CUE_FEATURES_MAX], best = DRAFT_NONE;
    for (uint32_t i = range.first; i < range.end; i++) {
        if (learned->lexed->document->tokens[i].quotation || learned->words[i].cue ||
            learned_upos(learned, i) != UPOS_VERB)
            continue;
        reader->margins[i] = margin_of(reader->cues, features, learned_cue_features(learned, i, features));
        if (reader->margins[i] <= *margin)
            continue;
        *margin = reader->margins[i];
        best = i;
    }
    return best;
}

/* The verb that leads up to a quotation ("… went on: “…") or follows it, or DRAFT_NONE. */
static uint32_t verb_beside(struct learned_reader *reader, uint32_t quotation, int32_t margin)
{
    const struct document *document = reader->learned->lexed->document;
    const struct range quoted = document->quotations[quotation].tokens;
    const uint32_t opener = quotation_opener(document, quotation);
    struct range before = document->sentences[document->tokens[opener].sentence].tokens;
    struct range behind = document->sentences[document->tokens[quoted.end - 1].sentence].tokens;
    uint32_t best = DRAFT_NONE;
    if (is_led_up_to(document, quotation)) {
        before.end = quoted.first;
        if (!document_is_mark(document, quoted.first - 1, ":,"))
            before.first = quoted.first - 1;
        else if (before.end - before.first > BESIDE_TOKENS_MAX)
            before.first = before.end - BESIDE_TOKENS_MAX;
        best = likest_verb(reader, before, &margin);
    }
    if (is_followed(document, quotation)) {
        behind.first = quoted.end;
        if (behind.end > behind.first + BEHIND_TOKENS_MAX)
            behind.end = behind.first + BEHIND_TOKENS_MAX;
        const uint32_t other = likest_verb(reader, behind, &margin);
        best = other != DRAFT_NONE ? other : best;
    }
    return best;
}

/* The content is the quotation as a whole, with what else the labels give. */
static void hold_quotation(struct draft_attribution *made, struct range quoted, struct range inside)
{
    struct range others[CONTENT_RANGES_MAX];
    uint32_t count = 0;
    for (uint32_t c = 0; c < made->content_count; c++)
        if (made->content[c].end <= quoted.first || made->content[c].first >= quoted.end)
            others[count++] = made->content[c];
    made->content_count = 0;
    for (uint32_t c = 0; c < count && others[c].first < quoted.first; c++)
        attribution_content(made, others[c]);
    attribution_content(made, inside);
    for (uint32_t c = 0; c < count; c++)
        if (others[c].first >= quoted.end)
            attribution_content(made, others[c]);
    made->quote = count ? DRAFT_MIXED : DRAFT_DIRECT;
}

bool learned_read_quotation(struct learned_reader *reader, struct attribution_pass *pass, uint32_t quotation,
                            bool continues)
{
    const struct document *document = pass->lexed->document;
    const int32_t margin = continues ? AFTER_SPEAKER_THRESHOLD : BESIDE_THRESHOLD;
    const uint32_t number = pass->drafts->attributions_count, cue = verb_beside(reader, quotation, margin);
    if (cue == DRAFT_NONE)
        return false;
    read_cue(reader, pass, cue);
    if (pass->drafts->attributions_count == number)
        return false;
    struct draft_attribution *made = &pass->drafts->attributions[number];
    if (range_empty(made->source)) {
        pass->drafts->attributions_count = number;
        return false;
    }
    hold_quotation(made, document->quotations[quotation].tokens, attribution_inside(document, quotation));
    learned_take(pass, number);
    return true;
}
