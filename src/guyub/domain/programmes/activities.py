"""Activities of a Kampung KB: four aims, eight programme areas, and what is done in each; the functions of a family."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from pydantic import model_validator

from guyub.domain.programmes.kinds import Choice, Choices, Code
from guyub.domain.rulefiles import Grade, Known, Model, Origin, Text


class Area(Model):
    """A programme area.

    Attributes:
        aim: Code of the aim it serves.
        led_by: Codes of the ministries that lead it.
        offices: Short names of the city's offices that are proposed for it.
    """

    code: str
    aim: Code
    name: Text
    led_by: tuple[Code, ...]
    offices: tuple[str, ...]
    activities: tuple[Choice, ...]


class Activities(Model):
    """The file."""

    id: str
    version: str
    as_of: datetime.date
    grade: Grade
    source: Origin
    offices: Known
    functions: Choices
    aims: tuple[Choice, ...]
    ministries: tuple[Choice, ...]
    areas: tuple[Area, ...]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        aims, ministries = {one.code for one in self.aims}, {one.code for one in self.ministries}
        for area in self.areas:
            if area.aim not in aims or not set(area.led_by) <= ministries:
                raise ValueError(f"{area.code} has an aim or a ministry that is not listed")
        counted = Counter(one.code for area in self.areas for one in area.activities)
        twice = [code for code, count in counted.items() if count > 1]
        if twice:
            raise ValueError(f"'{twice[0]}' is there twice")
        return self

    @cached_property
    def area_of(self) -> dict[str, Area]:
        """Code of an activity → its area."""
        return {one.code: area for area in self.areas for one in area.activities}


@dataclass(frozen=True)
class Coverage:
    """Of a list, what something was done in, and what nothing was; codes in the order of the list."""

    reached: tuple[str, ...]
    missing: tuple[str, ...]


def areas_reached(rules: Activities, done: Iterable[str]) -> Coverage:
    """In which programme areas something was done.

    Args:
        rules: The file.
        done: Codes of activities; unknown ones are of an older file and reach no area.
    """
    found = {rules.area_of[code].code for code in done if code in rules.area_of}
    return _covered([area.code for area in rules.areas], found)


def functions_reached(rules: Activities, done: Iterable[str]) -> Coverage:
    """Which functions of a family something was done for.

    Args:
        rules: The file.
        done: Codes of functions.
    """
    return _covered([one.code for one in rules.functions.choices], set(done))


def _covered(listed: list[str], found: set[str]) -> Coverage:
    return Coverage(
        tuple(code for code in listed if code in found), tuple(code for code in listed if code not in found)
    )
