"""Find one family or person by code, NIK or KK number, inside the reader's territory only."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q
from django.urls import reverse

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.audit import trail
from guyub.apps.people import services
from guyub.apps.people.access import SILENT
from guyub.apps.people.codes import ALPHABET, LENGTH
from guyub.apps.people.models import Family, Person
from guyub.apps.people.sealing import digest
from guyub.apps.territory.models import Region
from guyub.domain.families.nik import digits_of

NAME, CODE, NUMBER = "name", "code", "number"
DIGITS = 16  # of a NIK or KK number


def kind_of(text: str) -> str:
    """Whether a typed text is a name, a code (K… or P…), or a number of identity."""
    if len(digits_of(text)) == DIGITS and digits_of(text).isdigit():
        return NUMBER
    code = text.upper()
    if len(code) == LENGTH + 1 and code[0] in "KP" and all(sign in ALPHABET for sign in code[1:]):
        return CODE
    return NAME


def address_of(user: User | AnonymousUser, village: Region, kind: str, text: str) -> str:
    """The page of what was looked for; empty for what does not exist, and just so for what exists elsewhere."""
    if kind == CODE:
        return _of_code(user, text.upper())
    found = _of_number(user, digits_of(text))
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
    person, family = people.order_by("pk").first(), families.first()
    if person is not None:
        return reverse("people:person", args=[services.standing_for(person).code])
    return _family(family) if family is not None else ""


def _family(family: Family) -> str:
    return reverse("people:family", args=[family.village_id, family.code])
