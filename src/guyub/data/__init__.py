"""Official tables, instruments, levers and words as versioned data files, and what reads them.

A name is looked up when it is asked for: who measures children loads no instrument, who classifies villages no growth.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
        instrument_ids,
        load_fact_catalogue,
        load_instrument,
        load_profile_form,
        load_related,
        read_instrument,
    )
    from guyub.data.reading import FOLDER, read_yaml, validate

DEFAULT_INSTRUMENT = "kkb-klas-web-2021"
_HOMES = {
    "family_files": (
        "family_choices",
        "load_family_indicators",
        "load_family_planning",
        "load_family_rules",
        "load_ibangga",
        "load_krs",
    ),
    "lever_files": ("DEFAULT_LEVERS", "lever_set_ids", "load_levers", "read_levers"),
    "loader": (
        "instrument_ids",
        "load_fact_catalogue",
        "load_instrument",
        "load_profile_form",
        "load_related",
        "read_instrument",
    ),
    "reading": ("FOLDER", "read_yaml", "validate"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

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


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
