"""Figures of the lines: each app's own count, asked for a whole village and each of its RWs. No rule stands here."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import partial
from typing import TypeVar

from guyub.apps.accounts.rights import Right
from guyub.apps.elders.presentation.shares import WORDS, Word, share
from guyub.apps.elders.standing import Standing as Elder
from guyub.apps.elders.standing import standings_of_everyone as all_elders
from guyub.apps.growth.presentation.area_counts import Wanted, counts_by_place
from guyub.apps.livelihoods.standing import standings_of_everyone as all_businesses
from guyub.apps.mothers.presentation.standing import standings_of_everyone as all_mothers
from guyub.apps.programmes.models import Group
from guyub.apps.resilience.presentation.areas import areas_of
from guyub.apps.resilience.presentation.overview import couples_known
from guyub.apps.resilience.services.points import shares
from guyub.apps.resilience.services.sums import NO_RW
from guyub.apps.scorecard.services.activities import activity_figures
from guyub.apps.scorecard.services.groups import active_groups, participation_percent
from guyub.apps.territory.models import Region
from guyub.apps.youth.posts import posts_of
from guyub.apps.youth.reach import reached_by_rw
from guyub.apps.youth.services import POSMAJA
from guyub.data.scorecard_files import indicators_of_lines
from guyub.domain.scorecard.lines import WHOLE, Figure
from guyub.domain.youth.continuity import Share

VILLAGE = ""
WEB_RATES = "kb:web_"
TOUGH = "elders_tough"
ELDER_WORDS = ("elders_healthy", "elders_independent", TOUGH)  # in the order of `WORDS`
POST_SHARES = {"youth_months": "active-months", "youth_returning": "returning"}
Row = TypeVar("Row")

Parts = Mapping[str, Figure]
"""The figure of each part: `VILLAGE`, its RWs in three digits, `NO_RW`."""

Lines = Mapping[str, Parts]
"""Parts by code of a line."""


class Kind(Enum):
    """What may be told of a figure to those who do not see the people behind it."""

    FAMILIES = "families"  # of the family register, with its own gate
    CHILDREN = "children"  # of the posyandu, with its own gate
    PEOPLE = "people"  # counts of people: small ones withheld
    PUBLIC = "public"  # of groups and activities, in which nobody is counted


@dataclass(frozen=True)
class Access:
    """What outsiders are told, and who is none: whoever holds the right in the whole village. None: nobody is one."""

    kind: Kind
    right: Right | None


@dataclass(frozen=True)
class Provider:
    """Who works figures out.

    Attributes:
        lines: Their lines with what may be told of them.
        dated: Whether the records tell how figures stood on an earlier day; others are known of today alone.
        of: Figures of a village on some days, in their order.
    """

    lines: Mapping[str, Access]
    dated: bool
    of: Callable[[Region, Sequence[date]], list[Lines]]


FAMILIES = Access(Kind.FAMILIES, Right.SEE_PEOPLE)
CHILDREN = Access(Kind.CHILDREN, Right.SEE_GROWTH)
MOTHERS = Access(Kind.PEOPLE, Right.SEE_GROWTH)
ELDERS = Access(Kind.PEOPLE, Right.SEE_ELDERS)
YOUTH = Access(Kind.PEOPLE, Right.SEE_YOUTH)
BUSINESSES = Access(Kind.PEOPLE, Right.SEE_BUSINESSES)
PUBLIC = Access(Kind.PUBLIC, None)


def work_out(village: Region, today: date) -> dict[str, Parts]:
    """Every figure that the records give today; a fixed number of queries. A line that nobody works out is absent."""
    found: dict[str, Parts] = {}
    for provider in providers():
        found |= provider.of(village, [today])[0]
    return found


def access_of(line: str) -> Access:
    """What may be told of a line; of one that nobody works out there is nothing to tell."""
    return next((provider.lines[line] for provider in providers() if line in provider.lines), PUBLIC)


def providers() -> tuple[Provider, ...]:
    """All of them."""
    return (
        Provider(dict.fromkeys(indicators_of_lines(), FAMILIES), False, _families),
        Provider({"weighed": CHILDREN, "stunted": CHILDREN}, True, _children),
        Provider({"pregnant_in_time": MOTHERS}, False, _mothers),
        Provider(dict.fromkeys(("elders_screened", *ELDER_WORDS), ELDERS), True, _elders),
        Provider({"youth_reached": YOUTH}, False, _reach),
        Provider({"youth_months": PUBLIC, "youth_returning": YOUTH}, True, _posts),
        Provider({"groups_active": PUBLIC}, True, _groups),
        Provider({"participation": PUBLIC}, False, _participation),
        Provider({"environment_activities": PUBLIC, "areas_reached": PUBLIC}, True, _activities),
        Provider({"businesses_kept": BUSINESSES}, False, _businesses),
    )


def added_parts(by_rw: Mapping[str, tuple[int, int]]) -> Parts:
    """Figures of RWs ("": not known which) and their sum."""
    parts = {rw or NO_RW: Figure(of, per) for rw, (of, per) in sorted(by_rw.items())}
    whole = Figure(sum(one.of for one in parts.values()), sum(one.per for one in parts.values()))
    return {VILLAGE: whole, **parts}


def counted_by_rw(
    rows: Iterable[Row], rw: Callable[[Row], str], count: Callable[[Sequence[Row]], tuple[int, int]]
) -> Parts:
    """Figures of RWs, each from its own rows, and their sum."""
    grouped: dict[str, list[Row]] = {}
    for row in rows:
        grouped.setdefault(rw(row), []).append(row)
    return added_parts({part: count(own) for part, own in grouped.items()})


def _families(village: Region, days: Sequence[date]) -> list[Lines]:
    """Figures of the family register as its own page has them; those of the web system where couples are known."""
    areas = areas_of(village)
    if not areas.whole:
        return [{} for _ in days]
    known = couples_known(areas.whole)
    by_part = {VILLAGE: areas.whole, **{rw or NO_RW: sums for rw, sums in sorted(areas.rws.items())}}
    figures = {part: {code: Figure(of, per) for code, of, per in shares(sums)} for part, sums in by_part.items()}
    lines: dict[str, Parts] = {}
    for line, code in indicators_of_lines().items():
        if known or not code.startswith(WEB_RATES):
            lines[line] = {part: own[code] for part, own in figures.items()}
    return [lines for _ in days]


def _children(village: Region, days: Sequence[date]) -> list[Lines]:
    months = [day.replace(day=1) for day in days]
    counted = counts_by_place(Wanted(village.code, months, None, 0))
    found: list[Lines] = []
    for number in range(len(months)):
        by_rw = {rw: counts[number] for rw, counts in counted.items()}
        weighed = {rw: (one.d, one.s) for rw, one in by_rw.items()}
        stunted = {rw: (one.hfa, one.hfa_of) for rw, one in by_rw.items()}
        found.append({"weighed": added_parts(weighed), "stunted": added_parts(stunted)})
    return found


def _mothers(village: Region, days: Sequence[date]) -> list[Lines]:
    found: list[Lines] = []
    for day in days:
        pregnant = [one for one in all_mothers(village.code, day) if one.pregnant]
        in_time = counted_by_rw(
            pregnant, lambda one: one.person.rw, lambda own: (sum(not one.late for one in own), len(own))
        )
        found.append({"pregnant_in_time": in_time})
    return found


def _elders(village: Region, days: Sequence[date]) -> list[Lines]:
    """What was joined by an earlier day is not known: toughness is told of the last day alone."""
    now = max(days)
    standings = all_elders(village.code, now, brief=len(days) == 1)
    found: list[Lines] = []
    for day in days:
        then = standings if day == now else [one.on(day) for one in standings]
        lines = {
            "elders_screened": counted_by_rw(then, _rw_of, lambda own: (sum(not one.due for one in own), len(own)))
        }
        for line, word in zip(ELDER_WORDS, WORDS, strict=True):
            if day == now or line != TOUGH:
                lines[line] = counted_by_rw(then, _rw_of, partial(_told, word))
        found.append(lines)
    return found


def _told(word: Word, standings: Sequence[Elder]) -> tuple[int, int]:
    found = share(word, standings)
    return found.yes, found.known


def _rw_of(one: Elder) -> str:
    return one.person.rw


def _reach(village: Region, days: Sequence[date]) -> list[Lines]:
    return [{"youth_reached": added_parts(reached_by_rw(village.code, day))} for day in days]


def _posts(village: Region, days: Sequence[date]) -> list[Lines]:
    """Shares of all youth posts together; whoever comes to two of them counts for each."""
    groups = list(Group.objects.filter(village=village, kind=POSMAJA, closed_on=None).order_by("pk"))
    found: list[Lines] = []
    for day in days:
        told = [one for post in posts_of(groups, day) for one in post.shares]
        found.append({line: _summed(one for one in told if one.code == code) for line, code in POST_SHARES.items()})
    return found


def _summed(told: Iterable[Share]) -> Parts:
    own = list(told)
    return {VILLAGE: Figure(sum(one.of for one in own), sum(one.per for one in own))}


def _groups(village: Region, days: Sequence[date]) -> list[Lines]:
    return [{"groups_active": {VILLAGE: figure}} for figure in active_groups(village, days)]


def _activities(village: Region, days: Sequence[date]) -> list[Lines]:
    return [
        {"environment_activities": {VILLAGE: environment}, "areas_reached": {VILLAGE: areas}}
        for environment, areas in activity_figures(village, days)
    ]


def _participation(village: Region, days: Sequence[date]) -> list[Lines]:
    percent = participation_percent(village)
    figure = Figure(0, 0) if percent is None else Figure(percent, WHOLE)
    return [{"participation": {VILLAGE: figure}} for _ in days]


def _businesses(village: Region, days: Sequence[date]) -> list[Lines]:
    return [
        {
            "businesses_kept": counted_by_rw(
                all_businesses(village.code, day),
                lambda one: one.business.rw,
                lambda own: (sum(one.last_month.known for one in own), len(own)),
            )
        }
        for day in days
    ]
