/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/dialogue.h"

#include <strings.h>

#include "extract/noun.h"

enum {
    LABEL_TOKENS_MAX = 9,
    LABELS_MAX = 32,         /* different ones in an article; more are no dialogue */
    TURN_PARAGRAPHS_MAX = 4, /* of one speaker, between two labels */
    SIGNATURE_TOKENS_MAX = 24,
};

enum turn { TURN_NONE, TURN_MAYBE, TURN_UNKNOWN, TURN_LINE, TURN_HEADLINE, TURN_MORE };

struct label {
    struct range words;
    uint32_t lines;
    bool known;  /* the article names somebody so elsewhere, or it is a noun for a person */
    bool closed; /* "The Latest": no name */
};

struct line {
    uint8_t turn;
    uint8_t label;
    uint32_t content; /* the first token behind the label */
};

struct dialogue {
    struct label labels[LABELS_MAX];
    uint32_t labels_count;
    struct line *lines; /* one a paragraph */
    uint32_t speaker;   /* the attribution of the last turn; DRAFT_NONE */
};

static bool is_dash(const struct document *document, uint32_t i)
{
    return document_is(document, i, "\xE2\x80\x94") || document_is(document, i, "\xE2\x80\x93") ||
           document_is(document, i, "--") || document_is(document, i, "-");
}

static bool is_capitals(const struct document *document, struct range words)
{
    uint32_t letters = 0;
    for (uint32_t i = words.first; i < words.end; i++) {
        const struct span text = document_token(document, i);
        for (size_t k = 0; k < text.size; k++) {
            if (text.data[k] >= 'a' && text.data[k] <= 'z')
                return false;
            letters += text.data[k] >= 'A' && text.data[k] <= 'Z';
        }
    }
    return letters > 1;
}

/* "Q", "Q.", "A", "Question": lines that take turns. */
static bool is_question_or_answer(const struct document *document, uint32_t i)
{
    static const char *const words[] = { "q", "a", "q.", "a.", "question", "answer" };
    return DOCUMENT_IS_ONE_OF(document, i, words);
}

/* The words of the label that the paragraph begins with; empty where there is none. `content`: what is behind it. */
static struct range label_at(const struct lexed *lexed, struct range paragraph, uint32_t *content)
{
    const struct document *document = lexed->document;
    const struct range nothing = { 0, 0 };
    uint32_t i = paragraph.first;
    if (i + 1 >= paragraph.end || !(document->tokens[i].flags & TOKEN_CAPITAL))
        return nothing;
    if (is_question_or_answer(document, i)) {
        const struct span text = document_token(document, i);
        const bool marked = document_is_mark(document, i + 1, ":.");
        *content = i + 1 + marked;
        return marked || text.data[text.size - 1] == '.' ? (struct range){ i, i + 1 } : nothing;
    }
    for (; i < paragraph.end && i - paragraph.first < LABEL_TOKENS_MAX; i++) {
        if (document_is_mark(document, i, ":")) {
            *content = i + 1;
            return i > paragraph.first && i + 1 < paragraph.end ? (struct range){ paragraph.first, i } : nothing;
        }
        const bool joins = document_is(document, i, "of") || document_is(document, i, "de") ||
                           document_is(document, i, "van") || document_is(document, i, "von");
        if (document->tokens[i].quotation ||
            (document->tokens[i].kind == TOKEN_WORD && !(document->tokens[i].flags & TOKEN_CAPITAL) && !joins))
            break;
        if (document->tokens[i].kind != TOKEN_WORD && !document_is_mark(document, i, "().-"))
            break;
    }
    return nothing;
}

static bool same_words(const struct document *document, uint32_t one, uint32_t other)
{
    const struct span a = document_token(document, one), b = document_token(document, other);
    return a.size == b.size && strncasecmp(a.data, b.data, a.size) == 0;
}

/* The last word of a label, behind which only brackets may stand. */
static uint32_t last_word(const struct document *document, struct range words)
{
    uint32_t i = words.first;
    while (i + 1 < words.end && document->tokens[i + 1].kind == TOKEN_WORD)
        i++;
    return i;
}

static uint32_t label_number(struct dialogue *dialogue, const struct document *document, struct range words)
{
    for (uint32_t l = 0; l < dialogue->labels_count; l++) {
        const struct range known = dialogue->labels[l].words;
        uint32_t same = 0;
        while (known.first + same < known.end && words.first + same < words.end &&
               same_words(document, known.first + same, words.first + same))
            same++;
        if (known.first + same == known.end && words.first + same == words.end)
            return l;
    }
    if (dialogue->labels_count == LABELS_MAX)
        return LABELS_MAX;
    dialogue->labels[dialogue->labels_count] = (struct label){ .words = words };
    return dialogue->labels_count++;
}

