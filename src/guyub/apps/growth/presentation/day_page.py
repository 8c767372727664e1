"""A posyandu day as its page shows it: who is expected, what to measure of each, what is done, and the summary."""

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.growth.models import GrowthState, Measurement, PosyanduDay
from guyub.apps.growth.presentation.care import due_words
from guyub.apps.growth.presentation.likely import likely_figures
from guyub.apps.growth.presentation.results import Result, result_of
from guyub.apps.growth.presentation.rows import GAINS, referral_words
from guyub.apps.growth.services import expected
from guyub.apps.growth.templatetags.growth import centimetres, kilograms
from guyub.apps.people.models import Person, ResidentQuerySet, Sex
from guyub.apps.people.presentation.wording import age_words, shown_name
from guyub.apps.ui.templatetags.ui import NO_BREAK, page_language, short_day
from guyub.data.growth_files import (
    UNDER_FIVE,
    load_growth_standard,
    load_indonesian_growth,
    load_measuring_limits,
)
from guyub.domain.families.members import completed_months

EDIT = Right.EDIT_GROWTH
LOOK_BACK = timedelta(days=400)  # figures of more than a year ago say nothing of a small child
LENGTHS = ("weight_g", "height_mm", "arm_mm", "head_mm")
READ = (  # only what the page shows
    *("gain", "gain_g", "least_gain_g", "months", "age_days", "wfa", "hfa", "wfh", "flagged", "reasons", "refer"),
    *("child", "child__code", "child__name", "measurement"),
    *(f"measurement__{name}" for name in (*LENGTHS, "posture", "oedema")),
)


@dataclass(frozen=True)
class Line:
    """A child on the list.

    Attributes:
        name, about: Who it is, and age and place in words.
        data: What the page's script needs, by name of the attribute.
        before: Latest earlier figures in words, by measure.
        result: What follows from it.
        may_edit: Whether this reader measures it.
        care: Immunisation, vitamins and the like that are due or late, in words.
    """

    child: Person
    name: str
    about: str
    data: Mapping[str, str]
    before: Mapping[str, str]
    result: Result | None
    may_edit: bool
    care: str = ""


class Came(NamedTuple):
    """A child measured on the day, in what the summary says of it."""

    code: str
    name: str
    gain: str
    refer: Sequence[str]


@dataclass(frozen=True)
class Referred:
    """A child to refer, with the reasons."""

    code: str
    name: str
    reasons: Sequence[str]


@dataclass(frozen=True)
class Summary:
    """The day in figures. ``gains``: letter, words, how many."""

    expected: int
    came: int
    gains: Sequence[tuple[str, str, int]]
    refer: Sequence[Referred]


@dataclass
class Before:
    """The latest earlier figure of each measure with its day."""

    figures: dict[str, tuple[int, date]] = field(default_factory=dict)


def day_lines(held: PosyanduDay, user: User) -> list[Line]:
    """Children whom the reader sees, by name; four queries."""
    children = list(expected(held).permitted(user, Right.SEE_GROWTH).order_by("name_key", "pk"))
    care = due_words(children, held.day, page_language())
    before = _before(held, [child.pk for child in children])
    found = {state.child_id: state for state in day_states(held, user)}
    scope = scope_of(user)
    lines = [
        _line(held, child, before.get(child.pk, Before()), found.get(child.pk), scope.may(EDIT, child.place))
        for child in children
    ]
    return [replace(line, care=care.get(line.child.pk, "")) for line in lines]


def day_states(held: PosyanduDay, user: User) -> ResidentQuerySet:
    """What follows from the measurements of the day that the reader sees, by name."""
    return _states(held, user).select_related("measurement", "child").only(*READ)


def day_came(held: PosyanduDay, user: User) -> list[Came]:
    """Children measured on the day whom the reader sees, by name: each sending asks for them anew."""
    return [Came(*row) for row in _states(held, user).values_list("child__code", "child__name", "gain", "refer")]


