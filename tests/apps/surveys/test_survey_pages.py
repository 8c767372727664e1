"""Pages of rounds and interviews: who finds them, what they show, and saving with and without the script."""

import json
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.people.models import Family
from guyub.apps.surveys import services
from guyub.apps.surveys.models import Interview, Round
from guyub.apps.surveys.presentation.progress import progress_of
from tests.apps.made_families import full_answers, kader, make_families

pytestmark = pytest.mark.django_db
VILLAGE = "99.01.01.1001"
ROUND = f"/pendataan/{VILLAGE}/"
TODAY = timezone.localdate()
PAGE = "abcdef1234567890"


@pytest.fixture
def survey(cast):
    return services.open_round(SYSTEM, VILLAGE, TODAY.year, day=TODAY - timedelta(days=30))


@pytest.fixture
def family(cast):
    return make_families(VILLAGE, 1)[0]


@pytest.fixture
def cadre(cast):
    return kader(cast)


@pytest.fixture
def interview(cadre, survey, family):
    return services.start_interview(cadre, survey, family)


@pytest.fixture
def address(family):
    return f"{ROUND}{family.code}/"


@pytest.fixture
def phone(client, cadre):
    client.force_login(cadre)
    return client


def send(client, address, sequence, changes, device=PAGE, **more):
    body = {"device": device, "sequence": sequence, "changes": changes}
    return client.post(f"{address}simpan/", json.dumps(body), content_type="application/json", **more)


# The round


def test_the_round_is_opened_watched_and_closed(client, cast):
    client.force_login(cast.operator)
    assert "Belum ada pendataan" in client.get(ROUND).content.decode()
    client.post(f"{ROUND}buka/", {"year": str(TODAY.year), "edition": "pk-2021"})
    family, other = make_families(VILLAGE, 2)
    make_families(VILLAGE, 1, rw="002", first=3)
    survey = Round.objects.get()
    services.record_answers(SYSTEM, survey, [(family, full_answers(family), TODAY)], "file")
    services.record_no_answer(cast.operator, services.start_interview(cast.operator, survey, other), "refused")
    page = client.get(ROUND).content.decode()
    assert "1 dari 3 keluarga selesai didata" in page
    assert "33 %" in page
    assert "Menolak" in page
    client.post(f"{ROUND}tutup/")
    assert Round.objects.get().closed_on == TODAY


@pytest.mark.parametrize("year", ["", "abcd", "2014", str(TODAY.year + 1), "20261"])
def test_a_round_of_an_impossible_year_is_not_opened(client, cast, year):
    client.force_login(cast.operator)
    client.post(f"{ROUND}buka/", {"year": year, "edition": "pk-2021"})
    assert Round.objects.count() == 0


def test_a_cadre_sees_the_own_rw_and_neither_opens_nor_closes(phone, survey, family):
    make_families(VILLAGE, 3, rw="002", first=5)
    page = phone.get(ROUND).content.decode()
    assert "0 dari 1 keluarga selesai didata" in page
    assert "RW 002" not in page
    for action in ("buka", "tutup"):
        assert phone.post(f"{ROUND}{action}/", {"year": "2025"}).status_code == 404
    survey.refresh_from_db()
    assert survey.closed_on is None


@pytest.mark.parametrize("count", [1, 3, 30])
def test_queries_of_round_and_list_do_not_grow(phone, survey, count, django_assert_max_num_queries):
    make_families(VILLAGE, count)
    for address in (ROUND, f"{ROUND}daftar/"):
        with django_assert_max_num_queries(15):
            assert phone.get(address).status_code == 200


def test_a_family_that_is_entered_while_the_round_is_counted_breaks_nothing(cast, survey, family):
    late = make_families(VILLAGE, 1, rw="007", first=50)[0]
    services.record_answers(SYSTEM, survey, [(late, full_answers(late), TODAY)], "file")
    Family.objects.filter(pk=late.pk).update(until=TODAY)  # as if not yet there ...

    def arrives(execute, sql, *more):
        found = execute(sql, *more)
        if "COUNT" in sql and "surveys_interview" not in sql:
            Family.objects.filter(pk=late.pk).update(until=None)  # ... and there once the families are counted
        return found

    with connection.execute_wrapper(arrives):
        progress = progress_of(survey, cast.operator)
    assert [(part.rw, part.known, part.done) for part in progress.parts] == [("001", 1, 0), ("007", 0, 1)]


