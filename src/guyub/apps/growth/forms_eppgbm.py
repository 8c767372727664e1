"""Forms of the pages of e-PPGBM."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.growth.models import Posyandu
from guyub.apps.growth.services import eppgbm as services
from guyub.apps.people.purposes import CHOICES

FORMATS = [("xlsx", "Excel (XLSX)"), ("csv", "CSV")]
FIRST_MONTH = date(2000, 1, 1)
BOOK_FORMATS = [("pdf", gettext_lazy("PDF, siap cetak")), ("xlsx", "Excel (XLSX)")]


class EppgbmFileForm(forms.Form):
    """The file."""

    file = forms.FileField(
        label=gettext_lazy("Berkas ekspor e-PPGBM"),
        help_text=gettext_lazy("Excel (XLSX, XLS), ODS, atau CSV, paling besar 10 MB. Satu berkas satu kelurahan."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(services.SUFFIXES)}),
        error_messages={"required": gettext_lazy("Pilih berkasnya."), "empty": gettext_lazy("Berkas ini kosong.")},
    )


class PurposeForm(forms.Form):
    """What a file with names is for, and how it is to be written."""

    format = forms.ChoiceField(label=gettext_lazy("Bentuk"), choices=FORMATS, initial="xlsx")
    purpose = forms.ChoiceField(
        label=gettext_lazy("Untuk apa berkas ini dipakai?"),
        help_text=gettext_lazy("Masuk jejak audit bersama nama Anda."),
        choices=CHOICES,
        error_messages={"required": gettext_lazy("Pilih tujuan")},
    )


class MonthForm(PurposeForm):
    """Of which month."""

    month = forms.CharField(
        label=gettext_lazy("Bulan"),
        widget=forms.DateInput(attrs={"type": "month"}),
        error_messages={"required": gettext_lazy("Pilih bulannya.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].initial = f"{timezone.localdate():%Y-%m}"

    def clean_month(self) -> date:
        """Its first day."""
        try:
            month = date.fromisoformat(f"{self.cleaned_data['month']}-01")
        except ValueError:
            month = date.min
        if not FIRST_MONTH <= month <= timezone.localdate():
            raise forms.ValidationError(_("Pilih bulan yang ada, misalnya 2026-08."))
        return month


class BookForm(MonthForm):
    """Which year of the book of a posyandu."""

    field_order = ("month", "format", "purpose")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].label = _("Bulan terakhir dari dua belas")
        self.fields["format"].choices = BOOK_FORMATS
        self.fields["format"].initial = "pdf"


class EppgbmExportForm(MonthForm):
    """Which measurements; whole numbers only for who may reveal them."""

    posyandu = forms.ModelChoiceField(
        label="Posyandu",
        queryset=Posyandu.objects.none(),
        required=False,
        empty_label=gettext_lazy("Seluruh kelurahan"),
    )
    full = forms.BooleanField(label=gettext_lazy("NIK lengkap"), required=False)
    field_order = ("month", "posyandu", "full", "format", "purpose")

    def __init__(self, *args: Any, posyandu: Any, full: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["posyandu"]
        chosen.queryset = posyandu
        chosen.label_from_instance = lambda one: one.name
        if not full:
            del self.fields["full"]


def month_of(text: str, months: Iterable[date]) -> date | None:
    """The month of an address, or the first of those there are."""
    known = list(months)
    return next((month for month in known if f"{month:%Y-%m}" == text), known[0] if known else None)
