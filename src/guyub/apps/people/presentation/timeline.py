"""What happened to a family or a person, in sentences, newest first."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.people import services
from guyub.apps.people.models import Event, Family, Person
from guyub.apps.people.presentation.wording import field_words

MOST = 100
PLACE = ("code", "village_id", "rw", "rt")
READ = (
    *("day", "kind", "fields", "recorded_at", "person__name", "person__state", "recorded_by__username"),
    *(f"{family}__{column}" for family in ("family", "other_family") for column in PLACE),
)
Kind = Event.Kind
WIDOWED = "widowed"
"""What a death does to the status of the one left behind: kept as a correction that nobody gave a reason for."""

# With the name of the person, and without one.
SENTENCES: dict[str, tuple[str | Promise, str | Promise]] = {
    Kind.REGISTERED: (gettext_lazy("{name} didaftarkan."), gettext_lazy("Keluarga didaftarkan.")),
    Kind.BIRTH: (gettext_lazy("{name} lahir."), gettext_lazy("Seorang anak lahir.")),
    Kind.DEATH: (gettext_lazy("{name} meninggal."), gettext_lazy("Seorang anggota meninggal.")),
    Kind.MOVED_IN: (gettext_lazy("{name} masuk ke keluarga."), gettext_lazy("Keluarga pindah masuk.")),
    Kind.MOVED_OUT: (gettext_lazy("{name} pindah keluar."), gettext_lazy("Keluarga pindah keluar.")),
    Kind.MOVED_HOME: (gettext_lazy("{name} pindah rumah."), gettext_lazy("Keluarga pindah rumah.")),
    Kind.MARRIAGE: (gettext_lazy("{name} kawin."), gettext_lazy("Perkawinan.")),
    Kind.DIVORCE: (gettext_lazy("{name} cerai hidup."), gettext_lazy("Perceraian.")),
    Kind.HEAD: (gettext_lazy("{name} menjadi kepala keluarga."), gettext_lazy("Kepala keluarga diganti.")),
    Kind.SPLIT: (gettext_lazy("{name} membentuk keluarga sendiri."), gettext_lazy("Keluarga dipecah.")),
    Kind.JOINED: (gettext_lazy("{name} bergabung dengan keluarga lain."), gettext_lazy("Keluarga digabung.")),
    Kind.CORRECTED: (gettext_lazy("Data {name} diperbaiki."), gettext_lazy("Data keluarga diperbaiki.")),
    Kind.IDENTITY: (gettext_lazy("NIK {name} dicatat."), gettext_lazy("Nomor KK dicatat.")),
    Kind.PEOPLE_MERGED: (
        gettext_lazy("Catatan ganda {name} digabung."),
        gettext_lazy("Catatan ganda digabung."),
    ),
    Kind.MERGE_UNDONE: (
        gettext_lazy("Penggabungan catatan {name} dibatalkan."),
        gettext_lazy("Penggabungan catatan dibatalkan."),
    ),
    WIDOWED: (gettext_lazy("Pasangan {name} meninggal."), gettext_lazy("Pasangan seorang anggota meninggal.")),
    Kind.ERASED: (gettext_lazy("Data pribadi seseorang dihapus."), gettext_lazy("Data pribadi dihapus.")),
}


@dataclass(frozen=True)
class Happening:
    """One line of the timeline. `other`: the other family that took part, where the reader may see it.

    `year_only`: neither the day nor when it was recorded is shown, as for the birth of someone who was erased.
    """

    day: date
    year_only: bool
    kind: str
    sentence: str
    detail: str
    other_url: str
    other_code: str
    recorded_at: datetime
    recorded_by: str


def of_family(user: User, family: Family, until: date | None = None) -> list[Happening]:
    """What happened to a family up to a day."""
    return _happenings(user, Event.objects.filter(Q(family=family) | Q(other_family=family)), until, family)


def of_person(user: User, person: Person) -> list[Happening]:
    """What happened to a person, also under entries that were merged into this one."""
    return _happenings(user, services.history_of(person), None, None)


def _happenings(user: User, events: QuerySet[Event], until: date | None, seen_from: Family | None) -> list[Happening]:
    events = events.select_related("person", "family", "other_family", "recorded_by").only(*READ)
    if until is not None:
        events = events.filter(day__lte=until)
    found = list(events.order_by("-day", "-pk")[:MOST])
    deaths = {(event.family_id, event.day) for event in found if event.kind == Kind.DEATH}
    told = [event for event in found if not (_follows_a_death(event) and (event.family_id, event.day) in deaths)]
    return [_happening(user, event, seen_from) for event in told]


def _follows_a_death(event: Event) -> bool:
    """Whether it is only the new status of a widow or widower; a correction by someone has a reason with it."""
    return event.kind == Kind.CORRECTED and event.fields == ["marital"]


def _happening(user: User, event: Event, seen_from: Family | None) -> Happening:
    other = event.family if seen_from is not None and event.other_family_id == seen_from.pk else event.other_family
    if other is not None and not scope_of(user).may(Right.SEE_PEOPLE, other.place):
        other = None
    kind = WIDOWED if _follows_a_death(event) else event.kind
    named, unnamed = SENTENCES[kind]
    person = event.person
    known = person is not None and person.state != Person.State.ERASED
    return Happening(
        day=event.day,
        year_only=event.kind == Kind.BIRTH and not known,
        kind=kind,
        sentence=str(named).format(name=person.name) if known else str(unnamed),
        detail=_detail(event),
        other_url=reverse("people:family", args=[other.village_id, other.code]) if other is not None else "",
        other_code=other.code if other is not None else "",
        recorded_at=event.recorded_at,
        recorded_by=event.recorded_by.get_username() if event.recorded_by else "",
    )


def _detail(event: Event) -> str:
    """Which fields were corrected; their values are for those who may open the event."""
    names = [name for name in event.fields if name != "reason"]
    if event.kind != Kind.CORRECTED or not names or _follows_a_death(event):
        return ""
    return _("Yang berubah: {fields}.").format(fields=field_words(names))
