"""What a child was given and asked, in words: what is wanted on a day, and the panel of its page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.growth.models import CareMark
from guyub.apps.growth.services.caring import MONTH
from guyub.apps.people.models import Person
from guyub.apps.ui.templatetags.ui import short_day
from guyub.data.growth_files import load_care_rules
from guyub.domain.families.members import completed_months
from guyub.domain.growth import care
from guyub.domain.growth.care import Exclusive, Status, Vaccine
from guyub.domain.rulefiles import Known, Text

Kind = CareMark.Kind
WANTED = (Status.DUE, Status.LATE)
NAMED = 4  # on one line
STATUS_WORDS: Mapping[str, str | Promise] = {
    Status.DONE: gettext_lazy("sudah"),
    Status.TO_COME: gettext_lazy("nanti"),
    Status.WAITING: gettext_lazy("menunggu dosis sebelumnya"),
    Status.DUE: gettext_lazy("waktunya"),
    Status.LATE: gettext_lazy("terlambat"),
    Status.MISSED: gettext_lazy("lewat umur, tanyakan puskesmas"),
}
STATUS_ICONS: Mapping[str, str] = {
    Status.DONE: "check-circle",
    Status.TO_COME: "clock-history",
    Status.WAITING: "clock-history",
    Status.DUE: "info-circle",
    Status.LATE: "exclamation-triangle",
    Status.MISSED: "x-circle",
}
KIND_WORDS: Mapping[str, str | Promise] = {
    Kind.IMMUNISATION: gettext_lazy("Imunisasi"),
    Kind.VITAMIN_A: gettext_lazy("Vitamin A"),
    Kind.DEWORMING: gettext_lazy("Obat cacing"),
    Kind.BREASTFEEDING: gettext_lazy("ASI eksklusif"),
    Kind.FOOD: gettext_lazy("Makanan kemarin (MKM)"),
    Kind.ILLNESS: gettext_lazy("Sakit"),
}
SOURCE_WORDS: Mapping[str, str | Promise] = {
    CareMark.Source.SEEN: gettext_lazy("dicatat pada harinya"),
    CareMark.Source.BOOK: gettext_lazy("dari buku KIA atau catatan"),
    CareMark.Source.TOLD: gettext_lazy("kata ibu atau pengasuh"),
    CareMark.Source.FILE: gettext_lazy("dari berkas e-PPGBM"),
}
EXCLUSIVE_WORDS: Mapping[str, str | Promise] = {
    Exclusive.YES: gettext_lazy("Ya, sampai 6 bulan"),
    Exclusive.SO_FAR: gettext_lazy("Ya, sampai sekarang"),
    Exclusive.NO: gettext_lazy("Tidak"),
    Exclusive.UNKNOWN: gettext_lazy("Belum diketahui"),
}


class Marked(NamedTuple):
    """Of a mark, what tells what is due."""

    kind: str
    code: str
    day: date


Marks = Sequence[CareMark] | Sequence[Marked]


@dataclass(frozen=True)
class Wanted:
    """Something that is due or late: its kind and code as they are marked, and its words."""

    kind: str
    code: str
    name: str
    status: str

    @property
    def words(self) -> str:
        """Where it stands."""
        return str(STATUS_WORDS[self.status])

    @property
    def icon(self) -> str:
        """The same as a sign."""
        return STATUS_ICONS[self.status]


@dataclass(frozen=True)
class Dose:
    """One dose of the schedule. ``mark``: when it was given."""

    name: str
    status: str
    words: str
    icon: str
    month: int
    mark: CareMark | None


@dataclass(frozen=True)
class Noted:
    """One mark in words."""

    mark: CareMark
    kind: str
    words: str
    source: str


@dataclass(frozen=True)
class Fed:
    """One month of the question about exclusive breastfeeding. ``answer`` None: not asked."""

    month: int
    answer: bool | None


@dataclass(frozen=True)
class CarePanel:
    """The panel of a child's page. ``known``: whether the day of birth is known, so that anything can be due."""

    known: bool
    months: int
    wanted: Sequence[Wanted]
    doses: Sequence[Dose]
    fed: Sequence[Fed]
    exclusive: str
    exclusive_icon: str
    asks_breastfeeding: bool
    asks_food: bool
    food: "FoodAnswer | None"
    vitamin_a_words: str
    deworming_words: str
    noted: Sequence[Noted]
    withdrawn: Sequence[Noted]
    rules: care.CareRules

    @property
    def done(self) -> int:
        """Doses given."""
        return sum(dose.status == Status.DONE for dose in self.doses)

    @property
    def months_open(self) -> bool:
        """Whether a month before the present one was not asked about."""
        return any(fed.answer is None and fed.month < self.months for fed in self.fed)


