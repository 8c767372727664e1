"""Read the ministry's quick-win programmes."""

from functools import cache

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.quickwins.rules import QuickWins


@cache
def load_quick_wins() -> QuickWins:
    """GENTING, GATI, TAMASYA and SIDAYA: what is recorded, and what is asked about."""
    file = FOLDER / "quickwins" / "programmes.yaml"
    return validate(QuickWins, read_yaml(file), file)
