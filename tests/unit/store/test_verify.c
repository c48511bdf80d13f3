/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "store/fact_row.h"
#include "unit/store/scratch.h"

static const char body[] = "\"The crane fell at night,\" said Ida Moen. Three people were injured.";

static span_record *span_at(struct scratch *s, const char *part)
{
    span_record *span = span_make(s->arena);
    span->has_start = span->has_end = true;
    span->start = (uint32_t)(strstr(body, part) - body);
    span->end = span->start + (uint32_t)strlen(part);
    return span;
}

/* A reading of `body` whose one claim says `text`. */
static void put_reading(struct scratch *s, struct txn *txn, uint64_t number, const char *part, const char *text)
{
    stored_reading_record *row = stored_reading_make(s->arena);
    row->reading = reading_make(s->arena);
    claim_record *claim = claim_make(s->arena);
    row->reading->n_claims = 1;
    row->reading->claims = arena_array(s->arena, 1, sizeof claim);
    row->reading->claims[0] = claim;
    claim->id = (char *)(uintptr_t) "c1";
    claim->n_content = 2;
    claim->content = arena_array(s->arena, 2, sizeof(span_record *));
    claim->content[0] = span_at(s, "The crane");
    claim->content[1] = span_at(s, part);
    claim->text = (char *)(uintptr_t)text;
    MUST(articles_put_reading(txn, number, 1, row));
}

/* A store with a row in most tables, closed. */
static void fill(struct scratch *s)
{
    scratch_accept(s, "a", body);
    scratch_accept(s, "b", "Another report of the crane at the quay.");
    scratch_accept(s, "b", "Another report of the crane at the quay, corrected.");
    scratch_accept(s, "c", "A letter that nobody can read.");
    struct txn *txn = scratch_begin(s);
    struct span entry;
    window_row_record window;
    claimwire__v1__window_row__init(&window);
    window.has_article = window.has_revision = true;
    window.article = window.revision = 1;
    MUST(scratch_event(s, txn, 1, &entry));
    MUST(scratch_event(s, txn, 2, &entry));
    put_reading(s, txn, 1, "at night", "The crane \xe2\x80\xa6 at night");
    MUST(members_put(txn, 1, 1, 1));
    MUST(window_put(txn, 1, &window));
    MUST(inbox_ack(txn, 1));
    stored_article_record *article;
    MUST(articles_get(s->arena, txn, 1, 1, &article));
    article->status = CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_READ;
    article->has_event = true;
    article->event = 1;
    MUST(articles_update(txn, 1, article));
    MUST(inbox_bury(s->arena, txn, 4, "UNREADABLE", 5));
    MUST(snapshot_put(s->arena, txn));
    MUST(txn_commit(txn));
    store_close(s->store);
    s->store = NULL;
}

/* Findings; the lines are left in `lines`. */
static uint64_t verify(struct scratch *s, char lines[4096])
{
    struct verify_result result;
    struct store *store;
    FILE *report = tmpfile();
    MUST(store_open_read(&s->options, &store, s->reason));
    MUST(verify_store(store, report, &result));
    store_close(store);
    rewind(report);
    lines[fread(lines, 1, 4095, report)] = '\0';
    fclose(report);
    return result.findings;
}

static void a_sound_store_has_no_findings(void **state)
{
    struct scratch *s = scratch_of(state);
    char lines[4096];
    fill(s);
    const uint64_t findings = verify(s, lines);
    assert_string_equal(lines, "");
    assert_int_equal(findings, 0);
}

static void a_text_that_its_spans_do_not_say_is_found(void **state)
{
    struct scratch *s = scratch_of(state);
    char lines[4096];
    fill(s);
    MUST(store_open(&s->options, &s->store, s->reason));
    struct txn *txn = scratch_begin(s);
    put_reading(s, txn, 1, "at night", "The crane \xe2\x80\xa6 at noon");
    MUST(txn_commit(txn));
    store_close(s->store);
    s->store = NULL;
    assert_int_equal(verify(s, lines), 1);
    assert_non_null(strstr(lines, "a claim's text is not what its spans say"));
}

