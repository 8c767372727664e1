"""``guyub instrument``: list the instruments, show one's rules, or check a rule file of one's own."""

import argparse
import re
from pathlib import Path
from typing import Any

from guyub.data import instrument_ids, load_instrument, read_instrument, read_yaml
from guyub.domain.expressions.model import Band
from guyub.domain.instruments import Instrument, Variable
from guyub.domain.instruments.model import content_checksum
from guyub.language import text
from guyub.language.words import source_text


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the sub-command."""
    parser = commands.add_parser(
        "instrument",
        help="daftar aturan penilaian, isinya, atau periksa berkas aturan sendiri",
        description="Tanpa argumen: daftar instrumen. Dengan ID: isi aturannya, sumber, dan tingkat keyakinannya. "
        "Dengan nama berkas .yaml: periksa berkas itu.",
        epilog="Contoh: guyub instrument kkb-klas-web-2021",
    )
    parser.add_argument("name", nargs="?", metavar="ID|BERKAS", help="ID instrumen, atau berkas .yaml untuk diperiksa")
    parser.add_argument(
        "--write-checksum",
        action="store_true",
        help="tulis ulang checksum pada berkas yang belum diterbitkan, lalu periksa",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """List, show or check."""
    if arguments.name is None:
        for name in instrument_ids():
            instrument = load_instrument(name)
            print(f"{name}\t{instrument.name.in_language(arguments.lang)}\t{instrument.status}\t{instrument.grade}")
        return 0
    if not arguments.name.endswith(".yaml"):
        print("\n".join(_described(load_instrument(arguments.name), arguments.lang)))
        return 0
    file = Path(arguments.name)
    if arguments.write_checksum:
        _write_checksum(file)
    instrument = read_instrument(file)
    print(text("instrument.well-made", arguments.lang, id=instrument.id, variables=len(instrument.variables)))
    return 0


def _write_checksum(file: Path) -> None:
    checksum = content_checksum(read_yaml(file))
    content = file.read_text(encoding="utf-8")
    changed, count = re.subn(r"(?m)^checksum:.*$", f"checksum: {checksum}", content)
    file.write_text(changed if count else f"{content.rstrip()}\nchecksum: {checksum}\n", encoding="utf-8")


def _described(instrument: Instrument, language: str) -> list[str]:
    lines = [
        f"{instrument.id} {instrument.version}: {instrument.name.in_language(language)}",
        text("instrument.standing", language, status=instrument.status, grade=instrument.grade),
        text("instrument.source", language, source=source_text(instrument.id, instrument.source, language)),
        text("instrument.checksum", language, checksum=instrument.checksum),
        *(f"- {note.in_language(language)}" for note in instrument.notes),
        *(f"- {option.name} ({option.grade}): {option.about.in_language(language)}" for option in instrument.options),
        text("instrument.modes", language, modes=", ".join(instrument.modes), default=instrument.default_mode),
    ]
    if instrument.givable:
        lines.append(text("instrument.givable", language, codes=", ".join(instrument.givable)))
    return [*lines, "", *(_variable_line(variable, language) for variable in instrument.variables)]


def _variable_line(variable: Variable, language: str) -> str:
    bands = "  ".join(_band(band) for band in variable.bands) or text("instrument.value-is-score", language)
    return f"{variable.code:4} {variable.name.in_language(language)} [{variable.unit}, {variable.grade}]: {bands}"


def _band(band: Band) -> str:
    def edge(value: int | None, sign: str) -> Any:
        return sign if value is None else value

    return f"{edge(band.start, '…')}–{edge(band.end, '…')} → {band.score}"
