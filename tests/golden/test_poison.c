/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk/desk.h"
#include "golden/model.h"
#include "store/articles.h"
#include "store/events.h"
#include "store/inbox.h"
#include "store/log.h"

/* Attacks on the desk: tests/poison/attacks.jsonl, as README.md there says.
 * Each has a store of its own; articles are read as a hub reads them. */

enum { ATTACKS_MAX = 512, UPDATES_MAX = 1024, TEXT_BYTES_MAX = 32 * 1024, COPIES_MAX = 200 };

static json_t *stories;

struct attack {
    const json_t *said;
    const char *name;
    char directory[40];
    struct store *store;
    struct desk *desk;
    struct arena *arena, *kept;
    int64_t now_ms;
    size_t count;
    event_update_record *updates[UPDATES_MAX];
};

static const char *text_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* ---- feeding */

/* The story's words after each of the edits, which must be found in them. */
static char *edited(struct attack *attack, const char *words, const json_t *edits, size_t *made)
{
    static char buffers[2][TEXT_BYTES_MAX];
    const json_t *edit;
    size_t i;
    snprintf(buffers[0], TEXT_BYTES_MAX, "%s", words);
    char *now = buffers[0], *then = buffers[1];
    json_array_foreach(edits, i, edit)
    {
        const char *from = json_string_value(json_array_get(edit, 0)), *to = json_string_value(json_array_get(edit, 1));
        char *at = strstr(now, from);
        if (!at)
            continue;
        ++*made;
        snprintf(then, TEXT_BYTES_MAX, "%.*s%s%s", (int)(at - now), now, to, at + strlen(from));
        char *swap = now;
        now = then;
        then = swap;
    }
    return arena_string(attack->arena, span_of(now));
}

static char *field(struct attack *attack, const json_t *piece, const json_t *story, const char *key)
{
    const char *text = text_of(piece, key) ? text_of(piece, key) : story ? text_of(story, key) : NULL;
    return text ? arena_string(attack->arena, span_of(text)) : NULL;
}

static void fill(struct attack *attack, const json_t *piece, article_record *article)
{
    const char *named = text_of(piece, "story");
    const json_t *story = named ? json_object_get(stories, named) : NULL;
    const json_t *edits = json_object_get(piece, "edit");
    size_t made = 0;
    claimwire__v1__article__init(article);
    article->id = field(attack, piece, NULL, "id");
    if (!article->id)
        article->id = arena_string(attack->arena, span_of(named));
    article->outlet = field(attack, piece, story, "outlet");
    article->title = field(attack, piece, story, "title");
    article->published_at = field(attack, piece, NULL, "published_at");
    article->byline = field(attack, piece, NULL, "byline");
    article->language = (char *)(uintptr_t) "en";
    char *body = field(attack, piece, story, "body");
    article->body = edited(attack, body ? body : "", edits, &made);
    article->has_withdrawn = article->withdrawn = json_is_true(json_object_get(piece, "withdrawn"));
    if (made != json_array_size(edits))
        fail_msg("%s: an edit is not found in the story", attack->name);
}

static void keep_updates(struct attack *attack, const struct desk_outcome *outcome)
{
    for (size_t i = 0; i < outcome->updates; i++) {
        log_entry_record *entry;
        struct span packed = { arena_string(attack->kept, outcome->entries[i]), outcome->entries[i].size };
        assert_int_equal(log_entry_unpack(attack->kept, packed, &entry), ERR_OK);
        assert_true(attack->count < UPDATES_MAX);
        assert_int_equal(event_update_unpack(attack->kept,
                                             (struct span){ (char *)entry->update.data, entry->update.len },
                                             &attack->updates[attack->count++]),
                         ERR_OK);
    }
}

static void feed_one(struct attack *attack, const json_t *piece, article_record *article)
{
    const char *feeder = text_of(piece, "feeder");
    const json_t *hours = json_object_get(piece, "hours");
    struct inbox_answer answer;
    struct desk_outcome outcome = { 0 };
    struct txn *txn;
    reading_record *reading;
    attack->now_ms += hours ? json_integer_value(hours) * 3600 * 1000 : 60 * 1000;
    const struct submission submission = { feeder ? feeder : "local", article, attack->now_ms, attack->now_ms };
    assert_int_equal(read_article(attack->arena, model, article, attack->now_ms, &reading), ERR_OK);
    assert_int_equal(txn_begin(attack->store, &txn), ERR_OK);
    assert_int_equal(inbox_put(attack->arena, txn, &submission, &answer), ERR_OK);
    const struct desk_input input = { .accept = answer.accept, .reading = reading };
    if (answer.accept)
        assert_int_equal(desk_apply(attack->desk, attack->arena, txn, &input, &outcome), ERR_OK);
    assert_int_equal(txn_commit(txn), ERR_OK);
    keep_updates(attack, &outcome);
}

