/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/cast.h"

#include "extract/verb.h"
#include "resolve/gazetteer.h"

enum { BEFORE_MAX = 6, BEHIND_MAX = 8, OF_MAX = 4 };

static bool is_determiner(const struct lexed *lexed, uint32_t i)
{
    return lexed_is(lexed, i, WORD_DETERMINER) || lexed->document->tokens[i].flags & TOKEN_CLITIC;
}

bool part_is_body_noun(const struct lexed *lexed, uint32_t i)
{
    static const char *const nouns[] = {
        "airline",    "brokerage", "builder",  "business",    "carmaker",   "carrier",    "channel",      "charity",
        "club",       "college",   "company",  "consultancy", "contractor", "developer",  "firm",         "gang",
        "giant",      "group",     "lab",      "lender",      "magazine",   "maker",      "manufacturer", "militia",
        "mosque",     "movement",  "network",  "newspaper",   "operator",   "opposition", "outlet",       "paper",
        "publisher",  "railway",   "retailer", "school",      "site",       "startup",    "supplier",     "team",
        "think-tank", "tribe",     "utility",  "vendor",      "website"
    };
    if (lexed_is(lexed, i, WORD_INSTITUTION))
        return true;
    return DOCUMENT_IS_ONE_OF(lexed->document, i, nouns);
}

/* Can the word stand in a role: "acting", "foreign", "minister", "dredging"? */
static bool in_role(const struct lexed *lexed, uint32_t i)
{
    const struct token *token = &lexed->document->tokens[i];
    if (token->kind != TOKEN_WORD || token->flags & TOKEN_CLITIC)
        return false;
    return !lexed->words[i] || name_is_title(lexed, i) || lexed_is(lexed, i, WORD_INSTITUTION | WORD_ADVERB) ||
           !(lexed_is(lexed, i,
                      WORD_VERB | WORD_AUXILIARY | WORD_PREPOSITION | WORD_CONJUNCTION | WORD_SUBORDINATOR |
                          WORD_DETERMINER | WORD_PRONOUN | WORD_PRO | WORD_TIME | WORD_NEGATION));
}

static bool is_role_noun(const struct lexed *lexed, uint32_t i)
{
    return lexed_is(lexed, i, WORD_HEAD | WORD_RANK) || part_is_body_noun(lexed, i);
}

static void add_role(const struct lexed *lexed, struct member *member, struct range words)
{
    const bool body = part_is_body_noun(lexed, words.end - 1);
    member->person += body ? -2 : 2;
    if (member->roles_count < MEMBER_ROLES_MAX)
        member->roles[member->roles_count++] = (struct role){ words, part_alike(lexed, words.end - 1) };
}

/* Who leads a company: "managing director of Halvorsen". */
static bool leads(const struct lexed *lexed, uint32_t i)
{
    return document_is(lexed->document, i, "director") || document_is(lexed->document, i, "executive") ||
           document_is(lexed->document, i, "chairman") || document_is(lexed->document, i, "chairwoman") ||
           document_is(lexed->document, i, "boss") || document_is(lexed->document, i, "owner");
}

/* "the prime minister, Albin Kurti", "foreign minister Aizada Jumagulova". */
static void role_before(const struct lexed *lexed, struct range name, uint32_t floor, struct member *member)
{
    const bool comma = name.first > floor && name_is_comma(lexed, name.first - 1);
    uint32_t end = name.first - comma;
    if (comma && end > floor && !is_role_noun(lexed, end - 1)) /* "the Prime Minister of Singapore, Lee" */
        for (uint32_t of = end; of > floor + 1 && end - of < OF_MAX; of--)
            if (document_is(lexed->document, of - 1, "of") && is_role_noun(lexed, of - 2)) {
                end = of - 1;
                break;
            }
    uint32_t first = end;
    while (first > floor && end - first < BEFORE_MAX && in_role(lexed, first - 1))
        first--;
    const bool definite = first > floor && is_determiner(lexed, first - 1);
    /* "the representative of the ministry Ana Holt": the ministry is not what she is. */
    if (!comma && definite && first > floor + 2 && lexed_is(lexed, end - 1, WORD_INSTITUTION) &&
        lexed_is(lexed, first - 2, WORD_PREPOSITION) && lexed_is(lexed, first - 3, WORD_HEAD | WORD_RANK) &&
        !part_is_body_noun(lexed, first - 3)) {
        member->person++;
        return;
    }
    if (first < end && is_role_noun(lexed, end - 1) && (definite || !comma)) {
        /* The country that owns it tells which. */
        if (definite && first > floor + 1 && lexed->document->tokens[first - 1].flags & TOKEN_CLITIC &&
            phrase_is_name(lexed, first - 2))
            first -= 2;
        add_role(lexed, member, (struct range){ first, end });
    } else if (!comma && end > floor && document_is(lexed->document, end - 1, "the")) {
        member->person -= member->person == 0;
    } else if (!comma && end > floor + 1 && document_is(lexed->document, end - 1, "of") && leads(lexed, end - 2)) {
        member->person -= 2;
    }
}

