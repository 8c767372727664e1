"""The recap forms of a month: for each day of the posts, how many of a stage came, were measured, asked, referred.

People are counted, not visits: who was measured twice on a day counts once. Rows are read as far as the reader sees
the people.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.elders.models import ElderCheck, ElderReferral, ElderScreening
from guyub.apps.growth.models import CareMark, GrowthState, Measurement, PosyanduDay, Referral
from guyub.apps.lifecycle.models import Arrival, StageCheck, StageReferral
from guyub.apps.lifecycle.stages import SEE
from guyub.apps.mothers.models import MotherCheck
from guyub.apps.nutrition.models import PmtRound
from guyub.apps.people.models import Person
from guyub.apps.ui.templatetags.ui import page_language, short_day
from guyub.apps.youth.models import YouthCheck, YouthReferral
from guyub.data.lifecycle_files import load_lifecycle_rules
from guyub.data.mother_files import load_mother_rules
from guyub.data.youth_files import load_youth_rules
from guyub.domain.growth.ages import last_day
from guyub.domain.lifecycle.rules import CHILD, ELDER, MOTHER, YOUTH, Form
from guyub.domain.lifecycle.stages import stage_on

Cells = dict[str, set[int]]  # column → row numbers of people
FIGURES = {
    "weight": "weight_g",
    "height": "height_mm",
    "head": "head_mm",
    "arm": "arm_mm",
    "waist": "waist_mm",
    "pressure": "systolic",
    "hb": "hb_tenths",
    "glucose": "glucose_mg",
    "cholesterol": "cholesterol_mg",
}
GIVEN = {"tablets_received", "tablets"}


@dataclass(frozen=True)
class Line:
    """One day of a post, or the whole month: how many in each column."""

    label: str
    counts: Sequence[int]


@dataclass(frozen=True)
class Recap:
    """One form: headings, a line a day, and the people of the month, each counted once."""

    form: Form
    title: str
    headings: Sequence[str]
    lines: Sequence[Line]
    total: Line


def recaps_of(user: User | AnonymousUser, village: str, month: date, posyandu: int | None = None) -> list[Recap]:
    """The four forms of a month; a fixed number of queries.

    Args:
        user: Who reads.
        village: Code of the village.
        month: First day of the month.
        posyandu: Row number of one post; None for all that the reader sees.
    """
    seen = PosyanduDay.objects.permitted(user, Right.SEE_GROWTH)
    held = seen.filter(posyandu__village=village, day__range=(month, last_day(month)))
    if posyandu is not None:
        held = held.filter(posyandu=posyandu)
    days = list(held.select_related("posyandu").order_by("day", "posyandu__name"))
    found = _Reading(user, village, days)
    return [_recap(form, days, found) for form in load_lifecycle_rules().forms]


def _recap(form: Form, days: Sequence[PosyanduDay], found: "_Reading") -> Recap:
    language, names = page_language(), load_lifecycle_rules().columns
    total: Cells = defaultdict(set)
    lines = []
    for held in days:
        cells = found.of(held.pk, form.code)
        for column in form.columns:
            total[column] |= cells[column]
        label = f"{short_day(held.day)} · {held.posyandu.name}"
        lines.append(Line(label, [len(cells[column]) for column in form.columns]))
    return Recap(
        form=form,
        title=form.name.in_language(language),
        headings=[names[column].in_language(language) for column in form.columns],
        lines=lines,
        total=Line(_("Sebulan (orang)"), [len(total[column]) for column in form.columns]),
    )


class _Reading:
    """What the records of these days say, by day of a post and form."""

    def __init__(self, user: User | AnonymousUser, village: str, days: Sequence[PosyanduDay]) -> None:
        self._days = {one.pk: one for one in days}
        self._by_date: dict[date, list[PosyanduDay]] = defaultdict(list)
        for one in days:
            self._by_date[one.day].append(one)
        self._village = village
        self._scope = scope_of(user)
        self._forms = {stage.code: stage.form for stage in load_lifecycle_rules().stages}
        self._cells: dict[tuple[int, str], Cells] = defaultdict(lambda: defaultdict(set))
        self._arrivals()
        self._measurements()
        self._checks(MotherCheck, "mother", MOTHER)
        self._checks(YouthCheck, "person", YOUTH)
        self._checks(ElderCheck, "elder", ELDER)
        self._checks(StageCheck, "person", None)
        self._screenings()
        self._care()
        self._referrals()
        self._supplementary_food()

    def of(self, held: int, form: str) -> Cells:
        """People of each column."""
        return self._cells[held, form]

    def _arrivals(self) -> None:
        for one in Arrival.objects.filter(held__in=self._days, came=True).select_related("person"):
            if not self._scope.may(SEE[one.stage], one.person.place):
                continue
            cells = self._cells[one.held_id, self._forms[one.stage]]
            answers = {"came": True, "education": one.education, "tb-asked": bool(one.tuberculosis)}
            answers["tb-sign"] = one.tuberculosis == "yes"
            for column, holds in answers.items():
                if holds:
                    cells[column].add(one.person_id)

    def _measurements(self) -> None:
        rows = self._rows(Measurement, "child").select_related("child", "state")
        for one in rows:
            for cells in self._places(one, one.child, CHILD):
                self._figures(cells, one, one.child_id)
                state = getattr(one, "state", None)
                gain = {"N": "gained", "T": "not-gained"}.get(state.gain if isinstance(state, GrowthState) else "")
                if gain:
                    cells[gain].add(one.child_id)

    def _checks(self, model: type[Model], who: str, stage: str | None) -> None:
        youth, mothers = load_youth_rules(), load_mother_rules()
        kek = next(limit for sign, limit in mothers.signs if sign.id == "kek")
        for one in self._rows(model, who).select_related(who):
            person: Person = getattr(one, who)
            for cells in self._places(one, person, stage):
                self._figures(cells, one, person.pk)
                if any(getattr(one, name, None) for name in GIVEN):
                    cells["tablets"].add(person.pk)
                arm = getattr(one, "arm_mm", None)
                if stage == MOTHER and arm is not None and kek.shows(arm):
                    cells["arm-low"].add(person.pk)
                systolic, diastolic = getattr(one, "systolic", None), getattr(one, "diastolic", None)
                taken = systolic is not None and diastolic is not None
                if taken and youth.pressure.of(systolic, diastolic).level == "refer":
                    cells["pressure-high"].add(person.pk)

    def _screenings(self) -> None:
        columns = {ElderScreening.Form.SKILAS: "skilas", ElderScreening.Form.ADL: "adl"}
        for one in self._rows(ElderScreening, "elder").select_related("elder"):
            for cells in self._places(one, one.elder, ELDER):
                cells["came"].add(one.elder_id)
                if one.form in columns:
                    cells[columns[one.form]].add(one.elder_id)

    def _care(self) -> None:
        columns = {"vitamin-a": "vitamin-a", "deworming": "deworming", "immunisation": "immunised"}
        rows = CareMark.objects.counting().filter(kind__in=columns, source=CareMark.Source.SEEN)
        for one in rows.filter(village=self._village, day__in=self._by_date).select_related("child"):
            for cells in self._places(one, one.child, CHILD):
                cells[columns[one.kind]].add(one.child_id)

    def _referrals(self) -> None:
        kinds: tuple[tuple[type[Model], str, str | None], ...] = (
            (Referral, "child", CHILD),
            (YouthReferral, "person", YOUTH),
            (ElderReferral, "elder", ELDER),
            (StageReferral, "person", None),
        )
        for model, who, stage in kinds:
            rows = model.objects.filter(village=self._village, referred_on__in=self._by_date)  # type: ignore[attr-defined]
            for one in rows.select_related(who):
                person: Person = getattr(one, who)
                for cells in self._places(one, person, stage, day=one.referred_on):
                    cells["referred"].add(person.pk)

    def _supplementary_food(self) -> None:
        """Who came and is in a round of supplementary food on the day."""
        rounds = PmtRound.objects.filter(village=self._village)
        lasting = list(rounds.values_list("person", "begun", "ended_on"))
        for (held, form), cells in self._cells.items():
            day = self._days[held].day
            on = {who for who, begun, ended in lasting if begun <= day and (ended is None or ended >= day)}
            if form in (MOTHER, CHILD):
                cells["pmt"] |= cells["came"] & on

    def _figures(self, cells: Cells, row: Model, person: int) -> None:
        cells["came"].add(person)
        for column, name in FIGURES.items():
            if getattr(row, name, None) is not None:
                cells[column].add(person)

    def _rows(self, model: type[Model], who: str) -> "QuerySet[Model]":
        counting = model.objects.filter(replaced_by=None)  # type: ignore[attr-defined]
        found: QuerySet[Model] = counting.filter(village=self._village, day__in=self._by_date)
        return found

    def _places(self, row: Model, person: Person, stage: str | None, *, day: date | None = None) -> Iterable[Cells]:
        """Columns of the posts that were held on the row's day where it was made; none where the reader sees nobody."""
        on: date = day or row.day  # type: ignore[attr-defined]
        code = stage or self._stage_by_age(person, on)
        if code is None or not self._scope.may(SEE[code], person.place):
            return
        for held in self._by_date.get(on, ()):
            if not held.posyandu.serves or row.rw in held.posyandu.serves:  # type: ignore[attr-defined]
                yield self._cells[held.pk, self._forms[code]]

    @staticmethod
    def _stage_by_age(person: Person, day: date) -> str | None:
        found = stage_on(load_lifecycle_rules(), person.birth_date, day, mother=False)
        return found.code if found else None


def recap_rows(recap: Recap) -> list[Sequence[str | int | None]]:
    """Heading, a row a day, and the month."""
    return [
        (_("Hari posyandu"), *recap.headings),
        *((line.label, *line.counts) for line in recap.lines),
        (recap.total.label, *recap.total.counts),
    ]
