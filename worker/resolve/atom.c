/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/atom.h"

#include "extract/attribution.h"
#include "extract/polarity.h"
#include "extract/verb.h"
#include "model/names.h"
#include "model/parse.h"
#include "resolve/amount.h"

enum { WORDS_MIN = 3, REST_WORDS_MIN = 4, NOUN_WORDS_MIN = 2 };

/* Words that only join a clause to the one before. */
static bool joins(const struct document *document, uint32_t i)
{
    static const char *const words[] = { "and", "but", "while", "that", "so", "yet", "as", "after", "when" };
    return DOCUMENT_IS_ONE_OF(document, i, words);
}

static struct range trim(const struct lexed *lexed, struct range range)
{
    range = clause_trim(lexed->document, range);
    while (range.first < range.end && joins(lexed->document, range.first) &&
           !(range.first + 1 < range.end && document_is(lexed->document, range.first, "that") &&
             lexed_is(lexed, range.first + 1, WORD_AUXILIARY))) /* "That is a lie" */
        range = clause_trim(lexed->document, (struct range){ range.first + 1, range.end });
    while (range.end > range.first &&
           (joins(lexed->document, range.end - 1) || lexed_is(lexed, range.end - 1, WORD_CONJUNCTION)))
        range = clause_trim(lexed->document, (struct range){ range.first, range.end - 1 });
    return range;
}

static uint32_t words_of(const struct document *document, struct range range)
{
    uint32_t words, quoted;
    clause_words(document, range, &words, &quoted);
    return words;
}

static bool is_gerund(const struct document *document, uint32_t i)
{
    const struct span text = document_token(document, i);
    return text.size > 5 && span_ends(text, "ing");
}

/* "| with 138 people on board" */
static bool is_load(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    enum { LOAD_TOKENS_MAX = 8 };
    static const char *const places[] = { "board", "aboard", "inside", "below", "trapped" };
    struct amount amount;
    if (!document_is(lexed->document, i, "with") || !amount_at(lexed, i + 1, end, &amount))
        return false;
    for (uint32_t k = amount.words.end; k < end && k < i + LOAD_TOKENS_MAX; k++)
        if (DOCUMENT_IS_ONE_OF(lexed->document, k, places))
            return true;
    return false;
}

/* May a fact of its own begin at i: ", taking", "; …", "and seized", "after 83 percent", ", with 78"? */
static bool is_seam(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    static const char *const openers[] = { "and", "but", "while", "with", "after", "as", "which", "when" };
    const struct document *document = lexed->document;
    const struct token *before = &document->tokens[i - 1];
    const bool quoted = before->kind == TOKEN_CLOSE ? document->tokens[i].quotation != 0
                                                    : document->tokens[i].quotation != before->quotation;
    if (quoted || i + 2 >= end || document_is(document, i + 1, "not")) /* "and not 400" */
        return false;
    if (document_is_mark(document, i - 1, ";"))
        return true;
    if (document_is_mark(document, i - 1, ","))
        return is_gerund(document, i) || DOCUMENT_IS_ONE_OF(document, i, openers);
    return document_is_one_of(document, i, openers, 3) || document_is(document, i, "after") || is_load(lexed, i, end);
}

static bool has_amount(const struct lexed *lexed, struct range range)
{
    for (uint32_t i = range.first; i < range.end; i++) {
        struct amount amount;
        if (amount_at(lexed, i, range.end, &amount))
            return true;
    }
    return false;
}

static bool is_finite(const struct parsed *parsed, uint32_t i)
{
    return tag_is_finite(parsed->tag[i]);
}

/* Is it told of as happening: a verb of its own, not only nouns? `parsed`: the tags, or NULL. */
static bool is_clause(const struct lexed *lexed, const struct parsed *parsed, struct range range)
{
    const uint32_t first = range.first + lexed_is(lexed, range.first, WORD_CONJUNCTION | WORD_SUBORDINATOR);
    if (first >= range.end)
        return false;
    for (uint32_t i = first; parsed && i < range.end; i++)
        if (is_finite(parsed, i))
            return true;
    const struct span text = document_token(lexed->document, first);
    const bool past = text.size > 4 && span_ends(text, "ed");
    return past || is_gerund(lexed->document, first) || lexed_is(lexed, first, WORD_PAST) ||
           document_is(lexed->document, first, "with") || clause_is_finite(lexed, (struct range){ first, range.end });
}

/* Where the noun phrase of an amount begins: "a contract worth", "and". The
 * amount's own first token where it does not say. */
