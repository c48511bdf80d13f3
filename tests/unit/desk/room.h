/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_DESK_ROOM_H
#define TESTS_UNIT_DESK_ROOM_H

#include "unit/desk/stored.h"

/* The newsroom that every test of a file has for itself, and what its reports are made by. */

#define CLAIMS(...) ((const struct said[]){ __VA_ARGS__, { 0 } })

static struct newsroom room;
static uint64_t state_of_chance;
static unsigned number; /* of the next report */

static int open_room(void **state)
{
    (void)state;
    newsroom_open(&room, (struct desk_options){ .articles_max = 512 });
    state_of_chance = 7;
    number = 0;
    return 0;
}

static int close_room(void **state)
{
    (void)state;
    newsroom_close(&room);
    return 0;
}

#endif
