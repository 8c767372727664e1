"""Measurements of a month in the columns of e-PPGBM, so that nobody types them twice. Purpose asked, export logged."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from guyub.analytics.growth_tables.eppgbm import COLUMNS, HEADINGS, INDICES, MISSING, age_text
from guyub.apps.accounts.actors import require
from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.audit.models import AuditEntry
from guyub.apps.documents.tables import TABLES, Cell
from guyub.apps.growth.births import UNKNOWN, at_birth
from guyub.apps.growth.models import CareMark, GrowthState, Measurement, Posyandu
from guyub.apps.growth.services.eppgbm.files import EXPORTING, require_all
from guyub.apps.people.models import Family, Membership, Person
from guyub.apps.people.purposes import purpose_given
from guyub.apps.people.sealing import mask
from guyub.apps.territory.models import Region
from guyub.data.growth_files import UNDER_FIVE, load_growth_standard, load_indonesian_growth
from guyub.domain.growth.indonesia import standings
from guyub.errors import DomainError
from guyub.language.cells import guarded

ACTION, TITLE = "export-people", "e-PPGBM"
POSTURES = {"l": "Telentang", "h": "Berdiri"}
SEXES = {1: "L", 2: "P"}


class NothingMeasured(DomainError):
    """No measurement of that month is on record there."""

    code = "nothing-measured-that-month"
    template = "No measurement of {month} is on record there."
    exit_code = 4


@dataclass(frozen=True)
class Wish:
    """What is to be exported: ``month`` is its first day, ``posyandu`` None for the whole village, ``full`` whole NIK.

    ``purpose``: a code of `guyub.apps.people.purposes.Purpose`; ``format``: xlsx or csv.
    """

    village: Region
    month: date
    format: str
    purpose: str
    posyandu: Posyandu | None = None
    full: bool = False


def measurements_of(village: str, month: date, posyandu: Posyandu | None = None) -> Any:
    """Measurements that count in a month: of a village, or of the RW that a posyandu serves and of its own days."""
    found = Measurement.objects.in_part(village).filter(day__year=month.year, day__month=month.month, replaced_by=None)
    if posyandu is not None and posyandu.serves:
        found = found.filter(rw__in=posyandu.serves) | found.filter(held__posyandu=posyandu)
    return found


def export_measurements(user: User, wish: Wish) -> tuple[bytes, int]:
    """The file, and how many measurements are in it.

    Raises:
        NotAllowed: The person may not have names, or not whole numbers, of the village as a file.
        NoPurpose: The purpose is not on the list.
        NothingMeasured: There is nothing to export.
    """
    village = wish.village
    require_all(user, ACTION, EXPORTING, village.code)
    if wish.full:
        require(user, "reveal-identity", Right.REVEAL_IDENTITY, village.code)
    purpose = purpose_given(wish.purpose)
    along = ("child__key", "child__mother", "held__posyandu", "state")
    of_month = measurements_of(village.code, wish.month, wish.posyandu).select_related(*along)
    found = list(of_month.order_by("rw", "rt", "day", "pk"))
    if not found:
        raise NothingMeasured(month=f"{wish.month:%m-%Y}")
    columns = _Columns(wish, found)
    rows: list[Sequence[Cell]] = [HEADINGS]
    rows += [columns.row(number, one) for number, one in enumerate(found, start=1)]
    note_export(user, village, purpose, len(found), wish.format, full=wish.full)
    return TABLES[wish.format](TITLE, rows), len(found)


def note_export(user: User, village: Region, purpose: str, rows: int, fmt: str, *, full: bool = False) -> AuditEntry:
    """Put on the trail that someone has names of the village's children as a file, as of every file of people."""
    return trail.note(
        user,
        ACTION,
        chain=village.code,
        subject=f"village:{village.code}",
        purpose=purpose,
        rows=rows,
        rw="",
        personal=True,
        full_numbers=full,
        format=fmt,
    )


