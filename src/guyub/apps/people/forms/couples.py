"""Marriage and divorce."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.people import services
from guyub.apps.people.forms.base import AddressMixin, EventForm, member_field
from guyub.apps.people.forms.fields import OPPOSITE
from guyub.apps.people.models import Family, Marital, Membership, Person, Sex
from guyub.apps.people.presentation import wording
from guyub.domain.families.names import name_key

HERE, THERE, NEW = "here", "there", "new"
MOST_NAMESAKES = 5


class MarriageForm(AddressMixin, EventForm):
    """A member marries someone who is registered too."""

    slug = "perkawinan"
    title = gettext_lazy("Perkawinan")
    lead = gettext_lazy("Kedua orang harus sudah terdaftar. Pasangan dari luar: daftarkan dulu sebagai anggota baru.")

    person = member_field(gettext_lazy("Siapa yang kawin"))
    partner = forms.CharField(
        label=gettext_lazy("Pasangannya"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Nama, atau kode orang (huruf P dan sepuluh tanda)."),
        error_messages={"required": gettext_lazy("Isi nama atau kode pasangannya.")},
    )
    where = forms.ChoiceField(
        label=gettext_lazy("Pasangan ini tinggal"),
        widget=forms.RadioSelect,
        choices=[
            (NEW, gettext_lazy("sebagai keluarga baru")),
            (HERE, gettext_lazy("dalam keluarga ini")),
            (THERE, gettext_lazy("dalam keluarga pasangannya")),
        ],
        help_text=gettext_lazy("Satu keluarga hanya memuat satu pasangan."),
        error_messages={"required": gettext_lazy("Pilih salah satu.")},
    )
    field_order = ["person", "partner", "day", "where", "rw", "rt", "address", "hamlet"]

    def prepare(self) -> None:
        free = {one.person.code for one in self.view.members if one.marital != Marital.MARRIED}
        self.fields["person"].choices = [pair for pair in self.choices() if not pair[0] or pair[0] in free]
        self.fields["day"].label = gettext_lazy("Tanggal perkawinan")
        self.fields["day"].help_text = ""
        self.fields["address"].help_text = gettext_lazy("Hanya untuk keluarga baru. Kosongkan bila tetap di rumah ini.")

    def clean(self) -> dict[str, Any]:
        """The partner is one person of the other sex, registered in the territory, and not married."""
        typed = super().clean()
        if not typed.get("person") or not typed.get("partner"):
            return typed
        own = self.member(typed["person"]).person
        found = self._partners(typed["partner"], own)
        if len(found) == 1:
            self.cleaned_partner = found[0]
        elif not found:
            self.add_error("partner", _("Tidak ada orang yang belum kawin dengan nama atau kode ini di wilayah Anda."))
        else:
            self.add_error("partner", self._which(found))
        return typed

    def _partners(self, text: str, own: Person) -> list[Person]:
        people = Person.objects.editable_by(self.actor).filter(state=Person.State.LIVING, sex=OPPOSITE[own.sex])
        people = people.exclude(marital=Marital.MARRIED)
        by_code = list(people.filter(code=text.strip().upper())[:1])
        if by_code:
            return by_code
        key = name_key(text)
        if not key:
            return []
        named = people.filter(village_id=self.family.village_id, name_key__contains=key).order_by("name_key", "pk")
        exact = [one for one in named[: 10 * MOST_NAMESAKES] if one.name_key == key]
        return exact if len(exact) == 1 else list(named[: MOST_NAMESAKES + 1])

    def _which(self, found: list[Person]) -> str:
        named = [
            f"{one.name} ({', '.join(filter(None, [one.code, wording.place_words(one.rw, one.rt)]))})"
            for one in found[:MOST_NAMESAKES]
        ]
        more = "; …" if len(found) > MOST_NAMESAKES else ""
        return _("Ada beberapa orang. Ketik kodenya: {names}").format(names="; ".join(named) + more)

    def summary(self) -> list[tuple[str, str]]:
        own = str(self.fields["partner"].label)
        partner = f"{self.cleaned_partner.name} ({self.cleaned_partner.code})"
        return [(label, partner if label == own else words) for label, words in super().summary()]

    def consequences(self) -> list[str]:
        name, other = self.member(self.cleaned_data["person"]).name, self.cleaned_partner.name
        home = {
            NEW: _("Keduanya membentuk keluarga baru dan tidak lagi dihitung di keluarga lamanya."),
            HERE: _("{name} menjadi anggota keluarga ini.").format(name=other),
            THERE: _("{name} pindah ke keluarga pasangannya.").format(name=name),
        }
        married = _("Status {name} dan {other} menjadi kawin.").format(name=name, other=other)
        return [married, home[self.cleaned_data["where"]]]

    def perform(self) -> Family:
        own = self.member(self.cleaned_data["person"]).person
        wife, husband = (own, self.cleaned_partner) if own.sex == Sex.FEMALE else (self.cleaned_partner, own)
        couple = services.record_marriage(self.actor, wife, husband, self.cleaned_data["day"], self._into())
        return getattr(couple, "family", self.family)

    def _into(self) -> Any:
        where = self.cleaned_data["where"]
        if where == HERE:
            return self.family
        if where == THERE:
            own = Membership.objects.select_related("family").filter(person=self.cleaned_partner, until=None).first()
            return own.family if own else self.family
        return self.place(self.family.village_id) if self.has_address else self.view.place


class DivorceForm(AddressMixin, EventForm):
    """The couple of this family parts; one of the two leaves."""

    slug = "perceraian"
    title = gettext_lazy("Perceraian")
    lead = gettext_lazy("Satu orang keluar dari keluarga ini. Anak tetap di sini kecuali dicatat pindah.")

    leaver = forms.ChoiceField(
        label=gettext_lazy("Siapa yang keluar"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih salah satu.")},
    )
    stays = forms.BooleanField(
        label=gettext_lazy("Tinggal di desa ini sebagai keluarga sendiri"),
        required=False,
        help_text=gettext_lazy("Kosongkan bila pindah keluar desa."),
    )
    field_order = ["day", "leaver", "stays", "rw", "rt", "address", "hamlet"]

    def prepare(self) -> None:
        couple = self.view.couple
        ids = (couple.wife_id, couple.husband_id) if couple else ()
        pair = {one.person.code for one in self.view.members if one.person.pk in ids}
        self.fields["leaver"].choices = [choice for choice in self.choices(empty=False) if choice[0] in pair]
        self.fields["day"].label = gettext_lazy("Tanggal cerai")
        self.fields["day"].help_text = ""
        self.fields["address"].help_text = gettext_lazy("Alamat yang baru, bila tinggal di desa ini.")

    def clean(self) -> dict[str, Any]:
        """Without a couple there is no divorce."""
        if self.view.couple is None:
            raise forms.ValidationError(_("Tidak ada pasangan di keluarga ini."))
        return super().clean()

    def consequences(self) -> list[str]:
        leaver = self.member(self.cleaned_data["leaver"])
        spouse = self.spouse_of(leaver)
        found = [
            _("Status {name} menjadi cerai hidup.").format(name=one.name) for one in (leaver, spouse) if one is not None
        ]
        if self.cleaned_data["stays"]:
            return [*found, _("{name} menjadi keluarga sendiri di desa ini.").format(name=leaver.name)]
        return [*found, _("{name} dicatat pindah keluar.").format(name=leaver.name)]

    def perform(self) -> Family:
        to = None
        if self.cleaned_data["stays"]:
            to = self.place(self.family.village_id) if self.has_address else self.view.place
        leaver = self.member(self.cleaned_data["leaver"]).person
        services.record_divorce(self.actor, self.view.couple, self.cleaned_data["day"], leaver, to)
        return self.family
