/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/release.h"

enum { POINTS_MIN = 3, WORDS_MIN = 3, LEAD_PARAGRAPHS_MAX = 3 };

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
        if (DOCUMENT_IS_ONE_OF(lexed->document, i, verbs))
            return lexed_is(lexed, sentence.first, WORD_PREPOSITION | WORD_PRONOUN) ? sentence.end : i;
    }
    return sentence.end;
}

/* "In view of what was published, | the Institute wishes": where the issuer is named. */
static struct range past_occasion(const struct lexed *lexed, struct range sentence)
{
    enum { OCCASION_TOKENS_MAX = 16 };
    for (uint32_t i = sentence.first; lexed_is(lexed, sentence.first, WORD_PREPOSITION) && i + 1 < sentence.end &&
                                      i < sentence.first + OCCASION_TOKENS_MAX;
         i++)
        if (document_is_mark(lexed->document, i, ","))
            return (struct range){ i + 1, sentence.end };
    return sentence;
}

/* "The Bureau | further notes" */
static struct range issuer_before(const struct lexed *lexed, uint32_t first, uint32_t verb)
{
    while (verb > first + 1 &&
           (lexed_is(lexed, verb - 1, WORD_ADVERB) || document_is(lexed->document, verb - 1, "further")))
        verb--;
    return (struct range){ first, verb };
}

/* The issuer of a sentence in which one speaks: who, and by which verb. False where none does. */
static bool find_issuer(const struct lexed *lexed, struct range sentence, struct release *release)
{
    const struct range named = past_occasion(lexed, sentence);
    const uint32_t verb = formal_verb(lexed, named);
    if (verb == named.end)
        return false;
    release->source = issuer_before(lexed, named.first, verb);
    release->cue = (struct range){ verb, verb + 1 };
    return true;
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
    return follows && find_issuer(lexed, sentence, release);
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

/* "said", "told": somebody reports it. */
static bool is_report(const struct lexed *lexed, struct range sentence)
{
    static const char *const verbs[] = { "said", "says", "told", "added", "reported", "according" };
    for (uint32_t i = sentence.first + 1; i < sentence.end; i++) /* not "Said vehicle" */
        if (DOCUMENT_IS_ONE_OF(lexed->document, i, verbs) &&
            !lexed_is(lexed, i - 1, WORD_AUXILIARY | WORD_DETERMINER)) /* "it has told", "the said" */
            return true;
    return false;
}

/* A letter: "Dear customers," at its head, and who signs it below "Yours faithfully,". */
static void find_signature(const struct lexed *lexed, struct release *release)
{
    enum { HEAD_PARAGRAPHS = 3, SIGNATURE_TOKENS_MAX = 8 };
    const struct document *document = lexed->document;
    bool letter = false;
    for (uint32_t p = 0; p + 1 < document->paragraphs_count; p++) {
        const struct range line = document->paragraphs[p].tokens, next = document->paragraphs[p + 1].tokens;
        if (range_empty(line))
            continue;
        letter |= p < HEAD_PARAGRAPHS && document_is(document, line.first, "dear");
        if (!letter ||
            !DOCUMENT_IS(document, line.first, "yours", "sincerely", "faithfully", "respectfully", "regards") ||
            range_empty(next) || next.end - next.first > SIGNATURE_TOKENS_MAX)
            continue;
        release->source = next;
        release->cue = (struct range){ line.first, line.first + 1 };
        return;
    }
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
        struct release issued = { .first = 0 };
        if (is_report(lexed, sentence))
            return;
        if (!range_empty(release->source) || !find_issuer(lexed, sentence, &issued))
            continue;
        if (s >= EARLY_SENTENCES)
            return;
        *release = issued;
    }
    if (range_empty(release->source))
        find_signature(lexed, release);
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

/* What leads up to the points says nothing itself, nor does "wishes to inform the public of the fire" or "to set the
 * record straight". */
static void withhold_lead(struct attribution_pass *pass, const struct release *release, uint32_t from)
{
    const struct document *document = pass->lexed->document;
    for (uint32_t a = from; a < pass->drafts->attributions_count && !range_empty(release->cue); a++) {
        struct draft_attribution *made = &pass->drafts->attributions[a];
        if (release->whole) {
            const struct range content = made->content[0];
            made->withheld |=
                content.first > release->cue.first &&
                document->tokens[content.first].sentence == document->tokens[release->cue.first].sentence &&
                DOCUMENT_IS(document, content.first - 1, "inform", "set", "put", "place") &&
                !clause_is_finite(pass->lexed, content);
        } else if (token_in(made->cue, release->cue.first)) {
            made->source = release->source;
            made->withheld = true;
        }
    }
}

void release_read(struct attribution_pass *pass, const struct release *release, uint32_t paragraph, uint32_t from)
{
    const struct document *document = pass->lexed->document;
    const struct paragraph *read = &document->paragraphs[paragraph];
    withhold_lead(pass, release, from);
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
