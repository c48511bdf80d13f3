/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BENCH_FEED_H
#define BENCH_FEED_H

#include <poll.h>
#include <string.h>
#include <zmq.h>

#include "base/clock.h"
#include "bench/bench.h"
#include "claimwire/v1/wire.pb-c.h"
#include "proto/article.h"
#include "proto/wire.h"

/* A feeder that is nothing but a DEALER: every Submit is packed before the
 * clock starts, so what is measured is the hub. */

struct message {
    uint8_t *packed;
    size_t size;
    uint64_t sent_us, acked_us; /* 0: not yet */
};

struct feed {
    void *context, *socket;
    int descriptor; /* readable when something happened to the socket */
    size_t count, sent, answered, rejected;
    struct message *messages;
};

/* ---- articles of a file */

struct line {
    int64_t at_ms;
    size_t number;
    Claimwire__V1__Article *article;
};

static int earlier(const void *a, const void *b)
{
    const struct line *left = a, *right = b;
    if (left->at_ms != right->at_ms)
        return left->at_ms < right->at_ms ? -1 : 1;
    return left->number < right->number ? -1 : 1;
}

/* A date that a hub takes for an archived article. */
static bool usable(const char *text, int64_t *at_ms)
{
    int64_t parsed;
    if (!text || !clock_parse(text, &parsed) || parsed < 0 || parsed > clock_wall_ms(&clock_system))
        return false;
    *at_ms = parsed;
    return true;
}

/* When it was fetched, else published; what has no date comes with the line before it. */
static int64_t date_of(const Claimwire__V1__Article *article, int64_t before_ms)
{
    if (!usable(article->fetched_at, &before_ms))
        usable(article->published_at, &before_ms);
    return before_ms;
}

static struct line *read_lines(const char *path, size_t *count)
{
    FILE *file = fopen(path, "r");
    if (!file)
        die("cannot read %s", path);
    struct line *lines = calloc(*count, sizeof *lines);
    char *text = NULL, why[160];
    size_t room = 0, taken = 0;
    int64_t at_ms = 0;
    for (ssize_t size; lines && taken < *count && (size = getline(&text, &room, file)) > 0; taken++) {
        Claimwire__V1__Article *article = article_from_json(text, (size_t)size, why);
        if (!article)
            die("%s:%zu: %s", path, taken + 1, why);
        at_ms = date_of(article, at_ms);
        lines[taken] = (struct line){ at_ms, taken, article };
    }
    free(text);
    fclose(file);
    *count = taken;
    return lines;
}

static void pack(struct message *message, size_t request, const struct line *line, bool archive)
{
    char fetched_at[CLOCK_TEXT_BYTES];
    Claimwire__V1__Article article = *line->article;
    Claimwire__V1__Submit submit = CLAIMWIRE__V1__SUBMIT__INIT;
    submit.has_request = submit.has_archive = true;
    submit.request = request;
    submit.archive = archive;
    submit.article = &article;
    if (archive) {
        clock_format(line->at_ms, fetched_at);
        article.fetched_at = fetched_at;
    }
    message->size = claimwire__v1__submit__get_packed_size(&submit);
    message->packed = malloc(message->size);
    if (!message->packed)
        die("out of memory");
    claimwire__v1__submit__pack(&submit, message->packed);
}

/* At most `count_max` articles, in order of date if they are an archive. With
 * `numbered` their ids become their places: "0", "1", … */
static void feed_read(struct feed *feed, const char *path, size_t count_max, bool archive, bool numbered)
{
    size_t count = count_max;
    struct line *lines = read_lines(path, &count);
    if (!lines || count == 0)
        die("%s holds no article", path);
    if (archive)
        qsort(lines, count, sizeof *lines, earlier);
    *feed = (struct feed){ .count = count, .messages = calloc(count, sizeof *feed->messages) };
    if (!feed->messages)
        die("out of memory");
    for (size_t i = 0; i < count; i++) {
        char id[24], *own = lines[i].article->id;
        snprintf(id, sizeof id, "%zu", i);
        if (numbered)
            lines[i].article->id = id;
        pack(&feed->messages[i], i, &lines[i], archive);
        lines[i].article->id = own;
        claimwire__v1__article__free_unpacked(lines[i].article, NULL);
    }
    free(lines);
}

/* ---- the socket */

