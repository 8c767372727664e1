"""Questions whether two entries are one human being, asked when a NIK is entered. `duplicates` looks for others.

Whoever enters a NIK learns nothing: the question is for those whose territory covers both entries.
"""

from collections.abc import Sequence

from guyub.apps.people.models import Duplicate, Person

SAME_NIK = "same-nik"
CERTAIN = 1000
MOST = 5  # pairs an entry: a number that hundreds share is a fault of its own, not hundreds of thousands of questions


def ask_about_same_nik(people: Sequence[Person]) -> int:
    """Questions about entries with the NIK of these people, anywhere. Two queries; returns how many were new pairs."""
    mine = {row.nik_digest for row in people if row.nik_digest}
    if not mine:
        return 0
    alike: dict[str, list[int]] = {}
    found = Person.objects.filter(nik_digest__in=mine).exclude(state__in=[Person.State.MERGED, Person.State.ERASED])
    for pk, key in found.order_by("pk").values_list("pk", "nik_digest"):
        alike.setdefault(key, []).append(pk)
    new = {row.pk for row in people}
    pairs = {
        (first, second)
        for same in alike.values()
        for place, second in enumerate(same)
        for first in same[: min(place, MOST)]
        if first in new or second in new
    }
    rows = [Duplicate(first_id=a, second_id=b, likeness=CERTAIN, reasons=[SAME_NIK]) for a, b in sorted(pairs)]
    Duplicate.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
