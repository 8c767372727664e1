"""The forms of the companion team's visits."""

from functools import cache

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.families.visits import VisitForms


@cache
def load_visit_forms() -> VisitForms:
    """All visit forms with their signs and the kinds of assistance."""
    file = FOLDER / "families" / "visits.yaml"
    return validate(VisitForms, read_yaml(file), file)
