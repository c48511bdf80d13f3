/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/peers/load.h"

enum { STRETCH_US = 5000000 }; /* a stretch sends nothing more after this */

/* At most `count` articles; how many there were is left in it. */
static struct message *read_articles(const char *path, size_t *count)
{
    FILE *file = fopen(path, "r");
    struct message *messages = calloc(*count, sizeof *messages);
    if (!file || !messages)
        die("cannot read %s", path);
    char *line = NULL;
    size_t room = 0, taken = 0;
    for (ssize_t size; taken < *count && (size = getline(&line, &room, file)) > 1; taken++) {
        line[size - 1] = '\0';
        messages[taken] = message_pack(taken, line, (size_t)size - 1);
    }
    free(line);
    fclose(file);
    *count = taken;
    return messages;
}

/* Keeps `width` messages unacknowledged until all are sent or time is over,
 * then waits for the last acknowledgement. */
static void run(struct connection *connection, const struct message *messages, struct stretch stretch)
{
    const uint64_t begin = now_us();
    size_t goal = stretch.count, sent = 0, acknowledged = 0;
    while (acknowledged < goal) {
        while (sent < goal && sent - acknowledged < stretch.width)
            connection_send(connection, &messages[sent++]);
        acknowledged += connection_take(connection);
        if (now_us() - begin > STRETCH_US)
            goal = sent;
    }
    printf("%zu in flight: %.0f articles/s, %zu of them\n", stretch.width, per_second(goal, now_us() - begin), goal);
}

int main(int argc, char **argv)
{
    if (argc < 4)
        die("see tests/bench/peers/load.h");
    size_t total = 0, first = 0;
    for (char **text = argv + 3; *text; text++)
        total += stretch_of(*text).count;
    size_t count = total;
    struct message *messages = read_articles(argv[2], &count);
    if (count < total)
        die("%s holds %zu articles of %zu", argv[2], count, total);
    struct connection *connection = connection_open(atoi(argv[1]));
    for (char **text = argv + 3; *text; text++) {
        const struct stretch stretch = stretch_of(*text);
        run(connection, messages + first, stretch);
        first += stretch.count;
    }
    connection_close(connection);
    for (size_t i = 0; i < count; i++)
        free(messages[i].bytes);
    free(messages);
    return 0;
}
