"""The demonstration's data files, checked when read."""

from datetime import date

from guyub.data import FOLDER, read_yaml, validate
from guyub.domain.instruments.model import Grade, Model


class LevelFile(Model):
    """What the unit covers from a day on."""

    since: date
    covers: str
    part: str
    note: str


class RecordingFile(Model):
    """Facts of one day with where they come from."""

    as_of: date
    source: str
    grade: Grade
    provenance: str
    note: str
    facts: dict[str, int]


class VillageFile(Model):
    """One real village with its public recordings."""

    code: str
    name: str
    levels: tuple[LevelFile, ...]
    recordings: tuple[RecordingFile, ...]


class PlaceFile(Model):
    """Code and name of a made-up region."""

    code: str
    name: str


class DistrictFile(Model):
    """A made-up kecamatan and its kelurahan; codes are numbered in this order."""

    name: str
    villages: tuple[str, ...]


class RegisterFile(Model):
    """A village with made-up families: reported, registered, and of these without interview."""

    village: str
    families: int
    registered: int
    not_interviewed: int
    no_answer: int


class SyntheticFile(Model):
    """A city that does not exist: places, days, and how many villages of each kind."""

    seed: int
    province: PlaceFile
    city: PlaceFile
    districts: tuple[DistrictFile, ...]
    recording_days: tuple[date, ...]
    plan: dict[str, int]
    with_findings: int
    registers: tuple[RegisterFile, ...]
    provenance: str


def read_mampang() -> VillageFile:
    """Kelurahan Mampang with its two public recordings."""
    file = FOLDER / "demo" / "mampang.yaml"
    return validate(VillageFile, read_yaml(file), file)


def read_synthetic_city() -> SyntheticFile:
    """The plan of the made-up city."""
    file = FOLDER / "demo" / "synthetic-city.yaml"
    return validate(SyntheticFile, read_yaml(file), file)
