/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/entity.h"

#include "resolve/gazetteer.h"

static bool ends_main(const struct lexed *lexed, uint32_t i)
{
    const struct document *document = lexed->document;
    const char mark = document->body.data[document->tokens[i].start];
    if (phrase_is_name(lexed, i))
        return false; /* "the WHO" */
    return mark == ',' || mark == '(' || mark == ';' || mark == ':' || document_is(document, i, "who") ||
           document_is(document, i, "which") || document_is(document, i, "that") || document_is(document, i, "whose");
}

static bool is_of_state(const struct lexed *lexed, uint32_t i, uint32_t end)
{
    return i + 1 < end && document_is(lexed->document, i, "of") && document_is(lexed->document, i + 1, "state");
}

/* The last run of name words of `within`, when it reaches to the end of it. */
static struct range run_at_end(const struct lexed *lexed, struct range within)
{
    for (uint32_t i = within.first; i < within.end;) {
        const struct range run = name_run(lexed, i, within.end);
        if (run.end == within.end)
            return run;
        i = run.end > i ? run.end : i + 1;
    }
    return (struct range){ 0, 0 };
}

bool source_counts(const struct lexed *lexed, uint32_t token)
{
    static const char *const words[] = { "neither", "each", "both",    "no",     "every",   "some",
                                         "many",    "few",  "several", "most",   "others",  "none",
                                         "half",    "all",  "any",     "mostly", "another", "fewer" };
    return DOCUMENT_IS_ONE_OF(lexed->document, token, words);
}

/* A single capitalised word that a sentence begins with may be no name:
 * "Voters", "Analysts at the bank". */
static bool only_begins(const struct entities *entities, struct range run, uint32_t end)
{
    const struct lexed *lexed = entities->lexed;
    const struct document *document = lexed->document;
    const struct range sentence = document->sentences[document->tokens[run.first].sentence].tokens;
    if (source_counts(lexed, run.first))
        return true;
    if (run.end != run.first + 1 || (run.first != sentence.first && document->tokens[run.first - 1].kind == TOKEN_WORD))
        return false;
    if (lexed->words[run.first])
        return true;
    const struct span word = document_token(document, run.first);
    const bool plural = word.size > 3 && word.data[word.size - 1] == 's' && !strchr("suia", word.data[word.size - 2]);
    /* "Additionally", "Polling" */
    const bool derived = word.size > 5 && (span_ends(word, "ly") || span_ends(word, "ing"));
    uint32_t after;
    if ((plural || derived) && gazetteer_prefix(lexed, run.first, run.end, &after))
        return false;
    return (plural || derived) && (!cast_knows(entities->cast, run) || run.end < end);
}

/* "the spokesman of the Jinhai Coast Guard Lu Zhenhai": the last words of a run that
 * goes on behind a body, a country or an honorific, or that are a person known by just these words. */
static uint32_t person_in_run(const struct entities *entities, struct range run)
{
    const struct lexed *lexed = entities->lexed;
    uint32_t after;
    const uint32_t at = name_person_at(lexed, run);
    if (at < run.end)
        return at;
    for (uint32_t first = run.first + 1; first + 1 < run.end; first++) {
        const uint32_t member = cast_find(entities->cast, (struct range){ first, run.end });
        if (member != MEMBER_NONE && entities->cast->members[member].kind == MEMBER_PERSON &&
            entities->cast->members[member].name.end - entities->cast->members[member].name.first == run.end - first)
            return first;
    }
    for (uint32_t i = run.first; i < run.end; i++)
        if (gazetteer_prefix(lexed, i, run.end, &after)) {
            i = after - 1;
            if (after + 2 == run.end)
                return after;
        }
    return run.end;
}

