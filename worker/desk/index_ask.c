/* SPDX-License-Identifier: Apache-2.0
 * What the index knows: articles, facts, weights. */
#include <assert.h>

#include "desk/index_inner.h"

/* The article of a key's newest posting, or NULL. */
static struct index_article *newest_of(const struct index *index, uint32_t id)
{
    if (id == POSTINGS_NONE)
        return NULL;
    return index_at(index, postings_at(index->postings, postings_key(index->postings, id)->newest)->owner);
}

struct index_article *index_find(const struct index *index, uint64_t article)
{
    struct index_article *found = newest_of(index, postings_find(index->postings, index_article_key(article)));
    return found && !found->replaced && found->article == article ? found : NULL;
}

const struct index_article *index_newest(const struct index *index, uint64_t event)
{
    return newest_of(index, postings_find(index->postings, index_event_key(event)));
}

const struct index_article *index_latest(const struct index *index, uint64_t article)
{
    return index_find(index, article);
}

uint32_t index_owner(const struct index *index, const struct index_article *article)
{
    return (uint32_t)(article - index->articles);
}

const struct index_article *index_article_at(const struct index *index, uint32_t owner)
{
    return index_at(index, owner);
}

void index_newest_all(const struct index *index, const uint64_t *events, size_t count,
                      const struct index_article **newest)
{
    uint64_t keys[INDEX_EVENTS_ONCE] = { 0 };
    uint32_t ids[INDEX_EVENTS_ONCE];
    assert(count <= INDEX_EVENTS_ONCE);
    for (size_t i = 0; i < count; i++)
        keys[i] = index_event_key(events[i]);
    postings_find_all(index->postings, keys, count, ids);
    for (size_t i = 0; i < count; i++)
        if (ids[i] != POSTINGS_NONE)
            postings_expect(index->postings, postings_key(index->postings, ids[i])->newest);
    for (size_t i = 0; i < count; i++) {
        newest[i] = newest_of(index, ids[i]);
        __builtin_prefetch(newest[i]);
    }
}

const struct index_article *index_older(const struct index *index, const struct index_article *article)
{
    return article->older - index->oldest < index->used ? index_at(index, article->older) : NULL;
}

uint64_t index_event_at(const struct index *index, uint32_t owner)
{
    return index->events_at[owner & (index->capacity - 1)];
}

size_t index_terms(const struct index *index, uint32_t owner, uint32_t terms[TERMS_MAX])
{
    const struct index_article *article = index_at(index, owner);
    for (uint32_t i = 0; i < article->terms; i++)
        terms[i] = index->terms[(article->first_term + i) & (index->terms_capacity - 1)];
    return article->terms;
}

const struct index_vector *index_vector(const struct index *index, uint32_t owner)
{
    return &index->vectors[owner & (index->capacity - 1)];
}

const uint32_t *index_trail(const struct index *index, uint32_t owner)
{
    return index->trails + (size_t)(owner & (index->capacity - 1)) * TRAIL_MAX;
}

uint32_t index_articles(const struct index *index)
{
    return index->live;
}

const struct vocabulary *index_words(const struct index *index)
{
    return index->words;
}

const struct postings *index_postings(const struct index *index)
{
    return index->postings;
}

int64_t index_now(const struct index *index)
{
    return index->now_ms;
}

size_t index_facts(const struct index *index, uint64_t key, uint32_t steps_max, uint64_t *facts, size_t facts_max)
{
    uint32_t id = postings_find(index->postings, key);
    if (id == POSTINGS_NONE)
        return 0;
    size_t count = 0;
    uint32_t position = postings_key(index->postings, id)->newest;
    for (uint32_t step = 0; step < steps_max && count < facts_max && postings_held(index->postings, position); step++) {
        const struct posting *posting = postings_at(index->postings, position);
        position = posting->older;
        const struct index_article *article = index_at(index, posting->owner);
        if (article->replaced)
            continue;
        uint64_t fact = index->facts[(article->facts + posting->value) & (index->facts_capacity - 1)].fact;
        size_t seen = 0;
        while (seen < count && facts[seen] != fact)
            seen++;
        if (seen == count)
            facts[count++] = fact;
    }
    return count;
}

size_t index_event_facts(const struct index *index, uint64_t event, struct index_fact *facts, size_t facts_max)
{
    const struct index_article *article = index_newest(index, event);
    size_t count = 0;
    for (size_t step = 0; article && step < facts_max; step++) {
        for (uint32_t i = 0; !article->replaced && i < article->facts_count && count < facts_max; i++)
            facts[count++] = index->facts[(article->facts + i) & (index->facts_capacity - 1)];
        article = index_older(index, article);
    }
    return count;
}

size_t index_article_facts(const struct index *index, uint32_t owner, uint64_t *facts, size_t facts_max)
{
    const struct index_article *article = index_at(index, owner);
    size_t count = 0;
    for (; count < article->facts_count && count < facts_max; count++)
        facts[count] = index->facts[(article->facts + count) & (index->facts_capacity - 1)].fact;
    return count;
}

float index_weight(const void *context, uint32_t term)
{
    const struct index *index = context;
    struct weighed *weighed = &index->weighed[term % WEIGHED_PLACES];
    if (weighed->term != term || weighed->age != index->age) {
        const uint32_t df = vocabulary_articles(index->words, term) + 1;
        *weighed = (struct weighed){ term, index->age,
                                     index->logarithms[index->live + COMMON_ARTICLES + df] - index->logarithms[df] };
    }
    return weighed->weight;
}

void index_expect_facts(const struct index *index, const uint64_t *keys, size_t count)
{
    postings_expect_all(index->postings, keys, count);
}

void index_expect_weights(const struct index *index, const uint32_t *terms, size_t count)
{
    vocabulary_expect(index->words, terms, count);
}

struct index_size index_size(const struct index *index)
{
    return (struct index_size){
        .articles = index->used,
        .events = index->events,
        .facts = index->facts_used,
        .postings = postings_count(index->postings) + vocabulary_postings(index->words),
        .bytes = postings_bytes(index->postings) + vocabulary_bytes(index->words) +
                 (uint64_t)index->terms_used * sizeof *index->terms +
                 (uint64_t)index->used * (sizeof *index->articles + sizeof *index->events_at +
                                          TRAIL_MAX * sizeof *index->trails + sizeof *index->vectors) +
                 (uint64_t)index->facts_used * sizeof *index->facts,
    };
}
