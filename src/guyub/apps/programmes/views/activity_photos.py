"""Photos of activities: sent one by one, described, taken off, and handed out to those who may see them."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.evidence import limits
from guyub.apps.evidence.errors import FileEmpty
from guyub.apps.evidence.views.files import hand_out
from guyub.apps.evidence.views.receiving import refuse_given_up, with_size_limit
from guyub.apps.programmes.activity_models import ActivityPhoto
from guyub.apps.programmes.forms_activities import PhotoForm
from guyub.apps.programmes.services.activities import is_pair
from guyub.apps.programmes.services.activity_photos import add_photo, describe_photo, take_off_photo
from guyub.apps.programmes.views.activities import activity_to_run, form_page
from guyub.apps.ui.forms import recorded
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence


@with_size_limit
@login_required
@require_POST
def add(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A photo with its caption."""
    found = activity_to_run(request, code, pk)

    def act() -> None:
        refuse_given_up(request)
        sent = request.FILES.get("photo") or request.FILES.get("file")
        if sent is None:
            raise FileEmpty(file=_("ini"))
        typed = request.POST
        add_photo(
            request.user,
            found,
            sent,
            typed.get("caption", ""),
            moment=typed.get("moment", ""),
            agreed=bool(typed.get("agreed")),
        )

    return _done(request, code, pk, act, _("Foto tersimpan."))


@login_required
@require_safe
def photo(request: HttpRequest, code: str, pk: int, photo: int) -> HttpResponse:
    """One photo; it does not exist for those who may not see it. ``?unduh``: to save."""
    seen = ActivityPhoto.objects.visible_to(request.user).select_related("file")
    found = get_object_or_404(seen, pk=photo, activity=pk, activity__village=code)
    name = f"kegiatan-{found.activity_id}-{found.pk}{limits.TYPES[found.file.media_type].suffix}"
    return hand_out(found.file, name, as_attachment="unduh" in request.GET)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, code: str, pk: int, photo: int) -> HttpResponse:
    """Put the caption of a photo right, and whether those in it agree."""
    found = activity_to_run(request, code, pk)
    one = get_object_or_404(found.photos.select_related("activity"), pk=photo)
    initial = {"caption": one.caption, "agreed": one.agreed}
    form = PhotoForm(request.POST or None, initial=initial, pair=is_pair(found))
    if request.method == "POST" and recorded(
        form, lambda: describe_photo(request.user, one, form.cleaned_data["caption"], form.cleaned_data["agreed"])
    ):
        return redirect("programmes:activity", code=code, pk=pk)
    return form_page(request, found, form, title=_("Keterangan foto"), button=_("Simpan"))


@login_required
@require_POST
def take_off(request: HttpRequest, code: str, pk: int, photo: int) -> HttpResponse:
    """Take a photo off its activity."""
    found = activity_to_run(request, code, pk)
    one = get_object_or_404(found.photos.select_related("activity"), pk=photo)
    return _done(request, code, pk, lambda: take_off_photo(request.user, one), _("Foto dilepas."))


def _done(request: HttpRequest, code: str, pk: int, act: Callable[[], object], told: str) -> HttpResponse:
    try:
        act()
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    else:
        messages.success(request, told)
    return redirect("programmes:activity", code=code, pk=pk)
