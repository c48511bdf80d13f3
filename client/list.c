/* SPDX-License-Identifier: Apache-2.0 */
/* The commands that print all rows of a kind, page by page. */
#include "client/list.h"

#include <inttypes.h>

#include "client/output.h"

int list_open(const struct settings *settings, struct claimwire_asker **asker)
{
    int64_t timeout_ms = settings->has_timeout ? settings->timeout_ms : ASK_TIMEOUT_MS;
    int result = claimwire_asker_open_keyed(settings->ask, timeout_ms < INT32_MAX ? (int)timeout_ms : INT32_MAX,
                                            settings->keys, asker);
    return result == CLAIMWIRE_OK ? EX_OK : say_error(result, settings->ask, "");
}

int list_close(const struct settings *settings, struct claimwire_asker *asker, int error)
{
    int code = error == CLAIMWIRE_OK ? EX_OK : say_error(error, settings->ask, claimwire_asker_message(asker));
    claimwire_asker_close(asker);
    int written = output_end();
    return code ? code : written;
}

/* ---- rows */

static void print_event(const Claimwire__V1__Event *event)
{
    printf("e%-6" PRIu64 " %-11s %2u origins %3zu articles %3zu facts  %-10s ", event->id,
           name_of(&claimwire__v1__event_status__descriptor, (int)event->status, sizeof "EVENT_" - 1), event->origins,
           event->n_articles, event->n_facts,
           name_of(&claimwire__v1__event_type__descriptor, (int)event->type, sizeof "EVENT_TYPE_" - 1));
    print_text(stdout, event->time ? event->time->start : NULL, 10);
    fputs("  ", stdout);
    print_text(stdout, event->title, 100);
    if (event->merged_into)
        printf("  merged into e%" PRIu64, event->merged_into);
    putchar('\n');
}

void list_print_event(const struct settings *settings, const Claimwire__V1__Event *event)
{
    if (settings->json)
        output_line(claimwire_event_json(event));
    else
        print_event(event);
}

static void print_ref(const Claimwire__V1__ArticleRef *ref)
{
    print_text(stdout, ref ? ref->id : NULL, 40);
    printf(" r%u", ref ? ref->revision : 0);
}

static void print_article(const Claimwire__V1__ArticleRow *row)
{
    printf("%-9s ", name_of(&claimwire__v1__article_status__descriptor, (int)row->status, sizeof "ARTICLE_" - 1));
    if (row->event)
        printf("e%-6" PRIu64 " ", row->event);
    else
        printf("%-7s ", "-");
    print_ref(row->ref);
    fputs("  ", stdout);
    print_text(stdout, row->outlet, 40);
    if (row->copy_of) {
        fputs("  copy of ", stdout);
        print_text(stdout, row->copy_of->id, 40);
    }
    putchar('\n');
}

static void print_claim(const Claimwire__V1__ClaimRow *row)
{
    const Claimwire__V1__Claim *claim = row->claim;
    if (!claim)
        return;
    print_ref(row->article);
    putchar('#');
    print_text(stdout, claim->id, 20);
    printf("  e%" PRIu64 " f%" PRIu64 " %s ", row->event, row->fact,
           name_of(&claimwire__v1__claim_kind__descriptor, (int)claim->kind, sizeof "CLAIM_" - 1));
    if (claim->polarity == CLAIMWIRE__V1__POLARITY__POLARITY_DENIED)
        fputs("DENIED ", stdout);
    if (row->denies)
        printf("denies f%" PRIu64 " ", row->denies);
    if (claim->source) {
        print_text(stdout, claim->source->name ? claim->source->name : claim->source->role, 60);
        fputs(": ", stdout);
    }
    print_text(stdout, claim->text, 160);
    putchar('\n');
}

/* ---- pages */

static int print_events(struct claimwire_asker *asker, const struct settings *settings, uint64_t *next)
{
    const Claimwire__V1__EventsReply *page;
    int result = claimwire_asker_events(asker, *next, 0, &page);
    *next = page ? page->next : 0;
    for (size_t i = 0; page && i < page->n_events; i++)
        list_print_event(settings, page->events[i]);
    return result;
}

static int print_articles(struct claimwire_asker *asker, const struct settings *settings, uint64_t *next)
{
    const Claimwire__V1__ArticlesReply *page;
    int result = claimwire_asker_articles(asker, *next, 0, !settings->revisions, &page);
    *next = page ? page->next : 0;
    for (size_t i = 0; page && i < page->n_articles; i++) {
        if (settings->json)
            output_line(claimwire_article_json(page->articles[i]));
        else
            print_article(page->articles[i]);
    }
    return result;
}

static int print_claims(struct claimwire_asker *asker, const struct settings *settings, uint64_t *next)
{
    const Claimwire__V1__ClaimsReply *page;
    int result = claimwire_asker_claims(asker, *next, 0, &page);
    *next = page ? page->next : 0;
    for (size_t i = 0; page && i < page->n_claims; i++) {
        if (settings->json)
            output_line(claimwire_claim_json(page->claims[i]));
        else
            print_claim(page->claims[i]);
    }
    return result;
}

static int print_all(const struct settings *settings,
                     int (*print_page)(struct claimwire_asker *, const struct settings *, uint64_t *))
{
    struct claimwire_asker *asker;
    int code = list_open(settings, &asker);
    if (code != EX_OK)
        return code;
    uint64_t next = 0;
    int result;
    do
        result = print_page(asker, settings, &next);
    while (result == CLAIMWIRE_OK && next != 0);
    return list_close(settings, asker, result);
}

int command_events(const struct settings *settings)
{
    return settings->has_at ? command_events_at(settings) : print_all(settings, print_events);
}

int command_articles(const struct settings *settings)
{
    return print_all(settings, print_articles);
}

int command_claims(const struct settings *settings)
{
    return print_all(settings, print_claims);
}
