"""The profile form: drafts, problems beside the question, findings, saving once, history."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from guyub.apps.accounts.models import Assignment, User
from guyub.apps.assessment.models import FactRecord, Recording
from guyub.apps.assessment.services import record_facts
from guyub.apps.intake.models import ProfileDraft
from guyub.apps.intake.views.profile import LARGEST_KEPT
from guyub.data import load_profile_form
from tests.conftest import FACTS, PASSWORD

CODE, EMPTY = "99.01.01.1001", "99.01.01.1002"
KB = {code: FACTS[code] for code in ("iud", "mow", "mop", "implant", "injection", "pill", "condom", "pregnant")}
KB |= {code: FACTS[code] for code in ("wants_child_soon", "wants_child_later", "wants_no_more")}


@pytest.fixture
def operator(client, cast):
    client.force_login(cast.operator)
    return client


def topic(code, name):
    return reverse("assessment:facts_topic", args=[code, name])


def review(code=CODE):
    return reverse("assessment:facts_review", args=[code])


def save(client, code=CODE, **data):
    draft = ProfileDraft.objects.filter(recording=None).first()
    posted = {"draft": draft.pk if draft else "", "as_of": timezone.localdate().isoformat(), **data}
    return client.post(review(code), posted)


def field(response, code):
    return next(one for one in response.context["fields"] if one.code == code)


@pytest.mark.parametrize("name", list(load_profile_form().by_topic))
def test_every_topic_opens(operator, cast, name):
    assert operator.get(topic(CODE, name)).status_code == 200


def test_form_shows_what_is_on_record(operator, cast):
    assert field(operator.get(topic(CODE, "penduduk")), "pus").text == "400"


def test_the_overview_counts_what_the_class_needs_apart_from_readiness(operator, cast):
    lines = {line.topic.id: line for line in operator.get(reverse("assessment:facts", args=[CODE])).context["lines"]}
    assert (lines["lembaga"].filled, lines["lembaga"].asked) == (2, 2)
    assert (lines["lembaga"].further_filled, lines["lembaga"].further) == (0, 6)


def test_a_figure_said_to_be_unknown_is_open(operator, cast):
    record_facts(
        cast.admin, cast.unit, as_of=timezone.localdate(), values={"iud": None}, source="registry", provenance="Uji"
    )
    lines = {line.topic.id: line for line in operator.get(reverse("assessment:facts", args=[CODE])).context["lines"]}
    assert (lines["kb"].filled, lines["kb"].asked, lines["kb"].further) == (10, 11, 0)


def test_health_insurance_is_asked_with_the_population(operator, cast):
    assert field(operator.get(topic(CODE, "penduduk")), "bpjs_members")


def test_the_running_total_follows_the_check_that_the_form_names(operator, cast):
    total = operator.get(topic(CODE, "kb")).context["total"]
    assert (len(total["codes"].split()), total["whole"]) == (11, 400)
    assert operator.get(topic(CODE, "penduduk")).context["total"] is None


def test_the_day_of_the_figures_is_chosen_and_never_filled_in(operator, cast):
    operator.post(topic(CODE, "kb"), {**KB, "iud": "41", "pill": KB["pill"]})
    assert operator.get(review()).context["as_of"] == ""
    response = save(operator, as_of="", reason="Sebab")
    assert response.context["errors"] == {"as_of": "Pilih tanggal keadaan angkanya."}
    assert not Recording.objects.filter(source="profile-form").exists()


def test_nothing_is_recorded_before_saving(operator, cast):
    before = Recording.objects.count()
    response = operator.post(topic(CODE, "kb"), {**KB, "iud": "41"})
    assert response.status_code == 302
    assert Recording.objects.count() == before
    assert ProfileDraft.objects.get().answers == {"iud": 41}


def test_topics_lead_from_one_to_the_next_and_then_to_the_review(operator, cast):
    assert operator.post(topic(CODE, "dana"), {}).url == topic(CODE, "sarana")
    assert operator.post(topic(CODE, "kb"), KB).url == review()
    assert operator.post(topic(CODE, "dana"), {"go": "review"}).url == review()


def test_saving_records_only_what_changed_with_its_ticks_and_its_person(operator, cast):
    operator.post(topic(CODE, "dana"), {"funding": ["apbd", "csr"]})
    response = save(operator, provenance="Buku kas")
    recording = Recording.objects.latest("pk")
    assert response.url == reverse("assessment:recording", args=[CODE, recording.pk])
    assert (recording.source, recording.provenance, recording.recorded_by) == (
        "profile-form",
        "Buku kas",
        cast.operator,
    )
    (record,) = recording.facts.all()
    assert (record.code, record.value, record.items) == ("funding_sources", 2, ["apbd", "csr"])


def test_after_saving_the_page_shows_scores_before_and_after(operator, cast):
    operator.post(topic(CODE, "kb"), {**KB, "iud": "0", "pill": "68"})
    page = operator.get(save(operator).url)
    comparison = page.context["comparison"]
    assert (comparison.before.class_name, comparison.after.class_name) == ("Berkelanjutan", "Berkembang")
    assert "Tersimpan." in page.content.decode()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("-1", "kurang dari 0"),
        ("12,5", "bilangan bulat"),
        ("1.5", "bilangan bulat"),
        ("banyak", "bilangan bulat"),
        ("9" * 30, "Terlalu besar"),
    ],
)
def test_a_figure_that_cannot_be_stays_typed_with_a_sentence_beside_it(operator, cast, text, sentence):
    response = operator.post(topic(CODE, "kb"), {**KB, "iud": text, "pill": "30"})
    assert response.status_code == 200
    assert field(response, "iud").text == text
    assert sentence in field(response, "iud").error
    assert ProfileDraft.objects.get().answers == {"pill": 30}


def test_thousand_dots_are_read(operator, cast):
    operator.post(topic(CODE, "penduduk"), {"population": "12.345"})
    assert ProfileDraft.objects.get().answers["population"] == 12345


def test_blank_means_not_known_and_zero_means_zero(operator, cast):
    operator.post(topic(CODE, "kb"), {**KB, "iud": "", "pill": "0"})
    assert ProfileDraft.objects.get().answers == {"iud": None, "pill": 0}
    save(operator, reason="Diperbarui bulan depan")
    cast.unit.state.refresh_from_db()
    assert "iud" not in cast.unit.state.facts
    assert cast.unit.state.facts["pill"] == 0


def test_pokja_details_are_asked_for_when_there_is_a_pokja(operator, cast):
    response = operator.post(topic(EMPTY, "pokja"), {"pokja_exists": "1"})
    assert response.status_code == 404  # not the operator's village
    response = operator.post(topic(CODE, "pokja"), {"pokja_exists": "1"})
    assert [one.code for one in response.context["wrong"]] == ["pokja_decree", "pokja_trained_members"]


def test_not_known_is_enough_for_a_required_detail(operator, cast):
    data = {"pokja_exists": "1", "pokja_decree": "?", "pokja_members__unknown": "1", "pokja_trained_flag": "?"}
    assert operator.post(topic(CODE, "pokja"), data).status_code == 302


def test_no_pokja_makes_its_details_zero(operator, cast):
    operator.post(topic(CODE, "pokja"), {"pokja_exists": "0"})
    save(operator)
    cast.unit.state.refresh_from_db()
    assert (cast.unit.state.facts["pokja_members"], cast.unit.state.facts["pokja_trained_flag"]) == (0, 0)


def test_a_no_that_is_taken_back_finds_the_details_again(operator, cast):
    operator.post(topic(CODE, "pokja"), {"pokja_exists": "0"})
    assert field(operator.get(topic(CODE, "pokja")), "pokja_members").text == "25"
    data = {"pokja_exists": "1", "pokja_decree": "1", "pokja_members": "25", "pokja_trained_flag": "1"}
    operator.post(topic(CODE, "pokja"), {**data, "pokja_trained_members__unknown": "1"})
    changes = {line.code for line in operator.get(review()).context["changes"]}
    assert changes == {"pokja_decree"}


def test_data_use_needs_a_work_plan(operator, cast):
    response = operator.post(topic(CODE, "mekanisme"), {"rkm": "0", "data_use_flag": "1"})
    assert "Rencana Kerja Masyarakat" in field(response, "data_use_flag").error


def test_a_ticked_routine_needs_its_frequency(operator, cast):
    response = operator.post(topic(CODE, "mekanisme"), {"routines": ["reporting"]})
    assert "seberapa sering" in field(response, "routines").error
    response = operator.post(topic(CODE, "mekanisme"), {"routines": ["reporting"], "routines__reporting": "monthly"})
    assert response.status_code == 302


def test_ticks_and_none_of_them_together_are_refused(operator, cast):
    response = operator.post(topic(CODE, "dana"), {"funding": ["apbd", "-"]})
    assert "Pilih salah satu" in field(response, "funding").error


def test_contradictions_need_a_reason_or_a_correction(operator, cast):
    operator.post(topic(CODE, "kb"), {**KB, "iud": "45"})
    page = operator.get(review())
    assert "405" in page.context["findings"][0]["sentence"]
    assert save(operator).status_code == 200
    assert Recording.objects.filter(source="profile-form").count() == 0
    assert save(operator, reason="PUS menunggu pemutakhiran").status_code == 302
    assert Recording.objects.latest("pk").note == "PUS menunggu pemutakhiran"


def test_typed_reason_and_day_survive_an_error(operator, cast):
    operator.post(topic(CODE, "kb"), {**KB, "iud": "45"})
    response = save(operator, as_of="2999-01-01", reason="Sebab", provenance="Buku")
    text = response.content.decode()
    assert response.status_code == 200
    assert "belum tiba" in text
    assert "Sebab" in text
    assert 'value="2999-01-01"' in text


def test_a_second_press_saves_nothing_again(operator, cast):
    operator.post(topic(CODE, "dana"), {"funding": ["apbd"]})
    draft = ProfileDraft.objects.get().pk
    first, second = save(operator, draft=draft), save(operator, draft=draft)
    assert first.url == second.url
    assert Recording.objects.filter(source="profile-form").count() == 1


def test_what_was_typed_survives_an_ended_session(client, cast):
    address = topic(CODE, "kb")
    response = client.post(address, {**KB, "iud": "77"})
    assert response.url.startswith(reverse("account_login"))
    client.post(response.url, {"login": "operator", "password": PASSWORD})
    page = client.get(address)
    assert page.context["came_back"]
    assert field(page, "iud").text == "77"


def test_a_stranger_leaves_only_little_in_sessions(client, cast):
    client.post(topic(CODE, "kb"), {**KB, "iud": "4" * LARGEST_KEPT})
    assert not Session.objects.exists()


def test_a_stranger_cannot_fill_the_session_table(client, cast):
    for _ in range(25):
        client.cookies.clear()
        client.post(topic(CODE, "kb"), KB)
    assert Session.objects.count() == 20


def test_a_draft_does_not_take_back_what_others_recorded_meanwhile(operator, cast):
    operator.post(topic(CODE, "kb"), {**KB, "iud": "41"})
    today = timezone.localdate()
    record_facts(cast.admin, cast.unit, as_of=today, values={"pill": 31}, source="registry", provenance="Uji")
    save(operator, reason="x")
    cast.unit.state.refresh_from_db()
    assert (cast.unit.state.facts["iud"], cast.unit.state.facts["pill"]) == (41, 31)


def test_throwing_a_draft_away(operator, cast):
    operator.post(topic(CODE, "dana"), {"funding": ["apbd"]})
    operator.post(reverse("assessment:facts_discard", args=[CODE]))
    assert not ProfileDraft.objects.exists()


@pytest.mark.parametrize("person", ["viewer", "stranger"])
@pytest.mark.parametrize("name", ["facts", "facts_review"])
def test_who_may_not_change_figures_finds_no_form(client, cast, person, name):
    client.force_login(getattr(cast, person))
    assert client.get(reverse(f"assessment:{name}", args=[CODE])).status_code == 404
    assert client.post(topic(CODE, "kb"), KB).status_code == 404


def test_nobody_else_sees_anothers_draft(operator, cast, client):
    operator.post(topic(CODE, "kb"), {**KB, "iud": "77"})
    second = User.objects.create_user("kedua", "kedua@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=second, role="operator", region=cast.unit.region)
    client.force_login(second)
    assert field(client.get(topic(CODE, "kb")), "iud").text == "40"


def test_history_tells_who_when_from_and_to(operator, cast):
    operator.post(topic(CODE, "kb"), {**KB, "iud": "41", "pregnant": "12"})
    save(operator)
    lines = operator.get(reverse("assessment:history", args=[CODE, "iud"])).context["lines"]
    assert [(line.before, line.after, line.by) for line in lines] == [
        ("40 pasangan", "41 pasangan", "operator"),
        ("belum diketahui", "40 pasangan", "sistem"),
    ]


def test_recordings_are_listed_for_those_who_may_see_details(client, cast):
    address = reverse("assessment:recordings", args=[CODE])
    client.force_login(cast.viewer)
    assert len(client.get(address).context["recordings"]) == 1
    client.force_login(cast.stranger)
    assert client.get(address).status_code == 404


def test_a_recording_of_another_village_is_not_shown(client, cast):
    client.force_login(cast.operator)
    foreign = FactRecord.objects.filter(unit=cast.other_unit).first().recording_id
    assert client.get(reverse("assessment:recording", args=[CODE, foreign])).status_code == 404


def test_form_has_numeric_keypads_and_no_inline_code(operator, cast):
    text = operator.get(topic(CODE, "kb")).content.decode()
    assert len(re.findall('inputmode="numeric"', text)) == 11
    assert " style=" not in text
    assert "<script>" not in text


@pytest.mark.parametrize(("name", "more"), [("recordings", []), ("recording", [1]), ("history", ["pus"])])
def test_visitors_of_the_history_are_led_to_the_login_and_back(client, cast, name, more):
    address = reverse(f"assessment:{name}", args=[CODE, *more])
    response = client.get(address)
    assert (response.status_code, response.url) == (302, f"/akun/login/?next={address}")