def test_the_list_shows_whom_to_visit_first_of_all(phone, cadre, survey):
    new, begun, done, given_up = make_families(VILLAGE, 4)
    services.start_interview(cadre, survey, begun)
    services.record_answers(SYSTEM, survey, [(done, full_answers(done), TODAY)], "file")
    services.record_no_answer(cadre, services.start_interview(cadre, survey, given_up), "absent")

    def shown(status):
        page = phone.get(f"{ROUND}daftar/?status={status}").content.decode()
        return {n for n, one in enumerate((new, begun, done, given_up)) if one.code in page}

    assert shown("todo") == {0, 1}
    assert shown("open") == {1}
    assert shown("done") == {2}
    assert shown("no-answer") == {3}
    assert shown("all") == {0, 1, 2, 3}


# Who finds it


def test_strangers_and_those_without_the_right_find_nothing(client, cast, interview, address):
    for person in (cast.stranger, cast.officer, cast.viewer, cast.admin, kader(cast, "kader-dua", rw="002")):
        client.force_login(person)
        for path in ("", "selesai/", "hasil/"):
            assert client.get(f"{address}{path}").status_code == 404, (person.username, path)
        for path in ("mulai/", "tidak-terdata/", "buka-lagi/", "topik/s-family-rumah/", "selesai/"):
            assert client.post(f"{address}{path}").status_code == 404, (person.username, path)
        assert send(client, address, 1, {"family": {"P.01": 1}}).status_code == 404
    interview.refresh_from_db()
    assert (interview.answers, interview.sequence, interview.state) == ({}, 0, "open")


def test_a_visitor_is_led_to_the_login_and_a_save_is_told_so(client, interview, address):
    assert client.get(address).status_code == 302
    answer = send(client, address, 1, {"family": {"P.01": 1}})
    assert (answer.status_code, answer.json()) == (401, {"code": "signed-out"})


def test_no_interview_without_having_begun_one(phone, survey, family, address):
    assert phone.get(address).status_code == 404
    assert phone.post(f"{address}mulai/").status_code == 302
    assert phone.get(address).status_code == 200


# Saving from the page


def test_a_save_is_acknowledged_by_its_number_and_counts_once(phone, interview, address):
    assert send(phone, address, 1, {"family": {"P.01": 1}}).json() == {"saved": 1, "sequence": 1, "repeated": False}
    assert send(phone, address, 2, {"family": {"P.01": 2}}).json()["sequence"] == 2
    assert send(phone, address, 1, {"family": {"P.01": 1}}).json() == {"saved": 1, "sequence": 2, "repeated": True}
    interview.refresh_from_db()
    assert interview.answers["family"] == {"P.01": 2}


@pytest.mark.parametrize(
    ("sequence", "changes", "status", "code"),
    [
        (2, {}, 428, "saves-missing"),
        (1, {"family": {"P.99": 1}}, 422, "unusable-answers"),
        (0, {}, 422, "unreadable"),
        ("1", {}, 422, "unreadable"),
        (True, {}, 422, "unreadable"),
    ],
)
def test_a_save_that_cannot_be_is_told_why(phone, interview, address, sequence, changes, status, code):
    answer = send(phone, address, sequence, changes)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    "body", ["", "[]", "nonsense", '{"device": "short", "sequence": 1}', "9" * 70_000, "[" * 60_000]
)
def test_what_is_no_save_is_refused(phone, interview, address, body):
    answer = phone.post(f"{address}simpan/", body, content_type="application/json")
    assert answer.status_code == 422


def test_a_save_after_the_end_is_told_so(phone, cadre, interview, family, address):
    services.save_answers(cadre, interview, full_answers(family))
    services.finish_interview(cadre, interview)
    assert send(phone, address, 1, {"family": {"P.01": 1}}).status_code == 409


def test_nothing_is_saved_without_the_token_of_the_form(cadre, interview, address):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(cadre)
    assert send(strict, address, 1, {"family": {"P.01": 1}}).status_code == 403
    interview.refresh_from_db()
    assert interview.sequence == 0


