/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/telling.h"

#include "extract/attribution.h"
#include "extract/frame.h"

enum {
    LENGTH_MIN = 3,
    TELLING_SENTENCES_MAX =
        30, /* further down it is background more often than not; no article that taught was longer */
    SENTENCE_TOKENS_MAX = 80,
    CLAUSE_TOKENS_MAX = 45,
    BEHIND_VERB_TOKENS_MIN = 3,
    SUBJECT_TOKENS_MAX = 20,
    DATELINE_TOKENS_MAX = 14
};

/* ---- clauses of a sentence */

static bool is_dash(const struct document *document, uint32_t i)
{
    return document_is(document, i, "\xE2\x80\x94") || document_is(document, i, "\xE2\x80\x93") ||
           document_is(document, i, "--");
}

/* Past "COTAYMA, March 21 (Andes Wire) -" and "12.40 -". */
static uint32_t past_dateline(const struct document *document, struct range sentence)
{
    const uint32_t first = sentence.first;
    for (uint32_t i = first + 1; first == 0 && i < sentence.end && i < DATELINE_TOKENS_MAX; i++)
        if (is_dash(document, i))
            return i + 1;
    if (document->tokens[first].kind != TOKEN_NUMBER || first + 2 >= sentence.end)
        return first;
    if (is_dash(document, first + 1))
        return first + 2;
    return first + (document->tokens[first + 1].flags & TOKEN_CAPITAL ? 1 : 0);
}

static uint32_t verb_in(const struct learned *learned, struct range words)
{
    for (uint32_t i = words.first; i < words.end; i++)
        if (told_is_finite(learned, i))
            return i;
    return words.end;
}

/* "Riot police used tear gas": the verb of a whole sentence that has none but what was taken for a participle. */
static uint32_t participle_in(const struct learned *learned, struct range words)
{
    const struct document *document = learned->lexed->document;
    const struct range sentence = document->sentences[document->tokens[words.first].sentence].tokens;
    if (words.end + 1 != sentence.end || verb_in(learned, sentence) < sentence.end)
        return words.end;
    for (uint32_t i = words.first + 1; i + 1 < words.end; i++)
        if (learned->parsed->tag[i] == TAG_VERB_VBN && !document_is(document, i + 1, "by") &&
            learned_upos(learned, i - 1) != UPOS_DET && learned_upos(learned, i - 1) != UPOS_ADJ)
            return i;
    return words.end;
}

/* What joins a clause to the one before: "and", "after", "who". */
enum opener { OPENER_AND, OPENER_TIME, OPENER_WHO };

/* Where the next clause may begin behind i: what joins it, and past the words that do. `false` where none does. */
static bool joins_at(const struct learned *learned, struct range sentence, uint32_t i, enum opener *opener,
                     uint32_t *first)
{
    static const char *const ands[] = { "and", "but", "so", "although", "though", "because" };
    static const char *const times[] = { "after", "when", "while", "before", "as", "where", "since", "until" };
    static const char *const whos[] = { "who", "which", "whose" };
    const struct document *document = learned->lexed->document;
    const bool comma = document_is_mark(document, i, ",");
    const uint32_t word = i + comma;
    if (word + 1 >= sentence.end)
        return false;
    *first = word + 1;
    if (document_is_mark(document, i, ";:") || is_dash(document, i)) {
        *opener = OPENER_AND;
        return true;
    }
    if (comma && DOCUMENT_IS_ONE_OF(document, word, whos)) {
        *opener = OPENER_WHO;
        *first = word + document_is(document, word, "whose");
        return true;
    }
    *opener = DOCUMENT_IS_ONE_OF(document, word, ands) ? OPENER_AND : OPENER_TIME;
    if (*opener == OPENER_TIME && !DOCUMENT_IS_ONE_OF(document, word, times))
        return false;
    /* With a subject of its own. */
    const uint32_t verb = verb_in(learned, (struct range){ *first, sentence.end });
    for (uint32_t k = *first; k < verb; k++)
        if (document_is_mark(document, k, ",;:") || k > *first + SUBJECT_TOKENS_MAX)
            return false;
    return verb > *first && verb < sentence.end;
}

/* The end of what is said of "who": its comma. */
static uint32_t aside_end(const struct learned *learned, struct range words)
{
    for (uint32_t i = words.first + 1; i < words.end; i++)
        if (document_is_mark(learned->lexed->document, i, ",") &&
            verb_in(learned, (struct range){ words.first, i }) < i)
            return i;
    return words.end;
}

/* ---- which of them are kept */

/* What tells of the words by a number in them, if it may come to nothing; NULL: nothing does. `free`: does nothing
 * else? */
static struct draft_narrated *counted(struct drafts *drafts, uint32_t from, struct range words, bool *free)
{
    struct draft_narrated *found = NULL;
    *free = true;
    for (uint32_t n = drafts->narrated_count; n > 0 && drafts->narrated[n - 1].clause.end > from; n--) {
        struct draft_narrated *one = &drafts->narrated[n - 1];
        if (one->clause.first >= words.end || words.first >= one->clause.end)
            continue;
        *free &= one->kind == EVENT_COUNT;
        found = one;
    }
    return found;
}

