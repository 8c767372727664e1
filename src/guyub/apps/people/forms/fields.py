"""Fields that several forms of the registry share."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.people.models import Sex
from guyub.apps.people.presentation import wording
from guyub.apps.ui.templatetags.ui import page_language
from guyub.domain.families.nik import digits_of, problem_with, problem_with_kk
from guyub.language import text

LONGEST_NAME = 120
EMPTY = ("", "—")


class DayField(forms.DateField):
    """A day that is not to come; the browser offers a calendar."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Tanggal kejadian"))
        options.setdefault("help_text", gettext_lazy("Hari terjadinya, bukan hari mencatat."))
        options.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        options.setdefault("input_formats", ["%Y-%m-%d"])
        options.setdefault(
            "error_messages",
            {"required": gettext_lazy("Pilih tanggalnya."), "invalid": gettext_lazy("Isi tanggal yang ada.")},
        )
        super().__init__(**options)

    def clean(self, value: Any) -> date | None:
        """The day.

        Raises:
            ValidationError: It is no day, or is to come.
        """
        day = super().clean(value)
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(_("Tanggal ini belum tiba. Pilih hari ini atau sebelumnya."))
        return day


class NameField(forms.CharField):
    """A person's name as documents write it."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Nama lengkap"))
        options.setdefault("max_length", LONGEST_NAME)
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}))
        options.setdefault("error_messages", {"required": gettext_lazy("Isi namanya.")})
        super().__init__(**options)


class _NumberField(forms.CharField):
    """Sixteen digits of identity, typed with or without spaces."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("max_length", 30)
        options.setdefault(
            "widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"})
        )
        super().__init__(**options)

    def problem(self, number: str) -> str | None:
        raise NotImplementedError

    def clean(self, value: Any) -> str:
        """The digits, or an empty text.

        Raises:
            ValidationError: The number cannot be one.
        """
        number = digits_of(super().clean(value))
        reason = self.problem(number) if number else None
        if reason:
            raise forms.ValidationError(reason_words(reason))
        return number


class NikField(_NumberField):
    """A NIK; empty where the person has none (yet)."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", "NIK")
        options.setdefault("help_text", gettext_lazy("16 angka. Kosongkan bila belum punya; bisa dilengkapi nanti."))
        super().__init__(**options)

    def problem(self, number: str) -> str | None:
        return problem_with(number, timezone.localdate())


class KkField(_NumberField):
    """The number of a family card; empty where the family has none (yet)."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", gettext_lazy("Nomor KK"))
        options.setdefault("help_text", gettext_lazy("16 angka. Kosongkan bila belum punya; bisa dilengkapi nanti."))
        super().__init__(**options)

    def problem(self, number: str) -> str | None:
        return problem_with_kk(number)


class PartField(forms.CharField):
    """RW or RT: up to three digits, kept with leading zeros."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("required", False)
        options.setdefault("max_length", 3)
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        """Three digits, or an empty text.

        Raises:
            ValidationError: It is not a number.
        """
        part = super().clean(value)
        if part and not (part.isascii() and part.isdigit()):
            raise forms.ValidationError(_("Isi dengan angka, misalnya 5 atau 005."))
        return part.zfill(3) if part else ""


class CodeChoice(forms.TypedChoiceField):
    """One of a few whole-number codes."""

    def __init__(self, choices: Iterable[tuple[Any, Any]], **options: Any) -> None:
        first = [] if options.get("required", True) and "widget" in options else [EMPTY]
        options.setdefault("error_messages", {"required": gettext_lazy("Pilih salah satu.")})
        super().__init__(choices=[*first, *choices], coerce=int, empty_value=None, **options)


def sex_field() -> CodeChoice:
    """K.03."""
    return CodeChoice(wording.SEXES.items(), label=gettext_lazy("Jenis kelamin"), widget=forms.RadioSelect)


def marital_field(required: bool = False) -> CodeChoice:
    """K.07."""
    return CodeChoice(wording.MARITAL.items(), label=gettext_lazy("Status perkawinan"), required=required)


def birth_field(required: bool = False) -> DayField:
    """Day of birth."""
    return DayField(
        label=gettext_lazy("Tanggal lahir"),
        help_text=gettext_lazy("Bila hanya tahunnya yang diketahui, pilih 1 Januari tahun itu dan tandai di bawah."),
        required=required,
    )


def birth_known_field() -> forms.ChoiceField:
    """How much of the birth date is certain."""
    return forms.ChoiceField(
        choices=wording.BIRTH_KNOWN.items(), label=gettext_lazy("Yang diketahui dari tanggal lahir"), initial="day"
    )


def reason_words(code: str) -> str:
    """A reason of the registry's rules as a sentence that starts with a capital letter."""
    words = text(f"reason.{code}", page_language())
    return f"{words[:1].upper()}{words[1:]}."


OPPOSITE = {Sex.MALE: Sex.FEMALE, Sex.FEMALE: Sex.MALE}
