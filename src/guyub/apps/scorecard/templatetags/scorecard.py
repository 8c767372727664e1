"""Words of the scorecard for its page."""

from django import template

from guyub.apps.resilience.presentation.words import rw_name
from guyub.apps.resilience.services.sums import NO_RW
from guyub.apps.scorecard.presentation import words
from guyub.apps.scorecard.presentation.page import LineView
from guyub.apps.ui.templatetags.ui import grade_word, page_language
from guyub.domain.expressions.rounding import rounded_ratio
from guyub.domain.rulefiles import Grade
from guyub.domain.scorecard.lines import Figure, Line

register = template.Library()


@register.filter
def move_words(view: LineView) -> str:
    """How a line moved."""
    return words.move_words(view, page_language())


@register.filter
def target_words(line: Line) -> str:
    """The target of a line."""
    return words.target_words(line)


@register.filter
def grade_told(grade: Grade) -> str:
    """The word of a grade."""
    return grade_word(grade)


@register.filter
def part_name(part: str) -> str:
    """An RW as pages call it."""
    return rw_name("" if part == NO_RW else part)


@register.filter
def part_short(part: str) -> str:
    """An RW where there is little room."""
    return "?" if part == NO_RW else part.lstrip("0")


@register.filter
def part_of(view: LineView, part: str) -> object:
    """A line's figure of an RW; "" where it has none there, None where it is withheld."""
    return view.parts.get(part, "")


@register.filter
def whole(figure: Figure) -> str:
    """Whole per cent or points, for a narrow column."""
    return str(rounded_ratio(figure.of, figure.per))
