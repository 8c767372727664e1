"""What is typed about the ministry's programmes; what is unlikely or below the programme's dose is asked about once."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.growth.forms import WholeField
from guyub.apps.growth.forms_eppgbm import PurposeForm
from guyub.apps.people.forms.corrections import no_number_in
from guyub.apps.people.forms.fields import DayField, NameField
from guyub.apps.people.forms.money import RupiahField
from guyub.apps.people.models import Person
from guyub.apps.quickwins.models import Donor, FosterAid
from guyub.apps.quickwins.services import AidFacts
from guyub.apps.ui.templatetags.ui import page_language, rupiah, short_day
from guyub.data.quickwin_files import load_quick_wins
from guyub.domain.quickwins.fostering import NUTRITION, meant_until, too_little
from guyub.domain.rulefiles import Choices

FAMILY = ""


def _options(choices: Choices) -> list[tuple[str, str]]:
    return [(one.code, one.name.in_language(page_language())) for one in choices.choices]


def _plain_text(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class _Sure(forms.Form):
    """Asks once more where something is doubtful: nothing is put right silently, nothing refused."""

    sure = forms.BooleanField(label=gettext_lazy("Ya, memang begitu"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._sure = self.fields.pop("sure")

    def doubts_about(self, typed: dict[str, Any]) -> Iterable[str]:
        """What is doubtful in what was typed, in whole sentences."""
        return ()

    def clean(self) -> dict[str, Any]:
        """Doubts are asked about once."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return typed
        if doubts := list(self.doubts_about(typed)):
            self.fields["sure"] = self._sure
            if not self.data.get("sure"):
                raise forms.ValidationError([*doubts, _("Periksa lagi; bila benar, centang di bawah.")])
        return typed