static uint32_t noun_start(const struct lexed *lexed, uint32_t floor, uint32_t amount)
{
    enum { NOUN_TOKENS_MAX = 6 };
    static const char *const joints[] = { "worth", "of", "carrying", "at", "to" };
    if (amount == floor || !DOCUMENT_IS_ONE_OF(lexed->document, amount - 1, joints))
        return amount;
    for (uint32_t i = amount - 1; i > floor && i + NOUN_TOKENS_MAX > amount; i--) {
        if (document_is(lexed->document, i, "a") || document_is(lexed->document, i, "an"))
            return i;
        if (lexed->document->tokens[i].kind != TOKEN_WORD || lexed_is(lexed, i, WORD_AUXILIARY | WORD_CONJUNCTION))
            break;
    }
    return amount;
}

/* The second amount of the range with its noun phrase; empty where it has none of its own. */
static struct range second_noun(const struct lexed *lexed, struct range range)
{
    struct amount amount;
    uint32_t first_end = 0;
    for (uint32_t i = range.first; i < range.end; i++) {
        if (!amount_at(lexed, i, range.end, &amount))
            continue;
        i = amount.words.end - 1;
        if (first_end == 0) {
            first_end = amount.words.end;
            continue;
        }
        const uint32_t start = noun_start(lexed, first_end, amount.words.first);
        const bool joined = lexed_is(lexed, start - 1, WORD_CONJUNCTION) || start < amount.words.first;
        return joined ? (struct range){ start, amount.words.end } : (struct range){ 0, 0 };
    }
    return (struct range){ 0, 0 };
}

struct range atom_charge(const struct lexed *lexed, struct range range)
{
    enum { BETWEEN_TOKENS_MAX = 3 }; /* "charged on Tuesday with" */
    static const char *const words[] = { "suspicion", "suspected", "charged", "charges", "accused", "warrant" };
    static const char *const joints[] = { "of", "with", "for" };
    const struct document *document = lexed->document;
    uint32_t until = 0; /* a joint may stand before it */
    for (uint32_t i = range.first; i + WORDS_MIN < range.end; i++) {
        if (DOCUMENT_IS_ONE_OF(document, i, words))
            until = i + 1 + BETWEEN_TOKENS_MAX;
        if (i < until && DOCUMENT_IS_ONE_OF(document, i, joints) && is_gerund(document, i + 1))
            return clause_trim(document, (struct range){ i + 1, range.end });
    }
    return (struct range){ 0, 0 };
}

static void keep(const struct lexed *lexed, struct atoms *atoms, struct range range, uint32_t words_min)
{
    range = trim(lexed, range);
    if (atoms->count == ATOMS_MAX || words_of(lexed->document, range) < words_min)
        return;
    const struct range noun = second_noun(lexed, range);
    atoms->apart[atoms->count] = noun;
    atoms->ranges[atoms->count++] = range;
    if (noun.end > noun.first && atoms->count < ATOMS_MAX && words_of(lexed->document, noun) >= NOUN_WORDS_MIN) {
        atoms->apart[atoms->count] = (struct range){ 0, 0 };
        atoms->ranges[atoms->count++] = noun;
    }
    const struct range charge = atom_charge(lexed, range);
    if (charge.end > charge.first && atoms->count < ATOMS_MAX) {
        atoms->apart[atoms->count] = (struct range){ 0, 0 };
        atoms->ranges[atoms->count++] = charge;
    }
}

/* ", and there were no fighters": a clause with a subject of its own that denies where the one before does not. */
static bool is_other_way(const struct lexed *lexed, struct range left, struct range right)
{
    static const char *const subjects[] = {
        "nobody", "nothing", "none", "there", "no", "we", "they", "he", "she", "it"
    };
    const bool apart = document_is_mark(lexed->document, right.first - 1, ",") ||
                       (right.first + 1 < right.end && DOCUMENT_IS_ONE_OF(lexed->document, right.first + 1, subjects));
    if (!apart || !lexed_is(lexed, right.first, WORD_CONJUNCTION))
        return false;
    const struct range clause = { right.first + 1, right.end };
    return clause.first + 1 < clause.end && !document_is(lexed->document, clause.first, "not") &&
           !lexed_is(lexed, clause.first, WORD_AUXILIARY) &&
           clause_is_finite(lexed, (struct range){ clause.first + 1, clause.end }) &&
           polarity_of(lexed, left).denied != polarity_of(lexed, clause).denied;
}