/* "Albin Kurti, the prime minister of Kosovo," and "Mo Petty, 66,". */
static void role_behind(const struct lexed *lexed, struct range name, uint32_t end, struct member *member)
{
    uint32_t i = name.end + 1;
    if (i >= end || !name_is_comma(lexed, name.end))
        return;
    if (lexed->document->tokens[i].kind == TOKEN_NUMBER) {
        member->person += 2;
        return;
    }
    const uint32_t start = i;
    uint32_t first = i, noun = MEMBER_NONE;
    const bool opens = is_determiner(lexed, i) || document_is(lexed->document, i, "his") ||
                       document_is(lexed->document, i, "her") || document_is(lexed->document, i, "its") ||
                       name_is_title(lexed, i) || phrase_is_name(lexed, i);
    for (; opens && i < end && i - start < BEHIND_MAX; i++) {
        if (is_determiner(lexed, i) || document_is(lexed->document, i, "his") || document_is(lexed->document, i, "her"))
            first = i + 1;
        else if (!in_role(lexed, i))
            break;
        else if (is_role_noun(lexed, i) || !lexed->words[i])
            noun = i;
    }
    /* Without an article it must be a noun that we know. */
    if (noun == MEMBER_NONE || noun + 1 != i || first > noun || (first == start && !is_role_noun(lexed, noun)))
        return;
    if (phrase_is_name(lexed, noun) && !is_role_noun(lexed, noun))
        return;
    if (i < end && verb_is_plain(lexed, i))
        return; /* "killed near Gao, the army said" */
    if (name.end < name.first + 2 && !part_is_body_noun(lexed, noun) && member->kind != MEMBER_PERSON &&
        member->name.end < member->name.first + 2)
        return; /* "after talks at NATO, the minister said" */
    add_role(lexed, member,
             (struct range){ first > start + 1 && phrase_is_name(lexed, start) ? start : first, noun + 1 });
}

static bool is_place_word(const struct lexed *lexed, uint32_t i)
{
    static const char *const words[] = { "in", "near", "from", "to", "into", "across", "around", "outside", "off" };
    return DOCUMENT_IS_ONE_OF(lexed->document, i, words);
}

/* "The Red Cross", "Sonar Tori-2": no person is named so; "told Radio Meridian": an outlet, if nothing else says who.
 */
static int thing_of(const struct lexed *lexed, const struct mention *mention)
{
    const struct document *document = lexed->document;
    const struct span last = document_token(document, mention->words.end - 1);
    int things = last.data[last.size - 1] >= '0' && last.data[last.size - 1] <= '9' ? 2 : 0;
    if (mention->words.first == 0 || mention->words.end == mention->words.first + 1)
        return things;
    if (document_is(document, mention->words.first - 1, "the") && mention->core.first == mention->words.first)
        things += 2;
    if (document_is(document, mention->words.first - 1, "told") ||
        document_is(document, mention->words.first - 1, "tells"))
        things++;
    return things;
}

void part_learn(const struct cast *cast, const struct mention *mention, struct member *member)
{
    const struct lexed *lexed = cast->lexed;
    const struct range sentence =
        lexed->document->sentences[lexed->document->tokens[mention->words.first].sentence].tokens;
    const struct range core = mention->core;
    for (uint32_t i = mention->words.first; i <= core.first && core.end > core.first + (i == core.first); i++) {
        const int gender = name_gender(lexed, i);
        member->gender += gender;
        member->person += 2 * (gender != 0);
    }
    if (core.first > mention->words.first) {
        add_role(lexed, member, (struct range){ mention->words.first, core.first });
        member->person += 4; /* a title, whatever it says */
    } else {
        role_before(lexed, core, sentence.first, member);
    }
    if (mention->words.first > sentence.first && is_place_word(lexed, mention->words.first - 1))
        member->places++;
    if (core.end == mention->words.end)
        role_behind(lexed, core, sentence.end, member);
    member->person -= thing_of(lexed, mention);
}

const char *part_country(const struct lexed *lexed, struct range words)
{
    uint32_t after;
    for (uint32_t i = words.first; i < words.end; i++) {
        const struct place *place = gazetteer_prefix(lexed, i, words.end, &after);
        if (place)
            return place->country;
        const char *people = gazetteer_people(lexed, i, words.end, &after);
        if (people)
            return people;
    }
    return NULL;
}

int part_alike(const struct lexed *lexed, uint32_t token)
{
    static const char *const alike[][4] = {
        { "boss", "chief", "head", "leader" },
        { "company", "firm", "business", "group" },
        { "union", "federation", "guild", "association" },
        { "general", "gen", "gen.", "brigadier" },
        { "colonel", "col", "col.", "lt-col" },
        { "inspector", "insp", "insp.", "insp" },
        { "sergeant", "sgt", "sgt.", "sgt" },
        { "governor", "gov", "gov.", "gov" },
        { "senator", "sen", "sen.", "sen" },
        { "captain", "capt", "capt.", "capt" },
        { "professor", "prof", "prof.", "academic" },
        { "doctor", "dr", "dr.", "physician" },
        { "lawyer", "attorney", "solicitor", "counsel" },
        { "superintendent", "supt", "supt.", "supt" },
        { "congressman", "congresswoman", "rep", "rep." },
        { "admiral", "adm", "adm.", "adm" },
        { "commander", "cmdr", "cmdr.", "cdr" },
    };
    for (int row = 0; row < (int)(sizeof alike / sizeof *alike); row++)
        for (size_t k = 0; k < 4; k++)
            if (document_is(lexed->document, token, alike[row][k]))
                return row;
    return -1;
}

bool part_fits(const struct name_keys *keys, const struct role *words, const struct role *role)
{
    const struct range a = words->words, b = role->words;
    if (range_empty(a) || range_empty(b) ||
        !((words->alike >= 0 && words->alike == role->alike) || name_key(keys, a.end - 1) == name_key(keys, b.end - 1)))
        return false;
    return name_within(keys, (struct range){ a.first, a.end - 1 }, (struct range){ b.first, b.end - 1 });
}
