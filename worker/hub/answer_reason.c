/* SPDX-License-Identifier: Apache-2.0 */
#include "hub/answer_reason.h"

#include "hub/answer.h"
#include "store/articles.h"

enum { WORD_BYTES_MAX = 40 };

/* ---- one reason */

why_record *reason_add(struct reasons *reasons, const char *decision)
{
    why_record *why = reasons->body->n_reasons < reasons->room ? why_make(reasons->arena) : NULL;
    if (!why)
        return NULL;
    why->decision = (char *)(uintptr_t)decision;
    reasons->body->reasons[reasons->body->n_reasons++] = why;
    return why;
}

void reason_name_event(why_record *why, uint64_t event)
{
    why->has_event = event != 0;
    why->event = event;
}

void reason_name_fact(why_record *why, uint64_t fact)
{
    why->has_fact = fact != 0;
    why->fact = fact;
}

static bool in_word(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           byte == '-' || (unsigned char)byte >= 0x80;
}

/* The word at a place of the article; NULL when its body is gone. */
static char *word_at(const struct reasons *reasons, uint32_t place)
{
    const article_record *article = reasons->article ? reasons->article->article : NULL;
    const char *text = !article ? NULL : place & 1 ? article->title : article->body;
    const size_t start = place >> 1, size = text ? strlen(text) : 0;
    size_t end = start;
    while (end < size && end - start < WORD_BYTES_MAX && in_word(text[end]))
        end++;
    while (end > start && end < size && ((unsigned char)text[end] & 0xC0) == 0x80)
        end--;
    return end > start ? arena_string(reasons->arena, (struct span){ text + start, end - start }) : NULL;
}

/* What is stored of a reason; `stored` may be NULL. */
void reason_take(const struct reasons *reasons, why_record *why, const stored_why_record *stored)
{
    if (!why || !stored)
        return;
    why->has_rule = stored->has_rule;
    why->rule = stored->rule;
    why->has_score = stored->has_score;
    why->score = (double)stored->score;
    why->has_threshold = stored->has_threshold;
    why->threshold = (double)stored->threshold;
    if (stored->text)
        why->text = stored->text;
    why->has_other_event = stored->event != 0;
    why->other_event = stored->event;
    if (stored->article)
        why->other = answer_ref(reasons->arena, reasons->txn, stored->article, stored->revision);
    why->words = arena_array(reasons->arena, stored->n_places + 1, sizeof *why->words);
    for (size_t i = 0; why->words && i < stored->n_places; i++) {
        char *word = word_at(reasons, stored->places[i]);
        if (word)
            why->words[why->n_words++] = word;
    }
}

/* ---- one article */

enum err reason_begin(struct reasons *reasons, uint64_t number, uint32_t revision, bool words,
                      stored_reading_record **reading)
{
    stored_article_record *row;
    enum err err = words ? articles_get_whole(reasons->arena, reasons->txn, number, revision, &row) : ERR_NOT_FOUND;
    if (err == ERR_NOT_FOUND)
        err = articles_get(reasons->arena, reasons->txn, number, revision, &row);
    if (err == ERR_OK)
        err = articles_get_reading(reasons->arena, reasons->txn, number, revision, reading);
    if (err != ERR_OK)
        return err;
    reasons->article = row;
    reasons->ref = answer_ref(reasons->arena, reasons->txn, number, revision);
    return reasons->ref && (*reading)->reading ? ERR_OK : ERR_TOO_LARGE;
}

void reason_assignment(struct reasons *reasons, const stored_reading_record *reading)
{
    why_record *why = reason_add(reasons, "EVENT");
    if (!why)
        return;
    why->article = reasons->ref;
    reason_name_event(why, reading->event);
    reason_take(reasons, why, reading->assigned);
    for (size_t i = 0; i < reading->n_rivals && (why = reason_add(reasons, "NOT_EVENT")); i++) {
        why->article = reasons->ref;
        reason_take(reasons, why, reading->rivals[i]);
    }
}

void reason_lineage(struct reasons *reasons, const stored_reading_record *reading)
{
    why_record *why = reading->copied ? reason_add(reasons, "COPY") : NULL;
    if (why) {
        why->article = reasons->ref;
        reason_take(reasons, why, reading->copied);
    }
    why = reading->origin ? reason_add(reasons, "ORIGIN") : NULL;
    if (why) {
        why->article = reasons->ref;
        reason_take(reasons, why, reading->origin);
    }
}

void reason_claim(struct reasons *reasons, const stored_reading_record *reading, size_t number)
{
    const claim_place_record *place = number < reading->n_places ? reading->places[number] : NULL;
    const claim_record *claim = reading->reading->claims[number];
    why_record *why = place && place->fact ? reason_add(reasons, "FACT") : NULL;
    if (!why)
        return;
    why->article = reasons->ref;
    why->claim = claim->id;
    reason_name_event(why, place->event ? place->event : reading->event);
    reason_name_fact(why, place->fact);
    reason_take(reasons, why, place->why);
    why->text = claim->text;
    why = place->denies ? reason_add(reasons, "DENIAL") : NULL;
    if (!why)
        return;
    why->article = reasons->ref;
    why->claim = claim->id;
    reason_name_fact(why, place->fact);
    reason_take(reasons, why, place->denies_why);
    why->has_other_fact = true;
    why->other_fact = place->denies;
}

size_t reason_find_claim(const stored_reading_record *reading, const char *claim)
{
    size_t i = 0;
    while (i < reading->reading->n_claims && (!claim || strcmp(reading->reading->claims[i]->id, claim) != 0))
        i++;
    return i;
}
