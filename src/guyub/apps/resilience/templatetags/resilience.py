"""Template helpers for texts of rule files."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString

from guyub.apps.resilience.presentation.panel import VariableRow
from guyub.apps.ui.templatetags.ui import grade_mark

register = template.Library()


VARIABLE = '<li>{label}: <strong>{state}</strong> <span class="quiet small-text">({questions})</span> {grade}</li>'


@register.simple_tag
def variable_items(rows: Iterable[VariableRow]) -> SafeString:
    """Each variable of a family in a line. Twenty lines on a page that is opened all day: not in the template."""
    items = (
        VARIABLE.format(
            label=escape(f"{row.code} {row.name}"),
            state=escape(row.state),
            questions=escape(f"{row.questions}: {row.answer}" if row.answer else row.questions),
            grade=grade_mark(row.grade, row.source),
        )
        for row in rows
    )
    return SafeString("".join(items))
