"""Items that a proof can support: those of the class instrument and of the readiness instrument."""

from functools import cache

from guyub.apps.assessment.services import default_instrument
from guyub.apps.evidence.errors import UnknownItem
from guyub.data import load_instrument
from guyub.domain.instruments import Instrument

READINESS = "kkb-siap-1.0"


@cache
def instruments() -> tuple[Instrument, ...]:
    """Instruments whose items proofs support: readiness first, because its items name the proofs wanted."""
    return load_instrument(READINESS), default_instrument()


def check_items(items: list[tuple[str, str]]) -> None:
    """Refuse an item that no instrument here has.

    Raises:
        UnknownItem: For the first one.
    """
    known = {instrument.id: instrument.by_code for instrument in instruments()}
    for instrument, item in items:
        if item not in known.get(instrument, {}):
            raise UnknownItem(instrument=instrument, item=item)
