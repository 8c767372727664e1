"""Read the rule file of commitments."""

from functools import cache

from guyub.data.reading import FOLDER, read_yaml, validate
from guyub.domain.coordination.periods import CommitmentPeriods


@cache
def load_commitment_periods() -> CommitmentPeriods:
    """How long what about commitments counts, and what their proofs support."""
    file = FOLDER / "coordination" / "commitments.yaml"
    return validate(CommitmentPeriods, read_yaml(file), file)
