/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/attribution.h"
#include "extract/dialogue.h"
#include "extract/learned_read.h"
#include "extract/phrase.h"
#include "extract/told.h"

enum { FREE_QUOTATION_WORDS_MIN = 5, LEAD_TOKENS_MAX = 20 };

bool attribution_is_speech(const struct document *document, uint32_t number)
{
    const struct quotation *quotation = &document->quotations[number];
    uint32_t words, quoted;
    clause_words(document, quotation->tokens, &words, &quoted);
    const uint32_t last = quotation->tokens.end - (quotation->closed ? 2 : 1);
    return words >= FREE_QUOTATION_WORDS_MIN && quotation->tokens.first + 1 < quotation->tokens.end &&
           (document->tokens[quotation->tokens.first + 1].flags & TOKEN_CAPITAL || quotation->continues) &&
           (!quotation->closed || document_is_mark(document, last, ".,!?-"));
}

static uint32_t cue_paragraph(const struct document *document, const struct draft_attribution *one)
{
    return document->sentences[document->tokens[one->cue.first].sentence].paragraph;
}

/* "X, who asked not to be named, said": it is not this one that goes on. */
static bool hides_name(const struct document *document, const struct draft_attribution *one)
{
    return one->withheld && one->quote != DRAFT_DIRECT && one->cue.first > 0 &&
           document_is(document, one->cue.first - 1, "who");
}

/* "She issued the following statement.": what it leads up to is all that it tells. */
static bool leads_up(const struct document *document, const struct draft_attribution *one)
{
    for (uint32_t i = one->content[0].first; i + 1 < one->content[0].end; i++)
        if (document_is(document, i, "following") &&
            DOCUMENT_IS(document, i + 1, "statement", "remarks", "message", "comments", "declaration", "letter"))
            return true;
    return false;
}

/* The attribution whose speaker a quotation at the start of its sentence goes
 * on from: the last of this paragraph, or, where the quotation is all there is
 * in its paragraph, the only speaker of the one before. */
static uint32_t speaker_before(const struct attribution_pass *pass, uint32_t quotation,
                               const struct paragraph *paragraph)
{
    const struct document *document = pass->lexed->document;
    const struct quotation *quoted = &document->quotations[quotation];
    const struct token *open = &document->tokens[quoted->tokens.first];
    const uint32_t number = quoted->paragraph;
    uint32_t last = DRAFT_NONE;
    if (document->sentences[open->sentence].tokens.first != quoted->tokens.first)
        return DRAFT_NONE;
    if (quoted->continues && pass->taken[quotation - 1])
        return pass->taken[quotation - 1] - 1;
    const struct drafts *drafts = pass->drafts;
    for (uint32_t i = drafts->attributions_count; i > 0; i--) {
        const struct draft_attribution *one = &drafts->attributions[i - 1];
        if (range_empty(one->cue) || range_empty(one->source) || one->parent != DRAFT_NONE || hides_name(document, one))
            continue;
        const uint32_t where = cue_paragraph(document, one);
        if (where == number) {
            if (one->cue.first < quoted->tokens.first)
                return i - 1;
            continue;
        }
        const bool alone =
            quoted->tokens.first == paragraph->tokens.first && quoted->tokens.end == paragraph->tokens.end;
        if (where + 1 != number || !alone || (one->quote == DRAFT_INDIRECT && !leads_up(document, one)))
            break;
        if (last == DRAFT_NONE)
            last = i - 1;
        else if (one->source.first != drafts->attributions[last].source.first)
            return DRAFT_NONE;
    }
    return last;
}

/* "Nobody wrote back.": the few words of a quotation are a sentence. */
static bool is_sentence(const struct document *document, const struct quotation *quotation)
{
    enum { SENTENCE_WORDS_MIN = 3 };
    uint32_t words, quoted;
    clause_words(document, quotation->tokens, &words, &quoted);
    return words >= SENTENCE_WORDS_MIN && quotation->closed &&
           document->tokens[quotation->tokens.first + 1].flags & TOKEN_CAPITAL &&
           document_is_mark(document, quotation->tokens.end - 2, ".!");
}

/* Has the attribution its cue in the paragraph of the quotation? */
static bool speaks_here(const struct attribution_pass *pass, uint32_t speaker, const struct quotation *quotation)
{
    if (speaker == DRAFT_NONE || range_empty(pass->drafts->attributions[speaker].cue))
        return false;
    return cue_paragraph(pass->lexed->document, &pass->drafts->attributions[speaker]) == quotation->paragraph &&
           pass->drafts->attributions[speaker].quote == DRAFT_DIRECT;
}

