#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The checker is checked: it finds nothing in a sound log, and each planted
fault by its kind."""
import contextlib
import io
import json

import checker
import wire
from wire import pb

EPOCH = 0x1122334455667788


def statement(speaker, text, **more):
    return pb.Statement(speaker=speaker, text=text, kind=pb.CLAIM_STATEMENT, quote=pb.QUOTE_DIRECT, **more)


def updates():
    """A small life of one event."""
    about = [
        dict(change=pb.EVENT_OPENED, head=pb.EventHead(title="Fire", type=pb.EVENT_TYPE_OTHER, mode="accident")),
        dict(change=pb.CLAIM_ADDED, fact=1, claim="c1", statement=statement("Ada", "the doors were locked")),
        dict(change=pb.CLAIM_CORROBORATED, fact=1, claim="c4",
             corroboration=pb.Corroboration(origin="b.example", statement=statement("Ada", "the doors were locked"))),
        dict(change=pb.CLAIM_ADDED, fact=2, claim="c2", statement=statement("Ben", "the doors were not locked")),
        dict(change=pb.CLAIM_DISPUTED, fact=1, claim="c2",
             dispute=pb.Dispute(fact=1, denial=2, by="Ben", against="Ada")),
        dict(change=pb.FIGURE_REVISED, fact=3, claim="c3",
             figure=pb.FigureRevision(measure=pb.MEASURE_KILLED, population="", unit="people", low=3, high=3, was_low=2,
                                      was_high=2, status=pb.FIGURE_RAISED, statement=statement("", "three died"))),
        dict(change=pb.EVENT_CLOSED, closing=pb.Reason(reason="quiet")),
    ]
    return [pb.EventUpdate(event=1, revision=at, article=pb.ArticleRef(feeder="local", id="a%d" % at, revision=1),
                           at_ms=1000 * at, **fields) for at, fields in enumerate(about, 1)]


def entries(of):
    digest, result = wire.ZERO_DIGEST, []
    for sequence, update in enumerate(of, 1):
        data = update.SerializeToString()
        digest = wire.chain(digest, EPOCH, sequence, data)
        result.append(pb.LogEntry(epoch=EPOCH, sequence=sequence, digest=digest, update=data))
    return result


def pack(of):
    return [entry.SerializeToString() for entry in of]


def event():
    facts = [
        pb.Fact(id=1, text="the doors were locked", status=pb.FACT_DISPUTED, origins=2,
                statements=[pb.StatedBy(statement=statement("Ada", "the doors were locked"))]),
        pb.Fact(id=2, text="the doors were not locked", status=pb.FACT_REPORTED, origins=1,
                statements=[pb.StatedBy(statement=statement("Ben", "the doors were not locked"))]),
        pb.Fact(id=3, text="three died", status=pb.FACT_REPORTED, origins=1,
                statements=[pb.StatedBy(statement=statement("", "three died"))]),
    ]
    return pb.Event(id=1, revision=7, title="Fire", type=pb.EVENT_TYPE_OTHER, mode="accident", status=pb.EVENT_ENDED,
                    facts=facts, disputes=[pb.Dispute(fact=1, denial=2, by="Ben", against="Ada")],
                    figures=[pb.EventFigure(measure=pb.MEASURE_KILLED, population="", unit="people", low=3, high=3,
                                            status=pb.FIGURE_RAISED)], last_seen_ms=7000)


def row(identity, digest, revision=1):
    return pb.ArticleRow(ref=pb.ArticleRef(feeder="local", id=identity, revision=revision), digest=digest)


def found(check, *arguments, **options):
    """The kinds of findings of one check, its talk swallowed."""
    findings = checker.Findings()
    with contextlib.redirect_stdout(io.StringIO()):
        check(findings, *arguments, **options)
    return dict(findings.count)


def log_findings(of, last=None):
    return found(checker.check_log, pack(of), last or wire.cursor_of(of[-1]))


def expect(name, got, *kinds):
    if set(got) != set(kinds):
        raise SystemExit("not ok %s: %s, expected %s" % (name, got, kinds))
    print("ok %s" % name)


def check_articles():
    words = [bytes([value]) * 16 for value in range(3)]
    rows = [row("a", words[0]), row("a", words[1], 2), row("b", words[2])]
    acked = checker.acknowledged([{"id": r.ref.id, "digest": r.digest.hex(), "answer": "ACCEPTED"} for r in rows]
                                 + [{"id": "z", "digest": "", "answer": "REJECTED"}])
    expect("sound articles have no findings", found(checker.check_articles, acked, rows))
    expect("a lost article is found", found(checker.check_articles, acked, rows[1:]), "lost")
    expect("an article stored twice is found",
           found(checker.check_articles, acked, rows + [row("b", words[2], 2)]), "doubled")
    expect("an article nobody acknowledged is found",
           found(checker.check_articles, acked, rows + [row("c", words[2])]), "doubled")
    expect("a feeder that did not finish may have stored more",
           found(checker.check_articles, acked, rows + [row("c", words[2])], partial=True))


def check_log():
    sound = entries(updates())
    expect("a sound log has no findings", log_findings(sound))
    expect("a hole is found", log_findings(sound[:3] + sound[4:]), "diverged")
    expect("a missing end is found", log_findings(sound[:-1], wire.cursor_of(sound[-1])), "diverged")
    changed = entries(updates())
    changed[2].update = changed[3].update
    expect("changed bytes are found by the digest", log_findings(changed), "diverged")
    other = entries(updates())
    other[4].epoch += 1
    expect("a change of epoch is found", log_findings(other), "diverged")
    twice = entries(updates()[:3] + updates()[2:3])
    packed = dict(enumerate(pack(twice), 1))
    expect("an update that stands twice is found", found(checker.check_updates, packed), "doubled")


def check_watchers():
    sound = pack(entries(updates()))
    log = dict(enumerate(sound, 1))
    heard = [(b"L", data) for data in sound]
    expect("a watcher that heard all has no findings", found(checker.check_heard, log, heard + heard[2:4], "watcher"))
    expect("an update never heard is found", found(checker.check_heard, log, heard[:4] + heard[5:], "watcher"), "lost")
    strange = pack(entries(updates()[:3] + updates()[:1]))[3]
    expect("other bytes for a sequence are found",
           found(checker.check_heard, log, heard + [(b"L", strange)], "watcher"), "diverged")
    lines = [json.dumps({"sequence": entry.sequence, "digest": entry.digest.hex()}) for entry in entries(updates())]
    expect("a printed log has no findings", found(checker.check_watch, log, lines, "watch"))
    expect("a line printed twice is found", found(checker.check_watch, log, lines[:2] + lines[1:], "watch"), "doubled")
    expect("a line not printed is found", found(checker.check_watch, log, lines[:2] + lines[3:], "watch"), "lost")


def check_state():
    log = dict(enumerate(pack(entries(updates())), 1))
    expect("the fold of the log is the event", found(checker.check_fold, log, [event()]))
    other = event()
    other.figures[0].high = 4
    expect("another figure is found", found(checker.check_fold, log, [other]), "diverged")
    expect("a missing event is found", found(checker.check_fold, log, []), "diverged")
    disputed = event()
    del disputed.disputes[:]
    expect("a missing dispute is found", found(checker.check_fold, log, [disputed]), "diverged")
    skipped = {sequence: data for sequence, data in log.items() if sequence != 2}
    expect("an update that does not follow is found", found(checker.check_fold, skipped, [event()]), "diverged")


if __name__ == "__main__":
    check_articles()
    check_log()
    check_watchers()
    check_state()
