"""Load generator: `python -m benchmarks.load PORT PEOPLE.json SECONDS` prints seconds by page.

Each person is a thread with a connection that stays open, as browsers keep one. A person with a list of "pages" opens
one after another, one with "children" weighs one after another at a posyandu day; one without works in the families of
a village.
"""

import http.client
import json
import random
import re
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

THINKS = (0.5, 1.5)  # seconds between pages, evenly spread
LATER = re.compile(r'href="(\?[^"]*sesudah=[^"]*)"')
WARM_UP = 5.0  # seconds that do not count


class Visitor(threading.Thread):
    """One person at some pages until the time is over."""

    def __init__(self, port: int, person: dict[str, Any], until: float, number: int) -> None:
        super().__init__(daemon=True)
        self.port, self.person, self.until = port, person, until
        self.chance = random.Random(number)
        self.counts_from = time.monotonic() + WARM_UP
        self.times: list[tuple[str, float]] = []
        self.stayed = False  # to the end: no page failed
        self.sequence = 0  # of what was sent so far
        self.token = "x" * 32  # what the cookie and the form hold has to be the same, no more

    def run(self) -> None:
        """The person's round, again and again."""
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        time.sleep(self.chance.random() * 2)
        work = self.work_in_families
        if "pages" in self.person:
            work = self.open_pages
        elif "children" in self.person:
            work = self.weigh_children
        while time.monotonic() < self.until:
            work()
        self.stayed = True

    def open_pages(self) -> None:
        """Every page of the person once, in another order each time, at one of its addresses."""
        pages = list(self.person["pages"])
        self.chance.shuffle(pages)
        for page, addresses in pages:
            if time.monotonic() < self.until:
                self.ask(page, self.chance.choice(addresses))

    def work_in_families(self) -> None:
        """List, next page, search, family."""
        village = f"/keluarga/{self.person['village']}/"
        page = self.ask("list", village)
        later = LATER.search(page)
        if later:
            self.ask("next page", village + later[1].replace("&amp;", "&"))
        self.ask("search", f"{village}cari/", {"cari": self.chance.choice(self.person["words"])})
        self.ask("family", f"{village}{self.chance.choice(self.person['families'])}/")

    def weigh_children(self) -> None:
        """Every child of the person's posyandu day once, numbered on; each has to be acknowledged by its number."""
        for child in self.person["children"]:
            if time.monotonic() > self.until:
                return
            self.sequence += 1
            figures = {"weight_g": self.chance.randint(60, 180) * 100, "height_mm": self.chance.randint(600, 1050)}
            changes = {"child": child, "posture": "h", "oedema": False, **figures}
            body = json.dumps({"device": self.person["device"], "sequence": self.sequence, "changes": changes})
            headers = {**self.cookies(), "Content-Type": "application/json", "X-CSRFToken": self.token}
            start = time.monotonic()
            saved = json.loads(self.send("POST", self.person["save"], headers, body))["saved"]
            if saved != self.sequence:
                raise AssertionError(f"sent {self.sequence}, acknowledged {saved}")
            if start >= self.counts_from:
                self.times.append(("save", time.monotonic() - start))
            time.sleep(self.chance.uniform(*THINKS))

    def ask(self, page: str, address: str, form: dict[str, str] | None = None) -> str:
        """One page, timed from the click to the last byte; a search with the list it leads to."""
        headers = self.cookies()
        start = time.monotonic()
        if form is None:
            text = self.send("GET", address, headers)
        else:
            body = urlencode({**form, "csrfmiddlewaretoken": self.token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            text = self.send("POST", address, headers, body)
        took = time.monotonic() - start
        if start >= self.counts_from:
            self.times.append((page, took))
        time.sleep(self.chance.uniform(*THINKS))
        return text

    def cookies(self) -> dict[str, str]:
        """Who the person is; a visitor who has not signed in sends nothing."""
        if "session" not in self.person:
            return {}
        return {"Cookie": f"sessionid={self.person['session']}; csrftoken={self.token}"}

    def send(self, method: str, address: str, headers: dict[str, str], body: str | None = None) -> str:
        try:
            self.connection.request(method, address, body, headers)
            answer = self.connection.getresponse()
        except ConnectionError:  # closed while the person was thinking; browsers open another one
            self.connection.close()
            self.connection.request(method, address, body, headers)
            answer = self.connection.getresponse()
        text = answer.read().decode()
        if answer.status == 302:
            return self.send("GET", answer.headers["Location"], self.cookies())
        if answer.status != 200:
            raise AssertionError(f"{address}: status {answer.status}")
        return text


def run(port: str, file: str, seconds: str) -> int:
    """Let everybody in at once and print what they saw."""
    people = json.loads(Path(file).read_text(encoding="utf-8"))
    until = time.monotonic() + float(seconds) + WARM_UP
    visitors = [Visitor(int(port), person, until, number) for number, person in enumerate(people)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    times: dict[str, list[float]] = {}
    for visitor in visitors:
        for page, took in visitor.times:
            times.setdefault(page, []).append(took)
    print(json.dumps(times))
    return 0 if all(visitor.stayed and visitor.times for visitor in visitors) else 1


if __name__ == "__main__":
    sys.exit(run(*sys.argv[1:]))