# Without the script


def test_without_the_script_a_topic_is_a_form_and_leads_to_the_next(phone, interview, address):
    answer = phone.post(
        f"{address}topik/s-family-rumah/", {"family:P.19": "2", "family:P.25": "1.045", "family:P.28": "9"}
    )
    assert answer["Location"].endswith("#s-family-air-jamban")
    interview.refresh_from_db()
    assert interview.answers["family"] == {"P.19": 2, "P.25": 1045, "P.28": 9}
    phone.post(f"{address}topik/s-family-rumah/", {"family:P.25": ""})
    interview.refresh_from_db()
    assert "P.25" not in interview.answers["family"]


def test_without_the_script_skipped_topics_are_passed_over(phone, interview, address):
    """A woman who is pregnant and never used a method is not asked about services."""
    phone.post(f"{address}topik/s-couple-kehamilan/", {"couple:KB.03": "1"})
    answer = phone.post(f"{address}topik/s-couple-kb/", {"couple:KB.05": "2"})
    assert answer["Location"].endswith("#s-family-ketenteraman")


def test_an_unknown_topic_is_not_found(phone, interview, address):
    assert phone.post(f"{address}topik/s-family-nasib/").status_code == 404


def test_members_topics_belong_to_their_member(phone, interview, family, address):
    child = family.memberships.get(line=3).person.code
    phone.post(f"{address}topik/s-{child}-status/", {f"{child}:K.09": "1", "family:P.01": "1"})
    interview.refresh_from_db()
    assert interview.answers["members"] == {child: {"K.09": 1}}
    assert interview.answers["family"] == {}


# The end


def test_the_way_back_names_the_family(phone, interview, family, address):
    page = phone.get(f"{address}selesai/").content.decode()
    assert f'href="{address}">{family.head.name}</a>' in page


def test_the_last_look_names_what_is_open_and_reasons_let_it_end(phone, cadre, interview, family, address):
    answers = full_answers(family)
    del answers["family"]["P.06"]
    answers["family"]["P.25"] = 1500
    services.save_answers(cadre, interview, answers)
    page = phone.get(f"{address}selesai/").content.decode()
    assert "Simpanan" in page
    assert "1.000 m²" in page
    still = phone.post(f"{address}selesai/", {"reason:huge-house::p25": "rumah kos"})
    assert "1 jawaban belum ada" in still.content.decode()
    done = phone.post(f"{address}selesai/", {"reason:huge-house::p25": "rumah kos", "unanswered": "tidak mau menjawab"})
    assert done["Location"] == f"{address}hasil/"
    interview.refresh_from_db()
    assert interview.kept == {"huge-house::p25": "rumah kos", "unanswered::p06": "tidak mau menjawab"}


def test_the_result_says_index_risk_and_planning_at_once(phone, cadre, interview, family, address):
    services.save_answers(cadre, interview, full_answers(family))
    assert phone.get(f"{address}hasil/").status_code == 302
    phone.post(f"{address}selesai/")
    page = phone.get(f"{address}hasil/").content.decode()
    assert "100,00" in page
    assert "Tangguh" in page or "tangguh" in page
    assert "tidak berisiko stunting" in page
    assert "Memakai KB" in page
    assert phone.get(address)["Location"] == f"{address}hasil/"


def test_a_risk_is_named_with_its_reason(phone, cadre, interview, family, address):
    answers = full_answers(family)
    answers["family"]["P.23"] = 7
    services.save_answers(cadre, interview, answers)
    phone.post(f"{address}selesai/")
    page = phone.get(f"{address}hasil/").content.decode()
    assert "Keluarga berisiko stunting" in page


def test_a_finished_interview_is_opened_again(phone, cadre, interview, family, address):
    services.save_answers(cadre, interview, full_answers(family))
    phone.post(f"{address}selesai/")
    assert phone.post(f"{address}buka-lagi/")["Location"] == address
    assert phone.get(address).status_code == 200


