"""Visits of the family companion team: what is asked, what is possible, and which answers deserve a second look.

Signs are information, not a diagnosis. Values that meet a cut-off are Decimal or Fraction; a value equal to a cut-off
shows no sign.

Source: BKKBN, Elsimil pregnancy module (2022); Kemenkes, HK.01.07/MENKES/2015/2023; each form and sign has its grade.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, model_validator

from guyub.domain.rulefiles import Grade, Model, Origin, Text

BODY_MASS_INDEX = "imt"  # computed from weight and height, not asked
Value = int | str  # decimals are kept as text: "23.5"
_DECIMAL = re.compile(r"-?\d{1,5}([.,]\d{1,2})?")


class Kind(StrEnum):
    """How a question is answered."""

    YES_NO = "yes-no"  # 1 ya, 2 tidak
    CHOICE = "choice"
    NUMBER = "number"
    DECIMAL = "decimal"


class Option(Model):
    """One answer of a choice."""

    value: int
    name: Text


class VisitField(Model):
    """One question. ``least`` and ``most``: outside of these the figure is a slip of the pen."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z_]*$")]
    kind: Kind
    name: Text
    unit: str = ""
    least: Decimal | None = None
    most: Decimal | None = None
    options: tuple[Option, ...] = ()

    @property
    def codes(self) -> frozenset[int]:
        """Codes that can be an answer; empty where a figure is asked."""
        if self.kind is Kind.YES_NO:
            return frozenset({1, 2})
        return frozenset(option.value for option in self.options)


class Sign(Model):
    """An answer that deserves a second look. ``factor``: the KRS factor it tells of."""

    id: str
    of: str
    name: Text
    advice: Text
    grade: Grade
    below: Decimal | None = None
    above: Decimal | None = None
    outside: tuple[Decimal, Decimal] | None = None
    by: str = ""
    outside_by: dict[int, tuple[Decimal, Decimal]] = {}
    among: frozenset[int] = frozenset()
    factor: str = ""

    @model_validator(mode="after")
    def _one_limit(self) -> "Sign":
        limits = (self.below, self.above, self.outside, self.outside_by or None, self.among or None)
        if sum(limit is not None for limit in limits) != 1:
            raise ValueError(f"the sign '{self.id}' needs exactly one limit")
        if bool(self.by) != bool(self.outside_by):
            raise ValueError(f"the sign '{self.id}' needs both by and outside_by, or none")
        return self


class VisitForm(Model):
    """What is asked on one occasion. ``as_coded``: cut-offs stand as the 2022 module has them."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    applies_to: Annotated[Literal["any", "pregnant", "under-two", "after-birth", "occasion"], Field(alias="for")]
    name: Text
    lead: Text
    grade: Grade
    source: Origin
    as_coded: bool = False
    fields: tuple[VisitField, ...]
    checks: tuple[Sign, ...]

    @cached_property
    def by_id(self) -> dict[str, VisitField]:
        """Questions by id."""
        return {field.id: field for field in self.fields}

    @model_validator(mode="after")
    def _known_questions(self) -> "VisitForm":
        known = {field.id for field in self.fields}
        if {"weight", "height"} <= known:
            known.add(BODY_MASS_INDEX)
        for check in self.checks:
            if check.of not in known or (check.by and check.by not in known):
                raise ValueError(f"the sign '{check.id}' of '{self.id}' asks for a question the form does not have")
        return self


class VisitForms(Model):
    """All forms. ``pause_days``: a family at risk without a visit for so long comes first on the work list."""

    id: str
    grade: Grade
    source: Origin
    pause_days: int
    pause_grade: Grade
    forms: tuple[VisitForm, ...]

    @cached_property
    def by_id(self) -> dict[str, VisitForm]:
        """Forms by id."""
        return {form.id: form for form in self.forms}


class State(StrEnum):
    """What a sign says."""

    LOOK = "look"  # deserves a second look
    FINE = "fine"
    UNKNOWN = "unknown"  # not answered


@dataclass(frozen=True)
class Finding:
    """One sign of a form with what the answers say about it."""

    sign: Sign
    state: State


def read_value(field: VisitField, text: str) -> Value | None:
    """What someone wrote as an answer; None when the question was left empty. Decimal comma or point.

    Raises:
        ValueError: ``not-a-number``, ``not-on-the-list`` or ``out-of-range`` (the reason code is the message).
    """
    text = text.strip()
    if not text:
        return None
    if field.kind is not Kind.DECIMAL and not re.fullmatch(r"-?\d{1,5}", text):
        raise ValueError("not-a-number")
    if not _DECIMAL.fullmatch(text):
        raise ValueError("not-a-number")
    number = Decimal(text.replace(",", "."))
    if field.codes and int(number) not in field.codes:
        raise ValueError("not-on-the-list")
    if (field.least is not None and number < field.least) or (field.most is not None and number > field.most):
        raise ValueError("out-of-range")
    return str(number) if field.kind is Kind.DECIMAL else int(number)


def findings(form: VisitForm, answers: Mapping[str, Value | None]) -> tuple[Finding, ...]:
    """Every sign of the form, in its order, with what the answers say."""
    return tuple(Finding(sign, _state(sign, answers)) for sign in form.checks)


def body_mass_index(weight_kg: Decimal, height_cm: Decimal) -> Fraction:
    """Weight over the square of the height in metres, exact."""
    return Fraction(weight_kg) / (Fraction(height_cm) / 100) ** 2


def _state(sign: Sign, answers: Mapping[str, Value | None]) -> State:
    value = _value(sign.of, answers)
    limits = sign.outside
    if sign.outside_by:
        week = answers.get(sign.by)
        limits = sign.outside_by.get(int(week)) if week is not None else None
        if limits is None:
            return State.UNKNOWN
    if value is None:
        return State.UNKNOWN
    look = (
        (sign.below is not None and value < Fraction(sign.below))
        or (sign.above is not None and value > Fraction(sign.above))
        or (limits is not None and not Fraction(limits[0]) <= value <= Fraction(limits[1]))
        or value in sign.among
    )
    return State.LOOK if look else State.FINE


def _value(name: str, answers: Mapping[str, Value | None]) -> Fraction | None:
    if name != BODY_MASS_INDEX:
        value = answers.get(name)
        return None if value is None else Fraction(str(value))
    weight, height = answers.get("weight"), answers.get("height")
    if weight is None or height is None:
        return None
    return body_mass_index(Decimal(str(weight)), Decimal(str(height)))
