"""Findings in words: what was noticed, what was measured, what to ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.evidence.models import Evidence, Finding
from guyub.data.evidence_files import load_sense_rules
from guyub.domain.evidence.sense import Rule
from guyub.domain.rulefiles import Text
from guyub.language import format_date


@dataclass(frozen=True)
class FindingLine:
    """One finding as the page shows it. ``other``: the other proof, "" where there is none."""

    finding: Finding
    rule: str
    told: str
    ask: str
    grade: str
    other: str
    may_decide: bool


def finding_lines(findings: Iterable[Finding], user: User | AnonymousUser, language: str) -> list[FindingLine]:
    """Findings in words for a reader; no query where proofs and villages are loaded."""
    return [_line(finding, user, language) for finding in findings]


def rule_names(language: str) -> list[tuple[str, str]]:
    """All rules with their names, for the filter."""
    return [(str(rule), known.name.in_language(language)) for rule, known in load_sense_rules().rules.items()]


def source() -> Text:
    """Where the limits come from."""
    return load_sense_rules().source


def _line(finding: Finding, user: User | AnonymousUser, language: str) -> FindingLine:
    known = load_sense_rules().rules[Rule(finding.rule)]
    return FindingLine(
        finding=finding,
        rule=known.name.in_language(language),
        told=_told(finding.rule, finding.details, language),
        ask=known.ask.in_language(language),
        grade=str(known.grade),
        other=_other(finding.other, user),
        may_decide=finding.evidence.added_by_id is None or finding.evidence.added_by_id != user.pk,
    )


def _other(other: Evidence | None, user: User | AnonymousUser) -> str:
    """The other proof by name only for those who may see proofs there."""
    if other is None:
        return ""
    if not scope_of(user).may(Right.SEE_EVIDENCE, other.unit.region_id):
        return _("bukti desa di luar wilayah Anda")
    return f"{other.title} · {other.unit.name}"


def _told(rule: str, measured: dict[str, Any], language: str) -> str:
    most = load_sense_rules().most(Rule(rule))
    days = {
        name: format_date(date.fromisoformat(measured[name]), language)
        for name in ("taken", "opens", "until", "closes")
        if name in measured
    }
    words = {
        Rule.NEAR_DUPLICATE: _("Berbeda {bits} dari 64 tanda rupa (batas {most}); dipakai untuk {across} lain."),
        Rule.SAME_FILE: _("Dipakai juga oleh {villages} bukti desa lain yang lebih dahulu."),
        Rule.PLACE: _("Kira-kira {km} km di luar batas wilayah (batas {most} km)."),
        Rule.TAKEN_AFTER: _("Diambil {taken}, {days} hari setelah tanggal kegiatan (batas {most})."),
        Rule.TAKEN_BEFORE: _("Diambil {taken}, {days} hari sebelum tanggal kegiatan (batas {most})."),
        Rule.YOUNG_DECREE: _("Berumur {months} bulan pada {opens}; diminta {most} bulan."),
        Rule.MANY_ITEMS: _("Dipakai untuk {items} butir (batas {most})."),
        Rule.EXPIRES: _("Berlaku sampai {until}; kunjungan dapat sampai {closes}."),
    }[Rule(rule)]
    kinds = {"village": _("desa"), "items": _("butir"), "year": _("tahun")}
    across = ", ".join(kinds[kind] for kind in measured.get("across", ()))
    return words.format(**{**measured, **days, "across": across, "most": most})
