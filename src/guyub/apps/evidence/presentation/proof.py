"""One proof: what is said about it, its files, what happened to it, and what the reader may do."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.evidence import limits, records
from guyub.apps.evidence.items import instruments
from guyub.apps.evidence.models import Attachment, Evidence, EvidenceEvent
from guyub.apps.evidence.presentation.board import state_label, state_of
from guyub.apps.evidence.services import proofs
from guyub.apps.evidence.services.files import megabytes
from guyub.domain.evidence.states import DECISIONS, State, Step


@dataclass(frozen=True)
class FileLine:
    """A file of a proof. ``place``: where the picture says it was taken, for those who check."""

    attachment: Attachment
    size: str
    picture: bool
    taken_at: datetime | None
    place: str


@dataclass(frozen=True)
class EventLine:
    """What happened: when, what, by whom, and why."""

    at: datetime
    words: str
    state: str
    actor: str
    reason: str


@dataclass(frozen=True)
class May:
    """What the reader may do with a proof now."""

    change: bool
    check: bool
    reject: bool
    verify: bool
    own: bool

    @property
    def decide(self) -> bool:
        """Whether any decision is open to the reader."""
        return self.check or self.reject or self.verify


def may(user: User, proof: Evidence, today: date) -> May:
    """What the reader may do: rights, where the proof stands, and that nobody checks their own."""
    scope, code, state = scope_of(user), proof.unit.region_id, state_of(proof, today)
    checks = scope.may(Right.CHECK_EVIDENCE, code)
    own = checks and (proof.added_by_id == user.pk or user.pk in proofs.contributors(proof))

    def fits(step: Step, right: Right) -> bool:
        return not own and scope.may(right, code) and state in DECISIONS[step][0]

    return May(
        change=proofs.may_change(user, proof),
        check=fits(Step.CHECK, Right.CHECK_EVIDENCE),
        reject=fits(Step.REJECT, Right.CHECK_EVIDENCE),
        verify=fits(Step.VERIFY, Right.VERIFY),
        own=own,
    )


def supported(proof: Evidence, language: str) -> list[tuple[str, str, str]]:
    """Items that a proof supports: name of the instrument, code, name."""
    known = {instrument.id: instrument for instrument in instruments()}
    found = []
    for support in proof.supports.order_by("instrument", "item"):
        instrument = known.get(support.instrument)
        item = instrument.by_code.get(support.item) if instrument else None
        name = item.name.in_language(language) if item else ""
        title = instrument.name.in_language(language) if instrument else support.instrument
        found.append((title, support.item, name))
    return found


def file_lines(user: User, proof: Evidence) -> list[FileLine]:
    """Files in their order."""
    checks = scope_of(user).may(Right.CHECK_EVIDENCE, proof.unit.region_id)
    return [_file_line(one, checks) for one in proof.attachments.select_related("file")]


def record_of(user: User, proof: Evidence) -> tuple[str, records.Record | None]:
    """The record of our own behind a proof: what its kind is called, and the record where the reader may see it."""
    if not proof.record_kind:
        return "", None
    return records.label_of(proof.record_kind), records.resolve(user, proof.record_kind, proof.record_key)


def event_lines(proof: Evidence) -> list[EventLine]:
    """The ledger, newest first."""
    rows = proof.events.select_related("actor").order_by("-sequence")
    return [_event_line(row) for row in rows]


def _file_line(one: Attachment, checks: bool) -> FileLine:
    file = one.file
    place = f"{file.latitude}, {file.longitude}" if checks and file.latitude is not None else ""
    picture = limits.TYPES[file.media_type].kind == "picture"
    return FileLine(
        one,
        megabytes(file.size) if file.size >= limits.MEGABYTE // 10 else _kilobytes(file.size),
        picture,
        file.taken_at if checks else None,
        place,
    )


def _kilobytes(size: int) -> str:
    return f"{max(1, size // 1024)} kB"


def _event_line(row: EvidenceEvent) -> EventLine:
    words: dict[str, str] = {
        "decide-finding": _("Temuan diputuskan"),
        Step.ADD: _("Bukti ditambahkan"),
        Step.DESCRIBE: _("Keterangan diubah"),
        Step.ATTACH: _("Berkas ditambahkan"),
        Step.DETACH: _("Berkas dilepas"),
        Step.CHECK: _("Diperiksa: sesuai"),
        Step.REJECT: _("Ditolak"),
        Step.VERIFY: _("Terbukti di lapangan"),
        Step.EXPIRE: _("Kedaluwarsa"),
    }
    actor = _("lewat tautan") if proofs.LET_IN in row.details else _("sistem")
    actor = row.actor.username if row.actor else actor
    return EventLine(row.at, words.get(row.action, row.action), state_label(State(row.state)), actor, row.reason)
