"""Seats of a panel: who may hold one, whom nobody may judge, and the page that gives, changes and frees them."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.appraisal.models import Cycle, Seat
from guyub.apps.appraisal.services import judging, problems, seats
from guyub.apps.audit.models import AuditEntry
from guyub.errors import NotAllowed
from tests.apps.appraisal.panel import Panel, person, signed_in
from tests.conftest import Cast


def way(panel: Panel, *parts: object) -> str:
    return "/".join(["/siklus", panel.cycle.code, "kursi", *map(str, parts), ""])


def test_the_secretary_seats_a_juror_from_the_page_and_the_trail_says_so(panel: Panel) -> None:
    new = person("juri-tiga", "juror", "99")
    client = signed_in(panel.secretary)
    assertContains(client.get(way(panel)), "juri-tiga")
    sent = {"user": new.pk, "post": "juror", "team": "field", "conflicts": ["99.02"]}
    assert client.post(way(panel), sent).status_code == 302
    made = Seat.objects.get(user=new)
    assert (made.label, made.team, made.conflicts) == ("Juri 3", "field", ["99.02"])
    noted = AuditEntry.objects.get(action="seat-juror", actor=panel.secretary)
    assert noted.details == {"kind": "juror", "seat": "Juri 3", "active": True, "conflicts": "99.02"}
    assertNotContains(client.get(way(panel)), f'<option value="{new.pk}">')


@pytest.mark.parametrize("who", ["chair", "first"])
def test_the_panel_itself_does_not_reach_the_page(panel: Panel, who: str) -> None:
    assert signed_in(getattr(panel, who)).get(way(panel)).status_code == 404


def test_a_city_gives_no_seat_in_a_cycle_of_the_province(panel: Panel, cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        seats.seat(cast.officer, panel.cycle, person("juri-tiga", "juror", "99"))
    with pytest.raises(NotAllowed):
        seats.change_seat(cast.officer, Seat.objects.get(user=panel.first), post="juror", active=False)
    assert signed_in(cast.officer).get(way(panel)).status_code == 404


@pytest.mark.parametrize(
    ("role", "region", "post", "problem"),
    [
        pytest.param("viewer", "99", "juror", problems.SeatUnfit, id="no right to judge"),
        pytest.param("juror", "98", "juror", problems.SeatUnfit, id="judges elsewhere"),
        pytest.param("juror", "99", "secretary", problems.SeatUnfit, id="does not run the cycle"),
        pytest.param("juror", "99", "chair", problems.ChairTaken, id="there is a chair"),
    ],
)
def test_a_post_needs_the_role_that_goes_with_it(
    panel: Panel, cast: Cast, role: str, region: str, post: str, problem: type[Exception]
) -> None:
    from guyub.apps.territory.models import Region

    Region.objects.get_or_create(code="98", defaults={"name": "Lain", "level": "province", "kind": "provinsi"})
    with pytest.raises(problem):
        seats.seat(panel.secretary, panel.cycle, person("calon", role, region), post)
    assert not Seat.objects.filter(user__username="calon").exists()


def test_nobody_gives_or_changes_their_own_seat(panel: Panel) -> None:
    Assignment.objects.create(user=panel.secretary, role="juror", region_id="99")
    both = User.objects.get(pk=panel.secretary.pk)
    with pytest.raises(problems.SeatOfOnesOwn):
        seats.seat(both, panel.cycle, both)
    held = seats.seat(SYSTEM, panel.cycle, both, conflicts=["99.01"])
    with pytest.raises(problems.SeatOfOnesOwn):
        seats.change_seat(both, held, post="juror")
    assert Seat.objects.get(pk=held.pk).conflicts == ["99.01"]
    assertNotContains(signed_in(both).get(way(panel)), f'action="{way(panel, held.pk)}"')


def test_a_conflict_with_ones_own_city_cannot_be_taken_away(panel: Panel) -> None:
    local = person("juri-lokal", "juror", "99")
    Assignment.objects.create(user=local, role="opd", region_id="99.01")
    held = seats.seat(SYSTEM, panel.cycle, User.objects.get(pk=local.pk))
    signed_in(panel.secretary).post(
        way(panel, held.pk), {f"kursi{held.pk}-post": "juror", f"kursi{held.pk}-active": "on"}
    )
    assert Seat.objects.get(pk=held.pk).conflicts == ["99.01"]
    judged = {entry.unit.region_id for entry in panel.entries if seats_may_judge(held, entry)}
    assert judged == {"99.02.01.1001"}


def seats_may_judge(held: Seat, entry: Any) -> bool:
    from guyub.apps.appraisal.services.scores import may_judge

    return may_judge(Seat.objects.select_related("user").get(pk=held.pk), entry)


@pytest.mark.parametrize("place", ["98", "99.77", "bukan"])
def test_a_conflict_names_a_region_of_the_cycle(panel: Panel, place: str) -> None:
    with pytest.raises(problems.SeatPlaceUnknown):
        seats.seat(SYSTEM, panel.cycle, person("juri-tiga", "juror", "99"), conflicts=[place])


def test_a_seat_that_may_judge_nowhere_is_not_given(panel: Panel) -> None:
    with pytest.raises(problems.SeatUseless):
        seats.seat(SYSTEM, panel.cycle, person("juri-tiga", "juror", "99"), conflicts=["99"])


def test_a_conflict_is_not_named_where_the_seat_has_scored(panel: Panel) -> None:
    judging.give_score(panel.first, panel.entries[0], "berkas", "mutu-berkas", "80")
    held = Seat.objects.get(user=panel.first)
    with pytest.raises(problems.SeatHasScored):
        seats.change_seat(SYSTEM, held, post="juror", conflicts=["99.01"])
    assert seats.change_seat(SYSTEM, held, post="juror", conflicts=["99.02"]).conflicts == ["99.02"]


def test_a_freed_seat_judges_nothing_until_it_is_filled_again(panel: Panel) -> None:
    held, client = Seat.objects.get(user=panel.first), signed_in(panel.secretary)
    client.post(way(panel, held.pk), {f"kursi{held.pk}-post": "juror"})
    assert AuditEntry.objects.get(action="change-seat").details["active"] is False
    with pytest.raises(NotAllowed):
        judging.give_score(panel.first, panel.entries[0], "berkas", "mutu-berkas", "80")
    client.post(way(panel, held.pk), {f"kursi{held.pk}-post": "juror", f"kursi{held.pk}-active": "on"})
    judging.give_score(panel.first, panel.entries[0], "berkas", "mutu-berkas", "80")


def test_what_does_not_go_is_said_on_the_page(panel: Panel) -> None:
    held = Seat.objects.get(user=panel.first)
    sent = {f"kursi{held.pk}-post": "chair", f"kursi{held.pk}-active": "on"}
    answer = signed_in(panel.secretary).post(way(panel, held.pk), sent)
    assert answer.status_code == 422
    assertContains(answer, "sudah mempunyai ketua", status_code=422)


def test_a_decided_cycle_keeps_its_seats(panel: Panel) -> None:
    Cycle.objects.update(state=Cycle.State.DECIDED)
    with pytest.raises(problems.CycleNotOpen):
        seats.change_seat(SYSTEM, Seat.objects.get(user=panel.first), post="juror", active=False)
    assertNotContains(signed_in(panel.secretary).get(way(panel)), "Tambah kursi")


@pytest.mark.parametrize("more", [0, 3])
def test_the_page_asks_the_same_number_of_queries_whatever_its_length(
    panel: Panel, django_assert_num_queries: Any, more: int
) -> None:
    for number in range(more):
        seats.seat(SYSTEM, panel.cycle, person(f"tambahan-{number}", "juror", "99"))
    client = signed_in(panel.secretary)
    client.get(way(panel))
    with django_assert_num_queries(PAGE_QUERIES):
        client.get(way(panel))


PAGE_QUERIES = 9