/* Which labels are names that stand in running text, too. */
static void know_names(struct dialogue *dialogue, const struct lexed *lexed)
{
    const struct document *document = lexed->document;
    uint32_t last[LABELS_MAX];
    for (uint32_t l = 0; l < dialogue->labels_count; l++) {
        struct label *label = &dialogue->labels[l];
        last[l] = last_word(document, label->words);
        label->known = is_question_or_answer(document, label->words.first) ||
                       (noun_classes(lexed, last[l]) & NOUN_PERSON && is_capitals(document, label->words));
        label->closed = lexed_is(lexed, label->words.first, WORD_DETERMINER);
    }
    for (uint32_t i = 0; i < document->tokens_count && dialogue->labels_count > 0; i++) {
        if (!(document->tokens[i].flags & TOKEN_CAPITAL) || document->tokens[i].kind != TOKEN_WORD ||
            lexed_is(lexed, i, WORD_TIME | WORD_PRONOUN) ||
            document->sentences[document->tokens[i].sentence].tokens.first == i)
            continue;
        for (uint32_t l = 0; l < dialogue->labels_count; l++) {
            struct label *label = &dialogue->labels[l];
            label->known |= !label->closed && !token_in(label->words, i) && same_words(document, i, last[l]) &&
                            !document_is_mark(document, i + 1 < document->tokens_count ? i + 1 : i, ":");
        }
    }
}

/* A headline quotes: "Holt: ‘We lost’", "Holt: Motor was ‘never tested’". */
static bool is_quoting(const struct document *document, const struct paragraph *paragraph, uint32_t content)
{
    if (paragraph->quotations.first >= paragraph->quotations.end)
        return false;
    return document->tokens[content].kind == TOKEN_OPEN || !document_is_mark(document, paragraph->tokens.end - 1, ".");
}

/* Is it one of several lines in which people speak in turn? Where names are in small letters, lines do not quote. */
static bool takes_turn(const struct document *document, const struct label *label, const struct paragraph *paragraph,
                       uint32_t content)
{
    const struct token *last = &document->tokens[paragraph->tokens.end - 1];
    if (document->tokens[content].kind == TOKEN_NUMBER ||
        !(last->kind == TOKEN_CLOSE || document_is_mark(document, paragraph->tokens.end - 1, ".?!-]")))
        return false;
    if (is_capitals(document, label->words) || is_question_or_answer(document, label->words.first))
        return label->lines > 1 || label->known;
    return label->lines > 1 && paragraph->quotations.first == paragraph->quotations.end;
}

/* The paragraphs between two lines that have no label go on with the first of them. */
static void join_lines(struct dialogue *dialogue, const struct document *document, uint32_t first, uint32_t end)
{
    if (end - first > TURN_PARAGRAPHS_MAX)
        return;
    for (uint32_t p = first + 1; p < end; p++) {
        const struct paragraph *paragraph = &document->paragraphs[p];
        if (dialogue->lines[p].turn == TURN_NONE && paragraph->quotations.first == paragraph->quotations.end &&
            paragraph->tokens.first < paragraph->tokens.end &&
            !document_is_mark(document, paragraph->tokens.first, "(["))
            dialogue->lines[p].turn = TURN_MORE;
    }
}

/* Where at least two speak, and three lines are labelled, it is a dialogue. */
static void settle(struct dialogue *dialogue, const struct document *document)
{
    uint32_t speakers = 0, lines = 0, last = DRAFT_NONE;
    for (uint32_t l = 0; l < dialogue->labels_count; l++) {
        const bool speaks = dialogue->labels[l].known || dialogue->labels[l].lines > 1;
        speakers += speaks;
        lines += speaks ? dialogue->labels[l].lines : 0;
    }
    for (uint32_t p = 0; p < document->paragraphs_count; p++) {
        struct line *line = &dialogue->lines[p];
        const struct paragraph *paragraph = &document->paragraphs[p];
        if (line->turn != TURN_MAYBE)
            continue;
        const struct label *label = &dialogue->labels[line->label];
        if (speakers > 1 && lines > 2 && takes_turn(document, label, paragraph, line->content))
            line->turn = TURN_LINE;
        else
            line->turn = label->known && is_quoting(document, paragraph, line->content) ? TURN_HEADLINE : TURN_UNKNOWN;
        if (line->turn != TURN_LINE)
            continue;
        if (last != DRAFT_NONE)
            join_lines(dialogue, document, last, p);
        last = p;
    }
}

struct dialogue *dialogue_new(struct arena *arena, const struct lexed *lexed)
{
    const struct document *document = lexed->document;
    struct dialogue *dialogue = arena_alloc(arena, sizeof *dialogue);
    if (!dialogue)
        return NULL;
    *dialogue = (struct dialogue){ .speaker = DRAFT_NONE };
    dialogue->lines = arena_array(arena, document->paragraphs_count, sizeof *dialogue->lines);
    if (!dialogue->lines)
        return NULL;
    for (uint32_t p = 0; p < document->paragraphs_count; p++) {
        struct line *line = &dialogue->lines[p];
        const struct range words = label_at(lexed, document->paragraphs[p].tokens, &line->content);
        if (words.first >= words.end)
            continue;
        const uint32_t number = label_number(dialogue, document, words);
        if (number == LABELS_MAX)
            continue;
        line->turn = TURN_MAYBE;
        line->label = (uint8_t)number;
        dialogue->labels[number].lines++;
    }
    know_names(dialogue, lexed);
    settle(dialogue, document);
    return dialogue;
}

