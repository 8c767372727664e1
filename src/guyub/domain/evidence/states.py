"""Where a proof stands, and what may happen to it. No clock, no database.

claimed → uploaded → checked by the city → verified in the field; rejected or expired on the way. A proof that changes
after it was checked has to be checked again: what was looked at is no longer what is there. The steps are Guyub's own
proposal (PROPOSED).
"""

from datetime import date
from enum import StrEnum

from guyub.errors import DomainError


class State(StrEnum):
    """Where a proof stands."""

    CLAIMED = "claimed"
    UPLOADED = "uploaded"
    CHECKED = "checked"
    VERIFIED = "verified"
    REJECTED = "rejected"
    EXPIRED = "expired"


class Step(StrEnum):
    """What happens to a proof."""

    ADD = "add"
    DESCRIBE = "describe"
    ATTACH = "attach"
    DETACH = "detach"
    CHECK = "check"
    REJECT = "reject"
    VERIFY = "verify"
    EXPIRE = "expire"


READY = frozenset({State.CHECKED, State.VERIFIED})
WAITING = frozenset({State.UPLOADED})
CHANGES = frozenset({Step.ADD, Step.DESCRIBE, Step.ATTACH, Step.DETACH})
DECISIONS: dict[Step, tuple[frozenset[State], State]] = {  # from where, to where
    Step.CHECK: (frozenset({State.UPLOADED}), State.CHECKED),
    Step.VERIFY: (frozenset({State.CHECKED}), State.VERIFIED),
    Step.REJECT: (frozenset({State.UPLOADED, State.CHECKED, State.VERIFIED}), State.REJECTED),
    Step.EXPIRE: (frozenset({State.UPLOADED, State.CHECKED, State.VERIFIED}), State.EXPIRED),
}


class StepOutOfTurn(DomainError):
    """What is asked for does not fit where the proof stands."""

    code = "evidence-step-out-of-turn"
    template = (
        "Proof {evidence} is '{evidence_state}', so '{evidence_step}' does not fit now. See what can be done with it."
    )
    words = ("evidence_state", "evidence_step")
    exit_code = 4


def after(step: Step, state: State, *, has_material: bool, key: object = "") -> State:
    """The state after a step.

    Args:
        step: What happens.
        state: Where the proof stands before.
        has_material: Whether a file, or a record of our own, stands behind it after the step.
        key: Which proof, for the error.

    Raises:
        StepOutOfTurn: The step does not fit the state.
    """
    if step in CHANGES:
        return State.UPLOADED if has_material else State.CLAIMED
    sources, target = DECISIONS[step]
    if state not in sources:
        raise StepOutOfTurn(evidence=key, evidence_state=str(state), evidence_step=str(step))
    return target


def in_sight(state: State, valid_until: date | None, today: date) -> State:
    """The state to show on a day: a proof counts through its last valid day, whether or not expiry is on record yet."""
    if valid_until is not None and valid_until < today and state in DECISIONS[Step.EXPIRE][0]:
        return State.EXPIRED
    return state
