"""Forms about commitments."""

from itertools import groupby
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField, BoundWidget
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.coordination.models import Commitment, CommitmentQuerySet, Decision, Office
from guyub.apps.coordination.presentation import commitments as words
from guyub.apps.coordination.services.commitments import LARGEST_CHANGE, NewCommitment
from guyub.apps.coordination.services.counts import late
from guyub.apps.evidence.models import Evidence, Kind
from guyub.apps.territory.codes import city_of, is_village
from guyub.apps.territory.models import Region, Unit
from guyub.domain.coordination.commitments import State

DAY = {"type": "date"}


def day_field(label: str) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"))


class CommitmentFilter(forms.Form):
    """Which commitments a list shows; everything may stay empty."""

    opd = forms.ModelChoiceField(label=gettext_lazy("OPD"), queryset=Office.objects.none(), required=False)
    keadaan = forms.ChoiceField(label=gettext_lazy("Keadaan"), required=False)

    def __init__(self, city: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["opd"].queryset = Office.objects.filter(region_id=city)  # type: ignore[attr-defined]
        self.fields["opd"].empty_label = _("semua")  # type: ignore[attr-defined]
        states = [(state.value, words.STATES[state]) for state in State]
        self.fields["keadaan"].choices = [("", _("semua")), ("terlambat", _("Terlambat")), *states]  # type: ignore[attr-defined]

    def chosen(self, found: CommitmentQuerySet) -> CommitmentQuerySet:
        """The commitments the form asks for; what cannot be read in it asks for nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        if asked.get("opd"):
            found = found.filter(office=asked["opd"])
        if asked.get("keadaan") == "terlambat":
            return found.filter(late(timezone.localdate()))
        return found.filter(state=asked["keadaan"]) if asked.get("keadaan") else found


class VillageGroup(NamedTuple):
    """The villages of one kecamatan to choose from."""

    name: str
    boxes: list[BoundWidget]
    chosen: int


class ProposeForm(forms.Form):
    """What an office is asked to do."""

    office = forms.ModelChoiceField(
        label=gettext_lazy("OPD"), queryset=Office.objects.none(), empty_label=gettext_lazy("Pilih OPD")
    )
    post = forms.CharField(label=gettext_lazy("Jabatan penanggung jawab"), required=False, max_length=120)
    output = forms.CharField(
        label=gettext_lazy("Hasil yang dijanjikan"),
        max_length=300,
        help_text=gettext_lazy("Sebut yang dapat dilihat saat selesai, misalnya: pelayanan KB bergerak di RW 3 dan 5."),
    )
    quantity = forms.IntegerField(label=gettext_lazy("Jumlah"), min_value=1, max_value=2_000_000_000, initial=1)
    quantity_unit = forms.CharField(label=gettext_lazy("Satuan"), max_length=40, initial="kegiatan")
    villages = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Kampung"), queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    due = day_field(gettext_lazy("Jatuh tempo"))
    budget_source = forms.ChoiceField(label=gettext_lazy("Sumber anggaran"), initial="none")
    budget_line = forms.CharField(label=gettext_lazy("Pos anggaran"), required=False, max_length=160)
    budget_rupiah = forms.IntegerField(
        label=gettext_lazy("Anggaran (rupiah)"), required=False, min_value=0, max_value=10**15
    )
    fact = forms.ChoiceField(
        label=gettext_lazy("Angka yang bergerak"),
        required=False,
        help_text=gettext_lazy("Dari sini poin dan kelas dihitung. Boleh kosong bila belum diketahui."),
    )
    fact_change = forms.IntegerField(
        label=gettext_lazy("Berubah sebanyak, tiap kampung"),
        required=False,
        min_value=-LARGEST_CHANGE,
        max_value=LARGEST_CHANGE,
        help_text=gettext_lazy("Misalnya −37 pasangan dengan unmet need, atau 1 untuk sesuatu yang kini ada."),
    )
    item = forms.ChoiceField(label=gettext_lazy("Butir instrumen"), required=False)

    def __init__(self, user: User, region: Region, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        city = city_of(region.code)
        self.fields["office"].queryset = Office.objects.filter(region_id=city, active=True)  # type: ignore[attr-defined]
        here = Unit.objects.under(region.code).active().filter(scope_of(user).rows(Right.COORDINATE, "region__code"))
        self.fields["villages"].queryset = here  # type: ignore[attr-defined]
        self._kecamatan = {str(pk): name for pk, name in here.values_list("pk", "region__parent__name")}
        if is_village(region.code):
            self.fields["villages"].initial = list(here.values_list("pk", flat=True))
        self.fields["budget_source"].choices = list(words.SOURCES.items())  # type: ignore[attr-defined]
        self.fields["fact"].choices = [("", _("belum diketahui")), *words.fact_choices()]  # type: ignore[attr-defined]
        self.fields["item"].choices = [("", _("tidak disebut")), *words.item_choices()]  # type: ignore[attr-defined]

    @property
    def fields_before_villages(self) -> list[BoundField]:
        """Who does what, how much of it."""
        return list(self)[: list(self.fields).index("villages")]

    @property
    def fields_after_villages(self) -> list[BoundField]:
        """When, from which money, and what it moves."""
        return list(self)[list(self.fields).index("villages") + 1 :]

    @property
    def village_groups(self) -> list[VillageGroup]:
        """The villages by kecamatan, so that a city's can be looked through."""
        by_kecamatan = groupby(self["villages"], key=lambda box: self._kecamatan[str(box.data["value"])])
        groups = ((name, list(boxes)) for name, boxes in by_kecamatan)
        return [VillageGroup(name, boxes, sum(box.data["selected"] for box in boxes)) for name, boxes in groups]

    def wanted(self, decision: Decision | None = None) -> NewCommitment:
        """What the form asks for; ``decision``: the one of a meeting that it follows from."""
        said = dict(self.cleaned_data)
        instrument, _bar, item = said.pop("item").partition("|")
        said["budget_rupiah"] = said["budget_rupiah"] or 0
        said["villages"] = list(said["villages"])
        meeting = decision.meeting if decision else None
        return NewCommitment(**said, instrument=instrument, item=item, meeting=meeting, decision=decision)


class WordsForm(forms.Form):
    """A reason, or how far the work is."""

    words = forms.CharField(
        label=gettext_lazy("Keterangan"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )


class DueForm(forms.Form):
    """Another day, with the reason."""

    due = day_field(gettext_lazy("Tanggal baru"))
    words = forms.CharField(label=gettext_lazy("Alasannya"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class FileDeliveryForm(forms.Form):
    """The output is there, with a file."""

    on = day_field(gettext_lazy("Tanggal diserahkan"))
    village = forms.ModelChoiceField(label=gettext_lazy("Bukti dari kampung"), queryset=Unit.objects.none())
    file = forms.FileField(
        label=gettext_lazy("Berkas bukti"),
        help_text=gettext_lazy("Foto, PDF, atau lembar kerja XLSX."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Jenis bukti"), choices=Kind.choices, initial=Kind.REPORT)
    words = forms.CharField(
        label=gettext_lazy("Keterangan"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, commitment: Commitment, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        units = commitment.villages.all()
        self.fields["village"].queryset = units  # type: ignore[attr-defined]
        self.fields["village"].initial = units.first()
        self.fields["on"].initial = timezone.localdate()


class DeliverForm(FileDeliveryForm):
    """The output is there: a file, or a proof that is there already."""

    proof = forms.ModelChoiceField(
        label=gettext_lazy("Atau bukti yang sudah ada"), queryset=Evidence.objects.none(), required=False
    )
    field_order = ("on", "village", "file", "kind", "proof", "words")

    def __init__(self, user: User, commitment: Commitment, *args: Any, **options: Any) -> None:
        super().__init__(commitment, *args, **options)
        self.fields["file"].required = False
        units = commitment.villages.all()
        proofs = Evidence.objects.visible_to(user).filter(unit__in=units).exclude(state__in=("rejected", "expired"))
        self.fields["proof"].queryset = proofs  # type: ignore[attr-defined]
        self.fields["proof"].label_from_instance = lambda proof: proof.title  # type: ignore[attr-defined]
        self.fields["proof"].empty_label = _("tidak, berkas di atas")  # type: ignore[attr-defined]
