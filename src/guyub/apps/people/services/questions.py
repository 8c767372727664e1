"""Questions whether two entries are one human being: asked by rule, decided by a person.

Whoever enters a NIK learns nothing: a question is for those whose territory covers both entries.
"""

from collections.abc import Collection, Container, Sequence

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from guyub.apps.accounts.actors import SYSTEM, Actor, System, require
from guyub.apps.accounts.actors import person as account
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.audit import trail
from guyub.apps.audit.trail import Act
from guyub.apps.people.models import Duplicate, Family, Membership, Merge, Person
from guyub.apps.people.services.problems import refuse_if
from guyub.apps.people.services.recording import put_on_trail
from guyub.domain.families.duplicates import Entry, Pair, pairs

SAME_NIK = "same-nik"
CERTAIN = 1000
GONE = (Person.State.MERGED, Person.State.ERASED)
COMPARED = (Person.State.LIVING, Person.State.LEFT)
MOST = 5  # pairs an entry: a number that hundreds share is a fault of its own, not hundreds of thousands of questions


def ask_about_same_nik(people: Sequence[Person]) -> int:
    """Questions about entries with the NIK of these people, anywhere. Two queries; returns how many were new pairs."""
    new = {row.pk: row.nik_digest for row in people if row.nik_digest}
    return _ask_about(new, set(new.values())) if new else 0


def _ask_about(new: Container[int], digests: Collection[str]) -> int:
    alike: dict[str, list[int]] = {}
    found = Person.objects.filter(nik_digest__among=digests).exclude(state__in=GONE)
    for pk, key in found.order_by("pk").values_list("pk", "nik_digest"):
        alike.setdefault(key, []).append(pk)
    asked = {
        (first, second)
        for same in alike.values()
        for place, second in enumerate(same)
        for first in same[: min(place, MOST)]
        if first in new or second in new
    }
    rows = [Duplicate(first_id=a, second_id=b, likeness=CERTAIN, reasons=[SAME_NIK]) for a, b in sorted(asked)]
    Duplicate.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def find_duplicates(actor: Actor, village: str) -> int:
    """Look through a village for entries that may be one human being, and for its NIK elsewhere.

    Returns:
        How many new questions there are for those whose territory is this village.
    """
    require(actor, "decide-duplicates", Right.DECIDE_DUPLICATES, village)
    people = Person.objects.filter(village=village, state__in=COMPARED)
    found = list(map(_question, pairs(_entries(people))))
    trail.hold(village)  # only now: comparing takes seconds, and others enter people meanwhile
    before = questions_for(SYSTEM, village).count()
    Duplicate.objects.bulk_create(found, batch_size=1000, ignore_conflicts=True)
    _ask_about_shared_niks(people)
    new = questions_for(SYSTEM, village).count() - before
    trail.note(actor, "find-duplicates", chain=village, questions=new)
    return new


@transaction.atomic
def ask_about_family(actor: Actor, family: Family) -> int:
    """Ask at once about members of a new family who may be on record already, in the same village.

    Only entries with a date of birth or a name of theirs are compared: a few rows of an index, not the whole village.

    Returns:
        How many of them are alike to someone whom the actor may see. Of others the actor learns nothing.
    """
    require(actor, "register-family", Right.EDIT_PEOPLE, family.place)
    members = Person.objects.filter(memberships__family=family, memberships__until=None)
    mine = list(members.values_list("pk", "birth_date", "name_key"))
    new = {pk for pk, _birth, _name in mine}
    births, names = {birth for _pk, birth, _name in mine}, {name for _pk, _birth, name in mine}
    alike = Q(pk__in=new) | Q(birth_date__in=births - {None}) | Q(name_key__in=names - {""})
    people = Person.objects.filter(alike, village=family.village_id, state__in=COMPARED)
    asked = [pair for pair in pairs(_entries(people)) if (pair.first in new) != (pair.second in new)]
    Duplicate.objects.bulk_create(map(_question, asked), ignore_conflicts=True)
    others = {pair.second if pair.first in new else pair.first for pair in asked}
    seen = Person.objects.filter(pk__in=others)
    return seen.count() if isinstance(actor, System) else seen.visible_to(actor).count()


