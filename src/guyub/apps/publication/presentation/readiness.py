"""What is about to decay in a village: so that a class, and a contest that was won, last."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.appraisal.models import Cycle, Entry
from guyub.apps.assessment.models import FactRecord, VillageState
from guyub.apps.assessment.panels import Line
from guyub.apps.coordination.models import Commitment, CommitmentState
from guyub.apps.evidence.models import Evidence, State
from guyub.apps.territory.models import Unit
from guyub.data import load_fact_catalogue
from guyub.data.publication_files import load_publication_rules
from guyub.domain.publication import Counted
from guyub.language import format_date

WON = 1  # rank
BROKEN = (CommitmentState.REFUSED, CommitmentState.EXPIRED)


@dataclass(frozen=True)
class Alarm:
    """One thing that decays. ``kind``: routine, quiet, proof, margin, promise. ``url``: where to act, or ""."""

    kind: str
    text: str
    url: str = ""


def alarms(user: User, unit: Unit, today: date, language: str) -> list[Alarm]:
    """What decays in a village as of a day, most urgent first. Proofs are named only to those who may see them."""
    state = VillageState.objects.filter(unit=unit).first()
    return [
        *_margin(state, unit),
        *_promises(user, unit, today, language),
        *_proofs(user, unit, today, language),
        *_routines(unit, language),
        *_quiet(state, today, language),
    ]


def readiness_line(user: User, unit: Unit) -> Line | None:
    """The line on the village page."""
    if not scope_of(user).may(Right.SEE_FIGURES, unit.region_id):
        return None
    found = len(alarms(user, unit, timezone.localdate(), "id"))
    told = ngettext("{n} hal mulai luntur", "{n} hal mulai luntur", found).format(n=found) if found else _("terjaga")
    url = reverse("publication:readiness", args=[unit.region_id])
    return Line(_("Kesiapan bulan ini"), told, url, "shield-check", urgent=found > 0)


def _margin(state: VillageState | None, unit: Unit) -> list[Alarm]:
    thin = load_publication_rules().most(Counted.THIN_POINTS)
    if state is None or state.class_rank is None or state.points_spare is None or state.points_spare > thin:
        return []
    text = ngettext(
        "Jarak aman tipis: kelas turun bila {n} poin hilang.",
        "Jarak aman tipis: kelas turun bila {n} poin hilang.",
        state.points_spare + 1,
    ).format(n=state.points_spare + 1)
    return [Alarm("margin", text, reverse("assessment:village", args=[unit.region_id]) + "#jarak-aman")]


def _promises(user: User, unit: Unit, today: date, language: str) -> list[Alarm]:
    """Promises that are late or broken; said to be promises to the winner where the village won a cycle."""
    seen = Commitment.objects.visible_to(user).filter(villages=unit).select_related("office")
    late = seen.open().filter(due__lt=today) | seen.filter(state__in=BROKEN)
    ordered = list(late.distinct().order_by("due", "pk"))
    won = bool(ordered) and Entry.objects.filter(unit=unit, cycle__state=Cycle.State.DECIDED, rank=WON).exists()
    alarms = []
    for one in ordered:
        words = _("Janji kepada pemenang belum ditepati") if won else _("Janji OPD belum ditepati")
        text = f"{words}: {one.office.short}, {one.output} ({format_date(one.due, language)})."
        alarms.append(Alarm("promise", text))
    return alarms


def _proofs(user: User, unit: Unit, today: date, language: str) -> list[Alarm]:
    """Proofs whose last day is near, today and the last of the days that count as near included."""
    days = load_publication_rules().most(Counted.PROOF_ENDS_DAYS)
    ending = Evidence.objects.filter(
        unit=unit, valid_until__gte=today, valid_until__lte=today + timedelta(days)
    ).exclude(state__in=(State.REJECTED, State.EXPIRED))
    if not scope_of(user).may(Right.SEE_EVIDENCE, unit.region_id):
        n = ending.count()
        words = ngettext(
            "{n} bukti habis masa berlakunya dalam {days} hari.",
            "{n} bukti habis masa berlakunya dalam {days} hari.",
            n,
        )
        return [Alarm("proof", words.format(n=n, days=days))] if n else []
    return [
        Alarm(
            "proof",
            _("Bukti habis masa berlakunya {day}: {title}.").format(
                day=format_date(one.valid_until, language), title=one.title
            ),
        )
        for one in ending.order_by("valid_until", "pk")
    ]


def _routines(unit: Unit, language: str) -> list[Alarm]:
    """Routines of which the newest figure is below the one before."""
    watched = load_publication_rules().routines.facts
    records = FactRecord.objects.filter(
        unit=unit, kind=FactRecord.Kind.FACT, code__in=watched, value__isnull=False
    ).order_by(F("recording__as_of"), F("recording__recorded_at"), "pk")
    values: dict[str, list[int]] = {}
    for code, value in records.values_list("code", "value"):
        values.setdefault(code, []).append(value)
    named = load_fact_catalogue().by_code
    return [
        Alarm(
            "routine",
            _("{name} turun dari {before} menjadi {now}.").format(
                name=named[code].name.in_language(language), before=values[code][-2], now=values[code][-1]
            ),
        )
        for code in watched
        if len(values.get(code, [])) > 1 and values[code][-1] < values[code][-2]
    ]


def _quiet(state: VillageState | None, today: date, language: str) -> list[Alarm]:
    after = timedelta(load_publication_rules().most(Counted.QUIET_DAYS))
    if state is None or state.as_of is None or today - state.as_of <= after:
        return []
    return [Alarm("quiet", _("Tidak ada angka baru sejak {day}.").format(day=format_date(state.as_of, language)))]
