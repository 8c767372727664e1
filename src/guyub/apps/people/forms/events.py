"""The events that can be recorded for a family, in the order in which the page offers them."""

from guyub.apps.people.forms.base import EventForm
from guyub.apps.people.forms.couples import DivorceForm, MarriageForm
from guyub.apps.people.forms.homes import JoinForm, MoveHomeForm, MoveOutForm, SplitForm
from guyub.apps.people.forms.members import ArrivalForm, BirthForm, DeathForm, HeadForm, LeavingForm, ReturnForm

FAMILY_EVENTS: dict[str, type[EventForm]] = {
    form.slug: form
    for form in (
        BirthForm,
        ArrivalForm,
        ReturnForm,
        DeathForm,
        LeavingForm,
        MoveHomeForm,
        MoveOutForm,
        MarriageForm,
        DivorceForm,
        SplitForm,
        JoinForm,
        HeadForm,
    )
}
