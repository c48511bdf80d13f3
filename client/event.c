/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "client/list.h"
#include "client/output.h"

static void print_end(protobuf_c_boolean has, double value)
{
    if (has)
        printf("%.15g", value);
    else
        putchar('?');
}

static void print_interval(protobuf_c_boolean has_low, double low, protobuf_c_boolean has_high, double high)
{
    print_end(has_low, low);
    if (has_low && has_high && low >= high)
        return;
    fputs(" to ", stdout);
    print_end(has_high, high);
}

static void print_head(const Claimwire__V1__Event *event)
{
    printf("e%" PRIu64 "  ", event->id);
    print_text(stdout, event->title, 0);
    printf("\n  %s, ", name_of(&claimwire__v1__event_status__descriptor, (int)event->status, sizeof "EVENT_" - 1));
    fputs(name_of(&claimwire__v1__event_type__descriptor, (int)event->type, sizeof "EVENT_TYPE_" - 1), stdout);
    if (event->mode) {
        fputs(" (", stdout);
        print_text(stdout, event->mode, 40);
        putchar(')');
    }
    printf(", revision %u, %u origins\n  ", event->revision, event->origins);
    print_text(stdout, event->time ? event->time->start : NULL, 10);
    fputs("  ", stdout);
    print_text(stdout, event->place ? event->place->name : NULL, 60);
    fputs(event->place && event->place->country ? ", " : "", stdout);
    if (event->place && event->place->country)
        print_text(stdout, event->place->country, 2);
    if (event->merged_into)
        printf("\n  merged into e%" PRIu64, event->merged_into);
    putchar('\n');
}

static void print_fact(const Claimwire__V1__Fact *fact)
{
    printf("  f%-6" PRIu64 " %-12s %u origins  ", fact->id,
           name_of(&claimwire__v1__fact_status__descriptor, (int)fact->status, sizeof "FACT_" - 1), fact->origins);
    print_text(stdout, fact->text, 200);
    putchar('\n');
    for (size_t i = 0; i < fact->n_statements; i++) {
        const Claimwire__V1__StatedBy *stated = fact->statements[i];
        const char *speaker = stated->statement ? stated->statement->speaker : NULL;
        fputs("          ", stdout);
        print_text(stdout, speaker ? speaker : "(told by the outlet)", 80);
        for (size_t j = 0; j < stated->n_claims; j++) {
            fputs(j == 0 ? "  in " : ", ", stdout);
            print_text(stdout, stated->claims[j]->article ? stated->claims[j]->article->id : NULL, 40);
        }
        putchar('\n');
    }
}

static void print_figure(const Claimwire__V1__EventFigure *figure)
{
    printf("  %s ", name_of(&claimwire__v1__measure__descriptor, (int)figure->measure, sizeof "MEASURE_" - 1));
    print_interval(figure->has_low, figure->low, figure->has_high, figure->high);
    putchar(' ');
    print_text(stdout, figure->population ? figure->population : figure->unit, 60);
    printf("  %s\n", name_of(&claimwire__v1__figure_status__descriptor, (int)figure->status, sizeof "FIGURE_" - 1));
    for (size_t i = 0; i < figure->n_history; i++) {
        const Claimwire__V1__FigureReport *report = figure->history[i];
        fputs("          ", stdout);
        print_interval(report->has_low, report->low, report->has_high, report->high);
        fputs("  ", stdout);
        print_text(stdout, report->speaker ? report->speaker : "(told by the outlet)", 80);
        fputs("  in ", stdout);
        print_text(stdout, report->article ? report->article->id : NULL, 40);
        putchar('\n');
    }
}

static void print_event(const Claimwire__V1__Event *event)
{
    print_head(event);
    fputs("articles\n  ", stdout);
    for (size_t i = 0; i < event->n_articles; i++) {
        fputs(i == 0 ? "" : ", ", stdout);
        print_text(stdout, event->articles[i]->id, 40);
    }
    puts("\nfacts");
    for (size_t i = 0; i < event->n_facts; i++)
        print_fact(event->facts[i]);
    if (event->n_figures)
        puts("figures");
    for (size_t i = 0; i < event->n_figures; i++)
        print_figure(event->figures[i]);
    if (event->n_disputes)
        puts("disputes");
    for (size_t i = 0; i < event->n_disputes; i++) {
        printf("  f%" PRIu64 " is denied by ", event->disputes[i]->fact);
        print_text(stdout, event->disputes[i]->by ? event->disputes[i]->by : "(the outlet)", 80);
        printf(" in f%" PRIu64 "\n", event->disputes[i]->denial);
    }
}

int command_undo(const struct settings *settings)
{
    uint64_t id;
    if (!parse_id(settings->arguments[0], 'e', &id) || id == 0) {
        say("undo: the id must be such as e7");
        return EX_USAGE;
    }
    struct claimwire_asker *asker;
    int code = list_open(settings, &asker);
    if (code != EX_OK)
        return code;
    int result = claimwire_asker_undo(asker, id);
    if (result == CLAIMWIRE_OK && settings->json)
        printf("{\"id\":\"e%" PRIu64 "\",\"done\":\"UNDO\"}\n", id);
    else if (result == CLAIMWIRE_OK)
        printf("e%" PRIu64 " is open again\n", id);
    return list_close(settings, asker, result);
}

int command_event(const struct settings *settings)
{
    uint64_t id;
    if (!parse_id(settings->arguments[0], 'e', &id) || id == 0) {
        say("event: the id must be such as e7");
        return EX_USAGE;
    }
    struct claimwire_asker *asker;
    int code = list_open(settings, &asker);
    if (code != EX_OK)
        return code;
    const Claimwire__V1__Event *event;
    int result = claimwire_asker_event(asker, id, &event);
    if (result == CLAIMWIRE_OK && settings->json)
        output_line(claimwire_event_json(event));
    else if (result == CLAIMWIRE_OK)
        print_event(event);
    return list_close(settings, asker, result);
}