static void a_counter_a_missing_row_and_an_event_out_of_step_are_found(void **state)
{
    struct scratch *s = scratch_of(state);
    char lines[4096];
    fill(s);
    MUST(store_open(&s->options, &s->store, s->reason));
    struct txn *txn = scratch_begin(s);
    stored_event_record *event;
    MUST(events_get(s->arena, txn, 2, &event));
    event->event->title = (char *)(uintptr_t) "A title that no update brought";
    MUST(events_put(txn, event));
    MUST(members_put(txn, 77, 1, 1));
    txn_state(txn)->queued++;
    MUST(txn_commit(txn));
    store_close(s->store);
    s->store = NULL;
    assert_int_equal(verify(s, lines), 3);
    assert_non_null(strstr(lines, "queued: the counter says 3, the rows 2"));
    assert_non_null(strstr(lines, "its event is missing"));
    assert_non_null(strstr(lines, "it is not what the log says"));
}

/* Puts a fact's row whose supporting claim has this id, and spoils its byte `at`, under a right checksum. */
static void put_fact(struct scratch *s, struct txn *txn, const char *id, size_t at)
{
    stored_fact_record *row = stored_fact_make(s->arena);
    support_record *support = support_make(s->arena);
    static uint8_t digest[DIGEST_BYTES];
    struct span flat;
    row->fact = fact_make(s->arena);
    row->fact->has_origins = row->fact->has_status = row->has_fact_key = row->has_topic_key = true;
    row->fact_key = row->topic_key = (ProtobufCBinaryData){ DIGEST_BYTES, digest };
    row->support = &support;
    row->n_support = 1;
    support->article = support->revision = 1;
    support->claim = (char *)(uintptr_t)id;
    assert_true(fact_row_write(s->arena, row, &flat));
    char *bytes = arena_string(s->arena, flat);
    bytes[at] ^= 1;
    const struct key key = key_two(1, 1);
    MUST(table_put(txn, TABLE_FACTS, &key, (struct span){ bytes, flat.size }));
}

static void a_rotten_fact_under_a_right_checksum_is_found(void **state)
{
    enum { STATUS = 1, SUPPORTS = 3 /* bytes of a flat row: LAYOUT.md */ };
    static const struct {
        const char *id, *found;
        size_t at;
        bool rotten;
    } rows[] = { { "c1", "the value is no message of its kind", SUPPORTS, true },
                 { "c\xff", "is not UTF-8", STATUS, false } };
    struct scratch *s = scratch_of(state);
    char lines[4096];
    fill(s);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fact_page *page;
        struct span entry;
        MUST(store_open(&s->options, &s->store, s->reason));
        struct txn *txn = scratch_begin(s);
        put_fact(s, txn, rows[i].id, rows[i].at);
        assert_string_equal(err_name(facts_list(s->arena, txn, 1, 0, 9, &page)), rows[i].rotten ? "CORRUPT" : "OK");
        MUST(txn_commit(txn));
        txn = scratch_begin(s);
        MUST(scratch_event(s, txn, 3, &entry)); /* there is something new to make a snapshot of */
        assert_string_equal(err_name(snapshot_put(s->arena, txn)), rows[i].rotten ? "CORRUPT" : "OK");
        txn_abort(txn);
        store_close(s->store);
        s->store = NULL;
        assert_true(verify(s, lines) > 0);
        assert_non_null(strstr(lines, rows[i].found));
    }
}

static void a_flipped_byte_in_a_value_is_never_served(void **state)
{
    struct scratch *s = scratch_of(state);
    char lines[4096], path[300];
    fill(s);
    snprintf(path, sizeof path, "%s/data.mdb", s->folder);
    FILE *file = fopen(path, "r+b");
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    char *bytes = malloc((size_t)info.st_size);
    assert_int_equal(fread(bytes, 1, (size_t)info.st_size, file), info.st_size);
    size_t flipped = 0;
    for (size_t at = 0; at + 16 < (size_t)info.st_size; at++)
        if (memcmp(bytes + at, "Ferry late at Po", 16) == 0) { /* in every version of the page */
            fseek(file, (long)at + 3, SEEK_SET);
            fputc('x', file);
            flipped++;
        }
    fclose(file);
    free(bytes);
    assert_true(flipped >= 4);
    assert_true(verify(s, lines) >= 4);
    assert_non_null(strstr(lines, "the checksum does not fit"));

    MUST(store_open(&s->options, &s->store, s->reason));
    struct txn *txn = scratch_read(s);
    stored_article_record *article;
    FAILS(CORRUPT, articles_get(s->arena, txn, 1, 1, &article));
    txn_abort(txn);
}

