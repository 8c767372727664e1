"""Rows of the workbook for the education office."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from guyub.apps.documents.tables import Cell
from guyub.apps.people.presentation.wording import SEXES
from guyub.apps.schooling.presentation.lists import line_of
from guyub.apps.schooling.presentation.words import said
from guyub.apps.schooling.standing import Standing
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import grade_word, page_language
from guyub.data.schooling_files import load_schooling_rules
from guyub.domain.schooling.cases import Situation
from guyub.language import format_date

Rows = list[Sequence[Cell]]


def child_rows(standings: Sequence[Standing]) -> Rows:
    """Heading and a row for each child who is not known to be in school."""
    rules = load_schooling_rules()
    rows: Rows = [
        (
            _("No."), _("Nama"), _("L/P"), _("Umur"), "RW", "RT", _("Pendidikan (K.14)"), _("Ditanyakan"), _("Keadaan"),
            _("Sebab"), _("Penanggung jawab"), _("Sampai"), _("Langkah terakhir"), _("Hari langkah"), _("Hasil"),
        )
    ]  # fmt: skip
    wanted = [one for one in standings if one.situation is not Situation.LEARNING]
    for number, one in enumerate(wanted, start=1):
        line, last = line_of(one), one.last
        rows.append(
            (
                number,
                one.person.name,
                str(SEXES.get(one.person.sex, ""))[:1],
                one.years,
                one.person.rw,
                one.person.rt,
                line.education,
                _day(one.answer.day),
                ", ".join(part for part in (line.situation, line.schooling) if part),
                line.cause,
                line.in_charge,
                _day(last.due_on if last else None),
                said(rules.actions, last.action) if last else "",
                _day(last.day if last else None),
                line.outcome,
            )
        )
    return rows


def aid_rows(standings: Sequence[Standing]) -> Rows:
    """Heading and a row for each aid."""
    rules = load_schooling_rules()
    rows: Rows = [
        (_("No."), _("Nama"), _("Umur"), "RW", "RT", _("Bantuan"), _("Keadaan"), _("Hari"), _("Rupiah")),
    ]
    held = [(one, aid) for one in standings for aid in one.aids]
    for number, (one, aid) in enumerate(held, start=1):
        kind, state = said(rules.aids, aid.kind), said(rules.aid_states, aid.state)
        person = one.person
        rows.append((number, person.name, one.years, person.rw, person.rt, kind, state, _day(aid.day), aid.rupiah))
    return rows


def note_rows(village: Region, today: date) -> Rows:
    """Where it comes from."""
    rules, language = load_schooling_rules(), page_language()
    graded = ((_("Umur"), rules.ages), (_("Sebab"), rules.causes), (_("Hasil"), rules.outcomes))
    return [
        (_("Keterangan"), ""),
        (_("Wilayah"), f"{village.name} ({village.code})"),
        (_("Hari"), format_date(today, language)),
        (_("Asal"), _("Jawaban K.14 pendataan keluarga dan langkah yang dicatat; yang belum dijawab belum diketahui.")),
        *[(name, f"{known.source.in_language(language)} ({grade_word(known.grade)})") for name, known in graded],
    ]  # fmt: skip


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
