"""Read the rule file of the public pages and of a village's readiness."""

from functools import cache

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.publication import PublicationRules


@cache
def load_publication_rules() -> PublicationRules:
    """What counts as a place, as about to end, as silence, as thinly held; and which routines are watched."""
    file = FOLDER / "publication" / "rules.yaml"
    return validate(PublicationRules, read_yaml(file), file)
