"""The book of a posyandu's children: a year of weighings of each, by month. Rows of a file with names."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.documents.tables import Cell
from guyub.apps.growth.models import GrowthState, Posyandu
from guyub.apps.growth.presentation.area_counts import months_to
from guyub.apps.growth.services.eppgbm.exporting import SEXES
from guyub.apps.growth.templatetags.growth import centimetres, kilograms
from guyub.apps.people.models import Membership, Person
from guyub.apps.people.presentation.wording import birth_words, shown_name
from guyub.data.growth_files import load_indonesian_growth
from guyub.domain.growth.ages import last_day, months_before
from guyub.domain.growth.indonesia import Category

MONTHS = 12
INDICES = ("wfa", "hfa", "wfh")
SHORT: Mapping[str, str] = {
    "severely-underweight": "SK",
    "underweight": "K",
    "severely-stunted": "SP",
    "stunted": "P",
    "tall": "T",
    "severely-wasted": "GB",
    "wasted": "GK",
    "normal": "N",
    "overweight-risk": "R",
    "overweight": "L",
    "obese": "O",
}
"""How the printed book writes a category, in a cell a finger wide."""


@dataclass(frozen=True)
class Entry:
    """What stands in the book of one child and month: the last measurement of the month."""

    state: GrowthState

    def categories(self) -> list[Category | None]:
        """Of the indices of `INDICES`; None where blank or implausible."""
        return [self._category(code) for code in INDICES]

    def _category(self, code: str) -> Category | None:
        value = getattr(self.state, code)
        if value is None or code in self.state.flagged or self.state.months is None:
            return None
        index = load_indonesian_growth().index(code, self.state.months)
        return index.category(value) if index else None

    def short(self) -> str:
        """Three lines: weight with its letter, height, categories."""
        measured = self.state.measurement
        weight = " ".join(part for part in (kilograms(measured.weight_g), self.state.gain) if part)
        words = "/".join(SHORT[one.code] if one else "–" for one in self.categories())
        return "\n".join((weight or "–", centimetres(measured.height_mm) or "–", words))

    def cells(self, language: str) -> list[Cell]:
        """Weight in kg, height in cm, letter, categories in words."""
        measured = self.state.measurement
        weight = None if measured.weight_g is None else measured.weight_g / 1000
        height = None if measured.height_mm is None else measured.height_mm / 10
        return [weight, height, self.state.gain, *_words(self.categories(), language)]


@dataclass(frozen=True)
class Line:
    """A child with the months of the year that it was measured in."""

    child: Person
    parent: str
    months: Mapping[date, Entry]


@dataclass(frozen=True)
class Book:
    """The children of a posyandu over the twelve months."""

    posyandu: Posyandu
    months: Sequence[date]
    lines: Sequence[Line]

    def printed(self) -> list[list[str]]:
        """Rows as they are printed."""
        return [
            [str(number), *_of_child(line), *(line.months[m].short() if m in line.months else "" for m in self.months)]
            for number, line in enumerate(self.lines, start=1)
        ]

    def rows(self, language: str) -> Iterator[list[Cell]]:
        """A header, and a row a child, with six columns a month."""
        kinds = (_("berat (kg)"), _("tinggi (cm)"), _("KMS"), "BB/U", _("PB/U, TB/U"), _("BB/PB, BB/TB"))
        monthly = [f"{month:%Y-%m} {kind}" for month in self.months for kind in kinds]
        yield [_("No."), *headings(), *monthly]
        blank: list[Cell] = [None] * len(kinds)
        for number, line in enumerate(self.lines, start=1):
            cells: list[Cell] = [number, *_of_child(line)]
            for month in self.months:
                cells += line.months[month].cells(language) if month in line.months else blank
            yield cells


def headings() -> list[str]:
    """What is told of a child."""
    return [_("Nama anak"), _("L/P"), _("Tanggal lahir"), _("Ibu atau kepala keluarga"), "RW/RT"]


def legend(language: str) -> str:
    """What the short words of the printed book mean: of each index in its order."""
    parts = []
    for code in INDICES:
        index = load_indonesian_growth().index(code, 0)
        assert index is not None  # INDICES are those of children under five
        names = ", ".join(f"{SHORT[one.code]} {one.name.in_language(language)}" for one in index.categories)
        parts.append(f"{index.index}: {names}")
    return "; ".join(parts)


def book_of(user: User, posyandu: Posyandu, last_month: date) -> Book:
    """Children who live in the RW that a posyandu serves and were under five in one of the months; three queries.

    The parent is named only where the person may read the names of people: the mother, else the family's head.
    """
    months = months_to(last_month, MONTHS)
    served = Person.objects.permitted(user, Right.SEE_GROWTH).filter(
        village=posyandu.village_id,
        state=Person.State.LIVING,
        birth_date__gt=months_before(months[0], load_indonesian_growth().skdn.months),
        birth_date__lte=last_day(months[-1]),
    )
    if posyandu.serves:
        served = served.filter(rw__in=posyandu.serves)
    children = list(served.select_related("mother").order_by("rw", "rt", "birth_date", "name_key", "pk"))
    measured = _measured(user, posyandu, children, months)
    heads = _heads(user, children)
    lines = [Line(child, _parent(user, child, heads), measured.get(child.pk, {})) for child in children]
    return Book(posyandu, months, lines)


def _measured(
    user: User, posyandu: Posyandu, children: Sequence[Person], months: Sequence[date]
) -> dict[int, dict[date, Entry]]:
    states = GrowthState.objects.permitted(user, Right.SEE_GROWTH).filter(
        child__among=[child.pk for child in children],
        village=posyandu.village_id,
        day__range=(months[0], last_day(months[-1])),
    )
    found: dict[int, dict[date, Entry]] = defaultdict(dict)
    for state in states.select_related("measurement").order_by("day", "pk"):
        found[state.child_id][state.day.replace(day=1)] = Entry(state)
    return found


def _heads(user: User, children: Sequence[Person]) -> dict[int, Person]:
    """Heads of the families of children without a known mother."""
    orphaned = [child.pk for child in children if child.mother is None]
    rows = Membership.objects.filter(person__among=orphaned, until=None).select_related("family__head")
    return {row.person_id: row.family.head for row in rows if row.family.head is not None}


def _parent(user: User, child: Person, heads: Mapping[int, Person]) -> str:
    parent = child.mother or heads.get(child.pk)
    if parent is None or not scope_of(user).may(Right.SEE_PEOPLE, parent.place):
        return ""
    return shown_name(parent.name, parent.code)


def _of_child(line: Line) -> list[str]:
    child = line.child
    born = birth_words(child.birth_date, child.birth_known)
    place = "/".join(part for part in (child.rw, child.rt) if part)
    return [shown_name(child.name, child.code), SEXES.get(child.sex, ""), born, line.parent, place]


def _words(categories: Sequence[Category | None], language: str) -> list[Cell]:
    return [one.name.in_language(language) if one else None for one in categories]
