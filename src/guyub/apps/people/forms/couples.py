"""Marriage and divorce."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.people import services
from guyub.apps.people.forms.base import AddressMixin, EventForm, member_field
from guyub.apps.people.forms.fields import OPPOSITE, NameField, NikField, birth_field
from guyub.apps.people.forms.lookup import one_person
from guyub.apps.people.models import Family, Marital, Membership, Person, Relation, Sex
from guyub.apps.people.services import NewMember

HERE, THERE, NEW = "here", "there", "new"
PARTNER = frozenset({"partner", "new_name", "new_birth", "new_nik"})


class MarriageForm(AddressMixin, EventForm):
    """A member marries someone on record, or someone who is entered with the marriage."""

    slug = "perkawinan"
    title = gettext_lazy("Perkawinan")
    lead = gettext_lazy("Pasangan yang belum terdaftar dapat langsung dicatat di sini.")

    person = member_field(gettext_lazy("Siapa yang kawin"))
    partner = forms.CharField(
        label=gettext_lazy("Pasangannya, bila sudah terdaftar"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Nama, atau kode orang (huruf P dan sepuluh tanda)."),
    )
    new_name = NameField(
        label=gettext_lazy("Atau nama pasangan yang belum terdaftar"),
        required=False,
        help_text=gettext_lazy("Nama lengkap."),
    )
    new_birth = birth_field()
    new_nik = NikField()
    where = forms.ChoiceField(
        label=gettext_lazy("Pasangan ini tinggal"),
        widget=forms.RadioSelect,
        choices=[
            (NEW, gettext_lazy("sebagai keluarga baru")),
            (HERE, gettext_lazy("dalam keluarga ini")),
            (THERE, gettext_lazy("dalam keluarga pasangannya")),
        ],
        help_text=gettext_lazy("Satu keluarga hanya memuat satu pasangan, dan pasangan itu yang mengepalainya."),
        error_messages={"required": gettext_lazy("Pilih salah satu.")},
    )
    bringing = forms.MultipleChoiceField(
        label=gettext_lazy("Yang ikut serta, misalnya anak"), widget=forms.CheckboxSelectMultiple, required=False
    )
    new_head = member_field(
        gettext_lazy("Kepala keluarga ini sesudahnya"),
        gettext_lazy("Hanya bila kepala keluarga yang kawin dan pindah, dan masih ada anggota lain."),
        required=False,
    )
    field_order = [
        "person", "partner", "new_name", "new_birth", "new_nik", "day", "where", "rw", "rt", "address", "hamlet",
        "bringing", "new_head",
    ]  # fmt: skip

    def prepare(self) -> None:
        free = {one.person.code for one in self.view.members if one.marital != Marital.MARRIED}
        self.fields["person"].choices = [pair for pair in self.choices() if not pair[0] or pair[0] in free]
        self.fields["bringing"].choices = self.choices(empty=False)
        self.fields["new_head"].choices = self.choices()
        if len(self.view.members) < 2:
            del self.fields["bringing"], self.fields["new_head"]
        self.fields["day"].label = gettext_lazy("Tanggal perkawinan")
        self.fields["day"].help_text = ""
        self.fields["new_birth"].label = gettext_lazy("Tanggal lahir pasangan yang belum terdaftar")
        self.fields["new_birth"].help_text = ""
        self.fields["new_nik"].label = gettext_lazy("NIK pasangan yang belum terdaftar")
        self.fields["address"].help_text = gettext_lazy("Hanya untuk keluarga baru. Kosongkan bila tetap di rumah ini.")

    def clean(self) -> dict[str, Any]:
        """The partner is on record, or new, and not both."""
        typed = super().clean()
        self.other: Person | NewMember | None = None
        if not typed.get("person") or PARTNER.intersection(self.errors):
            return typed  # what was refused is not there to be looked at
        if bool(typed.get("partner")) == bool(typed.get("new_name")):
            self.add_error("partner", _("Isi pasangan yang sudah terdaftar, atau nama pasangan yang belum terdaftar."))
            return typed
        sex = OPPOSITE[Sex(self.member(typed["person"]).sex)]
        try:
            self.other = self._known(typed["partner"], sex) if typed["partner"] else self._new(typed, sex)
        except forms.ValidationError as error:
            self.add_error("partner", error)
        if typed.get("where") == THERE and typed["new_name"]:
            self.add_error("where", _("Pasangan yang belum terdaftar belum punya keluarga di sini."))
        return typed

    def _known(self, text: str, sex: int) -> Person:
        free = Q(sex=sex) & ~Q(marital=Marital.MARRIED) & Q(state__in=[Person.State.LIVING, Person.State.LEFT])
        return one_person(self.actor, self.family.village_id, text, free)

    def _new(self, typed: dict[str, Any], sex: int) -> NewMember:
        relation = Relation.WIFE if sex == Sex.FEMALE else Relation.HEAD
        birth, nik = typed.get("new_birth"), typed.get("new_nik", "")
        return NewMember(typed["new_name"], sex, relation, birth_date=birth, marital=Marital.NEVER, nik=nik)

    def summary(self) -> list[tuple[str, str]]:
        own = str(self.fields["partner"].label)
        if not isinstance(self.other, Person):
            return super().summary()
        partner = f"{self.other.name} ({self.other.code})"
        return [(label, partner if label == own else words) for label, words in super().summary()]

    def consequences(self) -> list[str]:
        assert self.other is not None
        name, other = self.member(self.cleaned_data["person"]).name, self.other.name
        home = {
            NEW: _("Keduanya membentuk keluarga baru dan tidak lagi dihitung di keluarga lamanya."),
            HERE: _("{name} menjadi anggota keluarga ini.").format(name=other),
            THERE: _("{name} pindah ke keluarga pasangannya.").format(name=name),
        }
        married = _("Status {name} dan {other} menjadi kawin.").format(name=name, other=other)
        return [married, home[self.cleaned_data["where"]]]

    def perform(self) -> Family:
        typed, own = self.cleaned_data, self.member(self.cleaned_data["person"])
        wife, husband = (own.person, self.other) if own.sex == Sex.FEMALE else (self.other, own.person)
        heir = self.member(typed["new_head"]).person if typed.get("new_head") else None
        bringing = [self.member(code).person for code in typed.get("bringing", ()) if code != own.person.code]
        return services.record_marriage(
            self.actor,
            wife,
            husband,
            typed["day"],
            self._into(),
            bringing=bringing,
            heirs={self.family.pk: heir} if heir else None,
        )

    def _into(self) -> Any:
        where = self.cleaned_data["where"]
        if where == HERE:
            return self.family
        if where == THERE:
            own = Membership.objects.select_related("family").filter(person=self.other, until=None).first()
            return own.family if own else self.view.place
        return self.place(self.family.village_id) if self.has_address else self.view.place


class DivorceForm(AddressMixin, EventForm):
    """The couple of this family parts; one of the two leaves, where both stand on the form."""

    slug = "perceraian"
    title = gettext_lazy("Perceraian")
    lead = gettext_lazy("Satu orang keluar dari keluarga ini; yang lain dan anak tetap, kecuali ikut serta.")

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
    bringing = forms.MultipleChoiceField(
        label=gettext_lazy("Anak yang ikut"), widget=forms.CheckboxSelectMultiple, required=False
    )
    field_order = ["day", "leaver", "bringing", "stays", "rw", "rt", "address", "hamlet"]

    def prepare(self) -> None:
        couple = self.view.couple
        ids = (couple.wife_id, couple.husband_id) if couple else ()
        pair = {one.person.code for one in self.view.members if one.person.pk in ids}
        self.fields["leaver"].choices = [choice for choice in self.choices(empty=False) if choice[0] in pair]
        self.fields["bringing"].choices = [choice for choice in self.choices(empty=False) if choice[0] not in pair]
        self.fields["day"].label = gettext_lazy("Tanggal cerai")
        self.fields["day"].help_text = ""
        self.fields["address"].help_text = gettext_lazy("Alamat yang baru, bila tinggal di desa ini.")
        if len(pair) < 2:  # the other one is not here: nobody has to leave
            for name in ("leaver", "stays", "bringing", "rw", "rt", "address", "hamlet"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Without a couple there is no divorce."""
        if self.view.couple is None:
            raise forms.ValidationError(_("Tidak ada pasangan di keluarga ini."))
        return super().clean()

    def clean_rt(self) -> str:
        """Not asked where nobody leaves."""
        return super().clean_rt() if "rt" in self.fields else ""

    def consequences(self) -> list[str]:
        code = self.cleaned_data.get("leaver")
        if not code:
            return [_("Pasangan di keluarga ini tercatat cerai hidup.")]
        leaver = self.member(code)
        pair = [one for one in (leaver, self.spouse_of(leaver)) if one is not None]
        found = [_("Status {name} menjadi cerai hidup.").format(name=one.name) for one in pair]
        if self.cleaned_data["stays"]:
            return [*found, _("{name} menjadi kepala keluarga sendiri di desa ini.").format(name=leaver.name)]
        return [*found, _("{name} dicatat pindah keluar.").format(name=leaver.name)]

    def perform(self) -> Family:
        typed, to = self.cleaned_data, None
        if typed.get("stays"):
            to = self.place(self.family.village_id) if self.has_address else self.view.place
        leaver = self.member(typed["leaver"]).person if typed.get("leaver") else None
        bringing = [self.member(code).person for code in typed.get("bringing", ())]
        services.record_divorce(self.actor, self.view.couple, typed["day"], leaver, to, bringing=bringing)
        return self.family