static void feed_message(struct feed *feed, enum wire_kind kind, const void *body, size_t size)
{
    uint8_t head[WIRE_HEAD_BYTES];
    wire_head(head, kind);
    if (zmq_send(feed->socket, head, sizeof head, ZMQ_SNDMORE) < 0 || zmq_send(feed->socket, body, size, 0) < 0)
        die("cannot send: %s", zmq_strerror(zmq_errno()));
}

static void take_answer(struct feed *feed, const void *body, size_t size)
{
    Claimwire__V1__Answer *answer = claimwire__v1__answer__unpack(NULL, size, body);
    if (!answer || answer->request >= feed->count)
        die("an answer cannot be read");
    if (answer->code == CLAIMWIRE__V1__ANSWER_CODE__RETRY)
        die("the hub takes no more: %s", answer->reason ? answer->reason : "RETRY");
    if (answer->code == CLAIMWIRE__V1__ANSWER_CODE__REJECTED)
        feed->rejected++;
    feed->messages[answer->request].acked_us = now_us();
    feed->answered++;
    claimwire__v1__answer__free_unpacked(answer, NULL);
}

/* Takes what is there; how many messages that was. */
static size_t feed_take(struct feed *feed)
{
    size_t taken = 0;
    uint8_t head[WIRE_HEAD_BYTES];
    for (; zmq_recv(feed->socket, head, sizeof head, ZMQ_DONTWAIT) == (int)sizeof head; taken++) {
        zmq_msg_t body;
        zmq_msg_init(&body);
        if (zmq_msg_recv(&body, feed->socket, 0) < 0)
            die("half a message came");
        if (head[3] == WIRE_ANSWER)
            take_answer(feed, zmq_msg_data(&body), zmq_msg_size(&body));
        zmq_msg_close(&body);
    }
    return taken;
}

/* Waits at most `us` for a message, and takes what is there. The descriptor
 * tells of changes alone, and of some that bring no message. */
static size_t feed_wait(struct feed *feed, uint64_t us)
{
    const uint64_t until = now_us() + us;
    for (;;) {
        const size_t taken = feed_take(feed);
        const uint64_t now = now_us();
        if (taken > 0 || now >= until)
            return taken;
        struct pollfd item = { .fd = feed->descriptor, .events = POLLIN };
        const struct timespec wait = { (time_t)((until - now) / 1000000), (long)((until - now) % 1000000) * 1000 };
        ppoll(&item, 1, &wait, NULL);
    }
}

static void feed_open(struct feed *feed, const char *endpoint)
{
    const int high_water = 16384, linger = 0;
    size_t size = sizeof feed->descriptor;
    feed->context = zmq_ctx_new();
    feed->socket = zmq_socket(feed->context, ZMQ_DEALER);
    zmq_setsockopt(feed->socket, ZMQ_SNDHWM, &high_water, sizeof high_water);
    zmq_setsockopt(feed->socket, ZMQ_RCVHWM, &high_water, sizeof high_water);
    zmq_setsockopt(feed->socket, ZMQ_LINGER, &linger, sizeof linger);
    zmq_getsockopt(feed->socket, ZMQ_FD, &feed->descriptor, &size);
    if (zmq_connect(feed->socket, endpoint) != 0)
        die("cannot connect to %s", endpoint);
    feed_message(feed, WIRE_HELLO, "", 0);
    for (const uint64_t until = now_us() + 10000000; feed_wait(feed, 100000) == 0;)
        if (now_us() > until)
            die("no hub at %s", endpoint);
}

static void feed_close(struct feed *feed)
{
    zmq_close(feed->socket);
    zmq_ctx_term(feed->context);
    for (size_t i = 0; i < feed->count; i++)
        free(feed->messages[i].packed);
    free(feed->messages);
}

static void feed_send(struct feed *feed, uint64_t at_us)
{
    struct message *message = &feed->messages[feed->sent++];
    message->sent_us = at_us;
    feed_message(feed, WIRE_SUBMIT, message->packed, message->size);
}

/* Feeds up to article `until`, `in_flight` unanswered at any time, and waits
 * for the last answer. Microseconds that took. */
static uint64_t feed_closed_loop(struct feed *feed, size_t until, size_t in_flight)
{
    const uint64_t begin = now_us();
    while (feed->answered < until) {
        while (feed->sent < until && feed->sent - feed->answered < in_flight)
            feed_send(feed, now_us());
        if (feed_wait(feed, 10000000) == 0)
            die("no answer for 10 s");
    }
    return now_us() - begin;
}

#endif
