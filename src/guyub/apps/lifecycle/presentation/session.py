"""A session of a post of the life cycle: who is expected, the queue, how far everybody is, and which form is next."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.contrib.auth.models import AnonymousUser
from django.db.models import Max
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.models import User
from guyub.apps.accounts.scope import Scope, scope_of
from guyub.apps.elders.models import ElderCheck, ElderScreening
from guyub.apps.growth.models import Measurement, PosyanduDay
from guyub.apps.lifecycle.models import Arrival, StageCheck
from guyub.apps.lifecycle.stages import EDIT, SEE, served
from guyub.apps.mothers.models import MotherCheck
from guyub.apps.mothers.presentation.standing import standings_of_village
from guyub.apps.people.models import Person, Sex
from guyub.apps.people.presentation.wording import age_words, shown_name
from guyub.apps.ui.templatetags.ui import NO_BREAK, page_language, short_day
from guyub.apps.youth.models import YouthCheck
from guyub.data.growth_files import load_indonesian_growth
from guyub.data.lifecycle_files import load_lifecycle_rules
from guyub.data.youth_files import load_youth_rules
from guyub.domain.families.members import completed_months
from guyub.domain.families.names import name_key
from guyub.domain.lifecycle.rules import ADULT, CHILD, ELDER, MOTHER, YOUTH, Stage
from guyub.domain.lifecycle.stages import expected_on, stage_on

MONTHS, MOST_FOUND = 12, 30
AWAY, QUEUE, SERVED, DONE, LEFT = "todo", "queue", "served", "done", "left"
STATES = {
    AWAY: gettext_lazy("belum datang"),
    QUEUE: gettext_lazy("menunggu diukur"),
    SERVED: gettext_lazy("sudah diukur"),
    DONE: gettext_lazy("selesai"),
    LEFT: gettext_lazy("pulang belum dilayani"),
}
COLUMNS = ("code", "name", "sex", "birth_date", "birth_known", "village_id", "rw", "rt", "name_key")


class Ticked(NamedTuple):
    """What was ticked of somebody; nothing where they did not come."""

    number: int | None = None
    came: bool = False
    service: bool = False
    education: bool = False
    tuberculosis: str = ""
    left: bool = False


@dataclass(frozen=True)
class Row:
    """Somebody on the page of a session.

    Attributes:
        person: Who.
        stage: Of life on the day.
        last: When the stage's record was made last before the day.
        expected: Whether the post expects them.
        ticked: What was ticked.
        measured: Whether a record of the day is there.
        may_edit: Whether this reader ticks and records them.
        held: The session.
    """

    person: Person
    stage: Stage
    last: date | None
    expected: bool
    ticked: Ticked
    measured: bool
    may_edit: bool
    held: PosyanduDay

    @property
    def here(self) -> bool:
        """Whether they came: ticked, or measured on the day."""
        return self.ticked.came or self.measured

    @property
    def way(self) -> str:
        """Address of the form that records them; empty where there is none. Asked of those alone who are shown."""
        return form_of(self.held, self.person, self.stage, self.last)

    @cached_property
    def state(self) -> str:
        """How far they are."""
        return state_of(self.ticked, measured=self.measured)

    @property
    def state_words(self) -> str:
        """The same in words."""
        return str(STATES[self.state])

    @property
    def name(self) -> str:
        """Who it is."""
        return shown_name(self.person.name, self.person.code)

    @property
    def about(self) -> str:
        """Stage, age and place."""
        person = self.person
        place = f"RT{NO_BREAK}{person.rt}" if person.rt else _("RT belum tercatat")
        sex = _("laki-laki") if person.sex == Sex.MALE else _("perempuan")
        age = age_words(person.birth_date, self.held.day, person.birth_known)
        return f"{age} · {sex} · RW{NO_BREAK}{person.rw or '–'} {place}"

    @property
    def why(self) -> str:
        """Why they are expected."""
        if not self.expected:
            return _("tidak jatuh tempo hari ini; tetap boleh dilayani")
        if self.stage.every_months <= 1:
            return _("tiap hari posyandu")
        if self.last is None:
            return _("belum pernah diperiksa")
        return _("terakhir {day}").format(day=short_day(self.last))


def state_of(ticked: Ticked, *, measured: bool) -> str:
    """How far somebody is: not here, waiting, measured, through all steps, gone before being served."""
    if ticked.left and not measured and not ticked.service:
        return LEFT
    if not ticked.came and not measured:
        return AWAY
    if not measured and not ticked.service:
        return QUEUE
    return DONE if ticked.education else SERVED


@dataclass(frozen=True)
class StageCount:
    """One stage of a session in figures: expected, came (whether expected or not), of these served and unserved."""

    stage: Stage
    expected: int
    came: int
    served: int
    unserved: int
    absent: int


@dataclass
class Session:
    """Everybody whom the reader sees, in the order of the queue, then of stages, RT and name."""

    held: PosyanduDay
    rows: Sequence[Row]

    @cached_property
    def shown(self) -> list[Row]:
        """Those for the page: who is here or expected, and no more than a simple phone opens."""
        here = [row for row in self.rows if row.here or row.ticked.number is not None]
        due = [row for row in self.rows if row.expected and not (row.here or row.ticked.number is not None)]
        return (here + due)[: max(load_lifecycle_rules().shown.most, len(here))]

    @cached_property
    def expected(self) -> int:
        """How many the post expects."""
        return sum(row.expected for row in self.rows)

    @cached_property
    def hidden(self) -> int:
        """How many expected ones are to be found by name only."""
        shown = {row.person.pk for row in self.shown}
        return sum(row.expected and row.person.pk not in shown for row in self.rows)

    @cached_property
    def counts(self) -> list[StageCount]:
        """Each stage in figures."""
        found = []
        for stage in load_lifecycle_rules().stages:
            own = [row for row in self.rows if row.stage.code == stage.code]
            states = Counter(row.state for row in own)
            done = states[SERVED] + states[DONE]
            found.append(
                StageCount(
                    stage=stage,
                    expected=sum(row.expected for row in own),
                    came=sum(row.state != AWAY for row in own),
                    served=done,
                    unserved=states[QUEUE] + states[LEFT],
                    absent=sum(row.expected and row.state == AWAY for row in own),
                )
            )
        return found

    @cached_property
    def unserved(self) -> list[Row]:
        """Who came and was not served."""
        return [row for row in self.rows if row.state in (QUEUE, LEFT)]

    def absent(self, monthly: bool = True) -> list[Row]:
        """Who was expected and did not come: those of every session, or those of the year."""
        return [
            row for row in self.rows if row.expected and row.state == AWAY and (row.stage.every_months <= 1) == monthly
        ]


def session_of(held: PosyanduDay, user: User | AnonymousUser) -> Session:
    """The session as far as the reader sees its people; a fixed number of queries."""
    people = list(served(held).select_related("village").only(*COLUMNS, "village__name", "village__synthetic"))
    mothers = {one.person.pk: one for one in standings_of_village(user, held.posyandu.village_id, held.day)}
    scope, rules, day = scope_of(user), load_lifecycle_rules(), held.day
    may = _Rights(scope)
    last, ticked, measured = _last(held), _ticked(held), _measured(held)
    rows = []
    for person in people:
        own = ticked.get(person.pk)
        stage = stage_on(rules, person.birth_date, day, mother=person.pk in mothers)
        if own is not None:
            stage = rules.stage_by_code.get(own[0], stage)
        if stage is None or not may.see(stage, person):
            continue
        since = last[stage.code].get(person.pk)
        rows.append(
            Row(
                person=person,
                stage=stage,
                last=since,
                expected=expected_on(stage, since, day),
                ticked=own[1] if own else Ticked(),
                measured=person.pk in measured[stage.code],
                may_edit=may.edit(stage, person),
                held=held,
            )
        )
    places = {stage.code: place for place, stage in enumerate(rules.stages)}
    return Session(held, sorted(rows, key=lambda row: _order(row, places)))


def form_of(held: PosyanduDay, person: Person, stage: Stage, last: date | None) -> str:
    """Address of the form that records somebody of a stage; empty where no form is theirs at their age."""
    months = completed_months(person.birth_date, held.day) if person.birth_date else 0
    if stage.code == MOTHER:
        return reverse("mothers:check", args=[person.code])
    if stage.code == CHILD and months < load_indonesian_growth().skdn.months:
        return f"{reverse('growth:day', args=[held.pk])}#{person.code}"
    if stage.code == YOUTH and load_youth_rules().ages.hold(months // MONTHS):
        return reverse("youth:check", args=[person.code])
    if stage.code == ELDER:
        if expected_on(stage, last, held.day):
            return reverse("elders:screen", args=[person.code, ElderScreening.Form.SKILAS])
        return reverse("elders:check", args=[person.code])
    return reverse("lifecycle:check", args=[person.code]) if load_lifecycle_rules().check.hold(months // MONTHS) else ""


def found_by_name(session: Session, typed: str) -> list[Row]:
    """Those of the post whose name has what was typed, expected or not; the first of them."""
    key = name_key(typed)
    return [row for row in session.rows if key and key in row.person.name_key][:MOST_FOUND]


def queue_now(held: PosyanduDay, user: User) -> list[dict[str, object]]:
    """Everybody with a number whom the reader sees, as the page's script shows them."""
    may, rules, measured = _Rights(scope_of(user)), load_lifecycle_rules(), _measured(held)
    found = []
    for one in Arrival.objects.filter(held=held).select_related("person").order_by("number"):
        if may.see(rules.stage_by_code[one.stage], one.person):
            state = state_of(_as_ticked(one), measured=one.person_id in measured[one.stage])
            found.append({"person": one.person.code, "state": state, "words": str(STATES[state]), **_marks(one)})
    return found


