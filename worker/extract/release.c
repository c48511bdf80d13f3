/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/release.h"

enum { POINTS_MIN = 3, WORDS_MIN = 4, LEAD_PARAGRAPHS_MAX = 3 };

static const float sure = 0.7F;

/* The number of the point that the paragraph begins with: "3.", "Third."; 0: none. */
static uint32_t point_of(const struct document *document, uint32_t number)
{
    static const char *const words[][2] = { { "1", "first" },   { "2", "second" }, { "3", "third" },
                                            { "4", "fourth" },  { "5", "fifth" },  { "6", "sixth" },
                                            { "7", "seventh" }, { "8", "eighth" }, { "9", "ninth" } };
    const struct range tokens = document->paragraphs[number].tokens;
    if (tokens.first + 2 >= tokens.end ||
        !(document_is(document, tokens.first + 1, ".") || document_is(document, tokens.first + 1, ")")))
        return 0;
    for (uint32_t n = 0; n < sizeof words / sizeof *words; n++)
        if (document_is(document, tokens.first, words[n][0]) || document_is(document, tokens.first, words[n][1]))
            return n + 1;
    return 0;
}

/* "The Prefecture informs as follows." */
static bool leads_up(const struct lexed *lexed, struct range sentence, struct release *release)
{
    const struct document *document = lexed->document;
    bool follows = document_is_mark(document, sentence.end - 1, ":");
    for (uint32_t i = sentence.first; i < sentence.end; i++)
        follows |= document_is(document, i, "following") || document_is(document, i, "follows");
    for (uint32_t i = sentence.first + 1; follows && i < sentence.end; i++) {
        if (!lexed_is(lexed, i, WORD_VERB) || !lexed_is(lexed, i, WORD_INVERTED))
            continue;
        release->source = phrase_before(lexed, sentence.first, i);
        release->cue = (struct range){ i, i + 1 };
        if (!range_empty(release->source))
            return true;
    }
    return false;
}

static bool find_lead(const struct lexed *lexed, struct release *release)
{
    const struct document *document = lexed->document;
    for (uint32_t p = release->first; p > 0 && release->first - p < LEAD_PARAGRAPHS_MAX; p--) {
        const struct range sentences = document->paragraphs[p - 1].sentences;
        for (uint32_t s = sentences.end; s > sentences.first; s--) {
            const struct range sentence = document->sentences[s - 1].tokens;
            if (sentence.end - sentence.first <= READ_SENTENCE_TOKENS_MAX && leads_up(lexed, sentence, release))
                return true;
        }
    }
    return false;
}

/* The verb by which an issuer speaks in its own statement, its source being the sentence's first words; its end where
 * there is none. */
static uint32_t formal_verb(const struct lexed *lexed, struct range sentence)
{
    enum { ISSUER_TOKENS_MAX = 16 };
    static const char *const verbs[] = { "informs",  "wishes", "regrets",  "rejects",   "notes",    "expresses",
                                         "mourns",   "calls",  "confirms", "reminds",   "condemns", "invites",
                                         "deplores", "denies", "advises",  "clarifies", "notifies", "apologises" };
    for (uint32_t i = sentence.first + 1; i < sentence.end && i < sentence.first + ISSUER_TOKENS_MAX; i++) {
        if (lexed->document->tokens[i].quotation || document_is_mark(lexed->document, i, ",;:"))
            return sentence.end;
        if (document_is_one_of(lexed->document, i, verbs, sizeof verbs / sizeof *verbs))
            return lexed_is(lexed, sentence.first, WORD_PREPOSITION | WORD_PRONOUN) ? sentence.end : i;
    }
    return sentence.end;
}

/* "The Bureau | further notes" */
static struct range issuer_before(const struct lexed *lexed, uint32_t first, uint32_t verb)
{
    while (verb > first + 1 &&
           (lexed_is(lexed, verb - 1, WORD_ADVERB) || document_is(lexed->document, verb - 1, "further")))
        verb--;
    return (struct range){ first, verb };
}

