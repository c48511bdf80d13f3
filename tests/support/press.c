/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "support/press.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/teardown.h"

static const char *const towns[] = { "Tarnwick", "Lornmouth", "Quinby", "Fengar", "Halroos" };
static const char *const people[] = { "Ada Merrow", "Bruno Tallis", "Clara Oswin",
                                      "Dario Fenn", "Edda Marsh",   "Hugo Pell" };
static const char *const roles[] = { "the mayor", "the foreman", "the fire chief", "an engineer" };
static const char *const parts[] = { "valve", "chimney", "winch", "coupling", "gate", "bearing", "signal" };
static const char *const months[] = { "January", "March", "April", "June", "October" };
static const char *const numbers[] = { "two", "three", "four", "five", "six", "seven", "eight", "nine" };
#define PICK(list, at) ((list)[(at) % (sizeof(list) / sizeof *(list))])

__attribute__((format(printf, 1, 2))) static char *text(const char *format, ...)
{
    char *made = NULL;
    va_list values;
    va_start(values, format);
    const int size = vasprintf(&made, format, values);
    va_end(values);
    assert_true(size >= 0);
    teardown_add(made, free);
    return made;
}

Claimwire__V1__Article *press_article(const char *id, const char *body)
{
    static char outlet[] = "tidewire.example", title[] = "Report from the coast", language[] = "en";
    Claimwire__V1__Article *article = malloc(sizeof *article);
    assert_non_null(article);
    teardown_add(article, free);
    claimwire__v1__article__init(article);
    article->id = text("%s", id);
    article->outlet = outlet;
    article->title = title;
    article->language = language;
    article->body = text("%s", body);
    return article;
}

static char *minute(unsigned number)
{
    return text("2025-03-%02uT%02u:%02u:00Z", 3 + number / 1440 % 25, number / 60 % 24, number % 60);
}

Claimwire__V1__Article *press_report(unsigned number)
{
    const char *town = PICK(towns, number), *part = PICK(parts, number / 5);
    char *id = text("report-%u", number);
    char *body =
        text("%s workers were killed when the grain silo at %s gave way on Tuesday, police said.\n\n"
             "“The %s had failed since %s,” said %s, %s of %s.\n\n"
             "“Nobody had looked at the %s in %u years,” said %s. The yard behind the silo was searched with dogs.",
             PICK(numbers, number / 15), town, part, PICK(months, number / 7), PICK(people, number / 3),
             PICK(roles, number), town, PICK(parts, number / 2), number % 19 + 2, PICK(people, number));
    body[0] = (char)(body[0] - 'a' + 'A');
    Claimwire__V1__Article *article = press_article(id, body);
    article->outlet = text("%s-courier.example", PICK(months, number));
    article->title = text("Grain silo collapse in %s", town);
    article->published_at = article->fetched_at = minute(number);
    return article;
}

Claimwire__V1__Article *press_quotations(unsigned number, unsigned quotations)
{
    enum { LINE_BYTES = 160 };
    char *body = calloc(quotations + 1, LINE_BYTES);
    assert_non_null(body);
    teardown_add(body, free);
    size_t size = 0;
    for (unsigned i = 0; i < quotations; i++)
        size += (size_t)snprintf(body + size, LINE_BYTES, "“The %s of house %u was %u days late in %s,” said %s.\n\n",
                                 PICK(parts, i), number * 1000 + i, number + i + 2, PICK(months, i), PICK(people, i));
    Claimwire__V1__Article *article = press_article(text("quotations-%u", number), body);
    article->title = text("What was said in %s on day %u", PICK(towns, number), number);
    article->published_at = article->fetched_at = minute(number);
    return article;
}

Claimwire__V1__Article *press_noise(unsigned number, size_t bytes)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789- ";
    char *body = malloc(bytes + 1);
    assert_non_null(body);
    teardown_add(body, free);
    unsigned long long chance = number * 2654435761ull + 88172645463325252ull;
    for (size_t i = 0; i < bytes; i++) {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        body[i] = letters[chance >> 32 & 63];
    }
    body[0] = 'x'; /* not blank */
    body[bytes] = '\0';
    Claimwire__V1__Article *article = press_article(text("noise-%u", number), "");
    article->body = body;
    return article;
}
