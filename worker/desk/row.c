/* SPDX-License-Identifier: Apache-2.0
 * What the window remembers of an article. */
#include "desk/inner.h"

/* What is remembered of the features: words only of what is read. */
static features_record *features_of(struct arena *arena, const reading_record *reading)
{
    if (!reading->features || reading->status == CLAIMWIRE__V1__READING_STATUS__READING_WITHDRAWN)
        return NULL;
    features_record *features = features_make(arena);
    if (!features)
        return NULL;
    *features = *reading->features;
    features->n_claim_terms = features->n_claim_ends = features->n_claim_stances = 0; /* the marks stand for them */
    if (reading->status == CLAIMWIRE__V1__READING_STATUS__READING_LANGUAGE)
        features->n_terms = features->n_weights = 0;
    return features;
}

/* What the article is matched by stands for its words' weights and places. */
static enum err remember_features(const struct case_file *file, window_row_record *row)
{
    row->features->n_weights = row->features->n_term_places = 0;
    row->has_calendar = true;
    row->calendar = file->self.calendar;
    return vector_put(file->arena, &file->vector, row);
}

window_row_record *begin_row(struct case_file *file)
{
    window_row_record *row = window_row_make(file->arena);
    if (!row)
        return NULL;
    row->features = features_of(file->arena, file->reading);
    file->self = mates_of(row->features);
    index_weigh(file->desk->index, row->features, &file->vector);
    if (row->features && remember_features(file, row) != ERR_OK)
        return NULL;
    row->has_article = row->has_revision = row->has_stream_ms = row->has_now_ms = true;
    row->article = file->number;
    row->revision = file->article->revision;
    row->stream_ms = file->article->accepted_ms;
    int64_t now_ms = index_now(file->desk->index);
    row->now_ms = row->stream_ms > now_ms ? row->stream_ms : now_ms;
    size_t facts = file->reading->n_claims < INDEX_FACTS_MAX ? file->reading->n_claims : INDEX_FACTS_MAX;
    row->n_fact_keys = row->n_topic_keys = row->n_facts = row->n_polarities = facts;
    return row;
}

/* The facts that the article carries, each once. */
static enum err fill_facts(const struct case_file *file, const struct decision *decision, window_row_record *row)
{
    size_t room = row->n_facts, count = 0;
    row->fact_keys = arena_array(file->arena, room + 1, sizeof *row->fact_keys);
    row->topic_keys = arena_array(file->arena, room + 1, sizeof *row->topic_keys);
    row->facts = arena_array(file->arena, room + 1, sizeof *row->facts);
    row->polarities = arena_array(file->arena, room + 1, sizeof *row->polarities);
    row->marks = arena_array(file->arena, room + 1, sizeof *row->marks);
    if (!row->fact_keys || !row->topic_keys || !row->facts || !row->polarities || !row->marks)
        return ERR_MEMORY;
    for (size_t i = 0; i < decision->places_count && count < room; i++) {
        uint64_t fact = decision->places[i]->fact;
        size_t seen = 0;
        while (seen < count && row->facts[seen] != fact)
            seen++;
        if (!fact || seen < count)
            continue;
        row->facts[count] = fact;
        row->marks[count] = file->wordings[i].mark;
        row->fact_keys[count] = file->reading->claims[i]->fact_key;
        row->topic_keys[count] = file->reading->claims[i]->topic_key;
        row->polarities[count++] = file->reading->claims[i]->polarity;
    }
    row->n_fact_keys = row->n_topic_keys = row->n_facts = row->n_polarities = row->n_marks = count;
    return ERR_OK;
}

enum err finish_row(const struct case_file *file, const struct decision *decision, window_row_record *row)
{
    row->has_event = row->has_origin = row->has_copy_of = true;
    row->event = decision->event ? decision->event->event->id : 0;
    row->origin = file->origin.hash;
    row->copy_of = file->lineage.copy_of;
    row->outlet = (char *)(uintptr_t)file->origin.name;
    return fill_facts(file, decision, row);
}
