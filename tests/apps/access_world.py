"""The world in which the access matrix is walked: every role at home, every role elsewhere, and families to leak.

Home is village 99.01.01.1001. Its RW 001 has the family `own`, its RW 002 the family `other`; the family `far` lives in
another city. Kader and TPK at home are bound to RW 001, the neighbour is a kader of RW 002.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from django.test import Client

from guyub.apps.accounts.models import Assignment, Role, User
from guyub.apps.people.models import (
    Couple,
    DataKey,
    Dwelling,
    Family,
    Membership,
    Person,
    Relation,
    Residence,
    Sex,
)
from guyub.apps.people.sealing import digest, new_data_key
from guyub.apps.people.signals import families_changed
from guyub.apps.territory.models import Region
from tests.conftest import PASSWORD, Cast, make_cast

VISITOR, NEIGHBOUR, FAR = "visitor", "neighbour", "far-"
VILLAGE, CITY, PROVINCE = "99.01.01.1001", "99.01", "99"
FAR_VILLAGE, FAR_CITY, FAR_PROVINCE = "99.02.01.1001", "99.02", "98"
IN_AN_RW, IN_A_VILLAGE = (Role.KADER, Role.TPK, Role.COUNSELLOR), (Role.OPERATOR, Role.LURAH, Role.PKB, Role.PUSKESMAS)
SINCE = date(2015, 1, 1)

Thing = Callable[["World"], Any]
THINGS: dict[str, Thing] = {}


def thing(name: str) -> Callable[[Thing], Thing]:
    """Register something that rows of the matrix name; made once, when a row first asks for it."""

    def register(make: Thing) -> Thing:
        THINGS[name] = make
        return make

    return register


@dataclass
class World:
    """People by persona, families by name, and things by name."""

    cast: Cast
    users: dict[str, User]
    families: dict[str, Family]
    cookies: dict[str, str]
    made: dict[str, Any] = field(default_factory=dict)
    marked: dict[str, list[str]] = field(default_factory=dict)

    @property
    def village(self) -> Region:
        return self.cast.unit.region

    def thing(self, name: str) -> Any:
        """The value of a thing: a code or a number that goes into an address or a form."""
        if name not in self.made:
            self.made[name] = THINGS[name](self)
        return self.made[name]

    def marks(self, name: str) -> list[str]:
        """What must not be shown to people who may not see this family: names, codes, address, numbers.

        Asked once: what a request changes is taken back before the next.
        """
        if name not in self.marked:
            family = self.families[name]
            members = Person.objects.filter(memberships__family=family)
            codes = [family.code, *members.values_list("code", flat=True)]
            names = list(members.values_list("name", flat=True))
            self.marked[name] = [*names, *codes, family.dwelling.address, *NUMBERS[name]]
        return self.marked[name]


NUMBERS = {  # of a region that does not exist: NIK of the head and the wife, KK number
    "own": ["9901010101850001", "9901014203870001", "9901010101150001"],
    "other": ["9901010202850002", "9901014403870002", "9901010101150002"],
    "far": ["9902010303850003", "9902014503870003", "9902010101150003"],
}
FLOWERS = {"own": "Seruni", "other": "Kemuning", "far": "Cempaka"}


def personas() -> list[str]:
    """All roles at home, the neighbour, all roles elsewhere, the visitor."""
    return [*Role.values, NEIGHBOUR, *(f"{FAR}{role}" for role in Role.values), VISITOR]


def make_world() -> World:
    """Build the world in the present transaction."""
    cast = make_cast()
    Region.objects.create(code=FAR_PROVINCE, name="Provinsi Lain", level="province", kind="provinsi", synthetic=True)
    users = {persona: _user(persona) for persona in personas() if persona != VISITOR}
    users["admin"].is_staff = users["admin"].is_superuser = True
    users["admin"].save()
    families = {
        "own": make_family("own", VILLAGE, "001", "001"),
        "other": make_family("other", VILLAGE, "002", "001"),
        "far": make_family("far", FAR_VILLAGE, "001", "001"),
    }
    families_changed.send(Family, families=[family.pk for family in families.values()])
    return World(cast, users, families, {persona: _signed_in(user) for persona, user in users.items()})


def make_family(name: str, village: str, rw: str, rt: str) -> Family:
    """A couple with a child who has no NIK yet; plainly synthetic names."""
    flower, (nik_head, nik_wife, kk_number) = FLOWERS[name], NUMBERS[name]
    place = {"village_id": village, "rw": rw, "rt": rt}
    dwelling = Dwelling.objects.create(**place, address=f"Gang Rekaan {flower} 7")
    family = Family(**place, dwelling=dwelling, since=SINCE)
    family.key, opened = _key()
    family.kk_sealed, family.kk_digest = opened.seal(kk_number, "kk"), digest("kk", kk_number)
    family.save()
    Residence.objects.create(family=family, dwelling=dwelling, since=SINCE)
    head = _person(f"Ayahan {flower}", Sex.MALE, date(1985, 1, 1), nik_head, place, marital=2)
    wife = _person(f"Ibunda {flower}", Sex.FEMALE, date(1987, 3, 2), nik_wife, place, marital=2)
    child = _person(f"Ananda {flower}", Sex.FEMALE, date(2024, 9, 9), "", place, marital=1, mother=wife)
    for line, (person, relation) in enumerate(
        [(head, Relation.HEAD), (wife, Relation.WIFE), (child, Relation.CHILD)], start=1
    ):
        Membership.objects.create(person=person, family=family, relation=relation, line=line, since=SINCE)
    Couple.objects.create(wife=wife, husband=head, family=family, since=SINCE)
    family.head = head
    family.save()
    return family


def _key() -> tuple[DataKey, Any]:
    opened, wrapped, version = new_data_key()
    return DataKey.objects.create(wrapped=wrapped, version=version), opened


def _person(name: str, sex: int, born: date, nik: str, place: dict[str, str], **more: Any) -> Person:
    key, opened = _key()
    sealed = {"nik_sealed": opened.seal(nik, "nik"), "nik_digest": digest("nik", nik)} if nik else {}
    return Person.objects.create(
        name=name, name_key=name.lower(), sex=sex, birth_date=born, key=key, **place, **sealed, **more
    )


def _user(persona: str) -> User:
    user = User.objects.create_user(f"uji-{persona}", f"uji-{persona}@contoh.invalid", PASSWORD)
    far, role = persona.startswith(FAR), persona.removeprefix(FAR)
    if persona == NEIGHBOUR:
        Assignment.objects.create(user=user, role=Role.KADER, region_id=VILLAGE, part="002")
    elif role in IN_AN_RW:
        Assignment.objects.create(user=user, role=role, region_id=FAR_VILLAGE if far else VILLAGE, part="001")
    elif role in IN_A_VILLAGE:
        Assignment.objects.create(user=user, role=role, region_id=FAR_VILLAGE if far else VILLAGE)
    elif role == Role.PROVINCE:
        Assignment.objects.create(user=user, role=role, region_id=FAR_PROVINCE if far else PROVINCE)
    elif role == Role.ADMIN:
        Assignment.objects.create(user=user, role=role, region_id=FAR_CITY if far else None)
    else:
        Assignment.objects.create(user=user, role=role, region_id=FAR_CITY if far else CITY)
    return user


def _signed_in(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


def client_of(world: World, persona: str) -> Client:
    """A browser of one persona; the visitor's is not signed in."""
    client = Client(raise_request_exception=False)
    if persona != VISITOR:
        client.cookies["sessionid"] = world.cookies[persona]
    return client


