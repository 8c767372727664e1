"""`guyub manage ...`: the maintenance commands of the Django project (migrate, createsuperuser, shell ...)."""

import argparse
import os

_EPILOG = """\
contoh:
  guyub manage createsuperuser
  guyub manage create_token mampang "unduhan bulanan"
  guyub manage refresh_states       hitung ulang kelas semua desa dari catatannya
  guyub manage refresh_growth       hitung ulang yang mengikuti dari pengukuran semua anak
  guyub manage verify_snapshots     periksa rantai potret; cetak sidik jari terakhirnya
  guyub manage verify_audit         periksa jejak; berakhir bukan nol bila ada yang diubah
  guyub manage verify_evidence      periksa berkas bukti; berakhir bukan nol bila ada yang hilang atau berubah
  guyub manage apply_retention      hapus yang masa simpannya habis (--dry-run: hanya menyebutnya)
  guyub manage find_duplicates      cari catatan ganda di semua desa; orang yang memutuskan
"""


def add_parser(
    subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> None:
    parser = subparsers.add_parser(
        "manage",
        help="perintah pemeliharaan situs (Django)",
        description="Menjalankan satu perintah Django pada situs Guyub. `guyub manage help` menampilkan semuanya.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "words", nargs=argparse.REMAINDER, metavar="PERINTAH ...", help="perintah Django dan pilihannya"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Hand the words over to Django."""
    from django.core.management import ManagementUtility

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guyub.apps.settings")
    ManagementUtility(["guyub manage", *arguments.words]).execute()
    return 0
