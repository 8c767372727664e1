"""Read the forms and rules of elders."""

from functools import cache

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.elders.care import ElderCare
from guyub.domain.elders.checks import CheckRules
from guyub.domain.elders.scored import ScoredForm
from guyub.domain.elders.skilas import Skilas
from guyub.domain.growth.followups import FollowUps

_ELDERS = FOLDER / "elders"


@cache
def load_adl() -> ScoredForm:
    """Activities of daily living, modified Barthel index."""
    return _scored("adl.yaml")


@cache
def load_gds_4() -> ScoredForm:
    """The four questions about mood."""
    return _scored("gds-4.yaml")


@cache
def load_caregiver_load() -> ScoredForm:
    """The four questions to whoever gives the care."""
    return _scored("caregiver.yaml")


@cache
def load_skilas() -> Skilas:
    """The simple screening of elders."""
    file = _ELDERS / "skilas.yaml"
    return validate(Skilas, read_yaml(file), file)


@cache
def load_elder_checks() -> CheckRules:
    """What is measured of an elder: bounds of the figures, and signs."""
    file = _ELDERS / "checks.yaml"
    return validate(CheckRules, read_yaml(file), file)


@cache
def load_elder_follow_ups() -> FollowUps:
    """Until when what stands on a list of elders is to be done."""
    file = _ELDERS / "followups.yaml"
    return validate(FollowUps, read_yaml(file), file)


@cache
def load_elder_care() -> ElderCare:
    """Companions, and the three words of the assessment."""
    file = _ELDERS / "care.yaml"
    return validate(ElderCare, read_yaml(file), file)


def _scored(name: str) -> ScoredForm:
    file = _ELDERS / name
    return validate(ScoredForm, read_yaml(file), file)
