"""`guyub manage verify_audit`: check that nobody changed, slipped in or took away entries of the audit trail."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guyub.apps.audit import trail


class Command(BaseCommand):
    help = (
        "Check every entry of the audit trail against its fingerprint, the entry before it and the end of its chain. "
        "Prints the latest of each chain: village (or site), number, fingerprint. Keep that list elsewhere and give it "
        "next time with --earlier: only then does it show that the latest entries are gone. Ends with 1 and names the "
        "first problem if there is any."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--chain", help="one village (its code), or 'site'")
        parser.add_argument("--earlier", type=Path, metavar="FILE", help="a list that this command printed before")

    def handle(self, *args: Any, **options: Any) -> None:
        noted = _noted(options["earlier"]) if options["earlier"] else {}
        problems = list(trail.verify(options["chain"], noted))
        if problems:
            first = problems[0]
            more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
            raise CommandError(f"{first.chain} #{first.sequence}: {first.reason}{more}")
        for chain, (sequence, fingerprint) in trail.ends().items():
            if options["chain"] in (None, chain):
                self.stdout.write(f"{chain} {sequence} {fingerprint}")


def _noted(file: Path) -> dict[str, tuple[int, str]]:
    """Number and fingerprint by chain, from an earlier list."""
    noted = {}
    try:
        for line in file.read_text(encoding="ascii").splitlines():
            chain, sequence, fingerprint = line.split()
            noted[chain] = (int(sequence), fingerprint)
    except (OSError, ValueError) as error:
        raise CommandError(f"{file} is not a list that this command printed: {error}") from error
    return noted
