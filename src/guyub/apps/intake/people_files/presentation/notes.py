"""What stands beside the rows of an exported workbook: where they come from, of which day, and what is left out."""

from datetime import date

from django.utils.translation import gettext as _

from guyub.apps.documents.tables import Notes
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import grade_word, page_language
from guyub.data.questionnaires import load_questionnaire
from guyub.language import format_date


def member_notes(village: Region, rw: str, day: date, *, personal: bool, full: bool) -> Notes:
    """Of the file of families and members. ``personal``, ``full``: as the wish says it."""
    masked = _("Tidak ada nama, NIK, nomor KK, alamat, atau tanggal lahir; sebagai gantinya umur.")
    if full:
        masked = _("Tidak ada yang disamarkan: NIK dan nomor KK lengkap. Simpan di tempat yang aman.")
    elif personal:
        masked = _("NIK dan nomor KK: hanya enam angka pertama.")
    return [
        *_origin(village, rw, day),
        (_("Isi"), _("Satu baris tiap anggota; jawaban keluarga di baris pertama keluarganya.")),
        _form(),
        (_("Disamarkan"), masked),
        (_("Diimpor lagi"), _("Lembar Data dapat diimpor lagi tanpa mengubah apa pun; lembar ini tidak dibaca.")),
    ]


def recap_notes(village: Region, rw: str, day: date) -> Notes:
    """Of the recap of each RW."""
    pus = _("PUS: pasangan usia subur, istri 15–49 tahun. Terdata: wawancaranya sudah selesai.")
    return [
        *_origin(village, rw, day),
        (_("Isi"), _("Satu baris tiap RW dan satu untuk semuanya; keluarga yang dapat dilihat pengunduh.")),
        (_("Istilah"), pus),
        (_("Disamarkan"), _("Hanya jumlah; tidak ada nama atau nomor orang.")),
    ]


def _origin(village: Region, rw: str, day: date) -> Notes:
    place = f"{village.name} ({village.code})" + (f", RW {rw}" if rw else "")
    return [
        (_("Sumber"), _("Registrasi keluarga Guyub dan wawancara terakhir tiap keluarga.")),
        (_("Wilayah"), place),
        (_("Keadaan per"), format_date(day, page_language())),
    ]


def _form() -> tuple[str, str]:
    """The questionnaire whose codes head the columns, how sure it is, and where it comes from."""
    form, language = load_questionnaire(), page_language()
    name, source = form.name.in_language(language), form.source.in_language(language)
    return _("Aturan"), f"{name} ({form.id}), {grade_word(form.grade)}: {source}"
