"""`guyub open-units CODE`: a Kampung KB in every kelurahan and desa of a region that has none yet."""

import argparse
import datetime

from guyub.cli._arguments import day
from guyub.cli._site import migrate, say, wake_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "open-units",
        help="buka Kampung KB di setiap kelurahan/desa suatu wilayah",
        description="Membuka satu Kampung KB, tanpa data, di setiap kelurahan dan desa yang belum memilikinya.\n"
        "Wilayahnya harus sudah ada di daftar (guyub load-regions).",
        epilog="contoh:\n  guyub open-units 32.76 --since 2023-01-01",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("codes", nargs="+", metavar="KODE", help="kode Kemendagri, dengan atau tanpa titik")
    parser.add_argument(
        "--since",
        type=day,
        default=datetime.date(2016, 1, 1),
        metavar="YYYY-MM-DD",
        help="sejak kapan meliputi seluruh kelurahan/desa (biasanya 2016-01-01, awal Kampung KB)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Open the units of each region that was named."""
    wake_up(arguments.lang)
    from guyub.apps.assessment.services import SYSTEM, NewUnit, open_units
    from guyub.apps.territory.codes import Level, dotted
    from guyub.apps.territory.models import Region, Unit
    from guyub.apps.territory.regions import RegionNotLoaded

    migrate()
    for code in map(dotted, arguments.codes):
        places = Region.objects.under(code).filter(level=Level.VILLAGE)
        if not places.exists():
            raise RegionNotLoaded(name=code)
        without = places.exclude(code__in=Unit.objects.active().values("region_id"))
        opened = open_units(SYSTEM, [NewUnit(place, place.name, arguments.since) for place in without])
        say("open-units.done", arguments.lang, code=code, count=len(opened))
    return 0
