"""Findings of the evidence sense: who sees them, and what a person says about one."""

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from guyub.apps.accounts.actors import Actor, person, require
from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.audit.chained import append
from guyub.apps.audit.trail import note
from guyub.apps.evidence.models import EvidenceEvent, Finding
from guyub.apps.evidence.services.proofs import contributors
from guyub.errors import DomainError, NotAllowed

LONGEST_REASON = 300


class FindingNotDecided(DomainError):
    """A verdict on a finding that cannot stand."""

    code = "finding-not-decided"
    template = "Finding {finding} was not decided: {reason}."
    words = ("reason",)
    exit_code = 4


def findings_for(user: User | AnonymousUser) -> QuerySet[Finding]:
    """Findings about proofs that the person checks, with everything a list shows."""
    rows = Finding.objects.filter(scope_of(user).rows(Right.CHECK_EVIDENCE, "evidence__unit__region__code"))
    return rows.select_related("evidence__unit__region", "other__unit__region")


@transaction.atomic
def decide_finding(actor: Actor, finding: Finding, verdict: str, reason: str) -> Finding:
    """Say that a finding is harmless or a problem, and why. The proof's state does not change by it.

    Raises:
        NotAllowed: The actor does not check proofs there, or added this one or a file of it.
        FindingNotDecided: No such verdict, or no reason.
    """
    row = Finding.objects.select_for_update(of=("self",)).select_related("evidence__unit").get(pk=finding.pk)
    proof, village = row.evidence, row.evidence.unit.region_id
    require(actor, "decide-finding", Right.CHECK_EVIDENCE, village)
    who = person(actor)
    if who is not None and (proof.added_by_id == who.pk or who.pk in contributors(proof)):
        raise NotAllowed(action="decide-finding")
    reason = " ".join(reason.split())
    if verdict not in {str(Finding.Verdict.HARMLESS), str(Finding.Verdict.PROBLEM)}:
        raise FindingNotDecided(finding=row.pk, reason="no-such-verdict")
    if not 3 <= len(reason) <= LONGEST_REASON:
        raise FindingNotDecided(finding=row.pk, reason="verdict-needs-reason")
    row.verdict, row.reason, row.decided_by, row.decided_at = verdict, reason, who, timezone.now()
    row.save(update_fields=["verdict", "reason", "decided_by", "decided_at"])
    details = {"finding": row.pk, "rule": row.rule, "verdict": verdict}
    event = EvidenceEvent(evidence=proof, action="decide-finding", state=proof.state, reason=reason, details=details)
    append(actor, str(proof.pk), event)
    note(actor, "decide-finding", chain=village, subject=f"evidence {proof.pk}", rule=row.rule, verdict=verdict)
    return row
