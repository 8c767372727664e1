"""Template helpers of the registry: the menu of a village's families, and codes of people in words."""

from datetime import date
from typing import Any

from django import template

from guyub.apps.people.presentation import rows, wording
from guyub.apps.people.presentation.menu import village_menu

register = template.Library()
register.simple_tag(rows.family_rows)
register.simple_tag(rows.part_options)


@register.inclusion_tag("people/_menu.html", takes_context=True)
def people_menu(context: dict[str, Any], village: str) -> dict[str, Any]:
    """The ways between the pages about a village's families, for the person who reads the page."""
    request = context["request"]
    return {"entries": village_menu(request.user, village, request.path)}


@register.filter
def sex_word(code: int | None) -> str:
    """K.03 in words."""
    return str(wording.SEXES.get(code, ""))


@register.filter
def marital_word(code: int | None) -> str:
    """K.07 in words; empty where unknown."""
    return str(wording.MARITAL.get(code, ""))


@register.filter
def relation_word(code: int | None) -> str:
    """K.10 in words."""
    return str(wording.RELATIONS.get(code, ""))


@register.filter
def state_word(state: str) -> str:
    """Whether someone lives, died, left, was merged or erased, in words."""
    return str(wording.STATES.get(state, ""))


@register.simple_tag
def age(birth: date | None, day: date, known: str = "day") -> str:
    """Age on a day in words."""
    return wording.age_words(birth, day, known)


@register.simple_tag
def birth_day(birth: date | None, known: str = "day") -> str:
    """The birth date as far as it is known, in words."""
    return wording.birth_words(birth, known)
