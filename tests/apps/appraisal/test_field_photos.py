"""Photos of the field checklist: who may send and see them, what is kept of them, and that they stay."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.accounts.models import Assignment, User
from guyub.apps.appraisal.models import Cycle, Entry, EntryRecord, FieldPhoto, Seat
from guyub.apps.appraisal.services import field_photos, verdicts
from guyub.apps.appraisal.services.judging import JudgingNotPossible
from guyub.apps.appraisal.services.problems import ConflictOfInterest
from guyub.apps.audit import chained
from guyub.apps.evidence import errors, limits
from guyub.apps.evidence.models import Evidence, StoredFile
from guyub.apps.evidence.services import files, uploads
from guyub.apps.territory.models import Boundary
from guyub.data.panel_files import load_panel_rules
from guyub.domain.cycles import PhotoFault, RecordKind
from guyub.errors import NotAllowed
from tests.apps.appraisal.panel import Panel, at_stage, score_all, signed_in
from tests.apps.evidence import samples
from tests.conftest import Cast

VILLAGE = "99.01.01.1001"
MOST = load_panel_rules().photos_per_item
# The picture of `samples.phone_exif` says 6.4 south, 106.81 east.
HERE, AWAY = (106.8, -6.45, 106.85, -6.35), (107.8, -6.45, 107.85, -6.35)


@pytest.fixture(autouse=True)
def data(tmp_path: Any, settings: Any) -> None:
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def panel(panel: Panel) -> Panel:
    panel.entries[0] = at_stage(panel.entries[0], "lapangan")
    return panel


def sent(shift: int = 0, content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("foto.jpg", samples.jpeg(shift=shift) if content is None else content)


def outlined(cast: Cast, box: tuple[float, float, float, float]) -> None:
    west, south, east, north = box
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    geometry = json.dumps({"type": "Polygon", "coordinates": [ring]})
    Boundary.objects.create(region=cast.unit.region, geometry=geometry, west=west, south=south, east=east, north=north)


def way(panel: Panel, *parts: str) -> str:
    return "/".join(["/panel", panel.cycle.code, VILLAGE, "lapangan", *parts, ""])


def post(panel: Panel, user: Any, item: str = "A1", photo: SimpleUploadedFile | None = None) -> Any:
    return signed_in(user).post(way(panel, "foto"), {"item": item, "photo": photo or sent()})


def test_a_photo_is_kept_without_its_exif_and_stands_in_the_ledger_with_its_digests(panel: Panel) -> None:
    content = samples.jpeg(exif=samples.phone_exif())
    answer = post(panel, panel.first, photo=sent(content=content))
    assert answer["Location"] == f"{way(panel)}#butir-A1"
    kept, row = FieldPhoto.objects.get(), EntryRecord.objects.get(kind=RecordKind.PHOTO)
    assert (row.actor, row.seat.user, row.item, row.stage) == (panel.first, panel.first, "A1", "lapangan")
    assert row.body == {"file": kept.file.sha256, "kept": kept.file.kept_sha256}
    assert kept.file.sha256 != kept.file.kept_sha256 == files.digest_of(files.path_of(kept.file))
    assert b"Pabrik Rekaan" in content
    assert b"Pabrik Rekaan" not in files.path_of(kept.file).read_bytes()
    assert not list(chained.verify(EntryRecord))
    assert not Evidence.objects.exists()


def test_a_photo_sent_twice_is_kept_once_and_stands_for_two_items_where_it_was_sent_for_both(panel: Panel) -> None:
    for item in ("A1", "A1", "B1"):
        field_photos.add_photo(panel.first, panel.entries[0], item, sent())
    assert list(FieldPhoto.objects.values_list("item", flat=True)) == ["A1", "B1"]
    assert EntryRecord.objects.filter(kind=RecordKind.PHOTO).count() == 2
    assert StoredFile.objects.count() == 1


def test_an_item_has_as_many_photos_as_the_rules_say_from_all_jurors(panel: Panel) -> None:
    for number in range(MOST):
        field_photos.add_photo(panel.judges[number % 3], panel.entries[0], "A1", sent(number * 40))
    with pytest.raises(field_photos.TooManyPhotos):
        field_photos.add_photo(panel.first, panel.entries[0], "A1", sent(200))
    field_photos.add_photo(panel.first, panel.entries[0], "A1", sent())  # one of those there
    assert FieldPhoto.objects.count() == EntryRecord.objects.filter(kind=RecordKind.PHOTO).count() == MOST
    page = signed_in(panel.first).get(way(panel))
    assertNotContains(page, 'form="foto-A1"')
    assertContains(page, 'form="foto-B1"')


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        pytest.param(samples.pdf(), errors.NotAPicture, id="a paper"),
        pytest.param(samples.workbook(), errors.NotAPicture, id="a workbook"),
        pytest.param(b"GIF89a" + bytes(40), errors.UnknownType, id="no type that is taken in"),
        pytest.param(samples.jpeg()[:200], errors.Unreadable, id="broken off"),
        pytest.param(samples.bomb_png(), errors.TooManyPixels, id="far too many pixels"),
        pytest.param(b"", errors.FileEmpty, id="empty"),
    ],
)
def test_what_is_no_sound_picture_is_refused_and_nothing_is_written(panel: Panel, content: bytes, refusal: Any) -> None:
    with pytest.raises(refusal):
        field_photos.add_photo(panel.first, panel.entries[0], "A1", sent(content=content))
    assert not FieldPhoto.objects.exists()
    assert not EntryRecord.objects.filter(kind=RecordKind.PHOTO).exists()


def test_a_paper_that_is_kept_already_is_no_photo_either(panel: Panel) -> None:
    from guyub.apps.evidence.services import proofs

    proofs.taken_in(sent(content=samples.pdf()))
    with pytest.raises(errors.NotAPicture):
        field_photos.add_photo(panel.first, panel.entries[0], "A1", sent(content=samples.pdf()))


def test_only_a_juror_without_a_conflict_adds_photos_and_only_in_the_field(panel: Panel, cast: Cast) -> None:
    entry = panel.entries[0]
    for user in (panel.secretary, cast.operator, cast.officer, cast.stranger):
        with pytest.raises(NotAllowed):
            field_photos.add_photo(user, entry, "A1", sent())
    with pytest.raises(JudgingNotPossible):
        field_photos.add_photo(panel.first, entry, "ZZ", sent())
    Seat.objects.filter(user=panel.second).update(conflicts=["99.01"])
    with pytest.raises(ConflictOfInterest):
        field_photos.add_photo(panel.second, entry, "A1", sent())
    with pytest.raises(JudgingNotPossible):
        field_photos.add_photo(panel.first, at_stage(entry, "pleno"), "A1", sent())
    at_stage(entry, "lapangan")
    Cycle.objects.update(state=Cycle.State.DECIDED)
    with pytest.raises(JudgingNotPossible):
        field_photos.add_photo(panel.first, Entry.objects.get(pk=entry.pk), "A1", sent())
    assert not StoredFile.objects.exists()  # refused before the file was looked at


def test_a_stage_that_moved_on_while_the_file_was_looked_at_takes_no_photo(
    panel: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken_in = field_photos.proofs.taken_in

    def slow(*args: Any, **named: Any) -> StoredFile:
        Entry.objects.filter(pk=panel.entries[0].pk).update(stage="pleno")
        return taken_in(*args, **named)

    monkeypatch.setattr(field_photos.proofs, "taken_in", slow)
    with pytest.raises(JudgingNotPossible):
        field_photos.add_photo(panel.first, panel.entries[0], "A1", sent())
    assert not FieldPhoto.objects.exists()


def test_a_sub_team_photographs_its_own_items(panel: Panel) -> None:
    Seat.objects.filter(user=panel.second).update(team="field")
    with pytest.raises(JudgingNotPossible, match="sub-team"):
        field_photos.add_photo(panel.second, panel.entries[0], "A1", sent())
    field_photos.add_photo(panel.second, panel.entries[0], "C6", sent())
    page = signed_in(panel.second).get(way(panel))
    assertContains(page, 'form="foto-C6"')
    assertNotContains(page, 'form="foto-A1"')


def test_jurors_gain_no_right_to_add_proofs(panel: Panel) -> None:
    from guyub.apps.evidence.services.proofs import Description, add

    described = Description(kind="photo", title="Foto", items=[("kkb-siap-1.0", "A1")])
    with pytest.raises(NotAllowed):
        add(panel.first, panel.entries[0].unit, described)


def test_the_panel_and_who_runs_the_cycle_see_a_photo_and_nobody_else(panel: Panel, cast: Cast) -> None:
    kept = field_photos.add_photo(panel.first, panel.entries[0], "A1", sent())
    picture = way(panel, "foto", str(kept.pk))
    for user in (*panel.judges, panel.secretary):
        answer = signed_in(user).get(picture)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assertContains(signed_in(user).get(way(panel, "foto")), picture)
    for user in (cast.operator, cast.officer, cast.viewer, cast.stranger):
        for url in (picture, way(panel, "foto")):
            assert signed_in(user).get(url).status_code == 404
    assert Client().get(picture).status_code == 302  # to the login
    Seat.objects.filter(user=panel.second).update(conflicts=["99.01"])
    assert signed_in(panel.second).get(picture).status_code == 404
    Seat.objects.filter(user=panel.first).update(active=False)
    assert signed_in(panel.first).get(picture).status_code == 404


def test_a_photo_is_found_under_its_own_entry_only(panel: Panel) -> None:
    kept = field_photos.add_photo(panel.first, panel.entries[0], "A1", sent())
    elsewhere = way(panel, "foto", str(kept.pk)).replace(VILLAGE, "99.02.01.1001")
    assert signed_in(panel.first).get(elsewhere).status_code == 404


def test_photos_stay_in_sight_after_the_field(panel: Panel) -> None:
    field_photos.add_photo(panel.first, panel.entries[0], "A1", sent())
    for user, url in ((panel.first, f"/panel/{panel.cycle.code}/{VILLAGE}/"), (panel.secretary, None)):
        at_stage(panel.entries[0], "pleno")
        page = signed_in(user).get(url or f"/panel/{panel.cycle.code}/pleno/")
        assertContains(page, way(panel, "foto"), count=1)


def test_photos_stay_when_content_that_nothing_shows_is_dropped(panel: Panel) -> None:
    kept = field_photos.add_photo(panel.first, panel.entries[0], "A1", sent())
    later = timezone.now() + timedelta(days=limits.ORPHANS_WAIT_DAYS, minutes=1)
    assert uploads.drop_orphans(later) == 0
    assert files.path_of(kept.file).is_file()
    FieldPhoto.objects.all().delete()
    assert uploads.drop_orphans(later) == 1
    assert not files.path_of(kept.file).exists()


@pytest.mark.parametrize(
    ("box", "far"), [pytest.param(HERE, False, id="inside"), pytest.param(AWAY, True, id="far outside")]
)
def test_the_page_says_when_a_photo_was_taken_and_whether_far_from_the_village(
    panel: Panel, cast: Cast, box: tuple[float, float, float, float], far: bool
) -> None:
    outlined(cast, box)
    field_photos.add_photo(panel.first, panel.entries[0], "A1", sent(content=samples.jpeg(exif=samples.phone_exif())))
    page = signed_in(panel.first).get(way(panel))
    assertContains(page, "5 Maret 2024")
    assert ("km di luar batas desa" in page.content.decode()) is far
    assertNotContains(page, "tempat tidak tercatat")


def test_a_photo_without_time_and_place_says_so(panel: Panel) -> None:
    field_photos.add_photo(panel.first, panel.entries[0], "A1", sent())
    page = signed_in(panel.first).get(way(panel, "foto"))
    assertContains(page, "waktu pengambilan tidak tercatat")
    assertContains(page, "tempat tidak tercatat")


def test_a_refused_photo_leads_back_with_the_reason(panel: Panel) -> None:
    answer = signed_in(panel.first).post(
        way(panel, "foto"), {"item": "A1", "photo": sent(content=samples.pdf())}, follow=True
    )
    assertContains(answer, "bukan gambar")
    assert answer.redirect_chain[-1][0] == way(panel)  # the top of the page, where the reason stands
    assertContains(signed_in(panel.first).post(way(panel, "foto"), {"item": "A1"}, follow=True), "kosong")


def test_the_checklist_says_that_photos_need_a_signal(panel: Panel) -> None:
    page = signed_in(panel.first).get(way(panel))
    assertContains(page, "Foto tidak menunggu")
    assertContains(page, 'accept="image/*" capture="environment"')


def test_photos_take_one_query_more_or_less_whatever_their_number(panel: Panel, django_assert_num_queries: Any) -> None:
    client = signed_in(panel.first)
    field_photos.add_photo(panel.first, panel.entries[0], "A1", sent())
    for url in (way(panel), way(panel, "foto")):
        client.get(url)
        with CaptureQueriesContext(connection) as one:
            client.get(url)
        for number, item in enumerate(("A1", "B1"), start=1):
            field_photos.add_photo(panel.first, panel.entries[0], item, sent(40 * number))
        with django_assert_num_queries(len(one)):
            client.get(url)


def off_page(panel: Panel, photo: FieldPhoto) -> str:
    return way(panel, "foto", str(photo.pk), "lepas")


def test_who_took_a_photo_takes_it_off_after_a_question_and_the_ledger_says_why(panel: Panel) -> None:
    kept, other = (field_photos.add_photo(panel.first, panel.entries[0], "A1", sent(shift)) for shift in (0, 40))
    client, url = signed_in(panel.first), off_page(panel, kept)
    assertContains(client.get(way(panel)), url)
    assertContains(client.get(url), way(panel, "foto", str(kept.pk)))
    for unsaid in ({}, {"fault": "tired"}):
        assert client.post(url, unsaid).status_code == 422
    assert FieldPhoto.objects.count() == 2
    assert client.post(url, {"fault": "wrong-item"})["Location"] == f"{way(panel)}#butir-A1"
    assert FieldPhoto.objects.get() == other
    row = EntryRecord.objects.get(kind=RecordKind.PHOTO_OFF)
    assert (row.actor, row.seat.user, row.item, row.stage) == (panel.first, panel.first, "A1", "lapangan")
    assert row.body == {"file": kept.file.sha256, "reason": "wrong-item"}
    assert EntryRecord.objects.filter(kind=RecordKind.PHOTO).count() == 2  # what was added stays said
    assert not list(chained.verify(EntryRecord))
    assert client.get(way(panel, "foto", str(kept.pk))).status_code == client.get(url).status_code == 404
    assertContains(client.get(way(panel, "foto")), "Bukan untuk butir ini", count=1)


def test_a_photo_taken_off_makes_room_and_may_be_sent_again(panel: Panel) -> None:
    entry = panel.entries[0]
    made = [field_photos.add_photo(panel.first, entry, "A1", sent(number * 40)) for number in range(MOST)]
    field_photos.take_off(panel.first, made[0], PhotoFault.UNCLEAR)
    field_photos.take_off(panel.first, made[0], PhotoFault.UNCLEAR)  # off already
    assert EntryRecord.objects.filter(kind=RecordKind.PHOTO_OFF).count() == 1
    field_photos.add_photo(panel.first, entry, "A1", sent())
    assert FieldPhoto.objects.count() == MOST
    assert StoredFile.objects.count() == MOST  # found again by its content


def test_content_of_a_photo_taken_off_goes_once_nothing_shows_it(panel: Panel) -> None:
    kept, again = (field_photos.add_photo(panel.first, panel.entries[0], item, sent()) for item in ("A1", "B1"))
    later = timezone.now() + timedelta(days=limits.ORPHANS_WAIT_DAYS, minutes=1)
    field_photos.take_off(panel.first, kept, PhotoFault.ITEM)
    assert uploads.drop_orphans(later) == 0  # item B1 still shows it
    field_photos.take_off(panel.first, again, PhotoFault.PEOPLE)
    assert uploads.drop_orphans(later) == 1
    assert not list(chained.verify(EntryRecord))


def test_nobody_else_takes_a_photo_off(panel: Panel, cast: Cast) -> None:
    kept = field_photos.add_photo(panel.first, panel.entries[0], "A1", sent())
    for user in (panel.second, panel.chair, panel.secretary, cast.operator, cast.officer, cast.stranger):
        with pytest.raises(NotAllowed):
            field_photos.take_off(user, kept, PhotoFault.ITEM)
        client = signed_in(user)
        assert client.get(off_page(panel, kept)).status_code == 404
        assert client.post(off_page(panel, kept), {"fault": "wrong-item"}).status_code == 404
    assertNotContains(signed_in(panel.second).get(way(panel)), off_page(panel, kept))
    assert FieldPhoto.objects.get() == kept
    assert not EntryRecord.objects.filter(kind=RecordKind.PHOTO_OFF).exists()


def test_a_juror_with_a_conflict_since_takes_no_photo_off(panel: Panel) -> None:
    kept = field_photos.add_photo(panel.first, panel.entries[0], "A1", sent())
    Seat.objects.filter(user=panel.first).update(conflicts=["99.01"])
    with pytest.raises(ConflictOfInterest):
        field_photos.take_off(panel.first, kept, PhotoFault.ITEM)
    assert signed_in(panel.first).get(off_page(panel, kept)).status_code == 404


@pytest.mark.parametrize(
    ("rows", "changed"),
    [
        pytest.param(Entry, {"stage": "pleno"}, id="in the plenary"),
        pytest.param(Entry, {"state": Entry.State.WITHDRAWN}, id="withdrawn"),
        pytest.param(Cycle, {"state": Cycle.State.DECIDED}, id="decided"),
    ],
)
def test_a_closed_checklist_keeps_its_photos(panel: Panel, rows: Any, changed: dict[str, Any]) -> None:
    kept = field_photos.add_photo(panel.first, panel.entries[0], "A1", sent())
    rows.objects.update(**changed)
    found = FieldPhoto.objects.select_related("entry__cycle", "entry__unit").get(pk=kept.pk)
    with pytest.raises(JudgingNotPossible):
        field_photos.take_off(panel.first, found, PhotoFault.ITEM)
    client = signed_in(panel.first)
    for answer in (client.get(off_page(panel, kept)), client.post(off_page(panel, kept), {"fault": "wrong-item"})):
        assert answer["Location"] == way(panel, "foto")
    assertNotContains(client.get(way(panel, "foto")), off_page(panel, kept))
    assert FieldPhoto.objects.get() == kept


def test_a_stage_that_moves_on_between_question_and_answer_keeps_the_photo(panel: Panel) -> None:
    kept = field_photos.add_photo(panel.first, panel.entries[0], "A1", sent())
    at_stage(panel.entries[0], "pleno")
    with pytest.raises(JudgingNotPossible):  # the photo in hand was read while the stage was still the field
        field_photos.take_off(panel.first, kept, PhotoFault.ITEM)


def test_the_verdict_rests_on_a_ledger_that_covers_the_photos(panel: Panel) -> None:
    kept = field_photos.add_photo(panel.first, panel.entries[0], "A1", sent())
    field_photos.take_off(panel.first, kept, PhotoFault.ITEM)
    for entry in panel.entries:
        score_all(panel, entry)
    verdicts.decide(SYSTEM, Cycle.objects.get(pk=panel.cycle.pk), "1", "Kota")
    assert verdicts.replay(Cycle.objects.get(pk=panel.cycle.pk)) == []
    for kind in (RecordKind.PHOTO, RecordKind.PHOTO_OFF):
        row = EntryRecord.objects.get(kind=kind)
        row.body = {**row.body, "file": "0" * 64}
        assert chained.fingerprint(row) != row.hash


def test_who_is_no_juror_any_more_adds_no_photos(panel: Panel) -> None:
    Assignment.objects.filter(user=panel.first).delete()
    with pytest.raises(NotAllowed):
        field_photos.add_photo(User.objects.get(pk=panel.first.pk), panel.entries[0], "A1", sent())
