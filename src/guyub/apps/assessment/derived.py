"""Figures that follow from what happened, with the evidence behind each: groups, meetings, activities, kitchens …

A higher app registers here, from its `AppConfig.ready`, a function that says what its own records tell of a village. It
calls `services.follow(services.HAPPENED, [village])` when they change; the figures then go on record by themselves.

Several apps may know something of one figure: what they say of a list is joined, entry by entry.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from guyub.apps.accounts.rights import Right
from guyub.apps.assessment.models import Source
from guyub.apps.ordered import Ordered
from guyub.apps.territory.models import Unit, UnitLevel
from guyub.domain.facts.derived_rules import DerivedRules


@dataclass(frozen=True)
class Trace:
    """One thing that happened. Words are in the language of whoever asks; nothing of a trace is stored.

    ``entry``: the entry of the figure's list that it proves, if the figure counts a list. ``right``: what a reader has
    to hold in the village to read the words and open the page; who does not is told only that there is such a thing.
    """

    told: str
    day: date | None = None
    url: str = ""
    entry: str = ""
    detail: str = ""
    right: Right | None = None


@dataclass(frozen=True)
class Derived:
    """One figure of the fact catalogue as the records have it. What they say nothing of is left out, never zero.

    ``entries``: for a figure that counts a list, what there is of it: code → how often ("" where that is not asked);
    codes as in the profile form. The value is then how many.
    """

    code: str
    evidence: tuple[Trace, ...]
    value: int = 0
    entries: Mapping[str, str] | None = None
    source: Source = Source.HAPPENED

    def __post_init__(self) -> None:
        if self.entries is not None:
            object.__setattr__(self, "value", len(self.entries))


Provider = Callable[[Unit, UnitLevel | None, date], Iterable[Derived]]
"""Told the unit, what it covers (None: the village) and the day; a number of queries that does not grow with rows."""

providers = Ordered[Provider]()


def listed(code: str, evidence: Iterable[Trace], often: Mapping[str, str] | None = None) -> Iterable[Derived]:
    """A figure that counts the entries of a list that there is a trace of; nothing without any.

    Args:
        code: The fact.
        evidence: What happened, each with its entry.
        often: Entry → how often, where that is asked.
    """
    traces = tuple(evidence)
    entries = {trace.entry: (often or {}).get(trace.entry, "") for trace in traces}
    return [Derived(code, traces, entries=entries)] if traces else []


def routines(code: str, evidence: Iterable[Trace], rules: DerivedRules) -> Iterator[Derived]:
    """The routines that there is a trace of, how often they run, and the fact of how many times a year of each.

    Args:
        code: The fact that counts them.
        evidence: What happened in the window, each with its entry and day.
        rules: How often is what.
    """
    of_entry: dict[str, list[Trace]] = defaultdict(list)
    for trace in evidence:
        of_entry[trace.entry].append(trace)
    often = {
        entry: rules.often([trace.day for trace in traces if trace.day]) for entry, traces in sorted(of_entry.items())
    }
    yield from listed(code, chain(*of_entry.values()), {entry: how for entry, (how, _months) in often.items()})
    for entry, (_how, months) in often.items():
        yield Derived(rules.routines[entry], tuple(of_entry[entry]), months)


def derived_of(unit: Unit, level: UnitLevel | None, on: date) -> dict[str, Derived]:
    """All that the records say of a unit on a day, by fact code."""
    found: dict[str, Derived] = {}
    for provider in providers:
        for one in provider(unit, level, on):
            found[one.code] = _joined(found[one.code], one) if one.code in found else one
    return found


def _joined(one: Derived, other: Derived) -> Derived:
    """Two apps on one figure; of a plain number the first one's, of one entry the first one's frequency."""
    evidence = (*one.evidence, *other.evidence)
    if one.entries is None or other.entries is None:
        return replace(one, evidence=evidence)
    return replace(one, evidence=evidence, entries={**other.entries, **one.entries})
