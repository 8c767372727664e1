"""Steps and aid of a child in words, those that were put right apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from guyub.apps.people.models import Person
from guyub.apps.schooling.models import SchoolAid, SchoolStep
from guyub.apps.schooling.presentation.words import said
from guyub.apps.ui.templatetags.ui import rupiah
from guyub.data.schooling_files import load_schooling_rules


@dataclass(frozen=True)
class Told:
    """A row in words: what it says first, and more of it."""

    row: SchoolStep | SchoolAid
    title: str
    parts: Sequence[str]


def step_told(step: SchoolStep) -> Told:
    """What was done, why the child is not in school, what came of it, and the note."""
    rules = load_schooling_rules()
    parts = [
        said(rules.outcomes, step.outcome) if step.outcome else "",
        said(rules.causes, step.cause) if step.cause else "",
        step.note,
    ]
    return Told(step, said(rules.actions, step.action), [part for part in parts if part])


def aid_told(aid: SchoolAid) -> Told:
    """Which aid, how it stands, how much."""
    rules = load_schooling_rules()
    parts = [said(rules.aid_states, aid.state), "" if aid.rupiah is None else rupiah(aid.rupiah), aid.note]
    return Told(aid, said(rules.aids, aid.kind), [part for part in parts if part])


def former_told(child: Person) -> list[Told]:
    """What was put right, the latest first."""
    steps = SchoolStep.objects.filter(person=child, replaced_by__isnull=False).select_related("replaced_by")
    aids = SchoolAid.objects.filter(person=child, replaced_by__isnull=False).select_related("replaced_by")
    found = [*map(step_told, steps), *map(aid_told, aids)]
    return sorted(found, key=lambda one: one.row.replaced_by.recorded_at, reverse=True)
