"""What is typed about businesses: rupiah in big fields, asked once more where an amount is unlikely."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.growth.forms_eppgbm import PurposeForm
from guyub.apps.livelihoods.models import Business, BusinessNote, CashEntry, Permit
from guyub.apps.livelihoods.services import (
    UPPKA,
    BusinessFacts,
    CashFacts,
    NoteFacts,
    PermitFacts,
    cash_told_already,
)
from guyub.apps.people.forms.corrections import ReasonForm, no_number_in
from guyub.apps.people.forms.fields import DayField, NameField
from guyub.apps.people.forms.money import RupiahField, SureOfAmount
from guyub.apps.people.models import Person
from guyub.apps.programmes.models import Group
from guyub.apps.programmes.presentation.words import group_name
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.business_files import load_business_rules
from guyub.domain.livelihoods.rules import Categories
from guyub.domain.rulefiles import Choices

TRI = {"": None, "ya": True, "tidak": False}
NOTE = gettext_lazy("Jangan menulis NIK, nomor KK, atau nomor telepon.")


def _options(choices: Choices | Categories) -> list[tuple[str, str]]:
    return [(one.code, one.name.in_language(page_language())) for one in choices.choices]


def _text(label: Any, longest: int, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=longest, required=required, help_text=help_text, widget=widget)


def _later_day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, help_text=help_text, widget=widget, input_formats=["%Y-%m-%d"])


class _Sure(SureOfAmount):
    """Of an amount of a business."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, amounts=load_business_rules().amounts, **options)


class _Noted(forms.Form):
    """Has a note of a few words."""

    def clean_note(self) -> str:
        """Without numbers of identity."""
        return no_number_in(self.cleaned_data["note"].strip())


