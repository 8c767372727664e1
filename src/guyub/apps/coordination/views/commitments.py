"""Pages of commitments: of a region, one with its history, the form to ask for one, the scorecard of a city."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.coordination.commitment_forms import (
    CommitmentFilter,
    DeliverForm,
    DueForm,
    ProposeForm,
    WordsForm,
)
from guyub.apps.coordination.models import OPEN_STATES, Commitment, Decision, Meeting
from guyub.apps.coordination.presentation import commitments as words
from guyub.apps.coordination.presentation.reminder_words import message
from guyub.apps.coordination.presentation.scorecards import score_lines
from guyub.apps.coordination.services import commitments, counts
from guyub.apps.coordination.services.links import answers_to
from guyub.apps.coordination.services.worth import at_stake, worth_of_many
from guyub.apps.territory.codes import CITY_LENGTH, city_of, is_village
from guyub.apps.territory.models import Region, Unit
from guyub.apps.ui.paging import KeysFirst
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.coordination_files import load_commitment_periods
from guyub.domain.coordination.commitments import Side, State, acts_in
from guyub.errors import DomainError
from guyub.language import sentence

PER_PAGE = 25
LONGEST_KEY = 9  # digits of a row's number in an address


@login_required
@require_safe
def of_region(request: HttpRequest, code: str) -> HttpResponse:
    """Commitments for the villages of a region, the nearest day first. A fixed number of queries."""
    region, today = _region(request, code), timezone.localdate()
    here = Commitment.objects.visible_under(request.user, code)
    form = CommitmentFilter(city_of(code), request.GET or None)
    found = form.chosen(here).select_related("office").prefetch_related("villages")
    page = KeysFirst(found.order_by("due", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "region": region,
        "form": form,
        "page": page,
        "lines": words.lines(page.object_list, today, _worth(request, page.object_list)),
        "standing": counts.standing(here, today),
        "stake": _stake(request, region, here) if is_village(code) else [],
        "rule": load_commitment_periods(),
        "may_propose": scope_of(request.user).may(Right.COORDINATE, code) and len(code) >= CITY_LENGTH,
        "is_city": len(code) == CITY_LENGTH,
    }
    return _page(request, "coordination/commitments.html", region, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """Ask an office for something."""
    region = _region(request, code)
    if not scope_of(request.user).may(Right.COORDINATE, code) or len(code) < CITY_LENGTH:
        raise Http404
    decision = _decision(request, code)
    form = ProposeForm(request.user, region, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = commitments.propose(request.user, form.wanted(decision))
        except DomainError as error:
            form.add_error(None, sentence(error, page_language()))
        else:
            messages.success(request, _("Permintaan tercatat. {office} dapat menjawabnya.").format(office=made.office))
            return redirect("commitments:one", pk=made.pk)
    return _page(
        request, "coordination/propose.html", region, {"form": form, "decision": decision}, _("Minta janji OPD")
    )


@login_required
@require_safe
def scorecard(request: HttpRequest, code: str) -> HttpResponse:
    """What each office of a city promised and did, and the figures beside it."""
    region = _region(request, code)
    if len(code) != CITY_LENGTH:
        raise Http404
    visible = Commitment.objects.visible_to(request.user)
    cards = counts.scorecard(code, timezone.localdate(), visible)
    context = {"cards": score_lines(cards, visible.filter(region_id=code))}
    return _page(request, "coordination/scorecard.html", region, context, _("Rapor janji OPD"))


@login_required
@require_safe
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One commitment: what was promised, what it is worth, what happened, and what can be done now."""
    return show(request, commitment_or_404(request, pk))


