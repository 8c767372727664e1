"""The search for the changes that lose the class leaves nothing out: it finds what assessing at every step finds."""

from __future__ import annotations

import random

from guyub.data import FOLDER, load_instrument, read_yaml
from guyub.domain.instruments import assess
from guyub.domain.planning import losses
from guyub.domain.planning.losses import _changed, _changes, _far

WEB = load_instrument("kkb-klas-web-2021").in_mode()
MAMPANG = read_yaml(FOLDER / "demo" / "mampang.yaml")["recordings"][1]["facts"]


def smallest(facts, before, way):
    """The first count that loses the class, every step assessed from scratch."""

    def after(count):
        return assess(WEB, _changed(facts, way, count))

    def first_lost(kept, end):
        at_kept, at_end = after(kept), after(end)
        if at_kept.scores == at_end.scores:
            return None
        if end - kept == 1:
            return end if at_end.rank < before.rank else None
        middle = (kept + end) // 2
        return first_lost(kept, middle) or first_lost(middle, end)

    lost = first_lost(0, _far(facts) if way.kind == "more" else sum(facts.get(fact) or 0 for fact in way.facts))
    fell = lost and after(lost).scores[way.variable] < (before.scores[way.variable] or 0)
    return lost if fell else None


def all_losses(facts):
    """Every change of every variable that has a score, with the least number of all its ways."""
    before = assess(WEB, facts)
    scored = [variable for variable in WEB.variables if before.variables[variable.code].requirement_met]
    for change in (change for variable in scored for change in _changes(WEB, variable)):
        found = [count for way in change.ways() if (count := smallest(facts, before, way))]
        if found:
            yield change.variable, change.kind, change.facts, change.into, min(found)


def test_no_loss_is_left_out():
    chance = random.Random(20230531)  # noqa: S311  repeatable
    found = 0
    for _ in range(6):
        facts = {code: value and value * chance.randint(60, 140) // 100 for code, value in MAMPANG.items()}
        expected = set(all_losses(facts))
        assert {
            (loss.variable, loss.kind, loss.facts, loss.into, loss.count) for loss in losses(WEB, facts)
        } == expected
        found += len(expected)
    assert found > 10  # or nothing was compared
