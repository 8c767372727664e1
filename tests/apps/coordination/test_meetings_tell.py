"""What meetings and kept promises tell of a village: from the window, of the village itself, once minutes are fixed."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.assessment.derived import derived_of
from guyub.apps.assessment.models import Source, WaitingFigures
from guyub.apps.assessment.services import default_instrument, known_about, record_facts, record_waiting
from guyub.apps.coordination.models import AgendaItem, Commitment, CommitmentState, Participant
from guyub.apps.coordination.services import meetings
from guyub.apps.coordination.services.derived import meetings_tell
from guyub.apps.territory.models import Region
from guyub.data.derived_files import load_derived_rules
from tests.apps.made_families import today

pytestmark = pytest.mark.django_db
Origin = AgendaItem.Origin


def hold(region, day, *points, office=None, village=None, close=True):
    """A meeting with fixed minutes; ``points``: origins of its agenda."""
    starts = timezone.make_aware(datetime.combine(day, time(9)))
    meeting = meetings.plan_meeting(SYSTEM, region, meetings.MeetingWords("Rakor rekaan", starts, minutes="Dibahas."))
    for number, origin in enumerate(points):
        AgendaItem.objects.create(meeting=meeting, position=number, title="Butir", origin=origin, village=village)
    Participant.objects.create(meeting=meeting, post="Kepala", office=office, present=True)
    return meetings.close_meeting(SYSTEM, meeting) if close else meeting


def told(unit, on=None):
    return {one.code: one for one in meetings_tell(unit, None, on or today())}


def routines(unit, on=None):
    figure = told(unit, on).get("operating_routines")
    return {} if figure is None else dict(figure.entries)


def ago(days):
    return today() - timedelta(days=days)


def test_a_meeting_is_what_its_agenda_and_participants_say(cast, desk):
    hold(cast.unit.region, ago(3), Origin.ROAD, office=desk.office, village=cast.unit)
    assert routines(cast.unit) == {"planning_meeting": "yearly", "coordination_meeting": "yearly"}
    hold(cast.unit.region, ago(2), Origin.COMMITMENT)
    assert routines(cast.unit)["monitoring"] == "yearly"
    assert told(cast.unit)["planning_meetings_per_year"].value == 1


def test_a_meeting_counts_once_its_minutes_are_fixed_and_not_before(cast, desk):
    meeting = hold(cast.unit.region, ago(3), Origin.ROAD, office=desk.office, close=False)
    assert told(cast.unit) == {}
    meetings.close_meeting(SYSTEM, meeting)
    assert set(routines(cast.unit)) == {"planning_meeting", "coordination_meeting"}


def test_the_window_ends_after_twelve_months(cast, desk):
    since = load_derived_rules().since(today())
    hold(cast.unit.region, since, office=desk.office)
    assert routines(cast.unit) == {}
    hold(cast.unit.region, since + timedelta(days=1), office=desk.office)
    assert routines(cast.unit) == {"coordination_meeting": "yearly"}
    assert routines(cast.unit, today() + timedelta(days=1)) == {}


def test_a_meeting_of_the_city_is_coordination_of_the_villages_it_speaks_of(cast, desk):
    hold(Region.objects.get(code="99.01"), ago(3), Origin.ROAD, office=desk.office, village=cast.unit)
    assert routines(cast.unit) == {"coordination_meeting": "yearly"}
    assert routines(cast.other_unit) == {}


def test_data_are_in_use_where_they_were_on_record_before_a_meeting_spoke_of_the_figures(cast, desk):
    figures = {"as_of": ago(5), "values": {"iud": 3}, "source": Source.REPORTED_FILE, "provenance": "Berkas rekaan"}
    hold(cast.unit.region, ago(6), Origin.ROAD, office=desk.office, village=cast.unit)
    record_facts(SYSTEM, cast.unit, **figures)
    assert "data_kinds_used" not in told(cast.unit)
    hold(cast.unit.region, ago(5), Origin.ROAD, office=desk.office, village=cast.unit)
    assert told(cast.unit)["data_kinds_used"].entries == {"bkkbn_routine": ""}


def test_money_of_a_promise_counts_once_it_was_kept(cast, commitment):
    promise = Commitment.objects.filter(pk=commitment.pk)
    promise.update(budget_source="csr", budget_rupiah=5_000_000, delivered_on=ago(1))
    assert "funding_sources" not in told(cast.unit)
    promise.update(state=CommitmentState.VERIFIED)
    assert told(cast.unit)["funding_sources"].entries == {"csr": ""}
    promise.update(delivered_on=load_derived_rules().since(today()))
    assert "funding_sources" not in told(cast.unit)


def test_fixing_the_minutes_puts_the_routines_on_record(cast, desk):
    record_facts(
        SYSTEM,
        cast.unit,
        as_of=today(),
        values={"operating_routines": 1},
        source=Source.PROFILE_FORM,
        provenance="Dicentang",
        items={"operating_routines": {"outreach": "monthly"}},
    )
    hold(cast.unit.region, ago(3), Origin.ROAD, office=desk.office, village=cast.unit)
    assert WaitingFigures.objects.filter(village=cast.unit.region_id, stream="happened").exists()
    record_waiting(cast.unit.region_id)
    known = known_about(cast.unit, default_instrument())
    wanted = {"coordination_meeting": "yearly", "outreach": "monthly", "planning_meeting": "yearly"}
    assert (known.facts["operating_routines"], known.items["operating_routines"]) == (3, wanted)


def test_all_that_is_told_takes_as_many_queries_for_many_meetings(cast, desk, django_assert_num_queries):
    hold(cast.unit.region, ago(9), Origin.ROAD, office=desk.office, village=cast.unit)
    derived_of(cast.unit, None, today())
    with CaptureQueriesContext(connection) as few:
        derived_of(cast.unit, None, today())
    for days in range(2, 6):
        hold(cast.unit.region, ago(days), Origin.ROAD, office=desk.office, village=cast.unit)
    with django_assert_num_queries(len(few)):
        derived_of(cast.unit, None, today())
