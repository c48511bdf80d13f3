/* SPDX-License-Identifier: Apache-2.0 */
#include "extract/population.h"

enum { POPULATION_BYTES_MAX = 96 };

static size_t put(char *text, size_t size, struct span word)
{
    for (size_t i = 0; i < word.size && size + 2 < POPULATION_BYTES_MAX; i++) {
        const char letter = word.data[i];
        text[size++] = (char)(letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter);
    }
    return size;
}

static bool ends_with(const char *text, size_t size, const char *ending)
{
    const size_t length = strlen(ending);
    return size >= length && memcmp(text + size - length, ending, length) == 0;
}

/* The last word in the plural: "officer" to "officers", "policeman" to "policemen". */
static size_t plural(char *text, size_t size)
{
    if (ends_with(text, size, "person")) {
        memcpy(text + size - 4, "ople", 4); /* "person" and "people" share "pe" */
        return size;
    }
    if (ends_with(text, size, "man")) {
        text[size - 2] = 'e';
        return size;
    }
    if (ends_with(text, size, "child"))
        return put(text, size, SPAN("ren"));
    if (ends_with(text, size, "s") || ends_with(text, size, "men") || ends_with(text, size, "people") ||
        ends_with(text, size, "children") || ends_with(text, size, "police") || ends_with(text, size, "personnel") ||
        ends_with(text, size, "crew") || ends_with(text, size, "staff"))
        return size;
    if (ends_with(text, size, "baby")) {
        size--;
        return put(text, size, SPAN("ies"));
    }
    return put(text, size, SPAN("s"));
}

char *population_name(struct arena *arena, const struct document *document, struct range people)
{
    char text[POPULATION_BYTES_MAX];
    size_t size = 0;
    for (uint32_t i = people.first; i < people.end; i++) {
        if (document_is(document, i, "other") || document_is(document, i, "of") || document_is(document, i, "more") ||
            ends_with(document_token(document, i).data, document_token(document, i).size, "-old"))
            continue;
        if (size > 0 && size + 2 < POPULATION_BYTES_MAX)
            text[size++] = ' ';
        size = put(text, size, document_token(document, i));
    }
    if (size > 0)
        size = plural(text, size);
    const struct span found = { text, size };
    if (size == 0 || span_equal(found, SPAN("others")) || span_equal(found, SPAN("persons")) ||
        span_equal(found, SPAN("victims")) || span_equal(found, SPAN("individuals")))
        return arena_string(arena, SPAN("people"));
    return arena_string(arena, found);
}
