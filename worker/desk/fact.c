/* SPDX-License-Identifier: Apache-2.0 */
#include "desk/fact.h"

#include <strings.h>

#include "base/limits.h"
#include "desk/figure.h"
#include "desk/toll.h"
#include "proto/digest.h"
#include "record/fold_check.h"

#define DEMAND CLAIMWIRE__V1__CLAIM_KIND__CLAIM_DEMAND
enum { HEARSAY = CLAIMWIRE__V1__MODALITY__MODALITY_ALLEGED /* next to what is certain */ };

static bool fits(const char *text, size_t bytes_max)
{
    return !text || strnlen(text, bytes_max + 1) <= bytes_max;
}

static bool lists_fit(const claim_record *claim)
{
    for (size_t i = 0; i < claim->n_figures; i++)
        if (!fits(claim->figures[i]->population, FACT_NAME_BYTES_MAX) ||
            !fits(claim->figures[i]->unit, FACT_NAME_BYTES_MAX))
            return false;
    for (size_t i = 0; i < claim->n_places; i++)
        if (!fits(claim->places[i]->name, FACT_NAME_BYTES_MAX) || !fits(claim->places[i]->country, FACT_NAME_BYTES_MAX))
            return false;
    const date_interval_record *time = claim->time;
    return !time || (fits(time->start, FACT_NAME_BYTES_MAX) && fits(time->end, FACT_NAME_BYTES_MAX));
}

bool fact_has_key(const stored_fact_record *row, const claim_record *claim)
{
    const ProtobufCBinaryData a = row->fact_key, b = claim->fact_key;
    return a.len == b.len && a.len > 0 && memcmp(a.data, b.data, a.len) == 0;
}

bool fact_is_claim(const claim_record *claim)
{
    return claim->id && fits(claim->id, FACT_NAME_BYTES_MAX) && fits(claim->text, CLAIM_TEXT_BYTES_MAX + sizeof "…") &&
           claim->has_fact_key && claim->fact_key.len == DIGEST_BYTES && claim->has_topic_key &&
           claim->topic_key.len == DIGEST_BYTES && lists_fit(claim);
}

const struct wording *fact_wordings(struct arena *arena, const reading_record *reading)
{
    struct wording *wordings = arena_array(arena, reading->n_claims + 1, sizeof *wordings);
    for (size_t i = 0; wordings && i < reading->n_claims; i++)
        if (fact_is_claim(reading->claims[i])) {
            wordings[i] = likeness_wording(reading->claims[i], likeness_stems(reading->features, i),
                                           likeness_signs(reading->features, i));
            wordings[i].number = (uint32_t)i + 1;
            likeness_read(&wordings[i], reading->features);
        }
    return wordings;
}

/* Two quotations word for word of which each has a word that the other lacks:
 * one of them was altered, and neither may stand for the other. */
static bool altered(const statement_record *first, const struct sheet_fact *fact, const claim_record *claim,
                    struct stem_list stems)
{
    return first->quote == CLAIMWIRE__V1__QUOTE__QUOTE_DIRECT && claim->quote == CLAIMWIRE__V1__QUOTE__QUOTE_DIRECT &&
           likeness_parts(stems, sheet_stems(fact->row));
}

/* Whether both count people of the event, or both those of one earlier happening. */
static bool same_happening(const event_record *event, const statement_record *first, const claim_record *claim)
{
    return !figure_people(claim->figures, claim->n_figures) || !figure_people(first->figures, first->n_figures) ||
           toll_same_happening(event, first->text, first->time, claim->text, claim->time);
}

/* Whether both count the same of the same people, or none. "people" may be anybody. */
static bool same_people(const statement_record *first, const claim_record *claim)
{
    const figure_record *a = figure_people(first->figures, first->n_figures);
    const figure_record *b = figure_people(claim->figures, claim->n_figures);
    if (!a || !b)
        return !a && !b;
    const bool anybody = fold_same_text(a->population, "people") || fold_same_text(b->population, "people");
    return a->measure == b->measure && figure_equal(a, b) &&
           (anybody || toll_same_people(a->population, b->population));
}

/* Whether the article that the sheet is for was the first to tell the fact. */
static bool is_here(const struct sheet *sheet, const struct sheet_fact *fact)
{
    const support_record *first = fact->row->n_support ? fact->row->support[0] : NULL;
    return sheet && first && first->article == sheet->number && first->revision == sheet->revision;
}

