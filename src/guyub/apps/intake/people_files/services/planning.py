"""What entering families of a file would do to the registry: who is new, who changes, who stays as they are.

The same plan is shown by the check and carried out by the import. A blank cell never takes away what is on record.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from guyub.analytics.people_tables import FamilyRows, MemberRow, RowProblem, Severity, masked
from guyub.apps.intake.models import PeopleImport, ReportedScreening
from guyub.apps.people.models import Family, Membership, Person, Relation
from guyub.apps.people.sealing import digest
from guyub.apps.people.services import NewFamily, NewMember, Place
from guyub.domain.families.names import name_key

NEW, CHANGED, UNCHANGED, REFUSED, SKIPPED = "new", "changed", "unchanged", "refused", "skipped"
OUTCOMES = (NEW, CHANGED, UNCHANGED, REFUSED, SKIPPED)
FAMILIES_NEW, FAMILIES_CHANGED = "families-new", "families-changed"
COUNTED = (*OUTCOMES, FAMILIES_NEW, FAMILIES_CHANGED)
"""What is counted of a file: rows by outcome, each row once; and families beside them."""
CERTAINTY = {"day": 2, "month": 1, "year": 0}
HOME_FIELDS = ("rw", "rt", "address", "hamlet")


@dataclass
class MemberPlan:
    """One row's member: on record (``person``) with what changes, or to be added (then ``added``)."""

    row: MemberRow
    person: Person | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    nik: str = ""
    added: Person | None = None

    @property
    def outcome(self) -> str:
        if self.person is None:
            return NEW
        return CHANGED if self.changes or self.nik else UNCHANGED


@dataclass
class FamilyPlan:
    """One family of the file: new, or on record with what changes."""

    rows: FamilyRows
    family: Family | None = None
    new: NewFamily | None = None
    members: list[MemberPlan] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)
    kk: str = ""
    listed: str = ""  # outcome of a row of a list about registered families
    problems: list[RowProblem] = field(default_factory=list)

    @property
    def usable(self) -> bool:
        """Whether it can be carried out."""
        return not any(problem.severity == Severity.ERROR for problem in self.problems)

    @property
    def same(self) -> bool:
        """Whether a family on record stays as it is."""
        return not (self.changes or self.kk or any(member.outcome != UNCHANGED for member in self.members))

    def outcomes(self) -> dict[int, str]:
        """Outcome of each row of the file. What changes for the family counts for its first row."""
        if self.new is not None or self.listed:
            return dict.fromkeys(self.rows.lines, self.listed or NEW)
        found: dict[int, set[str]] = {line: set() for line in self.rows.lines}
        for member in self.members:
            found[member.row.line].add(member.outcome)
        if self.changes or self.kk:
            found[self.rows.lines[0]].add(CHANGED)
        return {line: _one_of(kinds) for line, kinds in found.items()}


def _one_of(kinds: set[str]) -> str:
    if kinds == {NEW}:
        return NEW
    return CHANGED if kinds & {NEW, CHANGED} else UNCHANGED


def plan_families(run: PeopleImport, families: Sequence[FamilyRows]) -> list[FamilyPlan]:
    """Plans for families of a file, in their order; a number of queries that does not grow with them."""
    known = _Known(run.village_id, families)
    return [_plan_family(run, rows, known) for rows in families]


def plan_listed(run: PeopleImport, families: Sequence[FamilyRows], rows_are: str) -> list[FamilyPlan]:
    """Plans for rows about registered families: deciles, or what a by-name list says."""
    known = _Known(run.village_id, families)
    plans = [FamilyPlan(rows, known.listed(rows)) for rows in families]
    there = {
        row.family_id: row
        for row in ReportedScreening.objects.filter(
            as_of=run.day, family__in=[plan.family for plan in plans if plan.family]
        )
    }
    for plan in plans:
        if plan.family is None:
            plan.problems.append(RowProblem(plan.rows.lines[0], "", "kk", "family-not-registered"))
        elif plan.rows.decile is not None and plan.rows.decile != plan.family.decile:
            plan.changes["decile"] = plan.rows.decile
        plan.listed = CHANGED if plan.changes else UNCHANGED
        if plan.family is not None and rows_are == "screening":
            reported = there.get(plan.family.pk)
            same = reported is not None and (reported.flags, tuple(reported.assistance)) == (
                plan.rows.flags,
                plan.rows.assistance,
            )
            plan.listed = NEW if reported is None else plan.listed if same else CHANGED
    return plans


