"""The whole article in a real browser: from the coordination meeting to the verdict and the page for everybody.

A made-up kelurahan with the figures of the public case is chosen to represent its city. Seven roles do their part by
clicking: lurah, pokja operator, officer of a department, city verifier, provincial secretary, two jurors; then the
public looks. The clock of the site is that of the story, October 2024 to April 2025.
"""

from __future__ import annotations

import io
import math
import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, expect

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.appraisal.models import Cycle
from guyub.apps.appraisal.services import claims, entries, nominating, verifying
from guyub.apps.appraisal.services.verifying import Verified
from guyub.data import load_instrument
from tests.apps.evidence import samples
from tests.browser.article_people import Clock, Hire, Person, Studio
from tests.browser.article_world import NAMES, NEIGHBOUR, OTHER_CITY, PEOPLE, RIVAL, VILLAGE, World, lay_world
from tests.browser.conftest import DESK, PHONE

RAKOR = date(2024, 10, 28)
MINUTES = "Posisi kelas dan jalan naik dibacakan. Setiap OPD menyampaikan kesanggupannya."
DECISIONS = (
    "DP3AP2KB mengadakan pelayanan KB bergerak sampai 708 pasangan terlayani.",
    "Dinkes menimbang balita di semua posyandu dan melaporkannya tiap bulan.",
    "Dinkes menanggung seluruh biaya dapur sehat.",
)
SERVICE, WEIGHING, KITCHEN = "Pelayanan KB bergerak", "Penimbangan balita di 15 posyandu", "Biaya dapur sehat setahun"
CYCLE = "Penilaian provinsi contoh"
ISSUER = "Rekaan Penerbit"
# item → share that is proven, and why not all
CUTS = {
    "A5": (5_000, "Peraturan tingkat kecamatan tidak ditemukan."),
    "B5": (7_500, "Dua bidang tanpa laporan kegiatan."),
    "E1": (7_500, "Inovasi keempat belum punya lembar inovasi."),
    "E4": (3_300, "Tautan publikasi tidak dapat dibuka."),
}
JURORS = ("juri-satu", "juri-dua")
CRITERIA = {
    "berkas": {"mutu-berkas": "Mutu dan kelengkapan berkas"},
    "wawancara": {"komitmen": "Komitmen", "pengelolaan": "Pengelolaan", "dampak": "Dampak"},
    "lapangan": {"pengamatan": "Pengamatan"},
}
# village → criterion → what the first and the second juror give
SCORES = {
    VILLAGE: {
        "mutu-berkas": ("86,25", "84"), "komitmen": ("93,75", "71,5"), "pengelolaan": ("88", "85,33"),
        "dampak": ("82,5", "86"), "pengamatan": ("90", "87,77"),
    },
    RIVAL: {
        "mutu-berkas": ("80", "78,5"), "komitmen": ("75", "73"), "pengelolaan": ("77,25", "74"),
        "dampak": ("70", "72,5"), "pengamatan": ("79", "81"),
    },
}  # fmt: skip
WORTH = {"match": Fraction(1), "partly": Fraction(1, 2), "absent": Fraction(0)}
NOTES = ("Biaya dapur sehat tidak ada", "Notula rapat perencanaan", "dibaca ulang bersama")
PHONES = ("lurah-mekar", "operator-mekar")


@dataclass
class Story:
    """What the steps share: the world, its people with their browsers, the clock, and what was read on the way."""

    world: World
    clock: Clock
    studio: Studio
    hire: Hire
    known: dict[tuple[str, int], Person] = field(default_factory=dict)
    proven: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)  # village → item → weight, share
    visit: dict[str, str] = field(default_factory=dict)  # name of a village → day
    checks: dict[str, dict[str, str]] = field(default_factory=dict)  # village → item → what was found there

    def person(self, name: str, width: int = 0) -> Person:
        """Somebody at the first page, signed in; on a phone in the village, at a desk elsewhere."""
        width = width or (PHONE if name in PHONES else DESK)
        if (name, width) not in self.known:
            self.known[name, width] = self.hire(name, width)
        self.known[name, width].enter()
        return self.known[name, width]


