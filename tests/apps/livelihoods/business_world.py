"""Businesses for tests, of people entered through the registry."""

from __future__ import annotations

from datetime import date, timedelta

from guyub.apps.accounts.actors import SYSTEM
from guyub.apps.livelihoods.models import Business, CashEntry
from guyub.apps.livelihoods.services import BusinessFacts, CashFacts, open_business, record_cash
from guyub.domain.programmes.deadlines import months_on
from tests.apps.made_families import make_families, today


def make_business(village: str, number: int = 1, rw: str = "001", **facts: object) -> Business:
    """A business of the wife of a new family."""
    (family,) = make_families(village, 1, rw, number)
    owner = family.memberships.get(line=2).person
    told = {"name": f"Dapur Contoh {number}", "product": "Keripik singkong"} | facts
    return open_business(SYSTEM, owner, BusinessFacts(**told))


def last_month() -> date:
    """A day of the month before this one."""
    return months_on(today(), -1) + timedelta(days=4)


def wrote(business: Business, rupiah: int, category: str = "sale", day: date | None = None) -> CashEntry:
    """A line of the book, of last month."""
    return record_cash(SYSTEM, business, CashFacts(day or last_month(), category, rupiah))
