"""Photos of the field checklist: sent one by one, taken off by who took them, looked at by panel and organiser."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.appraisal.forms.field_photos import PhotoOffForm
from guyub.apps.appraisal.models import Entry, FieldPhoto
from guyub.apps.appraisal.presentation.field_photos import photos_by_item, taken_off
from guyub.apps.appraisal.presentation.panel import standings
from guyub.apps.appraisal.services import field_photos
from guyub.apps.appraisal.services.cycles import definition_of
from guyub.apps.appraisal.services.judging import JudgingNotPossible
from guyub.apps.appraisal.views.panel import judged_entry, panel_page
from guyub.apps.evidence import limits
from guyub.apps.evidence.errors import FileEmpty
from guyub.apps.evidence.views.files import hand_out
from guyub.apps.evidence.views.receiving import refuse_given_up, with_size_limit
from guyub.apps.ui.templatetags.ui import page_language
from guyub.domain.cycles import PhotoFault
from guyub.errors import DomainError
from guyub.language import sentence


@with_size_limit
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def photos(request: HttpRequest, cycle: str, code: str) -> HttpResponse:
    """All photos of an entry; a form of the checklist adds one."""
    if request.method == "POST":
        return _add(request, cycle, code)
    found = _followed(request, cycle, code)
    by_item = photos_by_item(request.user, found)
    items = standings(found, definition_of(found.cycle), page_language())
    context = {
        "entry": found,
        "items": [(item, name, by_item[item.item]) for item, name in items if item.item in by_item],
        "taken_off": taken_off(request.user, found),
    }
    return panel_page(
        request, "appraisal/panel_photos.html", found.cycle, context, (found.unit.name, ""), (_("Foto lapangan"), "")
    )


@login_required
@require_safe
def photo(request: HttpRequest, cycle: str, code: str, pk: int) -> HttpResponse:
    """One photo, for those who may see it; it does not exist for others."""
    seen = FieldPhoto.objects.visible_to(request.user).select_related("file")
    found = get_object_or_404(seen, pk=pk, entry__cycle__code=cycle, entry__unit__region_id=code)
    name = f"lapangan-{found.item}-{found.pk}{limits.TYPES[found.file.media_type].suffix}"
    return hand_out(found.file, name, as_attachment=False)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def take_off(request: HttpRequest, cycle: str, code: str, pk: int) -> HttpResponse:
    """Ask why one's own photo is taken off, and take it off; photos of others do not exist here."""
    own = FieldPhoto.objects.visible_to(request.user).filter(seat__user=request.user)
    own = own.select_related("entry__cycle__region", "entry__unit__region", "file", "seat")
    found = get_object_or_404(own, pk=pk, entry__cycle__code=cycle, entry__unit__region_id=code)
    if not field_photos.open_for_photos(found.entry):
        closed = JudgingNotPossible(village=code, reason="another-stage")
        messages.error(request, sentence(closed, page_language()))
        return redirect("panel:photos", cycle, code)
    form = PhotoOffForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _taken_off(request, found, PhotoFault(form.cleaned_data["fault"]))
    above = (_("Foto lapangan"), reverse("panel:photos", args=[cycle, code]))
    context = {"entry": found.entry, "photo": found, "form": form}
    page = panel_page(
        request, "appraisal/panel_photo_off.html", found.entry.cycle, context, above, (_("Lepas foto"), "")
    )
    page.status_code = 422 if form.errors else 200
    return page


def _taken_off(request: HttpRequest, found: FieldPhoto, fault: PhotoFault) -> HttpResponse:
    """Back to the item, with what became of it."""
    back = reverse("panel:field", args=[found.entry.cycle.code, found.entry.unit.region_id])
    try:
        field_photos.take_off(request.user, found, fault)
        messages.success(request, _("Foto butir {item} dilepas.").format(item=found.item))
        back += f"#butir-{found.item}"
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    return redirect(back)


def _add(request: HttpRequest, cycle: str, code: str) -> HttpResponse:
    found, item = judged_entry(request, cycle, code), request.POST.get("item", "")
    sent, back = request.FILES.get("photo"), reverse("panel:field", args=[cycle, code])
    try:
        refuse_given_up(request)
        if sent is None:
            raise FileEmpty(file=_("ini"))
        field_photos.add_photo(request.user, found, item, sent)
        messages.success(request, _("Foto butir {item} tersimpan.").format(item=item))
        back += f"#butir-{item}"
    except DomainError as error:  # said at the top of the page, so that is where it opens
        messages.error(request, sentence(error, page_language()))
    return redirect(back)


def _followed(request: HttpRequest, cycle: str, code: str) -> Entry:
    """An entry whose panel work the person may read; others do not exist."""
    entries = Entry.objects.followed_by(request.user).select_related("cycle__region", "unit__region")
    return get_object_or_404(entries, cycle__code=cycle, unit__region_id=code)