def _marks(one: Arrival) -> dict[str, object]:
    return _as_ticked(one)._asdict()


def _as_ticked(one: Arrival) -> Ticked:
    return Ticked(one.number, one.came, one.service, one.education, one.tuberculosis, one.left)


class _Rights:
    """Whom the reader sees and records; each place is asked once."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._known: dict[tuple[str, str], bool] = {}

    def see(self, stage: Stage, person: Person) -> bool:
        return self._may(SEE[stage.code], person.place)

    def edit(self, stage: Stage, person: Person) -> bool:
        return self._may(EDIT[stage.code], person.place)

    def _may(self, right: str, place: str) -> bool:
        asked = (right, place)
        if asked not in self._known:
            self._known[asked] = self._scope.may(right, place)  # type: ignore[arg-type]
        return self._known[asked]


def _order(row: Row, places: Mapping[str, int]) -> tuple[bool, int, int, str, str, str, str]:
    number, person = row.ticked.number, row.person
    waits = number is None
    return waits, number or 0, places[row.stage.code], person.rw, person.rt, person.name_key, person.code


def _ticked(held: PosyanduDay) -> dict[int, tuple[str, Ticked]]:
    return {one.person_id: (one.stage, _as_ticked(one)) for one in Arrival.objects.filter(held=held)}


def _measured(held: PosyanduDay) -> Mapping[str, set[int]]:
    """Stage → row numbers of those with a record of the day."""
    found: dict[str, set[int]] = defaultdict(set)
    village, day = held.posyandu.village_id, held.day

    def on_day(model: type, who: str) -> Iterable[int]:
        rows = model.objects.filter(village=village, day=day, replaced_by=None)  # type: ignore[attr-defined]
        return rows.values_list(who, flat=True)

    checked = set(on_day(StageCheck, "person"))
    found[CHILD] |= set(on_day(Measurement, "child")) | checked
    found[MOTHER] |= set(on_day(MotherCheck, "mother"))
    found[YOUTH] |= set(on_day(YouthCheck, "person")) | checked
    found[ADULT] |= checked
    found[ELDER] |= set(on_day(ElderCheck, "elder")) | set(on_day(ElderScreening, "elder"))
    return found


def _last(held: PosyanduDay) -> Mapping[str, dict[int, date]]:
    """Stage → row number of a person → when the record was made that says whether they are due."""
    village, day = held.posyandu.village_id, held.day

    def before(model: type, who: str, **further: object) -> dict[int, date]:
        rows = model.objects.filter(  # type: ignore[attr-defined]
            **{f"{who}__village": village}, day__lt=day, replaced_by=None, **further
        )
        return dict(rows.order_by().values_list(who).annotate(last=Max("day")))

    checked = before(StageCheck, "person")
    found: dict[str, dict[int, date]] = defaultdict(dict)
    found[YOUTH] = checked | before(YouthCheck, "person")
    found[ADULT] = checked
    found[ELDER] = before(ElderScreening, "elder", form=ElderScreening.Form.SKILAS)
    return found


def steps_told() -> list[tuple[str, str, str]]:
    """The five steps in words, with grade and source."""
    language = page_language()
    return [
        (step.name.in_language(language), str(step.grade), step.source.in_language(language))
        for step in load_lifecycle_rules().steps
    ]
