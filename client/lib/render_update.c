/* SPDX-License-Identifier: Apache-2.0 */
#include "client/lib/render.h"

/* What an opened event is; of a changed one only what is new. */
static void add_head(json_t *line, const Claimwire__V1__EventHead *head, bool all)
{
    if (all || head->title)
        json_object_set_new(line, "title", render_text(head->title));
    if (all || head->has_type)
        json_object_set_new(line, "type", render_event_type(head->has_type, head->type));
    if (all || head->mode)
        json_object_set_new(line, "mode", render_text(head->mode));
    if (all || head->time)
        json_object_set_new(line, "time", render_time(head->time));
    if (all || head->place)
        json_object_set_new(line, "place", render_place(head->place));
}

static void add_corroboration(json_t *line, const Claimwire__V1__Corroboration *corroboration)
{
    const Claimwire__V1__Statement *statement = corroboration->statement;
    json_object_set_new(line, "origin", render_text(corroboration->origin));
    json_object_set_new(line, "speaker", render_text(statement ? statement->speaker : NULL));
    json_object_set_new(line, "statement", render_statement(statement));
}

static void add_dispute(json_t *line, const Claimwire__V1__Dispute *dispute)
{
    json_object_set_new(line, "by", render_text(dispute->by));
    json_object_set_new(line, "against", render_text(dispute->against));
    json_object_set_new(line, "denial", render_id('f', dispute->denial));
}

static void add_figure(json_t *line, const Claimwire__V1__FigureRevision *figure)
{
    json_object_set_new(line, "measure",
                        render_enum(&claimwire__v1__measure__descriptor, (int)figure->measure, "MEASURE_"));
    json_object_set_new(line, "population", render_text(figure->population));
    json_object_set_new(line, "unit", render_text(figure->unit));
    json_object_set_new(line, "low", render_number(figure->has_low, figure->low));
    json_object_set_new(line, "high", render_number(figure->has_high, figure->high));
    json_object_set_new(line, "was",
                        json_pack("{s:o, s:o}", "low", render_number(figure->has_was_low, figure->was_low), "high",
                                  render_number(figure->has_was_high, figure->was_high)));
    json_object_set_new(line, "status", render_figure_status(figure->status));
    json_object_set_new(line, "statement", render_statement(figure->statement));
}

static void add_move(json_t *line, const Claimwire__V1__EventMove *move)
{
    json_object_set_new(line, "others", render_ids('e', move->others, move->n_others));
    json_object_set_new(line, "facts", render_ids('f', move->facts, move->n_facts));
    json_object_set_new(line, "reason", render_text(move->reason));
}

static void add_detail(json_t *line, const Claimwire__V1__EventUpdate *update)
{
    switch (update->detail_case) {
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_HEAD:
        add_head(line, update->head, update->change == CLAIMWIRE__V1__CHANGE__EVENT_OPENED);
        break;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_STATEMENT:
        json_object_set_new(line, "statement", render_statement(update->statement));
        break;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_CORROBORATION:
        add_corroboration(line, update->corroboration);
        break;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_DISPUTE:
        add_dispute(line, update->dispute);
        break;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_FIGURE:
        add_figure(line, update->figure);
        break;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_RETRACTION:
        json_object_set_new(line, "reason", render_text(update->retraction->reason));
        break;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_MOVE:
        add_move(line, update->move);
        break;
    case CLAIMWIRE__V1__EVENT_UPDATE__DETAIL_CLOSING:
        json_object_set_new(line, "reason", render_text(update->closing->reason));
        break;
    default:
        break; /* of a later version */
    }
}

static json_t *render_update(const struct claimwire_item *item)
{
    const Claimwire__V1__EventUpdate *update = item->update;
    json_t *line = render_cursor(&item->at);
    json_object_set_new(line, "event", render_id('e', update->event));
    json_object_set_new(line, "revision", render_count(update->has_revision, update->revision));
    json_object_set_new(line, "change",
                        render_enum(&claimwire__v1__change__descriptor, (int)update->change, "CHANGE_"));
    json_object_set_new(line, "article", render_article_id(update->article));
    json_object_set_new(line, "claim", render_text(update->claim));
    json_object_set_new(line, "fact", render_id('f', update->fact));
    json_object_set_new(line, "at", render_moment(update->has_at_ms, update->at_ms));
    add_detail(line, update);
    return line;
}

char *claimwire_update_json(const struct claimwire_item *item)
{
    if (item->kind == CLAIMWIRE_UPDATE)
        return render_line(render_update(item));
    return render_line(json_pack("{s:o, s:o}", "snapshot", render_cursor(&item->at), "event",
                                 item->event ? render_event(item->event) : json_null()));
}
