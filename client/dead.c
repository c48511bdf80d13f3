/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "client/list.h"
#include "client/output.h"

static void print_letter(const Claimwire__V1__DeadLetter *letter)
{
    printf("%-8" PRIu64 " ", letter->id);
    print_text(stdout, letter->reason, 40);
    printf(", %u attempts  ", letter->attempts);
    print_text(stdout, letter->article ? letter->article->id : NULL, 60);
    printf(" r%u\n", letter->article ? letter->article->revision : 0);
    if (!letter->content)
        return;
    print_text(stdout, letter->content->title, 0);
    fputs("\n\n", stdout);
    /* Line by line, for the escape would make one line of it. */
    for (const char *line = letter->content->body; line && *line;) {
        char *end = strchrnul(line, '\n');
        bool last = *end == '\0';
        *end = '\0';
        print_text(stdout, line, 0);
        putchar('\n');
        line = last ? NULL : end + 1;
    }
}

static void show(const struct settings *settings, const Claimwire__V1__DeadLetter *letter)
{
    if (settings->json)
        output_line(claimwire_dead_json(letter));
    else
        print_letter(letter);
}

static int list(const struct settings *settings, struct claimwire_asker *asker)
{
    uint64_t next = 0;
    do {
        const Claimwire__V1__DeadReply *page;
        int result = claimwire_asker_dead(asker, next, 0, &page);
        if (result != CLAIMWIRE_OK)
            return result;
        for (size_t i = 0; i < page->n_letters; i++)
            show(settings, page->letters[i]);
        next = page->next;
    } while (next != 0);
    return CLAIMWIRE_OK;
}

static int act(const struct settings *settings, struct claimwire_asker *asker, const char *verb, uint64_t id)
{
    if (strcmp(verb, "show") == 0) {
        const Claimwire__V1__DeadLetter *letter;
        int result = claimwire_asker_dead_show(asker, id, &letter);
        if (result == CLAIMWIRE_OK)
            show(settings, letter);
        return result;
    }
    bool retry = strcmp(verb, "retry") == 0;
    int result = retry ? claimwire_asker_dead_retry(asker, id) : claimwire_asker_dead_drop(asker, id);
    if (result == CLAIMWIRE_OK && settings->json)
        printf("{\"id\":%" PRIu64 ",\"done\":\"%s\"}\n", id, retry ? "RETRY" : "DROP");
    else if (result == CLAIMWIRE_OK)
        printf("%" PRIu64 " %s\n", id, retry ? "is queued again" : "is dropped");
    return result;
}

int command_dead(const struct settings *settings)
{
    const char *verb = settings->arguments[0];
    bool all = strcmp(verb, "list") == 0;
    bool one = strcmp(verb, "show") == 0 || strcmp(verb, "retry") == 0 || strcmp(verb, "drop") == 0;
    uint64_t id = 0;
    if (settings->argument_count != (one ? 2u : 1u) || !(all || one) ||
        (one && !parse_id(settings->arguments[1], '\0', &id))) {
        say("dead list, or dead show|retry|drop ID");
        return EX_USAGE;
    }
    struct claimwire_asker *asker;
    int code = list_open(settings, &asker);
    if (code != EX_OK)
        return code;
    return list_close(settings, asker, all ? list(settings, asker) : act(settings, asker, verb, id));
}
