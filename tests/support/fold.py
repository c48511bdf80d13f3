# SPDX-License-Identifier: Apache-2.0
"""State is the fold of the updates: the rules of event.proto, written a second
time. Works on plain dictionaries, so that nothing of the generated messages'
merging helps by accident."""
from google.protobuf.message import Message

from wire import pb


# What an event may hold (proto/claimwire/v1/event.proto): more is left out.
FACTS_MAX, FIGURES_MAX, DISPUTES_MAX, STATEMENTS_MAX = 1024, 64, 256, 64


class FoldError(Exception):
    pass


def plain(value):
    """A message as a dictionary of what is present, names as in the .proto; anything else as it is."""
    if isinstance(value, Message):
        return {field.name: plain(content) for field, content in value.ListFields()}
    if hasattr(value, "append"):
        return [plain(item) for item in value]
    return value


def fold(events, update):
    """Applies one EventUpdate to `events` (by id)."""
    change = pb.Change.Name(update.change)
    if change == "EVENT_OPENED":
        if update.event in events:
            raise FoldError("event %d is opened twice" % update.event)
        event = events[update.event] = new_event(update.event)
    elif update.event not in events:
        raise FoldError("%s of event %d, which was never opened" % (change, update.event))
    else:
        event = events[update.event]
    takes_back = change == "CLAIM_RETRACTED" or (change == "FIGURE_REVISED" and not update.figure.HasField("statement"))
    if event["status"] != pb.EVENT_OPEN and not (event["status"] == pb.EVENT_ENDED and takes_back):
        raise FoldError("%s of event %d, which is closed" % (change, update.event))
    if update.revision != event["revision"] + 1:
        raise FoldError("%s of event %d has revision %d after %d"
                        % (change, update.event, update.revision, event["revision"]))
    event["revision"] = update.revision
    if change in MOVES:
        MOVES[change](event, update, events)
    else:
        RULES[change](event, update)


def new_event(identity):
    return {"id": identity, "revision": 0, "status": pb.EVENT_OPEN, "head": {}, "facts": {}, "figures": {},
            "disputes": []}


def settle(event, fact_id):
    """What disputes and origins make of a fact that stands."""
    fact = event["facts"][fact_id]
    if any(dispute.get("fact") == fact_id for dispute in event["disputes"]):
        fact["status"] = pb.FACT_DISPUTED
    else:
        fact["status"] = pb.FACT_CORROBORATED if fact["origins"] >= 2 else pb.FACT_REPORTED


def settle_disputed(event):
    for fact_id, fact in event["facts"].items():
        if fact["status"] == pb.FACT_DISPUTED:
            settle(event, fact_id)


def add_statement(fact, statement):
    """Unless its speaker has made one of this fact."""
    known = any(stated.get("speaker", "") == statement.speaker for stated in fact["statements"])
    if not known and len(fact["statements"]) < STATEMENTS_MAX:
        fact["statements"].append(plain(statement))


def state(event, statement, fact_id):
    """A statement of a fact, which it brings when the event has it not. A full event takes no more facts."""
    fact = event["facts"].get(fact_id)
    if fact is None:
        if len(event["facts"]) >= FACTS_MAX:
            return
        fact = event["facts"][fact_id] = {"text": statement.text, "status": pb.FACT_REPORTED, "origins": 1,
                                          "statements": []}
    elif fact["status"] == pb.FACT_RETRACTED:
        fact["origins"] = 1
        settle(event, fact_id)
    add_statement(fact, statement)


def ends_of(figure):
    return {end: getattr(figure, end) for end in ("low", "high") if figure.HasField(end)}


def set_figure(event, figure, status):
    key = (figure.measure, figure.population)
    known = event["figures"].get(key)
    if known is None and len(event["figures"]) >= FIGURES_MAX:
        return
    unit = figure.unit if figure.HasField("unit") or known is None else known["unit"]
    event["figures"][key] = dict(ends_of(figure), unit=unit, status=status)


def change_head(event, update):
    event["head"].update(plain(update.head))


def add_claim(event, update):
    statement = update.statement
    state(event, statement, update.fact)
    for figure in statement.figures:  # the first of its kind opens the event's figure
        if (statement.polarity != pb.POLARITY_DENIED and not statement.figures_apart
                and figure.measure != pb.MEASURE_OTHER and ends_of(figure)
                and (figure.measure, figure.population) not in event["figures"]):
            set_figure(event, figure, pb.FIGURE_FIRST)


def corroborate(event, update):
    fact = event["facts"].get(update.fact)
    if fact is None:
        if len(event["facts"]) < FACTS_MAX:
            raise FoldError("event %d has no fact %d" % (event["id"], update.fact))
        return
    fact["origins"] = 2
    settle(event, update.fact)
    if update.corroboration.HasField("statement"):
        add_statement(fact, update.corroboration.statement)


