"""Marks of the evidence sense on the page of a proof."""

from typing import Any

from django import template

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.evidence.models import Evidence, Finding
from guyub.apps.evidence.presentation.findings import finding_lines, source
from guyub.apps.ui.templatetags.ui import page_language

register = template.Library()


@register.inclusion_tag("evidence/_finding_marks.html")
def finding_marks(proof: Evidence, user: Any) -> dict[str, Any]:
    """What was noticed about a proof, for those who see proofs there: the village learns it before the jury."""
    village = proof.unit.region_id
    if not scope_of(user).may(Right.SEE_EVIDENCE, village):
        return {"lines": []}
    rows = Finding.objects.filter(evidence=proof).exclude(verdict=Finding.Verdict.HARMLESS)
    rows = rows.select_related("evidence__unit", "other__unit")
    may_decide = scope_of(user).may(Right.CHECK_EVIDENCE, village)
    lines = finding_lines(rows, user, page_language())
    return {"lines": lines, "village": village, "may_decide": may_decide, "source": source()}
