"""Rows in chains, each sealed over itself and the row before it: how a seal is made and how a chain is checked.

The audit trail, the ledgers and the snapshots of a village differ in what they seal and in whether the end of a chain
has a witness of its own. The key of the seals is not in the database, so whoever changes a row there cannot make its
seal fit again.
"""

import hmac
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Any, Protocol, TypeVar

from django.conf import settings

_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))
End = tuple[int, str]
"""Number and seal of the last row of a chain."""
NO_ROW: End = (0, "")


class Link(Protocol):
    """A row of a chain."""

    sequence: int
    previous_hash: str
    hash: str


Row = TypeVar("Row", bound=Link)


class Fault(StrEnum):
    """What is wrong with a chain. The values are stable: commands print them."""

    CHANGED = "changed"  # a row is not what was sealed, or not what was noted elsewhere
    GAP = "gap"  # a row does not follow the one before it
    CUT = "cut"  # the latest rows are gone


@dataclass(frozen=True)
class Problem:
    """A place where a chain does not hold together; of a cut, the number of the last row that is left."""

    chain: str
    sequence: int
    reason: Fault


def seal(kind: str, content: Mapping[str, Any]) -> str:
    """Keyed fingerprint (HMAC-SHA-256) of what a row states, the same before it is stored and after it is read back.

    Args:
        kind: Put before the content, so that the seal of one kind of row fits no other.
        content: Names and values; times count in UTC, and what is no text, number or JSON in its usual writing.
    """
    text = _ENCODER.encode({name: _plain(value) for name, value in content.items()})
    return hmac.digest(settings.SNAPSHOT_KEY.encode(), f"{kind}{text}".encode(), "sha256").hex()


def link(row: Row, end: End, seal_of: Callable[[Row], str]) -> End:
    """Number and seal a row behind the end of its chain; returns the new end."""
    row.sequence, row.previous_hash = end[0] + 1, end[1]
    row.hash = seal_of(row)
    return row.sequence, row.hash


def problems(
    rows: Iterable[Row],
    *,
    chain_of: Callable[[Row], str],
    seal_of: Callable[[Row], str],
    heads: Mapping[str, End] | None = None,
    noted: Mapping[str, Mapping[int, str]] | None = None,
) -> Iterator[Problem]:
    """What is wrong with chains.

    Args:
        rows: Of one chain or several, ordered by chain and number.
        chain_of: The name of a row's chain.
        seal_of: The seal that a row should have.
        heads: Where each chain ends by a second witness; None where there is none.
        noted: For some chains, seals by number as they were noted earlier and kept elsewhere. Who owns the database can
            take the latest rows away and move the witness; who has the key as well can write a chain anew. Only what
            was noted elsewhere shows that.
    """
    noted, seen = noted or {}, set()
    for name, links in groupby(rows, key=chain_of):
        seen.add(name)
        yield from _walk(name, links, seal_of, heads, noted.get(name, {}))
    for name in sorted(((heads or {}).keys() | noted.keys()) - seen):
        yield from _walk(name, (), seal_of, heads, noted.get(name, {}))


def _walk(
    chain: str,
    links: Iterable[Row],
    seal_of: Callable[[Row], str],
    heads: Mapping[str, End] | None,
    noted: Mapping[int, str],
) -> Iterator[Problem]:
    end = NO_ROW
    for row in links:
        if (row.sequence, row.previous_hash) != (end[0] + 1, end[1]):
            yield Problem(chain, row.sequence, Fault.GAP)
        as_sealed = hmac.compare_digest(row.hash, seal_of(row))
        if not as_sealed or noted.get(row.sequence, row.hash) != row.hash:
            yield Problem(chain, row.sequence, Fault.CHANGED)
        end = row.sequence, row.hash
    is_short = end[0] < max(noted, default=0)
    if is_short or (heads is not None and heads.get(chain) != end):
        yield Problem(chain, end[0], Fault.CUT)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value
