"""Growth of a family's children, on the family's page."""

from datetime import date

from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.growth.presentation.lists import with_latest
from guyub.apps.people.models import Family, Person
from guyub.apps.people.panels import Panel


def family_panel(user: User, family: Family, day: date) -> Panel | None:
    """The family's children under five as of a day, with their latest measurement; none where there are none."""
    children = with_latest(user, day).filter(
        village_id=family.village_id, memberships__family=family, memberships__until=None
    )
    found: list[Person] = list(children.order_by("-birth_date", "code"))
    return (
        Panel(_("Tumbuh kembang balita"), "growth/_family_panel.html", {"children": found, "today": day})
        if found
        else None
    )
