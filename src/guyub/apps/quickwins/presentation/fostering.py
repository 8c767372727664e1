"""Foster-parent aid as its pages show it: what was given, what it is worth a day, how the child's figures moved."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.growth.models import GrowthState
from guyub.apps.mothers.models import Pregnancy
from guyub.apps.people.models import Family, Membership, Person, Sex
from guyub.apps.people.presentation.wording import shown_name
from guyub.apps.quickwins.models import AidDelivery, FosterAid
from guyub.apps.resilience.models import FamilyState
from guyub.apps.resilience.presentation.krs_list import RiskLine, risk_line
from guyub.apps.ui.templatetags.ui import page_language, short_day
from guyub.data.quickwin_files import load_quick_wins
from guyub.domain.families.members import completed_months
from guyub.domain.quickwins.fostering import NUTRITION, Course, Figure, course_of, meant_until, too_little
from guyub.language import format_decimal

YES = 1
TARGETS = ("PUS_HAMIL", "BADUTA", "BALITA")
PROPOSED, UNDER_FIVE = 30, 60


@dataclass(frozen=True)
class AidLine:
    """An aid with what follows.

    Attributes:
        aid: The row.
        recipient, package, donor_kind: In words.
        days, rupiah: Handed over so far.
        a_day: Rupiah a day of what was handed over; None for other aid, or where nothing was.
        little: Whether that is less than the programme asks.
        meant: Last day of the first 1000 days; None where it does not apply.
        course: How the child's figures moved; None where there are not two.
    """

    aid: FosterAid
    recipient: str
    package: str
    donor_kind: str
    days: int
    rupiah: int
    a_day: int | None
    little: bool
    meant: date | None
    course: Course | None

    @property
    def short(self) -> bool:
        """Whether it is planned to end before the first 1000 days do."""
        return self.meant is not None and self.aid.until < self.meant

    @property
    def course_told(self) -> str:
        """First and last weight and height for age, with their days."""
        if self.course is None:
            return ""
        return f"{_figure(self.course.first)} → {_figure(self.course.last)}"


def aids_of(user: User | AnonymousUser, village: str) -> "QuerySet[FosterAid]":
    """Aid to families of a village that the reader sees, the latest first."""
    found = FosterAid.objects.permitted(user, Right.SEE_HEALTH).filter(family__village=village)
    return found.select_related("donor", "family__head", "person")


def aid_lines(aids: Iterable[FosterAid], today: date) -> list[AidLine]:
    """Aids with what follows; three queries, however many they are."""
    rows = list(aids)
    given = _given(rows)
    people = [one.person_id for one in rows if one.person_id is not None]
    figures = _figures(people)
    due = dict(Pregnancy.objects.filter(mother__in=people, ended_on=None).values_list("mother", "due_on"))
    return [_line(one, given[one.pk], figures[one.person_id or 0], due.get(one.person_id or 0), today) for one in rows]


def proposals(user: User | AnonymousUser, village: str, today: date) -> list[RiskLine]:
    """Families at risk with a pregnancy or a child under five whom nobody gives aid, the poor first."""
    helped = FosterAid.objects.filter(ended_on=None).values("family")
    wanted = Q()
    for code in TARGETS:
        wanted |= Q(**{f"targets__{code}": YES})
    found = FamilyState.objects.permitted(user, Right.SEE_HEALTH).filter(wanted, village=village, krs=YES)
    found = found.exclude(family__in=helped).select_related("family__head")
    order = (F("rank").asc(nulls_last=True), "rw", "rt", "family__code")
    return [risk_line(one, page_language(), today) for one in found.order_by(*order)[:PROPOSED]]


def recipients(family: Family, today: date) -> list[tuple[Person, str]]:
    """Who of a family may be given food: children under five, women who are pregnant; with their names."""
    members = Membership.objects.filter(family=family, until=None, person__state=Person.State.LIVING)
    people = [one.person for one in members.select_related("person")]
    pregnant = set(Pregnancy.objects.filter(mother__in=people, ended_on=None).values_list("mother", flat=True))

    def fits(one: Person) -> bool:
        small = one.birth_date is not None and completed_months(one.birth_date, today) < UNDER_FIVE
        return small or (one.sex == Sex.FEMALE and one.pk in pregnant)

    return [(one, shown_name(one.name, one.code)) for one in people if fits(one)]


def family_name(family: Family) -> str:
    """Who heads it, or its code."""
    return family.head.name or family.code if family.head else family.code


def _line(
    aid: FosterAid, given: tuple[int, int], figures: Sequence[Figure], due_on: date | None, today: date
) -> AidLine:
    rules, language = load_quick_wins().genting, page_language()
    days, rupiah = given
    food = aid.package == NUTRITION
    born = aid.person.birth_date if aid.person and due_on is None else None
    return AidLine(
        aid=aid,
        recipient=shown_name(aid.person.name, aid.person.code) if aid.person else family_name(aid.family),
        package=rules.packages.by_code[aid.package].name.in_language(language),
        donor_kind=rules.donors.by_code[aid.donor.kind].name.in_language(language),
        days=days,
        rupiah=rupiah,
        a_day=rupiah // days if food and days else None,
        little=too_little(rules, aid.package, rupiah, days),
        meant=meant_until(rules, born, due_on) if food else None,
        course=course_of(rules, aid.since, aid.ended_on or today, figures),
    )


def _given(aids: Sequence[FosterAid]) -> Mapping[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for aid, days, rupiah in AidDelivery.objects.filter(aid__in=aids).values_list("aid", "days", "rupiah"):
        before = found[aid]
        found[aid] = (before[0] + days, before[1] + rupiah)
    return found


def _figures(people: Sequence[int]) -> Mapping[int, list[Figure]]:
    found: dict[int, list[Figure]] = defaultdict(list)
    rows = GrowthState.objects.filter(child__in=people).values_list("child", "day", "measurement__weight_g", "hfa")
    for child, day, weight, hfa in rows:
        found[child].append(Figure(day, weight, hfa))
    return found


def _figure(one: Figure) -> str:
    language = page_language()
    weight = "–" if one.weight_g is None else f"{format_decimal(one.weight_g // 100, 1, language)} kg"
    hfa = "–" if one.hfa is None else f"{format_decimal(one.hfa, 2, language)} SD"
    return f"{short_day(one.day)}: {weight}, TB/U {hfa}"
