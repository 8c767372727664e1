"""`guyub manage replay_cycle CODE`: compute a decided cycle anew from its ledger and compare it with the verdict."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guyub.apps.appraisal.models import Cycle
from guyub.apps.appraisal.services.verdicts import replay
from guyub.language import choose_language
from guyub.language.words import text


class Command(BaseCommand):
    help = (
        "Compute all scores and ranks of a decided cycle anew, from its ledger and the definition that was kept with "
        "it, and compare them bit by bit with the verdict that was announced. Ends with 1 and names what differs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="code of the cycle")

    def handle(self, *args: Any, **options: Any) -> None:
        language, code = choose_language(None, os.environ), options["code"]
        cycle = Cycle.objects.select_related("verdict").filter(code=code, verdict__isnull=False).first()
        if cycle is None:
            raise CommandError(text("replay.no-verdict", language, cycle=code))
        if problems := replay(cycle):
            told = [text(f"replay.{one.what}", language, entry=one.entry) for one in problems]
            raise CommandError("\n".join(told))
        self.stdout.write(
            text("replay.same", language, cycle=code, entries=len(cycle.verdict.result), hash=cycle.verdict.hash)
        )
