"""What was kept long enough is erased, on the day after its period and not before; what was counted stays."""

import io
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from guyub.apps.audit import trail
from guyub.apps.audit.models import AuditEntry
from guyub.apps.intake.models import FileImport, ProfileDraft
from guyub.apps.people.models import Family
from guyub.apps.retention import keepers, services
from guyub.apps.surveys.models import AnswerSave, Interview, Round
from guyub.apps.surveys.services import retention as surveys
from guyub.data.privacy_files import load_retention_rule
from tests.apps.access_world import VILLAGE, make_family
from tests.conftest import Cast

RULE = load_retention_rule()
ANSWERS = {"family": {"P.01": 1}, "couple": {}, "members": {}}


def counts(now: datetime) -> dict[str, int]:
    return {one.kind: one.count for one in services.due(now)}


@pytest.fixture
def interview(cast: Cast) -> Interview:
    """A finished interview of a family of RW 001."""
    family = make_family("own", VILLAGE, "001", "001")
    in_2025 = Round.objects.create(village_id=VILLAGE, year=2025, edition="pk-2021", opened_on="2025-01-02")
    made = Interview.objects.create(
        village_id=VILLAGE, rw="001", rt="001", round=in_2025, family=family, edition="pk-2021", answers=ANSWERS,
        state="done", day="2025-01-05",
    )  # fmt: skip
    AnswerSave.objects.create(interview=made, sequence=1, questions=["P.01"], saved_at=timezone.now())
    return made


def gone(interview: Interview, days_ago: int) -> None:
    left = timezone.localdate() - timedelta(days_ago)
    Family.objects.filter(pk=interview.family_id).update(until=left, ended="left", since="1990-01-01")


@pytest.mark.parametrize(
    ("days", "erased"),
    [
        pytest.param(RULE.days("interview-answers"), False, id="on the last day"),
        pytest.param(RULE.days("interview-answers") + 1, True, id="the day after"),
    ],
)
def test_answers_of_a_family_that_left_go_after_their_period(interview: Interview, days: int, erased: bool) -> None:
    gone(interview, days)
    assert counts(timezone.now())["interview-answers"] == int(erased)
    services.apply(timezone.now())
    interview.refresh_from_db()
    assert (interview.answers == {}) is erased
    assert AnswerSave.objects.exists() is not erased
    assert (interview.state, interview.day.isoformat()) == ("done", "2025-01-05")  # it took place


def test_answers_of_a_family_that_lives_here_stay(interview: Interview) -> None:
    services.apply(timezone.now() + timedelta(days=40_000))
    interview.refresh_from_db()
    assert interview.answers == ANSWERS


def test_an_interview_that_nobody_finished_goes_a_year_after_its_last_save(interview: Interview) -> None:
    Interview.objects.update(state="open")
    last = Interview.objects.get().updated_at
    period = timedelta(RULE.days("open-interviews"))
    assert counts(last + period)["open-interviews"] == 0
    assert counts(last + period + timedelta(seconds=1))["open-interviews"] == 1


def test_the_trail_of_the_village_says_how_many_and_nothing_else(interview: Interview) -> None:
    gone(interview, 10_000)
    services.apply(timezone.now())
    entry = AuditEntry.objects.get(chain=VILLAGE, action="retention-applied")
    assert entry.details == {"kind": "interview-answers", "interviews": 1}
    assert list(trail.verify()) == []


def test_applying_again_finds_nothing(interview: Interview) -> None:
    gone(interview, 10_000)
    assert {one.kind: one.count for one in services.apply(timezone.now())}["interview-answers"] == 1
    assert {one.kind: one.count for one in services.apply(timezone.now())}["interview-answers"] == 0


def test_more_interviews_than_a_batch_are_all_emptied(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surveys, "BATCH", 1)
    for year in (2023, 2024):
        earlier = Round.objects.create(
            village_id=VILLAGE, year=year, edition="pk-2021", opened_on=f"{year}-01-02", closed_on=f"{year}-02-01"
        )
        Interview.objects.create(
            village_id=VILLAGE, round=earlier, family=interview.family, edition="pk-2021", answers=ANSWERS,
            state="done", day=f"{year}-01-05",
        )  # fmt: skip
    gone(interview, 10_000)
    assert {one.kind: one.count for one in services.apply(timezone.now())}["interview-answers"] == 3
    assert not Interview.objects.exclude(answers={}).exists()


def test_files_and_drafts_go_after_their_period(cast: Cast) -> None:
    file = FileImport.objects.create(
        uploaded_by=cast.operator, file_name="a.csv", suffix=".csv", sha256="0" * 64, size=1, content=b"x",
        as_of="2025-01-01",
    )  # fmt: skip
    FileImport.objects.update(uploaded_at=timezone.now() - timedelta(RULE.days("import-files"), seconds=1))
    draft = ProfileDraft.objects.create(unit=cast.unit, person=cast.operator, answers={"pus": 1})
    ProfileDraft.objects.update(updated_at=timezone.now() - timedelta(RULE.days("profile-drafts"), seconds=1))
    found = counts(timezone.now())
    assert (found["import-files"], found["profile-drafts"]) == (1, 1)
    services.apply(timezone.now())
    file.refresh_from_db()
    assert bytes(file.content) == b""
    assert not ProfileDraft.objects.filter(pk=draft.pk).exists()


def test_the_command_says_what_is_due_and_erases_only_without_dry_run(interview: Interview) -> None:
    gone(interview, 10_000)
    for options, erased in (({"dry_run": True}, False), ({}, True)):
        printed = io.StringIO()
        call_command("apply_retention", stdout=printed, **options)
        assert f"interview-answers {RULE.days('interview-answers')} 1" in printed.getvalue().splitlines()
        interview.refresh_from_db()
        assert (interview.answers == {}) is erased


def test_every_period_is_a_proposal_with_its_reason() -> None:
    assert {(period.grade, bool(period.source)) for period in RULE.periods} == {("PROPOSED", True)}


def test_every_kind_of_the_rule_file_has_a_keeper_and_no_keeper_is_without_a_period() -> None:
    assert keepers.kinds() == {period.kind for period in RULE.periods}


def test_a_kind_that_nobody_keeps_is_not_passed_over(db: None) -> None:
    unkept = RULE.periods[0].model_copy(update={"kind": "what-nobody-keeps"})
    with pytest.raises(KeyError, match="what-nobody-keeps"):
        services.apply(timezone.now(), RULE.model_copy(update={"periods": (unkept,)}))
