"""Words for businesses, their permits and notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.livelihoods.models import BusinessNote, CashEntry
from guyub.apps.livelihoods.standing import PermitOf, Standing
from guyub.apps.programmes.presentation.words import group_name
from guyub.apps.ui.templatetags.ui import page_language, rupiah
from guyub.data.business_files import load_business_rules
from guyub.domain.livelihoods.permits import PermitState
from guyub.domain.livelihoods.rules import Categories
from guyub.domain.rulefiles import Choices

STATES = {
    PermitState.EXPIRED: gettext_lazy("sudah habis"),
    PermitState.ASK_ANEW: gettext_lazy("saatnya mengajukan perpanjangan"),
    PermitState.LOOK_ANEW: gettext_lazy("bahan atau proses berubah: laporkan"),
    PermitState.HOLDS: gettext_lazy("berlaku"),
}
SHOWN_OF_NUMBER = 4


@dataclass(frozen=True)
class PermitTold:
    """A permit in words; the number masked but for its last signs."""

    pk: int
    name: str
    number: str
    issued_on: date
    end: date | None
    state: str
    bad: bool
    holds: str
    grade: str
    source: str


def said(choices: Choices | Categories, code: str) -> str:
    """A choice in words; codes that the rule file knows no more stay as they are."""
    one = choices.by_code.get(code)
    return code if one is None else one.name.in_language(page_language())


def masked(number: str) -> str:
    """A permit's number but for its last signs."""
    hidden = max(0, len(number) - SHOWN_OF_NUMBER)
    return "•" * min(hidden, SHOWN_OF_NUMBER) + number[hidden:]


def permit_told(one: PermitOf) -> PermitTold:
    """A permit: its name, until when it holds by which rule, how it stands."""
    kind, language = load_business_rules().permits_by_code[one.row.kind], page_language()
    return PermitTold(
        pk=one.row.pk,
        name=kind.name.in_language(language),
        number=masked(one.row.number),
        issued_on=one.row.issued_on,
        end=one.end,
        state=str(STATES[one.state]),
        bad=one.state is not PermitState.HOLDS,
        holds=kind.holds.in_language(language),
        grade=str(kind.grade),
        source=kind.source.in_language(language),
    )


def note_told(one: BusinessNote) -> str:
    """A note: what it is about, and its code, amount and words."""
    rules = load_business_rules()
    about = {
        BusinessNote.About.MENTORING: (_("Pendampingan"), rules.mentoring),
        BusinessNote.About.LOAN: (_("Pinjaman"), rules.loans),
        BusinessNote.About.INCOME: (_("Pendapatan keluarga"), rules.incomes),
    }
    name, choices = about[BusinessNote.About(one.about)]
    parts = [said(choices, one.code), "" if one.rupiah is None else rupiah(one.rupiah), one.note]
    return f"{name}: " + " · ".join(part for part in parts if part)


def cash_told(one: CashEntry) -> tuple[str, str, bool]:
    """Category, amount with its sign, and whether it came in."""
    category = load_business_rules().categories.by_code.get(one.category)
    comes_in = category is not None and category.comes_in
    return (
        said(load_business_rules().categories, one.category),
        f"{'+' if comes_in else '−'} {rupiah(one.rupiah)}",
        comes_in,
    )


def owners_told(one: Standing) -> str:
    """Names of those who run it."""
    return ", ".join(owner.person.name or owner.person.code for owner in one.owners)


def group_told(one: Standing) -> str:
    """Its group, or that it is a family's."""
    return group_name(one.business.group) if one.business.group else _("Usaha keluarga tanpa kelompok")


def kitchen_told(one: Standing) -> str:
    """Whether it supplies the kitchen; unknown is not "no"."""
    return {True: _("ya"), False: _("tidak"), None: _("belum diketahui")}[one.business.supplies_kitchen]


def markets_told(codes: Sequence[str]) -> list[str]:
    """Markets in words."""
    return [said(load_business_rules().markets, code) for code in codes]
