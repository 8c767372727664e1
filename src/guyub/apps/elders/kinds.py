"""The forms of elders with their rule files."""

from collections.abc import Mapping

from guyub.apps.elders.models import ElderScreening
from guyub.data.elder_files import load_adl, load_caregiver_load, load_gds_4, load_skilas
from guyub.domain.elders.scored import Judged, ScoredForm
from guyub.domain.elders.skilas import Screening, Skilas

Form = ElderScreening.Form
Rule = Skilas | ScoredForm
_SCORED = {Form.ADL: load_adl, Form.MOOD: load_gds_4, Form.LOAD: load_caregiver_load}


def rule_of(form: str) -> Rule:
    """The rule file of a form.

    Raises:
        ValueError: There is no such form.
    """
    known = Form(form)
    return load_skilas() if known is Form.SKILAS else _SCORED[known]()


def judged(form: str, answers: Mapping[str, int]) -> Judged:
    """Points of a scored form and their band."""
    return _SCORED[Form(form)]().judge(answers)


def screened(answers: Mapping[str, int]) -> Screening:
    """What a SKILAS found."""
    return load_skilas().judge(answers)
