"""What surveys show on a family's page: its interviews, and the way to begin one."""

from datetime import date

from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people.models import Family
from guyub.apps.people.panels import Panel
from guyub.apps.surveys.models import Interview, Round
from guyub.apps.surveys.presentation.wording import REASONS, STATES

MOST = 5


def interviews_panel(user: User, family: Family, day: date) -> Panel | None:
    """The last interviews until a day; two queries. Nothing for those who may not see the family."""
    scope = scope_of(user)
    if not scope.may(Right.SEE_PEOPLE, family.place):
        return None
    found = Interview.objects.filter(family=family, day__lte=day).select_related("round")
    interviews = list(found.only("round__year", "state", "reason", "day").order_by("-day", "-pk")[:MOST])
    current = Round.objects.filter(village_id=family.village_id, closed_on__isnull=True).first()
    may_edit = scope.may(Right.EDIT_PEOPLE, family.place) and family.until is None
    mine = next((one for one in interviews if current is not None and one.round_id == current.pk), None)
    if not interviews and not (current and may_edit):
        return None
    for one in interviews:
        one.state_name, one.reason_name = STATES[one.state], REASONS.get(one.reason, "")
    context = {"interviews": interviews, "current": current, "mine": mine, "may_edit": may_edit}
    return Panel(_("Pendataan"), "surveys/_panel.html", context)
