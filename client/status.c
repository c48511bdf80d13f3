/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>

#include "client/list.h"
#include "client/output.h"

static void print_status(const Claimwire__V1__StatusReply *status)
{
    fputs("version         ", stdout);
    print_text(stdout, status->version, 60);
    printf("%s\nepoch           %016" PRIx64 ", start %" PRIu64 " of this store, pid %u, up %.1f s\n",
           status->draining ? "  (draining)" : "", status->epoch, status->incarnation, status->pid,
           (double)status->uptime_ms / 1000);
    printf("updates         %" PRIu64 ", kept from %" PRIu64 "\n", status->last ? status->last->sequence : 0,
           status->oldest_sequence);
    printf("articles        %" PRIu64 ", %" PRIu64 " queued, %" PRIu64 " dead\n", status->articles, status->queued,
           status->dead);
    if (status->queued)
        printf("oldest queued   %.1f s\n", (double)status->oldest_queued_ms / 1000);
    printf("events          %" PRIu64 ", %" PRIu64 " open\n", status->events, status->events_open);
    printf("facts           %" PRIu64 "\n", status->facts);
    printf("extractors      %u\n", status->workers);
    printf("store           %.1f %% full\n", 100 * status->store_full);
    for (size_t i = 0; i < status->n_counters; i++) {
        fputs("  ", stdout);
        print_text(stdout, status->counters[i]->name, 60);
        printf(" %" PRIu64 "\n", status->counters[i]->value);
    }
}

int command_status(const struct settings *settings)
{
    struct claimwire_asker *asker;
    int code = list_open(settings, &asker);
    if (code != EX_OK)
        return code;
    const Claimwire__V1__StatusReply *status;
    int result = claimwire_asker_status(asker, &status);
    if (result == CLAIMWIRE_OK && settings->json)
        output_line(claimwire_status_json(status));
    else if (result == CLAIMWIRE_OK)
        print_status(status);
    return list_close(settings, asker, result);
}
