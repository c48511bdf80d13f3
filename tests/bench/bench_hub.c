/* SPDX-License-Identifier: Apache-2.0
 * A running hub, from outside: how many articles a second it accepts, how long
 * an answer and an update take, what an article costs it, and its memory.
 *
 *   bench_hub wait ASK
 *   bench_hub accept FEED ASK FILE IN_FLIGHT:COUNT...
 *   bench_hub load FEED ASK FILE COUNT
 *   bench_hub latency FEED ASK WIRE FILE COUNT
 */
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "bench/feed.h"
#include "client/claimwire.h"

enum { WINDOW = 256, COST_ARTICLES = 1000, ASK_MS = 10000 };

/* ---- what the hub says of itself, and the kernel of it */

static const char *const counters[] = { "accept_us", "desk_us", "commit_us", "send_us", "commits", "batch_articles" };
enum { ACCEPT_US, DESK_US, COMMIT_US, SEND_US, COMMITS, BATCH_ARTICLES, COUNTERS };

struct sample {
    uint64_t wall_us, process_us, loop_us; /* the latter two: processor time of the hub and of its loop's thread */
    uint64_t counters[COUNTERS];
    uint64_t queued, published;
    pid_t pid;
};

static uint64_t process_us(pid_t pid)
{
    clockid_t clock;
    struct timespec used;
    if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &used) != 0)
        die("process %d is gone", (int)pid);
    return (uint64_t)used.tv_sec * 1000000 + (uint64_t)used.tv_nsec / 1000;
}

static uint64_t main_thread_us(pid_t pid)
{
    char path[64];
    unsigned long long run_ns = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/schedstat", (int)pid, (int)pid);
    FILE *file = fopen(path, "r");
    if (file) {
        if (fscanf(file, "%llu", &run_ns) != 1)
            run_ns = 0;
        fclose(file);
    }
    return run_ns / 1000;
}

static struct claimwire_asker *ask_open(const char *endpoint)
{
    struct claimwire_asker *asker;
    if (claimwire_asker_open(endpoint, ASK_MS, &asker) != CLAIMWIRE_OK)
        die("cannot ask %s", endpoint);
    return asker;
}

static struct sample look(struct claimwire_asker *asker)
{
    const Claimwire__V1__StatusReply *status;
    if (claimwire_asker_status(asker, &status) != CLAIMWIRE_OK)
        die("the hub does not answer");
    struct sample sample = { .queued = status->queued, .pid = (pid_t)status->pid };
    for (size_t i = 0; i < status->n_counters; i++) {
        for (int k = 0; k < COUNTERS; k++)
            if (strcmp(status->counters[i]->name, counters[k]) == 0)
                sample.counters[k] = status->counters[i]->value;
        if (strcmp(status->counters[i]->name, "updates_published") == 0)
            sample.published = status->counters[i]->value;
    }
    sample.process_us = process_us(sample.pid);
    sample.loop_us = main_thread_us(sample.pid);
    sample.wall_us = now_us();
    return sample;
}

/* Waits until everything accepted is applied. */
static struct sample drained(struct claimwire_asker *asker)
{
    for (;;) {
        const struct sample sample = look(asker);
        if (sample.queued == 0)
            return sample;
        usleep(10000);
    }
}

/* One row a stretch: articles a second, then microseconds an article of the
 * loop's stages, which are serial, and of processor time. What the loop's
 * thread used beyond its stages it used on receiving, dispatch and waiting. */
static void print_head(void)
{
    printf("%-28s %10s %8s %8s %8s %8s %8s | %8s %8s | %8s\n", "", "articles/s", "accept", "desk", "commit", "send",
           "stages", "loop CPU", "hub CPU", "a commit");
}

static void print_row(const char *what, const struct sample *from, const struct sample *to, size_t articles)
{
    const double count = (double)articles;
    double stages = 0;
    printf("%-28s %10.0f", what, per_second(articles, to->wall_us - from->wall_us));
    for (int k = ACCEPT_US; k <= SEND_US; k++) {
        printf(" %8.1f", (double)(to->counters[k] - from->counters[k]) / count);
        stages += (double)(to->counters[k] - from->counters[k]) / count;
    }
    const uint64_t commits = to->counters[COMMITS] - from->counters[COMMITS];
    printf(" %8.1f | %8.1f %8.1f | %8.1f\n", stages, (double)(to->loop_us - from->loop_us) / count,
           (double)(to->process_us - from->process_us) / count,
           (double)(to->counters[BATCH_ARTICLES] - from->counters[BATCH_ARTICLES]) / (double)(commits ? commits : 1));
}