/* A person at the end of the tail; a name behind a small noun, too. */
static struct range name_in_tail(const struct entities *entities, struct range tail)
{
    const struct lexed *lexed = entities->lexed;
    const struct range run = run_at_end(lexed, tail), nothing = { 0, 0 };
    if (range_empty(run))
        return nothing;
    const uint32_t first = person_in_run(entities, run);
    if (first < run.end)
        return (struct range){ first, run.end };
    if (run.first > tail.first + 1 && run.end > run.first + 1 && lexed_is(lexed, run.first - 1, WORD_HEAD) &&
        !(lexed->document->tokens[run.first - 1].flags & TOKEN_CAPITAL) && !name_is_body(lexed, run))
        return run;
    /* "head of communications | Aroha Minchin", but "mayor of the port city Puerto Calero" */
    static const char *const places[] = { "city",   "town",     "village", "district", "province", "state",
                                          "region", "port",     "county",  "capital",  "island",   "resort",
                                          "suburb", "republic", "area",    "hamlet",   "party" };
    if (run.first > tail.first && run.end > run.first + 1 && tail.first > 1 &&
        lexed_is(lexed, tail.first - 2, WORD_HEAD | WORD_RANK) && document_is(lexed->document, tail.first - 1, "of") &&
        !(lexed->document->tokens[run.first - 1].flags & TOKEN_CAPITAL) &&
        lexed->document->tokens[run.first - 1].kind == TOKEN_WORD &&
        (!part_is_body_noun(lexed, run.first - 1) || document_is(lexed->document, run.first - 1, "police")) &&
        !DOCUMENT_IS_ONE_OF(lexed->document, run.first - 1, places) &&
        !lexed_is(lexed, run.first - 1, WORD_PREPOSITION | WORD_DETERMINER | WORD_CONJUNCTION) &&
        !name_is_body(lexed, run))
        return run;
    return nothing;
}

/* "..., Albin Kurti,": the name that the apposition is. */
static struct range name_behind(const struct lexed *lexed, struct range apposition)
{
    const struct range nothing = { 0, 0 };
    uint32_t end = apposition.first, after;
    while (end < apposition.end && !ends_main(lexed, end) && lexed->document->tokens[end].kind == TOKEN_WORD &&
           (!lexed_is(lexed, end, WORD_PREPOSITION) || lexed->document->tokens[end].flags & TOKEN_CAPITAL))
        end++;
    uint32_t first = apposition.first;
    if (first < end && document_is(lexed->document, first, "the"))
        first++;
    const struct range run = first < end ? name_run(lexed, first, end) : nothing;
    if (range_empty(run) || run.end != end || (gazetteer_prefix(lexed, run.first, end, &after) && after == end))
        return nothing;
    return run;
}

/* The core ends before the first preposition that is no part of a name. */
static void cut(const struct lexed *lexed, struct range range, struct source_parts *parts)
{
    uint32_t end = range.first;
    while (end < range.end && (end == range.first || !ends_main(lexed, end)))
        end++;
    parts->main = (struct range){ range.first, end };
    if (end < range.end && name_is_comma(lexed, end))
        parts->apposition = (struct range){ end + 1, range.end };
    uint32_t i = range.first;
    while (i < end) {
        const struct range run = name_run(lexed, i, end);
        if (!range_empty(run)) {
            /* The country that a name ends with is not part of it: "President Dorotea Pinzon of Queloa". */
            i = run.end;
            continue;
        }
        if (i > range.first && lexed_is(lexed, i, WORD_PREPOSITION) && !is_of_state(lexed, i, end))
            break;
        i++;
    }
    parts->core = (struct range){ range.first, i };
    if (i + 1 < end)
        parts->tail = (struct range){ i + 1, end };
}

/* "President and Chief Executive", "British and American airline": no name ends before "and". */
static bool joins_roles(const struct lexed *lexed, struct range core, uint32_t joint)
{
    const struct range run = run_at_end(lexed, (struct range){ core.first, joint });
    uint32_t after;
    if (range_empty(run))
        return !lexed_is(lexed, joint - 1, WORD_PLAIN);
    return range_empty(name_core(lexed, run)) ||
           (gazetteer_people(lexed, run.first, run.end, &after) && after == run.end);
}

