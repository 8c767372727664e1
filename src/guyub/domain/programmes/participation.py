"""How many take part, as the classification counts it: its own instrument says so, here is only what it says."""

from collections.abc import Mapping
from dataclasses import dataclass

from guyub.domain.instruments import Instrument, assess
from guyub.domain.programmes.kinds import GroupRules

VARIABLE = "O1"


@dataclass(frozen=True)
class Share:
    """Members of one kind and of how many, None where nobody knows; ``percent``: as the instrument rounds it."""

    kind: str
    members: int | None
    of: int | None
    percent: int | None


@dataclass(frozen=True)
class Participation:
    """The kinds that the classification counts, the mean of their shares (``percent``) and the score of that."""

    shares: tuple[Share, ...]
    percent: int | None
    score: int | None


def participation(rules: GroupRules, instrument: Instrument, facts: Mapping[str, int | None]) -> Participation:
    """Participation by the rules of the classification.

    Args:
        rules: Which kinds it counts, and which of its facts and values are theirs.
        instrument: The classification.
        facts: Integers by fact code; absent or None: not known. The instrument counts what is not known as none.

    Returns:
        Shares, whole per cent of the mean of all of them, and the score.
    """
    found = assess(instrument, facts)
    variable = found.variables[VARIABLE]
    shares = []
    for kind in rules.counted:
        assert kind.counted is not None  # `counted` has only such kinds
        members, of = facts.get(kind.counted.members), facts.get(kind.counted.of)
        known = members is not None and of is not None
        shares.append(Share(kind.code, members, of, found.values.get(kind.counted.value) if known else None))
    return Participation(tuple(shares), variable.value, variable.score)
