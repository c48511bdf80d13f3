/* SPDX-License-Identifier: Apache-2.0 */
#include "client/lib/render.h"

static json_t *render_revision(const Claimwire__V1__ArticleRef *article)
{
    return render_count(article && article->has_revision, article ? article->revision : 0);
}

char *claimwire_article_json(const Claimwire__V1__ArticleRow *row)
{
    const Claimwire__V1__ArticleRef *ref = row->ref;
    json_t *line = json_object();
    json_object_set_new(line, "id", render_article_id(ref));
    json_object_set_new(line, "feeder", render_text(ref ? ref->feeder : NULL));
    json_object_set_new(line, "revision", render_revision(ref));
    json_object_set_new(line, "event", render_id('e', row->event));
    json_object_set_new(line, "copy_of", render_article_id(row->copy_of));
    json_object_set_new(line, "outlet", render_text(row->outlet));
    json_object_set_new(line, "status",
                        render_enum(&claimwire__v1__article_status__descriptor, (int)row->status, "ARTICLE_"));
    json_object_set_new(line, "digest", render_digest(row->has_digest, &row->digest));
    json_object_set_new(line, "accepted_at", render_moment(row->has_accepted_ms, row->accepted_ms));
    return render_line(line);
}

static json_t *render_spans(Claimwire__V1__Span *const *spans, size_t count)
{
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++)
        json_array_append_new(
            array, json_pack("{s:I, s:I}", "start", (json_int_t)spans[i]->start, "end", (json_int_t)spans[i]->end));
    return array;
}

/* A claim whose source has no name is known by its role. */
static json_t *render_speaker(const Claimwire__V1__Source *source)
{
    if (!source)
        return json_null();
    return render_text(source->name ? source->name : source->role);
}

char *claimwire_claim_json(const Claimwire__V1__ClaimRow *row)
{
    static const Claimwire__V1__Claim none = CLAIMWIRE__V1__CLAIM__INIT;
    const Claimwire__V1__Claim *claim = row->claim ? row->claim : &none;
    json_t *line = json_object();
    json_object_set_new(line, "id", render_text(claim->id));
    json_object_set_new(line, "article", render_article_id(row->article));
    json_object_set_new(line, "revision", render_revision(row->article));
    json_object_set_new(line, "event", render_id('e', row->event));
    json_object_set_new(line, "fact", render_id('f', row->fact));
    json_object_set_new(line, "denies", render_id('f', row->denies));
    json_object_set_new(line, "content", render_spans(claim->content, claim->n_content));
    json_object_set_new(line, "speaker", render_speaker(claim->source));
    json_object_set_new(line, "kind", render_enum(&claimwire__v1__claim_kind__descriptor, (int)claim->kind, "CLAIM_"));
    json_object_set_new(line, "polarity",
                        render_enum(&claimwire__v1__polarity__descriptor, (int)claim->polarity, "POLARITY_"));
    json_object_set_new(line, "modality",
                        render_enum(&claimwire__v1__modality__descriptor, (int)claim->modality, "MODALITY_"));
    json_object_set_new(line, "quote", render_enum(&claimwire__v1__quote__descriptor, (int)claim->quote, "QUOTE_"));
    json_object_set_new(line, "text", render_text(claim->text));
    return render_line(line);
}

/* They are floats where they come from: more digits would say nothing. */
static json_t *render_score(protobuf_c_boolean has, double score)
{
    return render_number(has, (double)(int64_t)(score * 1e4 + (score < 0 ? -0.5 : 0.5)) / 1e4);
}

char *claimwire_why_json(const Claimwire__V1__Why *why)
{
    json_t *line = json_object(), *words = json_array();
    for (size_t i = 0; i < why->n_words; i++)
        json_array_append_new(words, render_text(why->words[i]));
    json_object_set_new(line, "decision", render_text(why->decision));
    json_object_set_new(line, "rule", render_enum(&claimwire__v1__rule__descriptor, (int)why->rule, "RULE_"));
    json_object_set_new(line, "score", render_score(why->has_score, why->score));
    json_object_set_new(line, "threshold", render_score(why->has_threshold, why->threshold));
    json_object_set_new(line, "article", render_article_id(why->article));
    json_object_set_new(line, "revision", render_revision(why->article));
    json_object_set_new(line, "claim", render_text(why->claim));
    json_object_set_new(line, "event", render_id('e', why->event));
    json_object_set_new(line, "fact", render_id('f', why->fact));
    json_object_set_new(line, "other", render_article_id(why->other));
    json_object_set_new(line, "other_event", render_id('e', why->other_event));
    json_object_set_new(line, "other_fact", render_id('f', why->other_fact));
    json_object_set_new(line, "words", words);
    json_object_set_new(line, "text", render_text(why->text));
    json_object_set_new(line, "sequence", render_count(why->has_sequence, why->sequence));
    return render_line(line);
}

