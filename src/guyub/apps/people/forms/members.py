"""People who come into a family and leave it: birth, arrival, death, moving out; and who heads it."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.people import services
from guyub.apps.people.forms.base import EventForm, member_field
from guyub.apps.people.forms.fields import (
    CodeChoice,
    NameField,
    NikField,
    birth_field,
    birth_known_field,
    marital_field,
    sex_field,
)
from guyub.apps.people.forms.lookup import one_person
from guyub.apps.people.models import Family, Person, Relation, Sex
from guyub.apps.people.presentation import wording
from guyub.apps.people.services import MemberView, NewMember
from guyub.domain.families.form import YOUNGEST_MOTHER

BORN_INTO = {code: wording.RELATIONS[code] for code in (Relation.CHILD, Relation.OTHER)}
COMES_AS = {code: wording.RELATIONS[code] for code in (Relation.WIFE, Relation.CHILD, Relation.OTHER)}


class _NewMemberForm(EventForm):
    """Someone who is entered with the event; subclasses add their fields."""

    mother = member_field(
        gettext_lazy("Ibu kandung"), gettext_lazy("Bila ibunya anggota keluarga ini."), required=False
    )

    def prepare(self) -> None:
        women = {one.person.code for one in self.view.members if one.sex == Sex.FEMALE and self._is_of_age(one)}
        self.fields["mother"].choices = [pair for pair in self.choices() if pair[0] in women or not pair[0]]

    def _is_of_age(self, one: MemberView) -> bool:
        """Old enough to be the mother of anybody born by today, as the registry's rules ask."""
        return one.birth_date is None or self.today.year - one.birth_date.year >= YOUNGEST_MOTHER

    def new_member(self, **given: Any) -> NewMember:
        typed = self.cleaned_data
        mother = self.member(typed["mother"]).line if typed["mother"] else None
        return NewMember(typed["name"], typed["sex"], typed["relation"], nik=typed["nik"], mother=mother, **given)


class BirthForm(_NewMemberForm):
    """A child is born into the family."""

    slug = "kelahiran"
    title = gettext_lazy("Kelahiran")
    lead = gettext_lazy("Bayi langsung tercatat dengan kode sementara; NIK bisa menyusul.")

    name = NameField(
        label=gettext_lazy("Nama bayi"), help_text=gettext_lazy("Belum bernama? Tulis: Bayi, lalu nama ibu.")
    )
    sex = sex_field()
    relation = CodeChoice(BORN_INTO.items(), label=gettext_lazy("Hubungan dengan kepala keluarga"), initial=3)
    nik = NikField()
    field_order = ["day", "name", "sex", "mother", "relation", "nik"]

    def prepare(self) -> None:
        super().prepare()
        self.fields["day"].label = gettext_lazy("Tanggal lahir")
        self.fields["day"].help_text = ""

    def consequences(self) -> list[str]:
        return [_("{name} menjadi anggota keluarga sejak lahir.").format(name=self.cleaned_data["name"])]

    def perform(self) -> Family:
        day = self.cleaned_data["day"]
        services.record_birth(self.actor, self.family, self.new_member(birth_date=day, marital=1), day)
        return self.family


class ArrivalForm(_NewMemberForm):
    """Someone comes to live with the family, or was forgotten."""

    slug = "anggota-baru"
    title = gettext_lazy("Anggota baru")
    lead = gettext_lazy("Untuk orang yang datang dan belum terdaftar. Bayi dicatat lewat Kelahiran.")

    name = NameField()
    sex = sex_field()
    relation = CodeChoice(COMES_AS.items(), label=gettext_lazy("Hubungan dengan kepala keluarga"))
    birth_date = birth_field()
    birth_known = birth_known_field()
    marital = marital_field()
    nik = NikField()
    field_order = ["name", "sex", "relation", "birth_date", "birth_known", "marital", "mother", "nik", "day"]

    def prepare(self) -> None:
        super().prepare()
        self.fields["day"].label = gettext_lazy("Menjadi anggota sejak")
        self.fields["day"].help_text = ""

    def consequences(self) -> list[str]:
        return [_("{name} menjadi anggota keluarga ini.").format(name=self.cleaned_data["name"])]

    def perform(self) -> Family:
        typed = self.cleaned_data
        given = {name: typed[name] for name in ("birth_date", "birth_known", "marital")}
        services.add_member(self.actor, self.family, self.new_member(**given), typed["day"])
        return self.family