/* ---- accept: answers a second with so many in flight */

static int accept_mode(char **arguments)
{
    struct feed feed;
    size_t total = 0;
    for (char **stretch = arguments + 3; *stretch; stretch++)
        total += stretch_of(*stretch).count;
    feed_read(&feed, arguments[2], total, false, true);
    if (feed.count < total)
        die("%s holds %zu articles of %zu", arguments[2], feed.count, total);
    feed_open(&feed, arguments[0]);
    struct claimwire_asker *asker = ask_open(arguments[1]);
    size_t until = 0;
    print_head();
    for (char **text = arguments + 3; *text; text++) {
        const struct stretch stretch = stretch_of(*text);
        char what[64];
        snprintf(what, sizeof what, "%zu in flight", stretch.width);
        const struct sample before = look(asker);
        feed_closed_loop(&feed, until += stretch.count, stretch.width);
        const struct sample after = look(asker);
        print_row(what, &before, &after, stretch.count);
    }
    claimwire_asker_close(asker);
    feed_close(&feed);
    return 0;
}

/* ---- load: cost an article and memory as the store grows */

static void print_memory(const char *what, pid_t pid)
{
    static const char *const fields[] = { "VmRSS", "VmHWM", "RssAnon" };
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/status", (int)pid);
    printf("%s\n", what);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        for (int i = 0; i < 3; i++) {
            const size_t size = strlen(fields[i]);
            if (strncmp(line, fields[i], size) == 0 && line[size] == ':')
                printf("%-28s %10.1f MiB\n", fields[i], (double)strtoul(line + size + 1, NULL, 10) / 1024);
        }
    if (file)
        fclose(file);
}

/* The extractors are the leaves under the hub: it forks a nursery, which forks them. */
static void print_extractors(pid_t pid, pid_t hub)
{
    char path[64];
    int child, children = 0;
    snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)pid, (int)pid);
    FILE *file = fopen(path, "r");
    for (; file && fscanf(file, "%d", &child) == 1; children++)
        print_extractors(child, hub);
    if (file)
        fclose(file);
    if (children == 0 && pid != hub)
        print_memory("memory of an extractor", pid);
}

/* What each of the last COST_ARTICLES before `until` cost. */
static void print_cost(struct feed *feed, struct claimwire_asker *asker, size_t until)
{
    const size_t from = until > COST_ARTICLES ? until - COST_ARTICLES : 0;
    char what[64];
    feed_closed_loop(feed, from, WINDOW);
    const struct sample before = drained(asker);
    feed_closed_loop(feed, until, WINDOW);
    const struct sample after = drained(asker);
    snprintf(what, sizeof what, "articles %zu to %zu", from + 1, until);
    print_row(what, &before, &after, until - from);
}

static int load_mode(char **arguments)
{
    static const size_t marks[] = { 1500, 10500 };
    struct feed feed;
    feed_read(&feed, arguments[2], strtoul(arguments[3], NULL, 10), true, false);
    feed_open(&feed, arguments[0]);
    struct claimwire_asker *asker = ask_open(arguments[1]);
    print_head();
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i] + COST_ARTICLES <= feed.count)
            print_cost(&feed, asker, marks[i]);
    print_cost(&feed, asker, feed.count);
    const struct sample end = look(asker);
    printf("%zu articles fed, %zu of them rejected; %llu updates\n", feed.count, feed.rejected,
           (unsigned long long)end.published);
    print_memory("memory of the hub", end.pid);
    print_extractors(end.pid, end.pid);
    claimwire_asker_close(asker);
    feed_close(&feed);
    return 0;
}

/* ---- latency: at half of the throughput, submission to answer and to update */

struct watch {
    const char *wire, *ask;
    size_t count;
    _Atomic uint64_t *updated_us; /* by article; 0: none yet */
    atomic_bool heard, stop;
};

