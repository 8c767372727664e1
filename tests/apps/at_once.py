"""Work done at the same moment, each in a thread with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connection
from django.test import Client

PATIENCE = 60  # seconds until a test gives up on work that waits for nobody


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """What the works answer, begun together; what one raises is raised here."""
    start = threading.Barrier(len(works), timeout=PATIENCE)

    def run(work: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def meeting_at(monkeypatch: Any, *places: tuple[Any, str], parties: int = 2) -> None:
    """Whoever calls one of these functions waits there for the others: pages are read, and nobody has written yet."""
    gate = threading.Barrier(parties, timeout=PATIENCE)

    def waiting(real: Callable[..., Any]) -> Callable[..., Any]:
        def waits(*args: Any, **kwargs: Any) -> Any:
            gate.wait()
            return real(*args, **kwargs)

        return waits

    for holder, name in places:
        monkeypatch.setattr(holder, name, waiting(getattr(holder, name)))


def browser(user: Any) -> Client:
    """A signed-in browser that shows errors of the site as pages, as people meet them."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def told(answer: Any) -> list[str]:
    """What an answer that leads on says on the next page."""
    return [str(message) for message in answer.wsgi_request._messages._queued_messages]