/* The first finite verb of the range before a comma; its end where there is none. */
static uint32_t finite_in(const struct lexed *lexed, const struct parsed *parsed, struct range range)
{
    for (uint32_t i = range.first; i < range.end && !document_is_mark(lexed->document, i, ",;:"); i++)
        if (is_finite(parsed, i))
            return i;
    return range.end;
}

/* "ran out in January | and nobody renewed it", "crossed the border | and fired first": two things are told, each by a
 * finite verb of its own. What is quoted is one thing more often than not: "We had slings and we had pots". */
static bool is_joined(const struct lexed *lexed, const struct parsed *parsed, struct range left, struct range right)
{
    const struct document *document = lexed->document;
    if (!parsed || document->tokens[right.first].quotation ||
        !(document_is(document, right.first, "and") || document_is(document, right.first, "but")))
        return false;
    bool told = false;
    for (uint32_t i = left.first; i < left.end; i++)
        told |= is_finite(parsed, i);
    return told && finite_in(lexed, parsed, (struct range){ right.first + 1, right.end }) < right.end;
}

/* "and that the door remains open": said as well. */
static bool is_said_too(const struct lexed *lexed, struct range right)
{
    return right.first + 3 < right.end && document_is(lexed->document, right.first + 1, "that") &&
           (document_is(lexed->document, right.first, "and") || document_is(lexed->document, right.first, "but")) &&
           !lexed_is(lexed, right.first + 2, WORD_AUXILIARY | WORD_FINITE);
}

/* Cuts at the seams where one side has a number, one alone denies, or a finite verb tells each, and both are clauses.
 * `parsed`: NULL where nobody has tagged the words, or they are spoken. */
static void cut(const struct lexed *lexed, const struct parsed *parsed, struct range range, uint32_t words_min,
                struct atoms *atoms)
{
    bool counted = false; /* an amount since the last seam that was cut */
    struct range left = range;
    uint32_t seams[ATOMS_MAX], count = 0;
    for (uint32_t i = range.first + 2; i < range.end && count < ATOMS_MAX - 1; i++)
        if (is_seam(lexed, i, range.end))
            seams[count++] = i;
    for (uint32_t s = 0; s < count; s++) {
        const struct range right = { seams[s], s + 1 < count ? seams[s + 1] : range.end };
        left.end = seams[s];
        counted = has_amount(lexed, left);
        const bool apart = counted || has_amount(lexed, right) || is_other_way(lexed, left, right) ||
                           is_joined(lexed, parsed, left, right);
        const bool too = parsed && is_said_too(lexed, right);
        if (!(too || (apart && is_clause(lexed, parsed, right))) || !is_clause(lexed, parsed, left))
            continue;
        keep(lexed, atoms, left, words_min);
        left.first = seams[s];
    }
    left.end = range.end;
    keep(lexed, atoms, left, atoms->count ? WORDS_MIN : words_min);
}

