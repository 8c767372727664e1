"""The yearly card of a group: confirmed, and handed out as a file."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guyub.apps.documents.tables import TABLES, file_answer, table_answer
from guyub.apps.growth.documents.sheet import REST, Column, Note, WideTable, sheet_pdf
from guyub.apps.programmes.models import Group
from guyub.apps.programmes.presentation.card import card_lines, card_title
from guyub.apps.programmes.presentation.group_page import latest_card
from guyub.apps.programmes.presentation.words import grade_note, kind_of
from guyub.apps.programmes.services import confirm_card
from guyub.apps.programmes.views.pages import done, group_or_404, group_to_run
from guyub.apps.ui.templatetags.ui import grade_word, page_language
from guyub.data.group_files import load_group_rules
from guyub.domain.rulefiles import Grade
from guyub.language import format_date


@login_required
@require_safe
def file(request: HttpRequest, code: str, pk: int, fmt: str) -> HttpResponse:
    """The card as the group stands today, without names."""
    group, today, language = group_or_404(request, code, pk), timezone.localdate(), page_language()
    if kind_of(group).card is None or fmt not in {*TABLES, "pdf"}:
        raise Http404
    lines = card_lines(group, today, latest_card(group))
    name, heads = f"kartu-{group.kind}-{group.pk}-{today:%Y}", (_("Isian"), _("Isi"))
    if fmt == "pdf":
        table = WideTable(
            title=card_title(group),
            subtitle=_("Keadaan {day}").format(day=format_date(today, language)),
            columns=[Column(heads[0], 70, number=False), Column(heads[1], REST, number=False)],
            rows=lines,
            notes=[Note(*one) for one in _notes(group, language)],
            size=8,  # a card is one sheet
            signers=[_("Ketua kelompok"), "PKB/PLKB"],
        )
        return file_answer(sheet_pdf(request.user, group.village, table, language), f"{name}.pdf")
    notes = [(label, " ".join(filter(None, (words, grade)))) for label, words, grade in _notes(group, language)]
    return table_answer(fmt, name, card_title(group), [heads, *lines], notes)


@login_required
@require_POST
def confirm(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Keep the card of this year as the group stands today."""
    found, year = group_to_run(request, code, pk), timezone.localdate().year
    told = _("Kartu {year} disahkan dengan keadaan hari ini.").format(year=year)
    return done(request, found, lambda: confirm_card(request.user, found, year), told)


def _notes(group: Group, language: str) -> list[tuple[str, str, str]]:
    """Where the deadline and the fields come from, each with its grade where it is not confirmed."""
    rules, target = load_group_rules(), kind_of(group).target
    due, deadlines = rules.card_due(timezone.localdate().year), rules.deadlines
    meant = [(_("Sasaran"), target.source.in_language(language), grade_note(target.grade))] if target else []
    return [
        (
            _("Batas waktu"),
            f"{format_date(due, language)}. {deadlines.source.in_language(language)}",
            grade_note(deadlines.grade),
        ),
        *meant,
        (_("Pengurus"), rules.posts.source.in_language(language), grade_note(rules.posts.grade)),
        (
            _("Bentuk"),
            _("Isian menurut layar kartu K/0 purwarupa SIGA 2020; nama dan NIK tidak ikut."),
            grade_word(Grade.INFERRED),
        ),
    ]
