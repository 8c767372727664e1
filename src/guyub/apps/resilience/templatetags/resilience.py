"""Template helpers for texts of rule files."""

from django import template

from guyub.apps.ui.templatetags.ui import page_language
from guyub.domain.rulefiles import Text

register = template.Library()


@register.filter
def in_language(text: Text) -> str:
    """A text of a rule file in the page's language."""
    return text.in_language(page_language())
