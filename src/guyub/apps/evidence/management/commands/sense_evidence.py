"""`guyub manage sense_evidence`: look through all proofs for what is odd about them. Once a day is enough."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from guyub.apps.evidence.services.sense import sense_all
from guyub.apps.evidence.services.windows import window_of
from guyub.domain.evidence.sense import Window


class Command(BaseCommand):
    help = "Look through all proofs for what does not fit, and put findings before the city. Run it once a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--window", nargs=2, metavar=("FROM", "TO"), help="days of the visits, where no open cycle says them"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        given = _window(options["window"]) if options["window"] else None
        self.stdout.write(f"{sense_all(lambda village: window_of(village) or given)}")


def _window(days: list[str]) -> Window:
    try:
        opens, closes = (date.fromisoformat(day) for day in days)
    except ValueError as error:
        raise CommandError("--window wants two days as 2025-03-03 2025-04-25") from error
    if closes < opens:
        raise CommandError("--window: the last day is before the first")
    return Window(opens, closes)
