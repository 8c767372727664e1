"""The monthly report of a village: S, K, D, N and its shares by RW, and what was found among the children measured."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.documents.tables import Cell
from guyub.apps.growth.models import GrowthState, Measurement, Posyandu
from guyub.apps.growth.presentation.lists import under_fives
from guyub.domain.expressions.rounding import rounded_ratio
from guyub.domain.growth.ages import last_day
from guyub.domain.growth.kms import Gain
from guyub.domain.growth.skdn import Skdn, skdn_of
from guyub.language import format_hundredths

Reader = User | AnonymousUser
BELOW_TWO = -200  # hundredths of z
FOUND = ("hfa", "wfa", "wfh")
COLUMNS = ("S", "K", "D", "N", "T", "O", "B", "BGM", "2T")


@dataclass(frozen=True)
class Share:
    """Children below -2 SD among those with a plausible z-score."""

    below: int
    of: int

    @property
    def hundredths(self) -> int | None:
        """Per cent in hundredths, ties to even; None where nobody was measured."""
        return rounded_ratio(self.below, self.of, 10_000) if self.of else None

    def __add__(self, other: "Share") -> "Share":
        return Share(self.below + other.below, self.of + other.of)


@dataclass(frozen=True)
class ReportRow:
    """One RW, or all: the counts, and shares below -2 SD of height-for-age, weight-for-age, weight-for-height."""

    rw: str
    posyandu: tuple[str, ...]
    skdn: Skdn
    found: Mapping[str, Share] = field(default_factory=dict)

    @property
    def named(self) -> tuple[tuple[str, int], ...]:
        """The counts with their names."""
        return tuple(zip(COLUMNS, self.counts, strict=True))

    @property
    def counts(self) -> tuple[int, ...]:
        """In the order of `COLUMNS`."""
        one = self.skdn
        return (one.s, one.k, one.d, one.n, one.t, one.o, one.b, one.below_red, one.two_t)


@dataclass(frozen=True)
class Report:
    """A month of a village."""

    month: date
    rows: tuple[ReportRow, ...]
    total: ReportRow

    def rows_for_file(self, language: str, *, as_words: bool = True) -> Iterator[list[Cell]]:
        """A header, the RWs, the village. Shares as people write them, or as numbers to reckon with."""
        shares = list(self.total.skdn.shares())
        below = [
            _("PB/U, TB/U di bawah −2 SD"),
            _("PB/U, TB/U diukur"),
            _("BB/U di bawah −2 SD"),
            _("BB/U diukur"),
            _("BB/PB, BB/TB di bawah −2 SD"),
            _("BB/PB, BB/TB diukur"),
        ]
        header = [_("Bulan"), "RW", _("Posyandu"), *COLUMNS, *(f"{name} (%)" for name in shares)]
        yield [*header, *below]
        for row in (*self.rows, self.total):
            shares_found = row.skdn.shares().values()
            values = [_percent(value, language) if as_words else _number(value) for value in shares_found]
            found = [number for code in FOUND for number in (row.found[code].below, row.found[code].of)]
            place = [f"{self.month:%Y-%m}", row.rw or _("Kelurahan"), ", ".join(row.posyandu)]
            yield [*place, *row.counts, *values, *found]


def report(user: Reader, village: str, month: date) -> Report:
    """The report of a month as far as the person may see the children.

    S: children under five on the last day of the month who live there. K: of those, who were ever measured here;
    whether they hold a KMS or KIA book is not recorded. D and letters: the last weighing of each child in the month.
    """
    first, last = month.replace(day=1), last_day(month)
    living = {child.pk: child.rw for child in under_fives(user, village, last).only("pk", "rw")}
    measured = Measurement.objects.permitted(user, Right.SEE_GROWTH).filter(village_id=village, day__lte=last)
    ever = set(measured.filter(child__in=living).values_list("child_id", flat=True))
    states = GrowthState.objects.permitted(user, Right.SEE_GROWTH).filter(village_id=village, day__range=(first, last))
    newest = {state.child_id: state for state in states.order_by("day", "pk")}
    weighed = {state.child_id: state for state in states.exclude(gain="").order_by("day", "pk")}
    places: dict[str, list[int]] = defaultdict(list)
    for pk, rw in living.items():
        places[rw].append(pk)
    serving = _serving(village)
    rows = tuple(
        _row(rw, serving.get(rw, serving.get("", ())), children, ever, weighed, newest)
        for rw, children in sorted(places.items())
    )
    return Report(first, rows, _total(rows))


def _serving(village: str) -> dict[str, tuple[str, ...]]:
    """Names of posyandu by the RW they serve; under "" those that serve all."""
    names: dict[str, list[str]] = defaultdict(list)
    for posyandu in Posyandu.objects.filter(village_id=village, closed_on=None):
        for rw in posyandu.serves or [""]:
            names[rw].append(posyandu.name)
    return {rw: tuple(found) for rw, found in names.items()}


def _row(
    rw: str,
    posyandu: tuple[str, ...],
    children: Sequence[int],
    ever: set[int],
    weighed: Mapping[int, GrowthState],
    newest: Mapping[int, GrowthState],
) -> ReportRow:
    of_month = [weighed[pk] for pk in children if pk in weighed]
    skdn = skdn_of(
        s=len(children),
        k=sum(pk in ever for pk in children),
        gains=[Gain(state.gain) for state in of_month],
        below_red=sum(state.below_red for state in of_month),
        two_t=sum(state.t_in_a_row > 1 for state in of_month),
    )
    found = {code: _share(code, [newest[pk] for pk in children if pk in newest]) for code in FOUND}
    return ReportRow(rw, posyandu, skdn, found)


def _share(code: str, states: Sequence[GrowthState]) -> Share:
    scores = [getattr(state, code) for state in states if code not in state.flagged]
    known = [score for score in scores if score is not None]
    return Share(sum(score < BELOW_TWO for score in known), len(known))


def _total(rows: Sequence[ReportRow]) -> ReportRow:
    skdn, found = Skdn(0, 0, 0, 0, 0, 0), {code: Share(0, 0) for code in FOUND}
    for row in rows:
        skdn = skdn + row.skdn
        found = {code: found[code] + row.found[code] for code in FOUND}
    return ReportRow("", (), skdn, found)


def _percent(value: int | None, language: str) -> str:
    return "" if value is None else format_hundredths(value, language)


def _number(value: int | None) -> float | None:
    return None if value is None else value / 100
