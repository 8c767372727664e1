"""`guyub load-demo`: the demonstration, without starting the site."""

import argparse

from guyub.cli._site import migrate, say, wake_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "load-demo",
        help="isi data peragaan (load the demonstration)",
        description="Loads Mampang's two public recordings, Depok's 63 kelurahan by name, and a made-up city. "
        "Doing it again adds what is missing and changes nothing.",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    wake_up(arguments.lang)
    from django.conf import settings

    from guyub.apps.demonstration.load import load_demonstration
    from guyub.apps.demonstration.people import logins

    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    migrate()
    passwords = load_demonstration(settings.DATA_DIR)
    say("serve.demo-logins", arguments.lang)
    for line in logins(passwords):
        print(f"  {line}")
    return 0
