/* SPDX-License-Identifier: Apache-2.0 */
#include "client/watch_line.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/output.h"

enum { TEXT_CHARACTERS = 160, NAME_CHARACTERS = 60 };

static void print_figure_end(FILE *line, protobuf_c_boolean has, double value)
{
    if (has)
        fprintf(line, "%.15g", value);
    else
        fputc('?', line);
}

static void print_interval(FILE *line, protobuf_c_boolean has_low, double low, protobuf_c_boolean has_high, double high)
{
    print_figure_end(line, has_low, low);
    if (has_low && has_high && low >= high)
        return;
    fputs("–", line);
    print_figure_end(line, has_high, high);
}

static void print_statement(FILE *line, const Claimwire__V1__Statement *statement)
{
    if (!statement)
        return;
    fprintf(line, "%s ", name_of(&claimwire__v1__claim_kind__descriptor, (int)statement->kind, sizeof "CLAIM_" - 1));
    if (statement->polarity == CLAIMWIRE__V1__POLARITY__POLARITY_DENIED)
        fputs("DENIED ", line);
    if (statement->speaker) {
        print_text(line, statement->speaker, NAME_CHARACTERS);
        fputs(": ", line);
    }
    print_text(line, statement->text, TEXT_CHARACTERS);
}

static void print_head(FILE *line, const Claimwire__V1__EventHead *head)
{
    if (head->has_type)
        fprintf(line, "%s ",
                name_of(&claimwire__v1__event_type__descriptor, (int)head->type, sizeof "EVENT_TYPE_" - 1));
    if (head->title) {
        fputc('"', line);
        print_text(line, head->title, TEXT_CHARACTERS);
        fputs("\" ", line);
    }
    if (head->time) {
        print_text(line, head->time->start, 10);
        fputc(' ', line);
    }
    if (head->place) {
        print_text(line, head->place->name, NAME_CHARACTERS);
        fputc(' ', line);
        print_text(line, head->place->country, 2);
    }
}

static void print_revision(FILE *line, const Claimwire__V1__FigureRevision *figure)
{
    fprintf(line, "%s ", name_of(&claimwire__v1__measure__descriptor, (int)figure->measure, sizeof "MEASURE_" - 1));
    if (figure->has_was_low || figure->has_was_high) {
        print_interval(line, figure->has_was_low, figure->was_low, figure->has_was_high, figure->was_high);
        fputs(" → ", line);
    }
    print_interval(line, figure->has_low, figure->low, figure->has_high, figure->high);
    fputc(' ', line);
    print_text(line, figure->population ? figure->population : figure->unit, NAME_CHARACTERS);
    fprintf(line, " (%s) ",
            name_of(&claimwire__v1__figure_status__descriptor, (int)figure->status, sizeof "FIGURE_" - 1));
    print_statement(line, figure->statement);
}

static void print_move(FILE *line, const Claimwire__V1__EventMove *move)
{
    for (size_t i = 0; i < move->n_others; i++)
        fprintf(line, "e%" PRIu64 " ", move->others[i]);
    fprintf(line, "%zu facts ", move->n_facts);
    print_text(line, move->reason, NAME_CHARACTERS);
}

static void print_dispute(FILE *line, const Claimwire__V1__EventUpdate *update)
{
    fprintf(line, "f%" PRIu64 " by ", update->fact);
    print_text(line, update->dispute->by ? update->dispute->by : "(the outlet)", NAME_CHARACTERS);
    fputs(" against ", line);
    print_text(line, update->dispute->against ? update->dispute->against : "(the outlet)", NAME_CHARACTERS);
}

static void print_detail(FILE *line, const Claimwire__V1__EventUpdate *update)
{
    switch (update->detail_case) {
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_HEAD:
        print_head(line, update->head);
        break;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_STATEMENT:
        print_statement(line, update->statement);
        break;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_CORROBORATION:
        fputs("by ", line);
        print_text(line, update->corroboration->origin, NAME_CHARACTERS);
        fputs("  ", line);
        print_statement(line, update->corroboration->statement);
        break;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_DISPUTE:
        print_dispute(line, update);
        break;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_FIGURE:
        print_revision(line, update->figure);
        break;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_RETRACTION:
        fprintf(line, "f%" PRIu64 " ", update->fact);
        print_text(line, update->retraction->reason, NAME_CHARACTERS);
        break;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_MOVE:
        print_move(line, update->move);
        break;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_CLOSING:
        print_text(line, update->closing->reason, NAME_CHARACTERS);
        break;
    default:
        break; /* of a later version */
    }
}

static void print_update(FILE *line, const struct claimwire_item *item, bool coloured)
{
    const Claimwire__V1__EventUpdate *update = item->update;
    fprintf(line, "%6" PRIu64 "  e%-4" PRIu64 " %s%-18s%s ", item->at.sequence, update->event,
            coloured ? "\033[1m" : "", name_of(&claimwire__v1__change__descriptor, (int)update->change, 0),
            coloured ? "\033[0m" : "");
    print_detail(line, update);
    if (update->article) {
        fputs("  [", line);
        print_text(line, update->article->id, NAME_CHARACTERS);
        fputc(']', line);
    }
}

char *watch_line(const struct claimwire_item *item, bool coloured)
{
    char *text = NULL;
    size_t size = 0;
    FILE *line = open_memstream(&text, &size);
    if (!line)
        return NULL;
    if (item->kind == CLAIMWIRE_UPDATE)
        print_update(line, item, coloured);
    else if (item->kind == CLAIMWIRE_SNAPSHOT_BEGIN)
        fprintf(line, "%6" PRIu64 "  all that was before is replaced by this snapshot:", item->at.sequence);
    else if (item->event) {
        fprintf(line, "%6" PRIu64 "  e%-4" PRIu64 " as it stands        ", item->at.sequence, item->event->id);
        print_text(line, item->event->title, TEXT_CHARACTERS);
    }
    if (fclose(line) == 0)
        return text;
    free(text);
    return NULL;
}