/* "copies": so many of it, %d in id and outlet being the number of the copy. */
static void feed(struct attack *attack, const json_t *piece)
{
    const json_t *copies = json_object_get(piece, "copies");
    const long long count = copies ? json_integer_value(copies) : 1;
    assert_true(count <= COPIES_MAX);
    for (long long i = 1; i <= count; i++) {
        article_record article;
        char name[128], number[24];
        fill(attack, piece, &article);
        snprintf(number, sizeof number, "%lld", i);
        char **numbered[] = { &article.id, &article.outlet };
        for (size_t k = 0; k < 2; k++) {
            const char *mark = strchr(*numbered[k], '#');
            if (!copies || !mark)
                continue;
            snprintf(name, sizeof name, "%.*s%s%s", (int)(mark - *numbered[k]), *numbered[k], number, mark + 1);
            *numbered[k] = arena_string(attack->arena, span_of(name));
        }
        feed_one(attack, piece, &article);
        arena_reset(attack->arena);
    }
}

/* ---- what came out */

static const statement_record *statement_of(const event_update_record *update)
{
    switch (update->detail_case) {
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_STATEMENT:
        return update->statement;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_CORROBORATION:
        return update->corroboration->statement;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_FIGURE:
        return update->figure->statement;
    default:
        return NULL;
    }
}

/* The words of a fact when it was new; "" when no update told them. */
static const char *words_of(const struct attack *attack, uint64_t fact)
{
    for (size_t i = 0; i < attack->count; i++) {
        const statement_record *statement = statement_of(attack->updates[i]);
        if (statement && attack->updates[i]->fact == fact && statement->text)
            return statement->text;
    }
    return "";
}

static bool says(const char *text, const json_t *wanted)
{
    const char *part = text_of(wanted, "says");
    return !part || strstr(text, part);
}

static bool fits(const struct attack *attack, const event_update_record *update, const json_t *wanted)
{
    const statement_record *statement = statement_of(update);
    const char *by = text_of(wanted, "by"), *feeder = text_of(wanted, "feeder"), *speaker = text_of(wanted, "speaker");
    const char *change =
        protobuf_c_enum_descriptor_get_value(&claimwire__v1__change__descriptor, (int)update->change)->name;
    if (!strstr(text_of(wanted, "change"), change))
        return false;
    if (by && (!update->article || strcmp(update->article->id, by) != 0))
        return false;
    if (feeder && (!update->article || strcmp(update->article->feeder, feeder) != 0))
        return false;
    if (speaker && (!statement || !statement->speaker || strcmp(statement->speaker, speaker) != 0))
        return false;
    return says(statement && statement->text ? statement->text : words_of(attack, update->fact), wanted);
}

static void check_updates(const struct attack *attack, const char *key, bool wanted)
{
    const json_t *list = json_object_get(attack->said, key), *one;
    size_t i;
    json_array_foreach(list, i, one)
    {
        const json_t *exactly = json_object_get(one, "count");
        long long found = 0;
        for (size_t k = 0; k < attack->count; k++)
            found += fits(attack, attack->updates[k], one);
        if (exactly ? found != json_integer_value(exactly) : (found > 0) != wanted)
            fail_msg("%s: %s %zu is there %lld times", attack->name, key, i, found);
    }
}

/* ---- a true event is never suppressed */

static bool holds(const stored_fact_record *row, uint64_t article, const json_t *truth)
{
    const statement_record *first = row->fact->n_statements ? row->fact->statements[0]->statement : NULL;
    if (!first || row->fact->status == CLAIMWIRE__V1__FACT_STATUS__FACT_RETRACTED || !says(first->text, truth))
        return false;
    for (size_t i = 0; i < row->n_support; i++)
        if (row->support[i]->article == article)
            return true;
    return row->support_more > 0;
}