/* Reads all there is; an error is fine, a crash or a changed word is not. */
static void read_all(struct scratch *s, struct store *store)
{
    struct txn *txn;
    arena_reset(s->arena);
    if (txn_begin_read(store, &txn) != ERR_OK)
        return;
    stored_article_record *article;
    if (articles_get_whole(s->arena, txn, 1, 1, &article) == ERR_OK)
        assert_string_equal(article->article->body, body);
    struct event_page *events;
    if (events_list(s->arena, txn, 0, 10, &events) == ERR_OK)
        for (size_t i = 0; i < events->count; i++)
            assert_string_equal(events->rows[i]->event->title, "Ferry late");
    txn_abort(txn);
}

static void a_damaged_file_never_crashes_or_lies(void **state)
{
    struct scratch *s = scratch_of(state);
    enum { RUNS = 400 };
    char path[300];
    fill(s);
    snprintf(path, sizeof path, "%s/data.mdb", s->folder);
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    const size_t size = (size_t)info.st_size;
    char *sound = malloc(size), *damaged = malloc(size);
    FILE *file = fopen(path, "rb");
    assert_int_equal(fread(sound, 1, size, file), size);
    fclose(file);

    srand(11);
    FILE *nowhere = fopen("/dev/null", "w");
    for (int run = 0; run < RUNS; run++) {
        memcpy(damaged, sound, size);
        size_t kept = size;
        if (run % 8 == 0)
            kept = (size_t)rand() % size;
        else
            for (int flips = run % 4; flips >= 0; flips--) /* mostly where pages keep their tables */
                damaged[run % 2 ? (size_t)rand() % size
                                : (size_t)rand() % (size / 4096) * 4096 + (size_t)rand() % 64] ^=
                    (char)(1 << rand() % 8);
        file = fopen(path, "wb");
        assert_int_equal(fwrite(damaged, 1, kept, file), kept);
        fclose(file);
        struct store *store;
        struct verify_result result;
        if (store_open_read(&s->options, &store, s->reason) == ERR_OK) {
            read_all(s, store);
            if (run % 16 == 1)
                (void)verify_store(store, nowhere, &result);
            store_close(store);
        } else {
            assert_true(s->reason[0] != '\0');
        }
    }
    fclose(nowhere);
    free(sound);
    free(damaged);
}

/* LMDB takes page N % 2 for transaction N, so a meta page with a number of the
 * other one would have it read trees of another time, past the end of a file cut short. */
static void a_meta_page_with_the_other_pages_number_is_refused(void **state)
{
    struct scratch *s = scratch_of(state);
    char path[300];
    fill(s);
    snprintf(path, sizeof path, "%s/data.mdb", s->folder);
    for (long page = 0; page < 2; page++) {
        struct store *store;
        const long at = page * 4096 + 16 + 24 + 2 * 48 + 8; /* head, constants, two trees, the last page's number */
        FILE *file = fopen(path, "r+b");
        assert_int_equal(fseek(file, at, SEEK_SET), 0);
        const int low = fgetc(file);
        assert_int_equal(low % 2, page);
        assert_int_equal(fseek(file, at, SEEK_SET), 0);
        assert_int_equal(fputc(low + 1, file), low + 1);
        fclose(file);
        FAILS(CORRUPT, store_open_read(&s->options, &store, s->reason));
        assert_non_null(strstr(s->reason, page == 0 ? "at page 0" : "at page 1"));

        file = fopen(path, "r+b");
        assert_int_equal(fseek(file, at, SEEK_SET), 0);
        assert_int_equal(fputc(low, file), low);
        fclose(file);
        MUST(store_open_read(&s->options, &store, s->reason));
        store_close(store);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sound_store_has_no_findings),
        TEST(a_text_that_its_spans_do_not_say_is_found),
        TEST(a_counter_a_missing_row_and_an_event_out_of_step_are_found),
        TEST(a_rotten_fact_under_a_right_checksum_is_found),
        TEST(a_flipped_byte_in_a_value_is_never_served),
        TEST(a_damaged_file_never_crashes_or_lies),
        TEST(a_meta_page_with_the_other_pages_number_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