/* Whether one of them counts people, and the other does not but has the number. */
static bool is_uncounted(const statement_record *first, const struct sheet_fact *fact, const struct wording *said)
{
    return !figure_people(first->figures, first->n_figures) !=
               !figure_people(said->claim->figures, said->claim->n_figures) &&
           likeness_any_number(said->stems, sheet_stems(fact->row));
}

/* Whether what the one article has for certain the other has by hearsay; "may" and "will" say something else. */
static bool is_surer(const statement_record *first, const claim_record *claim)
{
    return first->modality != claim->modality && (int)first->modality <= HEARSAY && (int)claim->modality <= HEARSAY;
}

/* How much alike they must be. `sheet`: NULL where the claim's article has told nothing yet. */
static float alike_min(const struct sheet *sheet, const struct sheet_fact *fact, const struct wording *said)
{
    const statement_record *first = fact_first(fact->row->fact);
    const char *speaker = said->speaker;
    const bool other_voice = speaker && first && first->speaker && !fact_stated_by(fact->row->fact, speaker);
    float least = other_voice && !figure_same_sum(first, said->claim) ? LIKENESS_OTHER_VOICE_MIN : LIKENESS_SAME_MIN;
    least *= likeness_number(said->stems, sheet_stems(fact->row)) ? LIKENESS_NUMBER_PART : 1;
    least *= is_here(sheet, fact) ? LIKENESS_HERE_PART : 1;
    least *= first && is_surer(first, said->claim) ? LIKENESS_CERTAINTY_PART : 1;
    return first && is_uncounted(first, fact, said) ? least * LIKENESS_UNCOUNTED_PART : least;
}

/* Whether nothing speaks against it but words; then so many stems must be shared, else 0. */
static size_t shared_min(const event_record *event, const struct sheet_fact *fact, const struct wording *said)
{
    if (!likeness_may(fact->mark, said->mark, false)) /* of most, and nothing else of them is looked at */
        return 0;
    const claim_record *claim = said->claim;
    const statement_record *first = fact_first(fact->row->fact);
    if (!first || (first->kind == DEMAND) != (claim->kind == DEMAND) ||
        (first->modality != claim->modality && !is_surer(first, claim)) || !fact_stands(fact->row) ||
        altered(first, fact, claim, said->stems) || !(same_people(first, claim) || is_uncounted(first, fact, said)) ||
        !same_happening(event, first, claim))
        return 0;
    const bool voice = fact_stated_by(fact->row->fact, said->speaker) || figure_same_sum(first, claim);
    return voice ? LIKENESS_SHARED_VOICE : LIKENESS_SHARED_MIN;
}

/* By words: how much alike; 0 where something speaks against it. */
static float share_of(const struct sheet *sheet, const struct sheet_fact *fact, const struct wording *said,
                      struct stem_weights weights)
{
    const size_t least = shared_min(sheet->row->event, fact, said);
    if (least == 0)
        return 0;
    size_t first;
    if (!sheet_is_counted(sheet, said, &first))
        return likeness(said->stems, sheet_stems(fact->row), weights, least, false);
    const size_t at = first + (size_t)(fact - sheet->facts);
    if (sheet->shares.stems[at] < least || likeness_conflict(said->stems, sheet_stems(fact->row)))
        return 0;
    return likeness_part(sheet->shares.weights[at], fact->weight + overlap_weight(sheet->overlap, said->number - 1));
}

/* The same, 0 when not enough. What one article tells as certain and as hearsay is two facts. */
static float alike(const struct sheet *sheet, const struct sheet_fact *fact, const struct wording *said,
                   struct stem_weights weights)
{
    const float share = share_of(sheet, fact, said, weights);
    const bool hedged = share > 0 && is_here(sheet, fact) && is_surer(fact_first(fact->row->fact), said->claim);
    return share <= 0 || hedged || share < alike_min(sheet, fact, said) ? 0 : share;
}

bool fact_is_worded(const event_record *event, stored_fact_record *row, const struct wording *said, float share)
{
    const struct sheet_fact fact = sheet_fact_of(row);
    const size_t least = shared_min(event, &fact, said);
    return least > 0 && likeness_meet(said->stems, sheet_stems(row), least) && share >= alike_min(NULL, &fact, said);
}

bool fact_same_happening(const struct sheet *sheet, const struct sheet_fact *fact, const claim_record *claim)
{
    const statement_record *first = claim->n_figures ? fact_first(fact->row->fact) : NULL;
    return !first || same_happening(sheet->row->event, first, claim);
}