/* "said", "told": somebody reports it. */
static bool is_report(const struct lexed *lexed, struct range sentence)
{
    static const char *const verbs[] = { "said", "says", "told", "added", "reported", "according" };
    for (uint32_t i = sentence.first; i < sentence.end; i++)
        if (document_is_one_of(lexed->document, i, verbs, sizeof verbs / sizeof *verbs) &&
            !(i > sentence.first &&
              lexed_is(lexed, i - 1, WORD_AUXILIARY | WORD_DETERMINER))) /* "it has told", "the said" */
            return true;
    return false;
}

/* Speaks an issuer early on, and is nothing in it reported? */
static void find_statement(const struct lexed *lexed, struct release *release)
{
    enum { EARLY_SENTENCES = 6, STATEMENT_SENTENCES_MAX = 20 };
    const struct document *document = lexed->document;
    if (document->sentences_count > STATEMENT_SENTENCES_MAX)
        return;
    for (uint32_t s = 0; s < document->sentences_count; s++) {
        const struct range sentence = document->sentences[s].tokens;
        const uint32_t verb = formal_verb(lexed, sentence);
        if (is_report(lexed, sentence))
            return;
        if (verb == sentence.end || !range_empty(release->source))
            continue;
        if (s >= EARLY_SENTENCES)
            return;
        release->source = issuer_before(lexed, sentence.first, verb);
        release->cue = (struct range){ verb, verb + 1 };
    }
    release->whole = !range_empty(release->source);
    release->end = document->paragraphs_count;
}

void release_find(const struct lexed *lexed, struct release *release)
{
    const struct document *document = lexed->document;
    uint32_t points = 0;
    *release = (struct release){ .first = 0 };
    for (uint32_t p = 0; p < document->paragraphs_count; p++) {
        if (point_of(document, p) != points + 1)
            continue;
        release->first = points == 0 ? p : release->first;
        release->end = p + 1;
        points++;
    }
    if (points >= POINTS_MIN && find_lead(lexed, release))
        return;
    *release = (struct release){ .first = 0 };
    find_statement(lexed, release);
    if (!release->whole)
        *release = (struct release){ .first = 0 };
}

bool release_is_point(const struct lexed *lexed, const struct release *release, uint32_t paragraph)
{
    return paragraph >= release->first && paragraph < release->end &&
           (release->whole || point_of(lexed->document, paragraph));
}

static bool is_told(const struct drafts *drafts, uint32_t from, struct range sentence)
{
    for (uint32_t a = from; a < drafts->attributions_count; a++)
        for (uint32_t c = 0; c < drafts->attributions[a].content_count; c++)
            if (drafts->attributions[a].content[c].first < sentence.end &&
                drafts->attributions[a].content[c].end > sentence.first)
                return true;
    return false;
}

void release_read(struct attribution_pass *pass, const struct release *release, uint32_t paragraph, uint32_t from)
{
    const struct document *document = pass->lexed->document;
    const struct paragraph *read = &document->paragraphs[paragraph];
    for (uint32_t a = from; a < pass->drafts->attributions_count && !release->whole && !range_empty(release->cue);
         a++) {
        struct draft_attribution *made = &pass->drafts->attributions[a];
        if (!token_in(made->cue, release->cue.first))
            continue;
        made->source = release->source;
        made->withheld = true;
    }
    const uint32_t until = pass->drafts->attributions_count;
    for (uint32_t s = read->sentences.first;
         release_is_point(pass->lexed, release, paragraph) && s < read->sentences.end; s++) {
        struct range sentence = document->sentences[s].tokens;
        uint32_t words, quoted;
        if (sentence.first == read->tokens.first && !release->whole)
            sentence.first += 2;
        sentence = sentence.first < sentence.end ? clause_trim(document, sentence) : sentence;
        if (range_empty(sentence) || sentence.end - sentence.first > READ_SENTENCE_TOKENS_MAX)
            continue;
        clause_words(document, sentence, &words, &quoted);
        if (words < WORDS_MIN || quoted > 0 || !clause_is_finite(pass->lexed, sentence) ||
            is_told(pass->drafts, from < until ? from : until, sentence))
            continue;
        const struct cue cue = { .source = release->source, .cue = release->cue, .kind = CUE_STATEMENT };
        struct draft_attribution *made = attribution_add(pass, &cue);
        if (!made)
            return;
        attribution_content(made, sentence);
        attribution_finish(pass, made, sure);
    }
}
