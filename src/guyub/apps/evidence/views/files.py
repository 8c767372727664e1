"""Files of proofs: sent by a plain form, taken off, and handed out to those who may see the proof."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guyub.apps.evidence import limits
from guyub.apps.evidence.errors import FileEmpty
from guyub.apps.evidence.models import Attachment, Evidence, StoredFile
from guyub.apps.evidence.services import files, proofs
from guyub.apps.evidence.views.pages import proof_or_404
from guyub.apps.evidence.views.receiving import refuse_given_up, with_size_limit
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence

# Whatever a browser would make of a file: no scripts, no forms, no other address.
CAGE = "default-src 'none'; sandbox"


@with_size_limit
@login_required
@require_POST
def attach(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A file of a plain form, for browsers without JavaScript."""
    found = _changeable(request, code, pk)
    sent = request.FILES.get("file") or request.FILES.get("photo")
    try:
        refuse_given_up(request)
        if sent is None:
            raise FileEmpty(file=_("ini"))
        proofs.attach_sent(request.user, found, sent, request.POST.get("caption", ""))
        messages.success(request, _("Berkas tersimpan."))
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    return redirect("evidence:proof", code, pk)


@login_required
@require_POST
def take_off(request: HttpRequest, code: str, pk: int, file: int) -> HttpResponse:
    """Take a file off a proof."""
    found = _changeable(request, code, pk)
    proofs.take_off(request.user, get_object_or_404(found.attachments, pk=file))
    messages.success(request, _("Berkas dilepas dari bukti ini."))
    return redirect("evidence:proof", code, pk)


@login_required
@require_safe
def download(request: HttpRequest, code: str, pk: int, file: int) -> HttpResponse:
    """The file to save."""
    found = _attachment(request, code, pk, file)
    return hand_out(found.file, found.name, as_attachment=True)


@login_required
@require_safe
def look(request: HttpRequest, code: str, pk: int, file: int) -> HttpResponse:
    """A picture within the page; other files are only ever saved."""
    found = _attachment(request, code, pk, file)
    if limits.TYPES[found.file.media_type].kind != "picture":
        raise Http404
    return hand_out(found.file, found.name, as_attachment=False)


def _changeable(request: HttpRequest, code: str, pk: int) -> Evidence:
    found = proof_or_404(request, code, pk)
    if not proofs.may_change(request.user, found):
        raise Http404
    return found


def _attachment(request: HttpRequest, code: str, pk: int, file: int) -> Attachment:
    found = proof_or_404(request, code, pk)
    return get_object_or_404(found.attachments.select_related("file"), pk=file)


def hand_out(file: StoredFile, name: str, *, as_attachment: bool) -> HttpResponse:
    """A kept file, to save or as a picture within a page; who may see it was asked before."""
    try:
        content = files.path_of(file).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(content, as_attachment=as_attachment, filename=name, content_type=file.media_type)
    answer["Content-Security-Policy"] = CAGE
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
