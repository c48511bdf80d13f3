/* SPDX-License-Identifier: Apache-2.0
 * Everything at once: feeders, a subscriber, replays, queries, status,
 * snapshots, backups and dead letters, each from a thread with a handle of its
 * own, against one hub. `make thread` looks at the hub's threads meanwhile. */
#include "support/test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/digest.h"
#include "support/feeding.h"
#include "support/follower.h"
#include "support/press.h"
#include "support/query.h"
#include "support/teardown.h"

enum { ARTICLES = 150, FEEDERS = 2, STRESS_MS = 4000, ANSWER_MS_MAX = 20000, FEED_MS_MAX = 60000, PAGE = 20 };

/* A thread of the test. cmocka's assertions belong to the main thread, so a
 * hand writes down the first thing that is wrong and ends. */
struct hand;
typedef void work_function(struct hand *hand);
struct hand {
    work_function *work; /* one round */
    const char *name;
    struct hub *hub;
    pthread_t thread;
    atomic_bool *stop;
    unsigned rounds;
    char failure[200];

    struct claimwire_asker *asker; /* of those that ask */
    uint64_t epoch, sequence;      /* as told last */
    char backup[96];               /* the last folder that is whole */

    struct claimwire_feeder *feeder; /* of those that feed */
    Claimwire__V1__Article *articles[ARTICLES];
    size_t submitted, answered, stored;
};

static bool expect(struct hand *hand, bool true_so, const char *what)
{
    if (!true_so && hand->failure[0] == '\0')
        snprintf(hand->failure, sizeof hand->failure, "%s, round %u: %s %s", hand->name, hand->rounds, what,
                 hand->asker ? claimwire_asker_message(hand->asker) : "");
    return true_so;
}

static bool fine(struct hand *hand, int result)
{
    return expect(hand, result == CLAIMWIRE_OK, claimwire_strerror(result));
}

/* ---- what the hands do, one round each */

/* The log never goes back, and its epoch stays. */
static void take_place(struct hand *hand, const Claimwire__V1__Cursor *last)
{
    if (!expect(hand, last && last->sequence >= hand->sequence, "the log went back"))
        return;
    expect(hand, hand->epoch == 0 || last->epoch == hand->epoch, "another epoch");
    hand->sequence = last->sequence;
    hand->epoch = last->epoch;
}

static void ask_status(struct hand *hand)
{
    const Claimwire__V1__StatusReply *status;
    if (!fine(hand, claimwire_asker_status(hand->asker, &status)))
        return;
    expect(hand, status->epoch == status->last->epoch, "the epochs of one status differ");
    expect(hand, status->articles <= FEEDERS * ARTICLES + 1, "more articles than were fed");
    take_place(hand, status->last);
}

static void check_entry(struct hand *hand, const ProtobufCBinaryData *packed, struct claimwire_cursor *at)
{
    Claimwire__V1__LogEntry *entry = claimwire__v1__log_entry__unpack(NULL, packed->len, packed->data);
    if (expect(hand, entry && entry->digest.len == DIGEST_BYTES, "an entry that cannot be read")) {
        struct digest before;
        memcpy(before.bytes, at->digest, DIGEST_BYTES);
        const struct digest after =
            digest_chain(&before, entry->epoch, entry->sequence, entry->update.data, entry->update.len);
        expect(hand, entry->sequence == at->sequence + 1, "a gap in a replay");
        expect(hand, memcmp(after.bytes, entry->digest.data, DIGEST_BYTES) == 0, "a digest that does not fit");
        at->sequence = entry->sequence;
        at->epoch = entry->epoch;
        memcpy(at->digest, entry->digest.data, DIGEST_BYTES);
        at->has_epoch = at->has_digest = true;
    }
    claimwire__v1__log_entry__free_unpacked(entry, NULL);
}

/* The whole log as it is by now. */
static void ask_replay(struct hand *hand)
{
    const Claimwire__V1__ReplayReply *replay;
    struct claimwire_cursor at = { .sequence = 0 };
    do {
        if (!fine(hand, claimwire_asker_replay(hand->asker, &at, 7 * PAGE, &replay)))
            return;
        take_place(hand, replay->last);
        expect(hand, replay->n_entries > 0 || at.sequence == replay->last->sequence, "a replay that stands still");
        for (size_t i = 0; i < replay->n_entries && !hand->failure[0]; i++)
            check_entry(hand, &replay->entries[i], &at);
    } while (at.sequence < replay->last->sequence && !hand->failure[0]);
}

static void ask_events(struct hand *hand)
{
    const Claimwire__V1__EventsReply *page;
    uint64_t after = 0, before = 0;
    do {
        if (!fine(hand, claimwire_asker_events(hand->asker, after, PAGE, &page)))
            return;
        for (size_t i = 0; i < page->n_events; i++) {
            expect(hand, page->events[i]->id > before, "events out of order");
            expect(hand, page->events[i]->n_facts > 0 || page->events[i]->n_articles > 0, "an event of nothing");
            before = page->events[i]->id;
        }
        after = page->next;
    } while (after != 0 && !hand->failure[0]);
}