class _Known:
    """What the registry of the village has about the families of a batch."""

    def __init__(self, village: str, families: Sequence[FamilyRows]) -> None:
        self.village = village
        members = [member for rows in families for member in rows.members]
        self.kk_digests = {rows.kk: digest("kk", rows.kk) for rows in families if rows.kk}
        numbers = {member.nik for member in members} | {number for rows in families for number in rows.identities}
        self.nik_digests = {number: digest("nik", number) for number in numbers if number}
        codes = {rows.code for rows in families if rows.code}
        open_families = Family.objects.filter(village_id=village, until__isnull=True).select_related("dwelling")
        found = [*open_families.filter(code__in=codes)] if codes else []
        if self.kk_digests:
            found += open_families.filter(kk_digest__among=set(self.kk_digests.values()))
        self.families: dict[int, Family] = {family.pk: family for family in found}
        # Row numbers of families in which someone lives, by digest of the NIK and by code.
        self.by_nik: dict[str, list[int]] = defaultdict(list)
        self.by_person_code: dict[str, int] = {}
        self._read_people(members)
        self._read_heads(families)
        missing = {pk for pks in (*self.by_nik.values(), self.by_person_code.values()) for pk in pks}
        missing |= {row.family_id for row in self.heads.values()}
        self.families |= open_families.in_bulk(missing - self.families.keys())
        self.members: dict[int, list[Membership]] = defaultdict(list)
        for row in _memberships().filter(family__among=self.families):
            self.members[row.family_id].append(row)
        self.by_code = {family.code: family for family in self.families.values()}
        self.by_kk: dict[str, list[Family]] = defaultdict(list)
        for family in self.families.values():
            if family.kk_digest:
                self.by_kk[family.kk_digest].append(family)

    def _read_people(self, members: Sequence[MemberRow]) -> None:
        here = _memberships().filter(family__village_id=self.village)
        if self.nik_digests:
            # By digest first: asked in one query, SQLite walks through every family of the village, part after part.
            numbered = Person.objects.filter(nik_digest__among=set(self.nik_digests.values()))
            living = here.filter(person__among=list(numbered.values_list("pk", flat=True)))
            for nik, family in living.values_list("person__nik_digest", "family"):
                self.by_nik[nik].append(family)
        if codes := {member.code for member in members if member.code}:
            self.by_person_code = dict(here.filter(person__code__among=codes).values_list("person__code", "family"))

    def _read_heads(self, families: Sequence[FamilyRows]) -> None:
        """Families that neither number nor code finds: by name and day of birth of the head."""
        self.heads: dict[tuple[str, date], Membership] = {}
        known = {family.kk_digest for family in self.families.values()}
        keys = set()
        for rows in families:
            head = _head(rows)
            found = any(self.by_nik.get(self.nik_digests.get(one.nik, "")) for one in rows.members)
            if head and head.birth and head.birth_known == "day" and not found:
                if rows.code or (rows.kk and self.kk_digests[rows.kk] in known):
                    continue
                keys.add((name_key(head.name), head.birth))
        if not keys:
            return
        here = _memberships().filter(
            family__village_id=self.village,
            relation=Relation.HEAD,
            person__name_key__among={name for name, _ in keys},
            person__birth_date__in={birth for _, birth in keys},
        )
        for row in here.order_by("-pk"):
            key = (row.person.name_key, row.person.birth_date)
            if key in keys:
                self.heads[key] = row

    def family_of(self, rows: FamilyRows) -> tuple[Family | None, str]:
        """The family on record, or why it cannot be told which it is."""
        if rows.code:
            family = self.by_code.get(rows.code)
            return family, "" if family else "no-such-family-code"
        candidates = self.by_kk.get(self.kk_digests.get(rows.kk, ""), [])
        if len(candidates) > 1:
            return self._most_alike(candidates, rows)
        if candidates:
            return candidates[0], ""
        pks = {pk for member in rows.members for pk in self.by_nik.get(self._nik(member.nik), [])}
        if len(pks) == 1:
            return self.families[pks.pop()], ""
        if pks:
            return None, "members-of-several-families"
        head = _head(rows)
        found = self.heads.get((name_key(head.name), head.birth)) if head and head.birth else None
        return (self.families[found.family_id] if found and self._fits(found, rows) else None), ""

    def listed(self, rows: FamilyRows) -> Family | None:
        """The registered family that a listed row is about."""
        if rows.code:
            return self.by_code.get(rows.code)
        candidates = self.by_kk.get(self.kk_digests.get(rows.kk, ""), [])
        if len(candidates) == 1:
            return candidates[0]
        pks = {pk for number in rows.identities for pk in self.by_nik.get(self._nik(number), [])}
        return self.families[pks.pop()] if len(pks) == 1 else None

    def _nik(self, number: str) -> str:
        return self.nik_digests.get(number, "-")

    def _fits(self, found: Membership, rows: FamilyRows) -> bool:
        """A head of the same name and birth: not one whose family has another card."""
        family = self.families[found.family_id]
        return not (rows.kk and family.kk_digest and family.kk_digest != self.kk_digests[rows.kk])

    def _most_alike(self, candidates: Sequence[Family], rows: FamilyRows) -> tuple[Family | None, str]:
        scores = sorted(
            ((len(self.matched(family, rows)), family.pk) for family in candidates), key=lambda pair: -pair[0]
        )
        if scores[0][0] == scores[1][0]:
            return None, "card-of-several-families"
        return self.families[scores[0][1]], ""

    def matched(self, family: Family, rows: FamilyRows) -> dict[int, Membership]:
        """Members on record by position in the file: by code, by NIK, then by name and birth; each once."""
        free = {row.person_id: row for row in self.members[family.pk]}
        found: dict[int, Membership] = {}
        tests = (
            lambda one, row: one.code and one.code == row.person.code,
            lambda one, row: one.nik and self._nik(one.nik) == row.person.nik_digest,
            lambda one, row: _same_name(one, row) and one.birth == row.person.birth_date,
            lambda one, row: _same_name(one, row) and _may_be_one(one, row),
        )
        for test in tests:
            for position, one in enumerate(rows.members):
                if position in found:
                    continue
                hits = [row for row in free.values() if test(one, row)]
                if len(hits) == 1:
                    found[position] = free.pop(hits[0].person_id)
        return found

    def elsewhere(self, one: MemberRow, family: Family | None) -> bool:
        """Whether someone of the file lives in another family of this village, according to the registry."""
        pks = [*self.by_nik.get(self._nik(one.nik), [])]
        if one.code and one.code in self.by_person_code:
            pks.append(self.by_person_code[one.code])
        return any(family is None or pk != family.pk for pk in pks)


