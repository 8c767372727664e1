"""What the first page shows a person before anything else: whom to look at today, and what to do there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.accounts.models import VILLAGE_CODE_LENGTH, Role
from guyub.apps.accounts.rights import RIGHTS, Right
from guyub.apps.accounts.scope import Scope
from guyub.apps.assessment.models import VillageState
from guyub.apps.assessment.presentation.region import Lines, VillageLine
from guyub.apps.ui.navigation import Entry

AT_THE_DOOR = frozenset({Role.KADER, Role.TPK, Role.PKB, Role.PUSKESMAS, Role.COUNSELLOR})  # who works with people


@dataclass(frozen=True)
class Step:
    """What a village needs next, and the page where that is done. ``urgent``: the class hangs on it."""

    sentence: str
    label: str
    url: str
    urgent: bool = False


@dataclass(frozen=True)
class Task:
    """A list to work through today."""

    label: str
    icon: str
    url: str


@dataclass(frozen=True)
class Card:
    """One village with its standing and its next step."""

    line: VillageLine
    place: str
    step: Step
    tasks: list[Task]
    ways: Sequence[Entry] = ()


def tasks(scope: Scope, village: str) -> list[Task]:
    """Lists of a village that say whom to see today, for who interviews families or visits them there."""
    roles = {role for role, place in scope.grants if place[:VILLAGE_CODE_LENGTH] == village}
    if not roles & AT_THE_DOOR:
        return []
    wanted = [
        (Right.EDIT_PEOPLE, _("Pendataan: keluarga yang belum didata"), "clipboard-data", "surveys:round"),
        (Right.EDIT_HEALTH, _("Siapa dikunjungi"), "people", "resilience:work"),
        (Right.COUNSEL_YOUTH, _("Posmaja: remaja yang perlu perhatian"), "people", "youth:young"),
    ]
    rights = {right for role in roles & AT_THE_DOOR for right in RIGHTS[role]}
    return [Task(label, icon, reverse(name, args=[village])) for right, label, icon, name in wanted if right in rights]


def card(state: VillageState, lines: Lines, scope: Scope, ways: Sequence[Entry] = ()) -> Card:
    """The card of a village whose details the person may see."""
    region = state.unit.region
    line = lines.line(state)
    above = region.parent.parent if region.parent else None
    place = " · ".join(found.name for found in (region.parent, above) if found)
    return Card(line, place, next_step(line, scope.may_edit(region.code)), tasks(scope, region.code), ways)


def next_step(line: VillageLine, may_edit: bool) -> Step:
    """The first thing that helps: figures before doubts, doubts before guarding, guarding before rising."""
    village = reverse("assessment:village", args=[line.code])
    facts = reverse("assessment:facts", args=[line.code]) if may_edit else village
    if not line.class_name:
        label = _("Isi profil kampung") if may_edit else _("Lihat halaman kampung")
        return Step(_("Belum ada angka. Kelas muncul setelah profilnya diisi."), label, facts)
    if line.findings:
        sentence = ngettext(
            "{n} pasang angka tidak cocok satu sama lain.",
            "{n} pasang angka tidak cocok satu sama lain.",
            line.findings,
        ).format(n=line.findings)
        return Step(sentence, _("Periksa angkanya"), facts, line.on_edge)
    if line.missing:
        sentence = ngettext(
            "{n} angka belum tercatat, jadi kelasnya sementara.",
            "{n} angka belum tercatat, jadi kelasnya sementara.",
            line.missing,
        ).format(n=line.missing)
        return Step(sentence, _("Lengkapi angkanya") if may_edit else _("Lihat yang belum ada"), facts)
    if line.on_edge:
        sentence = _("{index}: satu poin hilang, kelasnya turun.").format(index=line.down)
        return Step(sentence, _("Lihat yang perlu dijaga"), village, urgent=True)
    if not line.at_top:
        return Step(_("Untuk naik: {way}.").format(way=line.up), _("Buka jalan naik"), _plan(line))
    return Step(_("Sudah di kelas tertinggi. {spare}.").format(spare=line.down), _("Lihat halaman kampung"), village)


def _plan(line: VillageLine) -> str:
    return reverse("assessment:plan", args=[line.code])
