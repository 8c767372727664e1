"""What groups and activities on record tell of a village: figures of the classification, with the evidence behind each.

A kind of which no group is on record says nothing. A group counts while it is registered and not closed (INFERRED: the
national system has a tick and no condition). For a unit that covers a hamlet nothing is told: groups know no hamlets.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.accounts.rights import Right
from guyub.apps.assessment.derived import Derived, Trace, listed
from guyub.apps.assessment.models import Source
from guyub.apps.assessment.services import HAPPENED, follow_soon
from guyub.apps.people.models import Family
from guyub.apps.programmes.models import Group, GroupMember, Meeting
from guyub.apps.resilience.services.registry_facts import three_digits
from guyub.apps.territory.models import Unit, UnitLevel
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.derived_files import load_derived_rules
from guyub.data.group_files import load_group_rules
from guyub.language import format_date, format_number

PRESENT, FACILITIES, FUNDING = "groups_present", "facilities_present", "funding_sources"
DATA_HOUSE, DATA_HOUSE_ENTRY = "rumah-dataku", "rumah_dataku"
Member = tuple[str, int]


@dataclass(frozen=True)
class _Known:
    """One group: who belongs to it, and when it met last."""

    group: Group
    members: set[Member]
    last: date | None

    def trace(self, entry: str = "") -> Trace:
        """As evidence, with a link to its page."""
        language, n = page_language(), len(self.members)
        met = _("terakhir bertemu {day}").format(day=format_date(self.last, language)) if self.last else ""
        count = ngettext("{n} anggota", "{n} anggota", n).format(n=format_number(n, language))
        name = load_group_rules().by_code[self.group.kind].short.in_language(language)
        return Trace(
            f"{name} {self.group.name}",
            self.group.formed_on,
            reverse("programmes:group", args=[self.group.village_id, self.group.pk]),
            entry,
            " · ".join(filter(None, [count, met or _("belum pernah bertemu")])),
            Right.SEE_GROUPS,
        )


def groups_tell(unit: Unit, level: UnitLevel | None, on: date) -> Iterator[Derived]:
    """Figures that the open groups of a unit give; three queries.

    Members are families or people, each counted once, however many groups of the kind they belong to.
    """
    if level is not None and level.covers == UnitLevel.Covers.DUSUN:
        return
    of_kind: dict[str, list[_Known]] = defaultdict(list)
    for one in _groups(unit, level):
        of_kind[one.group.kind].append(one)
    counted = [kind for kind in load_group_rules().counted if kind.code in of_kind]
    present = (one.trace(kind.code) for kind in counted for one in of_kind[kind.code])
    yield from listed(PRESENT, present)
    for kind in counted:
        assert kind.counted is not None  # `counted` has only such kinds
        groups = of_kind[kind.code]
        once = set[Member]().union(*(one.members for one in groups))
        yield Derived(kind.counted.members, tuple(one.trace() for one in groups), len(once), source=Source.GROUPS)
    yield from listed(FACILITIES, (one.trace(DATA_HOUSE_ENTRY) for one in of_kind.get(DATA_HOUSE, ())))
    yield from listed(FUNDING, _funds(unit, [one for groups in of_kind.values() for one in groups]))


def _groups(unit: Unit, level: UnitLevel | None) -> list[_Known]:
    rw = three_digits(level.part) if level is not None and level.covers == UnitLevel.Covers.RW else ""
    groups = [one for one in Group.objects.filter(village=unit.region_id, closed_on=None) if _touches(one, rw)]
    members = _members(groups, rw)
    meetings = Meeting.objects.filter(group__in=[one.pk for one in groups]).order_by()
    last = dict(meetings.values("group").annotate(day=Max("day")).values_list("group", "day"))
    return [_Known(one, members[one.pk], last.get(one.pk)) for one in groups]


def _funds(unit: Unit, groups: Iterable[_Known]) -> Iterator[Trace]:
    """Funds as the cards of the groups name them."""
    rules, desa = load_derived_rules().funds, unit.region.kind == "desa"
    for one in groups:
        for tick in sorted({rules.tick(fund, rules.groups, desa=desa) for fund in one.group.funds} - {""}):
            yield one.trace(tick)


def _touches(group: Group, rw: str) -> bool:
    return not rw or not group.serves or rw in group.serves


def _members(groups: Sequence[Group], rw: str) -> Mapping[int, set[Member]]:
    found = GroupMember.objects.current().filter(group__in=[one.pk for one in groups])
    if rw:
        found = found.filter(Q(family__rw=rw) | Q(person__rw=rw))
    members: dict[int, set[Member]] = defaultdict(set)
    for group, family, person in found.order_by().values_list("group", "family", "person"):
        members[group].add(("family", family) if family is not None else ("person", person))
    return members


def families_moved(sender: object = None, *, families: Iterable[int] = (), **_rest: Any) -> None:
    """Receiver of `families_changed`: who moved away or died belongs to no group any more."""
    there = Family.objects.filter(pk__among=sorted(set(families))).values("village_id")
    follow_soon(HAPPENED, Group.objects.filter(village__in=there, closed_on=None).values_list("village", flat=True))
