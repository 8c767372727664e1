"""Foster-parent aid (GENTING): the list, whom to propose, an aid's page, and what is recorded of it."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.documents.tables import file_answer
from guyub.apps.growth.services.eppgbm import note_export
from guyub.apps.mothers.models import Pregnancy
from guyub.apps.people.access import family_or_404, village_trail
from guyub.apps.people.purposes import purpose_given
from guyub.apps.quickwins.forms import AidForm, DeliveryForm, DonorForm, EndForm, FileForm
from guyub.apps.quickwins.models import Donor, FosterAid
from guyub.apps.quickwins.presentation.fostering import aid_lines, aids_of, family_name, proposals, recipients
from guyub.apps.quickwins.presentation.sheets import aid_workbook
from guyub.apps.quickwins.services import begin_aid, end_aid, note_donor, record_delivery
from guyub.apps.quickwins.views.pages import form_page, programme_trail
from guyub.apps.territory.access import village_or_404
from guyub.apps.territory.models import Region
from guyub.apps.ui.forms import recorded
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.quickwin_files import load_quick_wins

SHOWN = 200


@login_required
@require_safe
def fostering(request: HttpRequest, code: str) -> HttpResponse:
    """Aid that runs, aid that ended, families to propose, foster parents."""
    village, today = village_or_404(request, code, Right.SEE_HEALTH), timezone.localdate()
    lines = aid_lines(aids_of(request.user, code)[:SHOWN], today)
    language, rules = page_language(), load_quick_wins().genting
    kinds = {one.code: one.name.in_language(language) for one in rules.donors.choices}
    donors = Donor.objects.filter(village=village)
    context = {
        "village": village,
        "running": [one for one in lines if one.aid.ended_on is None],
        "ended": [one for one in lines if one.aid.ended_on is not None],
        "proposals": [(one, family_name(one.state.family)) for one in proposals(request.user, code, today)],
        "donors": [(one.name, kinds.get(one.kind, one.kind)) for one in donors],
        "rules": rules,
        "may_run": scope_of(request.user).may(Right.RUN_QUICK_WINS, code),
        "may_export": _may_export(request.user, code),
        "synthetic": village.synthetic,
        "trail": village_trail(village, (_("Program nasional"), "")),
    }
    return render(request, "quickwins/fostering.html", context)


@login_required
@require_safe
def aid(request: HttpRequest, pk: int) -> HttpResponse:
    """One aid: dose, deliveries, and how the child's figures moved."""
    found = _aid(request, pk, Right.SEE_HEALTH)
    village = found.family.village
    (line,) = aid_lines([found], timezone.localdate())
    context = {
        "line": line,
        "aid": found,
        "village": village,
        "deliveries": found.deliveries.order_by("-day"),
        "family_name": family_name(found.family),
        "ends": {one.code: one.name.in_language(page_language()) for one in load_quick_wins().genting.ends.choices},
        "rules": load_quick_wins().genting,
        "may_run": scope_of(request.user).may(Right.RUN_QUICK_WINS, found.family.place) and found.ended_on is None,
        "synthetic": village.synthetic,
        "trail": programme_trail(village, (_("Bantuan {n}").format(n=found.pk), "")),
    }
    return render(request, "quickwins/aid.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def donor(request: HttpRequest, code: str) -> HttpResponse:
    """Put a foster parent on record."""
    village = _village_to_run(request, code)
    form = DonorForm(request.POST or None)
    back = reverse("quickwins:fostering", args=[code])
    if recorded(form, lambda: note_donor(request.user, village, form.cleaned_data["name"], form.cleaned_data["kind"])):
        return redirect(back)
    return form_page(request, village, form, back, _("Catat orang tua asuh"), rule=load_quick_wins().genting.donors)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, code: str, family_code: str) -> HttpResponse:
    """Put aid to a family on record."""
    family = family_or_404(request, code, family_code, Right.RUN_QUICK_WINS)
    today = timezone.localdate()
    people = recipients(family, today)
    due = dict(
        Pregnancy.objects.filter(mother__in=[one for one, _name in people], ended_on=None).values_list(
            "mother", "due_on"
        )
    )
    form = AidForm(request.POST or None, village=code, people=people, due=due, initial={"since": today})
    if recorded(form, lambda: begin_aid(request.user, form.chosen(), family, form.facts())):
        return redirect("quickwins:fostering", code=code)
    return form_page(
        request,
        family.village,
        form,
        reverse("quickwins:fostering", args=[code]),
        _("Catat bantuan orang tua asuh"),
        lead=family_name(family),
        rule=load_quick_wins().genting.packages,
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what was handed over."""
    found = _aid(request, pk, Right.RUN_QUICK_WINS)
    form = DeliveryForm(request.POST or None, aid=found, initial={"day": timezone.localdate()})
    back = reverse("quickwins:aid", args=[pk])
    if recorded(form, lambda: _delivered(request, found, form)):
        return redirect(back)
    return form_page(request, found.family.village, form, back, _("Catat penyerahan"), lead=family_name(found.family))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End an aid."""
    found = _aid(request, pk, Right.RUN_QUICK_WINS)
    form = EndForm(request.POST or None, initial={"day": timezone.localdate()})
    back = reverse("quickwins:aid", args=[pk])
    if recorded(form, lambda: end_aid(request.user, found, form.cleaned_data["day"], form.cleaned_data["ended"])):
        return redirect(back)
    return form_page(request, found.family.village, form, back, _("Akhiri bantuan"), lead=family_name(found.family))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, code: str) -> HttpResponse:
    """Aid by name as a workbook, for a stated purpose."""
    village = village_or_404(request, code, Right.SEE_HEALTH)
    if not _may_export(request.user, code):
        raise Http404
    form = FileForm(request.POST or None)
    if form.is_valid():
        lines = aid_lines(aids_of(request.user, code), timezone.localdate())
        note_export(request.user, village, purpose_given(form.cleaned_data["purpose"]), len(lines), "xlsx")
        return file_answer(aid_workbook(village, lines), f"genting-{code}-{timezone.localdate():%Y-%m-%d}.xlsx")
    back = reverse("quickwins:fostering", args=[code])
    return form_page(request, village, form, back, _("Unduh bantuan GENTING"), button=_("Unduh XLSX"))


def _delivered(request: HttpRequest, found: FosterAid, form: DeliveryForm) -> object:
    typed = form.cleaned_data
    return record_delivery(request.user, found, typed["day"], form.days_told(), typed["rupiah"])


def _aid(request: HttpRequest, pk: int, right: Right) -> FosterAid:
    reachable = FosterAid.objects.permitted(request.user, right)
    found = get_object_or_404(reachable.select_related("donor", "person", "family__head", "family__village"), pk=pk)
    if right == Right.RUN_QUICK_WINS and found.ended_on is not None:
        raise Http404
    return found


def _village_to_run(request: HttpRequest, code: str) -> Region:
    if not scope_of(request.user).may(Right.RUN_QUICK_WINS, code):
        raise Http404
    return village_or_404(request, code, Right.RUN_QUICK_WINS)


def _may_export(user: User, village: str) -> bool:
    return all(scope_of(user).may(right, village) for right in (Right.SEE_HEALTH, Right.EXPORT_PEOPLE))
