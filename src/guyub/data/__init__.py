"""Official tables, instruments, levers and words as versioned data files, and the one loader that reads them."""

from guyub.data.loader import (
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
    "FOLDER",
    "instrument_ids",
    "load_fact_catalogue",
    "load_instrument",
    "load_profile_form",
    "load_related",
    "read_instrument",
    "read_yaml",
    "validate",
]
