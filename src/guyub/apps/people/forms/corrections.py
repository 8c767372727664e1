"""What was written down wrongly is put right, with a reason; numbers of identity are entered and shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.people.forms.base import AddressMixin
from guyub.apps.people.forms.fields import (
    EMPTY,
    CodeChoice,
    KkField,
    NameField,
    NikField,
    birth_field,
    birth_known_field,
    marital_field,
    sex_field,
)
from guyub.apps.people.models import Family, Membership, Person, Relation, Sex
from guyub.apps.people.presentation import wording

LONGEST_REASON = 200
FREE_DIGITS = 7  # more digits in a row in a reason look like a number of identity


def no_number_in(text: str) -> str:
    """The text, unless a number of identity stands in it: reasons are kept in the clear.

    Raises:
        ValidationError: There is a long row of digits.
    """
    run = 0
    for sign in text:
        run = run + 1 if sign.isdigit() else run if sign in " .-" else 0
        if run > FREE_DIGITS:
            raise forms.ValidationError(_("Jangan menulis NIK, nomor KK, atau nomor telepon di sini."))
    return text


class ReasonForm(forms.Form):
    """Why something private is done."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Tersimpan di jejak pemeriksaan. Jangan menulis nama atau nomor orang."),
        error_messages={"required": gettext_lazy("Tulis alasannya.")},
    )

    def clean_reason(self) -> str:
        """Without numbers of identity."""
        return no_number_in(self.cleaned_data["reason"].strip())


class _Correction(ReasonForm):
    """A form filled with what is known, that tells what was changed."""

    names: tuple[str, ...] = ()

    def changes(self) -> dict[str, Any]:
        """Fields that differ from what is known, with their new values."""
        return {
            name: self.cleaned_data[name]
            for name in self.names
            if self.cleaned_data[name] != self.initial.get(name) and not self._both_empty(name)
        }

    def _both_empty(self, name: str) -> bool:
        return self.cleaned_data[name] in (None, "") and self.initial.get(name) in (None, "")

    def clean(self) -> dict[str, Any]:
        """Something has to differ."""
        typed = super().clean()
        if not self.errors and not self.changes():
            raise forms.ValidationError(_("Belum ada yang diubah."))
        return typed


class PersonCorrection(_Correction):
    """Name, sex, birth, marital status and mother of a person."""

    names = ("name", "sex", "birth_date", "birth_known", "marital", "mother", "relation")

    name = NameField()
    sex = sex_field()
    birth_date = birth_field()
    birth_known = birth_known_field()
    marital = marital_field()
    mother = forms.ChoiceField(
        label=gettext_lazy("Ibu kandung"),
        required=False,
        help_text=gettext_lazy("Bila ibunya anggota keluarga yang sama."),
    )
    relation = CodeChoice(
        [(code, wording.RELATIONS[code]) for code in (Relation.WIFE, Relation.CHILD, Relation.OTHER)],
        label=gettext_lazy("Hubungan dengan kepala keluarga"),
    )
    field_order = [*names, "reason"]

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        self.person = person
        own = Membership.objects.filter(person=person, until=None).first()
        initial = {name: getattr(person, name) for name in ("name", "sex", "birth_date", "birth_known", "marital")}
        initial["mother"] = person.mother.code if person.mother else ""
        initial["relation"] = own.relation if own else None
        super().__init__(*args, initial=initial, **options)
        if own is None or own.relation == Relation.HEAD:  # who heads the family is changed by an event of its own
            del self.fields["relation"]
            self.names = self.names[:-1]
        self.mothers = self._mothers()
        self.fields["mother"].choices = [EMPTY, *((one.code, one.name or one.code) for one in self.mothers.values())]

    def _mothers(self) -> dict[str, Person]:
        own = Membership.objects.filter(person=self.person, until=None).values("family_id")
        women = Membership.objects.filter(family_id__in=own, until=None, person__sex=Sex.FEMALE)
        found = {row.person.code: row.person for row in women.select_related("person").order_by("line")}
        found.pop(self.person.code, None)
        if self.person.mother is not None:
            found.setdefault(self.person.mother.code, self.person.mother)
        return found

    def for_service(self) -> dict[str, Any]:
        """The changes as the registry takes them."""
        changed = self.changes()
        if "mother" in changed:
            changed["mother"] = self.mothers.get(changed["mother"])
        return changed


class FamilyCorrection(AddressMixin, _Correction):
    """Address and decile of a family that were written down wrongly."""

    names = ("rw", "rt", "address", "hamlet", "decile")

    decile = CodeChoice(
        [(number, str(number)) for number in range(1, 11)],
        label=gettext_lazy("Desil kesejahteraan"),
        required=False,
        help_text=gettext_lazy("Dari P3KE atau DTSEN, 1 paling miskin."),
    )
    field_order = [*names, "reason"]

    def __init__(self, *args: Any, family: Family, **options: Any) -> None:
        home = family.dwelling
        initial = {
            "rw": family.rw,
            "rt": family.rt,
            "address": home.address if home else "",
            "hamlet": home.hamlet if home else "",
            "decile": family.decile,
        }
        super().__init__(*args, initial=initial, **options)

    def for_service(self) -> dict[str, Any]:
        """The changes as the registry takes them."""
        return self.changes()


class _NumberForm(forms.Form):
    """A number of identity, new or instead of a wrong one."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan mengganti"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Nomor yang lama sudah tercatat. Tulis mengapa diganti, tanpa menulis nomornya."),
    )

    def __init__(self, *args: Any, replaces: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not replaces:
            del self.fields["reason"]

    def clean_reason(self) -> str:
        """Needed where a number is replaced."""
        reason = self.cleaned_data["reason"].strip()
        if not reason:
            raise forms.ValidationError(_("Tulis alasannya."))
        return no_number_in(reason)


class NikForm(_NumberForm):
    """A NIK for someone."""

    number = NikField(required=True, help_text=gettext_lazy("16 angka dari KTP, KIA, atau KK."))
    field_order = ["number", "reason"]


class KkForm(_NumberForm):
    """The number of the family card."""

    number = KkField(required=True, help_text=gettext_lazy("16 angka di bagian atas kartu keluarga."))
    field_order = ["number", "reason"]