@pytest.fixture
def story(chromium: Browser, live_server, transactional_db, monkeypatch, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"
    clock = Clock(monkeypatch)
    clock.set(date(2024, 10, 21))
    hired: list[Person] = []

    def hire(name: str = "", width: int = DESK) -> Person:
        hired.append(Person(chromium, live_server.url, name, width))
        return hired[-1]

    yield Story(lay_world(), clock, Studio(), hire)
    for person in hired:
        person.context.close()
    assert not [said for person in hired for said in person.complaints]


def test_the_article_from_the_rakor_to_the_public_page(story: Story):
    the_city_enters_its_offices(story)
    the_rakor_decides_and_asks_for_promises(story)
    the_offices_answer(story)
    the_pokja_uploads_proofs(story)
    the_province_opens_the_cycle(story)
    the_village_claims(story)
    the_city_verifies_with_cuts(story)
    the_city_nominates(story)
    the_panel_reviews_the_file(story)
    the_panel_interviews(story)
    the_secretary_plans_the_visits(story)
    the_panel_visits(story)
    the_chair_opens_the_scores(story)
    the_secretary_announces(story)
    everybody_reads(story)
    the_record_holds(story)


def the_city_enters_its_offices(story: Story) -> None:
    city = story.person("kota-contoh")
    city.follow_like("Rakor kota")
    city.sees("Belum ada rakor")
    for short, name in (("DP3AP2KB", "Dinas KB Contoh"), ("Dinkes", "Dinas Kesehatan Contoh")):
        if city.page.url.endswith("/rakor/99.01/"):
            city.follow("Kantor OPD")
        city.follow("Tambah kantor")
        city.fill("Nama pendek", short)
        city.fill("Nama lengkap", name)
        city.press("Simpan kantor")
        city.sees(f"Kantor {short} disimpan.")
    city.follow("Dinkes")
    city.fill("Nama akun", "opd-kesehatan")
    city.fill("Jabatan", "Kepala bidang kesehatan masyarakat")
    city.press("Tambah akun")
    city.sees("opd-kesehatan")


def the_rakor_decides_and_asks_for_promises(story: Story) -> None:
    city = story.person("kota-contoh")
    city.follow_like("Rakor kota")
    city.follow("Rakor baru")
    city.fill("Judul rakor", "Rakor penguatan Kampung KB")
    city.fill("Hari dan jam", "2024-10-28T09:00")
    city.fill("Tempat", "Balai Kota Contoh")
    city.fill("Pemimpin rapat (jabatan)", "Sekretaris Daerah")
    city.press("Jadwalkan rakor")
    city.press("Susun agenda")
    city.press("Undang semua OPD")
    city.unfold("Undang satu jabatan")
    city.fill("Jabatan", "Lurah Contoh Mekar")
    city.press("Tambah peserta")
    city.sees("Kepala Dinkes", "Kepala DP3AP2KB", "Lurah Contoh Mekar")

    story.clock.set(RAKOR, hour=10)
    for post in ("Kepala Dinkes", "Kepala DP3AP2KB", "Lurah Contoh Mekar"):
        city.choose(f"Kehadiran {post}", "hadir")
    city.press("Simpan kehadiran")
    city.fill("Notula", MINUTES)
    city.press("Simpan notula")
    for text in DECISIONS:
        city.fill("Keputusan baru", text)
        city.press("Tambah keputusan")
    story.studio.take(city.page, "rakor")
    _ask(city, 1, "DP3AP2KB", SERVICE, "708", "pasangan", due="2025-01-17", fact="wants_no_more", change="-708")
    _ask(city, 2, "Dinkes", WEIGHING, "15", "posyandu", due="2024-12-20", fact="under5_weighed", change="85")
    _ask(city, 3, "Dinkes", KITCHEN, "12", "bulan", due="2025-02-28")
    city.unfold("Sahkan notula")
    city.press("Sahkan notula")
    city.sees("Notula disahkan. Isinya tidak dapat diubah lagi.")
    assert city.downloads(city.main.get_by_role("link", name="Unduh notula (PDF)")).startswith(b"%PDF")

    lurah = story.person("lurah-mekar")
    lurah.follow_like("Contoh Mekar")
    lurah.sees("3 berjalan")
    lurah.follow_like("Rakor")
    lurah.follow("Rakor penguatan Kampung KB")
    lurah.sees("Notula disahkan", *DECISIONS, SERVICE, WEIGHING, KITCHEN)
    expect(lurah.main.get_by_role("button", name="Tambah keputusan")).to_have_count(0)


def _ask(
    city: Person,
    decision: int,
    office: str,
    output: str,
    amount: str,
    unit: str,
    due: str,
    fact: str = "",
    change: str = "",
) -> None:
    """From a decision of the meeting to what an office is asked for, and back to the meeting."""
    meeting = city.page.url
    city.follow("Buat janji dari keputusan ini", within=city.main.locator("#keputusan li").nth(decision - 1))
    city.sees(f"Dari keputusan {decision}")
    city.choose("OPD", office)
    city.fill("Hasil yang dijanjikan", output)
    city.fill("Jumlah", amount)
    city.fill("Satuan", unit)
    city.main.get_by_label("Contoh Mekar").check()
    city.fill("Jatuh tempo", due)
    city.choose("Sumber anggaran", "APBD kota/kabupaten")
    if fact:
        city.main.get_by_label("Angka yang bergerak").select_option(value=fact)
        city.fill("Berubah sebanyak, tiap kampung", change)
    city.press("Kirim permintaan")
    city.sees(f"Permintaan tercatat. {office} dapat menjawabnya.")
    city.open(meeting)


def the_offices_answer(story: Story) -> None:
    """One with an account, by one touch; one without, by a link."""
    opd = story.person("opd-kesehatan")
    opd.follow_like("Kotak OPD")
    opd.misses(SERVICE)
    opd.press(f"Terima: {WEIGHING}")
    opd.sees("Janji diterima.")
    opd.follow(f"Lihat atau tolak: {KITCHEN}")
    opd.unfold("Tolak dengan alasan")
    opd.fill("Alasan menolak", "Biaya dapur sehat tidak ada dalam anggaran dinas.")
    opd.press("Tolak")
    opd.sees("Penolakan dan alasannya tercatat.")

    city = story.person("kota-contoh")
    city.follow_like("Janji OPD kota")
    city.sees("Ditolak OPD", "Diterima")
    city.follow(SERVICE)
    city.press("Buat tautan jawaban untuk kantor tanpa akun")
    address = city.main.locator("#address").input_value()
    guest = story.hire(width=PHONE)
    guest.open(address)
    guest.sees(SERVICE, "708")
    guest.press("Terima janji")
    guest.sees("Jawaban tercatat")
    lurah = story.person("lurah-mekar")
    lurah.follow_like("Contoh Mekar")
    lurah.follow_like("Janji OPD")
    lurah.sees("2 berjalan", "bernilai")
    story.studio.take(lurah.page, "janji")


def the_pokja_uploads_proofs(story: Story) -> None:
    """A decree in parts over a weak network, a photo from the camera with consent, minutes; then the city looks."""
    story.clock.set(date(2024, 12, 16))
    operator = story.person("operator-mekar")
    operator.follow_like("Contoh Mekar")
    operator.follow_like("Bukti")
    operator.sees("kurang")
    _describe(operator, "SK atau peraturan", "SK Pokja Contoh Mekar", "2022-03-14", "A1 SK pokja berlaku")
    operator.press("Simpan")
    operator.sees("Belum ada berkas.")
    operator.main.get_by_label("Pilih berkas").set_input_files(
        {"name": "sk-pokja.pdf", "mimeType": "application/pdf", "buffer": samples.pdf(pages=3)}
    )
    operator.press("Kirim")
    operator.sees("sk-pokja.pdf", "3 halaman", "Diunggah")
    story.studio.take(operator.page, "bukti")
    operator.follow("Bukti", within=operator.page.locator("nav[aria-label]"))
    _describe(operator, "Foto kegiatan", "Dapur bersama RW contoh", "2024-11-20", "E1 Inovasi berbasis masalah")
    operator.main.get_by_label("Ambil foto").set_input_files(
        {"name": "dapur.jpg", "mimeType": "image/jpeg", "buffer": samples.jpeg((480, 360))}
    )
    operator.main.get_by_label("Boleh tampil di halaman umum kampung").check()
    operator.press("Simpan")
    operator.sees("Bukti tersimpan.", "dapur.jpg")
    operator.follow("Bukti", within=operator.page.locator("nav[aria-label]"))
    _describe(operator, "Notula atau berita acara", "Notula rapat 2022", "2022-02-02", "B3 Mekanisme operasional")
    operator.main.get_by_label("Pilih berkas").set_input_files(
        {"name": "notula.pdf", "mimeType": "application/pdf", "buffer": samples.pdf(pages=1)}
    )
    operator.press("Simpan")
    operator.sees("Bukti tersimpan.")

    opd = story.person("opd-kesehatan")
    opd.follow_like("Kotak OPD")
    opd.follow(WEIGHING)
    opd.unfold("Serahkan dengan bukti")
    opd.main.get_by_label("Berkas bukti").set_input_files(
        {"name": "penimbangan.pdf", "mimeType": "application/pdf", "buffer": samples.pdf(pages=2)}
    )
    opd.press("Serahkan")
    opd.sees("Penyerahan tercatat. Petugas lain akan memeriksanya.")

    story.clock.set(date(2024, 12, 18))
    city = story.person("kota-contoh")
    city.follow_like("Janji OPD kota")
    city.follow(WEIGHING)
    city.press("Sahkan penyerahan")
    city.sees("Penyerahan disahkan.")
    for title in ("SK Pokja Contoh Mekar", "Dapur bersama RW contoh"):
        city.enter()
        city.follow_like("Pemeriksaan bukti")
        city.follow(title)
        city.press("Sesuai")
        city.sees("Keputusan tersimpan.", "Diperiksa kota")
    city.enter()
    city.follow_like("Pemeriksaan bukti")
    city.follow("Notula rapat 2022")
    city.fill("Catatan atau alasan", "Notula dua tahun lalu; kirim notula tahun 2024.")
    city.press("Tolak")
    city.sees("Ditolak:")


def _describe(person: Person, kind: str, title: str, day: str, item: str) -> None:
    """What the form for a new proof asks; the file comes after."""
    person.follow("Tambah bukti")
    person.choose("Jenis bukti", kind)
    person.fill("Judul", title)
    person.fill("Tanggal", day)
    person.fill("Penerbit atau penyelenggara", ISSUER)
    person.unfold("Kesiapan penguatan Kampung KB (usulan)")
    person.main.get_by_label(item, exact=True).check()


def the_province_opens_the_cycle(story: Story) -> None:
    story.clock.set(date(2025, 1, 6))
    secretary = story.person("sekretaris-contoh")
    secretary.follow_like("Siklus penilaian")
    secretary.follow("Provinsi Contoh")
    secretary.fill("Judul", CYCLE)
    secretary.fill("Tahun", "2025")
    secretary.choose("Aturan", "Penilaian provinsi tiga tahap (usulan)")
    secretary.press("Buka siklus")
    secretary.sees(CYCLE, "Nilai siklus ini bukan nilai resmi")
    secretary.follow("Kursi panel")
    for name, post in (("juri-satu", "Ketua"), ("juri-dua", "Juri")):
        new = secretary.main.get_by_role("region", name="Tambah kursi")
        secretary.choose("Akun", new.locator("option", has_text=name).inner_text(), within=new)
        secretary.choose("Kedudukan", post, within=new)
        secretary.press("Tambah kursi", within=new)
        secretary.sees(name)
    _others_take_part(story)


def the_village_claims(story: Story) -> None:
    story.clock.set(date(2025, 1, 13))
    lurah = story.person("lurah-mekar")
    lurah.follow_like("Contoh Mekar")
    lurah.follow_like("Penilaian mandiri")
    lurah.follow(CYCLE)
    lurah.press("Daftarkan Contoh Mekar")
    lurah.sees("Contoh Mekar terdaftar.", "belum diketahui")
    lurah.fill("Klaim E1, persen", "100")
    lurah.fill("Catatan E1", "Inovasi keempat sudah berjalan sejak Desember.")
    lurah.press("Simpan klaim")
    lurah.sees("1 klaim dicatat.")
    story.studio.take(lurah.page, "mandiri")
    lurah.press("Kirim penilaian mandiri")
    lurah.sees("Penilaian mandiri dikirim ke kota. Klaim kini tetap.", "Tahap: Verifikasi kota")
    expect(lurah.main.get_by_role("button", name="Kirim penilaian mandiri")).to_have_count(0)


def the_city_verifies_with_cuts(story: Story) -> None:
    """What is claimed and what is proven stand side by side; what is missing has two working days."""
    story.clock.set(
        date(2025, 1, 24), hour=14
    )  # a Friday; then a feast, joint leave, a feast: two working days later is the 31st
    city = story.person("kota-contoh")
    city.follow_like("Siklus penilaian")
    city.follow(CYCLE)
    city.follow("Verifikasi: Contoh Mekar")
    claimed = _shares(city, column="Diklaim")
    weights = {item.code: item.weight for item in load_instrument("kkb-siap-1.0").variables}
    assert claimed["E1"] == 10_000
    assert "D3" not in claimed  # its facts are unknown, so nothing is claimed
    for item, share in claimed.items():
        if item == "B3":
            continue
        value = CUTS.get(item, (share, ""))
        city.fill(f"Nilai terverifikasi {item}, persen", _percent(value[0]))
        if value[1]:
            city.fill(f"Alasan {item}", value[1])
    city.press("Simpan nilai verifikasi")
    city.sees(
        f"{len(claimed) - 1} nilai verifikasi dicatat.", f"{len(claimed) - 1} dari {len(claimed)} butir diperiksa."
    )
    city.choose("Butir", "B3 Mekanisme operasional")
    city.fill("Apa yang kurang", "Notula rapat perencanaan tahun 2024.")
    city.press("Minta dilengkapi")
    city.sees("Waktu melengkapi berjalan sampai 31 Januari 2025, 23.59.")
    story.studio.take(city.page, "verifikasi", beginning=city.main.locator("#A5"))

    story.clock.set(date(2025, 1, 30))
    operator = story.person("operator-mekar")
    operator.follow_like("Contoh Mekar")
    operator.follow_like("Bukti")
    _describe(operator, "Notula atau berita acara", "Notula rapat 2024", "2024-12-27", "B3 Mekanisme operasional")
    operator.main.get_by_label("Pilih berkas").set_input_files(
        {"name": "notula-2024.pdf", "mimeType": "application/pdf", "buffer": samples.pdf(pages=4)}
    )
    operator.press("Simpan")
    operator.enter()
    operator.follow_like("Siklus penilaian")
    operator.follow(CYCLE)
    operator.follow("Penilaian mandiri: Contoh Mekar")
    operator.sees("Kota meminta bukti dilengkapi", "31 Januari 2025, 23.59", "Notula rapat perencanaan tahun 2024.")
    operator.fill("Jawaban: bukti mana yang dilengkapi", "Notula 27 Desember 2024 sudah diunggah.")
    operator.press("Kirim jawaban: B3")
    operator.sees("Jawaban untuk butir B3 dicatat.")

    story.clock.set(date(2025, 1, 31), hour=23)
    city.enter()
    city.follow_like("Siklus penilaian")
    city.follow(CYCLE)
    city.follow("Verifikasi: Contoh Mekar")
    city.sees("Dijawab: Notula 27 Desember 2024 sudah diunggah.")
    city.fill("Nilai terverifikasi B3, persen", _percent(claimed["B3"]))
    city.press("Simpan nilai verifikasi")
    city.press("Selesaikan verifikasi kota")
    city.misses("Verifikasi kota selesai")  # the village still has an hour
    story.clock.set(date(2025, 2, 3))
    city.enter()
    city.follow_like("Siklus penilaian")
    city.follow(CYCLE)
    city.follow("Verifikasi: Contoh Mekar")
    city.press("Selesaikan verifikasi kota")
    city.sees("Verifikasi kota selesai", "Tahap: Pengusulan oleh kota")
    proven = claimed | {item: share for item, (share, _reason) in CUTS.items()}
    assert _shares(city, column="Terverifikasi (%)") == proven
    told = {
        name: sum(weights[i] * s for i, s in shares.items())
        for name, shares in (("claimed", claimed), ("proven", proven))
    }
    assert told["proven"] < told["claimed"]
    story.proven[VILLAGE] = {item: (weights[item], proven.get(item, 0)) for item in weights}


def _shares(person: Person, column: str) -> dict[str, int]:
    """Item → share in ten-thousandths, as a column of the page shows it; what is unknown is not there."""
    found = {}
    for row in person.main.locator("#butir tbody tr").all():
        told = re.search(r"([0-9]+(?:,[0-9]+)?) %", row.locator(f"td[data-label='{column}']").inner_text())
        if told:
            found[row.get_attribute("id")] = int(Decimal(told[1].replace(",", ".")) * 100)
    return found


def _percent(share: int) -> str:
    return str(Decimal(share) / 100).replace(".", ",")


def the_city_nominates(story: Story) -> None:
    city = story.person("kota-contoh")
    city.follow_like("Siklus penilaian")
    city.follow(CYCLE)
    city.follow("Kota Contoh")
    city.sees("kuota 1 wakil")
    waiting = city.main.locator("label.form-check-label").all_inner_texts()
    assert [NAMES[VILLAGE], NAMES[NEIGHBOUR]] == [one.split(" · ")[0] for one in waiting]  # most proven points first
    city.main.get_by_label("Contoh Mekar").check()
    city.press("Usulkan")
    city.sees("1 peserta diusulkan.", "Sudah diusulkan")
    city.main.get_by_label("Contoh Rindang").check()
    city.fill("Alasan, bila tidak dilanjutkan atau bila bukan yang bernilai tertinggi", "Kuota kota satu wakil.")
    city.press("Tidak dilanjutkan")
    city.sees("1 peserta tidak dilanjutkan.")
    story.studio.take(city.page, "pengusulan")
    minutes = city.main.get_by_role("link", name="Unduh berita acara (PDF)")
    assert city.downloads(minutes).startswith(b"%PDF")
    lurah = story.person("lurah-mekar")
    lurah.follow_like("Siklus penilaian")
    lurah.follow(CYCLE)
    lurah.sees("Telaah berkas dan web")


def the_panel_reviews_the_file(story: Story) -> None:
    """Two jurors score by themselves; what one gave, the other does not see."""
    story.clock.set(date(2025, 2, 11))
    for village in (VILLAGE, RIVAL):
        for juror in JURORS:
            person = _at_an_entry(story, juror, village)
            person.sees("Penilaian mandiri dan verifikasi kota")
            if village == VILLAGE:
                person.sees(CUTS["A5"][1], "SK Pokja Contoh Mekar")
            _score(story, person, village, "berkas")
    other = _at_an_entry(story, "juri-dua", VILLAGE)
    other.misses(SCORES[VILLAGE]["mutu-berkas"][0])
    _take_on(story, "Telaah berkas dan web", "Wawancara")


def the_panel_interviews(story: Story) -> None:
    story.clock.set(date(2025, 2, 26))
    for village in (VILLAGE, RIVAL):
        first = _at_an_entry(story, "juri-satu", village)
        first.press("Undi pertanyaan")
        questions = first.main.locator("#wawancara li").all_inner_texts()
        assert len(questions) == len(set(questions)) == 10  # two of each of the five sections
        if village == VILLAGE:
            story.studio.take(first.page, "wawancara")
        _score(story, first, village, "wawancara")
        second = _at_an_entry(story, "juri-dua", village)
        assert second.main.locator("#wawancara li").all_inner_texts() == questions
        _score(story, second, village, "wawancara")
    _take_on(story, "Wawancara", "Verifikasi lapangan")


def the_secretary_plans_the_visits(story: Story) -> None:
    """In March and April 2025 nobody is visited in Ramadan, on the feast or on its joint leave; one day falls out."""
    story.clock.set(date(2025, 2, 27))
    secretary = _at_the_cycle(story, "sekretaris-contoh")
    secretary.follow("Rencana kunjungan")
    secretary.follow("Susun rencana")
    secretary.fill("Hari pertama", "2025-03-03")
    secretary.fill("Hari terakhir", "2025-04-25")
    secretary.choose("Ramadan", "Tidak ada kunjungan")
    secretary.fill("Desa paling banyak per tim dan hari", "1")
    secretary.fill("Titik berangkat Tim 1", "-6.90, 107.60")
    secretary.fill("Titik Contoh Mekar", "-6.40, 106.80")
    secretary.fill("Titik Misal Jaya", "-6.60, 106.90")
    secretary.press("Susun rencana")
    secretary.sees("Rencana tersusun. Periksa, lalu terbitkan.", "2 kunjungan")
    assert set(_planned(secretary)) == {"8 April 2025", "9 April 2025"}
    secretary.press("Terbitkan rencana")
    secretary.choose("Hari", "9 April 2025")
    secretary.fill("Alasan", "Tim bertugas di tempat lain")
    secretary.press("Susun ulang")
    days = _planned(secretary)
    assert "9 April 2025" not in days
    assert "8 April 2025" in days  # who did not have to move stays
    assert all(_may_be_visited(day) for day in days)
    secretary.press("Terbitkan rencana")
    story.studio.take(secretary.page, "kunjungan")
    story.visit = {name: day for day, name in days.items()}

    lurah = story.person("lurah-mekar")
    lurah.follow_like("Contoh Mekar")
    lurah.follow_like("Kunjungan tim penilai")
    lurah.sees(story.visit[NAMES[VILLAGE]])
    lurah.misses(NAMES[RIVAL])
    story.studio.take(lurah.page, "kunjungan-desa")
    assert lurah.downloads(lurah.main.get_by_role("link", name="Simpan ke kalender")).startswith(b"BEGIN:VCALENDAR")


def _planned(secretary: Person) -> dict[str, str]:
    """Day → village, as the table of the plan says."""
    rows = secretary.main.get_by_role("region", name="Hari demi hari").locator("tbody tr")
    return {row.locator("th").inner_text(): row.locator("li strong").inner_text() for row in rows.all()}


def _may_be_visited(day: str) -> bool:
    """By the calendar of 2025, copied by hand: after the joint leave of the feast, no weekend, no Good Friday."""
    number, month, year = day.split()
    assert (month, year) == ("April", "2025")
    return int(number) >= 8 and int(number) not in (12, 13, 18, 19, 20) and int(number) <= 25


def the_panel_visits(story: Story) -> None:
    """On the spot with a phone; part of it without a signal."""
    for village, every in ((VILLAGE, 4), (RIVAL, 6)):
        day = int(story.visit[NAMES[village]].split()[0])
        story.clock.set(date(2025, 4, day), hour=10)
        for juror in JURORS:
            person = _at_an_entry(story, juror, village, PHONE)
            person.follow("Daftar periksa lapangan")
            _check(story, person, village, every)
            person.follow(NAMES[village], within=person.page.locator("nav[aria-label]"))
            _score(story, person, village, "lapangan")
    _take_on(story, "Verifikasi lapangan", "Rapat pleno juri")


def _check(story: Story, person: Person, village: str, every: int) -> None:
    """Fill in every so many items of the checklist, each juror other ones, the last of them without a signal."""
    items = person.main.locator("[data-item]").all()[JURORS.index(person.name) :: every]
    assert len(items) > 3
    for number, item in enumerate(items):
        code, result = item.get_attribute("data-item"), "partly" if number % 3 == 1 else "match"
        if number == len(items) - 2:
            person.context.set_offline(True)
        item.locator(f"input[value={result}]").check()
        story.checks.setdefault(village, {})[code] = result
    state = person.main.locator("[data-save-state]")
    expect(state).to_contain_text("Menunggu sinyal")
    if (village, person.name) == (VILLAGE, "juri-satu"):
        story.studio.take(person.page, "lapangan")
    person.context.set_offline(False)
    expect(state).to_contain_text("Tersimpan", timeout=30_000)
    person.look()


def the_chair_opens_the_scores(story: Story) -> None:
    """Only now everybody sees them; what stands apart is talked over and stays."""
    story.clock.set(date(2025, 4, 22))
    chair = _at_the_desk(story, "juri-satu")
    chair.follow("Rapat pleno")
    for _stage in range(6):  # three of each village
        chair.press("Buka nilai kepada panel")
    expect(chair.main.get_by_role("button", name="Buka nilai kepada panel")).to_have_count(0)
    chair.sees("perlu dibahas")
    chair.fill("Hasil pembahasan Komitmen", "Bukti komitmen OPD dibaca ulang bersama.")
    chair.press("Catat pembahasan")
    chair.sees("Dibahas:", "Kesepakatan juri")
    story.studio.take(chair.page, "pleno", beginning=chair.main.get_by_role("heading", name=NAMES[VILLAGE]))


def the_secretary_announces(story: Story) -> None:
    story.clock.set(date(2025, 4, 28))
    secretary = _at_the_cycle(story, "sekretaris-contoh")
    secretary.follow("Keputusan")
    secretary.fill("Nomor berita acara", "400/001/CONTOH/2025")
    secretary.fill("Tempat rapat", "Ibu kota Provinsi Contoh")
    secretary.press("Putuskan")
    expected = {village: _final(story, village) for village in (VILLAGE, RIVAL)}
    order = sorted(expected, key=lambda village: -expected[village])
    rows = secretary.main.locator("tbody tr").all()
    told = [
        (row.locator("td").first.inner_text(), row.locator("th").inner_text(), row.locator("td").last.inner_text())
        for row in rows
    ]
    assert told == [(str(n), NAMES[one], f"{expected[one]:.2f}".replace(".", ",")) for n, one in enumerate(order, 1)]
    assert order[0] == VILLAGE
    story.studio.take(secretary.page, "keputusan")
    minutes = secretary.downloads(secretary.main.get_by_role("link", name="Unduh berita acara"))
    assert minutes.startswith(b"%PDF")

    lurah = story.person("lurah-mekar")
    lurah.follow_like("Contoh Mekar")
    lurah.follow_like("Penilaian mandiri")
    lurah.follow(CYCLE)
    lurah.follow("Umpan balik: Contoh Mekar")
    lurah.sees("peringkat 1 dari 2", "Yang paling menaikkan nilai", "Butir yang kehilangan poin")
    lurah.sees("Alasan keberatan, diterima sampai 2 Mei 2025")  # three working days; 1 May is a holiday
    story.studio.take(lurah.page, "umpan-balik")


def everybody_reads(story: Story) -> None:
    """Class with day and grade, the place won, the photo shown with consent; nobody's name."""
    guest = story.hire(width=PHONE)
    guest.open("")
    guest.follow("Kota Contoh")
    guest.follow_like("Contoh Mekar")
    guest.sees("Berkelanjutan", "30 September 2024", "Peringkat 1 dari 2", "Dapur bersama RW contoh", "6.771")
    expect(guest.main.locator(".grade").first).to_be_visible()
    photo = guest.main.locator("figure img")
    photo.scroll_into_view_if_needed()
    assert photo.evaluate("async image => { await image.decode(); return image.naturalWidth }") == 480
    names = [word for _account, _role, _where, full in PEOPLE for word in full.split()[1:]]
    guest.misses(*story.world.people, *names, ISSUER, "SK Pokja", "notula", *NOTES)
    table = guest.downloads(guest.main.get_by_role("link", name="Data terbuka (CSV)")).decode()
    assert "Berkelanjutan" in table
    assert not [name for name in (*story.world.people, *names) if name in table]
    story.studio.take(guest.page, "halaman-umum")


def the_record_holds(story: Story) -> None:
    """Every chain is whole, and the cycle computed anew from its record says the same."""
    call_command("verify_audit", stdout=io.StringIO(), stderr=io.StringIO())
    call_command("replay_cycle", Cycle.objects.get().code, stdout=io.StringIO())


def _final(story: Story, village: str) -> Decimal:
    """The final score, worked out here from what was typed and ticked: 35 + 30 + 35, rounded half up once."""
    proven = story.proven[village].values()
    verified = Fraction(sum(weight * share for weight, share in proven), 100 * sum(weight for weight, _share in proven))
    found = [WORTH[result] for result in story.checks[village].values()]
    mean = {name: sum(Fraction(one.replace(",", ".")) for one in both) / 2 for name, both in SCORES[village].items()}
    file = Fraction(70, 100) * verified + Fraction(30, 100) * mean["mutu-berkas"]
    talk = Fraction(40, 100) * mean["komitmen"] + Fraction(30, 100) * (mean["pengelolaan"] + mean["dampak"])
    field = Fraction(60, 100) * sum(found) * 100 / len(found) + Fraction(40, 100) * mean["pengamatan"]
    exact = Fraction(35, 100) * file + Fraction(30, 100) * talk + Fraction(35, 100) * field
    return Decimal(math.floor(exact * 100 + Fraction(1, 2))) / 100


def _at_the_cycle(story: Story, name: str) -> Person:
    person = story.person(name)
    person.follow_like("Siklus penilaian")
    person.follow(CYCLE)
    return person


def _at_the_desk(story: Story, juror: str, width: int = DESK) -> Person:
    person = story.person(juror, width)
    person.follow_like("Meja juri")
    person.follow(f"{CYCLE} 2025")
    return person


def _at_an_entry(story: Story, juror: str, village: str, width: int = DESK) -> Person:
    person = _at_the_desk(story, juror, width)
    person.follow(NAMES[village])
    return person


def _score(story: Story, person: Person, village: str, stage: str) -> None:
    """The juror's numbers of a stage, each beside its criterion's name."""
    for code, words in CRITERIA[stage].items():
        typed = SCORES[village][code][JURORS.index(person.name)]
        person.main.get_by_label(re.compile(rf"^{words}: nilai 0–100")).fill(typed)
    person.press("Simpan nilai")
    person.sees("Nilai tersimpan. Juri lain belum melihatnya.")


def _take_on(story: Story, stage: str, ahead: str) -> None:
    """The secretary takes both villages on to the next stage."""
    secretary = _at_the_cycle(story, "sekretaris-contoh")
    secretary.follow("Tahap peserta")
    secretary.follow_like(stage)
    for village in (VILLAGE, RIVAL):
        secretary.main.get_by_label(NAMES[village]).check()
    secretary.press(f"Majukan ke {ahead}")
    secretary.follow_like(ahead)
    secretary.sees(NAMES[VILLAGE], NAMES[RIVAL])


def _others_take_part(story: Story) -> None:
    """The neighbour waits for the nomination, the village of the other city is nominated: by others, not shown here."""
    cycle = Cycle.objects.get()
    for unit, share, city in ((story.world.neighbour, 8_000, ""), (story.world.rival, 9_000, OTHER_CITY)):
        entry = claims.submit(SYSTEM, entries.enter(SYSTEM, cycle, unit))
        rows = entry.items.filter(claimed_share__isnull=False)
        given = {one.item: one.claimed_share * share // 10_000 for one in rows}
        verifying.verify(SYSTEM, entry, [Verified(item, share, "Sebagian terbukti") for item, share in given.items()])
        entry = verifying.finish(SYSTEM, entry)
        story.proven[unit.region_id] = {
            one.item: (one.weight // 100, given.get(one.item, 0)) for one in entry.items.all()
        }
        if city:
            nominating.nominate(SYSTEM, cycle, city, [entry.pk])
