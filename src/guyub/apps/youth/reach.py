"""Which young people Posmaja, PIK-R and BKR reach: each one counts once, whatever they belong to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from guyub.apps.accounts.rights import Right
from guyub.apps.people.models import Membership, Person
from guyub.apps.programmes.models import GroupMember
from guyub.apps.youth.services import POSMAJA
from guyub.apps.youth.standing import Reader, young_people

PIKR, BKR = "pikr", "bkr"
KINDS = (POSMAJA, PIKR, BKR)


@dataclass(frozen=True)
class Reach:
    """Young people of the posts' age whom the reader may see.

    Attributes:
        young: All of them.
        by_kind: Kind of group → those who belong to one, or whose family does.
        together: Kinds that the same people belong to → how many; none of them: empty.
    """

    young: int
    by_kind: dict[str, int]
    together: dict[Sequence[str], int]

    @property
    def reached(self) -> int:
        """Those who belong to any, each counted once."""
        return self.young - self.together.get((), 0)

    @property
    def several(self) -> int:
        """Those who belong to more than one."""
        return sum(n for kinds, n in self.together.items() if len(kinds) > 1)


def reach_in(user: Reader, village: str, today: date) -> Reach:
    """Reach of a village; three queries."""
    seen = Person.objects.permitted(user, Right.SEE_YOUTH).filter(village_id=village)
    young = set(young_people(seen, today).values_list("pk", flat=True))
    belongs = _belongs(village)
    together = Counter(tuple(kind for kind in KINDS if one in belongs[kind]) for one in young)
    return Reach(len(young), {kind: len(belongs[kind] & young) for kind in KINDS}, dict(together))


def reached_by_rw(village: str, today: date) -> dict[str, tuple[int, int]]:
    """RW → young people who belong to any kind, and all young people, whoever asks; three queries.

    Counts in which nobody is named: who shows them to others than those who see the young people withholds small ones.
    """
    anywhere = set().union(*_belongs(village).values())
    found: dict[str, tuple[int, int]] = {}
    for person, rw in young_people(Person.objects.filter(village_id=village), today).values_list("pk", "rw"):
        of, per = found.get(rw, (0, 0))
        found[rw] = (of + (person in anywhere), per + 1)
    return found


def _belongs(village: str) -> dict[str, set[int]]:
    """Kind of group → people who belong to one, or whose family does; two queries."""
    members = GroupMember.objects.current().filter(group__village_id=village, group__closed_on=None)
    own = members.filter(group__kind__in=(POSMAJA, PIKR), person__isnull=False)
    belongs = {kind: set[int]() for kind in KINDS}
    for kind, person in own.values_list("group__kind", "person"):
        belongs[kind].add(person)
    homes = members.filter(group__kind=BKR, family__isnull=False).values("family")
    children = Membership.objects.filter(family__in=homes, until=None).values_list("person", flat=True)
    belongs[BKR] = set(children)
    return belongs
