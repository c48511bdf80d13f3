/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdio.h>
#include <strings.h>

#include "proto/digest.h"
#include "resolve/resolve.h"

struct words {
    struct stemmer *stemmer;
    struct digest_state *fact, *topic;
    unsigned count;
};

static void add_both(struct words *words, const char *text, size_t size)
{
    digest_add_field(words->fact, text, size);
    digest_add_field(words->topic, text, size);
}

static void take_word(void *context, struct span folded)
{
    struct words *words = context;
    if (normal_is_stop(folded))
        return;
    const struct span stem = stemmer_stem(words->stemmer, folded);
    add_both(words, stem.data, stem.size);
    words->count++;
}

static unsigned negations(const struct document *document, struct range range)
{
    unsigned count = 0;
    for (uint32_t i = range.first; i < range.end; i++)
        count += document_is(document, i, "not") || document_is(document, i, "n't") ||
                 document_is(document, i, "n\xE2\x80\x99t") || document_is(document, i, "never") ||
                 document_is(document, i, "no");
    return count;
}

/* Who may be everybody is called "people". */
static const char *people_of(const char *population)
{
    static const char *const everybody[] = {
#define EVERYBODY(word) word,
#include "record/everybody.def"
#undef EVERYBODY
    };
    if (strcasecmp(population, "newborns") == 0 || strcasecmp(population, "infants") == 0)
        return "babies";
    for (size_t i = 0; i < sizeof everybody / sizeof *everybody; i++)
        if (strcasecmp(everybody[i], population) == 0)
            return everybody[0];
    return population;
}

static void add_figure(struct words *words, const figure_record *figure)
{
    const char *people = people_of(figure->population);
    char text[64];
    int size = snprintf(text, sizeof text, "%d", (int)figure->measure);
    digest_add_field(words->fact, "CASUALTY", 8);
    digest_add_field(words->topic, "CASUALTY", 8);
    add_both(words, text, (size_t)size);
    add_both(words, people, strlen(people));
    size = snprintf(text, sizeof text, "%.0f %.0f", figure->has_low ? figure->low : -1,
                    figure->has_high ? figure->high : -1);
    digest_add_field(words->fact, text, (size_t)size);
}

static bool give(struct arena *arena, struct digest_state *state, ProtobufCBinaryData *key)
{
    const struct digest digest = digest_fini(state);
    key->data = arena_alloc(arena, DIGEST_BYTES);
    key->len = DIGEST_BYTES;
    if (!key->data)
        return false;
    memcpy(key->data, digest.bytes, DIGEST_BYTES);
    return true;
}

bool key_make(struct arena *arena, struct stemmer *stemmer, const struct key_input *input, ProtobufCBinaryData *fact,
              ProtobufCBinaryData *topic)
{
    struct digest_state fact_state, topic_state;
    struct words words = { stemmer, &fact_state, &topic_state, 0 };
    digest_init(&fact_state);
    digest_init(&topic_state);
    if (input->figure) {
        add_figure(&words, input->figure);
        if (input->polarity == CLAIMWIRE__V1__POLARITY__POLARITY_DENIED)
            digest_add_field(&fact_state, "DENIED", 6);
        return give(arena, &fact_state, fact) && give(arena, &topic_state, topic);
    }
    unsigned further = 0;
    for (size_t i = 0; i < input->content_count; i++) {
        normal_words(input->document, input->content[i], take_word, &words);
        further += negations(input->document, input->content[i]);
    }
    further -= input->negated && further > 0 ? 1 : 0;
    const uint8_t rest[3] = { (uint8_t)input->polarity, (uint8_t)input->modality,
                              (uint8_t)(further > 255 ? 255 : further) };
    digest_add_field(&fact_state, rest, sizeof rest);
    if (words.count < KEY_WORDS_MIN)
        add_both(&words, input->article_salt, strlen(input->article_salt));
    return give(arena, &fact_state, fact) && give(arena, &topic_state, topic);
}