def _memberships() -> Any:
    return Membership.objects.filter(until__isnull=True, person__state=Person.State.LIVING).select_related("person")


def _head(rows: FamilyRows) -> MemberRow | None:
    return next((member for member in rows.members if member.relation == Relation.HEAD), None)


def _same_name(one: MemberRow, row: Membership) -> bool:
    return name_key(one.name) == row.person.name_key


def _may_be_one(one: MemberRow, row: Membership) -> bool:
    """Same name in one family: one person unless both days of birth are known and differ, or both have a NIK."""
    known = row.person.birth_date
    if one.nik and row.person.nik_digest:
        return False
    return one.birth is None or known is None or one.birth_known != "day" or row.person.birth_known != "day"


def _plan_family(run: PeopleImport, rows: FamilyRows, known: _Known) -> FamilyPlan:
    plan = FamilyPlan(rows)
    plan.family, reason = known.family_of(rows)
    if reason:
        plan.problems.append(RowProblem(rows.lines[0], "", "kk", reason))
        return plan
    matched = known.matched(plan.family, rows) if plan.family else {}
    for position, one in enumerate(rows.members):
        if position not in matched and known.elsewhere(one, plan.family):
            plan.problems.append(RowProblem(one.line, "", "nik", "member-of-other-family", masked("number", one.nik)))
        if one.code and plan.family and position not in matched:
            plan.problems.append(RowProblem(one.line, "", "person_code", "no-such-person-code"))
    if plan.family is None:
        plan.new = new_family(run, rows)
        return plan
    _plan_members(plan, matched)
    _plan_home(plan, known)
    return plan


