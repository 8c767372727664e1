"""What meetings and promises give to others: minutes as proofs, promises in the portfolio, and the facts of B8."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.assessment import services as assessment
from guyub.apps.assessment.models import Recording, Source
from guyub.apps.coordination.offered import Minutes, programmes
from guyub.apps.coordination.services import commitments, meetings, village_facts
from guyub.apps.evidence import records
from guyub.apps.evidence.errors import UnknownRecord
from guyub.apps.evidence.programmes import programmes_of
from guyub.apps.evidence.services import proofs
from guyub.apps.territory.models import Region
from guyub.data import load_instrument
from tests.apps.coordination.conftest import asked, proof_by
from tests.conftest import Cast

TODAY = timezone.localdate
STARTS = datetime(2026, 2, 3, 2, 0, tzinfo=UTC)


def held(place: str, *, closed: bool = True):
    region = Region.objects.get(code=place)
    words = meetings.MeetingWords("Rakor", STARTS, chair="Lurah", minutes="Disepakati bersama.")
    made = meetings.plan_meeting(SYSTEM, region, words)
    made = meetings.save_meeting(SYSTEM, made, made.version, words)
    meetings.record_presence(SYSTEM, made, {meetings.invite(SYSTEM, made, "Lurah").pk: True}, set())
    return meetings.close_meeting(SYSTEM, made) if closed else made


# --- minutes as proofs ---


def test_closed_minutes_of_the_village_can_be_named_as_a_proof_and_open_ones_cannot(cast: Cast) -> None:
    village = cast.unit.region_id
    closed, running = held(village), held(village, closed=False)
    offered = {kind: [one.key for one in found] for kind, _label, found in records.offered(cast.operator, village)}
    assert offered == {"meeting": [str(closed.pk)]}
    described = proofs.Description("minutes", "Notula", [("kkb-siap-1.0", "B1")], record_kind="meeting")
    made = proofs.add(
        cast.operator, cast.unit, described.__class__(**{**vars(described), "record_key": str(closed.pk)})
    )
    assert made.state == "uploaded"
    with pytest.raises(UnknownRecord):
        proofs.add(cast.operator, cast.unit, described.__class__(**{**vars(described), "record_key": str(running.pk)}))


def test_minutes_of_the_city_speak_for_the_villages_they_dealt_with(cast: Cast, desk) -> None:
    meeting = held("99.01", closed=False)
    commitments.propose(SYSTEM, asked(cast, desk, meeting=meeting))
    meetings.close_meeting(SYSTEM, meeting)
    assert [one.key for one in Minutes().offer(cast.operator, cast.unit.region_id)] == [str(meeting.pk)]
    assert Minutes().offer(cast.officer, cast.empty_unit.region_id) == []
    record = Minutes().resolve(cast.operator, str(meeting.pk))
    assert record is not None
    assert record.villages == {cast.unit.region_id}


@pytest.mark.parametrize("key", ["", "x", "9" * 12, "987654"])
def test_a_key_that_leads_nowhere_is_no_record(cast: Cast, key: str) -> None:
    assert Minutes().resolve(cast.operator, key) is None


def test_a_stranger_learns_nothing_of_minutes(cast: Cast) -> None:
    closed = held(cast.unit.region_id)
    assert Minutes().resolve(cast.stranger, str(closed.pk)) is None
    assert Minutes().offer(cast.stranger, cast.unit.region_id) == []


# --- programmes ---


def test_the_portfolio_names_what_offices_took_on_and_nothing_else(cast: Cast, desk, commitment) -> None:
    assert programmes(cast.unit, "id") == []
    commitments.propose(cast.officer, asked(cast, desk, output="Yang ditolak"))
    commitments.accept(desk.answerer, commitment)
    told = programmes_of(cast.unit, "id")
    assert [(one.area, one.what, one.state) for one in told] == [
        ("Dinkes", "Pelayanan KB bergerak (1 kegiatan)", "Diterima")
    ]
    assert programmes_of(cast.unit, "en")[0].state == "Accepted"
    assert programmes_of(cast.empty_unit, "id") == []


# --- the facts of B8 ---


def facts(cast: Cast):
    known = assessment.known_about(cast.unit, load_instrument("kkb-siap-1.0"))
    return known.facts.get("commitments_due"), known.facts.get("commitments_done_on_time")


def of_the_registry() -> int:
    return Recording.objects.filter(source=Source.REGISTRY, provenance=village_facts.PROVENANCE).count()


def overdue_promise(cast: Cast, desk, days: int = 5):
    made = commitments.propose(SYSTEM, asked(cast, desk, due=TODAY() - timedelta(days=days)))
    return commitments.accept(SYSTEM, made)


def test_both_facts_are_recorded_once_with_where_they_come_from(cast: Cast, desk) -> None:
    overdue_promise(cast, desk)
    call_command("record_commitments", verbosity=0)
    assert facts(cast) == (1, 0)
    assert village_facts.record_all(TODAY()) == 0
    assert of_the_registry() == 1


def test_a_promise_not_due_is_no_fact_and_one_that_grows_old_leaves_it_again(cast: Cast, desk, commitment) -> None:
    commitments.accept(desk.answerer, commitment)
    assert village_facts.record_all(TODAY()) == 0
    late = overdue_promise(cast, desk)
    assert village_facts.record_all(TODAY()) == 1
    type(late).objects.filter(pk=late.pk).update(due=TODAY() - timedelta(days=400))
    assert village_facts.record_all(TODAY()) == 1
    assert facts(cast) == (None, None)


def test_a_checked_delivery_moves_the_fact_at_once(cast: Cast, desk) -> None:
    promised = overdue_promise(cast, desk, days=0)
    commitments.deliver(desk.answerer, promised, proof_by(desk.answerer, cast))
    type(promised).objects.filter(pk=promised.pk).update(
        due=TODAY() - timedelta(days=1), delivered_on=TODAY() - timedelta(days=2)
    )
    commitments.verify(cast.officer, promised)
    assert facts(cast) == (1, 1)


def test_a_village_without_any_figure_gets_none_from_promises(cast: Cast, desk) -> None:
    made = commitments.propose(SYSTEM, asked(cast, desk, villages=[cast.empty_unit], due=TODAY() - timedelta(days=5)))
    commitments.accept(SYSTEM, made)
    assert village_facts.record_all(TODAY()) == 0
