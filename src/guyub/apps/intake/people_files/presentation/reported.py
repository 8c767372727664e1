"""What a by-name list said about a family, on its page: beside our own result, never mixed with it."""

from datetime import date

from django.utils.translation import gettext as _

from guyub.analytics.people_tables import load_layout
from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.intake.models import ReportedScreening
from guyub.apps.people.models import Family
from guyub.apps.people.panels import Panel
from guyub.apps.resilience.services.states import rules
from guyub.apps.ui.templatetags.ui import page_language

YES = 1
LAYOUT = "krs-by-name"


def reported_panel(user: User, family: Family, day: date) -> Panel | None:
    """The latest list until a day that names the family; for those who may see health there."""
    if not scope_of(user).may(Right.SEE_HEALTH, family.place):
        return None
    found = ReportedScreening.objects.filter(family=family, as_of__lte=day).order_by("-as_of").first()
    if found is None:
        return None
    language, krs, layout = page_language(), rules().krs, load_layout(LAYOUT)
    context = {
        "as_of": found.as_of,
        "at_risk": found.flags.get("KRS"),
        "targets": [one.name.in_language(language) for one in krs.targets if found.flags.get(one.code) == YES],
        "factors": [one.name.in_language(language) for one in krs.factors if found.flags.get(one.code) == YES],
        "assistance": [one.name.in_language(language) for one in krs.assistance if one.code in found.assistance],
        "grade": layout.grade,
        "source": layout.source.in_language(language),
    }
    return Panel(_("Risiko stunting menurut berkas"), "intake/people/_reported.html", context)
