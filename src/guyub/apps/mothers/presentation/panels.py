"""Mothers on the page of their family, and mother and birth on the page of a child."""

from datetime import date

from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.mothers.models import Birth
from guyub.apps.mothers.presentation import words
from guyub.apps.mothers.presentation.page import birth_line
from guyub.apps.mothers.presentation.standing import Standing, standings_among
from guyub.apps.people.models import Family, Person, Sex
from guyub.apps.people.panels import Panel
from guyub.data.mother_files import load_mother_rules
from guyub.domain.families.members import completed_years


def family_panel(user: User, family: Family, day: date) -> Panel | None:
    """Women of the family who are pregnant or nursing; those of an age to be, for who may note it."""
    if not scope_of(user).may(Right.SEE_GROWTH, family.place):
        return None
    members = Person.objects.filter(memberships__family=family, memberships__until=None)
    women = [
        one
        for one in members.filter(state=Person.State.LIVING, sex=Sex.FEMALE).order_by("memberships__line")
        if _of_age(one, day)
    ]
    standings = standings_among(user, women, day) if women else []
    known = {one.person.pk for one in standings if one.pregnant}
    may_edit = scope_of(user).may(Right.EDIT_MOTHERS, family.place)
    others = [one for one in women if one.pk not in known] if may_edit else []
    if not standings and not others:
        return None
    context = {"lines": [line_of(one) for one in standings], "others": others}
    return Panel(_("Ibu hamil dan menyusui"), "mothers/_family_panel.html", context)


def child_panel(user: User, child: Person, day: date) -> Panel | None:
    """A child's mother and the facts of its birth, with what these ask to watch."""
    births = Birth.objects.permitted(user, Right.SEE_GROWTH).filter(child=child)
    birth = births.select_related("pregnancy__mother").first()
    mother = birth.pregnancy.mother if birth else _mother_seen(user, child)
    if mother is None:
        return None
    places = (child.place, mother.place)
    may_fill = birth is None and all(scope_of(user).may(Right.EDIT_MOTHERS, place) for place in places)
    context = {
        "child": child,
        "mother": mother,
        "line": birth_line(birth, child) if birth else None,
        "may_fill": may_fill,
    }
    return Panel(_("Ibu dan kelahirannya"), "mothers/_child_panel.html", context)


def line_of(one: Standing) -> tuple[Standing, str, list[words.Told], str]:
    """A mother as lists show her: herself, how far she is, her signs, the name of her next visit."""
    coming = words.visit_name(one.next.number, pregnant=one.pregnant) if one.next else ""
    return one, words.weeks_told(one), words.told_signs(one), coming


def _mother_seen(user: User, child: Person) -> Person | None:
    if child.mother_id is None:
        return None
    seen: Person | None = Person.objects.permitted(user, Right.SEE_GROWTH).filter(pk=child.mother_id).first()
    return seen


def _of_age(one: Person, day: date) -> bool:
    if one.birth_date is None:
        return True
    youngest, oldest = load_mother_rules().file.ages
    return youngest <= completed_years(one.birth_date, day) <= oldest
