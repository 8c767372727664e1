"""Mark what a child was given and asked, and withdraw what was marked by mistake. The only way to write marks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.rights import Right
from guyub.apps.audit import trail
from guyub.apps.audit.trail import Act
from guyub.apps.growth.models_care import COUNTS_ONCE, CareMark
from guyub.apps.growth.services.problems import MarkNotPossible
from guyub.apps.people.models import Person
from guyub.data.growth_files import load_care_rules
from guyub.domain.families.members import completed_months
from guyub.domain.growth.care import vitamin_a_round

ACTION = "mark-care"
MONTH = "month-"
Kind, Source = CareMark.Kind, CareMark.Source
TOLD = (Kind.BREASTFEEDING, Kind.FOOD, Kind.ILLNESS)
"""Kinds that are somebody's answer; of the others a person saw it, or read it in a book."""


@dataclass(frozen=True)
class Mark:
    """What is to be marked. ``code``, ``detail``: by its kind, see `_CHECKS`. ``source``: "" follows from these."""

    kind: str
    day: date
    code: str = ""
    detail: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""


@transaction.atomic
def mark_care(actor: Actor, child: Person, mark: Mark) -> CareMark:
    """Put one mark on record.

    Raises:
        NotAllowed: The actor may not measure children where this one lives.
        MarkNotPossible: It is on record already, not for this child's age, or says what cannot be.
    """
    return mark_many(actor, [(child, mark)])[0]


@transaction.atomic
def mark_many(actor: Actor, entries: Sequence[tuple[Person, Mark]]) -> list[CareMark]:
    """Put many marks on record, all or none.

    Raises:
        NotAllowed, MarkNotPossible: As for `mark_care`, of any of them.
    """
    for place in {child.place for child, _ in entries}:
        require(actor, ACTION, Right.EDIT_GROWTH, place)
    ids = {child.pk for child, _ in entries}
    list(Person.objects.select_for_update(of=("self",)).filter(pk__among=ids).order_by("pk").values_list("pk"))
    there: dict[int, list[CareMark]] = {pk: [] for pk in ids}
    for one in CareMark.objects.counting().filter(child__among=ids).order_by("day", "pk"):
        there[one.child_id].append(one)
    made = []
    for child, mark in entries:
        one = _made(actor, child, mark, there[child.pk])
        there[child.pk].append(one)
        made.append(one)
    CareMark.objects.bulk_create(made)
    acts: dict[str, list[Act]] = {}
    for child, mark in entries:
        act = Act("care-marked", f"person:{child.code}", {"kind": mark.kind, "day": mark.day.isoformat()})
        acts.setdefault(child.village_id, []).append(act)
    for village, of_village in acts.items():
        trail.note_many(actor, village, of_village)
    return made


@transaction.atomic
def withdraw_mark(actor: Actor, mark: CareMark, reason: str) -> CareMark:
    """Say that a mark was a mistake; it stays on record and counts no more.

    Raises:
        NotAllowed: The actor may not measure children where this one lives.
        MarkNotPossible: There is no reason, or it was withdrawn already.
    """
    child = mark.child
    require(actor, ACTION, Right.EDIT_GROWTH, child.place)
    locked = CareMark.objects.select_for_update(of=("self",)).get(pk=mark.pk)
    if not reason.strip():
        raise MarkNotPossible(child=child.code, reason="no-reason")
    if locked.withdrawn_on is not None:
        raise MarkNotPossible(child=child.code, reason="already-withdrawn")
    locked.withdrawn_on, locked.withdrawn_by, locked.reason = timezone.localdate(), person(actor), reason.strip()
    locked.save(update_fields=["withdrawn_on", "withdrawn_by", "reason"])
    trail.note(
        actor,
        "care-mark-withdrawn",
        chain=child.village_id,
        subject=f"person:{child.code}",
        kind=str(locked.kind),
        day=locked.day.isoformat(),
    )
    return locked


def _made(actor: Actor, child: Person, mark: Mark, there: Sequence[CareMark]) -> CareMark:
    """The mark, if it can be. ``there``: what counts of the child, by day."""
    try:
        code, detail = _checked(child, mark, there)
    except _Refused as refused:
        raise MarkNotPossible(child=child.code, reason=str(refused)) from None
    return CareMark(
        child=child,
        village_id=child.village_id,
        rw=child.rw,
        rt=child.rt,
        kind=mark.kind,
        code=code,
        day=mark.day,
        detail=detail,
        source=mark.source or _source(mark),
        marked_by=person(actor),
        recorded_at=timezone.now(),
    )


