"""Read which happenings stand for which tick of the profile form."""

from functools import cache

from guyub.data.loader import load_fact_catalogue
from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.facts.derived_rules import DerivedRules
from guyub.errors import InvalidRuleFile


@cache
def load_derived_rules() -> DerivedRules:
    """Rules of the figures that follow from what happened.

    Raises:
        InvalidRuleFile: A fact is none of the catalogue's.
    """
    file = FOLDER / "facts" / "derived.yaml"
    rules = validate(DerivedRules, read_yaml(file), file)
    named = {*rules.routines.values(), *(code for kind in rules.data_kinds for code in kind.facts)}
    unknown = sorted(named - load_fact_catalogue().by_code.keys())
    if unknown:
        raise InvalidRuleFile(file=file.name, path="routines", problem=f"unknown '{unknown[0]}'")
    return rules
