"""Codes, ages and places of people in words."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from guyub import language as words
from guyub.apps.people.models import Family, Marital, Person, Relation, Sex
from guyub.apps.ui.templatetags.ui import page_language
from guyub.domain.families.members import completed_months

MONTHS = 12
AGE_IN_MONTHS_BELOW = 5  # years: cadres say the age of small children in months

SEXES = {Sex.MALE: gettext_lazy("Laki-laki"), Sex.FEMALE: gettext_lazy("Perempuan")}
MARITAL = {
    Marital.NEVER: gettext_lazy("Belum kawin"),
    Marital.MARRIED: gettext_lazy("Kawin"),
    Marital.DIVORCED: gettext_lazy("Cerai hidup"),
    Marital.WIDOWED: gettext_lazy("Cerai mati"),
}
RELATIONS = {
    Relation.HEAD: gettext_lazy("Kepala keluarga"),
    Relation.WIFE: gettext_lazy("Istri"),
    Relation.CHILD: gettext_lazy("Anak"),
    Relation.OTHER: gettext_lazy("Lainnya"),
}
STATES = {
    Person.State.LIVING: gettext_lazy("Hidup"),
    Person.State.DEAD: gettext_lazy("Meninggal"),
    Person.State.LEFT: gettext_lazy("Pindah"),
    Person.State.MERGED: gettext_lazy("Digabung dengan catatan lain"),
    Person.State.ERASED: gettext_lazy("Data pribadi dihapus"),
}
BIRTH_KNOWN = {
    Person.BirthKnown.DAY: gettext_lazy("Tanggal, bulan, dan tahun"),
    Person.BirthKnown.MONTH: gettext_lazy("Bulan dan tahun saja"),
    Person.BirthKnown.YEAR: gettext_lazy("Tahun saja"),
}
ENDS = {
    Family.Ended.LEFT: gettext_lazy("Keluarga ini sudah pindah."),
    Family.Ended.JOINED: gettext_lazy("Keluarga ini sudah bergabung dengan keluarga lain."),
    Family.Ended.DIED: gettext_lazy("Semua anggota keluarga ini sudah meninggal."),
    Family.Ended.MISTAKE: gettext_lazy("Keluarga ini salah catat."),
}
DUPLICATE_REASONS: dict[str, str | Promise] = {
    "same-nik": gettext_lazy("NIK sama"),
    "other-nik": gettext_lazy("NIK berbeda"),
    "same-name": gettext_lazy("nama sama"),
    "like-name": gettext_lazy("nama mirip"),
    "same-birth": gettext_lazy("tanggal lahir sama"),
    "like-birth": gettext_lazy("tanggal lahir mirip"),
    "same-mother": gettext_lazy("ibu sama"),
}
FIELDS: dict[str, str | Promise] = {
    "name": gettext_lazy("nama"),
    "sex": gettext_lazy("jenis kelamin"),
    "birth_date": gettext_lazy("tanggal lahir"),
    "birth_known": gettext_lazy("ketelitian tanggal lahir"),
    "marital": gettext_lazy("status perkawinan"),
    "mother": gettext_lazy("ibu kandung"),
    "mother_name": gettext_lazy("nama ibu"),
    "relation": gettext_lazy("hubungan dengan kepala keluarga"),
    "nik": gettext_lazy("NIK"),
    "kk": gettext_lazy("nomor KK"),
    "kk_number": gettext_lazy("nomor KK"),
    "rw": gettext_lazy("RW"),
    "rt": gettext_lazy("RT"),
    "address": gettext_lazy("alamat"),
    "hamlet": gettext_lazy("dusun atau lingkungan"),
    "decile": gettext_lazy("desil kesejahteraan"),
    "since": gettext_lazy("tanggal terdaftar"),
}


def shown_name(name: str, code: str) -> str:
    """A name, or what stands for it where the personal data were erased."""
    return name or _("Data dihapus ({code})").format(code=code)


def age_words(birth: date | None, day: date, known: str = "day") -> str:
    """Age on a day: "34 tahun", for small children "17 bulan"; "sekitar" where the birth date is not exact."""
    if birth is None or birth > day:
        return ""
    months = completed_months(birth, day)
    if months < AGE_IN_MONTHS_BELOW * MONTHS and known != Person.BirthKnown.YEAR:
        text = ngettext("{n} bulan", "{n} bulan", months).format(n=months)
    else:
        years = months // MONTHS
        text = ngettext("{n} tahun", "{n} tahun", years).format(n=years)
    return text if known == Person.BirthKnown.DAY else _("sekitar {age}").format(age=text)


def birth_words(birth: date | None, known: str = "day") -> str:
    """The birth date as far as it is known: "31 Mei 1990", "Mei 1990", "1990"."""
    if birth is None:
        return ""
    day, month, year = words.format_date(birth, page_language()).split(" ")
    if known == Person.BirthKnown.YEAR:
        return year
    return f"{month} {year}" if known == Person.BirthKnown.MONTH else f"{day} {month} {year}"


def place_words(rw: str, rt: str) -> str:
    """RW and RT for a sentence: "RW 005 / RT 012"; empty where unknown."""
    if not rw:
        return ""
    return f"RW {rw} / RT {rt}" if rt else f"RW {rw}"


def field_words(names: list[str]) -> str:
    """Names of fields for a sentence."""
    return ", ".join(str(FIELDS.get(name, name)) for name in names)


def duplicate_reason(code: str) -> str:
    """Why two entries may be one human being, in words."""
    return str(DUPLICATE_REASONS.get(code, code))