def _source(mark: Mark) -> str:
    if mark.kind in TOLD:
        return Source.TOLD
    return Source.SEEN if mark.day == timezone.localdate() else Source.BOOK


class _Refused(Exception):
    """A mark that cannot be; its text is a code of words."""


def _checked(child: Person, mark: Mark, there: Sequence[CareMark]) -> tuple[str, dict[str, Any]]:
    if mark.day > timezone.localdate():
        raise _Refused("day-to-come")
    if child.birth_date is None or child.birth_known != Person.BirthKnown.DAY:
        raise _Refused("day-of-birth-unknown")
    if mark.day < child.birth_date:
        raise _Refused("before-birth")
    check = _CHECKS.get(mark.kind)
    if check is None:
        raise _Refused("no-such-mark")
    of_kind = [one for one in there if one.kind == mark.kind]
    code, detail = check(mark, completed_months(child.birth_date, mark.day), of_kind, there)
    if any(one.code == code and (mark.kind in COUNTS_ONCE or one.day == mark.day) for one in of_kind):
        raise _Refused("already-marked")
    return code, detail


# -- what each kind asks for -----------------------------------------------------------------------------------------

Checked = tuple[str, dict[str, Any]]


def _immunisation(mark: Mark, months: int, of_kind: Sequence[CareMark], there: Sequence[CareMark]) -> Checked:
    rules = load_care_rules()
    _known(mark.code, {one.code for one in rules.immunisation.vaccines})
    _of_age(0 <= months <= rules.to_month)
    return mark.code, {}


def _vitamin_a(mark: Mark, months: int, of_kind: Sequence[CareMark], there: Sequence[CareMark]) -> Checked:
    rule = load_care_rules().vitamin_a
    _of_age(rule.from_month <= months <= rule.to_month)
    of_day = vitamin_a_round(rule, mark.day)
    if any(of_day.first <= one.day <= of_day.until for one in of_kind):
        raise _Refused("already-this-round")
    return "", {}


def _deworming(mark: Mark, months: int, of_kind: Sequence[CareMark], there: Sequence[CareMark]) -> Checked:
    rules = load_care_rules()
    _of_age(rules.deworming.from_month <= months <= rules.to_month)
    return "", {}


def _breastfeeding(mark: Mark, months: int, of_kind: Sequence[CareMark], there: Sequence[CareMark]) -> Checked:
    """``detail``: ``only``, whether the child had nothing but breast milk in the last 24 hours."""
    _of_age(load_care_rules().breastfeeding.holds(months))
    return f"{MONTH}{months}", {"only": _answer(mark, "only")}


def _food(mark: Mark, months: int, of_kind: Sequence[CareMark], there: Sequence[CareMark]) -> Checked:
    """``detail``: ``groups``, codes of those eaten yesterday; none is an answer too."""
    rule = load_care_rules().food
    _of_age(rule.holds(months))
    groups = mark.detail.get("groups")
    if not isinstance(groups, list):
        raise _Refused("no-answer")
    for group in groups:
        _known(group, {one.code for one in rule.groups})
    return "", {"groups": [one.code for one in rule.groups if one.code in groups]}


def _illness(mark: Mark, months: int, of_kind: Sequence[CareMark], there: Sequence[CareMark]) -> Checked:
    """``code``: the illness. ``detail``: ``days``, how long; left out while it lasts or is not known."""
    rules = load_care_rules()
    _known(mark.code, rules.illness.kinds)
    _of_age(months <= rules.to_month)
    days = mark.detail.get("days")
    if days is None:
        return mark.code, {}
    if isinstance(days, bool) or not isinstance(days, int) or not 1 <= days <= rules.illness.most_days:
        raise _Refused("days-of-illness")
    return mark.code, {"days": days}


_CHECKS: dict[str, Callable[[Mark, int, Sequence[CareMark], Sequence[CareMark]], Checked]] = {
    Kind.IMMUNISATION: _immunisation,
    Kind.VITAMIN_A: _vitamin_a,
    Kind.DEWORMING: _deworming,
    Kind.BREASTFEEDING: _breastfeeding,
    Kind.FOOD: _food,
    Kind.ILLNESS: _illness,
}


def _known(code: str, codes: Any) -> None:
    if code not in codes:
        raise _Refused("no-such-mark")


def _of_age(fits: bool) -> None:
    if not fits:
        raise _Refused("not-of-this-age")


def _answer(mark: Mark, name: str) -> bool:
    answer = mark.detail.get(name)
    if not isinstance(answer, bool):
        raise _Refused("no-answer")
    return answer