def show(request: HttpRequest, found: Commitment, forms: dict[str, Any] | None = None, **more: Any) -> HttpResponse:
    """The page of a commitment, with a form that came back, if one did."""
    today, state = timezone.localdate(), State(found.state)
    acts = _acts(request, found)
    context = {
        "commitment": found,
        "line": words.lines([found], today, _worth(request, [found]))[0],
        "fact": words.fact_words(found),
        "item": words.item_words(found),
        "source": words.SOURCES[found.budget_source],
        "rule": load_commitment_periods(),
        "history": words.happenings(found.events.select_related("evidence").order_by("sequence")),
        "proof": commitments.proof_of(found),
        "acts": {act.replace("-", "_"): True for act in acts},
        "links": found.links.order_by("-pk") if "change-due" in acts or "link" in acts else [],
        "reminder": message(found, today) if "remind" in acts else "",
        "forms": {
            "refuse": WordsForm(prefix="refuse"),
            "report": WordsForm(prefix="report"),
            "send_back": WordsForm(prefix="back"),
            "due": DueForm(prefix="due", initial={"due": found.due}),
            "deliver": DeliverForm(request.user, found, prefix="deliver") if "deliver" in acts else None,
            **(forms or {}),
        },
        "closed": state in (State.VERIFIED, State.REFUSED, State.EXPIRED),
        **more,
    }
    return _page(request, "coordination/commitment.html", found.region, context, found.output)


def commitment_or_404(request: HttpRequest, pk: int) -> Commitment:
    """The commitment, for someone who sees it."""
    found = Commitment.objects.visible_to(request.user).select_related("office", "region", "meeting", "decision")
    return get_object_or_404(found.prefetch_related("villages"), pk=pk)


def _acts(request: HttpRequest, found: Commitment) -> set[str]:
    """What this person may do with it now, as codes."""
    scope, state = scope_of(request.user), State(found.state)
    codes = [unit.region_id for unit in found.villages.all()]
    acts: set[str] = set()
    if scope.has(Right.ANSWER) and Commitment.objects.answerable_by(request.user).filter(pk=found.pk).exists():
        acts |= set(acts_in(state, Side.OFFICE))
    if all(scope.may(Right.COORDINATE, code) for code in codes):
        acts |= set(acts_in(state, Side.COORDINATOR))
        acts |= {"link", "remind"} if answers_to(found) else set()
    if all(scope.may(Right.CHECK_EVIDENCE, code) for code in codes):
        acts |= set(acts_in(state, Side.CHECKER))
    return {str(act) for act in acts}


def _worth(request: HttpRequest, found: Any) -> dict[int, list[Any]]:
    """Worth of what can still be gained, for villages whose figures the person may read."""
    scope = scope_of(request.user)
    told = worth_of_many([one for one in found if one.state in OPEN_STATES])
    return {pk: [one for one in lines if scope.may_see(one.village)] for pk, lines in told.items()}


def _stake(request: HttpRequest, region: Region, here: Any) -> list[words.WorthLine]:
    """What all late commitments of a village put at risk together today."""
    unit = Unit.objects.visible_to(request.user).active().filter(region=region).first()
    late = list(here.filter(counts.late(timezone.localdate()), villages=unit)) if unit else []
    return words.worth_lines(at_stake(unit, late), {region.code: region.name}, late=True) if late and unit else []


def _decision(request: HttpRequest, code: str) -> Decision | None:
    """The decision that the address names, of a meeting of this place that the person holds."""
    key = request.GET.get("decision", "")
    if not key:
        return None
    if not (key.isascii() and key.isdigit() and len(key) <= LONGEST_KEY):
        raise Http404
    held = Meeting.objects.editable_by(request.user).filter(region_id=code)
    return get_object_or_404(Decision.objects.select_related("meeting"), pk=int(key), meeting__in=held)


def _region(request: HttpRequest, code: str) -> Region:
    if not scope_of(request.user).may(Right.SEE_FIGURES, code):
        raise Http404
    return get_object_or_404(Region.objects.select_related("parent__parent__parent"), code=code)


def _page(
    request: HttpRequest, template: str, region: Region, context: dict[str, Any], title: str = ""
) -> HttpResponse:
    name = "assessment:village" if is_village(region.code) else "assessment:region"
    here = reverse("commitments:region", args=[region.code]) if title else ""
    trail = [
        (region.name, reverse(name, args=[region.code])),
        (_("Janji OPD"), here),
        *([(title, "")] if title else []),
    ]
    if not scope_of(request.user).may_see(region.code):
        trail = trail[2:]
    return render(request, template, {"region": region, "synthetic": region.synthetic, "trail": trail, **context})