static bool is_free(const struct document *document, const struct drafts *drafts, struct range words)
{
    const uint32_t sentence = document->tokens[words.first].sentence;
    const struct range whole = document->sentences[sentence].tokens;
    for (uint32_t a = drafts->attributions_count; a > 0; a--) {
        const struct draft_attribution *one = &drafts->attributions[a - 1];
        const bool here = !range_empty(one->cue) && token_in(whole, one->cue.first);
        if (here && one->cue.first < words.end && words.first < one->cue.end)
            return false;
        for (uint32_t c = 0; c < one->content_count; c++)
            if (one->content[c].first < words.end && words.first < one->content[c].end)
                return false;
        if (one->content[0].end <= whole.first && one->cue.end <= whole.first)
            return true;
    }
    return true;
}

/* "If gunmen attacked", "trains could be cancelled", "soldiers were to be sent". */
static bool is_unreal(const struct learned *learned, const struct told *clause)
{
    static const char *const openers[] = { "if", "whether", "unless" };
    const struct document *document = learned->lexed->document;
    const uint8_t tag = learned->parsed->tag[clause->verb];
    if (tag == TAG_AUX_MD)
        return !document_is(document, clause->verb, "will") && !document_is(document, clause->verb, "shall") &&
               !document_is(document, clause->verb, "must");
    return DOCUMENT_IS_ONE_OF(document, clause->words.first, openers) ||
           (tag == TAG_AUX_VBD && clause->verb + 1 < clause->words.end &&
            document_is(document, clause->verb + 1, "to"));
}

/* In text order, as the others are. */
static void keep(struct drafts *drafts, struct range words)
{
    uint32_t n = drafts->narrated_count;
    if (n == DRAFT_FIGURES_MAX)
        return;
    for (; n > 0 && drafts->narrated[n - 1].clause.first > words.first; n--)
        drafts->narrated[n] = drafts->narrated[n - 1];
    drafts->narrated[n] = (struct draft_narrated){ words, EVENT_OTHER };
    drafts->narrated_count++;
}

static void look_at(const struct learned *learned, struct drafts *drafts, struct range words)
{
    const struct document *document = learned->lexed->document;
    struct told clause = { .words = clause_trim(document, words) };
    if (clause.words.first + LENGTH_MIN > clause.words.end)
        return;
    clause.verb = verb_in(learned, clause.words);
    if (clause.verb == clause.words.end)
        clause.verb = participle_in(learned, clause.words);
    if (clause.verb == clause.words.end)
        return;
    for (uint32_t i = clause.verb + BEHIND_VERB_TOKENS_MIN; i < clause.words.end; i++)
        if (document_is_mark(document, i, ","))
            clause.words.end = i;
    bool free;
    const uint32_t sentence = document->tokens[words.first].sentence;
    struct draft_narrated *count = counted(drafts, document->sentences[sentence].tokens.first, clause.words, &free);
    if (free && clause.words.end - clause.words.first <= CLAUSE_TOKENS_MAX && !is_unreal(learned, &clause) &&
        !frame_is_rate(learned->lexed, document->sentences[sentence].tokens, words) &&
        is_free(document, drafts, clause.words) && told_is_news(learned, &clause)) {
        if (count)
            count->kind = EVENT_OTHER;
        else
            keep(drafts, clause.words);
    }
}

void telling_find_sentence(const struct learned *learned, struct drafts *drafts, uint32_t number)
{
    const struct document *document = learned->lexed->document;
    const struct range sentence = document->sentences[number].tokens;
    enum opener opener;
    if (number >= TELLING_SENTENCES_MAX || sentence.end - sentence.first > SENTENCE_TOKENS_MAX ||
        !document_is_mark(document, sentence.end - 1, "."))
        return;
    for (uint32_t i = sentence.first; i < sentence.end; i++)
        if (document->tokens[i].quotation)
            return;
    uint32_t from = past_dateline(document, sentence), first;
    for (uint32_t n = drafts->narrated_count; n > 0 && drafts->narrated[n - 1].clause.end > from; n--)
        if (drafts->narrated[n - 1].clause.first < from)
            drafts->narrated[n - 1].clause.first = from;
    for (uint32_t i = from + 1; i + 1 < sentence.end; i++) {
        if (!joins_at(learned, sentence, i, &opener, &first))
            continue;
        if (opener == OPENER_WHO) {
            const struct range aside = { first, aside_end(learned, (struct range){ first, sentence.end }) };
            look_at(learned, drafts, (struct range){ from, i });
            look_at(learned, drafts, aside);
            from = i = aside.end;
            continue;
        }
        if (verb_in(learned, (struct range){ from, i }) == i)
            continue; /* "Police and soldiers" */
        look_at(learned, drafts, (struct range){ from, i });
        from = first;
        i = first;
    }
    if (from < sentence.end)
        look_at(learned, drafts, (struct range){ from, sentence.end });
}