class DonorForm(forms.Form):
    """A foster parent."""

    name = _plain_text(gettext_lazy("Nama orang tua asuh"))
    kind = forms.ChoiceField(label=gettext_lazy("Jenis"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = _options(load_quick_wins().genting.donors)

    def clean_name(self) -> str:
        """Without numbers of identity."""
        return no_number_in(self.cleaned_data["name"].strip())


class AidForm(_Sure):
    """Aid to a family: by whom, for whom, what, worth how much, from when to when."""

    donor = forms.ChoiceField(label=gettext_lazy("Orang tua asuh"))
    person = forms.ChoiceField(label=gettext_lazy("Untuk"), required=False, widget=forms.RadioSelect)
    package = forms.ChoiceField(label=gettext_lazy("Paket"), widget=forms.RadioSelect)
    since = DayField(label=gettext_lazy("Mulai"), help_text="")
    until = forms.DateField(
        label=gettext_lazy("Rencana selesai"),
        help_text=gettext_lazy("Untuk nutrisi: sampai anak berumur 24 bulan (1000 HPK)."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
    )
    rupiah = RupiahField(label=gettext_lazy("Nilai seluruhnya (Rp)"), required=True)
    field_order = ["donor", "person", "package", "since", "until", "rupiah", "sure"]

    def __init__(
        self,
        *args: Any,
        village: str,
        people: Iterable[tuple[Person, str]],
        due: dict[int, date],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._donors = {str(one.pk): one for one in Donor.objects.filter(village=village)}
        self._people = {one.code: (one, name) for one, name in people}
        self._due = due
        self.fields["donor"].choices = [("", _("Pilih")), *((pk, one.name) for pk, one in self._donors.items())]
        people_told = [(code, name) for code, (_one, name) in self._people.items()]
        self.fields["person"].choices = [(FAMILY, _("Seluruh keluarga")), *people_told]
        self.fields["package"].choices = _options(load_quick_wins().genting.packages)

    def doubts_about(self, typed: dict[str, Any]) -> Iterable[str]:
        """Less a day than the programme asks, or an end before the first 1000 days are over."""
        rules, days = load_quick_wins().genting, (typed["until"] - typed["since"]).days + 1
        if too_little(rules, typed["package"], typed["rupiah"], days):
            yield _("Itu {amount} per hari; GENTING meminta paling sedikit {least}.").format(
                amount=rupiah(typed["rupiah"] // days), least=rupiah(rules.least_rupiah_a_day)
            )
        who = self._person(typed)
        if typed["package"] == NUTRITION and who is not None:
            due_on = self._due.get(who.pk)
            meant = meant_until(rules, None if due_on else who.birth_date, due_on)
            if meant is not None and typed["until"] < meant:
                yield _("1000 HPK-nya sampai {day}; bantuan direncanakan selesai sebelumnya.").format(
                    day=short_day(meant)
                )

    def chosen(self) -> Donor:
        """The foster parent."""
        return self._donors[self.cleaned_data["donor"]]

    def facts(self) -> AidFacts:
        """What is to be recorded."""
        typed = self.cleaned_data
        who = self._person(typed)
        return AidFacts(typed["package"], typed["rupiah"], typed["since"], typed["until"], who)

    def _person(self, typed: dict[str, Any]) -> Person | None:
        found = self._people.get(typed["person"])
        return found[0] if found else None


class DeliveryForm(_Sure):
    """What was handed over on a day."""

    day = DayField(label=gettext_lazy("Hari diserahkan"), help_text="")
    days = WholeField(gettext_lazy("Untuk berapa hari makan"))
    rupiah = RupiahField(label=gettext_lazy("Nilainya (Rp)"), required=True)
    field_order = ["day", "days", "rupiah", "sure"]

    def __init__(self, *args: Any, aid: FosterAid, **options: Any) -> None:
        super().__init__(*args, **options)
        self._package = aid.package
        if aid.package != NUTRITION:
            del self.fields["days"]

    def days_told(self) -> int:
        """Days of food; 0 for other aid."""
        return int(self.cleaned_data.get("days") or 0)

    def doubts_about(self, typed: dict[str, Any]) -> Iterable[str]:
        """Less a day than the programme asks."""
        rules, days = load_quick_wins().genting, int(typed.get("days") or 0)
        if too_little(rules, self._package, typed["rupiah"], days):
            yield _("Itu {amount} per hari; GENTING meminta paling sedikit {least}.").format(
                amount=rupiah(typed["rupiah"] // days), least=rupiah(rules.least_rupiah_a_day)
            )


class EndForm(forms.Form):
    """Why an aid is over."""

    day = DayField(label=gettext_lazy("Hari terakhir"), help_text="")
    ended = forms.ChoiceField(label=gettext_lazy("Mengapa"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["ended"].choices = _options(load_quick_wins().genting.ends)


class ActivityForm(_Sure):
    """An activity of fathers."""

    day = DayField(label=gettext_lazy("Hari"), help_text="")
    channel = forms.ChoiceField(label=gettext_lazy("Jalur"), widget=forms.RadioSelect)
    fathers = WholeField(gettext_lazy("Ayah yang hadir"))
    boys = WholeField(gettext_lazy("Remaja laki-laki yang hadir"))
    field_order = ["day", "channel", "fathers", "boys", "sure"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["channel"].choices = _options(load_quick_wins().gati.channels)

    def people(self) -> tuple[int, int]:
        """Fathers and boys."""
        return int(self.cleaned_data["fathers"] or 0), int(self.cleaned_data["boys"] or 0)

    def doubts_about(self, typed: dict[str, Any]) -> Iterable[str]:
        """Very many people."""
        most = load_quick_wins().gati.likely_people
        if max(typed["fathers"] or 0, typed["boys"] or 0) > most:
            yield _("Lebih dari {n} orang jarang terjadi.").format(n=most)


class DayCareForm(forms.Form):
    """A day care with its carers."""

    name = _plain_text(gettext_lazy("Nama taman asuh"))
    base = forms.ChoiceField(label=gettext_lazy("Dikelola"), widget=forms.RadioSelect)
    carers = WholeField(gettext_lazy("Pengasuh"))
    trained = WholeField(gettext_lazy("Yang sudah terlatih"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["base"].choices = _options(load_quick_wins().tamasya.bases)

    def clean_name(self) -> str:
        """Without numbers of identity."""
        return no_number_in(self.cleaned_data["name"].strip())

    def carers_told(self) -> tuple[int, int]:
        """All, and those trained."""
        return int(self.cleaned_data["carers"] or 0), int(self.cleaned_data["trained"] or 0)


class FindForm(forms.Form):
    """A child to be found by its name."""

    name = NameField(label=gettext_lazy("Nama anak"), help_text=gettext_lazy("Sebagian nama cukup."))


class FileForm(PurposeForm):
    """What the workbook is for."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["format"]