def members(family: Family) -> Iterator[Person]:
    """People of a family in the order of their line numbers."""
    return (membership.person for membership in family.memberships.select_related("person").order_by("line"))


# --- things that rows of the matrix name ---------------------------------------------------------------------------

for _name, _value in {
    "village": VILLAGE,
    "city": CITY,
    "csv": "csv",
    "xlsx": "xlsx",
    "pdf": "pdf",
    "population": "population",
    "topic": "penduduk",
    "unknown": "99",
}.items():
    THINGS[_name] = lambda world, value=_value: value


@thing("family")
def _(world: World) -> str:
    return world.families["own"].code


@thing("other_family")
def _(world: World) -> str:
    return world.families["other"].code


@thing("far_family")
def _(world: World) -> str:
    return world.families["far"].code


@thing("person")
def _(world: World) -> str:
    return next(members(world.families["own"])).code


@thing("far_person")
def _(world: World) -> str:
    return next(members(world.families["far"])).code


@thing("recording")
def _(world: World) -> int:
    return world.cast.unit.recordings.latest("pk").pk


@thing("user")
def _(world: World) -> int:
    return world.cast.operator.pk


@thing("import")
def _(world: World) -> str:
    from guyub.apps.intake.services import files

    content = b"region_code;pus\n99.01.01.1001;400\n"
    return str(files.receive(world.users["operator"], "angka.csv", content, date(2024, 5, 31)).pk)


@thing("people_layout")
def _(world: World) -> str:
    return "pk-anggota"


@thing("people_import")
def _(world: World) -> str:
    """A checked file with one family that is held back, sent by the operator."""
    from guyub.apps.intake.people_files import services

    rows = "No KK;Nama;JK;SHDK;RW\n9901010101230009;Contoh Berkas;X;KK;1\n"
    run = services.receive(world.users["operator"], world.village, "warga.csv", rows.encode(), date(2024, 5, 31))
    services.choose_columns(world.users["operator"], run, run.mapping, {})
    services.work_once()
    return str(run.pk)


@thing("token")
def _(world: World) -> int:
    from guyub.apps.accounts.models import ApiToken

    return ApiToken.issue(world.cast.operator, "uji")[0].pk


