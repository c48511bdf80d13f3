/* SPDX-License-Identifier: Apache-2.0 */
#include "shadow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/limits.h"
#include "read.h"
#include "store/articles.h"
#include "store/inbox.h"
#include "store/log.h"

#define KEPT_BYTES ((size_t)4 << 30) /* of addresses: what both sides said; touched as it fills */
enum { ARENA_BYTES = 256 * 1024 * 1024, PAGE_ROWS = 256, LOG_BYTES = 4 << 20, TEXT_BYTES = 512 };

struct shadow {
    struct store *live, *scratch;
    struct desk *desk;
    struct model *model; /* NULL: none */
    struct arena *arena; /* of what is being read */
    struct arena *kept;
    size_t count, max, skipped;
    size_t undone; /* merges, by a person, in the store */
    struct shadow_article *articles;
    struct shadow_side said, says; /* in the store, and now */
    char directory[256];
};

/* ---- lines */

static const char *words_of(const event_update_record *update, char text[TEXT_BYTES])
{
    const char *words = "";
    switch (update->detail_case) {
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_HEAD:
        words = update->head->title;
        break;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_STATEMENT:
        words = update->statement->text;
        break;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_CORROBORATION:
        words = update->corroboration->statement ? update->corroboration->statement->text : NULL;
        break;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_DISPUTE:
        snprintf(text, TEXT_BYTES, "%s against %s", update->dispute->by ? update->dispute->by : "the outlet",
                 update->dispute->against ? update->dispute->against : "the outlet");
        return text;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_FIGURE:
        snprintf(text, TEXT_BYTES, "%s %.15g..%.15g", update->figure->population ? update->figure->population : "",
                 update->figure->low, update->figure->high);
        return text;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_MOVE:
        words = update->move->reason;
        break;
    default:
        words = update->retraction ? update->retraction->reason : NULL;
        break;
    }
    return words ? words : "";
}

/* What nothing but time brought is not compared. */
static enum err add_line(struct shadow *shadow, struct shadow_side *side, const char *article, uint32_t revision,
                         const event_update_record *update)
{
    char text[TEXT_BYTES];
    const ProtobufCEnumValue *change =
        protobuf_c_enum_descriptor_get_value(&claimwire__v1__change__descriptor, (int)update->change);
    if (!update->article)
        return ERR_OK;
    if (side->count == side->max) {
        side->max = side->max ? 2 * side->max : 4096;
        struct shadow_line *lines = realloc(side->lines, side->max * sizeof *lines);
        if (!lines)
            return ERR_MEMORY;
        side->lines = lines;
    }
    struct shadow_line line = { .article = arena_string(shadow->kept, span_of(article)),
                                .change = change ? change->name : "?",
                                .text = arena_string(shadow->kept, span_of(words_of(update, text))),
                                .revision = revision };
    side->lines[side->count++] = line;
    return line.article && line.text ? ERR_OK : ERR_MEMORY;
}

static enum err add_entry(struct shadow *shadow, struct shadow_side *side, const struct shadow_article *article,
                          struct span packed, uint64_t *sequence)
{
    log_entry_record *entry;
    event_update_record *update;
    enum err err = log_entry_unpack(shadow->arena, packed, &entry);
    if (err == ERR_OK)
        err =
            event_update_unpack(shadow->arena, (struct span){ (char *)entry->update.data, entry->update.len }, &update);
    if (err != ERR_OK)
        return err;
    if (sequence) { /* the store's own */
        *sequence = entry->sequence;
        shadow->undone += update->change == CLAIMWIRE__V1__CHANGE__EVENT_SPLIT;
    }
    const article_ref_record *ref = update->article;
    const char *id = article ? article->id : "";
    uint32_t revision = article ? article->revision : ref ? ref->revision : 0;
    if (ref && ref->id && strcmp(ref->id, id) != 0) { /* where an event is parted, others are heard again */
        id = ref->id;
        revision = ref->revision;
    }
    return add_line(shadow, side, id, revision, update);
}

/* ---- the store as it is */

