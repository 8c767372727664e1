"""`guyub work`: do what takes longer than a page may: check and enter files of people."""

import argparse
import os
import signal
from datetime import timedelta
from types import FrameType

from guyub.cli._arguments import between
from guyub.cli._site import say, wake_up


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "work",
        help="kerjakan impor data keluarga di latar belakang",
        description="Memeriksa dan mencatat berkas keluarga yang menunggu, sampai Ctrl-C. `guyub serve`\n"
        "menjalankannya sendiri; jalankan perintah ini bila situs dilayani dengan cara lain. Boleh lebih dari satu.\n"
        "Bila mati di tengah jalan, impor dilanjutkan oleh pekerja berikutnya dari bagian terakhir yang selesai.",
        epilog="contoh:\n  guyub work\n  guyub work --once        selesaikan yang menunggu, lalu berhenti",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--once", action="store_true", help="berhenti bila tidak ada lagi yang menunggu")
    parser.add_argument(
        "--lease",
        type=between(1, 86_400, "lease"),
        default=120,
        metavar="DETIK",
        help="lamanya impor dipegang tanpa kabar (biasanya 120)",
    )
    parser.add_argument(
        "--part",
        type=between(1, 100_000, "part"),
        default=500,
        metavar="KELUARGA",
        help="banyaknya keluarga tiap transaksi (biasanya 500)",
    )
    parser.add_argument("--with-parent", action="store_true", help="berhenti bila proses induknya berhenti")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Work until told to stop."""
    wake_up(arguments.lang)
    from guyub.apps.intake.people_files import services

    parent, told = os.getppid(), []

    def tell(number: int, frame: FrameType | None) -> None:
        told.append(number)

    def stop() -> bool:
        return bool(told) or (arguments.with_parent and os.getppid() != parent)

    signal.signal(signal.SIGTERM, tell)
    signal.signal(signal.SIGINT, tell)
    lease = timedelta(seconds=arguments.lease)
    if arguments.once:
        done = services.work_all(lease, arguments.part, stop)
        say("work.done", arguments.lang, count=done)
        return 0
    services.work(stop, lease, arguments.part)
    return 0
