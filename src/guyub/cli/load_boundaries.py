"""`guyub load-boundaries FILE.geojson`: outlines of regions, for the map."""

import argparse
from pathlib import Path

from guyub.cli._site import migrate, say, wake_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "load-boundaries",
        help="isi batas wilayah untuk peta (load outlines for the map)",
        description="Loads a GeoJSON FeatureCollection (WGS84 longitude, latitude). Each feature names its region in "
        "the property `code` or `kode`. Features that cannot be used are listed and left out.",
    )
    parser.add_argument("file", type=Path, metavar="FILE.geojson")
    parser.add_argument("--source", default="", help="who made the outlines; shown with the map")
    parser.add_argument("--licence", default="", help="their licence; shown with the map")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    wake_up(arguments.lang)
    from guyub.apps.territory.boundaries import load_boundaries

    migrate()
    report = load_boundaries(arguments.file, arguments.source, arguments.licence)
    for finding in report.findings:
        reason = f"boundary.{finding.reason}"
        say(reason, arguments.lang, feature=finding.feature, region=finding.code or "-")
    say("load-boundaries.done", arguments.lang, count=report.loaded, left_out=len(report.findings))
    return 0