static enum err list_page(struct shadow *shadow, struct txn *txn, uint64_t *number, uint32_t *revision, bool *more)
{
    struct article_page *page;
    arena_reset(shadow->arena);
    enum err err = articles_list(shadow->arena, txn, *number, *revision, PAGE_ROWS, &page);
    for (size_t i = 0; err == ERR_OK && i < page->count; i++) {
        const stored_article_record *row = page->rows[i].article;
        *number = page->rows[i].number;
        *revision = page->rows[i].revision;
        if (!row->applied || !row->article)
            continue;
        if (shadow->count == shadow->max) {
            shadow->max = shadow->max ? 2 * shadow->max : 4096;
            void *grown = realloc(shadow->articles, shadow->max * sizeof *shadow->articles);
            if (!grown)
                return ERR_MEMORY;
            shadow->articles = grown;
        }
        shadow->articles[shadow->count++] = (struct shadow_article){
            .applied = row->applied,
            .number = *number,
            .revision = *revision,
            .event = row->event,
            .id = arena_string(shadow->kept, span_of(row->article->id)),
        };
    }
    *more = err == ERR_OK && page->count == PAGE_ROWS;
    return err;
}

static int by_applied(const void *a, const void *b)
{
    const struct shadow_article *x = a, *y = b;
    return x->applied < y->applied ? -1 : x->applied > y->applied;
}

static enum err read_live(struct shadow *shadow)
{
    struct txn *txn;
    uint64_t number = 0, sequence = 0;
    uint32_t revision = 0;
    bool more = true;
    enum err err = txn_begin_read(shadow->live, &txn);
    if (err != ERR_OK)
        return err;
    while (err == ERR_OK && more)
        err = list_page(shadow, txn, &number, &revision, &more);
    for (more = true; err == ERR_OK && more;) {
        struct packed_list *list;
        cursor_record after = CLAIMWIRE__V1__CURSOR__INIT;
        after.has_sequence = true;
        after.sequence = sequence;
        arena_reset(shadow->arena);
        err = log_read(shadow->arena, txn, &after, PAGE_ROWS, LOG_BYTES, &list);
        more = err == ERR_OK && list->count > 0;
        for (size_t i = 0; err == ERR_OK && i < list->count; i++)
            err = add_entry(shadow, &shadow->said, NULL, list->entries[i], &sequence);
    }
    txn_abort(txn);
    if (shadow->count)
        qsort(shadow->articles, shadow->count, sizeof *shadow->articles, by_applied);
    return err;
}

/* ---- once more */

static enum err apply(struct shadow *shadow, struct shadow_article *article, const stored_article_record *row)
{
    struct txn *txn;
    struct inbox_answer answer = { 0 };
    struct desk_outcome outcome = { 0 };
    reading_record *reading;
    row->article->has_revision = true;
    row->article->revision = article->revision; /* so that going back to earlier words is one too */
    enum err err = read_article(shadow->arena, shadow->model, row->article, row->accepted_ms, &reading);
    if (err == ERR_OK)
        err = txn_begin(shadow->scratch, &txn);
    if (err != ERR_OK)
        return err;
    const struct submission submission = { row->feeder, row->article, row->accepted_ms, row->accepted_ms };
    err = inbox_put(shadow->arena, txn, &submission, &answer);
    const struct desk_input input = { .accept = answer.accept, .reading = reading };
    if (err == ERR_OK && answer.accept)
        err = desk_apply(shadow->desk, shadow->arena, txn, &input, &outcome);
    if (err != ERR_OK && err != ERR_STALE) {
        txn_abort(txn);
        return err;
    }
    err = txn_commit(txn);
    article->read = true;
    article->shadow_number = answer.article;
    article->shadow_revision = answer.revision;
    for (size_t i = 0; err == ERR_OK && i < outcome.updates; i++)
        err = add_entry(shadow, &shadow->says, article, outcome.entries[i], NULL);
    return err;
}

static enum err read_again(struct shadow *shadow)
{
    enum err err = ERR_OK;
    for (size_t i = 0; err == ERR_OK && i < shadow->count; i++) {
        struct shadow_article *article = &shadow->articles[i];
        struct txn *txn;
        stored_article_record *row;
        arena_reset(shadow->arena);
        err = txn_begin_read(shadow->live, &txn);
        if (err != ERR_OK)
            return err;
        err = articles_get_whole(shadow->arena, txn, article->number, article->revision, &row);
        txn_abort(txn);
        if (err == ERR_NOT_FOUND) {
            shadow->skipped++;
            err = ERR_OK;
        } else if (err == ERR_OK) {
            err = apply(shadow, article, row);
        }
    }
    return err;
}

