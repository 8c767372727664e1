"""Elders on the page of their family."""

from datetime import date

from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.elders.presentation.words import reasons_told, steps_told
from guyub.apps.elders.standing import standings_among
from guyub.apps.people.models import Family, Person
from guyub.apps.people.panels import Panel


def family_panel(user: User, family: Family, day: date) -> Panel | None:
    """Elders of the family with what is to be done next for each."""
    if not scope_of(user).may(Right.SEE_ELDERS, family.place):
        return None
    members = Person.objects.filter(memberships__family=family, memberships__until=None)
    standings = standings_among(members, day)
    if not standings:
        return None
    lines = [(one, steps_told(one), reasons_told(one.ladder.reasons)) for one in standings]
    return Panel(_("Lansia"), "elders/_family_panel.html", {"lines": lines})