/* The first figure whose number stands at the token or after it. */
static uint32_t figure_at(const struct drafts *drafts, uint32_t token)
{
    uint32_t low = 0, high = drafts->figures_count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (drafts->figures[middle].words.first < token)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Is it all told by the claim of a count: "Five are known | to have died"? */
static bool is_within(const struct drafts *drafts, struct range content)
{
    const uint32_t next = figure_at(drafts, content.first);
    for (uint32_t f = next > 0 ? next - 1 : 0; f <= next && f < drafts->figures_count; f++)
        if (drafts->figures[f].clause.first <= content.first && content.end <= drafts->figures[f].clause.end)
            return true;
    return false;
}

void atoms_cut(const struct lexed *lexed, const struct drafts *drafts, uint32_t attribution, struct range content,
               struct atoms *atoms)
{
    const bool spoken = drafts->attributions[attribution].quote == DRAFT_DIRECT;
    const struct parsed *parsed = spoken ? NULL : drafts->parsed;
    uint32_t from = content.first;
    bool whole = true;
    atoms->count = 0;
    if (is_within(drafts, content))
        return;
    for (uint32_t f = figure_at(drafts, content.first); f < drafts->figures_count; f++) {
        const struct draft_figure *figure = &drafts->figures[f];
        if (figure->words.first >= content.end)
            break;
        if (figure->attribution != attribution || figure->clause.first < from)
            continue;
        const struct range before = { from, figure->clause.first };
        whole = false;
        if (before.end > before.first && is_clause(lexed, parsed, before))
            cut(lexed, parsed, before, REST_WORDS_MIN, atoms);
        from = figure->clause.end;
    }
    const struct range rest = { from, content.end };
    if (whole || (rest.end > rest.first && is_clause(lexed, parsed, rest)))
        cut(lexed, parsed, rest, whole ? 1 : REST_WORDS_MIN, atoms);
    if (whole && atoms->count <= 1)
        *atoms = (struct atoms){ .ranges = { content }, .count = 1 };
}

/* "as he came out", "by the time she came": no main clause, whatever verb it has. */
static bool is_subordinate(const struct lexed *lexed, uint32_t i)
{
    static const char *const words[] = { "as", "when", "who", "which", "what" };
    return lexed_is(lexed, i, WORD_SUBORDINATOR) || /* but "by her count, nine were" */
           (document_is(lexed->document, i, "by") && i + 1 < lexed->document->tokens_count &&
            document_is(lexed->document, i + 1, "the")) ||
           DOCUMENT_IS_ONE_OF(lexed->document, i, words);
}

/* Has the content a finite verb that no "who" stands before, and a word behind it? */
static bool tells(const struct lexed *lexed, const struct parsed *parsed, struct range content)
{
    static const char *const relatives[] = { "who", "which", "that", "whom" };
    content.first += lexed_is(lexed, content.first, WORD_CONJUNCTION);
    if (content.first >= content.end || is_subordinate(lexed, content.first))
        return false;
    if (lexed_is(lexed, content.end - 1, WORD_AUXILIARY))
        return false; /* "(as) he would be" */
    for (uint32_t i = content.first; i + 1 < content.end; i++)
        if (is_finite(parsed, i) && (i == content.first || !DOCUMENT_IS_ONE_OF(lexed->document, i - 1, relatives)))
            return true;
    return false;
}

/* "In May, Reed said, | …", "As for the gate, he said, | …": what the sentence begins with, when it was or what it is
 * about. */
static bool is_opening(const struct lexed *lexed, const struct parsed *parsed, struct range content)
{
    for (uint32_t i = content.first; i < content.end; i++)
        if (is_finite(parsed, i))
            return false;
    return lexed->document->tokens[content.first].flags & TOKEN_CAPITAL &&
           (lexed_is(lexed, content.first, WORD_PREPOSITION) || document_is(lexed->document, content.first, "as"));
}

size_t atoms_group(const struct lexed *lexed, const struct drafts *drafts, const struct draft_attribution *draft,
                   struct range groups[CONTENT_RANGES_MAX])
{
    size_t count = 0;
    const bool whole = !drafts->parsed || draft->quote == DRAFT_DIRECT || draft->content_count == 1;
    for (uint32_t c = 0; !whole && c < draft->content_count; c++) {
        const bool goes_on = c > 0 && is_finite(drafts->parsed, draft->content[c].first);
        if (goes_on && count > 0 && groups[count - 1].end == c) {
            groups[count - 1].end = c + 1;
        } else if (tells(lexed, drafts->parsed, draft->content[c])) {
            const bool opened = c > 0 && is_opening(lexed, drafts->parsed, draft->content[c - 1]);
            groups[count++] = (struct range){ goes_on || opened ? c - 1 : c, c + 1 };
        }
    }
    if (count == 0)
        groups[count++] = (struct range){ 0, draft->content_count };
    return count;
}

/* Does the sentence state something: a clause, not "A voucher!", nor a question? */
static bool states(const struct lexed *lexed, struct range sentence)
{
    const bool clause = clause_is_finite(lexed, sentence) || lexed_is(lexed, sentence.first, WORD_PRONOUN) ||
                        document_is(lexed->document, sentence.first, "nobody");
    return clause && !document_is_mark(lexed->document, sentence.end - 1, "?");
}

void atoms_of_sentences(const struct lexed *lexed, struct range quoted, struct atoms *atoms)
{
    const struct token *tokens = lexed->document->tokens;
    const size_t before = atoms->count;
    for (uint32_t first = quoted.first, end; first < quoted.end && atoms->count < ATOMS_MAX; first = end) {
        for (end = first + 1; end < quoted.end && tokens[end].sentence == tokens[first].sentence;)
            end++;
        const bool full = atoms->count + 1 == ATOMS_MAX;
        const struct range sentence = { first, full ? quoted.end : end };
        if (atoms->count > before && !states(lexed, sentence))
            atoms->ranges[atoms->count - 1].end = sentence.end;
        else
            atoms->ranges[atoms->count++] = sentence;
    }
}