@transaction.atomic
def decide_distinct(actor: Actor, question: Duplicate) -> None:
    """Two entries are two people; the question is not asked again.

    Raises:
        NotAllowed: The actor may not decide where both live.
        UnusableFamily: They are merged; undo that first.
    """
    question = Duplicate.objects.select_for_update().get(pk=question.pk)
    first, second = question.first, question.second
    require(actor, "decide-duplicates", Right.DECIDE_DUPLICATES, first.place, second.place)
    refuse_if(question.state == Duplicate.State.MERGED, "merged-already")
    question.state = Duplicate.State.DISTINCT
    question.decided_by, question.decided_at = account(actor), timezone.now()
    question.save(update_fields=["state", "decided_by", "decided_at"])
    acts = [
        (person.village_id, Act("decide-distinct", f"person:{person.code}", {"other": other.code}))
        for person, other in ((first, second), (second, first))
    ]
    put_on_trail(actor, acts)


def questions_for(actor: Actor | AnonymousUser, village: str = "", state: str = Duplicate.State.OPEN) -> QuerySet:
    """Questions that the actor may answer: both entries lie in their territory. The likeliest first.

    Args:
        village: Only where both entries lie in this village; "": in all of the territory.
        state: Of Duplicate.State.
    """
    rows = Duplicate.objects.filter(state=state)
    if state == Duplicate.State.OPEN:
        rows = rows.exclude(first__state__in=GONE).exclude(second__state__in=GONE)
    if not isinstance(actor, System):
        scope = scope_of(actor)
        both = [scope.residents(Right.DECIDE_DUPLICATES, f"{side}__") for side in ("first", "second")]
        rows = rows.filter(*both)
    if village:
        rows = rows.filter(first__village=village, second__village=village)
    return rows.select_related("first__key", "second__key").order_by("-likeness", "pk")


def merges_for(actor: Actor | AnonymousUser, village: str = "") -> QuerySet:
    """Merges that the actor may undo, the latest first."""
    rows = Merge.objects.all()
    if not isinstance(actor, System):
        scope = scope_of(actor)
        rows = rows.filter(*(scope.residents(Right.DECIDE_DUPLICATES, f"{side}__") for side in ("kept", "absorbed")))
    if village:
        rows = rows.filter(kept__village=village, absorbed__village=village)
    return rows.select_related("kept__key", "absorbed__key", "done_by", "undone_by").order_by("-done_at", "-pk")


def _question(pair: Pair) -> Duplicate:
    return Duplicate(first_id=pair.first, second_id=pair.second, likeness=pair.likeness, reasons=list(pair.reasons))


def _ask_about_shared_niks(people: QuerySet) -> None:
    """Questions about the NIK of these people that anyone else has, here or elsewhere. Three queries."""
    numbered = people.exclude(nik_digest="")
    known = Person.objects.filter(nik_digest__in=numbered.values("nik_digest")).exclude(state__in=GONE)
    shared = known.values("nik_digest").annotate(times=Count("pk")).filter(times__gt=1)
    digests = list(shared.values_list("nik_digest", flat=True))
    if digests:
        _ask_about(set(numbered.filter(nik_digest__in=digests).values_list("pk", flat=True)), digests)


def _entries(people: QuerySet) -> list[Entry]:
    """People as the rules compare them. Two queries."""
    homes = dict(Membership.objects.filter(person__in=people, until=None).values_list("person", "family"))
    columns = (
        "pk",
        "name_key",
        "sex",
        "birth_date",
        "birth_known",
        "nik_digest",
        "mother__name_key",
        "mother_name_key",
    )
    return [
        Entry(pk, name, sex, birth, known == Person.BirthKnown.DAY, nik, mother or by_document or "", homes.get(pk))
        for pk, name, sex, birth, known, nik, mother, by_document in people.values_list(*columns)
    ]
