"""The events that can be recorded for a family, in the order in which the page offers them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from guyub.apps.people.forms.base import EventForm
from guyub.apps.people.forms.couples import DivorceForm, MarriageForm
from guyub.apps.people.forms.homes import JoinForm, MoveHomeForm, MoveOutForm, SplitForm
from guyub.apps.people.forms.members import ArrivalForm, BirthForm, DeathForm, HeadForm, LeavingForm, ReturnForm

GROUPS: tuple[tuple[str | Promise, tuple[type[EventForm], ...]], ...] = (
    (gettext_lazy("Anggota"), (BirthForm, DeathForm, ArrivalForm, ReturnForm, LeavingForm)),
    (gettext_lazy("Perkawinan"), (MarriageForm, DivorceForm)),
    (gettext_lazy("Keluarga"), (MoveHomeForm, MoveOutForm, SplitForm, JoinForm, HeadForm)),
)
FAMILY_EVENTS: dict[str, type[EventForm]] = {form.slug: form for _heading, forms in GROUPS for form in forms}
