"""Find one family or person by code, NIK or KK number, inside the reader's territory only.

What was typed is remembered for the way back under seal: the table of sessions holds no name.
"""

from base64 import b64decode, b64encode

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q, QuerySet
from django.urls import reverse

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.audit import trail
from guyub.apps.people import services
from guyub.apps.people.access import SILENT
from guyub.apps.people.codes import ALPHABET, LENGTH
from guyub.apps.people.models import Family, Person
from guyub.apps.people.sealing import DataKeyBytes, KeyMissing, digest, new_data_key, unwrap
from guyub.apps.territory.models import Region

NAME, CODE, NUMBER, BROKEN = "name", "code", "number", "broken"
DIGITS = 16  # of a NIK or KK number
LEAST_OF_NUMBER = 8  # digits: no name has so many, it is a number with some left out or added
PURPOSE = "search"


def kind_of(text: str) -> str:
    """Whether a typed text is a name, a code (K… or P…), a number of identity, or one with digits missing or added."""
    code = text.upper()
    if len(code) == LENGTH + 1 and code[0] in "KP" and all(sign in ALPHABET for sign in code[1:]):
        return CODE
    digits = len(number_in(text))
    return NUMBER if digits == DIGITS else BROKEN if digits >= LEAST_OF_NUMBER else NAME


def number_in(text: str) -> str:
    """The digits of a typed text, whatever stands around and between them."""
    return "".join(sign for sign in text if sign.isdecimal())


def remembered(village: str, text: str) -> dict[str, str | int]:
    """A search for a name as the session keeps it: sealed, so that a copy of the database tells nobody's name."""
    key, wrapped, version = new_data_key()
    sealed = {"key": wrapped, "text": key.seal(text, PURPOSE)}
    return {"village": village, "version": version} | {name: b64encode(one).decode() for name, one in sealed.items()}


def recalled(kept: dict | None, village: str) -> str:
    """The name that was looked for last in this village; empty without one, or once its key is gone."""
    if not kept or kept.get("village") != village or "version" not in kept:
        return ""
    try:
        key = DataKeyBytes(unwrap(b64decode(kept["key"]), kept["version"]))
        return key.open(b64decode(kept["text"]), PURPOSE)
    except KeyMissing:
        return ""


def address_of(user: User | AnonymousUser, village: Region, kind: str, text: str) -> str:
    """The page of what was looked for; empty for what does not exist, and just so for what exists elsewhere."""
    if kind == CODE:
        return _of_code(user, text.upper())
    found = _of_number(user, number_in(text))
    trail.note(user, "search-number", chain=village.code, found=bool(found))
    return found


def _of_code(user: User | AnonymousUser, code: str) -> str:
    family = Family.objects.visible_to(user).filter(code=code).first()
    if family is not None:
        return _family(family)
    person = Person.objects.visible_to(user).filter(code=code).exclude(state__in=SILENT).first()
    return reverse("people:person", args=[person.code]) if person is not None else ""


def _of_number(user: User | AnonymousUser, number: str) -> str:
    scope = scope_of(user)
    own = (scope.residents(Right.EDIT_PEOPLE) | scope.residents(Right.REVEAL_IDENTITY)) & scope.residents(
        Right.SEE_PEOPLE
    )
    people = Person.objects.filter(own, nik_digest=digest("nik", number)).exclude(state=Person.State.ERASED)
    families = Family.objects.filter(own, Q(kk_digest=digest("kk", number))).order_by(F("until").desc(nulls_first=True))
    person, family = _standing(people, own), families.first()
    if person is not None:
        return reverse("people:person", args=[person.code])
    return _family(family) if family is not None else ""


def _standing(people: QuerySet[Person], own: Q) -> Person | None:
    """The first entry that stands for one of these and lies in the territory: of any other nothing may be learnt."""
    standing = {services.standing_for(person).pk for person in people.order_by("pk")}
    return Person.objects.filter(own, pk__in=standing).order_by("pk").first()


def _family(family: Family) -> str:
    return reverse("people:family", args=[family.village_id, family.code])