def test_a_family_that_cannot_be_asked(phone, interview, address):
    phone.post(f"{address}tidak-terdata/", {"reason": "bosan"})
    interview.refresh_from_db()
    assert interview.state == Interview.State.OPEN
    phone.post(f"{address}tidak-terdata/", {"reason": "refused"})
    interview.refresh_from_db()
    assert (interview.state, interview.reason) == ("no-answer", "refused")


def test_nothing_of_the_interview_is_kept_by_the_browser_or_a_proxy(phone, interview, address):
    assert "no-store" in phone.get(address)["Cache-Control"]


def test_the_page_of_the_family_leads_to_the_interview(phone, interview, family):
    page = phone.get(f"/keluarga/{VILLAGE}/{family.code}/").content.decode()
    assert "Lanjutkan wawancara" in page


def test_the_interview_page_asks_few_questions_of_the_database(
    phone, interview, address, django_assert_max_num_queries
):
    with django_assert_max_num_queries(15):
        phone.get(address)


def test_a_grade_that_several_questions_share_is_told_once_for_their_screen(phone, interview, address):
    page = phone.get(address)
    text, told = page.content.decode(), 0
    for screen in page.context["screens"]:
        section = text[text.index(f'<section class="screen" id="{screen.id}"') :].partition("</section>")[0]
        grades = Counter(field.question.grade for field in screen.fields if field.uncertain)
        grade, count = next(iter(grades.most_common(1)), (None, 0))
        if count < 2:
            assert screen.shared is None
            assert section.count('<details class="grade ') == sum(grades.values())
            continue
        told += 1
        assert (screen.shared.grade, screen.shared.count) == (grade, count)
        assert f"{count} dari {len(screen.fields)} pertanyaan di layar ini" in section
        assert section.count('<details class="grade ') == 1 + sum(grades.values()) - count
        named = ", ".join(codes for codes, _source in screen.shared.reasons).split(", ")
        assert sorted(named) == sorted(field.question.code for field in screen.fields if field.question.grade is grade)
    assert told


# What no database keeps


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
@pytest.mark.parametrize("where", ["answer", "reason", "problem", "code"])
def test_signs_that_cannot_be_kept_are_refused_and_the_page_still_opens(phone, interview, address, sign, where):
    changes = {
        "answer": {"couple": {"KB.10-x": f"x{sign}"}},
        "reason": {"kept": {"huge-house::p25": f"x{sign}"}},
        "problem": {"kept": {f"x{sign}": "benar"}},
        "code": {"family": {f"P.{sign}": 1}},
    }[where]
    response = send(phone, address, 1, changes)
    assert (response.status_code, response.json()) == (422, {"code": "unusable-answers"})
    assert phone.get(address).status_code == 200


def test_a_number_of_thousands_of_digits_is_refused_in_words_that_name_the_question(phone, interview, address):
    posted = {"family:P.25": "9" * 5000}
    page = phone.post(f"{address}topik/s-family-rumah/", posted, follow=True)
    (refused,) = page.context["messages"]
    assert "P.25" in str(refused)
    interview.refresh_from_db()
    assert "P.25" not in interview.answers.get("family", {})


def test_a_refused_answer_of_a_member_names_the_line_and_no_person(cadre, interview, family):
    child = family.new_members[2]
    with pytest.raises(services.UnusableAnswers) as found:
        services.save_answers(cadre, interview, {"members": {child.code: {"K.15": "1"}}})
    assert found.value.data["questions"] == "K.15 #3"
    assert child.name not in str(found.value)


def test_the_latest_finished_interview_counts_in_one_query(cast, family, django_assert_num_queries):
    days = [TODAY - timedelta(days=n) for n in (800, 400, 10)]
    made = []
    for day, state in zip(days, ("done", "done", "partial"), strict=True):
        held = Round.objects.create(village_id=VILLAGE, year=day.year, edition="pk-2021", opened_on=day, closed_on=day)
        made.append(
            Interview.objects.create(
                round=held, family=family, village_id=VILLAGE, edition="pk-2021", state=state, day=day
            )
        )
    with django_assert_num_queries(1):
        assert services.latest_answers([family.pk]) == {family.pk: made[1]}
    assert services.latest_answers([family.pk], days[0]) == {family.pk: made[0]}
    assert services.latest_answers([family.pk], days[0] - timedelta(days=1)) == {}
