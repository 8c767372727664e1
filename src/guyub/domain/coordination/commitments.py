"""The life of a commitment: which act follows which state, whose act it is, and what it needs.

proposed → accepted → in-progress → delivered → verified, or refused, or expired. A delivery found insufficient goes
back to in-progress. The rules are Guyub's own proposal (PROPOSED): no official form of such a ledger was found.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from guyub.errors import DomainError


class State(StrEnum):
    """Where a commitment stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    IN_PROGRESS = "in-progress"
    DELIVERED = "delivered"
    VERIFIED = "verified"
    REFUSED = "refused"
    EXPIRED = "expired"


class Act(StrEnum):
    """What can be done to a commitment."""

    PROPOSE = "propose"
    ACCEPT = "accept"
    REFUSE = "refuse"
    START = "start"
    REPORT = "report"
    DELIVER = "deliver"
    VERIFY = "verify"
    SEND_BACK = "send-back"
    CHANGE_DUE = "change-due"
    EXPIRE = "expire"


class Side(StrEnum):
    """Whose act it is."""

    COORDINATOR = "coordinator"  # who holds the meetings
    OFFICE = "office"  # who promised
    CHECKER = "checker"  # who checks proofs, never who delivered
    CLOCK = "clock"  # nobody: time passed


OPEN = frozenset({State.PROPOSED, State.ACCEPTED, State.IN_PROGRESS})
UNDER_WAY = frozenset({State.ACCEPTED, State.IN_PROGRESS})


@dataclass(frozen=True)
class Rule:
    """One act: from which states, to which (None: it stays), by whom, and what it must bring along."""

    starts: frozenset[State]
    ends: State | None
    side: Side
    reason: bool = False
    evidence: bool = False


RULES: Mapping[Act, Rule] = {
    Act.ACCEPT: Rule(frozenset({State.PROPOSED}), State.ACCEPTED, Side.OFFICE),
    Act.REFUSE: Rule(frozenset({State.PROPOSED}), State.REFUSED, Side.OFFICE, reason=True),
    Act.START: Rule(frozenset({State.ACCEPTED}), State.IN_PROGRESS, Side.OFFICE),
    Act.REPORT: Rule(UNDER_WAY, State.IN_PROGRESS, Side.OFFICE, reason=True),
    Act.DELIVER: Rule(UNDER_WAY, State.DELIVERED, Side.OFFICE, evidence=True),
    Act.VERIFY: Rule(frozenset({State.DELIVERED}), State.VERIFIED, Side.CHECKER),
    Act.SEND_BACK: Rule(frozenset({State.DELIVERED}), State.IN_PROGRESS, Side.CHECKER, reason=True),
    Act.CHANGE_DUE: Rule(OPEN, None, Side.COORDINATOR, reason=True),
    Act.EXPIRE: Rule(OPEN, State.EXPIRED, Side.CLOCK),
}


class WrongMoment(DomainError):
    """The act does not follow the state that the commitment is in."""

    code = "commitment-wrong-moment"
    template = "The commitment is {state}; it cannot be put through '{act}' now. Open it again to see where it stands."
    exit_code = 4
    words = ("state", "act")


class ReasonMissing(DomainError):
    """The act needs a reason or a report in words."""

    code = "commitment-reason-missing"
    template = "'{act}' needs a reason or an explanation. Write it in one or two sentences."
    exit_code = 4
    words = ("act",)


class EvidenceMissing(DomainError):
    """Nothing is delivered without a proof."""

    code = "commitment-evidence-missing"
    template = "A delivery needs at least one proof. Attach a file, or choose a proof of the village."
    exit_code = 4


class OwnDelivery(DomainError):
    """Nobody checks what they delivered themselves, or what was delivered with a link of theirs."""

    code = "commitment-own-delivery"
    template = "You delivered this commitment, or made the link it was delivered with: somebody else has to check it."
    exit_code = 7


def after(state: State, act: Act, *, reason: str = "", evidence: bool = False) -> State:
    """The state in which an act leaves a commitment.

    Args:
        state: Where it stands.
        act: What is done; a commitment is born with `PROPOSE`, which nothing comes before.
        reason: Words that go with the act; blanks are none.
        evidence: Whether a proof goes with it.

    Raises:
        WrongMoment: The act does not follow this state.
        ReasonMissing: It needs words.
        EvidenceMissing: It needs a proof.
    """
    rule = RULES.get(act)
    if rule is None or state not in rule.starts:
        raise WrongMoment(state=str(state), act=str(act))
    if rule.reason and not reason.strip():
        raise ReasonMissing(act=str(act))
    if rule.evidence and not evidence:
        raise EvidenceMissing()
    return rule.ends or state


def acts_in(state: State, side: Side) -> tuple[Act, ...]:
    """What one side may do in a state, in the order of the rules."""
    return tuple(act for act, rule in RULES.items() if rule.side is side and state in rule.starts)


def is_late(state: State, due: date, today: date, delivered: date | None = None) -> bool:
    """Whether the day has passed: on the day itself nothing is late, and what was delivered counts by its own day."""
    if state in OPEN:
        return today > due
    return state in (State.DELIVERED, State.VERIFIED) and delivered is not None and delivered > due


def expires(state: State, due: date, today: date, grace_days: int) -> bool:
    """Whether an open commitment has been left so many days after its day that it is closed; on the last it is not."""
    return state in OPEN and today > due + timedelta(days=grace_days)
