"""`guyub manage verify_snapshots`: check the chain of every village's snapshots."""

from collections import defaultdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guyub.apps.assessment.services import chain_ends, verify_chain
from guyub.apps.territory.models import Unit


class Command(BaseCommand):
    help = (
        "Check every snapshot against its fingerprint and the one before it. Prints the latest of each unit: village, "
        "unit, number, fingerprint. Keep that list elsewhere and give it next time with --earlier: only then does it "
        "show that the latest snapshots are gone, or that someone with the key wrote them anew."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--earlier", type=Path, metavar="FILE", help="a list that this command printed before")

    def handle(self, *args: Any, **options: Any) -> None:
        noted = _noted(options["earlier"]) if options["earlier"] else {}
        ends = chain_ends()
        villages = {unit: village for (village, unit) in noted} | {end.unit: end.village for end in ends}
        broken = [
            f"{village} #{problem.sequence}: {problem.reason}"
            for key, village in villages.items()
            for problem in verify_chain(Unit(pk=key), noted.get((village, key)))
        ]
        if broken:
            raise CommandError("\n".join(broken))
        for end in ends:
            self.stdout.write(f"{end.village} {end.unit} {end.sequence} {end.fingerprint}")


def _noted(file: Path) -> dict[tuple[str, int], dict[int, str]]:
    """Fingerprints by number, for each village and unit of an earlier list."""
    noted: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
    try:
        for line in file.read_text(encoding="ascii").splitlines():
            village, unit, sequence, fingerprint = line.split()
            noted[village, int(unit)][int(sequence)] = fingerprint
    except (OSError, ValueError) as error:
        raise CommandError(f"{file} is not a list that this command printed: {error}") from error
    return noted
