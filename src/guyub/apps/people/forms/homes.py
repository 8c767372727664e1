"""A family that moves, ends, splits, or becomes one with another."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.rights import Right
from guyub.apps.people import services
from guyub.apps.people.forms.base import AddressMixin, EventForm, member_field
from guyub.apps.people.models import Family, Relation
from guyub.apps.people.presentation import wording
from guyub.apps.territory.access import villages_with
from guyub.apps.territory.codes import Level
from guyub.apps.territory.models import Region

MOST_VILLAGES = 200


class MoveHomeForm(AddressMixin, EventForm):
    """The whole family lives somewhere else from now on, inside the territory of who records it."""

    slug = "pindah-rumah"
    title = gettext_lazy("Pindah rumah")
    lead = gettext_lazy("Seluruh keluarga pindah ke alamat lain di wilayah Anda. Alamat lama tetap tersimpan.")

    village = forms.ChoiceField(label=gettext_lazy("Desa atau kelurahan"))
    field_order = ["day", "village", "rw", "rt", "address", "hamlet"]

    def prepare(self) -> None:
        villages = Region.objects.filter(villages_with(self.actor, Right.EDIT_PEOPLE), level=Level.VILLAGE)
        self.fields["village"].choices = [(one.code, one.name) for one in villages.order_by("code")[:MOST_VILLAGES]]
        self.fields["village"].initial = self.family.village_id
        if len(self.fields["village"].choices) < 2:
            self.fields["village"].widget = forms.HiddenInput()
        self.fields["day"].label = gettext_lazy("Tanggal pindah")
        self.fields["day"].help_text = ""

    def clean(self) -> dict[str, Any]:
        """An address that is nowhere is no move."""
        typed = super().clean()
        if not self.errors and not self.has_address:
            raise forms.ValidationError(_("Isi RW, RT, atau alamat yang baru."))
        return typed

    def consequences(self) -> list[str]:
        day = wording.birth_words(self.cleaned_data["day"])
        return [_("Semua anggota berpindah alamat mulai {day}.").format(day=day)]

    def perform(self) -> Family:
        place = self.place(self.cleaned_data["village"])
        services.move_home(self.actor, self.family, place, self.cleaned_data["day"])
        self.family.refresh_from_db()
        return self.family


class MoveOutForm(EventForm):
    """The whole family leaves."""

    slug = "pindah-keluar"
    title = gettext_lazy("Keluarga pindah keluar")
    lead = gettext_lazy("Untuk keluarga yang meninggalkan desa ini.")

    def prepare(self) -> None:
        self.fields["day"].label = gettext_lazy("Tanggal pindah")
        self.fields["day"].help_text = ""

    def consequences(self) -> list[str]:
        return [
            _("Keluarga ini tidak lagi dihitung mulai {day}.").format(
                day=wording.birth_words(self.cleaned_data["day"])
            ),
            _("Catatannya tetap tersimpan di daftar keluarga yang sudah pindah."),
        ]

    def perform(self) -> Family:
        services.move_out(self.actor, self.family, self.cleaned_data["day"])
        return self.family


class SplitForm(AddressMixin, EventForm):
    """Some members become a family of their own."""

    slug = "pecah"
    title = gettext_lazy("Pecah menjadi dua keluarga")
    lead = gettext_lazy("Untuk anggota yang membentuk keluarga sendiri. Perkawinan dicatat lewat Perkawinan.")

    people = forms.MultipleChoiceField(
        label=gettext_lazy("Siapa yang membentuk keluarga baru"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih sedikitnya satu orang.")},
    )
    head = member_field(
        gettext_lazy("Kepala keluarga yang baru"), gettext_lazy("Salah satu dari yang dipilih di atas.")
    )
    field_order = ["people", "head", "day", "rw", "rt", "address", "hamlet"]

    def prepare(self) -> None:
        others = [pair for pair in self.choices(empty=False) if self.member(pair[0]).relation != Relation.HEAD]
        self.fields["people"].choices = others
        self.fields["head"].choices = [("", "—"), *others]
        self.fields["address"].help_text = gettext_lazy("Kosongkan RW, RT, dan alamat bila tetap serumah.")

    def clean(self) -> dict[str, Any]:
        """The new head is one of those who leave."""
        typed = super().clean()
        if typed.get("head") and typed.get("people") and typed["head"] not in typed["people"]:
            self.add_error("head", _("Kepala keluarga yang baru harus salah satu dari yang dipilih."))
        return typed

    def consequences(self) -> list[str]:
        names = ", ".join(self.member(code).name for code in self.cleaned_data["people"])
        head = self.member(self.cleaned_data["head"]).name
        home = _("Alamatnya baru.") if self.has_address else _("Keduanya tetap serumah.")
        return [_("Keluarga baru: {names}, dengan kepala keluarga {head}.").format(names=names, head=head), home]

    def perform(self) -> Family:
        typed = self.cleaned_data
        people = [self.member(code).person for code in typed["people"]]
        place = self.place(self.family.village_id) if self.has_address else None
        head = self.member(typed["head"]).person
        return services.split_family(self.actor, self.family, people, head, typed["day"], place=place)


class JoinForm(EventForm):
    """Two families become one: this one stays, the other ends."""

    slug = "gabung"
    title = gettext_lazy("Gabung dengan keluarga lain")
    lead = gettext_lazy("Keluarga lain masuk ke keluarga ini. Kepala keluarga ini tetap.")

    other = forms.CharField(
        label=gettext_lazy("Kode keluarga yang masuk"),
        max_length=11,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=gettext_lazy("Huruf K dan sepuluh tanda. Kodenya ada di daftar dan di halaman keluarga itu."),
        error_messages={"required": gettext_lazy("Isi kode keluarganya.")},
    )
    field_order = ["other", "day"]

    def clean_other(self) -> Family:
        """A family that still exists, in the territory of who records it."""
        code = self.cleaned_data["other"].strip().upper()
        families = Family.objects.editable_by(self.actor).filter(until=None).exclude(pk=self.family.pk)
        other = families.select_related("head").filter(code=code).first()
        if other is None:
            raise forms.ValidationError(_("Tidak ada keluarga dengan kode ini di wilayah Anda. Periksa kodenya."))
        return other

    def summary(self) -> list[tuple[str, str]]:
        other = self.cleaned_data["other"]
        head = other.head.name if other.head else ""
        return [(str(self.fields["other"].label), f"{other.code} {head}".strip()), *super().summary()[1:]]

    def consequences(self) -> list[str]:
        code = self.cleaned_data["other"].code
        return [_("Semua anggota keluarga {code} menjadi anggota keluarga ini; {code} berakhir.").format(code=code)]

    def perform(self) -> Family:
        services.join_families(self.actor, self.family, self.cleaned_data["other"], self.cleaned_data["day"])
        return self.family
