/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "client/claimwire.h"

/* Field names and their order are a contract: whole lines are compared. */
static void expect(char *line, const char *want)
{
    assert_non_null(line);
    assert_string_equal(line, want);
    free(line);
}

static Claimwire__V1__ArticleRef article = {
    .base = PROTOBUF_C_MESSAGE_INIT(&claimwire__v1__article_ref__descriptor),
    .feeder = "local",
    .id = "n001",
    .has_revision = 1,
    .revision = 2,
};

#define PLACE_JSON "{\"name\":\"Brennick\",\"country\":\"GB\",\"geoname\":null,\"lat\":54.25,\"lon\":-1}"
#define TIME_JSON "{\"start\":\"2025-03-04\",\"end\":\"2025-03-04\",\"basis\":\"PUBLISHED\"}"
#define STATEMENT_JSON                                                                                                 \
    "{\"kind\":\"CASUALTY\",\"quote\":\"INDIRECT\",\"speaker\":\"police\",\"text\":\"at least three were killed\","    \
    "\"polarity\":\"AFFIRMED\",\"modality\":\"ASSERTED\",\"figures\":[{\"measure\":\"KILLED\",\"population\":null,"    \
    "\"low\":3,\"high\":null,\"unit\":\"people\"}],\"time\":" TIME_JSON ",\"places\":[" PLACE_JSON "]}"
#define HEAD_JSON                                                                                                      \
    "{\"epoch\":\"00000000000000ab\",\"sequence\":9,\"digest\":\"01000000000000000000000000000002\",\"event\":\"e7\"," \
    "\"revision\":3,"
#define FOOT_JSON "\"article\":\"n001\",\"claim\":\"c1\",\"fact\":\"f12\",\"at\":\"2025-03-04T05:06:07.089Z\""

/* An update with everything in it that a detail may use. */
struct sample {
    Claimwire__V1__Place place;
    Claimwire__V1__DateInterval time;
    Claimwire__V1__Figure figure, *figures[1];
    Claimwire__V1__Statement statement;
    Claimwire__V1__Place *places[1];
    Claimwire__V1__EventUpdate update;
    struct claimwire_item item;
};

static void fill(struct sample *sample, Claimwire__V1__Change change, Claimwire__V1__EventUpdate__DetailCase detail)
{
    memset(sample, 0, sizeof *sample);
    claimwire__v1__place__init(&sample->place);
    sample->place.name = "Brennick";
    sample->place.country = "GB";
    sample->place.has_lat = sample->place.has_lon = 1;
    sample->place.lat = 54.25;
    sample->place.lon = -1;
    claimwire__v1__date_interval__init(&sample->time);
    sample->time.start = sample->time.end = "2025-03-04";
    sample->time.has_basis = 1;
    sample->time.basis = CLAIMWIRE__V1__BASIS__BASIS_PUBLISHED;
    claimwire__v1__figure__init(&sample->figure);
    sample->figure.measure = CLAIMWIRE__V1__MEASURE__MEASURE_KILLED;
    sample->figure.has_low = 1;
    sample->figure.low = 3;
    sample->figure.unit = "people";
    claimwire__v1__statement__init(&sample->statement);
    sample->statement.kind = CLAIMWIRE__V1__CLAIM_KIND__CLAIM_CASUALTY;
    sample->statement.quote = CLAIMWIRE__V1__QUOTE__QUOTE_INDIRECT;
    sample->statement.speaker = "police";
    sample->statement.text = "at least three were killed";
    sample->figures[0] = &sample->figure;
    sample->places[0] = &sample->place;
    sample->statement.n_figures = sample->statement.n_places = 1;
    sample->statement.figures = sample->figures;
    sample->statement.places = sample->places;
    sample->statement.time = &sample->time;
    claimwire__v1__event_update__init(&sample->update);
    sample->update.has_event = sample->update.has_revision = sample->update.has_fact = sample->update.has_at_ms = 1;
    sample->update.event = 7;
    sample->update.revision = 3;
    sample->update.change = change;
    sample->update.article = &article;
    sample->update.claim = "c1";
    sample->update.fact = 12;
    sample->update.at_ms = INT64_C(1741064767089);
    sample->update.detail_case = detail;
    sample->item = (struct claimwire_item){ .kind = CLAIMWIRE_UPDATE, .update = &sample->update };
    sample->item.at = (struct claimwire_cursor){ .epoch = 0xab, .sequence = 9, .has_epoch = true, .has_digest = true };
    sample->item.at.digest[0] = 1;
    sample->item.at.digest[15] = 2;
}