static void ask_articles_and_claims(struct hand *hand)
{
    const Claimwire__V1__ArticlesReply *articles;
    const Claimwire__V1__ClaimsReply *claims;
    uint64_t after = 0;
    do {
        if (!fine(hand, claimwire_asker_articles(hand->asker, after, PAGE, false, &articles)))
            return;
        for (size_t i = 0; i < articles->n_articles; i++)
            expect(hand, articles->articles[i]->digest.len == DIGEST_BYTES, "an article without a digest");
        after = articles->next;
    } while (after != 0);
    do {
        if (!fine(hand, claimwire_asker_claims(hand->asker, after, 0, &claims)))
            return;
        for (size_t i = 0; i < claims->n_claims; i++)
            expect(hand, claims->claims[i]->claim && claims->claims[i]->fact != 0, "a claim without a fact");
        after = claims->next;
    } while (after != 0);
}

/* The first part; where there is no snapshot yet, the loop makes one. */
static void ask_snapshot(struct hand *hand)
{
    const Claimwire__V1__SnapshotPart *part;
    uint32_t parts = 1;
    uint64_t sequence = 0;
    for (uint32_t i = 0; i < parts; i++) {
        if (!fine(hand, claimwire_asker_snapshot(hand->asker, sequence, i, &part)))
            return;
        parts = part->parts;
        sequence = part->at->sequence;
        if (i == 0)
            take_place(hand, part->at);
        else
            expect(hand, sequence == hand->sequence, "parts of two snapshots");
    }
}

static void ask_backup(struct hand *hand)
{
    const Claimwire__V1__BackupReply *backup;
    char folder[sizeof hand->backup];
    snprintf(folder, sizeof folder, "%.63s/backup-%u", hand->hub->folder, hand->rounds);
    if (!fine(hand, claimwire_asker_backup(hand->asker, folder, &backup)))
        return;
    expect(hand, backup->sequence >= hand->sequence, "a backup older than the one before");
    expect(hand, backup->epoch != hand->epoch, "a backup without an epoch of its own");
    hand->sequence = backup->sequence;
    hand->epoch = backup->epoch;
    memcpy(hand->backup, folder, sizeof folder);
}

/* The poison is tried again as soon as it has killed another three. */
static void retry_dead(struct hand *hand)
{
    const Claimwire__V1__DeadReply *page;
    const Claimwire__V1__DeadLetter *letter;
    if (!fine(hand, claimwire_asker_dead(hand->asker, 0, 0, &page)) || page->n_letters == 0) {
        sleep_ms(5);
        return;
    }
    const uint64_t id = page->letters[0]->id;
    expect(hand, page->n_letters == 1, "more dead letters than poison");
    if (fine(hand, claimwire_asker_dead_show(hand->asker, id, &letter)))
        expect(hand, strcmp(letter->article->id, "poison") == 0, "another article is dead");
    fine(hand, claimwire_asker_dead_retry(hand->asker, id));
    hand->sequence++; /* how often */
}

/* Two articles, and what answers have come. */
static void feed_two(struct hand *hand)
{
    for (int i = 0; i < 2 && hand->submitted < ARTICLES; i++) {
        const int result = claimwire_feeder_submit(hand->feeder, hand->articles[hand->submitted], hand->submitted);
        if (result == CLAIMWIRE_AGAIN)
            break;
        if (!fine(hand, result))
            return;
        hand->submitted++;
    }
    expect(hand, claimwire_feeder_poll(hand->feeder, 20) >= 0, "the feeder has failed");
}

static void take_answer(void *context, const struct claimwire_answer *answer)
{
    struct hand *hand = context;
    hand->answered++;
    hand->stored += answer->code == CLAIMWIRE__V1__ANSWER_CODE__ACCEPTED;
}

/* ---- many hands */

static void *hand_main(void *argument)
{
    struct hand *hand = argument;
    while (!atomic_load(hand->stop) && hand->failure[0] == '\0') {
        hand->work(hand);
        hand->rounds++;
    }
    return NULL;
}

enum { HANDS_MAX = 10 };
struct crew {
    struct hub *hub;
    atomic_bool stop;
    size_t count, running;
    struct hand hands[HANDS_MAX];
};

static void crew_stop(struct crew *crew)
{
    atomic_store(&crew->stop, true);
    while (crew->running > 0)
        pthread_join(crew->hands[--crew->running].thread, NULL);
}

static void end_crew(void *thing)
{
    struct crew *crew = thing;
    crew_stop(crew);
    for (size_t i = 0; i < crew->count; i++) {
        claimwire_asker_close(crew->hands[i].asker);
        claimwire_feeder_close(crew->hands[i].feeder);
    }
    free(crew);
}

static struct crew *crew_new(struct hub *hub)
{
    struct crew *crew = calloc(1, sizeof *crew);
    assert_non_null(crew);
    crew->hub = hub;
    teardown_add(crew, end_crew);
    return crew;
}

