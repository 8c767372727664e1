"""What the outbox of a page sends (static/ui/outbox.js), read on the server."""

import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, QuerySet
from django.http import HttpRequest

from guyub.errors import DomainError

HIGHEST_NUMBER = 1_000_000
HIGHEST_ROW = 2**63 - 1  # what a database has room for; it breaks on more
SHORTEST_NAME, LONGEST_NAME = 8, 36


class SendingsMissing(DomainError):
    """A page sent out of order."""

    code = "sendings-missing"
    template = "An earlier entry of this page has not arrived yet (number {expected})."
    exit_code = 4


@dataclass(frozen=True)
class Sent:
    """One numbered sending. ``device``: the page, a random name of its own; ``sequence``: its number there, from 1."""

    device: str
    sequence: int
    changes: Any


def read_sent(request: HttpRequest, largest: int) -> Sent:
    """The sending in a request; what the changes mean is for the app to judge.

    Args:
        request: A POST of the page's script.
        largest: Bytes that the app takes at the most.

    Raises:
        ValueError: It is too large, no JSON, nested too deep, or without a page and a number.
    """
    if len(request.body) > largest:
        raise ValueError("too large")
    try:
        sent = json.loads(request.body)
    except RecursionError as error:  # thousands of brackets within one another
        raise ValueError("too deep") from error
    if not isinstance(sent, dict):
        raise ValueError("no object")
    device, sequence = sent.get("device"), sent.get("sequence")
    named = isinstance(device, str) and SHORTEST_NAME <= len(device) <= LONGEST_NAME and device.isalnum()
    if not named or type(sequence) is not int or not 1 <= sequence <= HIGHEST_NUMBER:
        raise ValueError("no page and number")
    return Sent(device, sequence, sent.get("changes"))


def row_number(told: Any) -> int | None:
    """A row number in what a page sent; None where it cannot be one."""
    return told if type(told) is int and 1 <= told <= HIGHEST_ROW else None


def arrived_before(sendings: QuerySet, device: str, sequence: int) -> bool:
    """Whether a numbered sending of a page is on record already; else it is the next one, and is to be recorded.

    Args:
        sendings: What has arrived about one thing: rows with ``device`` and ``sequence``. The caller holds a lock on
            the thing, so that two sendings of one number wait for each other.
        device, sequence: As in `Sent`.

    Raises:
        SendingsMissing: An earlier sending of the page has not arrived.
    """
    last = sendings.filter(device=device).aggregate(last=Max("sequence"))["last"] or 0
    if sequence > last + 1:
        raise SendingsMissing(expected=last + 1)
    return sequence <= last