static void an_opened_event_has_all_fields_of_its_head(void **state)
{
    struct sample sample;
    Claimwire__V1__EventHead head = CLAIMWIRE__V1__EVENT_HEAD__INIT;
    (void)state;
    fill(&sample, CLAIMWIRE__V1__CHANGE__EVENT_OPENED, CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_HEAD);
    sample.update.head = &head;
    sample.update.claim = NULL;
    sample.update.fact = 0;
    head.title = "Fire on the quay";
    head.has_type = 1;
    head.type = CLAIMWIRE__V1__EVENT_TYPE__EVENT_TYPE_OTHER;
    head.mode = "accident";
    head.time = &sample.time;
    expect(claimwire_update_json(&sample.item),
           HEAD_JSON "\"change\":\"EVENT_OPENED\",\"article\":\"n001\",\"claim\":null,\"fact\":null,"
                     "\"at\":\"2025-03-04T05:06:07.089Z\",\"title\":\"Fire on the quay\",\"type\":\"OTHER\","
                     "\"mode\":\"accident\",\"time\":" TIME_JSON ",\"place\":null}");
}

static void a_changed_event_has_only_what_is_new(void **state)
{
    struct sample sample;
    Claimwire__V1__EventHead head = CLAIMWIRE__V1__EVENT_HEAD__INIT;
    (void)state;
    fill(&sample, CLAIMWIRE__V1__CHANGE__EVENT_CHANGED, CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_HEAD);
    sample.update.head = &head;
    head.place = &sample.place;
    expect(claimwire_update_json(&sample.item),
           HEAD_JSON "\"change\":\"EVENT_CHANGED\"," FOOT_JSON ",\"place\":" PLACE_JSON "}");
}

static void an_added_claim_has_its_statement(void **state)
{
    struct sample sample;
    (void)state;
    fill(&sample, CLAIMWIRE__V1__CHANGE__CLAIM_ADDED, CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_STATEMENT);
    sample.update.statement = &sample.statement;
    expect(claimwire_update_json(&sample.item),
           HEAD_JSON "\"change\":\"CLAIM_ADDED\"," FOOT_JSON ",\"statement\":" STATEMENT_JSON "}");
}

static void a_corroboration_names_origin_and_speaker(void **state)
{
    struct sample sample;
    Claimwire__V1__Corroboration corroboration = CLAIMWIRE__V1__CORROBORATION__INIT;
    (void)state;
    fill(&sample, CLAIMWIRE__V1__CHANGE__CLAIM_CORROBORATED, CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_CORROBORATION);
    sample.update.corroboration = &corroboration;
    corroboration.origin = "tidewire.example";
    corroboration.statement = &sample.statement;
    expect(claimwire_update_json(&sample.item),
           HEAD_JSON "\"change\":\"CLAIM_CORROBORATED\"," FOOT_JSON
                     ",\"origin\":\"tidewire.example\",\"speaker\":\"police\",\"statement\":" STATEMENT_JSON "}");
}

static void a_dispute_names_both_sides(void **state)
{
    struct sample sample;
    Claimwire__V1__Dispute dispute = CLAIMWIRE__V1__DISPUTE__INIT;
    (void)state;
    fill(&sample, CLAIMWIRE__V1__CHANGE__CLAIM_DISPUTED, CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_DISPUTE);
    sample.update.dispute = &dispute;
    dispute.denial = 13;
    dispute.by = "Osk Lindal";
    expect(claimwire_update_json(&sample.item), HEAD_JSON
           "\"change\":\"CLAIM_DISPUTED\"," FOOT_JSON ",\"by\":\"Osk Lindal\",\"against\":null,\"denial\":\"f13\"}");
}

static void a_revised_figure_says_what_it_was(void **state)
{
    struct sample sample;
    Claimwire__V1__FigureRevision figure = CLAIMWIRE__V1__FIGURE_REVISION__INIT;
    (void)state;
    fill(&sample, CLAIMWIRE__V1__CHANGE__FIGURE_REVISED, CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_FIGURE);
    sample.update.figure = &figure;
    figure.measure = CLAIMWIRE__V1__MEASURE__MEASURE_MONEY;
    figure.population = "EUR";
    figure.has_low = figure.has_was_low = figure.has_was_high = 1;
    figure.low = 2.5;
    figure.was_low = figure.was_high = 2;
    figure.status = CLAIMWIRE__V1__FIGURE_STATUS__FIGURE_RAISED;
    expect(claimwire_update_json(&sample.item),
           HEAD_JSON "\"change\":\"FIGURE_REVISED\"," FOOT_JSON
                     ",\"measure\":\"MONEY\",\"population\":\"EUR\",\"unit\":null,\"low\":2.5,\"high\":null,"
                     "\"was\":{\"low\":2,\"high\":2},\"status\":\"raised\",\"statement\":null}");
}

