"""What groups and activities tell of a village's routines: outreach, and reporting."""

from collections.abc import Iterator
from datetime import date

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from guyub.apps.accounts.rights import Right
from guyub.apps.assessment.derived import Derived, Trace, routines
from guyub.apps.programmes.models import Activity, GroupRegister, Meeting
from guyub.apps.programmes.presentation.activities import activity_title
from guyub.apps.territory.models import Unit, UnitLevel
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.derived_files import load_derived_rules
from guyub.data.group_files import load_activities, load_group_rules

ROUTINES, OUTREACH, REPORTING = "operating_routines", "outreach", "reporting"
BEHAVIOUR = "AR2"  # the area of activities that change behaviour


def routines_tell(unit: Unit, level: UnitLevel | None, on: date) -> Iterator[Derived]:
    """Meetings with a topic and activities to change behaviour, confirmed registers and posts; three queries.

    They are of the village as a whole: of a unit that covers less nothing is told.
    """
    if level is not None and level.covers != UnitLevel.Covers.VILLAGE:
        return
    since = load_derived_rules().since(on)
    traces = [*_meetings(unit, since, on), *_activities(unit, since, on), *_registers(unit, since, on)]
    yield from routines(ROUTINES, traces, load_derived_rules())


def _meetings(unit: Unit, since: date, on: date) -> Iterator[Trace]:
    """Meetings on a topic to which somebody came."""
    held = Meeting.objects.filter(group__village=unit.region_id, day__gt=since, day__lte=on)
    held = held.filter(~Q(topic="") | ~Q(topic_told=""), Q(attendances__present=True) | Q(guests__gt=0)).distinct()
    for one in held.select_related("group").order_by("-day", "-pk"):
        url = reverse("programmes:meeting", args=[one.pk])
        yield Trace(f"{_kind(one.group.kind)} {one.group.name}", one.day, url, OUTREACH, "", Right.SEE_GROUPS)


def _activities(unit: Unit, since: date, on: date) -> Iterator[Trace]:
    """Activities to change behaviour, and those that were put on the national web."""
    areas = load_activities().area_of
    found = Activity.objects.standing().filter(village=unit.region_id)
    for one in found.filter(Q(day__gt=since) | Q(posted_on__gt=since)):
        area = areas.get(one.activity)
        told = activity_title(one)
        url = reverse("programmes:activity", args=[one.village_id, one.pk])
        if area is not None and area.code == BEHAVIOUR and since < one.day <= on:
            yield Trace(told, one.day, url, OUTREACH)
        if one.posted_on is not None and since < one.posted_on <= on:
            yield Trace(told, one.posted_on, url, REPORTING, _("dilaporkan di web nasional"))


def _registers(unit: Unit, since: date, on: date) -> Iterator[Trace]:
    """Registers of a month that were confirmed in the window."""
    found = GroupRegister.objects.filter(group__village=unit.region_id).annotate(kind=F("group__kind"))
    found = found.filter(confirmed_at__date__gt=since, confirmed_at__date__lte=on).order_by("-month", "-pk")
    for one in found.select_related("group"):
        told = _("Register {kind} {name}").format(kind=_kind(one.kind), name=one.group.name)
        url = reverse("programmes:group", args=[unit.region_id, one.group_id])
        yield Trace(told, one.month, url, REPORTING, _("register bulan itu disahkan"), Right.SEE_GROUPS)


def _kind(code: str) -> str:
    return load_group_rules().by_code[code].short.in_language(page_language())
