"""A family is entered: home, head and members. Works without scripts: a button adds a row, nothing typed is lost."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.people.forms.base import AddressMixin
from guyub.apps.people.forms.fields import (
    CodeChoice,
    DayField,
    KkField,
    NameField,
    NikField,
    birth_field,
    birth_known_field,
    marital_field,
    reason_words,
    sex_field,
)
from guyub.apps.people.models import Relation, Sex
from guyub.apps.people.presentation import wording
from guyub.apps.people.services import NewFamily, NewMember

MOST_MEMBERS = 25


class HomeForm(AddressMixin):
    """Where the family lives, since when, and its card."""

    since = DayField(
        label=gettext_lazy("Terdaftar sejak"),
        help_text=gettext_lazy("Hari keluarga ini mulai tinggal di sini, atau hari pertama didata."),
    )
    kk_number = KkField()
    field_order = ["rw", "rt", "address", "hamlet", "since", "kk_number"]


class MemberForm(forms.Form):
    """One member. The first is the head; others have a relation to the head."""

    name = NameField()
    sex = sex_field()
    relation = CodeChoice(
        [(code, wording.RELATIONS[code]) for code in (Relation.WIFE, Relation.CHILD, Relation.OTHER)],
        label=gettext_lazy("Hubungan dengan kepala keluarga"),
    )
    birth_date = birth_field()
    birth_known = birth_known_field()
    marital = marital_field()
    mother = CodeChoice(
        [],
        label=gettext_lazy("Ibu kandung"),
        required=False,
        help_text=gettext_lazy("Ibunya bila ada di formulir ini; isi namanya dulu."),
    )
    nik = NikField()

    def __init__(self, *args: Any, mothers: Sequence[tuple[int, str]], line: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.line = line
        others = [(number, name or _("Nomor {n}").format(n=number)) for number, name in mothers if number != line]
        self.fields["mother"].choices = [("", "—"), *others]
        if line == 1:
            del self.fields["relation"], self.fields["mother"]

    def new_member(self) -> NewMember:
        """The member as typed."""
        typed = self.cleaned_data
        return NewMember(
            name=typed["name"],
            sex=typed["sex"],
            relation=typed.get("relation", Relation.HEAD),
            birth_date=typed["birth_date"],
            birth_known=typed["birth_known"],
            marital=typed["marital"],
            nik=typed["nik"],
            mother=typed.get("mother"),
        )


class BaseMembers(BaseFormSet):
    """The members in the order of their line numbers."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "mothers": self.mothers, "line": (index or 0) + 1}

    @cached_property
    def mothers(self) -> list[tuple[int, str]]:
        """Line and name, as typed so far, of everyone who is not known to be a man."""
        rows = [self._typed(number) for number in range(self.total_form_count())]
        return [(line, name) for line, (name, sex) in enumerate(rows, 1) if sex != str(Sex.MALE.value)]

    def _typed(self, number: int) -> tuple[str, str]:
        row = dict(self.initial[number]) if self.initial and number < len(self.initial) else {}
        if self.is_bound:
            row = {name: self.data.get(f"{self.prefix}-{number}-{name}", "") for name in ("name", "sex")}
        return str(row.get("name") or "").strip(), str(row.get("sex") or "")

    @property
    def filled(self) -> list[MemberForm]:
        """Rows in which something was typed, and the head's."""
        return [form for form in self.forms if form.line == 1 or form.has_changed()]

    def add_problems(self, problems: Sequence[tuple[int, str]], home: forms.Form) -> None:
        """Show why a family cannot be entered beside the member it concerns; line 0 is the family."""
        filled = self.filled
        for line, reason in problems:
            target = filled[line - 1] if 0 < line <= len(filled) else home
            target.add_error(None, reason_words(reason))


PREFIX = "anggota"
Members = formset_factory(MemberForm, formset=BaseMembers, extra=0, max_num=MOST_MEMBERS, absolute_max=MOST_MEMBERS)


def first_rows(
    home: dict[str, Any] | None = None, rows: Sequence[dict[str, Any]] = ({},)
) -> tuple[HomeForm, BaseMembers]:
    """Forms to fill in, with what was typed so far; nothing is checked yet."""
    return HomeForm(initial=home or {}), Members(prefix=PREFIX, initial=list(rows))


def sent_rows(data: QueryDict) -> tuple[HomeForm, BaseMembers]:
    """Forms as they were sent, to be checked. Rows behind the head may stay empty."""
    data = data.copy()
    data[f"{PREFIX}-INITIAL_FORMS"] = "1"
    return HomeForm(data), Members(data, prefix=PREFIX)


def typed_rows(data: QueryDict) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What was typed so far, unchecked: the home, and each member."""
    text = data.get(f"{PREFIX}-TOTAL_FORMS", "1")
    total = min(max(int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 1, 1), MOST_MEMBERS)
    rows = [
        {name: data.get(f"{PREFIX}-{number}-{name}", "") for name in MemberForm.base_fields} for number in range(total)
    ]
    return {name: data.get(name, "") for name in HomeForm.base_fields}, rows


def new_family(village: str, home: HomeForm, members: BaseMembers) -> NewFamily:
    """The family as typed, without the rows that stayed empty."""
    filled = members.filled
    lines = {form.line: number for number, form in enumerate(filled, 1)}
    people = [form.new_member() for form in filled]
    return NewFamily(
        place=home.place(village),
        members=[replace(one, mother=lines.get(one.mother) if one.mother else None) for one in people],
        since=home.cleaned_data["since"],
        kk_number=home.cleaned_data["kk_number"],
    )
