"""Rounds and interviews: who may, saved as you go and only once, resumed, finished, and what other apps hear."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit.models import AuditEntry
from guyub.apps.people.models import Membership
from guyub.apps.people.signals import families_changed
from guyub.apps.resilience.models import FamilyState
from guyub.apps.surveys import services
from guyub.apps.surveys.models import Interview
from guyub.apps.surveys.presentation.progress import progress_of, work_list
from guyub.errors import NotAllowed, NotFound
from tests.apps.made_families import full_answers, kader, make_families

pytestmark = pytest.mark.django_db
VILLAGE = "99.01.01.1001"
TODAY = timezone.localdate()


@pytest.fixture
def family(cast):
    return make_families(VILLAGE, 1)[0]


@pytest.fixture
def cadre(cast):
    return kader(cast)


@pytest.fixture
def survey(cast):
    return services.open_round(SYSTEM, VILLAGE, TODAY.year, day=TODAY - timedelta(days=30))


@pytest.fixture
def interview(cadre, survey, family):
    return services.start_interview(cadre, survey, family)


@pytest.fixture
def heard():
    told = []

    def hear(sender, families, **_more):
        told.append(list(families))

    families_changed.connect(hear)
    yield told
    families_changed.disconnect(hear)


# Rounds


def test_a_round_is_opened_once_a_year_and_one_at_a_time(cast):
    first = services.open_round(cast.operator, VILLAGE, 2024, day=date(2024, 5, 1))
    with pytest.raises(services.RoundExists):
        services.open_round(cast.operator, VILLAGE, 2024)
    with pytest.raises(services.RoundExists):
        services.open_round(cast.operator, VILLAGE, 2025)
    services.close_round(cast.operator, first, date(2024, 12, 1))
    assert services.open_round(cast.operator, VILLAGE, 2025).edition == "pk-2021"


def test_a_round_closes_once(cast, survey):
    closed = services.close_round(cast.operator, survey, TODAY)
    assert closed.closed_on == TODAY
    with pytest.raises(services.RoundClosed):
        services.close_round(cast.operator, survey, TODAY)


@pytest.mark.parametrize("who", ["stranger", "officer", "viewer", "admin"])
def test_others_open_no_round(cast, who):
    with pytest.raises(NotAllowed):
        services.open_round(getattr(cast, who), VILLAGE, 2025)


def test_a_cadre_runs_no_rounds(cadre, cast):
    with pytest.raises(NotAllowed):
        services.open_round(cadre, VILLAGE, 2025)


def test_a_round_has_an_edition_that_exists(cast):
    with pytest.raises(NotFound):
        services.open_round(SYSTEM, VILLAGE, 2025, edition="pk-1999")


# Who may interview


def test_a_cadre_interviews_in_the_own_rw_only(cadre, survey):
    here, there = make_families(VILLAGE, 1, first=5)[0], make_families(VILLAGE, 1, rw="002", first=6)[0]
    assert services.start_interview(cadre, survey, here).rw == "001"
    with pytest.raises(NotAllowed):
        services.start_interview(cadre, survey, there)
    assert Interview.objects.count() == 1


def test_nobody_else_saves_finishes_or_gives_up(cast, interview):
    for act in (
        lambda: services.save_answers(cast.stranger, interview, {"family": {"P.01": 1}}),
        lambda: services.finish_interview(cast.stranger, interview),
        lambda: services.record_no_answer(cast.stranger, interview, "refused"),
        lambda: services.reopen_interview(cast.stranger, interview),
    ):
        with pytest.raises(NotAllowed):
            act()
    interview.refresh_from_db()
    assert (interview.answers, interview.state) == ({}, "open")


def test_an_interview_follows_the_family_to_its_new_rw(cadre, interview, family):
    """Rights are asked where the family lives now, not where it lived when the interview began."""
    family.rw = "002"
    family.save()
    with pytest.raises(NotAllowed):
        services.save_answers(cadre, interview, {"family": {"P.01": 1}})


def test_a_family_elsewhere_is_not_in_the_round(survey):
    elsewhere = make_families("99.02.01.1001", 1)[0]
    with pytest.raises(services.NotInRound):
        services.start_interview(SYSTEM, survey, elsewhere)
    assert Interview.objects.count() == 0


# Saving


def test_answers_are_saved_as_they_come_and_the_interview_is_resumed(cadre, survey, family, interview):
    services.save_answers(cadre, interview, {"family": {"P.01": 1, "p25": 36}})
    services.save_answers(cadre, interview, {"family": {"P.01": 2}, "couple": {"KB.03": 2}})
    again = services.start_interview(cadre, survey, family)
    assert again.pk == interview.pk
    assert again.answers["family"] == {"P.01": 2, "P.25": 36}
    assert again.answers["couple"] == {"KB.03": 2}
    assert again.sequence == 2


def test_an_answer_can_be_taken_away(cadre, interview):
    services.save_answers(cadre, interview, {"family": {"P.01": 1, "P.02": 1}})
    services.save_answers(cadre, interview, {"family": {"P.01": None}})
    interview.refresh_from_db()
    assert interview.answers["family"] == {"P.02": 1}


def test_a_save_that_arrives_twice_counts_once(cadre, interview):
    page = {"device": "halaman-a"}
    services.save_answers(cadre, interview, {"family": {"P.01": 1}}, 1, **page)
    services.save_answers(cadre, interview, {"family": {"P.01": 2}}, 2, **page)
    late = services.save_answers(cadre, interview, {"family": {"P.01": 1}}, 1, **page)
    assert late.repeated
    interview.refresh_from_db()
    assert interview.answers["family"] == {"P.01": 2}  # the repeated first save did not undo the second
    assert interview.sequence == 2


def test_a_save_that_comes_too_early_is_refused_until_the_one_before_it(cadre, interview):
    with pytest.raises(services.SavesMissing) as refused:
        services.save_answers(cadre, interview, {"family": {"P.01": 1}}, 2, device="a")
    assert refused.value.data["expected"] == 1
    assert services.save_answers(cadre, interview, {"family": {"P.02": 1}}, 1, device="a").sequence == 1
    assert services.save_answers(cadre, interview, {"family": {"P.01": 1}}, 2, device="a").sequence == 2


def test_two_pages_count_for_themselves(cadre, interview):
    services.save_answers(cadre, interview, {"family": {"P.01": 1}}, 1, device="a")
    services.save_answers(cadre, interview, {"family": {"P.02": 1}}, 1, device="b")
    interview.refresh_from_db()
    assert interview.answers["family"] == {"P.01": 1, "P.02": 1}


def test_a_save_that_was_repeated_after_the_end_is_no_error(cadre, interview, family):
    services.save_answers(cadre, interview, full_answers(family), 1, device="a")
    services.finish_interview(cadre, interview)
    assert services.save_answers(cadre, interview, {"family": {"P.01": 2}}, 1, device="a").repeated
    with pytest.raises(services.InterviewDone):
        services.save_answers(cadre, interview, {"family": {"P.01": 2}}, 2, device="a")


def test_who_changed_which_question_is_known_and_the_answer_is_not_written_twice(cadre, interview):
    services.save_answers(cadre, interview, {"family": {"P.03d": 1}})
    save = interview.saves.get()
    assert (save.questions, save.saved_by) == (["P.03d"], cadre)


@pytest.mark.parametrize(
    "changes",
    [
        {"family": {"P.99": 1}},
        {"family": {"KB.03": 1}},
        {"couple": {"P.01": 1}},
        {"family": {"P.01": "ya"}},
        {"family": {"P.01": True}},
        {"family": {"P.25": -1}},
        {"family": {"P.25": 10**10}},
        {"family": {"P.30": 1}},
        {"family": []},
        {"members": {"PXXXXXXXXXX": {"K.09": 1}}},
        {"members": []},
        {"kept": {"x": 1}},
        {"names": {}},
        [],
        None,
    ],
)
def test_what_no_form_can_hold_is_refused_as_a_whole(cadre, interview, changes):
    with pytest.raises(services.UnusableAnswers):
        services.save_answers(cadre, interview, changes)
    interview.refresh_from_db()
    assert (interview.answers, interview.sequence) == ({}, 0)


def test_what_the_registry_keeps_is_not_changed_by_an_answer(cadre, interview, family):
    head = family.memberships.get(line=1).person.code
    for code in ("K.02", "K.03", "K.10"):
        with pytest.raises(services.UnusableAnswers):
            services.save_answers(cadre, interview, {"members": {head: {code: 1}}})


def test_a_number_off_the_limits_is_kept_as_typed_and_shown_as_a_problem(cadre, interview):
    services.save_answers(cadre, interview, {"family": {"P.25": 99_999}})
    interview.refresh_from_db()
    assert interview.answers["family"]["P.25"] == 99_999
    assert "out-of-range" in {problem.code for problem in services.sheet_of(interview).problems()}


def test_nothing_is_saved_in_a_closed_round(cadre, survey, interview, cast):
    services.close_round(cast.operator, survey, TODAY)
    with pytest.raises(services.RoundClosed):
        services.save_answers(cadre, interview, {"family": {"P.01": 1}})


# Finishing


def test_a_full_interview_is_finished_and_told(cadre, interview, family, heard):
    services.save_answers(cadre, interview, full_answers(family))
    assert heard == []
    done = services.finish_interview(cadre, interview)
    assert (done.state, done.day, done.interviewer) == ("done", TODAY, cadre)
    assert heard == [[family.pk]]
    assert services.latest_answers([family.pk])[family.pk] == interview
    actions = AuditEntry.objects.filter(chain=VILLAGE, subject=f"family:{family.code}").values_list("action", flat=True)
    assert [action for action in actions if "interview" in action] == ["start-interview", "finish-interview"]


def test_an_empty_interview_is_not_finished(cadre, interview):
    with pytest.raises(services.InterviewUnfinished):
        services.finish_interview(cadre, interview)
    interview.refresh_from_db()
    assert interview.state == "open"


def test_what_is_unanswered_may_be_kept_with_a_reason(cadre, interview, family):
    answers = full_answers(family)
    del answers["family"]["P.06"]
    services.save_answers(cadre, interview, answers)
    with pytest.raises(services.InterviewUnfinished):
        services.finish_interview(cadre, interview)
    services.save_answers(cadre, interview, {"kept": {"unanswered::p06": "  "}})
    with pytest.raises(services.InterviewUnfinished):
        services.finish_interview(cadre, interview)
    services.save_answers(cadre, interview, {"kept": {"unanswered::p06": "tidak mau menjawab"}})
    done = services.finish_interview(cadre, interview)
    assert done.kept == {"unanswered::p06": "tidak mau menjawab"}
    assert services.record_of(done)["p06"] is None


def test_an_error_cannot_be_kept(cadre, interview, family):
    answers = full_answers(family)
    answers["couple"]["KB.02-b2"] = 2  # more alive than born
    services.save_answers(cadre, interview, {**answers, "kept": {"alive-above-born-girls::kb02_b2:kb02_a2": "begitu"}})
    with pytest.raises(services.InterviewUnfinished):
        services.finish_interview(cadre, interview)


def test_a_reason_goes_with_its_problem(cadre, interview, family):
    answers = full_answers(family)
    answers["family"]["P.25"] = 1200
    services.save_answers(cadre, interview, {**answers, "kept": {"huge-house::p25": "rumah kos"}})
    services.save_answers(cadre, interview, {"family": {"P.25": 120}})
    assert services.finish_interview(cadre, interview).kept == {}


@pytest.mark.parametrize("days", [-31, 1])
def test_an_interview_is_not_before_the_round_and_not_tomorrow(cadre, interview, family, days):
    services.save_answers(cadre, interview, full_answers(family))
    with pytest.raises(services.DayOutsideRound):
        services.finish_interview(cadre, interview, TODAY + timedelta(days=days))


@pytest.mark.parametrize("days", [-30, 0])
def test_an_interview_may_be_on_the_first_day_and_today(cadre, interview, family, days):
    services.save_answers(cadre, interview, full_answers(family))
    assert services.finish_interview(cadre, interview, TODAY + timedelta(days=days)).state == "done"


def test_a_finished_interview_is_opened_again_and_counts_again_when_finished(cadre, interview, family, heard):
    services.save_answers(cadre, interview, full_answers(family))
    services.finish_interview(cadre, interview)
    services.reopen_interview(cadre, interview)
    assert services.latest_answers([family.pk]) == {}
    services.save_answers(cadre, interview, {"family": {"P.06": 2}})
    services.finish_interview(cadre, interview)
    assert heard == [[family.pk]] * 3
    assert services.record_of(services.latest_answers([family.pk])[family.pk])["p06"] == 2


def test_no_answer_keeps_what_was_said_and_a_later_visit_goes_on(cadre, survey, interview, family):
    services.save_answers(cadre, interview, {"family": {"P.01": 1}})
    services.record_no_answer(cadre, interview, "absent")
    with pytest.raises(ValueError, match="bosan"):
        services.record_no_answer(cadre, interview, "bosan")
    again = services.start_interview(cadre, survey, family)
    assert (again.state, again.reason, again.answers["family"]) == ("open", "", {"P.01": 1})


# What follows


def test_the_family_record_of_an_interview(cadre, interview, family):
    services.save_answers(cadre, interview, full_answers(family))
    done = services.finish_interview(cadre, interview)
    record = services.record_of(done, decile=2)
    wanted = {
        "members": 3,
        "head_marital": 2,
        "children": 1,
        "children_certified": 1,
        "insured": 3,
        "uninsured": 0,
        "p01": 1,
        "p03b": 2,
        "p15": 3,
        "p17": 3,
        "kb02": 1,
        "kb07": 3,
        "living_children": 1,
        "pus": 1,
        "decile": 2,
    }
    assert {code: record[code] for code in wanted} == wanted


def test_answers_about_someone_who_left_meanwhile_still_arrive(cadre, interview, family):
    row = Membership.objects.get(family=family, line=3)
    row.until = TODAY
    row.save()
    services.save_answers(cadre, interview, {"members": {row.person.code: {"K.09": 1}}})
    assert "p14" not in services.sheet_of(interview).visible  # no child any more


def test_the_latest_answers_on_a_day(cadre, cast, family):
    for year, answer in ((2024, 1), (2025, 2)):
        survey = services.open_round(SYSTEM, VILLAGE, year, day=date(year, 1, 1))
        entries = [(family, {"family": {"P.06": answer}}, date(year, 6, 1))]
        services.record_answers(SYSTEM, survey, entries, "file")
        services.close_round(SYSTEM, survey, date(year, 12, 31))

    def on(day):
        return {pk: one.answers["family"]["P.06"] for pk, one in services.latest_answers([family.pk], day).items()}

    assert on(date(2024, 5, 31)) == {}
    assert on(date(2024, 6, 1)) == {family.pk: 1}
    assert on(date(2025, 6, 1)) == {family.pk: 2}
    assert on(None) == {family.pk: 2}


# Many at once


def test_a_file_is_recorded_once_and_stands_below_what_was_asked_at_home(cadre, survey, interview, family, heard):
    services.save_answers(cadre, interview, full_answers(family))
    services.finish_interview(cadre, interview)
    other = make_families(VILLAGE, 1, first=9)[0]
    heard.clear()
    entries = [(family, {"family": {"P.06": 2}}, TODAY), (other, {"family": {"P.06": 2}}, TODAY)]
    first = services.record_answers(SYSTEM, survey, entries, "file")
    assert (first.new, first.changed, first.unchanged, first.kept) == (1, 0, 0, 1)
    second = services.record_answers(SYSTEM, survey, entries, "file")
    assert (second.new, second.changed, second.unchanged, second.kept) == (0, 0, 1, 1)
    third = services.record_answers(SYSTEM, survey, [(other, {"family": {"P.06": 1}}, TODAY)], "file")
    assert (third.new, third.changed) == (0, 1)
    assert heard == [[other.pk], [other.pk]]
    assert services.latest_answers([family.pk])[family.pk].answers["family"]["P.06"] == 1


def test_what_an_interview_could_not_end_with_stays_open_when_it_comes_from_a_file(survey, family):
    wrong = full_answers(family)
    wrong["family"]["P.06"] = 9  # not on the list
    counts = services.record_answers(SYSTEM, survey, [(family, wrong, TODAY)], "file")
    assert (counts.new, counts.open) == (1, 1)
    assert Interview.objects.get().state == "open"
    assert services.latest_answers([family.pk]) == {}, "no rule reads it"
    again = services.record_answers(SYSTEM, survey, [(family, wrong, TODAY)], "file")
    assert (again.unchanged, again.open) == (1, 0)
    right = services.record_answers(SYSTEM, survey, [(family, full_answers(family), TODAY)], "file")
    assert (right.changed, right.open) == (1, 0)
    assert Interview.objects.get().state == "done"


def few_answers():
    """What a list of families for other purposes may hold."""
    return {"family": {"P.06": 1, "P.25": 45}}


def test_few_answers_from_a_file_count_and_leave_the_visit_to_do(cadre, survey, family):
    counts = services.record_answers(SYSTEM, survey, [(family, few_answers(), TODAY)], "file")
    assert (counts.new, counts.partial, counts.open) == (1, 1, 0)
    assert services.latest_answers([family.pk])[family.pk].answers["family"]["P.06"] == 1
    progress = progress_of(survey, cadre)
    assert (progress.whole.done, progress.whole.partial, progress.whole.left) == (0, 1, 1)
    assert [one.survey_state for one in work_list(survey, cadre, "todo", "")] == ["partial"]
    assert FamilyState.objects.get(family=family).interviewed_on is None


def test_what_a_file_began_is_finished_at_home_and_stands_above_the_file(cadre, survey, family):
    services.record_answers(SYSTEM, survey, [(family, few_answers(), TODAY)], "file")
    begun = services.start_interview(cadre, survey, family)
    services.save_answers(cadre, begun, {"family": {"P.06": 2}})
    again = services.record_answers(SYSTEM, survey, [(family, few_answers(), TODAY)], "file")
    assert again.kept == 1
    services.save_answers(cadre, begun, full_answers(family))
    done = services.finish_interview(cadre, begun)
    assert (done.state, done.source) == ("done", "interview")
    assert FamilyState.objects.get(family=family).interviewed_on == TODAY


def test_a_finished_interview_counts_before_a_later_file_with_few_answers(cast, family):
    for year, given in ((2024, full_answers(family)), (2025, few_answers())):
        survey = services.open_round(SYSTEM, VILLAGE, year, day=date(year, 1, 1))
        services.record_answers(SYSTEM, survey, [(family, given, date(year, 6, 1))], "file")
        services.close_round(SYSTEM, survey, date(year, 12, 31))
    assert services.latest_answers([family.pk])[family.pk].day == date(2024, 6, 1)


def test_a_file_does_not_end_an_interview_that_is_going_on(cadre, survey, interview, family):
    services.save_answers(cadre, interview, {"family": {"P.06": 1}})
    counts = services.record_answers(SYSTEM, survey, [(family, {"family": {"P.06": 2}}, TODAY)], "file")
    assert (counts.kept, counts.changed) == (1, 0)
    interview.refresh_from_db()
    assert (interview.state, interview.answers["family"]) == ("open", {"P.06": 1})


@pytest.mark.parametrize("days", [pytest.param(-31, id="before the round"), pytest.param(1, id="tomorrow")])
def test_a_file_speaks_of_no_day_outside_the_round(survey, family, days):
    with pytest.raises(services.DayOutsideRound):
        services.record_answers(SYSTEM, survey, [(family, {}, TODAY + timedelta(days=days))], "file")
    assert not Interview.objects.exists()


def test_a_file_needs_the_right_everywhere(cadre, survey):
    families = [make_families(VILLAGE, 1)[0], make_families(VILLAGE, 1, rw="002", first=2)[0]]
    with pytest.raises(NotAllowed):
        services.record_answers(cadre, survey, [(one, {}, TODAY) for one in families], "file")
    assert Interview.objects.count() == 0


def test_queries_do_not_grow_with_families(survey):
    """What other apps do on hearing of it is in the count too."""
    counts = []
    for number, answer in ((3, 1), (30, 1), (30, 2)):
        families = make_families(VILLAGE, number, first=100 * len(counts) + 1)
        with CaptureQueriesContext(connection) as queries:
            entries = [(one, {"family": {"P.06": answer, "P.25": 30}}, TODAY) for one in families]
            services.record_answers(SYSTEM, survey, entries, "file")
        counts.append(len(queries))
    assert max(counts) - min(counts) <= 2, counts