/* "NATO meanwhile", "the mayor himself" */
static bool trails(const struct lexed *lexed, uint32_t i)
{
    static const char *const words[] = { "itself",  "himself", "herself", "themselves", "meanwhile",
                                         "however", "too",     "also",    "earlier",    "later" };
    return DOCUMENT_IS_ONE_OF(lexed->document, i, words);
}

static bool is_dash(const struct lexed *lexed, uint32_t i)
{
    const struct span mark = document_token(lexed->document, i);
    return lexed->document->tokens[i].kind == TOKEN_PUNCTUATION &&
           (mark.data[0] == '-' || (mark.size == 3 && (memcmp(mark.data, "\xE2\x80\x93", 3) == 0 ||
                                                       memcmp(mark.data, "\xE2\x80\x94", 3) == 0)));
}

void source_parse(const struct entities *entities, struct range range, struct source_parts *parts)
{
    const struct lexed *lexed = entities->lexed;
    *parts = (struct source_parts){ .several = false };
    while (range.end > range.first + 1 && trails(lexed, range.end - 1))
        range.end--;
    for (uint32_t i = range.first; i + 1 < range.end; i++)
        if (is_dash(lexed, i))
            range.first = i + 1; /* "ST. PAUL, Minn. - Gov. Beth Hanrahan" */
    /* "hours after the government": a subject behind a conjunction. */
    for (uint32_t i = range.first; i + 1 < range.end && !ends_main(lexed, i); i++)
        if (lexed_is(lexed, i, WORD_SUBORDINATOR))
            range.first = i + 1;
    cut(lexed, range, parts);
    for (uint32_t i = parts->core.first; i < parts->core.end; i++) {
        if (document_is(lexed->document, i, "and") && i > parts->core.first)
            parts->several |= !joins_roles(lexed, parts->core, i);
        if (lexed->document->tokens[i].flags & TOKEN_CLITIC && i > parts->core.first && i + 1 < parts->core.end &&
            document_token(lexed->document, i).size > 1)
            parts->owner = (struct range){ parts->core.first, i };
    }
    parts->role = parts->main;
    struct range run = run_at_end(lexed, parts->core);
    if (!range_empty(run) && run.first > parts->core.first &&
        lexed->document->tokens[run.first - 1].flags & TOKEN_CLITIC && name_is_body(lexed, run))
        run = (struct range){ 0, 0 }; /* "Serbia's Office for Kosovo" */
    if (!range_empty(run) && !only_begins(entities, run, parts->main.end)) {
        const struct range core = name_core(lexed, run);
        if (!range_empty(core)) {
            parts->name = core;
            parts->role = (struct range){ parts->core.first, core.first };
            return;
        }
    }
    parts->name = name_behind(lexed, parts->apposition);
    /* The phrase may have been cut before its apposition: "the owner" of "the owner, Dot Ashby, said". */
    const uint32_t sentence_end = lexed->document->sentences[lexed->document->tokens[range.first].sentence].tokens.end;
    if (range_empty(parts->apposition) && range.end + 1 < sentence_end && name_is_comma(lexed, range.end) &&
        lexed_is(lexed, parts->core.end - 1, WORD_HEAD | WORD_RANK))
        parts->name = name_behind(lexed, (struct range){ range.end + 1, sentence_end });
    if (range_empty(parts->name))
        parts->name = name_in_tail(entities, parts->tail);
    parts->name = range_empty(parts->name) ? parts->name : name_core(lexed, parts->name);
}

bool source_is_document(const struct lexed *lexed, uint32_t token)
{
    static const char *const nouns[] = { "account",     "advisory",  "affidavit", "announcement", "bulletin",
                                         "communique",  "email",     "filing",    "letter",       "memo",
                                         "message",     "note",      "notice",    "post",         "press",
                                         "release",     "report",    "site",      "spokesman",    "spokesperson",
                                         "spokeswoman", "statement", "tweet",     "website" };
    return DOCUMENT_IS_ONE_OF(lexed->document, token, nouns);
}
