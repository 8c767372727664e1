"""`guyub serve`: the web site on this machine, ready in seconds."""

import argparse
import gc
import hashlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import MutableMapping
from typing import Any

from guyub.cli._arguments import between
from guyub.cli._companion import Companion
from guyub.cli._site import migrate, wake_up
from guyub.errors import DomainError

PORTS_TO_TRY = 20
_EPILOG = """\
contoh:
  guyub serve --demo
  GUYUB_DATA_DIR=/srv/guyub GUYUB_ALLOWED_HOSTS=guyub.contoh.go.id GUYUB_HTTPS=1 GUYUB_PROXIES=1 guyub serve
  DATABASE_URL=postgresql://guyub:sandi@basisdata/guyub guyub serve --workers 4
"""
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
ALL_ADDRESSES = {"0.0.0.0", "::"}  # noqa: S104  compared with, not bound to: only the person's --host is bound


class NoFreePort(DomainError):
    """Every port that was tried is in use."""

    code = "no-free-port"
    template = "Ports {first} to {last} on {host} are all in use. Choose another with --port."
    exit_code = 1


class DemoForOthers(DomainError):
    """The demonstration's accounts would be open to other machines."""

    code = "demo-for-others"
    template = (
        "The demonstration has accounts with printed passwords, one of them an administrator; on {host} other machines "
        "could reach it. Leave out --host, or add --demo-anyway."
    )
    exit_code = 7


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the command."""
    parser = subparsers.add_parser(
        "serve",
        help="jalankan situs Guyub di komputer ini",
        description="Menyiapkan basis data (isinya tetap), lalu menjalankan situs sampai Ctrl-C. Alamatnya dicetak\n"
        "begitu situs siap. Data disimpan di folder GUYUB_DATA_DIR (biasanya ./var); DATABASE_URL memilih PostgreSQL.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--demo", action="store_true", help="isi data peragaan dan cetak akunnya")
    parser.add_argument(
        "--demo-anyway",
        action="store_true",
        help="data peragaan juga bila komputer lain dapat membukanya atau situs punya akun sendiri",
    )
    parser.add_argument(
        "--host", default="127.0.0.1", help="alamat yang didengarkan (biasanya 127.0.0.1: hanya komputer ini)"
    )
    parser.add_argument(
        "--port",
        type=between(1, 65_535, "port"),
        default=8000,
        help="porta pertama yang dicoba (biasanya 8000); bila sibuk, porta berikutnya",
    )
    parser.add_argument(
        "--workers",
        type=between(1, 64, "workers"),
        default=2,
        help="banyaknya proses pekerja (biasanya 2)",
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Bring everything up to date, then serve until told to stop."""
    lang = arguments.lang
    if arguments.demo and not arguments.demo_anyway and arguments.host not in LOOPBACK:
        raise DemoForOthers(host=arguments.host)
    _allow_host(arguments.host)
    if arguments.demo:
        _ease_trying(arguments.host, os.environ)
    wake_up(lang)
    from django.conf import settings

    from guyub.apps.private_files import make_folder

    make_folder(settings.DATA_DIR)
    migrate()
    _collect_static()
    lines = _demonstration(lang, arguments.demo_anyway) if arguments.demo else []
    port = free_port(arguments.host, arguments.port)
    lines.insert(0, f"http://{_for_address(arguments.host)}:{port}")
    _close_connections()
    background = Companion("work", "--with-parent")
    background.start()
    try:
        serve(arguments.host, port, arguments.workers, lines)
    finally:
        background.stop()
    return 0


def _allow_host(host: str) -> None:
    """Who listens on an address of this machine wants to be reached there."""
    if host not in LOOPBACK | ALL_ADDRESSES and "GUYUB_ALLOWED_HOSTS" not in os.environ:
        os.environ["GUYUB_ALLOWED_HOSTS"] = f"localhost,127.0.0.1,[::1],{host}"


def _ease_trying(host: str, environment: MutableMapping[str, str]) -> None:
    """Printed demonstration accounts that only this machine reaches need no second factor, unless it is asked for."""
    if host in LOOPBACK:
        environment.setdefault("GUYUB_REQUIRE_MFA", "0")


def _collect_static() -> None:
    """Put style sheets, scripts and pictures in one folder; skipped where nothing changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    found = [(path, storage.path(path)) for finder in get_finders() for path, storage in finder.list(None)]
    states = [f"{path} {stat.st_size} {stat.st_mtime_ns}" for path, stat in ((p, os.stat(f)) for p, f in found)]
    fingerprint = hashlib.sha256("\n".join(sorted(states)).encode()).hexdigest()
    mark = settings.DATA_DIR / "static.fingerprint"
    if mark.is_file() and mark.read_text(encoding="ascii") == fingerprint:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(fingerprint, encoding="ascii")


def _demonstration(lang: str, beside_others: bool) -> list[str]:
    """Load the demonstration, and what to print about it.

    In a process of its own: the site's workers are forked from this one, and a fork does not take along the threads
    with which many families are added up. A worker would wait for them for ever.
    """
    from django.conf import settings

    from guyub.apps.demonstration.people import logins, read_passwords
    from guyub.language import text

    options = ["--lang", lang, *(["--demo-anyway"] if beside_others else [])]
    loading = [sys.executable, "-m", "guyub.cli", "load-demo", *options]
    ended = subprocess.run(loading, stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - our own command
    if ended.returncode:
        raise SystemExit(ended.returncode)
    passwords = read_passwords(settings.DATA_DIR)
    lines = ["", text("serve.demo-logins", lang), *(f"  {line}" for line in logins(passwords)), ""]
    if not settings.REQUIRE_SECOND_FACTOR:
        lines.insert(-1, text("serve.demo-one-factor", lang))
    return lines


def free_port(host: str, first: int) -> int:
    """The first port from `first` on that nobody listens on.

    Raises:
        NoFreePort: None of the ports tried is free.
    """
    last = min(first + PORTS_TO_TRY, 65535)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for port in range(first, last + 1):
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    raise NoFreePort(first=first, last=last, host=host)


def _for_address(host: str) -> str:
    if host in ALL_ADDRESSES:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _close_connections() -> None:
    """Worker processes open their own database connections; none may be shared with this process."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()


def serve(host: str, port: int, workers: int, lines: list[str]) -> None:
    """Run gunicorn until it is told to stop; prints `lines` when it listens."""
    from gunicorn.app.base import BaseApplication

    class Site(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
        def load_config(self) -> None:
            for name, value in _gunicorn(host, port, workers, lines).items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from guyub.apps.wsgi import application
            from guyub.cli._warm import warm_up

            warm_up()
            gc.collect()
            gc.freeze()  # workers need not look through all of it again: half a second on a slow machine, each time
            return application

    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    Site().run()


def _gunicorn(host: str, port: int, workers: int, lines: list[str]) -> dict[str, Any]:
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return {
        "bind": bind,
        "workers": workers,
        "worker_class": "gthread",
        "preload_app": True,  # workers begin as copies of a process that has read everything
        "threads": 4,
        "timeout": 120,
        "graceful_timeout": 5,  # Ctrl-C stops within seconds, also when a browser keeps a connection open
        "max_requests": 20_000,
        "max_requests_jitter": 2_000,
        "loglevel": "warning",
        "proc_name": "guyub",
        "when_ready": lambda server: print("\n".join(lines), flush=True),
    }
