"""When a figure that follows from what happened takes the place of the one in force.

What happened speaks for what it tells of, and for nothing else: a village that has put one of its four groups on record
has not lost the other three. So of a list (groups, routines, funds) each entry moves by itself, and a plain number goes
on record as soon as the records reach what was reported. What somebody ticks or reports later stays until what happened
changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

Entries = Mapping[str, str]
"""What there is of a list: code → how often, or nothing where that is not asked."""


@dataclass(frozen=True)
class Figure:
    """A figure, and the entries that it counts; None where it counts none, or nobody knows which."""

    value: int
    entries: Entries | None = None


@dataclass(frozen=True)
class Verdict:
    """What to put on record. ``figure`` None: that it is not known any more.

    ``speaks``: the records have reached what was reported, so from now on they lower it too.
    """

    records: bool
    figure: Figure | None = None
    speaks: bool = False


def judge(now: Figure | None, before: Figure | None, in_force: Figure | None, *, ours: bool, spoke: bool) -> Verdict:
    """What follows for the figure in force.

    Args:
        now: What the records say; None where they say nothing.
        before: What they said when they were last looked at.
        in_force: What counts; None where nothing is known.
        ours: Whether it was put on record from what happened.
        spoke: Whether the records have reached what was reported before.

    Returns:
        Nothing to record where what happened has not changed, says nothing, or says less than was reported while it
        never reached that.
    """
    speaks = spoke or ours
    if in_force is None:
        return Verdict(now is not None, now, speaks=True) if now is not None else Verdict(False, speaks=speaks)
    if now == before:
        return Verdict(False, speaks=speaks)
    if in_force.entries is not None and (now is None or now.entries is not None):
        return _by_entry(_entries(now), _entries(before), in_force)
    if now is None:
        return Verdict(records=ours, speaks=speaks)
    reached = speaks or now.value >= in_force.value
    return Verdict(reached and now != in_force, now if reached else None, speaks=reached)


def _by_entry(now: Entries, before: Entries, in_force: Figure) -> Verdict:
    """Entries that came or happen otherwise than before are put in, those that ended are taken out, others stay."""
    stands = _entries(in_force)
    came = {code: often for code, often in now.items() if before.get(code) != often}
    ended = before.keys() - now.keys()
    after = {code: often for code, often in {**stands, **came}.items() if code not in ended}
    return Verdict(after != stands, Figure(len(after), after), speaks=True)


def _entries(figure: Figure | None) -> Entries:
    return (figure.entries if figure else None) or {}
