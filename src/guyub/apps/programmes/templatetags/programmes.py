"""Template helpers of groups."""

from collections.abc import Sequence

from django import template

from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.group_files import load_group_rules

register = template.Library()


@register.simple_tag
def cell_heading(headings: Sequence[str], number: int) -> str:
    """The heading of a column, for tables that become cards."""
    return headings[number]


@register.simple_tag
def kind_name(code: str) -> str:
    """How everybody calls a kind of group."""
    return load_group_rules().by_code[code].short.in_language(page_language())
