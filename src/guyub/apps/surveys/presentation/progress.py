"""How far a round is: families done of those known, by RW and by cadre, and why some could not be asked."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from guyub.apps.accounts.models import User
from guyub.apps.people.models import Family
from guyub.apps.surveys.models import Interview, Round
from guyub.apps.surveys.presentation.wording import NOT_BEGUN, REASONS

State = Interview.State
TO_DO = "todo"


@dataclass
class Part:
    """One RW, or all that this person sees."""

    rw: str
    known: int = 0
    by_state: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def done(self) -> int:
        return self.by_state[State.DONE]

    @property
    def open(self) -> int:
        return self.by_state[State.OPEN]

    @property
    def partial(self) -> int:
        return self.by_state[State.PARTIAL]

    @property
    def no_answer(self) -> int:
        return self.by_state[State.NO_ANSWER]

    @property
    def left(self) -> int:
        """Families that nobody has finished or given up."""
        return max(self.known - self.done - self.no_answer, 0)

    @property
    def percent(self) -> int:
        """Done of known, rounded down: 100 only when all are done."""
        return self.done * 100 // self.known if self.known else 0


@dataclass(frozen=True)
class Cadre:
    """What one interviewer did in the round."""

    name: str
    done: int
    open: int
    no_answer: int


@dataclass(frozen=True)
class Progress:
    """A round as one person sees it."""

    whole: Part
    parts: tuple[Part, ...]
    cadres: tuple[Cadre, ...]
    reasons: tuple[tuple[str, int], ...]


def progress_of(round_: Round, user: User) -> Progress:
    """Progress among the families that this person sees; four queries. Families that moved away do not count."""
    families = Family.objects.visible_to(user).filter(village_id=round_.village_id, until__isnull=True)
    interviews = Interview.objects.filter(round=round_, family__in=families)
    parts: dict[str, Part] = {}
    for rw, count in families.order_by("rw").values_list("rw").annotate(count=Count("pk")):
        parts[rw] = Part(rw, count)
    for rw, state, count in interviews.order_by().values_list("family__rw", "state").annotate(count=Count("pk")):
        parts.setdefault(rw, Part(rw)).by_state[state] += count  # a family may have come since the first query
    whole = Part("", sum(part.known for part in parts.values()))
    for part in parts.values():
        for state, count in part.by_state.items():
            whole.by_state[state] += count
    return Progress(whole, tuple(parts.values()), _cadres(interviews), _reasons(interviews))


def _cadres(interviews: QuerySet) -> tuple[Cadre, ...]:
    rows = interviews.order_by().values("interviewer__username", "state").annotate(count=Count("pk"))
    found: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        if row["interviewer__username"]:
            found[row["interviewer__username"]][row["state"]] += row["count"]
    cadres = [
        Cadre(name, counts[State.DONE], counts[State.OPEN], counts[State.NO_ANSWER]) for name, counts in found.items()
    ]
    return tuple(sorted(cadres, key=lambda cadre: (-cadre.done, cadre.name)))


def _reasons(interviews: QuerySet) -> tuple[tuple[str, int], ...]:
    rows = interviews.filter(state=State.NO_ANSWER).order_by().values_list("reason").annotate(count=Count("pk"))
    return tuple(sorted(((str(REASONS.get(reason, reason)), count) for reason, count in rows), key=lambda row: -row[1]))


def work_list(round_: Round, user: User, wanted: str, rw: str) -> QuerySet:
    """Families to visit, by RW, RT and head; each with the ``survey_state`` of its interview ("" when not begun).

    Args:
        round_: The round.
        user: Families that this person sees.
        wanted: "todo" (not finished and not given up), a state, or "all".
        rw: One RW, or "" for all.
    """
    interview = Interview.objects.filter(round=round_, family=OuterRef("pk"))
    families = (
        Family.objects.visible_to(user)
        .filter(village_id=round_.village_id, until__isnull=True)
        .annotate(survey_state=Coalesce(Subquery(interview.values("state")[:1]), Value(NOT_BEGUN)))
        .select_related("head", "dwelling")
        .order_by("rw", "rt", "head__name_key", "pk")
    )
    if rw:
        families = families.filter(rw=rw)
    if wanted == TO_DO:
        return families.filter(survey_state__in=(NOT_BEGUN, State.OPEN, State.PARTIAL))
    return families.filter(survey_state=wanted) if wanted in State.values else families
