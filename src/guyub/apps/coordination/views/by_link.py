"""The page behind an answer link, for an office without an account.

Opening the link only puts the digest of its token into the session and leads on, so that the token stands neither in
the address of the page, nor in a referrer, nor in a log of what the page sends. Programs that follow links in letters
read only; answering is a form of its own.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.coordination.commitment_forms import FileDeliveryForm, WordsForm
from guyub.apps.coordination.presentation import commitments as words
from guyub.apps.coordination.services import links
from guyub.apps.coordination.services.links import Delivery, LinkDoesNotOpen
from guyub.apps.evidence.views.receiving import refuse_given_up, with_size_limit
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.evidence_files import load_proof_limits
from guyub.domain.coordination.commitments import Act
from guyub.errors import DomainError
from guyub.language import sentence

SESSION = "answer_link"


@never_cache
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Follow a link; whatever is wrong with it, the answer is the same."""
    digest = links.digest_of(token)
    try:
        links.open_link(digest)
    except LinkDoesNotOpen as error:
        return _closed(request, error)
    request.session[SESSION] = digest
    return _unseen(redirect("commitments:by_link"))


@with_size_limit
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest) -> HttpResponse:
    """The commitment of the link that was followed, and its one answer."""
    digest = request.session.get(SESSION, "")
    try:
        link = links.open_link(digest)
        words_form, file_form = WordsForm(), FileDeliveryForm(link.commitment, prefix="deliver")
        if request.method == "POST":
            act = _asked(request)
            if act is Act.DELIVER:
                file_form = FileDeliveryForm(link.commitment, request.POST, request.FILES, prefix="deliver")
            else:
                words_form = WordsForm(request.POST)
            if _answered(request, digest, act, file_form):
                request.session.pop(SESSION, None)
                return _quiet(render(request, "coordination/by_link_done.html", {"act": act}))
    except LinkDoesNotOpen as error:
        request.session.pop(SESSION, None)
        return _closed(request, error)
    found = link.commitment
    context = {
        "line": words.lines([found], timezone.localdate())[0],
        "commitment": found,
        "source": words.SOURCES[found.budget_source],
        "acts": {str(act): True for act in links.answers_to(found)},
        "form": words_form,
        "file_form": file_form,
        "limits": load_proof_limits(),
        "link": link,
        "synthetic": found.region.synthetic,
    }
    return _quiet(render(request, "coordination/by_link.html", context))


def _asked(request: HttpRequest) -> Act:
    """The answer that was chosen; the service refuses what does not follow the state."""
    chosen = request.POST.get("act", "")
    if chosen not in links.LINK_ACTS:
        raise LinkDoesNotOpen()
    return Act(chosen)


def _answered(request: HttpRequest, digest: str, act: Act, form: FileDeliveryForm) -> bool:
    """Give the answer; what does not hold stands in its form, or is said above the page."""
    try:
        refuse_given_up(request)
        if act is not Act.DELIVER:
            links.answer(digest, act, request.POST.get("words", ""))
        elif form.is_valid():
            said = form.cleaned_data
            handed = Delivery(said["village"], said["kind"], said["on"], said["file"])
            links.answer(digest, act, said["words"], handed)
        else:
            return False
    except LinkDoesNotOpen:
        raise
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
        return False
    return True


def _closed(request: HttpRequest, error: LinkDoesNotOpen) -> HttpResponse:
    context = {"told": sentence(error, page_language()), "title": _("Tautan tidak berlaku")}
    answer = render(request, "coordination/by_link_closed.html", context, status=404)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # the address, with the token, stays out of the log
    return _unseen(answer)


def _unseen(answer: HttpResponse) -> HttpResponse:
    """Of an address with a token in it: no other page hears where the reader comes from."""
    answer.headers["Referrer-Policy"] = "no-referrer"
    return _quiet(answer)


def _quiet(answer: HttpResponse) -> HttpResponse:
    """Of the page itself. It keeps the site's own referrer policy: under "no-referrer" a browser sends its form
    without an origin, and the form is refused."""
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
