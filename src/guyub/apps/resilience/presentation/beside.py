"""What the register says beside figures of the village page: which source is in force, why, and the other figure."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.assessment.beside import Beside
from guyub.apps.assessment.models import Source
from guyub.apps.assessment.presentation import wording
from guyub.apps.assessment.services import Known
from guyub.apps.resilience.models import FamilyState
from guyub.apps.resilience.services.registry_facts import (
    Coverage,
    FactAtHand,
    Registry,
    registry_facts,
    reported_figures,
)
from guyub.apps.territory.models import Unit
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data import load_fact_catalogue
from guyub.data.coverage import load_coverage_rule
from guyub.language import format_date, format_number


def beside_village(user: User, unit: Unit, known: Known) -> Beside | None:
    """Register and report side by side (six queries); None where no family is registered (one query).

    Counts of the register that are not on record are for those who see its families; others read which source holds.
    """
    if not FamilyState.objects.filter(village=unit.region_id).exists():
        return None
    registry = registry_facts(unit, timezone.localdate(), known)
    inside = scope_of(user).may(Right.SEE_PEOPLE, unit.region_id)
    usable = registry.usable
    notes = {fact.code: _note(registry.coverage, fact, fact.code in usable, inside) for fact in registry.facts}
    figures = _figures(registry, known, page_language()) if inside else {}
    return Beside(figures, notes, _waiting(registry.coverage, inside))


def _figures(registry: Registry, known: Known, language: str) -> dict[str, str]:
    """The figure that is not in force, with where it comes from: the reported one, or the register's."""
    from_register = [fact for fact in registry.facts if _is_in_force(fact)]
    reported = reported_figures(registry.unit, known.level, [fact.code for fact in from_register])
    found = {}
    for fact in registry.facts:
        if not _is_in_force(fact):
            words = "" if fact.value is None else _of_register(fact, language)
        else:
            words = _of_report(reported.get(fact.code), language)
        if words:
            found[fact.code] = words
    return found


def _of_register(fact: FactAtHand, language: str) -> str:
    value = wording.fact_value(load_fact_catalogue().by_code[fact.code], fact.value, language)
    if not fact.asked:
        return _("registrasi: {value}").format(value=value)
    percent = 100 * fact.known // fact.asked
    return _("registrasi: {value}, diketahui dari {percent} %").format(value=value, percent=percent)


def _of_report(record: Any, language: str) -> str:
    if record is None:
        return ""
    value = wording.fact_value(load_fact_catalogue().by_code[record.code], record.value, language)
    source = str(wording.SOURCES[Source(record.recording.source)])
    day = format_date(record.recording.as_of, language)
    return _("{source}: {value}, per {day}").format(source=source, value=value, day=day)


def _is_in_force(fact: FactAtHand) -> bool:
    return fact.in_force is not None and fact.in_force.recording.source == Source.REGISTRY


def _note(coverage: Coverage, fact: FactAtHand, usable: bool, inside: bool) -> str:
    """Which source is in force and why: the same sentence for figures in the same state."""
    covered = _covered(coverage) if inside else ""
    if _is_in_force(fact):
        return _("Registrasi keluarga yang berlaku.") + covered
    if fact.in_force is None and not usable:
        return _("Registrasi keluarga belum dapat mengisi angka ini.") + covered
    if usable:
        same = fact.in_force is not None and fact.in_force.value == fact.value
        told = _("Registrasi dan laporan sama.") if same else _("Registrasi sudah cukup; angkanya belum dicatat.")
        return told + covered
    if coverage.too_many:
        return _("Angka laporan yang berlaku: jumlah keluarga terdaftar menunggu keputusan.") + covered
    if coverage.enough:
        return _("Angka laporan yang berlaku: jawaban di registrasi untuk angka ini belum cukup.") + covered
    least = load_coverage_rule().least_percent
    told = _("Angka laporan yang berlaku: registrasi baru dipakai setelah {least} % keluarga terdata.")
    return told.format(least=least) + covered


def _covered(coverage: Coverage) -> str:
    done = format_number(coverage.interviewed)
    if not coverage.reported:
        return " " + _("Terdata {done} keluarga; jumlah menurut laporan belum ada.").format(done=done)
    told = _("Terdata {done} dari {all} keluarga ({percent} %).")
    percent = 100 * coverage.interviewed // coverage.reported
    return " " + told.format(done=done, all=format_number(coverage.reported), percent=percent)


def _waiting(coverage: Coverage, inside: bool) -> tuple[str, ...]:
    """What waits for a person: a register far larger than the families reported."""
    if not coverage.too_many:
        return ()
    most = load_coverage_rule().most_percent
    if not inside:
        told = _("Keluarga yang terdaftar lebih dari {most} % jumlah menurut laporan; angka laporan tetap berlaku.")
        return (told.format(most=most),)
    told = _(
        "{registered} keluarga terdaftar, {reported} menurut laporan: lebih dari {most} %. Angka registrasi tidak "
        "dipakai sampai ada yang memutuskan mana yang benar."
    )
    numbers = {"registered": format_number(coverage.registered), "reported": format_number(coverage.reported or 0)}
    return (told.format(most=most, **numbers),)