static void a_merge_names_events_and_facts(void **state)
{
    struct sample sample;
    Claimwire__V1__EventMove move = CLAIMWIRE__V1__EVENT_MOVE__INIT;
    uint64_t others[] = { 8 }, facts[] = { 20, 21 };
    (void)state;
    fill(&sample, CLAIMWIRE__V1__CHANGE__EVENT_MERGED, CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_MOVE);
    sample.update.move = &move;
    sample.update.article = NULL;
    move.n_others = 1;
    move.others = others;
    move.n_facts = 2;
    move.facts = facts;
    move.reason = "SAME";
    expect(claimwire_update_json(&sample.item),
           HEAD_JSON "\"change\":\"EVENT_MERGED\",\"article\":null,\"claim\":\"c1\",\"fact\":\"f12\","
                     "\"at\":\"2025-03-04T05:06:07.089Z\",\"others\":[\"e8\"],\"facts\":[\"f20\",\"f21\"],"
                     "\"reason\":\"SAME\"}");
}

static void a_closing_and_a_retraction_give_their_reason(void **state)
{
    struct sample sample;
    Claimwire__V1__Reason reason = CLAIMWIRE__V1__REASON__INIT;
    (void)state;
    reason.reason = "QUIET";
    fill(&sample, CLAIMWIRE__V1__CHANGE__EVENT_CLOSED, CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_CLOSING);
    sample.update.closing = &reason;
    expect(claimwire_update_json(&sample.item),
           HEAD_JSON "\"change\":\"EVENT_CLOSED\"," FOOT_JSON ",\"reason\":\"QUIET\"}");
    fill(&sample, CLAIMWIRE__V1__CHANGE__CLAIM_RETRACTED, CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_RETRACTION);
    sample.update.retraction = &reason;
    expect(claimwire_update_json(&sample.item),
           HEAD_JSON "\"change\":\"CLAIM_RETRACTED\"," FOOT_JSON ",\"reason\":\"QUIET\"}");
}

static void an_event_is_printed_whole(void **state)
{
    struct sample sample;
    Claimwire__V1__ClaimRef claim = CLAIMWIRE__V1__CLAIM_REF__INIT, *claims[] = { &claim };
    Claimwire__V1__StatedBy stated = CLAIMWIRE__V1__STATED_BY__INIT, *statements[] = { &stated };
    Claimwire__V1__Fact fact = CLAIMWIRE__V1__FACT__INIT, *facts[] = { &fact };
    Claimwire__V1__Event event = CLAIMWIRE__V1__EVENT__INIT;
    Claimwire__V1__ArticleRef *articles[] = { &article };
    (void)state;
    fill(&sample, CLAIMWIRE__V1__CHANGE__CLAIM_ADDED, CLAIMWIRE__V1__EVENT_UPDATE__DETAIL__NOT_SET);
    claim.article = &article;
    claim.claim = "c1";
    stated.statement = &sample.statement;
    stated.n_claims = 1;
    stated.claims = claims;
    fact.id = 12;
    fact.text = sample.statement.text;
    fact.n_statements = 1;
    fact.statements = statements;
    fact.has_origins = 1;
    fact.origins = 2;
    fact.status = CLAIMWIRE__V1__FACT_STATUS__FACT_CORROBORATED;
    event.id = 7;
    event.has_revision = 1;
    event.revision = 4;
    event.status = CLAIMWIRE__V1__EVENT_STATUS__EVENT_ENDED;
    event.n_facts = event.n_articles = 1;
    event.facts = facts;
    event.articles = articles;
    expect(claimwire_event_json(&event),
           "{\"id\":\"e7\",\"revision\":4,\"title\":null,\"type\":null,\"mode\":null,\"time\":null,\"place\":null,"
           "\"status\":\"ENDED\",\"first_seen\":null,\"last_seen\":null,\"origins\":null,\"articles\":[\"n001\"],"
           "\"facts\":[{\"id\":\"f12\",\"text\":\"at least three were killed\",\"statements\":[{\"speaker\":\"police\","
           "\"claims\":[\"n001#c1\"],\"statement\":" STATEMENT_JSON "}],\"origins\":2,\"status\":\"CORROBORATED\"}],"
           "\"figures\":[],\"disputes\":[],\"merged_into\":null}");
}