json_t *render_article(const Claimwire__V1__Article *article)
{
    if (!article)
        return json_null();
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "id", render_text(article->id), "outlet",
                     render_text(article->outlet), "url", render_text(article->url), "title",
                     render_text(article->title), "byline", render_text(article->byline), "body",
                     render_text(article->body), "published_at", render_text(article->published_at), "fetched_at",
                     render_text(article->fetched_at), "language", render_text(article->language));
}

char *claimwire_dead_json(const Claimwire__V1__DeadLetter *letter)
{
    const Claimwire__V1__ArticleRef *ref = letter->article;
    json_t *line = json_object();
    json_object_set_new(line, "id", render_count(letter->has_id, letter->id));
    json_object_set_new(line, "article", render_article_id(ref));
    json_object_set_new(line, "feeder", render_text(ref ? ref->feeder : NULL));
    json_object_set_new(line, "revision", render_revision(ref));
    json_object_set_new(line, "reason", render_text(letter->reason));
    json_object_set_new(line, "attempts", render_count(letter->has_attempts, letter->attempts));
    json_object_set_new(line, "at", render_moment(letter->has_at_ms, letter->at_ms));
    if (letter->content)
        json_object_set_new(line, "content", render_article(letter->content));
    return render_line(line);
}

static json_t *render_last(const Claimwire__V1__Cursor *last)
{
    if (!last)
        return json_null();
    return json_pack("{s:o, s:o, s:o}", "epoch", render_epoch(last->has_epoch, last->epoch), "sequence",
                     render_count(1, last->sequence), "digest", render_digest(last->has_digest, &last->digest));
}

char *claimwire_status_json(const Claimwire__V1__StatusReply *status)
{
    json_t *line = json_object(), *counters = json_object();
    for (size_t i = 0; i < status->n_counters; i++)
        if (status->counters[i]->name)
            json_object_set_new(counters, status->counters[i]->name, render_count(1, status->counters[i]->value));
    json_object_set_new(line, "version", render_text(status->version));
    json_object_set_new(line, "epoch", render_epoch(status->has_epoch, status->epoch));
    json_object_set_new(line, "incarnation", render_count(status->has_incarnation, status->incarnation));
    json_object_set_new(line, "last", render_last(status->last));
    json_object_set_new(line, "oldest_sequence", render_count(status->has_oldest_sequence, status->oldest_sequence));
    json_object_set_new(line, "articles", render_count(status->has_articles, status->articles));
    json_object_set_new(line, "queued", render_count(status->has_queued, status->queued));
    json_object_set_new(line, "oldest_queued_ms",
                        render_number(status->has_oldest_queued_ms, (double)status->oldest_queued_ms));
    json_object_set_new(line, "dead", render_count(status->has_dead, status->dead));
    json_object_set_new(line, "events", render_count(status->has_events, status->events));
    json_object_set_new(line, "events_open", render_count(status->has_events_open, status->events_open));
    json_object_set_new(line, "facts", render_count(status->has_facts, status->facts));
    json_object_set_new(line, "workers", render_count(status->has_workers, status->workers));
    json_object_set_new(line, "store_full", render_number(status->has_store_full, status->store_full));
    json_object_set_new(line, "uptime_ms", render_number(status->has_uptime_ms, (double)status->uptime_ms));
    json_object_set_new(line, "stream_time", render_moment(status->has_stream_ms, status->stream_ms));
    json_object_set_new(line, "pid", render_count(status->has_pid, status->pid));
    json_object_set_new(line, "draining", status->has_draining ? json_boolean(status->draining) : json_null());
    json_object_set_new(line, "counters", counters);
    return render_line(line);
}

static json_t *render_answer(const struct claimwire_answer *answer)
{
    json_t *line = json_object();
    json_object_set_new(line, "id", render_text(answer->id));
    json_object_set_new(line, "answer",
                        render_enum(&claimwire__v1__answer_code__descriptor, (int)answer->code, "ANSWER_"));
    json_object_set_new(line, "reason", render_text(answer->reason));
    json_object_set_new(line, "revision", render_count(answer->revision > 0, answer->revision));
    json_object_set_new(line, "digest", answer->digest ? render_hex(answer->digest, 16) : json_null());
    return line;
}

char *claimwire_answer_json(const struct claimwire_answer *answer)
{
    return render_line(render_answer(answer));
}