/* Whether they can be alike by `least` (likeness.h), by what is shared at a place; `whole`: what all stems of both
 * weigh. */
static bool may_be_alike(const struct overlap_shares *shares, size_t at, float whole, float least)
{
    return shares->stems[at] >= LIKENESS_SHARED_VOICE && 2 * shares->weights[at] >= (least - OVERLAP_SLACK) * whole;
}

struct sheet_fact *fact_known(const struct sheet *sheet, const struct wording *said, struct stem_weights weights)
{
    const uint64_t key = sheet_key(said->claim->fact_key);
    for (size_t i = 0; i < sheet->facts_count; i++)
        if (sheet->facts[i].key == key && fact_has_key(sheet->facts[i].row, said->claim) &&
            fact_stands(sheet->facts[i].row) && fact_same_happening(sheet, &sheet->facts[i], said->claim))
            return &sheet->facts[i];
    size_t first;
    const bool counted = sheet_is_counted(sheet, said, &first);
    const float weight = counted ? overlap_weight(sheet->overlap, said->number - 1) : 0;
    struct sheet_fact *best = NULL;
    float most = 0, least = LIKENESS_SAME_MIN * (likeness_number(said->stems, said->stems) ? LIKENESS_NUMBER_PART : 1);
    for (size_t i = 0; i < sheet->facts_count; i++) {
        if (counted && !may_be_alike(&sheet->shares, first + i, sheet->facts[i].weight + weight, least))
            continue;
        const float share = alike(sheet, &sheet->facts[i], said, weights);
        if (share > most) {
            least = most = share;
            best = &sheet->facts[i];
        }
    }
    if (best)
        best->alike = most;
    return best;
}

struct sheet_fact *fact_recalled(const struct sheet *sheet, const struct wording *said, struct stem_weights weights)
{
    struct sheet_fact *best = fact_known(sheet, said, weights);
    float most = LIKENESS_SAME_MIN;
    if (best || !figure_people(said->claim->figures, said->claim->n_figures))
        return best;
    for (size_t i = 0; i < sheet->facts_count; i++) {
        const statement_record *first = fact_first(sheet->facts[i].row->fact);
        const float share = first && !first->figures_apart && first->modality == said->claim->modality &&
                                    same_people(first, said->claim)
                                ? share_of(sheet, &sheet->facts[i], said, weights)
                                : 0; /* of all, not some */
        if (share >= most) {
            most = share;
            best = &sheet->facts[i];
        }
    }
    if (best)
        best->alike = alike(sheet, best, said, weights);
    return best;
}

stored_why_record *fact_explain(const struct sheet *sheet, const struct sheet_fact *fact, const struct wording *said)
{
    if (fact_has_key(fact->row, said->claim))
        return why_because(sheet->arena, CLAIMWIRE__V1__RULE__RULE_KEY, 0, 0);
    return why_because(sheet->arena, CLAIMWIRE__V1__RULE__RULE_WORDS, fact->alike, alike_min(sheet, fact, said));
}

static bool is_name(const char *text)
{
    return text && *text && fits(text, FACT_NAME_BYTES_MAX);
}

const char *fact_speaker(const claim_record *claim)
{
    if (!claim->source)
        return NULL;
    if (is_name(claim->source->name))
        return claim->source->name;
    return is_name(claim->source->role) ? claim->source->role : NULL;
}

/* Whether the shorter name is the end of the longer one, by whole words. */
static bool same_speaker(const char *a, const char *b)
{
    size_t a_size = strlen(a), b_size = strlen(b);
    if (a_size < b_size)
        return same_speaker(b, a);
    if (b_size == 0 || (a_size > b_size && a[a_size - b_size - 1] != ' '))
        return false;
    if ((a[a_size - 1] | 0x20) != (b[b_size - 1] | 0x20)) /* hardly any end alike */
        return false;
    return strcasecmp(a + a_size - b_size, b) == 0;
}

const statement_record *fact_stated_by(const fact_record *fact, const char *speaker)
{
    for (size_t i = 0; speaker && i < fact->n_statements; i++) {
        const statement_record *statement = fact->statements[i]->statement;
        if (statement && statement->speaker && same_speaker(statement->speaker, speaker))
            return statement;
    }
    return NULL;
}

