"""Template helpers of groups."""

from collections.abc import Sequence

from django import template

register = template.Library()


@register.simple_tag
def cell_heading(headings: Sequence[str], number: int) -> str:
    """The heading of a column, for tables that become cards."""
    return headings[number]