/* "22:48 — From the north end, | Ana Holt, 23: “…”": past when it was and where, to who it may be. */
static uint32_t past_stamp(const struct lexed *lexed, struct range lead)
{
    const struct document *document = lexed->document;
    uint32_t first = lead.first;
    if (document->tokens[first].kind == TOKEN_NUMBER)
        first++;
    if (first < lead.end && document->tokens[first].kind == TOKEN_PUNCTUATION)
        first++;
    for (uint32_t i = first + 1; i + 1 < lead.end && lexed_is(lexed, first, WORD_PREPOSITION); i++)
        if (document_is_mark(document, i, ","))
            return i + 1;
    return first;
}

/* "Voivode Halina Rojek on X: “…”": the words that lead up to a quotation by a colon, where they hold a name and no
 * verb; empty where they do not. */
static struct range lead_of(const struct learned *learned, uint32_t quotation)
{
    static const char *const ends[] = { "on", "in", "at", "to", "via", "again", "just", "now", "," };
    const struct range none = { 0, 0 };
    const struct document *document = learned->lexed->document;
    const uint32_t open = document->quotations[quotation].tokens.first;
    if (open < 2 || !document_is_mark(document, open - 1, ":"))
        return none;
    struct range lead = { document->sentences[document->tokens[open - 1].sentence].tokens.first, open - 1 };
    if (range_empty(lead) || lead.end - lead.first > LEAD_TOKENS_MAX)
        return none;
    for (uint32_t i = lead.first; i < lead.end; i++)
        if (told_is_finite(learned, i) || document->tokens[i].quotation)
            return none;
    lead.first = past_stamp(learned->lexed, lead);
    bool name = false;
    for (uint32_t i = lead.first; i < lead.end; i++) {
        if (DOCUMENT_IS_ONE_OF(document, i, ends))
            lead.end = i;
        name |= i < lead.end && phrase_is_name(learned->lexed, i);
    }
    return name && !lexed_is(learned->lexed, lead.first, WORD_PREPOSITION | WORD_SUBORDINATOR) ? lead : none;
}

static bool read_led(struct attribution_pass *pass, const struct learned *learned, uint32_t quotation)
{
    const struct range lead = lead_of(learned, quotation);
    struct draft_attribution *made = range_empty(lead) ? NULL : attribution_add(pass, NULL);
    if (!made)
        return false;
    const struct range quoted = pass->lexed->document->quotations[quotation].tokens;
    made->source = lead;
    made->cue = (struct range){ quoted.first - 1, quoted.first };
    made->quote = DRAFT_DIRECT;
    attribution_content(made, attribution_inside(pass->lexed->document, quotation));
    attribution_take(pass, quoted);
    attribution_finish(pass, made, 0.8F);
    return true;
}

void attribution_of_rest(struct attribution_pass *pass, struct learned_reader *reader,
                         const struct paragraph *paragraph)
{
    const struct document *document = pass->lexed->document;
    pass->parent = DRAFT_NONE;
    for (uint32_t q = paragraph->quotations.first; q < paragraph->quotations.end; q++) {
        const struct quotation *quotation = &document->quotations[q];
        const bool speech = attribution_is_speech(document, q);
        if (pass->taken[q] || (reader && read_led(pass, learned_reader_learned(reader), q)) ||
            dialogue_read_signed(pass, q) || !(speech || is_sentence(document, quotation)))
            continue;
        const uint32_t speaker = speaker_before(pass, q, paragraph);
        if (!speech && !speaks_here(pass, speaker, quotation))
            continue;
        if (reader && learned_read_quotation(reader, pass, q, speaker != DRAFT_NONE))
            continue;
        struct draft_attribution *made = attribution_add(pass, NULL);
        if (!made)
            return;
        if (speaker != DRAFT_NONE) {
            made->source = pass->drafts->attributions[speaker].source;
            struct draft_attribution *one = &pass->drafts->attributions[speaker];
            one->withheld |= one->quote == DRAFT_INDIRECT && leads_up(document, one);
            if (!range_empty(one->cue) && cue_paragraph(document, one) == quotation->paragraph)
                made->part_of = speaker;
            else
                made->continues = speaker;
        }
        made->quote = DRAFT_DIRECT;
        attribution_content(made, attribution_inside(document, q));
        attribution_take(pass, quotation->tokens);
        attribution_finish(pass, made, speaker == DRAFT_NONE ? 0.4F : 0.75F);
    }
}
