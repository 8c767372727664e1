"""Pages of proofs: the board by items, adding with and without files, the city's check, handing files out."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from guyub.apps.accounts.models import Assignment, User
from guyub.apps.evidence import limits
from guyub.apps.evidence.models import Evidence, State, StoredFile
from guyub.apps.evidence.services import files, proofs
from guyub.apps.evidence.services.proofs import Description
from guyub.apps.evidence.views import checking
from guyub.data import load_instrument
from tests.apps.evidence import samples
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
A1 = ("kkb-siap-1.0", "A1")


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def office(cast):
    user = User.objects.create_user("opd-uji", "opd@contoh.invalid", PASSWORD)
    Assignment.objects.create(user=user, role="opd", region_id="99.01")
    return user


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def made(cast, **more) -> Evidence:
    words = {"kind": "decree", "title": "SK Pokja rekaan", "items": [A1], **more}
    return proofs.add(cast.operator, cast.unit, Description(**words))


def upload(content: bytes, name: str = "sk.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def form(**more):
    return {"kind": "decree", "title": "SK Pokja rekaan", "items_0": ["kkb-siap-1.0:A1"], **more}


def url(name: str, proof: Evidence, *more) -> str:
    return reverse(f"evidence:{name}", args=[proof.unit.region_id, proof.pk, *more])


def test_a_proof_is_added_with_its_file_without_javascript(cast):
    answer = browser(cast.operator).post(
        reverse("evidence:add", args=[cast.unit.code]),
        form(file=upload(samples.pdf()), photo=upload(samples.jpeg(), "IMG_1.JPG")),
    )
    proof = Evidence.objects.get()
    assert answer.headers["Location"] == url("proof", proof)
    assert proof.state == State.UPLOADED
    assert [one.name for one in proof.attachments.all()] == ["IMG_1.jpg", "sk.pdf"]
    assert [event.action for event in proof.events.order_by("sequence")] == ["add", "attach", "attach"]


def test_a_proof_is_for_everybody_only_where_somebody_said_so(cast):
    village = browser(cast.operator)
    village.post(
        reverse("evidence:add", args=[cast.unit.code]), form(public="on", file=upload(samples.jpeg(), "a.jpg"))
    )
    proof = Evidence.objects.get()
    assert proof.public
    assert "dengan persetujuan" in village.get(url("proof", proof)).content.decode()
    village.post(url("change", proof), form())
    proof.refresh_from_db()
    assert not proof.public
    assert proof.events.order_by("sequence").last().details["changed"] == ["public"]
    assert "dengan persetujuan" not in village.get(url("proof", proof)).content.decode()


def test_a_refused_file_leaves_no_proof_and_keeps_what_was_typed(cast):
    answer = browser(cast.operator).post(
        reverse("evidence:add", args=[cast.unit.code]), form(file=upload(samples.pdf(samples.with_script)))
    )
    assert answer.status_code == 200
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()
    text = answer.content.decode()
    assert "berisi skrip" in text
    assert "SK Pokja rekaan" in text


def test_a_form_larger_than_any_file_is_given_up_while_it_comes_in(cast):
    proof = made(cast)
    large = upload(bytes(limits.LARGEST_BYTES + 2 * limits.MEGABYTE), "besar.pdf")
    answer = browser(cast.operator).post(url("attach", proof), {"file": large}, follow=True)
    assert "20 MB" in answer.content.decode()
    assert not proof.attachments.exists()


@pytest.mark.parametrize(
    "wrong", [{"items_0": []}, {"dated": "2026-02-02", "valid_until": "2026-02-01"}, {"title": ""}]
)
def test_what_does_not_hold_is_said_and_nothing_is_saved(cast, wrong):
    answer = browser(cast.operator).post(reverse("evidence:add", args=[cast.unit.code]), form(**wrong))
    assert answer.status_code == 200
    assert "perlu diperbaiki" in answer.content.decode()
    assert not Evidence.objects.exists()


def test_the_board_counts_items_by_their_best_proof_of_today(cast):
    page = reverse("evidence:board", args=[cast.unit.code])
    seen = browser(cast.officer)

    def told(*words):
        return all(word in seen.get(page).content.decode() for word in words)

    total = len(proofs_items())
    assert told(f"0 siap · {total} kurang")
    proof = made(cast)
    proofs.attach_sent(cast.operator, proof, upload(samples.pdf()))
    assert told(f"0 siap · 1 menunggu · {total - 1} kurang")
    proofs.check(cast.officer, proof)
    assert told(f"1 siap · {total - 1} kurang")
    Evidence.objects.filter(pk=proof.pk).update(valid_until=timezone.localdate())
    assert told(f"1 siap · {total - 1} kurang")
    Evidence.objects.filter(pk=proof.pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    assert told(f"0 siap · {total} kurang", "Kedaluwarsa")


def proofs_items():
    return load_instrument("kkb-siap-1.0").variables


def test_the_village_page_says_how_proofs_stand_and_the_first_page_how_many_wait(cast):
    proofs.attach_sent(cast.operator, made(cast), upload(samples.pdf()))
    village = browser(cast.officer).get(reverse("assessment:village", args=[cast.unit.code])).content.decode()
    assert "0 siap · 1 menunggu" in village
    assert "1 bukti menunggu diperiksa" in browser(cast.officer).get("/").content.decode()
    assert "menunggu diperiksa" not in browser(cast.operator).get("/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_asks_a_fixed_number_of_queries(cast, django_assert_num_queries, count):
    for number in range(count):
        made(cast, items=[A1, ("kkb-siap-1.0", f"A{number + 2}")])
    seen = browser(cast.officer)
    with django_assert_num_queries(6):
        seen.get(reverse("evidence:board", args=[cast.unit.code]))


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_of_checks_asks_a_fixed_number_of_queries(cast, django_assert_num_queries, count):
    for _ in range(count):
        proofs.attach_sent(cast.operator, made(cast), upload(samples.pdf()))
    seen = browser(cast.officer)
    with django_assert_num_queries(6):
        answer = seen.get(reverse("evidence:queue"))
    assert answer.content.decode().count("SK Pokja rekaan") == count


def test_the_queue_has_pages_and_leaves_out_what_does_not_wait(cast, monkeypatch):
    monkeypatch.setattr(checking, "PAGE_SIZE", 2)
    waiting = [made(cast, title=f"Bukti {number}") for number in range(3)]
    for one in waiting:
        proofs.attach_sent(cast.operator, one, upload(samples.pdf()))
    made(cast, title="Baru disebut")
    first = browser(cast.officer).get(reverse("evidence:queue")).content.decode()
    second = browser(cast.officer).get(reverse("evidence:queue"), {"page": 2}).content.decode()
    assert ("Bukti 0" in first, "Bukti 1" in first, "Bukti 2" in first) == (True, True, False)
    assert "Bukti 2" in second
    assert "Baru disebut" not in first + second


def test_the_city_checks_rejects_with_a_reason_and_verifies(cast):
    proof, city = made(cast), browser(cast.officer)
    proofs.attach_sent(cast.operator, proof, upload(samples.pdf()))
    city.post(url("decide", proof), {"choice": "reject", "reason": "kurang"})
    proof.refresh_from_db()
    assert proof.state == State.UPLOADED
    city.post(url("decide", proof), {"choice": "reject", "reason": "Nomor SK tidak terbaca."})
    proof.refresh_from_db()
    assert proof.state == State.REJECTED
    assert "Nomor SK tidak terbaca." in browser(cast.operator).get(url("proof", proof)).content.decode()
    proofs.describe(cast.operator, proof, Description(kind="decree", title="SK Pokja terbaca", items=[A1]))
    for choice in ("check", "verify"):
        city.post(url("decide", proof), {"choice": choice})
    proof.refresh_from_db()
    assert proof.state == State.VERIFIED


def test_a_file_is_handed_out_caged_and_only_to_those_who_see_the_proof(cast, office):
    proof = made(cast)
    content = samples.pdf()
    attachment = proofs.attach_sent(cast.operator, proof, upload(content, "SK\r\n<b>.pdf"))
    address = url("download", proof, attachment.pk)
    answer = browser(cast.officer).get(address)
    assert b"".join(answer.streaming_content) == content
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in answer.headers["Cache-Control"]
    for other in (cast.stranger, office, cast.viewer):
        assert browser(other).get(address).status_code == 404
    assert Client().get(address).status_code == 302


def test_only_pictures_are_shown_within_the_page(cast):
    proof = made(cast)
    letter = proofs.attach_sent(cast.operator, proof, upload(samples.pdf()))
    photo = proofs.attach_sent(cast.operator, proof, upload(samples.jpeg(), "foto.html"))
    seen = browser(cast.officer)
    assert seen.get(url("look", proof, letter.pk)).status_code == 404
    answer = seen.get(url("look", proof, photo.pk))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert "foto.html.jpg" in answer.headers["Content-Disposition"]


def test_a_file_of_another_proof_is_not_found_under_this_one(cast):
    one, other = made(cast), made(cast, title="Lain")
    attachment = proofs.attach_sent(cast.operator, one, upload(samples.pdf()))
    assert browser(cast.officer).get(url("download", other, attachment.pk)).status_code == 404


def test_content_that_is_gone_is_a_page_that_is_not_there(cast):
    proof = made(cast)
    attachment = proofs.attach_sent(cast.operator, proof, upload(samples.pdf()))
    files.path_of(attachment.file).unlink()
    assert browser(cast.officer).get(url("download", proof, attachment.pk)).status_code == 404


def test_an_office_sees_the_proofs_it_added_and_no_others(cast, office):
    made(cast, title="Milik kampung")
    mine = proofs.add(office, cast.unit, Description(kind="report", title="Laporan kantor", items=[A1]))
    text = browser(office).get(reverse("evidence:board", args=[cast.unit.code])).content.decode()
    assert "Laporan kantor" in text
    assert "Milik kampung" not in text
    assert browser(office).get(url("proof", mine)).status_code == 200


def test_where_a_picture_was_taken_is_shown_to_those_who_check(cast):
    proof = made(cast)
    proofs.attach_sent(cast.operator, proof, upload(samples.jpeg(exif=samples.phone_exif()), "foto.jpg"))
    assert "106.81" in browser(cast.officer).get(url("proof", proof)).content.decode()
    assert "106.81" not in browser(cast.operator).get(url("proof", proof)).content.decode()


def test_a_file_is_taken_off_by_a_form(cast):
    proof = made(cast)
    attachment = proofs.attach_sent(cast.operator, proof, upload(samples.pdf()))
    browser(cast.operator).post(url("take_off", proof, attachment.pk))
    proof.refresh_from_db()
    assert (proof.attachments.count(), proof.state) == (0, State.CLAIMED)
    assert browser(cast.officer).post(url("take_off", proof, attachment.pk)).status_code == 404


def test_a_proof_is_changed_by_its_form(cast):
    proof = made(cast)
    page = browser(cast.operator).get(url("change", proof)).content.decode()
    assert "SK Pokja rekaan" in page
    browser(cast.operator).post(url("change", proof), form(title="SK Pokja baru", items_1=["kkb-klas-web-2021:I1"]))
    proof.refresh_from_db()
    assert proof.title == "SK Pokja baru"
    assert set(proof.supports.values_list("item", flat=True)) == {"A1", "I1"}
