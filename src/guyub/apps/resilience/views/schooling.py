"""Children who are not in school, by name."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.resilience.presentation.schooling import children_of, families_with_children_out_of_school
from guyub.apps.resilience.views.pages import health_page
from guyub.apps.territory.access import village_or_404
from guyub.apps.ui.templatetags.ui import page_language

PAGE_SIZE = 50


@login_required
@require_safe
def out_of_school(request: HttpRequest, code: str) -> HttpResponse:
    """Children of 7 to 18 who never went to school, left it, or finished and did not go on."""
    village = village_or_404(request, code, Right.SEE_PEOPLE)
    states = families_with_children_out_of_school(request.user, code)
    page = Paginator(states, PAGE_SIZE).get_page(request.GET.get("page"))
    children = list(children_of(list(page.object_list), timezone.localdate(), page_language()))
    context = {"page": page, "children": children}
    return health_page(request, "resilience/out_of_school.html", village, context, (_("Anak tidak bersekolah"), ""))
