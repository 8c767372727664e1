"""Pages of supplementary food: who is given it, who should be, a day's serving, the end; queries of the lists."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.nutrition.models import PmtRound, PmtServing
from guyub.apps.nutrition.services import end_round, record_serving
from tests.apps.made_families import kader, today
from tests.apps.mothers.mothers_world import checked, companion, make_mothers, pregnant
from tests.apps.nutrition.pmt_world import THIN_G, WELL_G, ago, begun, make_children, weighed

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(cast, client):
    client.force_login(kader(cast))
    return client


def text_of(client, path, status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_from_the_childs_page_to_recovery(cast, reader):
    child = make_children(cast.unit.region_id)[0]
    weighed(child, 20, THIN_G)
    assert "Memerlukan makanan tambahan" in text_of(reader, f"/anak/{child.code}/")
    form = text_of(reader, f"/gizi-tambahan/mulai/{child.code}/")
    assert "Gizi kurang, 56 hari" in form
    answer = reader.post(f"/gizi-tambahan/mulai/{child.code}/", {"category": "wasted", "begun": ago(20).isoformat()})
    one = PmtRound.objects.get()
    assert answer.url == f"/gizi-tambahan/putaran/{one.pk}/"
    page = text_of(reader, answer.url)
    assert "Hari ke-21 dari 56" in page
    assert "terlambat sejak" in page
    reader.post(f"{answer.url}porsi/", {"day": ago(1).isoformat(), "eaten": "2", "reason": "sick"})
    page = text_of(reader, answer.url)
    assert "Setengah · Sakit" in page
    assert "50 % dari 1 porsi" in page
    weighed(child, 0, WELL_G)
    assert "Sudah pulih menurut pengukuran terakhir" in text_of(reader, answer.url)
    assert "Pulih (disarankan menurut aturan)" in text_of(reader, f"{answer.url}akhiri/")
    reader.post(f"{answer.url}akhiri/", {"outcome": "recovered", "day": today().isoformat()})
    ended = text_of(reader, f"/gizi-tambahan/{cast.unit.region_id}/selesai/")
    assert "1 dari 1 pulih" in ended
    assert "bukan bukti" in ended


def test_a_recovery_that_no_measurement_shows_is_asked_about(cast, reader):
    child = make_children(cast.unit.region_id)[0]
    one = begun(child, 5)
    address, typed = f"/gizi-tambahan/putaran/{one.pk}/akhiri/", {"outcome": "recovered", "day": today().isoformat()}
    answer = reader.post(address, typed)
    assert answer.status_code == 422
    assert "Belum ada pengukuran sesudah hari pertama" in answer.content.decode()
    one.refresh_from_db()
    assert one.ended_on is None
    assert reader.post(address, typed | {"outcome": "finished"}).status_code == 302
    other = begun(make_children(cast.unit.region_id)[0], 5)
    address = f"/gizi-tambahan/putaran/{other.pk}/akhiri/"
    assert reader.post(address, typed | {"sure": "on"}).status_code == 302


def test_a_serving_that_cannot_be_is_said_beside_what_was_typed(cast, reader):
    one = begun(make_children(cast.unit.region_id)[0], 5)
    answer = reader.post(f"/gizi-tambahan/putaran/{one.pk}/porsi/", {"day": ago(9).isoformat(), "eaten": "4"})
    assert answer.status_code == 422
    assert "di luar masa PMT" in answer.content.decode()
    assert not PmtServing.objects.exists()


def test_a_mother_with_kek_is_led_to_it(cast, reader):
    mother = make_mothers(cast.unit.region_id)[0]
    pregnant(mother, 20)
    checked(mother, arm_mm=230)
    assert "Memerlukan makanan tambahan" in text_of(reader, f"/ibu/{mother.code}/")
    reader.post(f"/gizi-tambahan/mulai/{mother.code}/", {"category": "kek", "begun": today().isoformat()})
    page = text_of(reader, f"/gizi-tambahan/putaran/{PmtRound.objects.get().pk}/")
    assert "Hari ke-1 dari 120" in page
    assert "Halaman ibu" in page


def test_the_lurah_sees_and_does_not_write(cast, client):
    one = begun(make_children(cast.unit.region_id)[0], 5)
    client.force_login(companion(cast, "lurah"))
    page = text_of(client, f"/gizi-tambahan/putaran/{one.pk}/")
    assert "Simpan porsi" not in page
    assert client.post(f"/gizi-tambahan/putaran/{one.pk}/porsi/", {}).status_code == 404


def test_a_cadre_of_another_rw_sees_nothing_of_it(cast, client):
    child = make_children(cast.unit.region_id)[0]
    one = begun(child, 5)
    client.force_login(kader(cast, "kader-lain", rw="002"))
    assert client.get(f"/gizi-tambahan/putaran/{one.pk}/").status_code == 404
    assert child.name not in text_of(client, f"/gizi-tambahan/{cast.unit.region_id}/")


@pytest.mark.parametrize("path", ["", "calon/", "selesai/"])
def test_lists_ask_as_much_for_one_as_for_four(cast, reader, path):
    village = cast.unit.region_id
    children = make_children(village, 4)

    def prepare(child):
        weighed(child, 12, THIN_G)
        if path == "calon/":
            return
        one = begun(child)
        record_serving(SYSTEM, one, today(), 4)
        if path == "selesai/":
            end_round(SYSTEM, one, "stopped", today())

    def asked():
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert "Anak Contoh" in text_of(reader, f"/gizi-tambahan/{village}/{path}")
        return len(found)

    prepare(children[0])
    text_of(reader, f"/gizi-tambahan/{village}/{path}")
    first = asked()
    for child in children[1:]:
        prepare(child)
    assert asked() == first