static struct hand *crew_add(struct crew *crew, const char *name, work_function *work)
{
    assert_true(crew->count < HANDS_MAX);
    struct hand *hand = &crew->hands[crew->count++];
    hand->name = name;
    hand->work = work;
    hand->hub = crew->hub;
    hand->stop = &crew->stop;
    return hand;
}

static struct hand *add_asker(struct crew *crew, const char *name, work_function *work)
{
    struct hand *hand = crew_add(crew, name, work);
    assert_int_equal(claimwire_asker_open(crew->hub->ask, ANSWER_MS_MAX, &hand->asker), CLAIMWIRE_OK);
    return hand;
}

static struct hand *add_feeder(struct crew *crew, unsigned number)
{
    struct hand *hand = crew_add(crew, "feeder", feed_two);
    for (unsigned i = 0; i < ARTICLES; i++)
        hand->articles[i] = press_report(number * ARTICLES + i);
    assert_int_equal(claimwire_feeder_open(crew->hub->feed, NULL, take_answer, hand, &hand->feeder), CLAIMWIRE_OK);
    return hand;
}

static void crew_start(struct crew *crew)
{
    for (; crew->running < crew->count; crew->running++) {
        struct hand *hand = &crew->hands[crew->running];
        assert_int_equal(pthread_create(&hand->thread, NULL, hand_main, hand), 0);
    }
}

static void crew_check(const struct crew *crew)
{
    for (size_t i = 0; i < crew->count; i++) {
        const struct hand *hand = &crew->hands[i];
        print_message("%-10s %5u rounds\n", hand->name, hand->rounds);
        if (hand->failure[0] != '\0')
            fail_msg("%s", hand->failure);
        assert_true(hand->rounds > 0);
    }
}

/* What a feeder has not got rid of yet. */
static void feed_rest(struct hand *hand)
{
    const long long end = now_ms() + FEED_MS_MAX;
    while (hand->answered < ARTICLES && hand->failure[0] == '\0' && now_ms() < end)
        feed_two(hand);
    assert_string_equal(hand->failure, "");
    assert_int_equal(hand->answered, ARTICLES);
    assert_int_equal(hand->stored, ARTICLES);
}

/* ---- */

static struct hub *poisoned_hub(void)
{
    struct hub *hub = hub_new();
    Claimwire__V1__Article *poison = press_report(7);
    poison->id = press_article("poison", "-")->id;
    hub->fault = "read.poison:1";
    hub_start(hub);
    assert_fed(feed(hub, poison), ACCEPTED);
    return hub;
}

/* The log from the oldest on is what was heard live, and its fold what is answered. */
static void check_log(struct hub *hub, struct follower *live)
{
    struct ledger ledger = { 0 };
    const uint64_t last = query_drained(hub);
    struct follower *again = follow_oldest(hub);
    follow_until(live, last);
    follow_until(again, last);
    assert_int_equal(live->count, last);
    assert_true(follow_same(live, again));
    query_events(hub, &ledger);
    assert_true(ledger_same(&live->ledger, &ledger));
}

static void verify(struct hub *hub)
{
    const char *const arguments[] = { "verify", NULL };
    char output[4096];
    const int code = hub_command(hub, output, sizeof output, arguments);
    if (code != 0)
        fail_msg("verify of %s ends with %d: %s", hub->data, code, output);
}

static void a_hub_serves_everybody_at_once(void **state)
{
    (void)state;
    struct hub *hub = poisoned_hub();
    struct follower *live = follow_oldest(hub);
    struct crew *crew = crew_new(hub);
    struct hand *feeders[FEEDERS];
    for (unsigned i = 0; i < FEEDERS; i++)
        feeders[i] = add_feeder(crew, i);
    add_asker(crew, "status", ask_status);
    add_asker(crew, "replay", ask_replay);
    add_asker(crew, "events", ask_events);
    add_asker(crew, "claims", ask_articles_and_claims);
    add_asker(crew, "snapshot", ask_snapshot);
    const struct hand *backups = add_asker(crew, "backup", ask_backup);
    const struct hand *retries = add_asker(crew, "retry", retry_dead);
    crew_start(crew);
    follow_for(live, STRESS_MS);
    crew_stop(crew);
    crew_check(crew);
    for (unsigned i = 0; i < FEEDERS; i++)
        feed_rest(feeders[i]);
    print_message("%u retries\n", (unsigned)retries->sequence);
    assert_true(retries->sequence > 0);

    query_dead(hub, 1);
    check_log(hub, live);
    assert_int_equal(query_articles(hub, NULL, NULL), FEEDERS * ARTICLES + 1);
    hub_stop(hub);
    verify(hub);
    memcpy(hub->data, backups->backup, sizeof hub->data);
    verify(hub);
}

int main(void)
{
    const struct CMUnitTest tests[] = { FLOW_TEST(a_hub_serves_everybody_at_once) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
