"""Supplementary food on the page of a child, and on that of a mother."""

from datetime import date

from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.growth.presentation.lists import with_latest
from guyub.apps.mothers.presentation.standing import standing_of as mother_standing
from guyub.apps.nutrition.models import PmtRound
from guyub.apps.nutrition.presentation.candidates import category_of
from guyub.apps.nutrition.presentation.standing import standings_of
from guyub.apps.nutrition.presentation.words import line_of, outcome_name
from guyub.apps.people.models import Person
from guyub.apps.people.panels import Panel
from guyub.data.nutrition_files import load_pmt_rules
from guyub.domain.families.members import completed_months
from guyub.domain.nutrition.pmt import KEK

TEMPLATE = "nutrition/_panel.html"


def child_panel(user: User, child: Person, day: date) -> Panel | None:
    """A child's rounds, and whether one is to be begun; nothing for who is too old and never had one."""
    months = None if child.birth_date is None else completed_months(child.birth_date, day)
    fits = months is not None and load_pmt_rules().holds(months)
    latest = with_latest(user, day).filter(pk=child.pk).first() if fits else None
    return _panel(user, child, day, category_of(latest, day) if latest else "", fits=fits)


def mother_panel(user: User, mother: Person, day: date) -> Panel | None:
    """A mother's rounds, and whether one is to be begun."""
    standing = mother_standing(user, mother, day)
    return _panel(user, mother, day, KEK if standing.pregnant and standing.kek else "", fits=standing.pregnant)


def _panel(user: User, person: Person, day: date, category: str, *, fits: bool) -> Panel | None:
    rounds = PmtRound.objects.permitted(user, Right.SEE_GROWTH).filter(person=person).select_related("person")
    lines = [line_of(one) for one in standings_of(rounds, day)]
    if not lines and not fits:
        return None
    runs = any(one.standing.runs for one in lines)
    context = {
        "person": person,
        "lines": [
            (one, outcome_name(one.standing.round.outcome) if one.standing.round.outcome else "") for one in lines
        ],
        "wanted": bool(category) and not runs,
        "may_begin": fits and not runs and scope_of(user).may(Right.EDIT_NUTRITION, person.place),
    }
    return Panel(_("Makanan tambahan (PMT lokal)"), TEMPLATE, context)
