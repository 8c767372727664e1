"""Shares of healthy, independent and tough elders: of the village and its RW, now and at the ends of past quarters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.elders.presentation.page import Picture, picture
from guyub.apps.elders.presentation.words import said
from guyub.apps.elders.standing import Standing
from guyub.data.elder_files import load_elder_care
from guyub.domain.elders.care import Status, StatusWords
from guyub.domain.growth.ages import months_before
from guyub.domain.rulefiles import Text

QUARTER, QUARTERS = 3, 4
WHOLE = 100


@dataclass(frozen=True)
class Word:
    """One of the three words: its name, its rule, and how it is read from a standing."""

    name: str | Promise
    rule: Callable[[StatusWords], Text]
    of: Callable[[Status], bool | None]


WORDS = (
    Word(gettext_lazy("Sehat"), lambda rule: rule.healthy, lambda status: status.healthy),
    Word(gettext_lazy("Mandiri"), lambda rule: rule.independent, lambda status: status.independent),
    Word(gettext_lazy("Tangguh"), lambda rule: rule.active, lambda status: status.active),
)


@dataclass(frozen=True)
class Share:
    """How many of some elders are so: ``yes`` of those of whom it is ``known``, of ``everyone``."""

    yes: int
    known: int
    everyone: int

    @property
    def percent(self) -> int | None:
        """Of those of whom it is known, rounded half up; None where of nobody."""
        return (2 * WHOLE * self.yes + self.known) // (2 * self.known) if self.known else None

    @property
    def unknown(self) -> int:
        """Of how many it is not known."""
        return self.everyone - self.known


@dataclass(frozen=True)
class Row:
    """One part of the village, or one day: shares of the three words, in their order."""

    part: str
    shares: Sequence[Share]


@dataclass(frozen=True)
class Told:
    """One word of the whole village: its name, its rule, its share."""

    name: str
    rule: str
    share: Share


def share(word: Word, standings: Sequence[Standing]) -> Share:
    """Of these elders."""
    told = [word.of(one.status) for one in standings]
    return Share(told.count(True), len(told) - told.count(None), len(told))


def told(standings: Sequence[Standing]) -> list[Told]:
    """The three words of all."""
    rule = load_elder_care().status
    return [Told(str(word.name), said(word.rule(rule)), share(word, standings)) for word in WORDS]


def by_rw(standings: Sequence[Standing]) -> list[Row]:
    """The three words by RW."""
    parts = sorted({one.person.rw for one in standings})
    return [Row(part or "–", _shares([one for one in standings if one.person.rw == part])) for part in parts]


def days_shown(today: date) -> list[date]:
    """The last days of past quarters, and today."""
    first = today.replace(day=1, month=(today.month - 1) // QUARTER * QUARTER + 1)
    ends = [months_before(first, QUARTER * back) - timedelta(days=1) for back in range(QUARTERS - 1, -1, -1)]
    return [*ends, today]


def trend(standings: Sequence[Standing], today: date) -> list[tuple[date, list[Share]]]:
    """The three words on each of these days, of who lives here today; what was joined is known of today alone."""
    found = [(day, _shares([one.on(day) for one in standings])) for day in days_shown(today)[:-1]]
    return [*found, (today, _shares(standings))]


def trend_picture(days: Sequence[tuple[date, Sequence[Share]]]) -> Picture | None:
    """The first two words over time; None where fewer than two days are known."""
    lines = [
        (
            str(word.name),
            code,
            [(day, value, f"{value} %") for day, row in days if (value := row[place].percent) is not None],
        )
        for place, (word, code) in enumerate(zip(WORDS, ("upper", "lower"), strict=False))
    ]
    shown = [line for line in lines if len(line[2]) > 1]
    return picture(_("Sehat dan mandiri"), "%", shown, 25, (), (0, WHOLE)) if shown else None


def file_rows(standings: Sequence[Standing]) -> list[list[str | int | None]]:
    """Shares as rows of a file, with their header: the village, then its RW."""
    head = ["RW"]
    for word in WORDS:
        head += [str(word.name), _("{word}: diketahui").format(word=word.name), _("{word}: %").format(word=word.name)]
    rows = [Row(_("Kelurahan"), _shares(standings)), *by_rw(standings)]
    return [[*head, _("Lansia")], *(_cells(row) for row in rows)]


def _cells(row: Row) -> list[str | int | None]:
    cells: list[str | int | None] = [row.part]
    for one in row.shares:
        cells += [one.yes, one.known, one.percent]
    return [*cells, row.shares[0].everyone]


def _shares(standings: Sequence[Standing]) -> list[Share]:
    return [share(word, standings) for word in WORDS]
