"""Limits of proofs and periods of commitments are data: whole, with reason and grade, and never called official."""

import pytest
from pydantic import ValidationError

from guyub.data.coordination_files import load_commitment_periods
from guyub.data.evidence_files import load_proof_limits
from guyub.domain.coordination.periods import CommitmentPeriods, Span
from guyub.domain.evidence.limits import Limit, ProofLimits
from guyub.domain.rulefiles import Grade

LIMITS, PERIODS = load_proof_limits(), load_commitment_periods()


@pytest.mark.parametrize("rule", [*LIMITS.limits.values(), *PERIODS.periods.values()])
def test_every_value_is_a_proposal_with_its_reason_in_both_languages(rule) -> None:
    assert (rule.grade, bool(rule.why.id), bool(rule.why.en)) == (Grade.PROPOSED, True, True)


def test_the_files_hold_what_the_pages_were_built_on() -> None:
    found = {limit.value: LIMITS.most(limit) for limit in Limit} | {span.value: PERIODS.days(span) for span in Span}
    assert found == {
        "picture-megabytes": 15,
        "picture-megapixels": 50,
        "picture-side": 4096,
        "pdf-megabytes": 20,
        "pdf-pages": 300,
        "pdf-objects": 200_000,
        "workbook-megabytes": 10,
        "files-of-a-proof": 12,
        "uploads-on-their-way": 20,
        "upload-waits-days": 7,
        "orphan-waits-days": 30,
        "remind": 7,
        "grace": 90,
        "link": 14,
    }


@pytest.mark.parametrize(
    ("model", "rules", "part"), [(ProofLimits, LIMITS, "limits"), (CommitmentPeriods, PERIODS, "periods")]
)
def test_a_file_without_one_of_its_values_is_refused(model, rules, part: str) -> None:
    content = rules.model_dump(mode="json")
    gone = next(iter(content[part]))
    del content[part][gone]
    with pytest.raises(ValidationError, match=gone):
        model.model_validate(content)


@pytest.mark.parametrize("value", [0, -1])
def test_a_limit_of_nothing_is_refused(value: int) -> None:
    content = LIMITS.model_dump(mode="json")
    content["limits"]["pdf-pages"]["most"] = value
    with pytest.raises(ValidationError, match="pdf-pages"):
        ProofLimits.model_validate(content)
