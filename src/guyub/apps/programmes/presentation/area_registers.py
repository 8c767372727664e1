"""The registers of a month of all groups of a village, city or province: one line a group, sums of its parts.

Counts only, no names of people: whoever reads the figures of the whole area reads them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.documents.tables import Cell, Sheet
from guyub.apps.programmes.models import Group, GroupRegister, Meeting
from guyub.apps.programmes.presentation.words import group_name, kind_of, topic_words
from guyub.apps.programmes.services.registers import meetings_in, registers_counts
from guyub.apps.territory.codes import LENGTHS, Level, level_below
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.group_files import load_group_rules
from guyub.domain.programmes.deadlines import first_after
from guyub.language import format_date

SUMMED = ("meetings", "virtual", "members", "present", "came_once", "guests")


@dataclass(frozen=True)
class GroupMonth:
    """A group's month. ``handed_in``: when its register was said to be handed in; None where nobody said so."""

    group: Group
    counts: Mapping[str, Any]
    handed_in: datetime | None

    @property
    def name(self) -> str:
        """As people call the group."""
        return group_name(self.group)


@dataclass(frozen=True)
class PartMonth:
    """A part of the area: how many groups it has, how many met, how many registers were handed in, and the sums."""

    name: str
    url: str
    groups: int
    met: int
    handed_in: int
    sums: Mapping[str, int]


@dataclass(frozen=True)
class AreaRegisters:
    """The month of an area. ``parts``: what lies just inside, none for a village; ``due``: day of the deadline."""

    region: Region
    month: date
    due: date
    lines: Sequence[GroupMonth]
    meetings: Sequence[Meeting]
    parts: Sequence[PartMonth]
    whole: PartMonth

    @property
    def late(self) -> bool:
        """Whether the deadline has passed and something is lacking."""
        return timezone.localdate() > self.due and self.whole.handed_in < self.whole.groups


def area_registers(region: Region, month: date) -> AreaRegisters:
    """The month's registers of groups that have one; six queries, however many groups and parts.

    Args:
        region: Village to province. Whether the reader may see its figures is asked by the caller.
        month: Any day of the month.
    """
    month = month.replace(day=1)
    groups = list(_groups(region, month))
    meetings = list(meetings_in(groups, month))
    by_pk = {one.pk: one for one in groups}
    for one in meetings:
        one.group = by_pk[one.group_id]
    counts, handed_in = registers_counts(groups, meetings), _handed_in(groups, month)
    lines = [GroupMonth(one, counts[one.pk], handed_in.get(one.pk)) for one in groups]
    due = load_group_rules().register_due(month)
    whole = _part(region.name, "", lines)
    return AreaRegisters(region, month, due, lines, meetings, _parts(region, lines), whole)


def _groups(region: Region, month: date) -> "QuerySet[Group]":
    """Groups that owed a register of the month: known by its end or met in it, and not closed before it."""
    kinds = [kind.code for kind in load_group_rules().kinds if kind.register_form is not None]
    end = timezone.make_aware(datetime.combine(first_after(month), time.min))
    met = Meeting.objects.filter(group=OuterRef("pk"), day__gte=month, day__lt=first_after(month))
    place = Q(village=region.code) if region.level == Level.VILLAGE else Q(village__code__startswith=f"{region.code}.")
    found = Group.objects.filter(place, Q(closed_on=None) | Q(closed_on__gte=month), kind__in=kinds)
    known = found.filter(Q(opened_at__lt=end) | Exists(met))
    return known.select_related("village").order_by("village_id", "kind", "name", "pk")


def _handed_in(groups: Sequence[Group], month: date) -> dict[int, datetime]:
    found = GroupRegister.objects.filter(group__in=[one.pk for one in groups], month=month).order_by("pk")
    return dict(found.values_list("group", "confirmed_at"))  # of several the last one counts


def _parts(region: Region, lines: Sequence[GroupMonth]) -> list[PartMonth]:
    """Regions just inside, also those without a group; one query, none for a village."""
    below = level_below(region.code)
    if below is None:
        return []
    of_part: dict[str, list[GroupMonth]] = {}
    for line in lines:
        of_part.setdefault(line.group.village_id[: LENGTHS[below]], []).append(line)
    inside = region.children.order_by("code")
    return [_part(one.name, area_address(one), of_part[one.code]) for one in inside if one.code in of_part]


def area_address(region: Region) -> str:
    """Address of the page of an area."""
    return reverse("programmes:area_registers", args=[region.code])


def _part(name: str, url: str, lines: Sequence[GroupMonth]) -> PartMonth:
    return PartMonth(
        name,
        url,
        groups=len(lines),
        met=sum(line.counts["meetings"] > 0 for line in lines),
        handed_in=sum(line.handed_in is not None for line in lines),
        sums={code: sum(line.counts[code] for line in lines) for code in SUMMED},
    )


# -- the file --------------------------------------------------------------------------------------------------------


def register_sheets(found: AreaRegisters) -> list[Sheet]:
    """One sheet of groups, one of meetings."""
    where = (14, 24, 14, 24)
    return [
        Sheet(_("Kelompok"), (*where, 9, 10, 9, 9, 9, 8, 34, 15), _group_rows(found)),
        Sheet(_("Pertemuan"), (*where, 15, 34, 20, 13, 9, 8), _meeting_rows(found)),
    ]


def register_rows(found: AreaRegisters) -> list[list[Cell]]:
    """The groups alone, for a file that has room for one list."""
    return _group_rows(found)


def _where() -> list[str]:
    return [_("Kode"), _("Kelurahan/desa"), _("Register"), _("Kelompok")]


def _place(group: Group) -> list[Cell]:
    return [group.village_id, group.village.name, kind_of(group).register_form, group_name(group)]


def _group_rows(found: AreaRegisters) -> list[list[Cell]]:
    language = page_language()
    rows: list[list[Cell]] = [
        [
            *_where(),
            _("Anggota"),
            _("Tatap muka"),
            _("Virtual"),
            _("Hadir"),
            _("Pernah hadir"),
            _("Tamu"),
            _("Materi"),
            _("Diserahkan"),
        ]
    ]
    for line in found.lines:
        counts, topics = line.counts, kind_of(line.group).topics
        told = "; ".join(f"{topics.named(code, language)} ({n})" for code, n in counts["topics"].items())
        numbers = [counts["members"], counts["meetings"] - counts["virtual"], counts["virtual"], counts["present"]]
        day = format_date(timezone.localdate(line.handed_in), language) if line.handed_in else ""
        rows.append([*_place(line.group), *numbers, counts["came_once"], counts["guests"], told, day])
    return rows


def _meeting_rows(found: AreaRegisters) -> list[list[Cell]]:
    rules, language = load_group_rules(), page_language()
    heads = [_("Tanggal"), _("Materi"), _("Penyaji"), _("Cara"), _("Hadir"), _("Tamu")]
    rows: list[list[Cell]] = [[*_where(), *heads]]
    for one in sorted(found.meetings, key=lambda one: (one.group.village_id, one.group.kind, one.group.pk, one.day)):
        leader = rules.facilitators.named(one.facilitator, language) if one.facilitator else ""
        told = [format_date(one.day, language), topic_words(one), leader, rules.ways.named(one.way, language)]
        rows.append([*_place(one.group), *told, one.came, one.guests])
    return rows