static enum err take_events(struct shadow *shadow)
{
    struct txn *txn;
    enum err err = txn_begin_read(shadow->scratch, &txn);
    for (size_t i = 0; err == ERR_OK && i < shadow->count; i++) {
        struct shadow_article *article = &shadow->articles[i];
        stored_article_record *row;
        arena_reset(shadow->arena);
        if (article->read &&
            (err = articles_get(shadow->arena, txn, article->shadow_number, article->shadow_revision, &row)) == ERR_OK)
            article->shadow_event = row->event;
    }
    if (txn)
        txn_abort(txn);
    return err;
}

/* ---- life */

static int complain(const char *what, enum err err, const char *reason)
{
    fprintf(stderr, "claimwired: %s: %s %s\n", what, err_sentence(err), reason);
    if (err == ERR_OWNED)
        fprintf(stderr,
                "claimwired: a hub has it open: make a copy with 'claimwired backup DIR' and give --data DIR\n");
    return err == ERR_CORRUPT ? EX_DATAERR : err == ERR_OWNED ? EX_TEMPFAIL : EX_IOERR;
}

/* A store of its own where temporary files go. */
static enum err open_scratch(struct shadow *shadow, const struct store_options *options,
                             char reason[STORE_REASON_BYTES])
{
    const char *where = getenv("TMPDIR");
    snprintf(shadow->directory, sizeof shadow->directory, "%.200s/claimwire-shadow-XXXXXX",
             where && *where ? where : "/tmp");
    if (!mkdtemp(shadow->directory))
        return ERR_IO;
    const struct store_options scratch = { shadow->directory, options->map_bytes, options->disk_reserve_bytes };
    return store_open(&scratch, &shadow->scratch, reason);
}

static void remove_scratch(const struct shadow *shadow)
{
    static const char *const files[] = { "data.mdb", "lock.mdb", "owner.lock" };
    char path[300];
    for (size_t i = 0; *shadow->directory && i < sizeof files / sizeof *files; i++) {
        snprintf(path, sizeof path, "%s/%s", shadow->directory, files[i]);
        unlink(path);
    }
    if (*shadow->directory)
        rmdir(shadow->directory);
}

static int compare(struct shadow *shadow, bool json)
{
    enum err err = read_live(shadow);
    if (err == ERR_OK)
        err = read_again(shadow);
    if (err == ERR_OK)
        err = take_events(shadow);
    if (err != ERR_OK)
        return complain("replay", err, "");
    fprintf(stderr, "claimwired: %zu articles read again, %zu whose bodies are gone left out\n",
            shadow->count - shadow->skipped, shadow->skipped);
    if (shadow->undone > 0)
        fprintf(stderr, "claimwired: %zu merges that a person undid are not undone here: what came of that differs\n",
                shadow->undone);
    shadow_print(&shadow->said, &shadow->says, shadow->articles, shadow->count, json);
    return fflush(stdout) ? EX_IOERR : EX_OK;
}

int shadow_command(const struct store_options *options, const struct desk_options *desk, const char *model, bool json)
{
    struct shadow shadow = { .directory = "" };
    char reason[STORE_REASON_BYTES] = "", wrong[MODEL_REASON_BYTES] = "";
    enum err err = read_open_model(model, &shadow.model, wrong);
    if (err != ERR_OK)
        return complain(model, err, wrong);
    err = store_open_read(options, &shadow.live, reason);
    if (err != ERR_OK) {
        model_close(shadow.model);
        return complain(options->directory, err, reason);
    }
    err = open_scratch(&shadow, options, reason);
    shadow.desk = desk_new(desk);
    shadow.arena = arena_new(ARENA_BYTES);
    shadow.kept = arena_new(KEPT_BYTES);
    int status = EX_OSERR;
    if (err != ERR_OK)
        status = complain(shadow.directory, err, reason);
    else if (shadow.desk && shadow.arena && shadow.kept)
        status = compare(&shadow, json);
    if (shadow.scratch)
        store_close(shadow.scratch);
    store_close(shadow.live);
    remove_scratch(&shadow);
    model_close(shadow.model);
    desk_free(shadow.desk);
    arena_free(shadow.arena);
    arena_free(shadow.kept);
    free(shadow.articles);
    free(shadow.said.lines);
    free(shadow.says.lines);
    return status;
}