@dataclass(frozen=True)
class FoodAnswer:
    """The latest answer about food: how many groups, whether that is enough."""

    day: date
    groups: int
    enough: bool


def wanted(child: Person, marks: Marks, day: date, language: str) -> list[Wanted]:
    """What is due or late for a child on a day. ``marks``: those of it that count."""
    if child.birth_date is None or child.birth_known != Person.BirthKnown.DAY or day < child.birth_date:
        return []
    rules, birth = load_care_rules(), child.birth_date
    months = completed_months(birth, day)
    if months > rules.to_month:
        return []
    stands = care.immunisations(rules.immunisation, birth, day, _given(marks))
    found = [
        Wanted(Kind.IMMUNISATION, one.code, one.name.in_language(language), stands[one.code])
        for one in rules.immunisation.vaccines
        if stands[one.code] in WANTED
    ]
    found += _medicines(rules, birth, day, marks, language)
    asked = any(one.kind == Kind.BREASTFEEDING and one.code == f"{MONTH}{months}" for one in marks)
    if rules.breastfeeding.holds(months) and not asked:
        found.append(Wanted(Kind.BREASTFEEDING, "", _("Tanyakan ASI eksklusif"), Status.DUE))
    return found


def _medicines(rules: care.CareRules, birth: date, day: date, marks: Sequence[CareMark], language: str) -> list[Wanted]:
    found = []
    status, _round = care.vitamin_a(rules.vitamin_a, birth, day, _days(marks, Kind.VITAMIN_A))
    capsule = care.capsule(rules.vitamin_a, completed_months(birth, day))
    if status in WANTED and capsule:
        name = _("Vitamin A, {capsule}").format(capsule=capsule.name.in_language(language))
        found.append(Wanted(Kind.VITAMIN_A, "", name, status))
    worms = care.deworming(rules.deworming, rules.to_month, birth, day, _days(marks, Kind.DEWORMING))
    if worms in WANTED:
        found.append(Wanted(Kind.DEWORMING, "", str(KIND_WORDS[Kind.DEWORMING]), worms))
    return found


def wanted_words(items: Sequence[Wanted]) -> str:
    """What is due or late on one line, the first few by name; empty where nothing is."""
    named = [f"{one.name} ({one.words})" if one.status == Status.LATE else one.name for one in items[:NAMED]]
    more = _("dan {n} lagi").format(n=len(items) - NAMED) if len(items) > NAMED else ""
    return ", ".join([*named, *([more] if more else [])])


def marks_of(children: Sequence[Person]) -> dict[int, list[Marked]]:
    """Marks that count, by child, of hundreds at once; one query. They go with the child, wherever it lived then."""
    found: dict[int, list[Marked]] = {}
    marks = CareMark.objects.counting().filter(child__among={child.pk for child in children}).order_by("day", "pk")
    for child, *told in marks.values_list("child_id", *Marked._fields):
        found.setdefault(child, []).append(Marked(*told))
    return found


def due_words(children: Sequence[Person], day: date, language: str, kind: str = "") -> dict[int, str]:
    """What is due or late, all or of one kind, by child; one query."""
    marks = marks_of(children)
    return {
        child.pk: wanted_words(
            [one for one in wanted(child, marks.get(child.pk, ()), day, language) if kind in ("", one.kind)]
        )
        for child in children
    }


def care_panel(child: Person, day: date, language: str) -> CarePanel | None:
    """The panel of a child; None for one that is grown out of it and has no marks. One query."""
    every = list(CareMark.objects.filter(child=child).order_by("day", "pk"))
    marks = [one for one in every if one.withdrawn_on is None]
    rules, birth = load_care_rules(), child.birth_date
    known = birth is not None and child.birth_known == Person.BirthKnown.DAY
    months = completed_months(birth, day) if birth else 0
    if not every and months > rules.to_month:
        return None
    stands = care.immunisations(rules.immunisation, birth, day, _given(marks)) if birth and known else {}
    answers = _answers(marks)
    exclusive, _missing = care.exclusive(rules.breastfeeding, months, answers)
    young = known and months <= rules.to_month
    return CarePanel(
        known=known,
        months=months,
        wanted=wanted(child, marks, day, language),
        doses=[_dose(one, stands[one.code], marks, language) for one in rules.immunisation.vaccines if stands],
        fed=_fed(rules, months, answers),
        exclusive=str(EXCLUSIVE_WORDS[exclusive]),
        exclusive_icon=_EXCLUSIVE_ICONS[exclusive],
        asks_breastfeeding=young and rules.breastfeeding.holds(months) and months not in answers,
        asks_food=young and rules.food.holds(months),
        food=_food(rules, marks),
        vitamin_a_words=_last_words(marks, Kind.VITAMIN_A, rules.vitamin_a.from_month, months),
        deworming_words=_last_words(marks, Kind.DEWORMING, rules.deworming.from_month, months),
        noted=[said_of(one, language) for one in reversed(marks)],
        withdrawn=[said_of(one, language) for one in reversed(every) if one.withdrawn_on is not None],
        rules=rules,
    )


