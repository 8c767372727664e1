"""`guyub load-regions CODE`: provinces, cities, districts and villages from the official list."""

import argparse

from guyub.cli._site import migrate, say, wake_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "load-regions",
        help="isi daftar wilayah resmi",
        description="Mengisi satu wilayah dan semua di bawahnya menurut kode Kemendagri. Nama yang berubah\n"
        "diperbarui; tidak ada yang dihapus.",
        epilog="contoh:\n  guyub load-regions 32        seluruh Jawa Barat\n  guyub load-regions 32.76     Kota Depok",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("codes", nargs="+", metavar="KODE", help="kode Kemendagri, dengan atau tanpa titik")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Load each region that was named."""
    wake_up(arguments.lang)
    from guyub.apps.territory.regions import load_regions

    migrate()
    for code in arguments.codes:
        say("load-regions.done", arguments.lang, code=code, count=load_regions(code))
    return 0
