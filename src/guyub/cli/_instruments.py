"""What commands on village tables share: the instrument, its mode, and which scores are taken as given."""

import argparse

from guyub.data import load_instrument
from guyub.domain.instruments import Instrument
from guyub.errors import NotFound


def instrument_from(arguments: argparse.Namespace) -> Instrument:
    """The instrument that was asked for.

    Raises:
        NotFound: There is no such instrument, or it has no such mode.
    """
    instrument = load_instrument(arguments.instrument)
    if arguments.mode is not None and arguments.mode not in instrument.modes:
        raise NotFound(kind="mode", name=arguments.mode, known=", ".join(instrument.modes))
    return instrument


def given_from(arguments: argparse.Namespace, instrument: Instrument) -> tuple[str, ...]:
    """Variables whose scores are taken from the file where they stand there: all that may be, or those asked for.

    Raises:
        NotFound: A variable whose score may not be given.
    """
    if arguments.given is None:
        return instrument.givable
    wanted = tuple(code.strip() for code in arguments.given.split(",") if code.strip())
    if wanted == ("none",):
        return ()
    for code in wanted:
        if code not in instrument.givable:
            raise NotFound(kind="given", name=code, known=", ".join((*instrument.givable, "none")))
    return wanted
