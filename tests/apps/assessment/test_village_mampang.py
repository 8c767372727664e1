"""The page of Mampang says before the jury does what hangs on a limit, in numbers of couples."""

import pytest

from guyub.apps.accounts.models import Assignment, Role, User
from guyub.apps.assessment.models import Snapshot
from guyub.apps.demonstration.files import read_mampang
from guyub.apps.demonstration.load import load_depok

pytestmark = pytest.mark.django_db

MAMPANG = "32.76.01.1009"


@pytest.fixture
def village(client):
    """What the page shows to its lurah."""
    load_depok(read_mampang())
    lurah = User.objects.create_user("lurah")
    Assignment.objects.create(user=lurah, role=Role.LURAH, region_id=MAMPANG)
    client.force_login(lurah)
    return client.get(f"/desa/{MAMPANG}/").context["village"]


def test_scores_and_indices_are_those_of_the_national_system(village):
    scores = {row.code: row.score for row in village.rows}
    assert "".join(str(scores[code]) for code in ("I1", "I2", "I3", "I4", "I5")) == "44433"
    assert "".join(str(scores[code]) for code in ("P1", "P2", "P3")) == "444"
    assert "".join(str(scores[code]) for code in ("O1", "O2", "O3", "O4")) == "4341"
    assert [gauge.value for gauge in village.gauges] == [360, 400, 300]
    assert village.class_name == "Berkelanjutan"


def test_the_thin_margin_comes_first(village):
    assert village.margin_is_thin
    assert "Hasil" in village.margin
    assert "ke Berkembang" in village.margin


def test_unmet_need_is_the_open_lever_with_its_couples(village):
    assert village.steps[0].variable == "O4"
    assert "1.203 dari 3.961 PUS" in village.steps[0].text
    assert "708 pasangan terlayani lagi → skor 2" in village.steps[0].text


def test_mkjp_is_guarded_with_its_couples(village):
    guard = village.steps[-1]
    assert guard.variable == "O3"
    assert "513 dari 1.814" in guard.text
    assert "69 pasangan beralih dari MKJP ke cara lain, atau 91 berhenti" in guard.text
    assert "Berkembang" in guard.text


def test_both_recordings_stand_in_the_history_with_what_they_covered(village):
    lines = {line.as_of.isoformat(): line for line in village.snapshots}
    assert lines["2023-01-31"].indices == (360, 400, 325)
    assert lines["2023-01-31"].covers == "RW 02"
    assert lines["2023-05-31"].indices == (360, 400, 300)
    assert lines["2023-05-31"].covers == "seluruh kelurahan/desa"


def test_the_first_recording_had_the_scores_of_its_day(village):
    first = Snapshot.objects.get(unit__region_id=MAMPANG, sequence=1)
    scores = {code: result["score"] for code, result in first.result["variables"].items()}
    assert [scores[code] for code in ("O1", "O2", "O3", "O4")] == [4, 4, 4, 1]


def test_where_the_figures_come_from_is_told(village):
    origins = {fact.origin.source for fact in village.facts}
    assert {str(source) for source in origins} == {"sistem web Kampung KB"}


def test_two_ways_of_leaving_are_told_wherever_mkjp_falls(village):
    row = next(row for row in village.rows if row.code == "O3")
    assert row.spare == "skor 3 bila 69 pasangan beralih ke cara lain, atau 91 pasangan berhenti"
    assert village.losses[0] == ("69 pasangan beralih dari MKJP ke cara lain, atau 91 berhenti", "O3")
    assert [variable for _, variable in village.losses].count("O3") == 1


def test_every_rate_behind_a_mean_carries_its_denominator(village):
    row = next(row for row in village.rows if row.code == "O1")
    assert row.fact.count(" dari ") == 5
