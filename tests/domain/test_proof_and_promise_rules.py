"""Limits of proofs, periods of commitments, what is public: data, whole, with reasons, never called official."""

import pytest
from pydantic import ValidationError

from guyub.data import load_fact_catalogue, load_instrument
from guyub.data.coordination_files import load_commitment_periods
from guyub.data.evidence_files import load_proof_limits, load_sense_rules
from guyub.data.publication_files import load_publication_rules
from guyub.domain.coordination.periods import CommitmentPeriods, Span
from guyub.domain.evidence.limits import Limit, ProofLimits
from guyub.domain.evidence.sense import SenseRules
from guyub.domain.publication import Counted, PublicationRules
from guyub.domain.rulefiles import Grade

LIMITS, PERIODS, PUBLIC = load_proof_limits(), load_commitment_periods(), load_publication_rules()
VALUES = [*LIMITS.rules.values(), *PERIODS.rules.values(), *PUBLIC.rules.values()]


@pytest.mark.parametrize("rule", [*VALUES, PERIODS.default_item, PUBLIC.routines])
def test_every_value_is_a_proposal_with_its_reason_in_both_languages(rule) -> None:
    assert (rule.grade, bool(rule.why.id), bool(rule.why.en)) == (Grade.PROPOSED, True, True)


def test_the_files_hold_what_the_pages_were_built_on() -> None:
    found = {limit.value: LIMITS.most(limit) for limit in Limit} | {span.value: PERIODS.days(span) for span in Span}
    found |= {counted.value: PUBLIC.most(counted) for counted in Counted}
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
        "proof-ends-days": 60,
        "quiet-days": 62,
        "thin-points": 1,
        "places": 3,
    }


def test_the_item_of_a_delivery_without_one_exists() -> None:
    usual = PERIODS.default_item
    assert usual.item in load_instrument(usual.instrument).by_code


def test_routines_that_are_watched_are_facts() -> None:
    assert set(PUBLIC.routines.facts) <= load_fact_catalogue().by_code.keys()


@pytest.mark.parametrize(
    ("model", "rules"),
    [
        (ProofLimits, LIMITS),
        (CommitmentPeriods, PERIODS),
        (SenseRules, load_sense_rules()),
        (PublicationRules, PUBLIC),
    ],
)
def test_a_file_without_one_of_its_values_is_refused(model, rules) -> None:
    content = rules.model_dump(mode="json")
    gone = next(iter(content["rules"]))
    del content["rules"][gone]
    with pytest.raises(ValidationError, match=gone):
        model.model_validate(content)


@pytest.mark.parametrize("value", [0, -1])
def test_a_limit_of_nothing_is_refused(value: int) -> None:
    content = LIMITS.model_dump(mode="json")
    content["rules"]["pdf-pages"]["most"] = value
    with pytest.raises(ValidationError, match="pdf-pages"):
        ProofLimits.model_validate(content)
