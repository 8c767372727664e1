"""`guyub change-level CODE`: a Kampung KB covers something else from a day on: one RW, one dusun, the whole village."""

import argparse

from guyub.cli._arguments import day
from guyub.cli._site import migrate, say, wake_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "change-level",
        help="catat bahwa sebuah Kampung KB meliputi bagian lain sejak suatu hari",
        description="Mencatat apa yang diliputi sebuah Kampung KB sejak suatu hari: satu RW, satu dusun, atau seluruh\n"
        "kelurahan/desa. Angka dari sebelum hari itu tetap tercatat, tetapi tidak lagi menentukan kelas.",
        epilog="contoh:\n"
        "  guyub change-level 32.76.01.1009 --covers rw --part 02 --since 2022-05-24\n"
        "  guyub change-level 32.76.01.1009 --covers village --since 2023-05-31",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("code", metavar="KODE", help="kode kelurahan/desa, dengan atau tanpa titik")
    parser.add_argument("--covers", required=True, choices=("rw", "dusun", "village"), help="yang diliputi")
    parser.add_argument("--part", default="", metavar="NAMA", help="nomor RW atau nama dusun")
    parser.add_argument("--since", required=True, type=day, metavar="YYYY-MM-DD", help="sejak hari ini")
    parser.add_argument("--note", default="", metavar="TEKS", help="asal keterangan ini")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Put the change on record."""
    wake_up(arguments.lang)
    from guyub.apps.assessment.services import SYSTEM, change_level
    from guyub.apps.territory.codes import dotted
    from guyub.apps.territory.models import Unit
    from guyub.apps.territory.regions import UnitNotOpen

    migrate()
    code = dotted(arguments.code)
    unit = Unit.objects.active().filter(region=code).first()
    if unit is None:
        raise UnitNotOpen(kind="unit", name=code, known="")
    asked = {name: getattr(arguments, name) for name in ("since", "covers", "part", "note")}
    level = change_level(SYSTEM, unit, **asked)
    say("change-level.done", arguments.lang, code=code, since=level.since, covers=level)
    return 0