class ReturnForm(EventForm):
    """Someone on record who lives in no family comes to live with this one."""

    slug = "anggota-datang"
    title = gettext_lazy("Anggota datang")
    lead = gettext_lazy("Untuk orang yang sudah terdaftar dan pernah pindah. Yang belum terdaftar: Anggota baru.")

    who = forms.CharField(
        label=gettext_lazy("Siapa"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Nama, atau kode orang (huruf P dan sepuluh tanda)."),
        error_messages={"required": gettext_lazy("Isi nama atau kodenya.")},
    )
    relation = CodeChoice(COMES_AS.items(), label=gettext_lazy("Hubungan dengan kepala keluarga"))
    field_order = ["who", "relation", "day"]

    def clean_who(self) -> Person:
        """Someone who belongs to no family now."""
        free = Q(state__in=[Person.State.LIVING, Person.State.LEFT]) & ~Q(memberships__until=None)
        return one_person(self.actor, self.family.village_id, self.cleaned_data["who"], free)

    def summary(self) -> list[tuple[str, str]]:
        who = self.cleaned_data["who"]
        return [(str(self.fields["who"].label), f"{who.name} ({who.code})"), *super().summary()[1:]]

    def consequences(self) -> list[str]:
        return [_("{name} menjadi anggota keluarga ini.").format(name=self.cleaned_data["who"].name)]

    def perform(self) -> Family:
        typed = self.cleaned_data
        services.move_person_in(self.actor, typed["who"], self.family, typed["relation"], typed["day"])
        return self.family


class _LeavingForm(EventForm):
    """One member leaves the family; who leaves as head is replaced."""

    person = member_field(gettext_lazy("Siapa"))
    new_head = member_field(
        gettext_lazy("Kepala keluarga yang baru"),
        gettext_lazy("Hanya bila kepala keluarga yang pergi dan masih ada anggota lain."),
        required=False,
    )
    field_order = ["person", "day", "new_head"]

    def prepare(self) -> None:
        self.fields["person"].choices = self.choices()
        head = self.head.person.code if self.head else ""
        self.fields["new_head"].choices = [pair for pair in self.choices() if pair[0] != head]
        if len(self.view.members) < 2:
            del self.fields["new_head"]

    def clean(self) -> dict[str, Any]:
        """A head who leaves others behind needs a successor; nobody else does."""
        typed = super().clean()
        leaver, successor = typed.get("person"), typed.get("new_head")
        if not leaver:
            return typed
        if self.member(leaver).relation != Relation.HEAD:
            typed["new_head"] = ""
        elif len(self.view.members) > 1 and not successor:
            self.add_error("new_head", _("Pilih siapa yang menjadi kepala keluarga."))
        return typed

    @property
    def successor(self) -> Person | None:
        code = self.cleaned_data.get("new_head")
        return self.member(code).person if code else None

    def consequences(self) -> list[str]:
        leaver = self.member(self.cleaned_data["person"])
        day = wording.birth_words(self.cleaned_data["day"])
        found = [_("{name} tidak lagi dihitung dalam keluarga ini mulai {day}.").format(name=leaver.name, day=day)]
        if self.cleaned_data.get("new_head"):
            name = self.member(self.cleaned_data["new_head"]).name
            found.append(_("{name} menjadi kepala keluarga. Hubungan anggota lain disesuaikan.").format(name=name))
        if len(self.view.members) == 1:
            found.append(_("Tidak ada anggota lagi: keluarga ini berakhir."))
        return found


class DeathForm(_LeavingForm):
    """A member died."""

    slug = "kematian"
    title = gettext_lazy("Kematian")
    lead = gettext_lazy("Catatan orangnya tetap tersimpan, dengan hari meninggalnya.")

    def prepare(self) -> None:
        super().prepare()
        self.fields["person"].label = gettext_lazy("Yang meninggal")
        self.fields["day"].label = gettext_lazy("Tanggal meninggal")
        self.fields["day"].help_text = ""

    def consequences(self) -> list[str]:
        spouse = self.spouse_of(self.member(self.cleaned_data["person"]))
        widowed = [_("Status {name} menjadi cerai mati.").format(name=spouse.name)] if spouse else []
        return [*super().consequences(), *widowed]

    def perform(self) -> Family:
        gone = self.member(self.cleaned_data["person"]).person
        services.record_death(self.actor, gone, self.cleaned_data["day"], new_head=self.successor)
        return self.family


class LeavingForm(_LeavingForm):
    """A member moves out of the village's families."""

    slug = "anggota-pindah"
    title = gettext_lazy("Anggota pindah keluar")
    lead = gettext_lazy("Untuk satu orang yang pindah dan tidak membentuk keluarga baru di sini.")

    def perform(self) -> Family:
        gone = self.member(self.cleaned_data["person"]).person
        services.move_person_out(self.actor, gone, self.cleaned_data["day"], new_head=self.successor)
        return self.family


class HeadForm(EventForm):
    """Another member heads the family."""

    slug = "kepala-keluarga"
    title = gettext_lazy("Ganti kepala keluarga")
    lead = gettext_lazy("Kepala yang lama tetap menjadi anggota. Bila ia meninggal, catat lewat Kematian.")

    person = member_field(gettext_lazy("Kepala keluarga yang baru"))
    field_order = ["person", "day"]

    def prepare(self) -> None:
        head = self.head.person.code if self.head else ""
        self.fields["person"].choices = [pair for pair in self.choices() if pair[0] != head]

    def consequences(self) -> list[str]:
        name = self.member(self.cleaned_data["person"]).name
        return [_("{name} menjadi kepala keluarga. Hubungan anggota lain disesuaikan.").format(name=name)]

    def perform(self) -> Family:
        person = self.member(self.cleaned_data["person"]).person
        services.change_head(self.actor, self.family, person, self.cleaned_data["day"])
        return self.family
