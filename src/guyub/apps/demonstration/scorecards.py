"""Scorecards of the made-up villages: months before today as far as the made-up records carry days."""

from django.utils import timezone

from guyub.apps.demonstration.files import SyntheticFile
from guyub.apps.scorecard.models import KeptFigure
from guyub.apps.scorecard.services import keep_month_figures
from guyub.apps.territory.models import Region


def load_scorecards(city: SyntheticFile) -> None:
    """Figures of the villages of which nobody kept any yet."""
    for register in city.registers:
        if not KeptFigure.objects.filter(village=register.village).exists():
            keep_month_figures(Region.objects.get(code=register.village), timezone.localdate())
