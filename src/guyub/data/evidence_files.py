"""Read the rule files of proofs: what is taken in, and what is noticed about it."""

from functools import cache

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.evidence.limits import ProofLimits
from guyub.domain.evidence.sense import SenseRules


@cache
def load_sense_rules() -> SenseRules:
    """What the evidence sense notices, with its limits."""
    file = FOLDER / "evidence" / "sense.yaml"
    return validate(SenseRules, read_yaml(file), file)


@cache
def load_proof_limits() -> ProofLimits:
    """How large and how many the files of proofs may be, and how long what waits is kept."""
    file = FOLDER / "evidence" / "limits.yaml"
    return validate(ProofLimits, read_yaml(file), file)
