"""What the groups of a village owe: registers, cards, meetings, answers; and the text that reminds them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.growth.templatetags.growth import month_words
from guyub.apps.programmes.models import GroupRegister, VisitReferral
from guyub.apps.programmes.presentation.group_list import GroupLine
from guyub.apps.programmes.presentation.words import group_name
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.group_files import load_group_rules
from guyub.domain.programmes.deadlines import first_after, months_on
from guyub.language import format_date


@dataclass(frozen=True)
class Due:
    """One thing that a group owes: what, by when, and whether that day has passed."""

    line: GroupLine
    what: str
    by: date
    late: bool


def due_of(lines: Sequence[GroupLine], today: date) -> list[Due]:
    """What open groups owe, the late first; two queries more than the list of groups."""
    open_ones = [line for line in lines if line.group.closed_on is None]
    last = months_on(today, -1)
    pks = [line.group.pk for line in open_ones]
    handed_in = set(GroupRegister.objects.filter(group__in=pks, month=last).values_list("group", flat=True))
    found = [due for line in open_ones for due in _of_group(line, today, last, line.group.pk in handed_in)]
    waiting = VisitReferral.objects.filter(visit__group__in=pks, answered_on=None).order_by().values("visit__group")
    first = dict(waiting.annotate(day=Min("due_on")).values_list("visit__group", "day"))
    asked = _("jawaban rujukan kunjungan rumah")
    due_days = ((line, first.get(line.group.pk)) for line in open_ones)
    found += [Due(line, asked, day, day < today) for line, day in due_days if day is not None]
    return sorted(found, key=lambda due: (not due.late, due.by, due.line.group.pk))


def _of_group(line: GroupLine, today: date, last: date, handed_in: bool) -> Iterable[Due]:
    rules, kind = load_group_rules(), line.kind
    if kind.register_form and not handed_in and _was_there(line, last):
        by = rules.register_due(last)
        yield Due(line, _("{form} {month}").format(form=kind.register_form, month=month_words(last)), by, today > by)
    if line.card is False:
        yield Due(
            line, _("kartu {card} {year}").format(card=kind.card, year=today.year), rules.card_due(today.year), True
        )
    end = first_after(today) - timedelta(days=1)
    if line.last is None:
        yield Due(line, _("pertemuan pertama"), end, False)
    elif line.last < today.replace(day=1):
        yield Due(line, _("pertemuan bulan ini"), end, False)


def _was_there(line: GroupLine, month: date) -> bool:
    """Whether the group was known in a month: registered by its end, or met in it or later."""
    registered = timezone.localdate(line.group.opened_at)
    return registered < first_after(month) or (line.last is not None and line.last >= month)


def reminder(village: str, dues: Sequence[Due]) -> str:
    """A text to copy into a message: what each group owes and until when; no names of people."""
    language, lines = page_language(), []
    for due in dues:
        when = format_date(due.by, language)
        told = _("{group}: {what}, batasnya {day} (terlambat)") if due.late else _("{group}: {what}, sampai {day}")
        lines.append("- " + told.format(group=group_name(due.line.group), what=due.what, day=when))
    greeting = _("Salam dari Kampung KB {village}. Mohon bantuannya untuk:").format(village=village)
    return "\n".join([greeting, *lines, _("Bila ada kesulitan, kabari kami. Terima kasih.")])
