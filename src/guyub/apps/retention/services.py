"""Erase what was kept long enough. Periods are data (`data/privacy/retention.yaml`); what is erased is on the trail."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.audit import trail
from guyub.apps.retention.keepers import keeper_of
from guyub.data.privacy_files import load_retention_rule
from guyub.domain.privacy import RetentionRule


@dataclass(frozen=True)
class Due:
    """One kind of data and how many of it are due (or were erased)."""

    kind: str
    count: int


def due(now: datetime, rule: RetentionRule | None = None) -> list[Due]:
    """What `apply` would erase now."""
    periods = (rule or load_retention_rule()).periods
    return [Due(one.kind, keeper_of(one.kind).due(now, timedelta(one.days))) for one in periods]


def apply(now: datetime, rule: RetentionRule | None = None) -> list[Due]:
    """Erase what is due; the trail of the site says how many of each kind."""
    rule = rule or load_retention_rule()
    done = [Due(one.kind, keeper_of(one.kind).erase(now, timedelta(one.days))) for one in rule.periods]
    trail.note(SYSTEM, "retention-applied", rule=f"{rule.id} {rule.version}", **{one.kind: one.count for one in done})
    return done
