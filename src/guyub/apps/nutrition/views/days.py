"""A kitchen day on a phone: everybody who is given a portion in one page, each tick sent as it is made; and its end."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.nutrition.forms_kitchen import KitchenDayForm
from guyub.apps.nutrition.models import KitchenDay
from guyub.apps.nutrition.presentation.kitchen_day import (
    dishes_of,
    eaten_percent,
    money_of,
    rows_of,
    ticked_now,
)
from guyub.apps.nutrition.presentation.words import EATEN, reason_name
from guyub.apps.nutrition.services import (
    KitchenClosed,
    KitchenRefused,
    NotAGuest,
    Tick,
    close_kitchen,
    describe_kitchen,
    open_kitchen,
    reopen_kitchen,
    save_portions,
    take_in_portion,
)
from guyub.apps.people.access import village_trail
from guyub.apps.people.forms.fields import DayField
from guyub.apps.territory.access import holds_in, village_or_404
from guyub.apps.ui.forms import recorded
from guyub.apps.ui.outbox import SendingsMissing, read_sent, row_number
from guyub.apps.ui.templatetags.ui import page_language, short_day
from guyub.data.nutrition_files import load_pmt_rules, load_running_rules
from guyub.errors import DomainError, NotAllowed
from guyub.language import sentence

LARGEST_SENDING = 1_000  # bytes; one tick has about 150
MOST_ROWS = 2_000
STATUS_OF: dict[type[DomainError], int] = {
    NotAGuest: 422,
    KitchenRefused: 422,
    NotAllowed: 422,
    SendingsMissing: 428,
    KitchenClosed: 409,
}


@login_required
@require_POST
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Open a day of the kitchen, or go on with it."""
    village = village_or_404(request, code, Right.EDIT_NUTRITION)
    try:
        typed = DayField().clean(request.POST.get("day") or timezone.localdate())
        held = open_kitchen(request.user, village, typed or timezone.localdate())
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    else:
        return redirect("nutrition:kitchen_day", pk=held.pk)
    return redirect("nutrition:kitchen", code=code)


@login_required
@require_safe
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """Who gets a portion, who got one, and what is told of the day."""
    return _page(request, _held(request, pk, Right.SEE_GROWTH))


@require_POST
def save(request: HttpRequest, pk: int) -> HttpResponse:
    """One numbered tick from the page's script, and what is ticked then."""
    if not request.user.is_authenticated:
        return JsonResponse({"code": "signed-out"}, status=401)
    held = _held(request, pk, Right.EDIT_NUTRITION)
    try:
        sent = read_sent(request, LARGEST_SENDING)
    except ValueError:
        return JsonResponse({"code": "unreadable"}, status=422)
    try:
        take_in_portion(request.user, held, sent.changes, sent.sequence, sent.device)
    except tuple(STATUS_OF) as error:
        told = {"code": error.code, "why": sentence(error, page_language())}
        return JsonResponse(told, status=STATUS_OF[type(error)])
    return JsonResponse({"saved": sent.sequence, "ticked": ticked_now(held, request.user)})


@login_required
@require_POST
def portions(request: HttpRequest, pk: int) -> HttpResponse:
    """All portions in one request: the way without a script."""
    held = _held(request, pk, Right.EDIT_NUTRITION)
    try:
        given = save_portions(request.user, held, _ticks(request))
    except (ValueError, DomainError) as error:
        told = sentence(error, page_language()) if isinstance(error, DomainError) else _("Centang dari daftarnya.")
        messages.error(request, told)
    else:
        messages.success(request, _("Tersimpan: {n} porsi dibagikan.").format(n=given))
    return redirect("nutrition:kitchen_day", pk=pk)


@login_required
@require_POST
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """Who paid, what was checked, what it cost."""
    held = _held(request, pk, Right.EDIT_NUTRITION)
    form = KitchenDayForm(request.POST, held=held)
    if recorded(form, lambda: describe_kitchen(request.user, held, form.facts())):
        messages.success(request, _("Keterangan hari dapur tersimpan."))
        return redirect("nutrition:kitchen_day", pk=pk)
    return _page(request, held, form)


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End the day."""
    close_kitchen(request.user, _held(request, pk, Right.EDIT_NUTRITION))
    messages.success(request, _("Hari dapur ditutup. Yang tidak dicentang dihitung tidak menerima."))
    return redirect("nutrition:kitchen_day", pk=pk)


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the day again."""
    reopen_kitchen(request.user, _held(request, pk, Right.EDIT_NUTRITION))
    messages.success(request, _("Hari dapur dibuka lagi."))
    return redirect("nutrition:kitchen_day", pk=pk)


def _ticks(request: HttpRequest) -> dict[int, Tick]:
    """Row number → what was typed of it, of every row that the page offered.

    Raises:
        ValueError: Something is no number, or none of a row.
    """
    found = {}
    for typed in request.POST.getlist("row")[:MOST_ROWS]:
        row = row_number(int(typed))
        if row is None:
            raise ValueError(typed[:20])
        given = request.POST.get(f"given-{typed}") == "1"
        eaten = request.POST.get(f"eaten-{typed}", "") if given else ""
        reason = request.POST.get(f"reason-{typed}", "")
        found[row] = Tick(given, int(eaten) if eaten else None, reason)
    return found


def _page(request: HttpRequest, held: KitchenDay, form: KitchenDayForm | None = None) -> HttpResponse:
    rows, village = rows_of(held, request.user), held.village
    runs = holds_in(request.user, Right.EDIT_NUTRITION, village.code)
    rules, language = load_running_rules(), page_language()
    taken = [row.portion for row in rows if row.portion and row.portion.given]
    fund = rules.funds.items.get(held.fund)
    context: dict[str, Any] = {
        "held": held,
        "village": village,
        "rows": rows,
        "given": len(taken),
        "eaten": eaten_percent(taken, held.day),
        "money": money_of(held, held.portions.filter(given=True).count()),
        "fund": fund.in_language(language) if fund else "",
        "checked": len(held.safety),
        "to_check": len(rules.safety.items),
        "dishes": dishes_of(village.code, held.day),
        "choices": [(int(code), words) for code, words in EATEN.items()],
        "reasons": [(code, reason_name(code)) for code in load_pmt_rules().uneaten.reasons],
        "form": form or KitchenDayForm(held=held),
        "rules": rules,
        "runs": runs,
        "may_tick": runs and held.closed_at is None,
        "synthetic": village.synthetic,
        "trail": village_trail(
            village,
            (_("Dapur Dashat"), reverse("nutrition:kitchen", args=[village.code])),
            (_("Hari dapur {day}").format(day=short_day(held.day)), ""),
        ),
    }
    return render(request, "nutrition/day.html", context, status=422 if form is not None and form.errors else 200)


def _held(request: HttpRequest, pk: int, right: Right) -> KitchenDay:
    """The day, for who holds the right in its village or in a part of it."""
    held = get_object_or_404(KitchenDay.objects.select_related("village"), pk=pk)
    if not holds_in(request.user, right, held.village_id):
        raise Http404
    return held
