/* SPDX-License-Identifier: Apache-2.0 */
#include "client/lib/render.h"

static json_t *render_claims(const Claimwire__V1__StatedBy *stated)
{
    json_t *claims = json_array();
    for (size_t i = 0; i < stated->n_claims; i++) {
        const Claimwire__V1__ClaimRef *ref = stated->claims[i];
        const char *article = ref->article && ref->article->id ? ref->article->id : "";
        json_array_append_new(claims, json_sprintf("%s#%s", article, ref->claim ? ref->claim : ""));
    }
    return claims;
}

static json_t *render_stated(const Claimwire__V1__StatedBy *stated)
{
    return json_pack("{s:o, s:o, s:o}", "speaker", render_text(stated->statement ? stated->statement->speaker : NULL),
                     "claims", render_claims(stated), "statement", render_statement(stated->statement));
}

static json_t *render_fact(const Claimwire__V1__Fact *fact)
{
    json_t *statements = json_array();
    for (size_t i = 0; i < fact->n_statements; i++)
        json_array_append_new(statements, render_stated(fact->statements[i]));
    return json_pack("{s:o, s:o, s:o, s:o, s:o}", "id", render_id('f', fact->id), "text", render_text(fact->text),
                     "statements", statements, "origins", render_count(fact->has_origins, fact->origins), "status",
                     render_enum(&claimwire__v1__fact_status__descriptor, (int)fact->status, "FACT_"));
}

static json_t *render_report(const Claimwire__V1__FigureReport *report)
{
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o}", "article", render_article_id(report->article), "speaker",
                     render_text(report->speaker), "low", render_number(report->has_low, report->low), "high",
                     render_number(report->has_high, report->high), "text", render_text(report->text), "at",
                     render_moment(report->has_at_ms, report->at_ms));
}

static json_t *render_event_figure(const Claimwire__V1__EventFigure *figure)
{
    json_t *history = json_array();
    for (size_t i = 0; i < figure->n_history; i++)
        json_array_append_new(history, render_report(figure->history[i]));
    return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "measure",
                     render_enum(&claimwire__v1__measure__descriptor, (int)figure->measure, "MEASURE_"), "population",
                     render_text(figure->population), "low", render_number(figure->has_low, figure->low), "high",
                     render_number(figure->has_high, figure->high), "status", render_figure_status(figure->status),
                     "history", history, "unit", render_text(figure->unit));
}

static json_t *render_dispute(const Claimwire__V1__Dispute *dispute)
{
    return json_pack("{s:o, s:o, s:o, s:o}", "fact", render_id('f', dispute->fact), "by", render_text(dispute->by),
                     "against", render_text(dispute->against), "denial", render_id('f', dispute->denial));
}

static json_t *render_articles(const Claimwire__V1__Event *event)
{
    json_t *articles = json_array();
    for (size_t i = 0; i < event->n_articles; i++)
        json_array_append_new(articles, render_article_id(event->articles[i]));
    return articles;
}

json_t *render_event(const Claimwire__V1__Event *event)
{
    json_t *facts = json_array(), *figures = json_array(), *disputes = json_array(), *object = json_object();
    for (size_t i = 0; i < event->n_facts; i++)
        json_array_append_new(facts, render_fact(event->facts[i]));
    for (size_t i = 0; i < event->n_figures; i++)
        json_array_append_new(figures, render_event_figure(event->figures[i]));
    for (size_t i = 0; i < event->n_disputes; i++)
        json_array_append_new(disputes, render_dispute(event->disputes[i]));

    json_object_set_new(object, "id", render_id('e', event->id));
    json_object_set_new(object, "revision", render_count(event->has_revision, event->revision));
    json_object_set_new(object, "title", render_text(event->title));
    json_object_set_new(object, "type", render_event_type(event->has_type, event->type));
    json_object_set_new(object, "mode", render_text(event->mode));
    json_object_set_new(object, "time", render_time(event->time));
    json_object_set_new(object, "place", render_place(event->place));
    json_object_set_new(object, "status",
                        render_enum(&claimwire__v1__event_status__descriptor, (int)event->status, "EVENT_"));
    json_object_set_new(object, "first_seen", render_moment(event->has_first_seen_ms, event->first_seen_ms));
    json_object_set_new(object, "last_seen", render_moment(event->has_last_seen_ms, event->last_seen_ms));
    json_object_set_new(object, "origins", render_count(event->has_origins, event->origins));
    json_object_set_new(object, "articles", render_articles(event));
    json_object_set_new(object, "facts", facts);
    json_object_set_new(object, "figures", figures);
    json_object_set_new(object, "disputes", disputes);
    json_object_set_new(object, "merged_into", render_id('e', event->merged_into));
    return object;
}

char *claimwire_event_json(const Claimwire__V1__Event *event)
{
    return render_line(render_event(event));
}