static bool copy_lists(struct arena *arena, const claim_record *claim, statement_record *statement)
{
    size_t figures = claim->n_figures < FACT_LIST_MAX ? claim->n_figures : FACT_LIST_MAX;
    size_t places = claim->n_places < FACT_LIST_MAX ? claim->n_places : FACT_LIST_MAX;
    statement->figures = arena_array(arena, figures + 1, sizeof *statement->figures);
    statement->places = arena_array(arena, places + 1, sizeof *statement->places);
    if (!statement->figures || !statement->places)
        return false;
    for (size_t i = 0; i < figures; i++) {
        figure_record *figure = figure_make(arena);
        if (!figure)
            return false;
        *figure = *claim->figures[i];
        figure->span = NULL;
        statement->figures[statement->n_figures++] = figure;
    }
    for (size_t i = 0; i < places; i++) {
        place_record *place = place_make(arena);
        if (!place)
            return false;
        *place = *claim->places[i];
        place->span = NULL;
        statement->places[statement->n_places++] = place;
    }
    return true;
}

statement_record *fact_statement(struct arena *arena, const claim_record *claim)
{
    statement_record *statement = statement_make(arena);
    if (!statement || !copy_lists(arena, claim, statement))
        return NULL;
    statement->has_kind = statement->has_quote = statement->has_polarity = statement->has_modality = true;
    statement->kind = claim->kind;
    statement->quote = claim->quote;
    statement->polarity = claim->polarity;
    statement->modality = claim->modality;
    statement->speaker = (char *)(uintptr_t)fact_speaker(claim);
    statement->text = claim->text;
    statement->time = claim->time;
    return statement;
}

/* ---- support */

bool fact_has_origin(const stored_fact_record *row, uint64_t origin)
{
    for (size_t i = 0; i < row->n_support; i++)
        if (row->support[i]->origin == origin)
            return true;
    return false;
}

/* Origins counted for queries; the two that updates tell of are never taken back. */
static void count_origins(stored_fact_record *row)
{
    uint32_t origins = 0;
    for (size_t i = 0; i < row->n_support; i++) {
        size_t before = 0;
        while (row->support[before]->origin != row->support[i]->origin)
            before++;
        origins += before == i;
    }
    uint32_t told = row->fact->origins >= 2 ? 2 : 1;
    row->fact->has_origins = true;
    row->fact->origins = told == 1 || origins < told ? told : origins;
}

/* The statement that a claim of this speaker makes; a claim beyond
 * FACT_STATEMENTS_MAX has none. */
static bool statement_place(const fact_record *fact, const char *speaker, uint32_t *place)
{
    for (uint32_t i = 0; i < fact->n_statements; i++) {
        const statement_record *statement = fact->statements[i]->statement;
        const char *stated = statement ? statement->speaker : NULL;
        *place = i;
        if (statement && (stated && speaker ? same_speaker(stated, speaker) : stated == speaker))
            return true;
    }
    return false;
}

enum err fact_support(struct arena *arena, stored_fact_record *row, uint64_t article, uint32_t revision,
                      const claim_record *claim, uint64_t origin)
{
    if (row->n_support >= FACT_SUPPORT_MAX) {
        row->has_support_more = true;
        row->support_more++;
        return ERR_OK;
    }
    support_record **list = arena_array(arena, row->n_support + 1, sizeof *list);
    support_record *support = support_make(arena);
    if (!list || !support)
        return ERR_MEMORY;
    if (row->n_support)
        memcpy(list, row->support, row->n_support * sizeof *list);
    support->has_article = support->has_revision = support->has_origin = true;
    support->article = article;
    support->revision = revision;
    support->claim = claim->id;
    support->origin = origin;
    support->has_statement = statement_place(row->fact, fact_speaker(claim), &support->statement);
    list[row->n_support++] = support;
    row->support = list;
    count_origins(row);
    return ERR_OK;
}

bool fact_has_room(const stored_fact_record *row)
{
    return row->n_support < FACT_SUPPORT_MAX;
}

void fact_mark_background(stored_fact_record *row)
{
    support_record *newest = row->support[row->n_support - 1];
    newest->has_background = newest->background = true;
}

bool fact_take_back(stored_fact_record *row, uint64_t article, uint32_t revision, size_t formerly)
{
    size_t kept = 0, count = row->n_support;
    for (size_t i = 0; i < count; i++) {
        const support_record *support = row->support[i];
        if (support->article != article || support->revision >= revision)
            row->support[kept++] = row->support[i];
    }
    row->n_support = kept;
    size_t unnamed = formerly > count - kept ? formerly - (count - kept) : 0;
    if (unnamed > row->support_more)
        unnamed = row->support_more;
    row->support_more -= (uint32_t)unnamed;
    count_origins(row);
    return kept < count || unnamed > 0;
}
