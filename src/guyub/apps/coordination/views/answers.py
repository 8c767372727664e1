"""What is done to one commitment: each address takes a form and leads back to the commitment."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guyub.apps.coordination.commitment_forms import DeliverForm, DueForm, WordsForm
from guyub.apps.coordination.models import AnswerLink, Commitment
from guyub.apps.coordination.services import commitments, links, reminders
from guyub.apps.coordination.views.commitments import commitment_or_404, show
from guyub.apps.evidence.models import Evidence, StoredFile
from guyub.apps.evidence.services import proofs
from guyub.apps.ui.templatetags.ui import page_language
from guyub.domain.coordination.commitments import Act, WrongMoment
from guyub.errors import DomainError, NotAllowed
from guyub.language import sentence

Doing = Callable[[HttpRequest, Commitment], str]


def _answer(done: Doing) -> Callable[..., HttpResponse]:
    """An address that does something and leads back; what a person can put right is said there."""

    @login_required
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        found = commitment_or_404(request, pk)
        try:
            messages.success(request, done(request, found))
        except NotAllowed:
            raise
        except DomainError as error:
            messages.error(request, sentence(error, page_language()))
        back = request.POST.get("kembali") == "kotak"
        return redirect(reverse("commitments:inbox") if back else reverse("commitments:one", args=[pk]))

    return view


def _with_form(
    act: Act, name: str, make: Callable[..., forms.Form], done: Callable[..., str]
) -> Callable[..., HttpResponse]:
    """The same with a form, which comes back with what was typed if it does not hold."""

    @login_required
    @require_POST
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        found = commitment_or_404(request, pk)
        commitments.require_act(request.user, found, act)
        form = make(request, found)
        if form.is_valid():
            try:
                messages.success(request, done(request, found, form.cleaned_data))
                return redirect("commitments:one", pk=pk)
            except NotAllowed:
                raise
            except WrongMoment as error:  # somebody was faster: the page has no such form any more
                messages.error(request, sentence(error, page_language()))
            except DomainError as error:
                form.add_error(None, sentence(error, page_language()))
        return show(request, commitment_or_404(request, pk), {name: form}, returned=name)

    return view


def _accept(request: HttpRequest, found: Commitment) -> str:
    commitments.accept(request.user, found)
    return _("Janji diterima. Terima kasih.")


def _start(request: HttpRequest, found: Commitment) -> str:
    commitments.start(request.user, found)
    return _("Tercatat: mulai dikerjakan.")


def _verify(request: HttpRequest, found: Commitment) -> str:
    commitments.verify(request.user, found)
    return _("Penyerahan disahkan.")


def _note_copied(request: HttpRequest, found: Commitment) -> str:
    reminders.note_copied(request.user, found, timezone.localdate())
    return _("Tercatat: pengingat hari ini sudah disalin.")


def _refuse(request: HttpRequest, found: Commitment, said: dict[str, Any]) -> str:
    commitments.refuse(request.user, found, said["words"])
    return _("Penolakan dan alasannya tercatat.")


def _report(request: HttpRequest, found: Commitment, said: dict[str, Any]) -> str:
    commitments.report(request.user, found, said["words"])
    return _("Kemajuan tercatat.")


def _send_back(request: HttpRequest, found: Commitment, said: dict[str, Any]) -> str:
    commitments.send_back(request.user, found, said["words"])
    return _("Penyerahan dikembalikan dengan alasannya.")


def _change_due(request: HttpRequest, found: Commitment, said: dict[str, Any]) -> str:
    commitments.change_due(request.user, found, said["due"], said["words"])
    return _("Tanggal diubah; tanggal lama dan alasannya tetap tersimpan.")


def _deliver(request: HttpRequest, found: Commitment, said: dict[str, Any]) -> str:
    commitments.expire_if_old(found)
    sent = None if said["proof"] else said["file"]
    stored = proofs.taken_in(sent) if sent else None  # takes seconds: nothing is locked meanwhile
    with transaction.atomic():
        proof = said["proof"] if stored is None else _new_proof(request, found, said, stored)
        commitments.deliver(request.user, found, proof, on=said["on"], words=said["words"])
    return _("Penyerahan tercatat. Petugas lain akan memeriksanya.")


def _new_proof(request: HttpRequest, found: Commitment, said: dict[str, Any], stored: StoredFile) -> Evidence:
    described = commitments.described_delivery(found, said["kind"], said["on"])
    proof = proofs.add(request.user, said["village"], described)
    proofs.attach(request.user, proof, stored, said["file"].name or "")
    proof.refresh_from_db()
    return proof


def _words(prefix: str) -> Callable[..., forms.Form]:
    return lambda request, _found: WordsForm(request.POST, prefix=prefix)


accept, start, verify, copied = _answer(_accept), _answer(_start), _answer(_verify), _answer(_note_copied)
refuse = _with_form(Act.REFUSE, "refuse", _words("refuse"), _refuse)
report = _with_form(Act.REPORT, "report", _words("report"), _report)
send_back = _with_form(Act.SEND_BACK, "send_back", _words("back"), _send_back)
change_due = _with_form(Act.CHANGE_DUE, "due", lambda request, _found: DueForm(request.POST, prefix="due"), _change_due)
deliver = _with_form(
    Act.DELIVER,
    "deliver",
    lambda request, found: DeliverForm(request.user, found, request.POST, request.FILES, prefix="deliver"),
    _deliver,
)


@login_required
@require_POST
def make_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A new answer link; it is shown here once and never again."""
    found = commitment_or_404(request, pk)
    try:
        _link, token = links.make_link(request.user, found)
    except NotAllowed:
        raise
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
        return redirect("commitments:one", pk=pk)
    address = request.build_absolute_uri(reverse("commitments:open_link", args=[token]))
    answer = show(request, commitment_or_404(request, pk), address=address)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@login_required
@require_POST
def revoke_link(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """Take an answer link back."""
    found = commitment_or_404(request, pk)
    links.revoke_link(request.user, get_object_or_404(AnswerLink, pk=link, commitment=found))
    messages.success(request, _("Tautan dicabut."))
    return redirect("commitments:one", pk=pk)
