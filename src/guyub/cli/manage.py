"""`guyub manage ...`: the maintenance commands of the Django project (migrate, createsuperuser, shell ...)."""

import argparse
import os


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    parser = subparsers.add_parser(
        "manage",
        help="maintenance commands of the web site (Django)",
        description="Runs one of Django's commands on Guyub's site, e.g. `guyub manage createsuperuser`. "
        "`guyub manage help` lists them.",
    )
    parser.add_argument(
        "words", nargs=argparse.REMAINDER, metavar="COMMAND ...", help="a Django command and its options"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    from django.core.management import ManagementUtility

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guyub.apps.settings")
    ManagementUtility(["guyub manage", *arguments.words]).execute()
    return 0
