"""`guyub load-boundaries FILE.geojson`: outlines of regions, for the map."""

import argparse
from pathlib import Path

from guyub.cli._site import migrate, say, wake_up
from guyub.errors import InvalidValue


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "load-boundaries",
        help="isi batas wilayah untuk peta",
        description="Mengisi batas wilayah dari GeoJSON FeatureCollection (bujur, lintang WGS84). Tiap fitur\n"
        "menyebut wilayahnya pada properti `code` atau `kode`. Fitur yang tidak dapat dipakai disebut satu per\n"
        "satu dan ditinggalkan.",
        epilog='contoh:\n  guyub load-boundaries kelurahan.geojson --source "Nama pembuat" --licence "CC BY 4.0"',
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="BERKAS.geojson", help="berkas GeoJSON")
    parser.add_argument("--source", default="", help="pembuat batas; tampil di bawah peta")
    parser.add_argument("--licence", default="", help="lisensinya; tampil di bawah peta")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Load the outlines and name what was left out. A file of which nothing could be loaded is a failure."""
    wake_up(arguments.lang)
    from guyub.apps.territory.boundaries import load_boundaries

    migrate()
    report = load_boundaries(arguments.file, arguments.source, arguments.licence)
    for finding in report.findings:
        reason = f"boundary.{finding.reason}"
        say(reason, arguments.lang, feature=finding.feature, region=finding.code or "-")
    say("load-boundaries.done", arguments.lang, count=report.loaded, left_out=len(report.findings))
    return 0 if report.loaded else InvalidValue.exit_code