class _Columns:
    """Fills the columns of one measurement; what we do not keep stays empty."""

    def __init__(self, wish: Wish, found: Iterable[Measurement]) -> None:
        self.full = wish.full
        names = [wish.village.name, *(region.name for region in wish.village.ancestors[:3])]
        self.places = dict(zip(("village", "district", "regency", "province"), names, strict=False))
        self.families = _families_of({one.child_id for one in found})
        self.capsules = _capsules_of({one.child_id for one in found})
        self.births = at_birth({one.child_id for one in found})
        self.serving: dict[str, list[str]] = {}
        for posyandu in Posyandu.objects.filter(village=wish.village, closed_on=None):
            for rw in posyandu.serves:
                self.serving.setdefault(rw, []).append(posyandu.name)

    def row(self, number: int, one: Measurement) -> list[Cell]:
        """Cells in the order of the columns; no text among them can be run as a formula."""
        values = self._of_child(one) | self._of_day(one) | self.places | {"number": number}
        return [_cell(values.get(column.code)) for column in COLUMNS]

    def _of_child(self, one: Measurement) -> dict[str, Any]:
        child, family = one.child, self.families.get(one.child_id)
        dwelling = family.dwelling if family else None
        born = self.births.get(one.child_id, UNKNOWN)
        return {
            "nik": self._nik(child),
            "name": child.name,
            "sex": SEXES[child.sex],
            "birth": child.birth_date.isoformat() if child.birth_date else None,
            "birth_weight": _part(born.weight_g, 1000),
            "birth_length": _part(born.length_mm, 10),
            "parents": child.mother.name if child.mother else None,
            "posyandu": self._posyandu(one),
            "rt": one.rt,
            "rw": one.rw,
            "address": dwelling.address if dwelling else None,
        }

    def _of_day(self, one: Measurement) -> dict[str, Any]:
        born = one.child.birth_date
        return {
            "age": age_text(born, one.day) if born else None,
            "day": one.day.isoformat(),
            "weight": _part(one.weight_g, 1000),
            "height": _part(one.height_mm, 10),
            "arm": _part(one.arm_mm, 10),
            "posture": POSTURES.get(one.posture),
            "gain": one.state.gain,
            "vitamin_a": sum(day <= one.day for day in self.capsules.get(one.child_id, ())) or None,
            **_judged(one.state),
        }

    def _posyandu(self, one: Measurement) -> str | None:
        if one.held is not None:
            return one.held.posyandu.name
        serving = self.serving.get(one.rw, [])
        return serving[0] if len(serving) == 1 else None

    def _nik(self, child: Person) -> str | None:
        if not child.nik_sealed or child.key.destroyed_at:
            return None
        number = child.key.bytes().open(bytes(child.nik_sealed), "nik")
        return number if self.full else mask(number)


def _families_of(children: set[int]) -> dict[int, Family]:
    rows = Membership.objects.filter(person__among=children, until=None).select_related("family__dwelling")
    return {row.person_id: row.family for row in rows}


def _capsules_of(children: set[int]) -> dict[int, list[date]]:
    """Days on which vitamin A was given, by child."""
    found: dict[int, list[date]] = {}
    given = CareMark.objects.counting().filter(child__among=children, kind=CareMark.Kind.VITAMIN_A)
    for child, day in given.values_list("child_id", "day"):
        found.setdefault(child, []).append(day)
    return found


def _judged(state: GrowthState) -> dict[str, Any]:
    """Z-scores and the words of the regulation; a category only where it is for the age."""
    hundredths = {code: getattr(state, code) for code in INDICES}
    z = {code: None if score is None else score / 100 for code, score in hundredths.items()}
    posture = load_growth_standard(UNDER_FIVE).rules.posture
    lying = posture is not None and state.age_days is not None and state.age_days < posture.lying_before_day
    found = {} if state.months is None else standings(load_indonesian_growth(), z, state.months, lying=lying)
    words = {code: one.category.name.id for code, one in found.items() if code in INDICES}
    return {f"{code}_z": score for code, score in z.items()} | words


def _part(whole: int | None, per: int) -> float | None:
    return None if whole is None else whole / per


def _cell(value: Any) -> Cell:
    if value is None or value == "":
        return MISSING
    cell = guarded(value)
    assert isinstance(cell, str | int | float)
    return cell
