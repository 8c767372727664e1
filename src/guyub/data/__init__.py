"""Official tables, instruments, levers and words as versioned data files, and the one loader that reads them."""

from guyub.data.family_files import (
    family_choices,
    load_family_indicators,
    load_family_planning,
    load_family_rules,
    load_ibangga,
    load_krs,
)
from guyub.data.lever_files import DEFAULT_LEVERS, lever_set_ids, load_levers, read_levers
from guyub.data.loader import (
    DEFAULT_INSTRUMENT,
    FOLDER,
    instrument_ids,
    load_fact_catalogue,
    load_instrument,
    load_profile_form,
    load_related,
    read_instrument,
    read_yaml,
    validate,
)

__all__ = [
    "DEFAULT_INSTRUMENT",
    "DEFAULT_LEVERS",
    "FOLDER",
    "family_choices",
    "instrument_ids",
    "lever_set_ids",
    "load_fact_catalogue",
    "load_family_indicators",
    "load_family_planning",
    "load_family_rules",
    "load_ibangga",
    "load_instrument",
    "load_krs",
    "load_levers",
    "load_profile_form",
    "load_related",
    "read_instrument",
    "read_levers",
    "read_yaml",
    "validate",
]
