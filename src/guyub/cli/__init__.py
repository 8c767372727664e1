"""The ``guyub`` command. Each sub-command is a module beside this one with ``add_parser`` and ``run``."""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType

from guyub.cli._arguments import asked_language, speak
from guyub.errors import DomainError
from guyub.language import choose_language, sentence

# What each kind of failure returns, for scripts; `errors.DomainError` subclasses name their own.
EXIT_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one sub-command; returns its exit code. Errors go to standard error in the user's language."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    language = choose_language(asked_language(given), os.environ)
    parsed = _parser(given, language).parse_args(given)
    parsed.lang = language
    try:
        return int(parsed.run(parsed))
    except DomainError as error:
        print(sentence(error, language), file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:
        # The reader of our output (head, less) has gone; the rest of the output has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def _parser(given: Sequence[str], language: str = "id") -> argparse.ArgumentParser:
    speak(language)
    parser = argparse.ArgumentParser(
        prog="guyub",
        description="Dari angka desa ke kelas Kampung KB, alasannya, dan jalan naik termurah yang terbukti. "
        "(From a village's figures to its class, the reasons, and the proven cheapest road up.)",
        epilog="Kode keluar: 0 berhasil, 1 gagal karena sebab lain, 2 perintah salah, 3 berkas tidak terbaca, "
        "4 nilai salah, 5 berkas aturan salah, 6 tidak ditemukan, 7 tidak diizinkan, 8 perencana tidak mengenal "
        "aturannya, 9 tidak ada rencana yang mencapai tujuan, 130 dihentikan dengan Ctrl-C.",
    )
    commands = parser.add_subparsers(title="perintah", metavar="PERINTAH", required=True)
    for module in _modules(given):
        module.add_parser(commands)
    for command in _runnable(commands):
        command.add_argument("--lang", choices=("id", "en"), help="bahasa pesan: id (Indonesia) atau en (English)")
    return parser


def _runnable(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> Iterator[argparse.ArgumentParser]:
    """The parsers of what can be run: of commands, and of the jobs of a command that has several."""
    for command in commands.choices.values():
        jobs = [action for action in command._actions if isinstance(action, argparse._SubParsersAction)]
        if jobs:
            yield from _runnable(jobs[0])
        else:
            yield command


def _modules(given: Sequence[str]) -> list[ModuleType]:
    """The sub-command that was asked for, or all of them: each loads only what it needs."""
    names = {module.name.replace("_", "-"): module.name for module in pkgutil.iter_modules(__path__)}
    names = {command: name for command, name in names.items() if not name.startswith("_")}
    asked = names.get(given[0]) if given else None
    wanted = [asked] if asked else sorted(names.values())
    return [importlib.import_module(f"{__name__}.{name}") for name in wanted]