static void rows_of_articles_and_claims_name_what_they_belong_to(void **state)
{
    Claimwire__V1__ArticleRow row = CLAIMWIRE__V1__ARTICLE_ROW__INIT;
    Claimwire__V1__ClaimRow claim_row = CLAIMWIRE__V1__CLAIM_ROW__INIT;
    Claimwire__V1__Claim claim = CLAIMWIRE__V1__CLAIM__INIT;
    Claimwire__V1__Source source = CLAIMWIRE__V1__SOURCE__INIT;
    Claimwire__V1__Span span = CLAIMWIRE__V1__SPAN__INIT, *spans[] = { &span };
    (void)state;
    row.ref = &article;
    row.event = 7;
    row.status = CLAIMWIRE__V1__ARTICLE_STATUS__ARTICLE_READ;
    expect(claimwire_article_json(&row),
           "{\"id\":\"n001\",\"feeder\":\"local\",\"revision\":2,\"event\":\"e7\",\"copy_of\":null,\"outlet\":null,"
           "\"status\":\"READ\",\"digest\":null,\"accepted_at\":null}");
    span.start = 3;
    span.end = 9;
    source.role = "police";
    claim.id = "c1";
    claim.n_content = 1;
    claim.content = spans;
    claim.source = &source;
    claim.text = "a\x1b[2J\xe2\x80\xae"
                 "b"; /* what a terminal must not get */
    claim_row.article = &article;
    claim_row.claim = &claim;
    claim_row.event = 7;
    claim_row.fact = 12;
    claim_row.denies = 3;
    expect(claimwire_claim_json(&claim_row),
           "{\"id\":\"c1\",\"article\":\"n001\",\"revision\":2,\"event\":\"e7\",\"fact\":\"f12\",\"denies\":\"f3\","
           "\"content\":[{\"start\":3,\"end\":9}],\"speaker\":\"police\",\"kind\":\"OTHER\",\"polarity\":\"AFFIRMED\","
           "\"modality\":\"ASSERTED\",\"quote\":\"NONE\",\"text\":\"a\\u001B[2J\\u202Eb\"}");
}

static void an_answer_to_broken_words_is_still_json(void **state)
{
    const struct claimwire_answer answer = {
        .id = "\xff",
        .code = CLAIMWIRE__V1__ANSWER_CODE__REJECTED,
        .reason = "UTF8",
    };
    (void)state;
    expect(claimwire_answer_json(&answer),
           "{\"id\":null,\"answer\":\"REJECTED\",\"reason\":\"UTF8\",\"revision\":null,\"digest\":null}");
}

static void text_is_made_safe_for_a_terminal(void **state)
{
    (void)state;
    expect(claimwire_escape("Prishtin\xc3\xab \xe2\x80\x9cquoted\xe2\x80\x9d", 0),
           "Prishtin\xc3\xab \xe2\x80\x9cquoted\xe2\x80\x9d");
    expect(claimwire_escape("a\x1b]52;c;x\x07\n", 0), "a\\x1b]52;c;x\\x07\\x0a");
    expect(claimwire_escape("\xc2\x9b"
                            "31m\xe2\x80\xaex\xf3\xa0\x81\x81",
                            0),
           "\\u{009b}31m\\u{202e}x\\u{e0041}");
    expect(claimwire_escape("\xed\xa0\x80\xc0\xaf\xf4\x90", 0), "\\xed\\xa0\\x80\\xc0\\xaf\\xf4\\x90");
    expect(claimwire_escape("\xc3\xa9t\xc3\xa9", 2), "\xc3\xa9t\xe2\x80\xa6");
    expect(claimwire_escape("", 5), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_opened_event_has_all_fields_of_its_head),
        cmocka_unit_test(a_changed_event_has_only_what_is_new),
        cmocka_unit_test(an_added_claim_has_its_statement),
        cmocka_unit_test(a_corroboration_names_origin_and_speaker),
        cmocka_unit_test(a_dispute_names_both_sides),
        cmocka_unit_test(a_revised_figure_says_what_it_was),
        cmocka_unit_test(a_merge_names_events_and_facts),
        cmocka_unit_test(a_closing_and_a_retraction_give_their_reason),
        cmocka_unit_test(an_event_is_printed_whole),
        cmocka_unit_test(rows_of_articles_and_claims_name_what_they_belong_to),
        cmocka_unit_test(an_answer_to_broken_words_is_still_json),
        cmocka_unit_test(text_is_made_safe_for_a_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