def new_family(run: PeopleImport, rows: FamilyRows) -> NewFamily:
    """A family of the file as the registry takes it."""
    return NewFamily(
        place=Place(run.village_id, rows.rw, rows.rt, rows.address, rows.hamlet),
        members=[new_member(member) for member in rows.members],
        since=run.day,
        kk_number=rows.kk,
        decile=rows.decile,
    )


def new_member(row: MemberRow) -> NewMember:
    """A member of the file as the registry takes them."""
    return NewMember(
        name=row.name,
        sex=row.sex,
        relation=row.relation,
        birth_date=row.birth,
        birth_known=row.birth_known,
        marital=row.marital,
        nik=row.nik,
        mother=row.mother,
        mother_name=row.mother_name,
    )


def _plan_members(plan: FamilyPlan, matched: dict[int, Membership]) -> None:
    for position, one in enumerate(plan.rows.members):
        membership = matched.get(position)
        if membership is None:
            plan.members.append(MemberPlan(one))
            continue
        mother = matched.get(one.mother - 1) if one.mother else None
        member = MemberPlan(one, membership.person, _changes(one, membership, mother))
        if "relation" in member.changes and Relation.HEAD in (one.relation, membership.relation):
            plan.problems.append(RowProblem(one.line, "", "relation", "head-differs"))
        if one.nik and not membership.person.nik_digest:
            member.nik = one.nik
        elif one.nik and membership.person.nik_digest != digest("nik", one.nik):
            plan.problems.append(RowProblem(one.line, "", "nik", "nik-differs", masked("number", one.nik)))
        plan.members.append(member)


def _changes(one: MemberRow, membership: Membership, mother: Membership | None) -> dict[str, Any]:
    person = membership.person
    changes: dict[str, Any] = {}
    if " ".join(one.name.split()).casefold() != person.name.casefold():
        changes["name"] = one.name
    if one.sex != person.sex:
        changes["sex"] = one.sex
    if one.marital is not None and one.marital != person.marital:
        changes["marital"] = one.marital
    if one.relation != membership.relation:
        changes["relation"] = one.relation
    if one.birth and (one.birth, one.birth_known) != (person.birth_date, person.birth_known):
        known = person.birth_date
        vaguer = known and CERTAINTY[one.birth_known] < CERTAINTY[person.birth_known] and one.birth.year == known.year
        if not vaguer:
            changes |= {"birth_date": one.birth, "birth_known": one.birth_known}
    if mother is not None and mother.person_id != person.mother_id:
        changes["mother"] = mother.person
    if one.mother_name and not person.mother_name_key:
        changes["mother_name"] = one.mother_name
    return changes


def _plan_home(plan: FamilyPlan, known: _Known) -> None:
    family, rows = plan.family, plan.rows
    assert family is not None
    home = family.dwelling
    for name in HOME_FIELDS:
        value = getattr(rows, name)
        if value and value != (getattr(home, name) if home else ""):
            plan.changes[name] = value
    if rows.decile is not None and rows.decile != family.decile:
        plan.changes["decile"] = rows.decile
    if rows.kk and not family.kk_digest:
        plan.kk = rows.kk
    elif rows.kk and family.kk_digest != known.kk_digests[rows.kk]:
        plan.problems.append(RowProblem(rows.lines[0], "", "kk", "kk-differs", masked("number", rows.kk)))
    absent = len(known.members[family.pk]) - sum(member.person is not None for member in plan.members)
    if absent:
        data = {"count": absent}
        plan.problems.append(
            RowProblem(rows.lines[0], "", "", "registered-member-not-in-file", "", Severity.WARNING, data)
        )


def tally(plans: Iterable[FamilyPlan]) -> dict[str, int]:
    """Rows by outcome, and families that are new or change. In a list about families each row is one of them."""
    counts = dict.fromkeys(COUNTED, 0)
    for plan in plans:
        if plan.new is not None:
            counts[FAMILIES_NEW] += 1
        elif not plan.listed and not plan.same:
            counts[FAMILIES_CHANGED] += 1
        for outcome in plan.outcomes().values():
            counts[outcome] += 1
    return counts
