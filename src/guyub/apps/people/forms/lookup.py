"""Find one registered person by name or code while a form is filled in."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.people.models import Person
from guyub.apps.people.presentation import wording
from guyub.domain.families.names import name_key

NAMESAKES = 5  # shown to choose from
READ = 50


def one_person(actor: User, village: str, text: str, who: Q) -> Person:
    """The one person in the actor's territory whom a code names, or in the village whom a name fits.

    Args:
        who: Further condition, such as the sex.

    Raises:
        ValidationError: There is none, or there are several; these are then named with their codes.
    """
    people = Person.objects.editable_by(actor).filter(who)
    by_code = people.filter(code=text.strip().upper()).first()
    if by_code is not None:
        return by_code
    key = name_key(text)
    named = people.filter(village_id=village, name_key__contains=key).order_by("name_key", "pk") if key else ()
    found = list(named[:READ])
    exact = [one for one in found if one.name_key == key]
    found = exact or found
    if not found:
        raise forms.ValidationError(_("Tidak ada orang yang cocok dengan nama atau kode ini di wilayah Anda."))
    if len(found) > 1:
        raise forms.ValidationError(_which(found))
    return found[0]


def _which(found: list[Person]) -> str:
    named = [
        f"{one.name} ({', '.join(filter(None, [one.code, wording.place_words(one.rw, one.rt)]))})"
        for one in found[:NAMESAKES]
    ]
    if len(found) > NAMESAKES:
        named.append("…")
    return _("Ada beberapa orang. Ketik kodenya: {names}").format(names="; ".join(named))
