"""A village's kitchen: the week's menu, prices, and who is given a portion."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.documents.tables import file_answer
from guyub.apps.nutrition.documents.week import week_pdf, week_workbook
from guyub.apps.nutrition.forms_kitchen import APART, WHOLE, GuestForm, PricesForm, WeekForm
from guyub.apps.nutrition.models import KitchenGuest, MenuWeek
from guyub.apps.nutrition.presentation import guests
from guyub.apps.nutrition.presentation.kitchen_day import recent_days
from guyub.apps.nutrition.presentation.week import avoidance_of, portion_cost, shown
from guyub.apps.nutrition.services import (
    NewGuest,
    change_guest,
    choose_guests,
    end_guest,
    note_prices,
    plan_week,
    prices_of,
)
from guyub.apps.nutrition.suppliers import suppliers_of
from guyub.apps.people.access import village_trail
from guyub.apps.people.presentation.wording import shown_name
from guyub.apps.territory.access import holds_in, village_or_404
from guyub.apps.territory.models import Region
from guyub.apps.ui.forms import recorded
from guyub.data.nutrition_files import load_kitchen_rules, load_running_rules

WEEK = timedelta(days=7)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def week(request: HttpRequest, code: str) -> HttpResponse:
    """The menu of a week, the present one where none is asked for; sent, it is computed anew."""
    village = village_or_404(request, code, Right.SEE_GROWTH if request.method != "POST" else Right.EDIT_NUTRITION)
    today = timezone.localdate()
    monday = _monday(request, today)
    eaters = guests.guests_on(code, max(monday, today))
    avoided = guests.avoided_by_group(eaters)
    last = MenuWeek.objects.filter(village=village, monday=monday, beside=None).order_by("-pk").first()
    form = WeekForm(request.POST or None, people=guests.people_by_group(eaters), initial=_asked(monday, last))
    if request.method == "POST" and recorded(
        form,
        lambda: plan_week(
            request.user,
            village,
            form.cleaned_data["monday"],
            form.people(),
            form.stock(),
            avoided,
            guests.apart_by_group(eaters) if form.apart else None,
        ),
    ):
        messages.success(request, _("Menu sepekan selesai dihitung."))
        return redirect(f"{reverse('nutrition:kitchen', args=[code])}?minggu={form.cleaned_data['monday']:%Y-%m-%d}")
    prices, made_up = prices_of(code)
    suppliers = suppliers_of(request.user, code) if last else []
    context = {
        "suppliers": [one for one in suppliers if one.supplies],
        "form": form,
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": monday - WEEK,
        "after": monday + WEEK,
        "menu": shown(last, suppliers) if last else None,
        "apart": shown(last.apart, suppliers) if last and hasattr(last, "apart") else None,
        "avoidance": avoidance_of(last) if last else None,
        "portion_cost": portion_cost(last) if last else None,
        "guests": len(eaters),
        "days": recent_days(code),
        "avoided": bool(avoided),
        "made_up": len(made_up),
        "priced": len(prices),
        "kitchen_rules": load_kitchen_rules(),
    }
    return _answer(request, village, "nutrition/kitchen.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def week_file(request: HttpRequest, code: str, pk: int, fmt: str) -> HttpResponse:
    """A week's menu, shopping list and cooking sheets as a workbook or to print."""
    village = village_or_404(request, code, Right.SEE_GROWTH)
    found = get_object_or_404(MenuWeek, village=village, pk=pk)
    menu = shown(found)
    if fmt not in ("xlsx", "pdf") or not menu.days:
        raise Http404
    content = week_pdf(request.user, village, menu) if fmt == "pdf" else week_workbook(menu)
    return file_answer(content, f"menu-{code}-{found.monday:%Y-%m-%d}.{fmt}")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def prices(request: HttpRequest, code: str) -> HttpResponse:
    """What foods cost on a market of the village."""
    village = village_or_404(request, code, Right.EDIT_NUTRITION)
    known, made_up = prices_of(code)
    form = PricesForm(request.POST or None, prices=known, made_up=made_up)
    if recorded(
        form,
        lambda: note_prices(
            request.user, village, form.cleaned_data["market"], form.cleaned_data["month"], form.prices()
        ),
    ):
        messages.success(request, _("Harga tersimpan. Hitung lagi menunya supaya harga ini terpakai."))
        return redirect("nutrition:kitchen", code=code)
    context = {"form": form, "made_up": len(made_up)}
    trail = (_("Harga pasar"), "")
    return _answer(request, village, "nutrition/prices.html", context, trail, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def eaters(request: HttpRequest, code: str) -> HttpResponse:
    """Who is given a portion, and who might be; those who are ticked are chosen."""
    village = village_or_404(request, code, Right.SEE_GROWTH if request.method != "POST" else Right.EDIT_NUTRITION)
    today, scope = timezone.localdate(), scope_of(request.user)
    found = guests.candidates(request.user, code, today)
    if request.method == "POST":
        wanted = set(request.POST.getlist("who"))
        may = [one for one in found if one.person.code in wanted and scope.may(Right.EDIT_NUTRITION, one.person.place)]
        made = choose_guests(request.user, village, [NewGuest(one.person, one.reason, one.until) for one in may])
        messages.success(request, _("{n} orang ditambahkan.").format(n=len(made)))
        return redirect("nutrition:guests", code=code)
    context = {
        "guests": [one for one in guests.guests_on(code, today) if scope.may(Right.SEE_GROWTH, one.guest.person.place)],
        "candidates": found,
        "rules": load_running_rules().guests,
    }
    return _answer(request, village, "nutrition/guests.html", context, (_("Penerima porsi"), ""))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def eater(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Until when somebody is given a portion and what they may not eat; or that they are given none any more."""
    village = village_or_404(request, code, Right.EDIT_NUTRITION)
    found = KitchenGuest.objects.permitted(request.user, Right.EDIT_NUTRITION).filter(village=village, ended_on=None)
    guest = get_object_or_404(found.select_related("person"), pk=pk)
    form = GuestForm(request.POST or None, guest=guest)
    if recorded(
        form, lambda: change_guest(request.user, guest, form.cleaned_data["until"], form.cleaned_data["avoided"])
    ):
        return redirect("nutrition:guests", code=code)
    context = {"form": form, "guest": guest, "name": shown_name(guest.person.name, guest.person.code)}
    trail = (guest.person.code, "")
    return _answer(request, village, "nutrition/guest.html", context, trail, status=422 if form.errors else 200)


@login_required
@require_POST
def end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Give somebody no portion any more."""
    village = village_or_404(request, code, Right.EDIT_NUTRITION)
    found = KitchenGuest.objects.permitted(request.user, Right.EDIT_NUTRITION).filter(village=village, ended_on=None)
    end_guest(request.user, get_object_or_404(found, pk=pk))
    messages.success(request, _("Tidak lagi diberi porsi mulai hari ini. Yang sudah tercatat tetap tersimpan."))
    return redirect("nutrition:guests", code=code)


def _asked(monday: date, last: MenuWeek | None) -> dict[str, Any]:
    """What the form begins with: the week, and the choice about allergies that its last menu was made with."""
    return {"monday": monday, "allergy": APART if last and hasattr(last, "apart") else WHOLE}


def _monday(request: HttpRequest, today: date) -> date:
    """The Monday of the day asked for, or of today."""
    try:
        asked = date.fromisoformat(request.GET.get("minggu", ""))
    except ValueError:
        asked = today
    return asked - timedelta(days=asked.weekday())


def _answer(
    request: HttpRequest,
    village: Region,
    template: str,
    context: dict[str, Any],
    *further: tuple[str, str],
    status: int = 200,
) -> HttpResponse:
    own = reverse("nutrition:kitchen", args=[village.code]) if further else ""
    shared = {
        "village": village,
        "may_edit": holds_in(request.user, Right.EDIT_NUTRITION, village.code),
        "today": timezone.localdate(),
        "synthetic": village.synthetic,
        "trail": village_trail(village, (_("Dapur Dashat"), own), *further),
    }
    return render(request, template, shared | context, status=status)
