"""Forms about proofs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guyub.apps.evidence import limits
from guyub.apps.evidence.items import instruments
from guyub.apps.evidence.models import Evidence, Kind
from guyub.apps.evidence.presentation.accepted import accepted_words_lazy
from guyub.apps.evidence.services.proofs import COLUMNS, Description

DAY = {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), "input_formats": ["%Y-%m-%d"]}


class ProofForm(forms.Form):
    """What is said about a proof. Items stand in one field an instrument: items_0, items_1."""

    kind = forms.ChoiceField(label=_("Jenis bukti"), choices=Kind.choices)
    title = forms.CharField(
        label=_("Judul"), max_length=160, help_text=_("Misalnya: SK Pokja Kampung KB, atau Penyuluhan BKB RW 003.")
    )
    dated = forms.DateField(
        label=_("Tanggal"), required=False, help_text=_("Tanggal pada dokumen, atau tanggal kegiatan."), **DAY
    )
    valid_until = forms.DateField(
        label=_("Berlaku sampai"), required=False, help_text=_("Kosongkan bila tidak ada batasnya."), **DAY
    )
    issuer = forms.CharField(label=_("Penerbit atau penyelenggara"), max_length=160, required=False)
    number = forms.CharField(label=_("Nomor dokumen"), max_length=80, required=False)
    place = forms.CharField(label=_("Tempat"), max_length=160, required=False)
    description = forms.CharField(
        label=_("Keterangan"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    public = forms.BooleanField(
        label=_("Boleh tampil di halaman umum kampung"),
        required=False,
        help_text=_(
            "Hanya bila setiap orang di dalam foto menyetujuinya. Yang tampil: foto, dan judul serta keterangan "
            "inovasi. Dokumen lain tidak pernah tampil."
        ),
    )
    record = forms.ChoiceField(
        label=_("Atau pakai catatan yang sudah ada"),
        required=False,
        help_text=_("Catatan itu menjadi buktinya, tanpa berkas."),
    )

    def __init__(self, *args: Any, language: str, offered: list[Any] = (), **kwargs: Any) -> None:  # type: ignore[assignment]
        super().__init__(*args, **kwargs)
        for number, instrument in enumerate(instruments()):
            choices = [
                (f"{instrument.id}:{item.code}", f"{item.code} {item.name.in_language(language)}")
                for item in instrument.variables
            ]
            self.fields[f"items_{number}"] = forms.MultipleChoiceField(
                label=instrument.name.in_language(language),
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        self._offer(offered)

    def _offer(self, offered: list[Any]) -> None:
        if not offered:
            del self.fields["record"]
            return
        groups = [(label, [(f"{kind}:{one.key}", one.title) for one in found]) for kind, label, found in offered]
        self.fields["record"].choices = [("", "—"), *groups]

    @property
    def item_fields(self) -> list[Any]:
        """The fields of items, one an instrument."""
        return [self[name] for name in self.fields if name.startswith("items_")]

    @property
    def plain_fields(self) -> list[Any]:
        """All other fields, in their order."""
        return [self[name] for name in self.fields if not name.startswith("items_") and name not in {"file", "photo"}]

    def clean(self) -> dict[str, Any]:
        """At least one item, and no end before the beginning."""
        found = super().clean() or {}
        if not self.items(found):
            self.add_error(None, _("Pilih paling sedikit satu butir yang didukung bukti ini."))
        dated, until = found.get("dated"), found.get("valid_until")
        if dated and until and until < dated:
            self.add_error("valid_until", _("Masa berlaku berakhir sebelum tanggal dokumennya."))
        return found

    @staticmethod
    def items(found: dict[str, Any]) -> list[tuple[str, str]]:
        """Pairs of instrument and item that were chosen."""
        keys = [key for name, chosen in found.items() if name.startswith("items_") for key in chosen]
        return [tuple(key.rsplit(":", 1)) for key in keys]  # type: ignore[misc]

    def described(self, kept: Evidence | None = None) -> Description:
        """What was said; what the form does not ask stays as it is with a proof that exists."""
        found = self.cleaned_data
        values = {name: found[name] for name in COLUMNS if name in found}
        kind, _sep, key = found.get("record", "").partition(":")
        if "record" not in self.fields and kept is not None:
            kind, key = kept.record_kind, kept.record_key
        return Description(items=self.items(found), record_kind=kind, record_key=key, **values)


class NewProofForm(ProofForm):
    """A new proof with its first files: from the camera, or from the device."""

    photo = forms.FileField(
        label=_("Ambil foto"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
    )
    file = forms.FileField(
        label=_("Pilih berkas"),
        required=False,
        help_text=accepted_words_lazy(),
        widget=forms.ClearableFileInput(attrs={"accept": limits.ACCEPT}),
    )

    @property
    def sent(self) -> list[Any]:
        """Files that came along."""
        return [self.cleaned_data[name] for name in ("photo", "file") if self.cleaned_data.get(name)]


def initial_of(proof: Evidence) -> dict[str, Any]:
    """What the form shows of a proof."""
    chosen = {f"{support.instrument}:{support.item}" for support in proof.supports.all()}
    items = {
        f"items_{number}": sorted(key for key in chosen if key.startswith(f"{instrument.id}:"))
        for number, instrument in enumerate(instruments())
    }
    record = f"{proof.record_kind}:{proof.record_key}" if proof.record_kind else ""
    return {**{name: getattr(proof, name) for name in COLUMNS}, **items, "record": record}
