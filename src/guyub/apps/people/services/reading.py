"""The registry as of a day: who belonged where, lived where, was married to whom, and what was known about them.

Rows that carry days answer most of it. What is kept once (name, marital status, ...) is read back through the sealed
former values of later events.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from guyub.apps.people.models import Couple, Dwelling, Event, Family, Membership, Person, Residence, on_day
from guyub.apps.people.services.merging import codes_of
from guyub.apps.people.services.recording import opened
from guyub.apps.people.services.shapes import Place

KEPT_ONCE = ("name", "sex", "birth_date", "birth_known", "marital", "mother")


@dataclass(frozen=True)
class MemberView:
    """One member on a day."""

    person: Person
    relation: int
    line: int
    name: str
    sex: int
    birth_date: date | None
    birth_known: str
    marital: int | None
    mother_id: int | None


@dataclass(frozen=True)
class FamilyView:
    """A family on a day. Without members it did not exist that day."""

    family: Family
    day: date | None
    place: Place | None
    dwelling: Dwelling | None
    members: list[MemberView] = field(default_factory=list)
    couple: Couple | None = None
    decile: int | None = None

    @property
    def head(self) -> MemberView | None:
        return next((one for one in self.members if one.relation == 1), None)


def family_on(family: Family, day: date | None = None) -> FamilyView:
    """One family on a day (None: now); see `families_as_of`."""
    return families_as_of([family], day)[family.pk]


def families_as_of(families: Iterable[Family], day: date | None = None) -> dict[int, FamilyView]:
    """Families on a day, by row number. Three queries for now, five for an earlier day."""
    rows = {family.pk: family for family in families}
    memberships = list(
        Membership.objects.filter(on_day(day), family__in=rows).select_related("person").order_by("line", "pk")
    )
    homes = {
        row.family_id: row.dwelling
        for row in Residence.objects.filter(on_day(day), family__in=rows).select_related("dwelling")
    }
    couples = {row.family_id: row for row in Couple.objects.filter(on_day(day), family__in=rows)}
    former = _former_values(rows, [row.person_id for row in memberships], day)
    members: dict[int, list[MemberView]] = {pk: [] for pk in rows}
    for row in memberships:
        members[row.family_id].append(_member(row, former.get(("person", row.person_id), {})))
    return {
        pk: FamilyView(
            family=family,
            day=day,
            place=_place(homes.get(pk)),
            dwelling=homes.get(pk),
            members=members[pk],
            couple=couples.get(pk),
            decile=former.get(("family", pk), {}).get("decile", family.decile),
        )
        for pk, family in rows.items()
    }


def families_on(village: str, day: date | None = None) -> Any:
    """Families that lived in a village on a day (None: now), wherever they live today. A queryset.

    Not filtered by right: pages add ``.visible_to(user)``, which asks where the family lives now.
    """
    homes = Residence.objects.filter(on_day(day), dwelling__village=village)
    return Family.objects.filter(on_day(day), pk__in=homes.values("family"))


def form_members(family: Family, on: date | None = None) -> list[dict[str, Any]]:
    """The members of one family as the family rules take them; see `forms_members`."""
    return forms_members([family], on)[family.pk]


def forms_members(families: Iterable[Family], on: date | None = None) -> dict[int, list[dict[str, Any]]]:
    """Members of many families, by row number, as rules and questionnaire take them; queries as `families_as_of`.

    Each member: ``person`` and ``id`` (code), ``codes`` (that and those of absorbed entries), ``name`` (for pages; no
    rule reads it), ``k01`` line, ``k03`` sex, ``k07`` marital status, ``k10`` relation, ``k11`` line of the mother on
    this form (0: elsewhere, None: unknown), ``birth`` (date or None). What else the form asks is in the interviews, by
    person code: `answers_of` finds it.
    """
    rows = {family.pk: family for family in families}
    lines = _lines_now(rows) if on is None else _lines_on(rows.values(), on)
    everyone = (one for members in lines.values() for one in members)
    codes = codes_of(everyone)  # type: ignore[arg-type]  # lines have both
    return {pk: _form(members, codes) for pk, members in lines.items()}


def answers_of(member: Mapping[str, Any], answers: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """A member's answers in an interview, by printed code; those under the code of an absorbed entry fill the gaps.

    Args:
        member: As `forms_members` gives it.
        answers: The members' part of an interview: person code → printed code → answer.
    """
    found: dict[str, Any] = {}
    for code in reversed(member["codes"]):
        found.update(answers.get(code, {}))
    return found


class _Line(NamedTuple):
    """One member as a form has them."""

    pk: int
    code: str
    line: int
    relation: int
    name: str
    sex: int
    birth: date | None
    marital: int | None
    mother: int | None


def _lines_now(families: Iterable[int]) -> dict[int, list[_Line]]:
    """Members of today. Columns, not rows: after a large file this is read for every family of it."""
    found: dict[int, list[_Line]] = {pk: [] for pk in families}
    about = ("pk", "code", "name", "sex", "birth_date", "marital", "mother_id")
    columns = ("family_id", "line", "relation", *(f"person__{name}" for name in about))
    members = Membership.objects.filter(on_day(None), family__among=found).order_by("line", "pk")
    for family, line, relation, pk, code, *rest in members.values_list(*columns):
        found[family].append(_Line(pk, code, line, relation, *rest))
    return found


def _lines_on(families: Iterable[Family], day: date) -> dict[int, list[_Line]]:
    return {
        pk: [
            _Line(
                pk=one.person.pk,
                code=one.person.code,
                line=one.line,
                relation=one.relation,
                name=one.name,
                sex=one.sex,
                birth=one.birth_date,
                marital=one.marital,
                mother=one.mother_id,
            )
            for one in view.members
        ]
        for pk, view in families_as_of(families, day).items()
    }


def _form(members: Sequence[_Line], codes: Mapping[int, Sequence[str]]) -> list[dict[str, Any]]:
    line_of = {one.pk: one.line for one in members}
    return [
        {
            "person": one.code,
            "id": one.code,
            "codes": codes[one.pk],
            "name": one.name,
            "k01": one.line,
            "k03": one.sex,
            "k07": one.marital,
            "k10": one.relation,
            "k11": line_of.get(one.mother, 0) if one.mother else None,
            "birth": one.birth,
        }
        for one in members
    ]


def _former_values(
    families: Iterable[int], people: Sequence[int], day: date | None
) -> dict[tuple[str, int], dict[str, Any]]:
    """What later events replaced: ("person" or "family", row number) → field → value on the day."""
    if day is None:
        return {}
    found: dict[tuple[str, int], dict[str, Any]] = {}
    later = Event.objects.filter(day__gt=day, sealed__isnull=False).select_related("key").order_by("-day", "-pk")
    about = [*later.filter(person__in=people), *later.filter(family__in=families, person=None)]
    for row in about:  # the latest first: what is read last was replaced first
        owner = ("person", row.person_id) if row.person_id else ("family", row.family_id)
        found.setdefault(owner, {}).update({name: before for name, (before, _) in opened(row).items()})
    return found


def _member(row: Membership, former: Mapping[str, Any]) -> MemberView:
    person = row.person
    values = {name: getattr(person, "mother_id" if name == "mother" else name) for name in KEPT_ONCE}
    values |= {name: former[name] for name in KEPT_ONCE if name in former}
    birth = values["birth_date"]
    return MemberView(
        person=person,
        relation=row.relation,
        line=row.line,
        name=values["name"],
        sex=values["sex"],
        birth_date=date.fromisoformat(birth) if isinstance(birth, str) else birth,
        birth_known=values["birth_known"],
        marital=values["marital"],
        mother_id=values["mother"],
    )


def _place(home: Dwelling | None) -> Place | None:
    return Place(home.village_id, home.rw, home.rt, home.address, home.hamlet) if home else None
