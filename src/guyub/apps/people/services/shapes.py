"""What is needed to enter a family."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Place:
    """Where a family lives. RW and RT have three digits; empty where unknown."""

    village: str
    rw: str = ""
    rt: str = ""
    address: str = ""
    hamlet: str = ""

    @property
    def code(self) -> str:
        """Code of the place, as scopes compare it: 32.76.01.1009.005.012."""
        return ".".join(part for part in (self.village, self.rw, self.rt) if part)


@dataclass(frozen=True)
class NewMember:
    """Someone who is entered with a family.

    ``relation`` K.10, ``sex`` K.03, ``marital`` K.07. ``birth_known`` says how much of the birth date is
    certain: "day", "month" or "year". ``mother``: line number of the mother among the members (K.11).
    """

    name: str
    sex: int
    relation: int
    birth_date: date | None = None
    birth_known: str = "day"
    marital: int | None = None
    nik: str = ""
    mother: int | None = None
    mother_name: str = ""


@dataclass(frozen=True)
class NewFamily:
    """A family to enter; members in the order of their line numbers, exactly one of them the head."""

    place: Place
    members: Sequence[NewMember]
    since: date
    kk_number: str = ""
    decile: int | None = None