@thing("factor")
def _(world: World) -> int:
    from allauth.mfa.models import Authenticator

    return Authenticator.objects.create(user=world.cast.operator, type="totp", data={"secret": "-"}).pk


@thing("session")
def _(world: World) -> int:
    """A second device of the operator."""
    from allauth.usersessions.models import UserSession

    key = _signed_in(world.users["operator"])
    return UserSession.objects.create(user=world.users["operator"], session_key=key, ip="127.0.0.1").pk


@thing("visit")
def _(world: World) -> int:
    """A visit to the family of RW 001, with a factor to resolve."""
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.resilience.services import NewVisit, record_visit

    new = NewVisit("keluarga", date(2026, 1, 5), {"latrine": 2}, factor="JAMBAN")
    return record_visit(SYSTEM, world.families["own"], new).pk


@thing("indicator")
def _(world: World) -> str:
    return "bkb"


@thing("visit_form")
def _(world: World) -> str:
    return "keluarga"


@thing("family_event")
def _(world: World) -> str:
    return "kelahiran"


def _twice(world: World) -> list[Person]:
    """The same person entered twice, in two families of RW 001."""
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.people.services import NewFamily, NewMember, Place, register_families

    member = NewMember("Dahlia Rekaan", 2, 1, date(1990, 1, 1), marital=1, nik="9901014101900009")
    families = [NewFamily(Place(VILLAGE, "001", "001"), [member], SINCE) for _ in range(2)]
    return [family.head for family in register_families(SYSTEM, families)]


@thing("duplicate")
def _(world: World) -> int:
    from guyub.apps.people.models import Duplicate

    first, second = _twice(world)
    return Duplicate.objects.get(first=first, second=second).pk


@thing("merge")
def _(world: World) -> int:
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.people.services import merge_people

    first, second = _twice(world)
    return merge_people(SYSTEM, (first, second), first).pk


@thing("surveyed")
def _(world: World) -> str:
    """The family of RW 001, with an interview begun in this year's round; those of the others are begun too."""
    from django.utils import timezone

    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.surveys.services import open_round, start_interview

    today = timezone.localdate()
    for village, names in ((VILLAGE, ("own", "other")), (FAR_VILLAGE, ("far",))):
        current = open_round(SYSTEM, village, today.year, day=today)
        for name in names:
            start_interview(SYSTEM, current, world.families[name])
    return world.families["own"].code


@thing("unsurveyed")
def _(world: World) -> str:
    """A family of RW 001 that nobody has interviewed in the round of this year."""
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.people.services import NewFamily, NewMember, Place, register_families

    world.thing("surveyed")
    member = NewMember("Melur Rekaan", 2, 1, date(1991, 1, 1), marital=1)
    return register_families(SYSTEM, [NewFamily(Place(VILLAGE, "001", "001"), [member], SINCE)])[0].code


@thing("finished")
def _(world: World) -> str:
    """A family of RW 001 whose interview is done."""
    from guyub.apps.accounts.actors import SYSTEM
    from guyub.apps.people.services import NewFamily, NewMember, Place, register_families
    from guyub.apps.surveys.models import Interview, Round
    from guyub.apps.surveys.services import start_interview

    world.thing("surveyed")
    member = NewMember("Wijaya Rekaan", 1, 1, date(1992, 1, 1), marital=1)
    (family,) = register_families(SYSTEM, [NewFamily(Place(VILLAGE, "001", "001"), [member], SINCE)])
    interview = start_interview(SYSTEM, Round.objects.get(village_id=VILLAGE), family)
    Interview.objects.filter(pk=interview.pk).update(state=Interview.State.DONE, day=date(2026, 1, 5))
    return family.code


@thing("new_family")
def _(world: World) -> dict[str, str]:
    """What the browser sends for a family of RW 001."""
    row = {"name": "Kepala Baru", "sex": "1", "birth_known": "day", "birth_date": "1980-01-01", "marital": "1"}
    return {
        "rw": "001",
        "rt": "001",
        "since": "2023-01-01",
        "anggota-TOTAL_FORMS": "1",
        "anggota-INITIAL_FORMS": "1",
        "save": "1",
        **{f"anggota-0-{name}": value for name, value in row.items()},
    }


@thing("corrected_person")
def _(world: World) -> dict[str, str]:
    """What the browser sends to correct the day on which the head of the family was born."""
    from guyub.apps.people.forms.corrections import PersonCorrection

    form = PersonCorrection(person=next(members(world.families["own"])))
    known = {name: str(form.initial.get(name) or "") for name in form.fields}
    return {**known, "birth_known": "day", "birth_date": "1985-01-02", "reason": "Salah ketik"}


@thing("screen")
def _(world: World) -> str:
    return "s-family-rumah"


# Things of other apps lie beside this file, in access_things_<subject>.py; each registers them with `thing`.
for _module in sorted(Path(__file__).parent.glob("access_things_*.py")):
    import_module(f"tests.apps.{_module.stem}")
