/* SPDX-License-Identifier: Apache-2.0 */
#include "support/teardown.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum { TEST_SECONDS_MAX = 120 };

static struct {
    void *thing;
    void (*end)(void *);
} * things;
static size_t count, room;

void teardown_add(void *thing, void (*end)(void *thing))
{
    if (count == room) {
        room = room ? 2 * room : 256;
        things = realloc(things, room * sizeof *things);
    }
    if (!thing || !things)
        abort();
    things[count].thing = thing;
    things[count++].end = end;
}

static void end_at(size_t at)
{
    void *thing = things[at].thing;
    void (*end)(void *) = things[at].end;
    for (size_t i = at + 1; i < count; i++)
        things[i - 1] = things[i];
    count--;
    end(thing);
}

void teardown_now(void *thing)
{
    for (size_t i = count; i-- > 0;)
        if (things[i].thing == thing) {
            end_at(i);
            return;
        }
}

int flow_setup(void **state)
{
    (void)state;
    signal(SIGPIPE, SIG_IGN);
    alarm(TEST_SECONDS_MAX);
    return 0;
}

int flow_teardown(void **state)
{
    (void)state;
    while (count > 0)
        end_at(count - 1);
    free(things);
    things = NULL;
    room = 0;
    alarm(0);
    return 0;
}