class CashForm(_Sure, _Noted, ReasonForm):
    """Money that came in or went out."""

    rupiah = RupiahField(
        label=gettext_lazy("Jumlah (Rp)"),
        required=True,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "business-amount"}),
        error_messages={"required": gettext_lazy("Tulis jumlahnya.")},
    )
    category = forms.ChoiceField(label=gettext_lazy("Untuk apa"), widget=forms.RadioSelect)
    day = DayField(label=gettext_lazy("Hari"), help_text="")
    note = _text(gettext_lazy("Catatan"), 80, NOTE)
    another = forms.BooleanField(label=gettext_lazy("Ya, ini transaksi lain yang jumlahnya sama"), required=False)
    field_order = ["rupiah", "sure", "category", "day", "note", "another", "reason"]

    def __init__(
        self, *args: Any, business: Business, today: date, entry: CashEntry | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._business, self._new = business, entry is None
        self._another = self.fields.pop("another")
        self.fields["category"].choices = _options(load_business_rules().categories)
        if entry is None:
            del self.fields["reason"]
            self.initial = {"day": today, "category": "sale"}
        else:
            self.initial = {name: getattr(entry, name) for name in ("day", "category", "rupiah", "note")}

    def clean(self) -> dict[str, Any]:
        """The same money of the same day is asked about once: it may have been sent twice."""
        typed = super().clean()
        if self._new and not self.errors and cash_told_already(self._business, self.facts()):
            self.fields["another"] = self._another
            typed["another"] = bool(self.data.get("another"))
            if not typed["another"]:
                raise forms.ValidationError(
                    _("Jumlah yang sama pada hari itu sudah tercatat. Bila ini transaksi lain, centang di bawah.")
                )
        return typed

    def facts(self) -> CashFacts:
        """What is to be recorded."""
        return CashFacts(**{name: self.cleaned_data[name] for name in ("day", "category", "rupiah", "note")})


class PermitForm(ReasonForm):
    """A permit with its number and days."""

    kind = forms.ChoiceField(label=gettext_lazy("Izin"), widget=forms.RadioSelect)
    number = _text(gettext_lazy("Nomor"), 40, gettext_lazy("Di daftar hanya empat tanda terakhir yang tampil."))
    issued_on = DayField(label=gettext_lazy("Tanggal terbit"), help_text="")
    printed_end = _later_day(
        gettext_lazy("Berlaku sampai"), gettext_lazy("Bila tertulis pada sertifikatnya; tanggal itu yang dipakai.")
    )
    field_order = ["kind", "number", "issued_on", "printed_end", "reason"]

    def __init__(self, *args: Any, permit: Permit | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        language = page_language()
        self.fields["kind"].choices = [
            (one.code, one.name.in_language(language)) for one in load_business_rules().permits
        ]
        if permit is None:
            del self.fields["reason"]
        else:
            self.initial = {name: getattr(permit, name) for name in ("kind", "number", "issued_on", "printed_end")}

    def facts(self) -> PermitFacts:
        """What is to be recorded."""
        typed = self.cleaned_data
        return PermitFacts(typed["kind"], typed["issued_on"], typed["number"].strip(), typed["printed_end"])


class NoteForm(_Sure, _Noted, ReasonForm):
    """A mentoring visit, how a loan stands, or how the family's income changed."""

    code = forms.ChoiceField(label=gettext_lazy("Isi"), widget=forms.RadioSelect)
    day = DayField(label=gettext_lazy("Hari"), help_text="")
    rupiah = RupiahField(label=gettext_lazy("Sisa pinjaman (Rp)"))
    next_on = _later_day(gettext_lazy("Kunjungan berikutnya"))
    note = _text(gettext_lazy("Catatan"), 200, NOTE)
    field_order = ["code", "day", "rupiah", "sure", "next_on", "note", "reason"]

    def __init__(self, *args: Any, about: str, today: date, former: BusinessNote | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        rules = load_business_rules()
        choices = {"mentoring": rules.mentoring, "loan": rules.loans, "income": rules.incomes}[about]
        self.fields["code"].choices = _options(choices)
        self.fields["code"].label = {
            "mentoring": _("Yang dibicarakan"),
            "loan": _("Keadaan pinjaman"),
            "income": _("Pendapatan keluarga dibanding setahun lalu"),
        }[about]
        if about != "loan":
            del self.fields["rupiah"]
        if about != "mentoring":
            del self.fields["next_on"]
        if former is None:
            del self.fields["reason"]
            self.initial = {"day": today}
        else:
            self.initial = {name: getattr(former, name) for name in ("code", "day", "rupiah", "next_on", "note")}

    def facts(self) -> NoteFacts:
        """What is to be recorded."""
        typed = self.cleaned_data
        return NoteFacts(typed["day"], typed["code"], typed.get("rupiah"), typed.get("next_on"), typed["note"])


class BusinessForm(_Sure):
    """What a business is."""

    amount_name = "capital"

    product = _text(gettext_lazy("Yang dijual"), 80, required=True)
    name = _text(gettext_lazy("Nama usaha"), 60, gettext_lazy("Kosongkan bila belum bernama."))
    group = forms.ChoiceField(label=gettext_lazy("Kelompok UPPKA"), required=False)
    since = DayField(label=gettext_lazy("Berjalan sejak"), help_text="", required=False)
    capital = RupiahField(label=gettext_lazy("Modal awal (Rp)"))
    markets = forms.MultipleChoiceField(
        label=gettext_lazy("Dijual ke"), required=False, widget=forms.CheckboxSelectMultiple
    )
    supplies_kitchen = forms.ChoiceField(
        label=gettext_lazy("Memasok dapur Dashat"),
        required=False,
        choices=[("", gettext_lazy("Belum diketahui")), ("ya", gettext_lazy("Ya")), ("tidak", gettext_lazy("Tidak"))],
    )
    changed_on = DayField(
        label=gettext_lazy("Bahan atau proses terakhir berubah"),
        required=False,
        help_text=gettext_lazy("Sertifikat halal lalu perlu diperbarui."),
    )
    field_order = ["product", "name", "group", "since", "capital", "sure", "markets", "supplies_kitchen", "changed_on"]

    def __init__(self, *args: Any, village: str, business: Business | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        running = Group.objects.filter(village=village, kind=UPPKA, closed_on=None)
        self._groups = {str(one.pk): one for one in running}
        none = ("", _("Tidak ada: usaha keluarga"))
        self.fields["group"].choices = [none, *((pk, group_name(one)) for pk, one in self._groups.items())]
        self.fields["markets"].choices = _options(load_business_rules().markets)
        if business is not None:
            names = ("product", "name", "since", "capital", "markets", "changed_on")
            self.initial = {name: getattr(business, name) for name in names}
            self.initial["group"] = str(business.group_id or "")
            told = {value: word for word, value in TRI.items()}
            self.initial["supplies_kitchen"] = told[business.supplies_kitchen]

    def facts(self) -> BusinessFacts:
        """What is to be recorded; a business without a name is called after what it sells."""
        typed = self.cleaned_data
        return BusinessFacts(
            name=typed["name"].strip() or typed["product"].strip()[:60],
            product=typed["product"],
            group=self._groups.get(typed["group"]),
            since=typed["since"],
            capital=typed["capital"],
            markets=tuple(typed["markets"]),
            supplies_kitchen=TRI[typed["supplies_kitchen"]],
            changed_on=typed["changed_on"],
        )


class OwnerForm(forms.Form):
    """Who runs a business too: of its family or its group."""

    person = forms.ChoiceField(
        label=gettext_lazy("Anggota keluarga atau kelompok"),
        error_messages={"required": gettext_lazy("Pilih orangnya.")},
    )

    def __init__(self, *args: Any, people: Iterable[Person], **options: Any) -> None:
        super().__init__(*args, **options)
        self._people = {one.code: one for one in people}
        choices = [(code, one.name or code) for code, one in self._people.items()]
        self.fields["person"].choices = [("", _("Pilih")), *choices]

    def chosen(self) -> Person:
        """Who was chosen."""
        return self._people[self.cleaned_data["person"]]


class CloseForm(forms.Form):
    """Since when a business runs no more."""

    day = DayField(label=gettext_lazy("Hari berhenti"), help_text="")


class FindForm(forms.Form):
    """An owner to be found by their name."""

    name = NameField(label=gettext_lazy("Nama pemilik"), help_text=gettext_lazy("Sebagian nama cukup."))


class FileForm(PurposeForm):
    """What the workbook is for."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["format"]
