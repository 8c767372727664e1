"""Visits as calendar files (ICS): a team's whole plan, or the one visit of a village."""

from datetime import UTC, date, datetime, time
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from guyub.apps.appraisal.services.visits import OwnVisit, trips_of
from guyub.apps.appraisal.visit_models import VisitPlan


def team_calendar(plan: VisitPlan, team: str) -> bytes:
    """All visits of a team. The same visit keeps its mark over versions, so that calendars move it."""
    names = {one["code"]: one["name"] for one in plan.inputs["villages"]}
    calendar = _calendar(team)
    for trip in trips_of(plan.result):
        if trip.team == team:
            for visit in trip.visits:
                title = _("Kunjungan {name}").format(name=names[visit.village])
                event = _event(plan.chain, visit.village, plan.sequence, plan.at, title)
                _put(calendar, event, trip.day, visit.start, visit.end)
    return bytes(calendar.to_ical())


def village_calendar(visit: OwnVisit) -> bytes:
    """The visit of one village, without a word about others."""
    entry = visit.entry
    calendar = _calendar(entry.unit.region.name)
    if visit.day is not None:
        title = _("Kunjungan tim penilai: {name}").format(name=entry.unit.region.name)
        event = _event(entry.cycle.code, entry.unit.region_id, visit.version, visit.at, title)
        _put(calendar, event, visit.day, visit.start, visit.end)
    return bytes(calendar.to_ical())


def _calendar(name: str) -> Any:
    calendar = Calendar()
    calendar.add("prodid", "-//Guyub//ID")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    return calendar


def _event(cycle: str, village: str, version: int, at: datetime, title: str) -> Any:
    event = Event()
    event.add("uid", f"{cycle}-{village}@guyub")
    event.add("sequence", version)
    event.add("dtstamp", at)
    event.add("summary", title)
    return event


def _put(calendar: Any, event: Any, day: date, start: int, end: int) -> None:
    """Times in UTC: every calendar program reads these without a table of time zones."""
    for name, minutes in (("dtstart", start), ("dtend", end)):
        local = datetime.combine(day, time(minutes // 60, minutes % 60), timezone.get_default_timezone())
        event.add(name, local.astimezone(UTC))
    calendar.add_component(event)
