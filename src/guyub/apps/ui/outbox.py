"""What the outbox of a page sends (static/ui/outbox.js), read on the server."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

HIGHEST_NUMBER = 1_000_000
SHORTEST_NAME, LONGEST_NAME = 8, 36


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