def _states(held: PosyanduDay, user: User) -> ResidentQuerySet:
    of_day = GrowthState.objects.permitted(user, Right.SEE_GROWTH).filter(measurement__held=held)
    return of_day.order_by("child__name_key", "pk")


def summary_of(came: Collection[Came], expected_children: int) -> Summary:
    """The day in figures."""
    counted = Counter(one.gain for one in came)
    refer = [Referred(one.code, shown_name(one.name, one.code), referral_words(one.refer)) for one in came if one.refer]
    gains = [(letter, str(words), counted[letter]) for letter, words in GAINS.items()]
    return Summary(expected_children, len(came), gains, refer)


def _before(held: PosyanduDay, children: Collection[int]) -> dict[int, Before]:
    earlier = Measurement.objects.filter(
        child__in=children, replaced_by=None, day__lt=held.day, day__gte=held.day - LOOK_BACK
    )
    found: dict[int, Before] = {}
    for child, day, *figures in earlier.order_by("child_id", "day", "pk").values_list("child_id", "day", *LENGTHS):
        known = found.setdefault(child, Before()).figures
        known.update({name: (figure, day) for name, figure in zip(LENGTHS, figures, strict=True) if figure is not None})
    return found


def _line(held: PosyanduDay, child: Person, before: Before, state: GrowthState | None, may_edit: bool) -> Line:
    place = f"RT{NO_BREAK}{child.rt}" if child.rt else _("RT belum tercatat")
    sex = _("laki-laki") if child.sex == Sex.MALE else _("perempuan")
    age = age_words(child.birth_date, held.day, child.birth_known)
    return Line(
        child=child,
        name=shown_name(child.name, child.code),
        about=f"{age} · {sex} · {place}",
        data=_data(held, child, before) | ({"now": _now(state.measurement)} if state else {}),
        before={name: f"{_written(name, figure)}, {short_day(day)}" for name, (figure, day) in before.figures.items()},
        result=result_of(state) if state else None,
        may_edit=may_edit,
    )


def _now(measurement: Measurement) -> str:
    """What was measured today, as the page sends it."""
    figures = {name: getattr(measurement, name) for name in (*LENGTHS, "posture", "oedema")}
    return json.dumps({name: figure for name, figure in figures.items() if figure not in (None, "", False)})


def _written(name: str, figure: int) -> str:
    return f"{kilograms(figure)} kg" if name.endswith("_g") else f"{centimetres(figure)} cm"


def _data(held: PosyanduDay, child: Person, before: Before) -> dict[str, str]:
    """What is asked of this child, and beyond which figures the page asks again."""
    assert child.birth_date is not None  # who has none is not expected
    days = (held.day - child.birth_date).days
    months = completed_months(child.birth_date, held.day)
    standard, acute = load_growth_standard(UNDER_FIVE), load_indonesian_growth().acute
    assert standard.rules.posture is not None
    data = {
        "posture": "l" if days < standard.rules.posture.lying_before_day else "h",
        "arm": "yes" if acute.from_month <= months < acute.to_month else "",
        "head": "yes" if months < load_measuring_limits().head_to_month else "",
    }
    if "height_mm" in before.figures:
        data |= {"height-before": str(before.figures["height_mm"][0])}
    return data | (_likely(child, days) if child.birth_known == Person.BirthKnown.DAY else {})


def _likely(child: Person, days: int) -> dict[str, str]:
    """Only where the day of birth is known: a month is a kilogram."""
    found: dict[str, str] = {}
    for name, (low, high) in likely_figures(child.sex == Sex.MALE, days).items():
        measure, written = ("weight", kilograms) if name == "weight_g" else ("height", centimetres)
        found |= {
            f"{measure}-least": str(low),
            f"{measure}-most": str(high),
            f"{measure}-usual": f"{written(low)}–{written(high)}",
        }
    return found
