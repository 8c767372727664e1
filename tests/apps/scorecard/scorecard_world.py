"""A small village whose figures can be counted by hand, and its scorecard as somebody reads it."""

from __future__ import annotations

from datetime import date

from guyub.apps.scorecard.presentation.page import LineView, Page, scorecard
from guyub.apps.territory.models import Region
from tests.apps.made_families import today

VILLAGE = "99.01.01.1001"


def page_of(user, day: date | None = None, month: date | None = None) -> Page:
    return scorecard(user, Region.objects.get(code=VILLAGE), day or today(), month)


def line_of(user, code: str, **asked) -> LineView:
    return next(view for view in page_of(user, **asked).lines if view.line.code == code)


def told(view: LineView) -> tuple[int, int] | None:
    """So many of so many; None: withheld."""
    return None if view.figure is None else (view.figure.of, view.figure.per)


def by_rw(view: LineView) -> dict[str, tuple[int, int] | None]:
    return {part: None if one is None else (one.of, one.per) for part, one in view.parts.items()}