static void *watch_run(void *context)
{
    struct watch *watch = context;
    const struct claimwire_subscriber_options live = { .start = CLAIMWIRE_START_LIVE };
    struct claimwire_subscriber *subscriber;
    const struct claimwire_item *item;
    if (claimwire_subscriber_open(watch->wire, watch->ask, &live, &subscriber) != CLAIMWIRE_OK)
        die("cannot subscribe to %s", watch->wire);
    while (!watch->stop) {
        const int result = claimwire_subscriber_next(subscriber, 100, &item);
        watch->heard = claimwire_subscriber_heard(subscriber);
        if (result != CLAIMWIRE_OK && result != CLAIMWIRE_TIMEOUT)
            die("the subscription ended: %s", claimwire_strerror(result));
        if (result != CLAIMWIRE_OK || item->kind != CLAIMWIRE_UPDATE || !item->update->article)
            continue;
        const size_t place = strtoul(item->update->article->id, NULL, 10);
        if (place < watch->count && watch->updated_us[place] == 0)
            watch->updated_us[place] = now_us();
    }
    claimwire_subscriber_close(subscriber);
    return NULL;
}

/* Sends when an article is due, whether or not earlier ones are answered; an
 * article counts as submitted when it was due. */
static void feed_open_loop(struct feed *feed, double rate)
{
    const size_t first = feed->sent;
    const uint64_t begin = now_us();
    while (feed->answered < feed->count) {
        const uint64_t due_us = begin + (uint64_t)((double)(feed->sent - first) * 1e6 / rate), now = now_us();
        if (feed->sent < feed->count && now >= due_us)
            feed_send(feed, due_us);
        else
            feed_wait(feed, feed->sent < feed->count ? due_us - now : 100000);
    }
}

static int by_size(const void *a, const void *b)
{
    const uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

static void print_percentiles(const char *what, uint64_t *us, size_t count)
{
    if (count == 0)
        return;
    qsort(us, count, sizeof *us, by_size);
    printf("%-28s %10.1f ms p50 %10.1f ms p99 %10.1f ms most, of %zu\n", what, (double)us[count / 2] / 1000,
           (double)us[count * 99 / 100] / 1000, (double)us[count - 1] / 1000, count);
}

static void print_latencies(const struct feed *feed, const struct watch *watch, size_t first)
{
    uint64_t *us = calloc(feed->count, sizeof *us);
    size_t count = 0;
    for (size_t i = first; us && i < feed->count; i++)
        us[count++] = feed->messages[i].acked_us - feed->messages[i].sent_us;
    print_percentiles("submit to answer", us, count);
    count = 0;
    for (size_t i = first; us && i < feed->count; i++)
        if (watch->updated_us[i])
            us[count++] = watch->updated_us[i] - feed->messages[i].sent_us;
    print_percentiles("submit to first update", us, count);
    free(us);
}

static int latency_mode(char **arguments)
{
    struct feed feed;
    feed_read(&feed, arguments[3], strtoul(arguments[4], NULL, 10), true, true);
    feed_open(&feed, arguments[0]);
    struct claimwire_asker *asker = ask_open(arguments[1]);
    struct watch watch = { arguments[2], arguments[1], feed.count, calloc(feed.count, sizeof *watch.updated_us), 0, 0 };
    pthread_t thread;
    if (!watch.updated_us || pthread_create(&thread, NULL, watch_run, &watch) != 0)
        die("out of memory");
    while (!watch.heard)
        usleep(10000);
    const size_t first = feed.count / 2;
    const struct sample begin = drained(asker);
    feed_closed_loop(&feed, first, WINDOW);
    const struct sample end = drained(asker);
    const double rate = per_second(first, end.wall_us - begin.wall_us);
    print_head();
    print_row("all it can", &begin, &end, first);
    feed_open_loop(&feed, rate / 2);
    const struct sample half = drained(asker);
    print_row("at half of that", &end, &half, feed.count - first);
    usleep(200000); /* the last updates are on their way */
    watch.stop = true;
    pthread_join(thread, NULL);
    print_latencies(&feed, &watch, first);
    free(watch.updated_us);
    claimwire_asker_close(asker);
    feed_close(&feed);
    return 0;
}

int main(int argc, char **argv)
{
    const char *mode = argc > 2 ? argv[1] : "";
    if (strcmp(mode, "accept") == 0 && argc > 5)
        return accept_mode(argv + 2);
    if (strcmp(mode, "load") == 0 && argc == 6)
        return load_mode(argv + 2);
    if (strcmp(mode, "latency") == 0 && argc == 7)
        return latency_mode(argv + 2);
    if (strcmp(mode, "wait") == 0) {
        struct claimwire_asker *asker = ask_open(argv[2]);
        look(asker);
        claimwire_asker_close(asker);
        return 0;
    }
    die("see the top of tests/bench/bench_hub.c");
    return 1;
}