static void check_truth(struct attack *attack, struct txn *txn, uint64_t number, const json_t *truth)
{
    stored_article_record *article;
    stored_event_record *event;
    struct fact_page *facts;
    assert_int_equal(articles_get(attack->arena, txn, number, 1, &article), ERR_OK);
    assert_int_equal(events_get(attack->arena, txn, article->event, &event), ERR_OK);
    assert_int_equal(event->event->status, CLAIMWIRE__V1__EVENT_STATUS__EVENT_OPEN);
    assert_int_equal(facts_list(attack->arena, txn, article->event, 0, 1024, &facts), ERR_OK);
    for (size_t i = 0; i < facts->count; i++)
        if (holds(facts->rows[i], number, truth))
            return;
    fail_msg("%s: suppressed: \"%s\"", attack->name, text_of(truth, "says"));
}

/* Every story that was fed as it is, by whoever fed it first, stands. */
static void check_stories(struct attack *attack)
{
    const json_t *piece, *truth;
    size_t i, k;
    struct txn *txn;
    assert_int_equal(txn_begin_read(attack->store, &txn), ERR_OK);
    json_array_foreach(json_object_get(attack->said, "feed"), i, piece)
    {
        known_article_record *known;
        const char *story = text_of(piece, "story"), *feeder = text_of(piece, "feeder");
        if (!json_is_true(json_object_get(piece, "true")))
            continue;
        const char *id = text_of(piece, "id") ? text_of(piece, "id") : story;
        assert_int_equal(articles_known(attack->arena, txn, feeder ? feeder : "local", id, &known), ERR_OK);
        assert_non_null(known);
        json_array_foreach(json_object_get(json_object_get(stories, story), "truths"), k, truth)
            check_truth(attack, txn, known->number, truth);
    }
    txn_abort(txn);
}

/* ---- running */

static void an_attack_comes_to_what_it_must(void **state)
{
    static struct attack attack;
    char reason[STORE_REASON_BYTES], command[64];
    attack = (struct attack){ .said = *state, .name = text_of(*state, "attack"), .now_ms = INT64_C(1700000000000) };
    strcpy(attack.directory, "/tmp/claimwire-poison-XXXXXX");
    assert_non_null(mkdtemp(attack.directory));
    const struct store_options options = { .directory = attack.directory,
                                           .map_bytes = 1u << 27,
                                           .disk_reserve_bytes = 1 };
    assert_int_equal(store_open(&options, &attack.store, reason), ERR_OK);
    assert_non_null(attack.desk = desk_new(&(struct desk_options){ .articles_max = 512 }));
    assert_non_null(attack.arena = arena_new(32u << 20));
    assert_non_null(attack.kept = arena_new(8u << 20));
    const json_t *piece;
    size_t i;
    json_array_foreach(json_object_get(attack.said, "feed"), i, piece) feed(&attack, piece);
    check_stories(&attack);
    check_updates(&attack, "must", true);
    check_updates(&attack, "never", false);
    desk_free(attack.desk);
    store_close(attack.store);
    arena_free(attack.arena);
    arena_free(attack.kept);
    snprintf(command, sizeof command, "rm -r %s", attack.directory);
    assert_int_equal(system(command), 0);
}

int main(void)
{
    static struct CMUnitTest tests[ATTACKS_MAX];
    static char line[TEXT_BYTES_MAX];
    size_t count = 0, number = 0;
    FILE *file = fopen("tests/poison/attacks.jsonl", "r");
    json_t *lines = json_array();
    stories = json_object();
    while (file && fgets(line, sizeof line, file)) {
        json_error_t error;
        json_t *one = json_loads(line, 0, &error);
        number++;
        if (!one || count == ATTACKS_MAX) {
            fprintf(stderr, "attacks.jsonl, line %zu: %s\n", number, one ? "too many" : error.text);
            return 1;
        }
        json_array_append_new(lines, one);
        if (text_of(one, "attack"))
            tests[count++] =
                (struct CMUnitTest){ text_of(one, "attack"), an_attack_comes_to_what_it_must, NULL, NULL, one };
        else
            json_object_set(stories, text_of(one, "story"), one);
    }
    if (file)
        fclose(file);
    const int failed = count >= 100 ? _cmocka_run_group_tests("poison", tests, count, open_model, close_model) : 1;
    json_decref(lines);
    json_decref(stories);
    return failed;
}
