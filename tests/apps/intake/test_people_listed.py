"""Lists about registered families, entered in the site: deciles, and what a by-name list says about stunting risk."""

from datetime import date

import pytest

from guyub.apps.accounts.models import Role
from guyub.apps.audit.models import AuditEntry
from guyub.apps.intake.models import ReportedScreening
from guyub.apps.intake.people_files import services
from guyub.apps.people.models import Event, Family, Person
from guyub.apps.people.services import NewFamily, NewMember, Place, register_family
from guyub.apps.resilience.models import FamilyState

DAY = date(2025, 1, 31)
CARDS = ("9901010101230001", "9901010101230002")
WIFE = "9901014102920002"
KRS_HEAD = "No KK;NIK Istri;AIR;JAMBAN;PUS;KRS;Bantuan\n"


@pytest.fixture
def families(cast):
    place = Place(cast.unit.region_id, "005", "001")
    members = [
        NewMember("Contoh Satu", 1, 1, date(1990, 1, 1), marital=2),
        NewMember("Contoh Dua", 2, 2, date(1992, 2, 1), marital=2, nik=WIFE),
    ]
    alone = [NewMember("Contoh Lima", 1, 1, date(1970, 12, 13), marital=1)]
    since = date(2024, 12, 31)
    news = (NewFamily(place, members, since, CARDS[0]), NewFamily(place, alone, since, CARDS[1], decile=7))
    return [register_family(cast.operator, new) for new in news]


def enter(cast, text, layout, **choices):
    run = services.receive(cast.operator, cast.unit.region, "daftar.csv", text.encode(), DAY, layout)
    assert run.layout == layout
    services.choose_columns(cast.operator, run, run.mapping, choices)
    assert services.work_once()
    run.refresh_from_db()
    expected = run.expected
    services.approve(cast.operator, run, good_rows_only=True)
    assert services.work_once()
    run.refresh_from_db()
    assert run.state == "done", run.failure
    assert run.counts == expected, "what the check foretold"
    assert sum(run.counts.values()) == run.rows
    return run, {name: count for name, count in run.counts.items() if count}


DTSEN = f"No KK;Nama;Desil\n{CARDS[0]};Contoh Satu;3\n{CARDS[1]};Contoh Lima;7\n9901010101239999;Contoh Asing;1\n"


def test_deciles_reach_registered_families_and_make_none(cast, families):
    run, counts = enter(cast, DTSEN, "dtsen")
    assert counts == {"changed": 1, "unchanged": 1, "refused": 1}
    assert run.problems.get(severity="error").rule == "family-not-registered"
    assert [*Family.objects.order_by("pk").values_list("decile", flat=True)] == [3, 7]
    assert Person.objects.count() == 3
    assert FamilyState.objects.get(family=families[0]).record["decile"] == 3, "what follows has followed"
    assert Event.objects.filter(family=families[0], kind="corrected").count() == 1
    assert AuditEntry.objects.filter(subject=f"family:{families[0].code}", actor=cast.operator).count() == 2


def test_the_same_list_of_deciles_again_changes_nothing(cast, families):
    enter(cast, DTSEN, "dtsen")
    events = Event.objects.count()
    assert enter(cast, DTSEN, "dtsen")[1] == {"unchanged": 2, "refused": 1}
    assert Event.objects.count() == events


def krs(first="1;2;1;1;2 7", second="2;2;2;2;"):
    return f"{KRS_HEAD}{CARDS[0]};;{first}\n{CARDS[1]};;{second}\n"


def test_a_by_name_list_is_kept_beside_our_own_result(cast, families):
    own = FamilyState.objects.get(family=families[0]).krs
    assert enter(cast, krs(), "krs-by-name", code_book="1-ya")[1] == {"new": 2}
    kept = ReportedScreening.objects.get(family=families[0])
    assert (kept.as_of, kept.assistance) == (DAY, [2, 7])
    assert kept.flags == {"AIR": 1, "JAMBAN": 2, "PUS": 1, "KRS": 1}
    assert FamilyState.objects.get(family=families[0]).krs == own
    assert enter(cast, krs(), "krs-by-name", code_book="1-ya")[1] == {"unchanged": 2}
    assert enter(cast, krs(second="1;2;2;1;"), "krs-by-name", code_book="1-ya")[1] == {"changed": 1, "unchanged": 1}
    assert ReportedScreening.objects.get(family=families[1]).flags["AIR"] == 1
    assert ReportedScreening.objects.count() == 2


def test_the_declared_code_book_turns_the_factors_and_not_the_targets(cast, families):
    enter(cast, krs(), "krs-by-name", code_book="1-layak")
    assert ReportedScreening.objects.get(family=families[0]).flags == {"AIR": 2, "JAMBAN": 1, "PUS": 1, "KRS": 1}


def test_without_a_code_book_a_bare_number_is_never_entered(cast, families):
    run, counts = enter(cast, krs(), "krs-by-name")
    assert counts == {"refused": 2}
    assert "code-book" in services.questions_of(run)
    assert not ReportedScreening.objects.exists()


def test_a_family_is_found_by_the_number_of_the_wife(cast, families):
    enter(cast, f"{KRS_HEAD};{WIFE};1;2;1;1;\n", "krs-by-name", code_book="1-ya")
    assert ReportedScreening.objects.get().family == families[0]


def page(client, person, family, day=""):
    client.force_login(person)
    return client.get(f"/keluarga/{family.village_id}/{family.code}/{day}")


def test_the_family_page_says_what_the_list_said_and_of_which_day(cast, families, client):
    enter(cast, krs(), "krs-by-name", code_book="1-ya")
    shown = page(client, cast.operator, families[0])
    assert shown.status_code == 200
    text = shown.content.decode()
    assert "Menurut berkas KRS tanggal 31 Januari 2025" in text
    assert "PMT" in text
    before = page(client, cast.operator, families[0], "?per=2025-01-30")
    assert before.status_code == 200
    assert "Risiko stunting menurut berkas" not in before.content.decode(), "the day before, no list had said so"


def test_only_who_may_see_health_reads_what_the_list_said(cast, families, client):
    enter(cast, krs(), "krs-by-name", code_book="1-ya")
    assignment = cast.operator.assignments.get()
    assignment.role = Role.KADER
    assignment.save()
    shown = page(client, cast.operator, families[0])
    assert shown.status_code == 200
    assert "Menurut berkas KRS" not in shown.content.decode()
