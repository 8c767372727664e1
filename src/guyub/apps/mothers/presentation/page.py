"""What stands on a mother's page: her history, with figures of other origin beside those of checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from guyub.apps.accounts.rights import Right
from guyub.apps.mothers.models import Birth, MotherCheck, Pregnancy
from guyub.apps.mothers.presentation.standing import Reader, Standing, figures_at, figures_of
from guyub.apps.mothers.presentation.words import HELPERS, OUTCOMES, VENUES, Told, told_birth_signs, visit_name
from guyub.apps.people.models import Person
from guyub.apps.resilience.models import Visit
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.visits import load_visit_forms
from guyub.domain.mothers.signs import Figures
from guyub.language import format_decimal


@dataclass(frozen=True)
class Entry:
    """One line of the history.

    Attributes:
        day: When.
        told: Figures in words: "52,5 kg", "LiLA 23,1 cm".
        visit: K3 or KF2; empty where none.
        origin: Where it was measured, or who came: a posyandu, the companion team.
        check: The check that can be put right; None for what is put right where it was entered.
        signs: Signs that the companion team's form showed.
    """

    day: date
    told: Sequence[str]
    visit: str = ""
    origin: str = ""
    check: MotherCheck | None = None
    signs: Sequence[str] = ()


@dataclass(frozen=True)
class BirthLine:
    """One birth with what it asks for. ``child``: on the registry, where the reader may see it; else None."""

    birth: Birth
    child: Person | None
    facts: Sequence[str]
    signs: Sequence[Told]


def history(standing: Standing) -> list[Entry]:
    """Checks that count and visits of the companion team, the latest first."""
    entries = [_of_check(check) for check in standing.checks] + [_of_visit(visit) for visit in standing.visits]
    return sorted(entries, key=lambda entry: entry.day, reverse=True)


def replaced(mother: Person) -> list[tuple[MotherCheck, Sequence[str]]]:
    """Checks that were put right, with what they said."""
    former = MotherCheck.objects.filter(mother=mother, replaced_by__isnull=False).select_related("replaced_by")
    return [(check, figures_told(figures_of(check))) for check in former.order_by("-day", "-pk")]


def births_of(user: Reader, mother: Person) -> list[BirthLine]:
    """Births of her pregnancies, the youngest first."""
    births = list(Birth.objects.permitted(user, Right.SEE_GROWTH).filter(pregnancy__mother=mother))
    seen = Person.objects.permitted(user, Right.SEE_GROWTH).in_bulk([one.child_id for one in births if one.child_id])
    return [birth_line(birth, seen.get(birth.child_id)) for birth in births]


def birth_line(birth: Birth, child: Person | None) -> BirthLine:
    """A birth in words. ``child``: where the reader may see it."""
    return BirthLine(birth, child, facts_told(birth), told_birth_signs(birth))


def ended_pregnancies(mother: Person) -> list[tuple[Pregnancy, str]]:
    """Her pregnancies that are over, with how; those noted by mistake too."""
    over = Pregnancy.objects.filter(mother=mother, ended_on__isnull=False)
    return [(one, str(OUTCOMES[Pregnancy.Outcome(one.outcome)])) for one in over]


def figures_told(figures: Figures) -> list[str]:
    """What was measured, in words."""
    language = page_language()

    def written(whole: int, places: int) -> str:
        return format_decimal(whole, places, language)

    told = []
    if figures.weight_g is not None:
        told.append(f"{written(figures.weight_g // 100, 1)} kg")
    if figures.height_mm is not None:
        told.append(_("tinggi {height} cm").format(height=written(figures.height_mm, 1)))
    if figures.arm_mm is not None:
        told.append(f"LiLA {written(figures.arm_mm, 1)} cm")
    if figures.hb_tenths is not None:
        told.append(f"Hb {written(figures.hb_tenths, 1)} g/dL")
    if figures.systolic is not None:
        told.append(_("tekanan {systolic}/{diastolic}").format(systolic=figures.systolic, diastolic=figures.diastolic))
    elif figures.diastolic is not None:
        told.append(_("tekanan bawah {diastolic}").format(diastolic=figures.diastolic))
    return told


def facts_told(birth: Birth) -> list[str]:
    """What is known of a birth, in words."""
    language, told = page_language(), []
    if birth.weight_g is not None:
        told.append(_("berat {weight} kg").format(weight=format_decimal(birth.weight_g, 3, language)))
    if birth.length_mm is not None:
        told.append(_("panjang {length} cm").format(length=format_decimal(birth.length_mm, 1, language)))
    if birth.weeks is not None:
        told.append(_("{weeks} minggu").format(weeks=birth.weeks))
    if birth.venue:
        told.append(str(VENUES[Birth.Venue(birth.venue)]))
    if birth.helper:
        told.append(str(HELPERS[Birth.Helper(birth.helper)]))
    if birth.early_breastfeeding is not None:
        told.append(_("IMD") if birth.early_breastfeeding else _("tanpa IMD"))
    return told


def _of_check(check: MotherCheck) -> Entry:
    told = figures_told(figures_of(check))
    if check.tablets_received is not None:
        told.append(_("menerima {n} tablet").format(n=check.tablets_received))
    if check.tablets_taken is not None:
        told.append(_("minum {n} tablet").format(n=check.tablets_taken))
    if check.breastfeeding is not None:
        told.append(_("ASI saja") if check.breastfeeding else _("bukan ASI saja"))
    if check.vitamin_a is not None:
        told.append(_("vitamin A") if check.vitamin_a else _("belum vitamin A"))
    visit = "" if check.visit is None else visit_name(check.visit, pregnant=check.pregnancy_id is not None)
    return Entry(check.day, told, visit, _("hari posyandu") if check.held_id else "", check)


def _of_visit(visit: Visit) -> Entry:
    language, form = page_language(), load_visit_forms().by_id.get(visit.form)
    origin = _("kunjungan TPK: {form}").format(form=form.name.in_language(language) if form else visit.form)
    signs = [sign.name.in_language(language) for sign in (form.checks if form else ()) if sign.id in visit.findings]
    return Entry(visit.day, figures_told(figures_at(visit)), origin=origin, signs=signs)
