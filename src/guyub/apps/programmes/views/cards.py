"""The yearly card of a group."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guyub.apps.programmes.services import confirm_card
from guyub.apps.programmes.views.pages import done, group_to_run


@login_required
@require_POST
def confirm(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Keep the card of this year as the group stands today."""
    found, year = group_to_run(request, code, pk), timezone.localdate().year
    told = _("Kartu {year} disahkan dengan keadaan hari ini.").format(year=year)
    return done(request, found, lambda: confirm_card(request.user, found, year), told)
