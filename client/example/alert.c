/* SPDX-License-Identifier: Apache-2.0 */
/* Prints each new figure of killed or injured as it is heard, with the words
 * and the speaker it rests on. Links libclaimwire alone:
 *
 *   alert [WIRE-ENDPOINT ASK-ENDPOINT] */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "client/claimwire.h"

/* Text of articles is escaped before it reaches a terminal. */
static void print_safely(const char *text)
{
    char *safe = claimwire_escape(text ? text : "-", 200);
    fputs(safe ? safe : "-", stdout);
    free(safe);
}

static void alert(uint64_t event, const char *change, const Claimwire__V1__Figure *figure, const char *speaker,
                  const char *text)
{
    bool killed = figure->measure == CLAIMWIRE__V1__MEASURE__MEASURE_KILLED;
    if (!killed && figure->measure != CLAIMWIRE__V1__MEASURE__MEASURE_INJURED)
        return;
    printf("e%" PRIu64 " %s: %s %g", event, change, killed ? "killed" : "injured",
           figure->has_low ? figure->low : figure->high);
    fputs(" (", stdout);
    print_safely(speaker ? speaker : "the outlet");
    fputs("): ", stdout);
    print_safely(text);
    putchar('\n');
    fflush(stdout);
}

static void look_at(const Claimwire__V1__EventUpdate *update)
{
    const Claimwire__V1__Statement *statement = NULL;
    if (update->detail_case == CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_STATEMENT)
        statement = update->statement;
    else if (update->detail_case == CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_FIGURE)
        statement = update->figure->statement;
    for (size_t i = 0; statement && i < statement->n_figures; i++)
        alert(update->event, update->change == CLAIMWIRE__V1__CHANGE__FIGURE_REVISED ? "revised" : "new",
              statement->figures[i], statement->speaker, statement->text);
}

int main(int argc, char **argv)
{
    const char *wire = argc == 3 ? argv[1] : "tcp://127.0.0.1:5572";
    const char *ask = argc == 3 ? argv[2] : "tcp://127.0.0.1:5573";
    const struct claimwire_subscriber_options options = { .start = CLAIMWIRE_START_LIVE, .snapshots = true };
    struct claimwire_subscriber *subscriber;
    int result = claimwire_subscriber_open(wire, ask, &options, &subscriber);
    while (result == CLAIMWIRE_OK || result == CLAIMWIRE_TIMEOUT) {
        const struct claimwire_item *item;
        result = claimwire_subscriber_next(subscriber, 60 * 1000, &item);
        if (result == CLAIMWIRE_OK && item->kind == CLAIMWIRE_UPDATE)
            look_at(item->update);
    }
    fprintf(stderr, "alert: %s\n", claimwire_strerror(result));
    claimwire_subscriber_close(subscriber);
    return 1;
}
