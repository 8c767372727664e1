"""What all forms about an event of a family have in common."""

from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.models import User
from guyub.apps.people.forms.fields import EMPTY, DayField, PartField
from guyub.apps.people.models import Family, Person, Relation
from guyub.apps.people.presentation import wording
from guyub.apps.people.services import FamilyView, MemberView, Place

NEVER_SUMMED_UP = ("nik", "new_nik")


class EventForm(forms.Form):
    """Something that happened to a family on a day.

    Subclasses say what follows from it (`consequences`, shown before it is recorded) and record it (`perform`).
    """

    slug: str
    title: Promise
    lead: Promise

    day = DayField()

    def __init__(self, *args: Any, view: FamilyView, actor: User, today: date, **options: Any) -> None:
        self.view, self.actor, self.today = view, actor, today
        self.family: Family = view.family
        super().__init__(*args, **options)
        self.fields["day"].widget.attrs |= {"max": today.isoformat(), "min": self.family.since.isoformat()}
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices that depend on the family."""

    def consequences(self) -> list[str]:
        """What follows, in sentences, for someone who is about to record it. Only after `is_valid`."""
        return []

    def perform(self) -> Family | Person:
        """Record it, and return whose page comes next.

        Raises:
            DomainError: The registry's rules do not allow it.
        """
        raise NotImplementedError

    # -- members ---------------------------------------------------------------------------------------------

    def member(self, code: str) -> MemberView:
        """A member by the code of the person."""
        return next(one for one in self.view.members if one.person.code == code)

    @property
    def head(self) -> MemberView | None:
        return next((one for one in self.view.members if one.relation == Relation.HEAD), None)

    def spouse_of(self, one: MemberView) -> MemberView | None:
        """The other half of the couple on the form."""
        couple = self.view.couple
        if couple is None or one.person.pk not in (couple.wife_id, couple.husband_id):
            return None
        other = couple.husband_id if one.person.pk == couple.wife_id else couple.wife_id
        return next((found for found in self.view.members if found.person.pk == other), None)

    def choices(self, *, empty: bool = True, relations: tuple[int, ...] = ()) -> list[tuple[str, str]]:
        """Members to choose from: name, relation, age."""
        wanted = [one for one in self.view.members if not relations or one.relation in relations]
        named = [(one.person.code, self._label(one)) for one in wanted]
        return [EMPTY, *named] if empty else named

    def _label(self, one: MemberView) -> str:
        age = wording.age_words(one.birth_date, self.today, one.birth_known)
        parts = [one.name, str(wording.RELATIONS[one.relation]).lower(), age]
        return ", ".join(part for part in parts if part)

    # -- looking over ----------------------------------------------------------------------------------------

    def summary(self) -> list[tuple[str, str]]:
        """What was filled in: label and words, for the page that asks once more."""
        found = []
        for name, field in self.fields.items():
            value = self.cleaned_data.get(name)
            if value in (None, "", []) or name in NEVER_SUMMED_UP:
                continue
            found.append((str(field.label), self._words(field, value)))
        return found

    def _words(self, field: forms.Field, value: Any) -> str:
        if isinstance(value, date):
            return wording.birth_words(value)
        if isinstance(field, forms.BooleanField):
            return _("Ya")
        if isinstance(field, forms.MultipleChoiceField):
            names = dict(field.choices)
            return "; ".join(str(names[one]) for one in value)
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value))
        return str(value)


def member_field(label: Any, help_text: Any = "", required: bool = True) -> forms.ChoiceField:
    """A choice among the members; `prepare` fills it."""
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        required=required,
        error_messages={"required": gettext_lazy("Pilih orangnya.")},
    )


class AddressMixin(forms.Form):
    """Where a family lives from now on, within its village."""

    rw = PartField(label="RW")
    rt = PartField(label="RT")
    address = forms.CharField(
        label=gettext_lazy("Alamat"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Jalan atau gang dan nomor rumah."),
    )
    hamlet = forms.CharField(
        label=gettext_lazy("Dusun atau lingkungan"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_rt(self) -> str:
        """An RT needs its RW."""
        rt = self.cleaned_data["rt"]
        if rt and not self.cleaned_data.get("rw"):
            raise forms.ValidationError(_("Isi juga RW-nya."))
        return rt

    def place(self, village: str) -> Place:
        """The address that was typed."""
        typed = self.cleaned_data
        return Place(village, typed["rw"], typed["rt"], typed["address"].strip(), typed["hamlet"].strip())

    @property
    def has_address(self) -> bool:
        """Whether any part of an address was typed."""
        return any(self.cleaned_data.get(name) for name in ("rw", "rt", "address", "hamlet"))