def dispute(event, update):
    new = plain(update.dispute)
    fact_id = update.dispute.fact
    if fact_id not in event["facts"] or len(event["disputes"]) >= DISPUTES_MAX:
        return
    if all((known["fact"], known["denial"]) != (new["fact"], new["denial"]) for known in event["disputes"]):
        event["disputes"].append(new)
        if event["facts"][fact_id]["status"] != pb.FACT_RETRACTED:
            settle(event, fact_id)


def revise_figure(event, update):
    figure = update.figure
    if figure.HasField("statement"):
        state(event, figure.statement, update.fact)
    if ends_of(figure):
        set_figure(event, figure, figure.status)
    else:
        event["figures"].pop((figure.measure, figure.population), None)


def retract(event, update):
    if update.fact in event["facts"]:
        event["facts"][update.fact]["status"] = pb.FACT_RETRACTED
    event["disputes"] = [known for known in event["disputes"] if known["denial"] != update.fact]
    settle_disputed(event)


def hand_over(source, target, moved):
    """The facts named, in their order, and the disputes among those alone."""
    for fact_id in moved:
        if fact_id in source["facts"] and fact_id not in target["facts"] and len(target["facts"]) < FACTS_MAX:
            target["facts"][fact_id] = source["facts"][fact_id]
    for known in source["disputes"]:
        if {known["fact"], known["denial"]} <= set(moved) and len(target["disputes"]) < DISPUTES_MAX:
            target["disputes"].append(known)
    take_away(source, moved)
    settle_disputed(target)


def take_away(event, moved):
    event["facts"] = {fact_id: fact for fact_id, fact in event["facts"].items() if fact_id not in moved}
    event["disputes"] = [known for known in event["disputes"] if not set(moved) & {known["fact"], known["denial"]}]
    settle_disputed(event)


def merge(event, update, events):
    for other in update.move.others:
        if events[other]["status"] != pb.EVENT_OPEN:
            raise FoldError("event %d is merged, and is not open" % other)
        hand_over(events[other], event, update.move.facts)
        events[other].update(status=pb.EVENT_MERGED_AWAY, merged_into=event["id"])


def split(event, update, events):
    for other in update.move.others:
        given = events.get(other, {})
        if given.get("merged_into") == event["id"] or given.get("status") == pb.EVENT_OPEN:
            hand_over(event, given, update.move.facts)
            given["status"] = pb.EVENT_OPEN
            given.pop("merged_into", None)
    take_away(event, update.move.facts)


def close(event, _):
    event["status"] = pb.EVENT_ENDED


def refuse(_, update):
    raise FoldError("an update with the change %d" % update.change)


RULES = {
    "CHANGE_UNKNOWN": refuse, "EVENT_OPENED": change_head, "CLAIM_ADDED": add_claim,
    "CLAIM_CORROBORATED": corroborate, "CLAIM_DISPUTED": dispute, "FIGURE_REVISED": revise_figure,
    "CLAIM_RETRACTED": retract, "EVENT_CHANGED": change_head, "EVENT_CLOSED": close,
}
MOVES = {"EVENT_MERGED": merge, "EVENT_SPLIT": split}


def served(event):
    """The foldable part of an Event message, in the form that fold() makes."""
    head = {}
    for name in ("title", "type", "mode", "time", "place"):
        if event.HasField(name):
            head[name] = plain(getattr(event, name))
    facts = {fact.id: {"text": fact.text, "status": fact.status, "origins": min(fact.origins, 2),
                       "statements": [plain(stated.statement) for stated in fact.statements]}
             for fact in event.facts}
    figures = {(figure.measure, figure.population): dict(ends_of(figure), unit=figure.unit, status=figure.status)
               for figure in event.figures}
    result = {"id": event.id, "revision": event.revision, "status": event.status, "head": head, "facts": facts,
              "figures": figures, "disputes": [plain(dispute) for dispute in event.disputes]}
    if event.HasField("merged_into"):
        result["merged_into"] = event.merged_into
    return result


def difference(ours, theirs, path=""):
    """The first difference of two such forms, as text; None when there is none."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted(set(ours) | set(theirs), key=str):
            if key not in ours or key not in theirs:
                return "%s.%s only in the %s" % (path, key, "fold" if key in ours else "hub")
            found = difference(ours[key], theirs[key], "%s.%s" % (path, key))
            if found:
                return found
        return None
    if isinstance(ours, list) and isinstance(theirs, list):
        if len(ours) != len(theirs):
            return "%s has %d entries in the fold, %d in the hub" % (path, len(ours), len(theirs))
        for at, (our, their) in enumerate(zip(ours, theirs)):
            found = difference(our, their, "%s[%d]" % (path, at))
            if found:
                return found
        return None
    return None if ours == theirs else "%s is %r in the fold, %r in the hub" % (path, ours, theirs)
