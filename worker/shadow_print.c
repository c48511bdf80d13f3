/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shadow.h"

static int by_line(const void *a, const void *b)
{
    const struct shadow_line *x = a, *y = b;
    int order = strcmp(x->article, y->article);
    if (order == 0)
        order = x->revision < y->revision ? -1 : x->revision > y->revision;
    if (order == 0)
        order = strcmp(x->change, y->change);
    return order ? order : strcmp(x->text, y->text);
}

/* As JSON whose strings hold nothing that a terminal obeys; the plain form is
 * the same words, quoted. */
static void print_object(json_t *object)
{
    char *line = object ? json_dumps(object, JSON_COMPACT | JSON_ENSURE_ASCII) : NULL;
    if (line)
        puts(line);
    free(line);
    json_decref(object);
}

static void print_line(const struct shadow_line *line, bool shadow, bool json)
{
    if (json) {
        print_object(json_pack("{s:s, s:s, s:i, s:s, s:s}", "side", shadow ? "shadow" : "live", "article",
                               line->article, "revision", (int)line->revision, "change", line->change, "text",
                               line->text));
        return;
    }
    json_t *words = json_string(line->text), *name = json_string(line->article);
    char *text = words ? json_dumps(words, JSON_ENCODE_ANY | JSON_ENSURE_ASCII) : NULL;
    char *id = name ? json_dumps(name, JSON_ENCODE_ANY | JSON_ENSURE_ASCII) : NULL;
    printf("%c %s r%u  %s  %s\n", shadow ? '+' : '-', id ? id : "", line->revision, line->change, text ? text : "");
    free(text);
    free(id);
    json_decref(words);
    json_decref(name);
}

/* Lines of one side alone. */
static void print_lines(struct shadow_side *live, struct shadow_side *shadow, bool json)
{
    size_t gone = 0, new = 0, i = 0, k = 0;
    if (live->count)
        qsort(live->lines, live->count, sizeof *live->lines, by_line);
    if (shadow->count)
        qsort(shadow->lines, shadow->count, sizeof *shadow->lines, by_line);
    while (i < live->count || k < shadow->count) {
        const int order = i == live->count ? 1 : k == shadow->count ? -1 : by_line(&live->lines[i], &shadow->lines[k]);
        if (order < 0) {
            print_line(&live->lines[i++], false, json);
            gone++;
        } else if (order > 0) {
            print_line(&shadow->lines[k++], true, json);
            new ++;
        } else {
            i++;
            k++;
        }
    }
    fprintf(stderr, "claimwired: %zu updates live, %zu shadow: %zu gone, %zu new\n", live->count, shadow->count, gone,
            new);
}

/* ---- events */

static int by_events(const void *a, const void *b)
{
    const struct shadow_article *x = a, *y = b;
    if (x->event != y->event)
        return x->event < y->event ? -1 : 1;
    if (x->shadow_event != y->shadow_event)
        return x->shadow_event < y->shadow_event ? -1 : 1;
    return x->applied < y->applied ? -1 : x->applied > y->applied;
}

/* The shadow's event that most of the articles from `first` on, of one event, are in. */
static uint64_t main_event(const struct shadow_article *articles, size_t first, size_t end)
{
    size_t most = 0, run = 0;
    uint64_t event = 0;
    for (size_t i = first; i < end; i++) {
        run = i > first && articles[i].shadow_event == articles[i - 1].shadow_event ? run + 1 : 1;
        if (run > most) {
            most = run;
            event = articles[i].shadow_event;
        }
    }
    return event;
}

static void print_moved(const struct shadow_article *article, uint64_t of, bool json)
{
    char from[24], to[24];
    snprintf(from, sizeof from, "e%" PRIu64, article->event);
    snprintf(to, sizeof to, "e%" PRIu64, of);
    if (json)
        print_object(json_pack("{s:s, s:s, s:s?, s:s?}", "side", "events", "article", article->id, "live",
                               article->event ? from : NULL, "shadow", of ? to : NULL));
    else
        printf("~ %s  from %s to %s\n", article->id, article->event ? from : "none",
               of ? to : "an event of its own or others");
}

/* Which event of the store an event of the shadow is: the first that has it for its main one. */
struct twin {
    uint64_t shadow, live;
};

static int by_shadow(const void *a, const void *b)
{
    const struct twin *x = a, *y = b;
    if (x->shadow != y->shadow)
        return x->shadow < y->shadow ? -1 : 1;
    return x->live < y->live ? -1 : x->live > y->live;
}

static uint64_t live_of(const struct twin *twins, size_t count, uint64_t shadow)
{
    for (size_t low = 0, high = count; low < high;) {
        const size_t middle = (low + high) / 2;
        if (twins[middle].shadow >= shadow)
            high = middle;
        else
            low = middle + 1;
        if (low == high)
            return low < count && twins[low].shadow == shadow ? twins[low].live : 0;
    }
    return 0;
}

static void print_events(struct shadow_article *articles, size_t count, bool json)
{
    size_t moved = 0, twins_count = 0;
    struct twin *twins = calloc(count + 1, sizeof *twins);
    if (!twins || count == 0) {
        free(twins);
        return;
    }
    qsort(articles, count, sizeof *articles, by_events);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && articles[end].event == articles[i].event;)
            end++;
        const uint64_t shadow = main_event(articles, i, end);
        if (articles[i].event && shadow)
            twins[twins_count++] = (struct twin){ shadow, articles[i].event };
    }
    qsort(twins, twins_count, sizeof *twins, by_shadow);
    for (size_t i = 0; i < count; i++) {
        const uint64_t now = live_of(twins, twins_count, articles[i].shadow_event);
        if (!articles[i].read || (now == articles[i].event && (now != 0 || articles[i].shadow_event == 0)))
            continue;
        print_moved(&articles[i], now, json);
        moved++;
    }
    fprintf(stderr, "claimwired: %zu of %zu articles in other events\n", moved, count);
    free(twins);
}

void shadow_print(struct shadow_side *live, struct shadow_side *shadow, struct shadow_article *articles, size_t count,
                  bool json)
{
    print_lines(live, shadow, json);
    print_events(articles, count, json);
}
