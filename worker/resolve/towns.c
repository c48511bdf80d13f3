/* SPDX-License-Identifier: Apache-2.0 */
#include "resolve/towns.h"

#include "extract/phrase.h"
#include "resolve/normal.h"

enum {
    FORM_BYTES_MAX = 64,
    FORM_TOKENS_MAX = 4,
    RECORD_BYTES = 24,
    HEADER_BYTES = 16,
    FAR_LARGER = 10,
    SAME_NAME_MAX = 64
};
enum { LARGE_THOUSANDS = 100, LETTERS = 26 };

__asm__(".pushsection .rodata\n"
        ".balign 8\n"
        "towns_table:\n"
        ".incbin \"worker/resolve/places.bin\"\n"
        "towns_table_end:\n"
        ".byte 0\n"
        ".popsection\n");
extern const unsigned char towns_table[] __attribute__((visibility("hidden")));
extern const unsigned char towns_table_end[] __attribute__((visibility("hidden")));

static uint32_t word_at(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

struct town {
    const char *form, *name;
    uint32_t geoname;
    double lat, lon;
    char country[2];
    uint32_t thousands;
};

static uint32_t count(void)
{
    return word_at(towns_table + 8);
}

static struct town town(uint32_t number)
{
    const unsigned char *record = towns_table + HEADER_BYTES + (size_t)number * RECORD_BYTES;
    const char *strings = (const char *)towns_table + HEADER_BYTES + (size_t)count() * RECORD_BYTES;
    return (struct town){
        .form = strings + word_at(record),
        .name = strings + word_at(record + 4),
        .geoname = word_at(record + 8),
        .lat = (int32_t)word_at(record + 12) / 10000.0,
        .lon = (int32_t)word_at(record + 16) / 10000.0,
        .country = { (char)record[20], (char)record[21] },
        .thousands = (uint32_t)record[22] | (uint32_t)record[23] << 8,
    };
}

/* The first record of the form, or of what would follow it. */
static uint32_t lower_bound(const char *form)
{
    uint32_t low = 0, high = count();
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (string_order(town(middle).form, form) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint32_t bit_of(const char country[2])
{
    return (uint32_t)(country[0] - 'A') * LETTERS + (uint32_t)(country[1] - 'A');
}

static bool is_named(const struct countries *countries, const char *country)
{
    return countries->named[bit_of(country) / 64] >> (bit_of(country) % 64) & 1;
}

void countries_find(const struct lexed *lexed, struct countries *countries)
{
    memset(countries, 0, sizeof *countries);
    for (uint32_t i = 0; i < lexed->document->tokens_count; i++) {
        uint32_t after = i;
        if (!(lexed->document->tokens[i].flags & TOKEN_CAPITAL))
            continue;
        const uint32_t end = lexed->document->sentences[lexed->document->tokens[i].sentence].tokens.end;
        const char *country = gazetteer_people(lexed, i, end, &after);
        const struct place *place = country ? NULL : gazetteer_prefix(lexed, i, end, &after);
        if (!country && !place)
            place = gazetteer_region(lexed, i, end, &after);
        if (place)
            country = place->country;
        if (country)
            countries->named[bit_of(country) / 64] |= UINT64_C(1) << (bit_of(country) % 64);
    }
}

bool countries_name(const struct countries *countries, const char *country)
{
    return is_named(countries, country);
}

void countries_just(struct countries *countries, const char *country)
{
    memset(countries, 0, sizeof *countries);
    countries->named[bit_of(country) / 64] |= UINT64_C(1) << (bit_of(country) % 64);
}

void countries_only(const struct countries *countries, char country[3])
{
    size_t count = 0;
    country[0] = '\0';
    for (uint32_t bit = 0; bit < LETTERS * LETTERS; bit++) {
        if (!(countries->named[bit / 64] >> (bit % 64) & 1))
            continue;
        country[0] = (char)('A' + bit / LETTERS);
        country[1] = (char)('A' + bit % LETTERS);
        country[2] = '\0';
        count++;
    }
    if (count != 1)
        country[0] = '\0';
}

/* Which of those with this form is meant; false: no telling. */
static bool choose(uint32_t first, const char *form, const struct countries *countries, struct town *chosen)
{
    uint32_t named = 0, others = 0;
    for (uint32_t i = first; i < count() && i < first + SAME_NAME_MAX; i++) {
        const struct town one = town(i);
        if (strcmp(one.form, form) != 0)
            break;
        if (is_named(countries, one.country)) {
            if (named++ == 0 || one.thousands > chosen->thousands * FAR_LARGER)
                *chosen = one;
            else if (one.thousands * FAR_LARGER > chosen->thousands)
                return false;
        } else if (named == 0) {
            if (others++ == 0)
                *chosen = one; /* the largest comes first */
            else if (one.thousands * FAR_LARGER > chosen->thousands)
                others = SAME_NAME_MAX + 1;
        }
    }
    return named > 0 || (others > 0 && others <= SAME_NAME_MAX && chosen->thousands >= LARGE_THOUSANDS);
}

static bool behind_place_word(const struct lexed *lexed, uint32_t first)
{
    static const char *const words[] = { "in",       "at",       "near",     "from",    "to",      "around",  "outside",
                                         "between",  "of",       "into",     "across",  "through", "towards", "toward",
                                         "off",      "inside",   "south",    "north",   "east",    "west",    "central",
                                         "northern", "southern", "eastern",  "western", "and",     "bombed",  "shelled",
                                         "invaded",  "seized",   "captured", "rocked" };
    if (first == 0 || lexed->document->tokens[first].sentence != lexed->document->tokens[first - 1].sentence)
        return false;
    return DOCUMENT_IS_ONE_OF(lexed->document, first - 1, words);
}

bool towns_at(const struct lexed *lexed, const struct countries *countries, uint32_t first, uint32_t end,
              uint32_t *after, struct place *place, char country[3])
{
    char form[FORM_BYTES_MAX];
    size_t size = 0;
    struct town chosen = { .form = NULL };
    bool found = false;
    if (!phrase_is_name(lexed, first) || lexed->words[first] || !behind_place_word(lexed, first))
        return false;
    uint32_t i = first;
    for (; i < end && i < first + FORM_TOKENS_MAX && (i == first || phrase_is_name(lexed, i)); i++) {
        if (size + 2 >= sizeof form)
            return false;
        if (i > first)
            form[size++] = ' ';
        const size_t more = normal_fold(document_token(lexed->document, i), form + size, sizeof form - size - 1);
        if (more == 0)
            return false;
        size += more;
        form[size] = '\0';
    }
    /* The whole run of capitals is the name, or it is another's: "in Lincoln Park". */
    if (i < lexed->document->tokens_count && i < end && phrase_is_name(lexed, i))
        return false;
    const uint32_t at = lower_bound(form);
    found = at < count() && choose(at, form, countries, &chosen);
    if (!found)
        return false;
    country[0] = chosen.country[0];
    country[1] = chosen.country[1];
    country[2] = '\0';
    *place = (struct place){ chosen.form, chosen.name, country, chosen.geoname, chosen.lat, chosen.lon };
    *after = i;
    return true;
}
