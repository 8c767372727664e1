"""The whole article in a real browser: from the coordination meeting to the verdict and the page for everybody.

A made-up kelurahan with the figures of the public case is chosen to represent its city. Seven roles do their part by
clicking: lurah, pokja operator, officer of a department, city verifier, provincial secretary, two jurors; then the
public looks. The clock of the site is that of the story, October 2024 to April 2025.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from playwright.sync_api import Browser, expect

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.appraisal.models import Cycle
from guyub.apps.appraisal.services import claims, entries, nominating, verifying
from guyub.apps.appraisal.services.verifying import Verified
from guyub.data import load_instrument
from tests.apps.evidence import samples
from tests.browser.article_people import Clock, Hire, Person, Studio
from tests.browser.article_world import NAMES, NEIGHBOUR, OTHER_CITY, VILLAGE, World, lay_world
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
PHONES = ("lurah-mekar", "operator-mekar")


@dataclass
class Story:
    """What the steps share: the world, its people with their browsers, the clock, and what was read on the way."""

    world: World
    clock: Clock
    studio: Studio
    hire: Hire
    known: dict[str, Person] = field(default_factory=dict)
    proven: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)  # village → item → weight, share

    def person(self, name: str) -> Person:
        """Somebody at the first page, signed in; on a phone in the village, at a desk elsewhere."""
        if name not in self.known:
            self.known[name] = self.hire(name, PHONE if name in PHONES else DESK)
        self.known[name].enter()
        return self.known[name]


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
    story.studio.take(city.page, "rakor-agenda")
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
    story.studio.take(lurah.page, "janji-opd")


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
    story.studio.take(operator.page, "bukti-unggah")
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
    story.studio.take(lurah.page, "penilaian-mandiri")
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
    operator.follow("Mandiri: Contoh Mekar")
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
    story.studio.take(city.page, "pengusulan")
    minutes = city.main.get_by_role("link", name="Unduh berita acara (PDF)")
    assert city.downloads(minutes).startswith(b"%PDF")
    lurah = story.person("lurah-mekar")
    lurah.follow_like("Siklus penilaian")
    lurah.follow(CYCLE)
    lurah.sees("Telaah berkas dan web")


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
