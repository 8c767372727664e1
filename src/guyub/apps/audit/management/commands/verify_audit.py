"""`guyub manage verify_audit`: check that nobody changed, slipped in or took away entries of the audit trail."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guyub.apps.audit import chained, trail
from guyub.apps.audit.hash_chain import End, Problem
from guyub.language import choose_language
from guyub.language.words import text


class Command(BaseCommand):
    help = (
        "Check every entry of the audit trail and every row of the ledgers (commitments, proofs, assessment cycles) "
        "against its fingerprint, the row before it and the end of its chain. "
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
        language = choose_language(None, os.environ)
        problems += _ledger_problems() if options["chain"] is None else []
        if problems:
            raise CommandError(_told(problems, language))
        ends = {chain: end for chain, end in trail.ends().items() if options["chain"] in (None, chain)}
        for chain, (sequence, fingerprint) in ends.items():
            self.stdout.write(f"{chain} {sequence} {fingerprint}")
        entries = sum(sequence for sequence, _fingerprint in ends.values())
        self.stderr.write(text("audit.whole", language, entries=entries, chains=len(ends)))


def _ledger_problems() -> list[Problem]:
    """Problems of all ledgers, told like those of the trail: their chain is named table:chain."""
    return [
        Problem(f"{ledger._meta.label_lower}:{problem.chain}", problem.sequence, problem.reason)
        for ledger in chained.ledgers()
        for problem in chained.verify(ledger)
    ]


def _told(problems: Sequence[Problem], language: str) -> str:
    """The first problem in words, and how many more there are."""
    first = problems[0]
    told = text(f"audit.problem-{first.reason}", language, chain=first.chain, sequence=first.sequence)
    more = len(problems) - 1
    return f"{told} {text('audit.more', language, count=more)}" if more else told


def _noted(file: Path) -> dict[str, End]:
    """Number and fingerprint by chain, from an earlier list."""
    noted = {}
    try:
        for line in file.read_text(encoding="ascii").splitlines():
            chain, sequence, fingerprint = line.split()
            noted[chain] = (int(sequence), fingerprint)
    except (OSError, ValueError) as error:
        raise CommandError(f"{file} is not a list that this command printed: {error}") from error
    return noted
