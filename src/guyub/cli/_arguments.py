"""What commands share about their arguments: the reader's language, values that people write, and the rules to use."""

import argparse
import datetime
import re
from collections.abc import Callable, Sequence

from guyub.data import DEFAULT_INSTRUMENT
from guyub.language import LANGUAGES, format_number, text
from guyub.language.words import catalogue

_language = ["en"]


def speak(language: str) -> None:
    """From now on say what is wrong with arguments, and argparse's own words, in this language."""
    _language[0] = language
    # argparse asks these two for each of its sentences, as programs that use gettext do.
    argparse._ = _own_words  # type: ignore[attr-defined]
    argparse.ngettext = _own_plural  # type: ignore[attr-defined]


def asked_language(given: Sequence[str]) -> str | None:
    """The language behind ``--lang``, before anything else is understood."""
    for place, word in enumerate(given):
        name, _, value = word.partition("=")
        if name == "--lang":
            value = value or next(iter(given[place + 1 :]), "")
            return value if value in LANGUAGES else None
    return None


def _own_words(english: str) -> str:
    return catalogue(_language[0]).get(f"argparse.{english}", english)


def _own_plural(one: str, many: str, count: int) -> str:
    return _own_words(one if count == 1 else many)


# -- values ------------------------------------------------------------------------------------------------------


def _refused(key: str, value: str) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(text(f"argument.{key}", _language[0], value=value))


def day(value: str) -> datetime.date:
    """A date as YYYY-MM-DD."""
    try:
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise _refused("not-a-day", value) from None


def year(value: str) -> int:
    """A year of this century."""
    if re.fullmatch(r"20[0-9]{2}", value) is None:
        raise _refused("not-a-year", value)
    return int(value)


def between(least: int, most: int, why: str) -> Callable[[str], int]:
    """A reader of whole numbers from ``least`` to ``most``; ``why``: the key of the reason, ``argument.why.<why>``."""

    def read(value: str) -> int:
        if re.fullmatch(r"-?[0-9]{1,18}", value) is None or not least <= int(value) <= most:
            language = _language[0]
            limits = {"least": format_number(least, language), "most": format_number(most, language)}
            reason = text(f"argument.why.{why}", language)
            raise argparse.ArgumentTypeError(
                text("argument.not-between", language, value=value, reason=reason, **limits)
            )
        return int(value)

    return read


def rupiah(value: str) -> int:
    """An amount of money: ``50000000``, ``50.000.000``, ``50,000,000``, each also after ``Rp``."""
    amount = re.fullmatch(
        r"(?:[Rr]p\.? ?)?(-?[0-9]{1,15}|[0-9]{1,3}(?:\.[0-9]{3}){1,4}|[0-9]{1,3}(?:,[0-9]{3}){1,4})", value
    )
    if amount is None:
        raise _refused("not-rupiah", value)
    return int(re.sub("[.,]", "", amount[1]))


def hundredths(value: str) -> int:
    """A margin such as 0.25 or 0,25, in hundredths."""
    points = re.fullmatch(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?", value)
    if points is None:
        raise _refused("not-hundredths", value)
    return int(points[1]) * 100 + int((points[2] or "0").ljust(2, "0"))


# -- the rules to use --------------------------------------------------------------------------------------------


def add_rule_arguments(parser: argparse.ArgumentParser) -> None:
    """Which instrument, in which mode, with which scores of the file, from which sheet."""
    parser.add_argument(
        "--instrument", default=DEFAULT_INSTRUMENT, metavar="ID", help="aturan penilaian (bawaan: %(default)s)"
    )
    parser.add_argument("--mode", metavar="MODE", help="cara hitung; `guyub instrument ID` menyebut yang ada")
    parser.add_argument(
        "--given",
        metavar="KODE,…|none",
        help="skor yang diambil dari berkas (bawaan: semua yang boleh; `guyub instrument ID` menyebutnya)",
    )
    parser.add_argument("--sheet", metavar="NAMA", help="nama lembar pada berkas XLSX, ODS atau XLS")
