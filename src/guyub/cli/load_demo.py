"""`guyub load-demo`: the demonstration, without starting the site."""

import argparse

from guyub.cli._site import migrate, say, wake_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "load-demo",
        help="isi data peragaan",
        description="Mengisi dua catatan Mampang yang terbuka untuk umum, 63 kelurahan Depok dengan namanya, dan satu\n"
        "kota rekaan. Bila diulang, yang kurang ditambahkan dan yang sudah ada tidak diubah.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--demo-anyway", action="store_true", help="juga di situs yang punya akun sendiri")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Load the demonstration and print its accounts."""
    wake_up(arguments.lang)
    from django.conf import settings

    from guyub.apps.demonstration.load import load_demonstration
    from guyub.apps.demonstration.people import logins
    from guyub.apps.private_files import make_folder

    make_folder(settings.DATA_DIR)
    migrate()
    passwords = load_demonstration(settings.DATA_DIR, beside_others=arguments.demo_anyway)
    say("serve.demo-logins", arguments.lang)
    for line in logins(passwords):
        print(f"  {line}")
    return 0