/* What the line says: the quotation that it begins with, or all of it. */
static void add_line(struct attribution_pass *pass, struct draft_attribution *made, struct range said, bool headline)
{
    const struct document *document = pass->lexed->document;
    uint32_t words, quoted;
    if (document->tokens[said.first].kind == TOKEN_OPEN) {
        const struct range quotation = document->quotations[document->tokens[said.first].quotation - 1].tokens;
        clause_words(document, (struct range){ quotation.end, said.end }, &words, &quoted);
        if (words == 0 || !headline)
            said = quotation;
    }
    clause_words(document, said, &words, &quoted);
    made->quote = headline && quoted < words ? DRAFT_MIXED : DRAFT_DIRECT;
    if (document->tokens[said.first].kind == TOKEN_OPEN && quoted == words)
        attribution_content(made, attribution_inside(document, document->tokens[said.first].quotation - 1));
    else if (words > 0)
        attribution_content(made, clause_trim(document, said));
    attribution_take(pass, said);
}

void dialogue_read(struct dialogue *dialogue, struct attribution_pass *pass, uint32_t paragraph)
{
    const struct document *document = pass->lexed->document;
    const struct line *line = &dialogue->lines[paragraph];
    const struct range tokens = document->paragraphs[paragraph].tokens;
    const bool more = line->turn == TURN_MORE;
    if (line->turn < TURN_LINE || (more && dialogue->speaker == DRAFT_NONE))
        return;
    const uint32_t number = pass->drafts->attributions_count, first = more ? tokens.first : line->content;
    pass->parent = DRAFT_NONE;
    struct draft_attribution *made = attribution_add(pass, NULL);
    if (!made)
        return;
    if (more) {
        made->source = pass->drafts->attributions[dialogue->speaker].source;
        made->continues = dialogue->speaker;
    } else {
        made->source = (struct range){ tokens.first, last_word(document, (struct range){ tokens.first, first }) + 1 };
        made->cue = (struct range){ first - 1 > made->source.first ? first - 1 : first, first };
    }
    add_line(pass, made, (struct range){ first, tokens.end }, line->turn == TURN_HEADLINE);
    attribution_finish(pass, made, more ? 0.7F : 0.9F);
    if (line->turn == TURN_LINE)
        dialogue->speaker = pass->drafts->attributions_count > number ? number : DRAFT_NONE;
}

/* A name, with what it is behind a comma, and nothing else up to `end`. */
static struct range signature_at(const struct lexed *lexed, uint32_t first, uint32_t end)
{
    const struct document *document = lexed->document;
    const struct range nothing = { 0, 0 };
    struct range name = { first, first };
    while (name.end < end && document->tokens[name.end].flags & TOKEN_CAPITAL &&
           document->tokens[name.end].kind == TOKEN_WORD)
        name.end++;
    if (end - first > SIGNATURE_TOKENS_MAX || name.end < first + 2 ||
        (name.end < end && !document_is_mark(document, name.end, ",.(")))
        return nothing;
    for (uint32_t i = name.end; i < end; i++)
        if (document->tokens[i].quotation || lexed_is(lexed, i, WORD_AUXILIARY))
            return nothing;
    return (struct range){ first, document_is_mark(document, end - 1, ".") ? end - 1 : end };
}

bool dialogue_read_signed(struct attribution_pass *pass, uint32_t quotation)
{
    const struct document *document = pass->lexed->document;
    const struct quotation *quoted = &document->quotations[quotation];
    const uint32_t dash = quoted->tokens.end;
    uint32_t p = quoted->paragraph;
    if (dash + 1 >= document->tokens_count || !is_dash(document, dash))
        return false;
    if (dash >= document->paragraphs[p].tokens.end)
        p++;
    const struct range source = signature_at(pass->lexed, dash + 1, document->paragraphs[p].tokens.end);
    if (range_empty(source))
        return false;
    struct draft_attribution *made = attribution_add(pass, NULL);
    if (!made)
        return true;
    made->source = source;
    made->cue = (struct range){ dash, dash + 1 };
    made->quote = DRAFT_DIRECT;
    attribution_content(made, attribution_inside(document, quotation));
    attribution_take(pass, quoted->tokens);
    attribution_finish(pass, made, 0.9F);
    return true;
}

void dialogue_mark_dashes(struct attribution_pass *pass, uint32_t paragraph, uint32_t from)
{
    const struct document *document = pass->lexed->document;
    const uint32_t first = document->paragraphs[paragraph].tokens.first;
    if (first >= document->paragraphs[paragraph].tokens.end || !is_dash(document, first) ||
        document_is(document, first, "-"))
        return;
    for (uint32_t a = from; a < pass->drafts->attributions_count; a++) {
        struct draft_attribution *made = &pass->drafts->attributions[a];
        if (made->content[0].first == first)
            made->content[0].first++;
        if (made->content[0].first == first + 1 && made->cue.first > made->content[0].end &&
            document_is_mark(document, made->content[0].end, ",?!") && made->quote == DRAFT_INDIRECT)
            made->quote = DRAFT_DIRECT;
    }
}