_EXCLUSIVE_ICONS = {
    Exclusive.YES: "check-circle",
    Exclusive.SO_FAR: "check-circle",
    Exclusive.NO: "x-circle",
    Exclusive.UNKNOWN: "info-circle",
}


def graded(kind: str) -> Known:
    """How well the rule of a kind of mark is known."""
    rules = load_care_rules()
    parts: dict[str, Known] = {
        Kind.IMMUNISATION: rules.immunisation,
        Kind.VITAMIN_A: rules.vitamin_a,
        Kind.DEWORMING: rules.deworming,
        Kind.BREASTFEEDING: rules.breastfeeding,
        Kind.FOOD: rules.food,
        Kind.ILLNESS: rules.illness,
    }
    return parts[kind]


def _fed(rules: care.CareRules, months: int, answers: Mapping[int, bool]) -> list[Fed]:
    """The months asked so far; none of a child that has grown out of the question and was never asked."""
    rule = rules.breastfeeding
    if not answers and not rule.holds(months):
        return []
    return [Fed(month, answers.get(month)) for month in range(rule.from_month, min(rule.to_month, months) + 1)]


def _given(marks: Marks) -> dict[str, date]:
    return {one.code: one.day for one in marks if one.kind == Kind.IMMUNISATION}


def _days(marks: Marks, kind: str) -> list[date]:
    return [one.day for one in marks if one.kind == kind]


def _answers(marks: Sequence[CareMark]) -> dict[int, bool]:
    """Month of age → whether only breastfed then."""
    return {
        int(one.code.removeprefix(MONTH)): bool(one.detail["only"]) for one in marks if one.kind == Kind.BREASTFEEDING
    }


def _dose(one: Vaccine, status: str, marks: Sequence[CareMark], language: str) -> Dose:
    mark = next((mark for mark in marks if mark.kind == Kind.IMMUNISATION and mark.code == one.code), None)
    name = one.name.in_language(language)
    return Dose(name, status, str(STATUS_WORDS[status]), STATUS_ICONS[status], one.due, mark)


def _food(rules: care.CareRules, marks: Sequence[CareMark]) -> FoodAnswer | None:
    last = next((one for one in reversed(marks) if one.kind == Kind.FOOD), None)
    if last is None:
        return None
    groups = last.detail["groups"]
    known = {group.code for group in rules.food.groups}
    return FoodAnswer(last.day, len(groups), care.diverse(rules.food, known & set(groups)))


def _last_words(marks: Sequence[CareMark], kind: str, from_month: int, months: int) -> str:
    last = max(_days(marks, kind), default=None)
    if last:
        return _("terakhir {day}").format(day=short_day(last))
    return _("mulai umur {n} bulan").format(n=from_month) if months < from_month else _("belum pernah tercatat")


def said_of(one: CareMark, language: str) -> Noted:
    """A mark in words."""
    return Noted(one, str(KIND_WORDS[one.kind]), _said(one, language), str(SOURCE_WORDS[one.source]))


def _said(one: CareMark, language: str) -> str:
    """What the mark says besides its kind; empty where that is all."""
    rules, detail = load_care_rules(), one.detail
    if one.kind == Kind.IMMUNISATION:
        return _word({dose.code: dose.name for dose in rules.immunisation.vaccines}, one.code, language)
    if one.kind == Kind.BREASTFEEDING:
        month = one.code.removeprefix(MONTH)
        words = _("bulan ke-{month}: hanya ASI") if detail["only"] else _("bulan ke-{month}: tidak hanya ASI")
        return words.format(month=month)
    if one.kind == Kind.FOOD:
        return _("{n} dari {of} kelompok").format(n=len(detail["groups"]), of=len(rules.food.groups))
    return _illness(one, rules, detail, language) if one.kind == Kind.ILLNESS else ""


def _illness(one: CareMark, rules: care.CareRules, detail: Mapping[str, Any], language: str) -> str:
    name = _word(rules.illness.kinds, one.code, language)
    return _("{illness}, {days} hari").format(illness=name, days=detail["days"]) if "days" in detail else name


def _word(words: Mapping[str, Text], code: str, language: str) -> str:
    """In words; the code itself where a later rule file no longer has it."""
    return words[code].in_language(language) if code in words else code
