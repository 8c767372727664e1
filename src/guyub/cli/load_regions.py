"""`guyub load-regions CODE`: provinces, cities, districts and villages from the official list."""

import argparse

from guyub.cli._site import migrate, say, wake_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "load-regions",
        help="isi daftar wilayah resmi (load official regions)",
        description="Loads a region and everything below it by its Kemendagri code, e.g. 32 for Jawa Barat or 32.76 "
        "for Kota Depok. Names that changed are brought up to date; nothing is removed.",
    )
    parser.add_argument("codes", nargs="+", metavar="CODE", help="Kemendagri code, with or without dots")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    wake_up(arguments.lang)
    from guyub.apps.territory.regions import load_regions

    migrate()
    for code in arguments.codes:
        say("load-regions.done", arguments.lang, code=code, count=load_regions(code))
    return 0
