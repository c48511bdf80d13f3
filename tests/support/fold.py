# SPDX-License-Identifier: Apache-2.0
"""State is the fold of the updates: the rules of event.proto, written a second
time. Works on plain dictionaries, so that nothing of the generated messages'
merging helps by accident."""
from google.protobuf.json_format import MessageToDict

from wire import pb


class FoldError(Exception):
    pass


def plain(message):
    """A message as a dictionary of what is present, names as in the .proto."""
    return MessageToDict(message, preserving_proto_field_name=True, use_integers_for_enums=True)


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
    if event["status"] != pb.EVENT_OPEN:
        raise FoldError("%s of event %d, which is closed" % (change, update.event))
    if update.revision != event["revision"] + 1:
        raise FoldError("%s of event %d has revision %d after %d"
                        % (change, update.event, update.revision, event["revision"]))
    event["revision"] = update.revision
    RULES[change](event, update)


def new_event(identity):
    return {"id": identity, "revision": 0, "status": pb.EVENT_OPEN, "head": {}, "facts": {}, "figures": {},
            "disputes": []}


def fact_of(event, update):
    if update.fact not in event["facts"]:
        raise FoldError("event %d has no fact %d" % (event["id"], update.fact))
    return event["facts"][update.fact]


def state(event, statement, fact_id):
    """A statement of a fact, which it brings when the event has it not."""
    fact = event["facts"].setdefault(
        fact_id, {"text": statement.text, "status": pb.FACT_REPORTED, "statements": []})
    if all(known.get("speaker", "") != statement.speaker for known in fact["statements"]):
        fact["statements"].append(plain(statement))


def change_head(event, update):
    event["head"].update(plain(update.head))


def add_claim(event, update):
    state(event, update.statement, update.fact)


def corroborate(event, update):
    fact = fact_of(event, update)
    if update.corroboration.HasField("statement"):
        state(event, update.corroboration.statement, update.fact)
    if fact["status"] == pb.FACT_REPORTED:
        fact["status"] = pb.FACT_CORROBORATED


def dispute(event, update):
    event["disputes"].append(plain(update.dispute))
    fact_of(event, update)["status"] = pb.FACT_DISPUTED


def revise_figure(event, update):
    figure = update.figure
    if figure.HasField("statement"):
        state(event, figure.statement, update.fact)
    entry = {"unit": figure.unit, "status": figure.status}
    if figure.HasField("low"):
        entry["low"] = figure.low
    if figure.HasField("high"):
        entry["high"] = figure.high
    event["figures"][(figure.measure, figure.population)] = entry


def retract(event, update):
    fact_of(event, update)["status"] = pb.FACT_RETRACTED


def close(event, _):
    event["status"] = pb.EVENT_ENDED


def refuse(event, update):
    raise FoldError("%s is not in this version" % pb.Change.Name(update.change))


RULES = {
    "CHANGE_UNKNOWN": refuse, "EVENT_OPENED": change_head, "CLAIM_ADDED": add_claim,
    "CLAIM_CORROBORATED": corroborate, "CLAIM_DISPUTED": dispute, "FIGURE_REVISED": revise_figure,
    "CLAIM_RETRACTED": retract, "EVENT_CHANGED": change_head, "EVENT_MERGED": refuse, "EVENT_SPLIT": refuse,
    "EVENT_CLOSED": close,
}


def served(event):
    """The foldable part of an Event message, in the form that fold() makes."""
    head = {}
    for name in ("title", "type", "mode", "time", "place"):
        if event.HasField(name):
            value = getattr(event, name)
            head[name] = plain(value) if hasattr(value, "DESCRIPTOR") else value
    facts = {fact.id: {"text": fact.text, "status": fact.status,
                       "statements": [plain(stated.statement) for stated in fact.statements]}
             for fact in event.facts}
    figures = {}
    for figure in event.figures:
        entry = {"unit": figure.unit, "status": figure.status}
        for end in ("low", "high"):
            if figure.HasField(end):
                entry[end] = getattr(figure, end)
        figures[(figure.measure, figure.population)] = entry
    return {"id": event.id, "revision": event.revision, "status": event.status, "head": head, "facts": facts,
            "figures": figures, "disputes": [plain(dispute) for dispute in event.disputes]}


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
