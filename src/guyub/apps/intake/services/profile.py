"""The village profile on its way into the records: kept as a draft, looked over, saved once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db import IntegrityError, transaction

from guyub.apps.accounts.models import User
from guyub.apps.assessment import services
from guyub.apps.assessment.models import Recording, Source
from guyub.apps.assessment.services import Known, findings_of
from guyub.apps.intake.models import ProfileDraft
from guyub.apps.territory.models import Unit
from guyub.data import load_profile_form
from guyub.domain.facts import Finding
from guyub.domain.facts.profile import (
    Answer,
    DerivedFacts,
    Problem,
    ProfileForm,
    Topic,
    answers_from,
    derive_facts,
    is_asked,
    problems_in,
    settled,
)
from guyub.errors import DomainError


class DraftIncomplete(DomainError):
    """Answers of a draft cannot stand together, or nothing would change."""

    code = "draft-incomplete"
    template = "The profile cannot be saved yet: {count} answers need another look."
    exit_code = 4


class ReasonMissing(DomainError):
    """Figures contradict one another and nobody said why they stand."""

    code = "reason-missing"
    template = "{count} figures do not agree. Correct them, or write why they are right."
    exit_code = 4


@dataclass(frozen=True)
class Filling:
    """A person at the profile of a village: what is on record, and what that person has typed so far."""

    unit: Unit
    known: Known
    draft: ProfileDraft | None

    @property
    def form(self) -> ProfileForm:
        """The questionnaire."""
        return load_profile_form()

    @cached_property
    def recorded(self) -> dict[str, Answer]:
        """Answers that the facts on record stand for."""
        return answers_from(self.form, self.known.facts, self.known.items)

    @cached_property
    def typed(self) -> dict[str, Answer]:
        """Answers of the draft; those of questions that the form no longer has are left out."""
        stored = self.draft.answers if self.draft else {}
        return {code: _answer(value) for code, value in stored.items() if code in self.form.questions}

    @cached_property
    def answers(self) -> dict[str, Answer]:
        """Everything the form shows: the record with the draft over it.

        Recorded details of a pokja that the draft says does not exist are no answers any more.
        """
        return without_unasked(self.form, {**self.recorded, **self.typed}, self.typed)

    @property
    def touched(self) -> tuple[str, ...]:
        """Questions with a typed answer, and those that depend on one of them."""
        found: dict[str, None] = {}
        for code, question in self.form.questions.items():
            if code in self.typed or (question.only_if is not None and question.only_if.flag in found):
                found[code] = None
        return tuple(found)

    @cached_property
    def changes(self) -> dict[str, int | None]:
        """Facts that saving would change, by code; None where a figure becomes not known."""
        derived = derive_facts(self.form, self.answers)
        concerned = [fact for code in self.touched for fact in self.form.questions[code].facts if fact in derived.facts]
        return {code: derived.facts[code] for code in concerned if self._differs(code, derived)}

    def _differs(self, code: str, derived: DerivedFacts) -> bool:
        value, ticks = derived.facts[code], derived.items.get(code)
        if value != self.known.facts.get(code):
            return True
        return ticks is not None and ticks != self.known.items.get(code)

    @property
    def items(self) -> dict[str, Any]:
        """The ticks behind the changed counts."""
        found = derive_facts(self.form, self.answers).items
        return {code: found[code] for code, value in self.changes.items() if code in found and value is not None}

    @cached_property
    def facts_after(self) -> dict[str, int | None]:
        """Facts as they would be."""
        return {**self.known.facts, **self.changes}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Answers that cannot stand, among those that were typed or hang on them.

        What is wrong with older answers does not keep anyone from saving a new figure.
        """
        touched = self.touched
        return tuple(problem for problem in problems_in(self.form, self.answers) if problem.question in touched)

    def problems_of(self, topic: Topic) -> tuple[Problem, ...]:
        """Everything that cannot stand in one topic, typed or not."""
        codes = {question.code for question in topic.questions}
        return tuple(problem for problem in problems_in(self.form, self.answers) if problem.question in codes)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Figures that would contradict one another."""
        return findings_of(self.facts_after)


def without_unasked(form: ProfileForm, answers: Mapping[str, Answer], typed: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers without those that are only on record and that the other answers leave without a question."""
    found = dict(answers)
    for code, question in form.questions.items():
        if code not in typed and not is_asked(question, settled(form, found)):
            found.pop(code, None)
    return found


def _answer(stored: Any) -> Answer:
    """JSON keeps tick lists as lists."""
    return tuple(stored) if isinstance(stored, list) else stored


def open_filling(person: User, unit: Unit) -> Filling:
    """Where the person stands with this village."""
    draft = ProfileDraft.objects.filter(unit=unit, person=person, recording=None).first()
    return Filling(unit, services.known_about(unit, services.default_instrument()), draft)


@transaction.atomic
def keep_answers(person: User, unit: Unit, answered: Mapping[str, Answer], asked: tuple[str, ...]) -> Filling:
    """Keep the answers of one topic in the draft. ``asked``: the questions of that topic.

    A question of the topic that has no answer now loses the one in the draft. Answers that say what is on record
    already are not kept.
    """
    filling = open_filling(person, unit)
    stored = {code: value for code, value in filling.typed.items() if code not in asked}
    stored |= {
        code: value
        for code, value in answered.items()
        if code in asked and (code not in filling.recorded or filling.recorded[code] != value)
    }
    kept = {code: list(value) if isinstance(value, tuple) else value for code, value in stored.items()}
    draft = filling.draft or _new_draft(person, unit)
    draft.answers = kept
    draft.save(update_fields=["answers", "updated_at"])
    return Filling(unit, filling.known, draft)


def _new_draft(person: User, unit: Unit) -> ProfileDraft:
    try:
        with transaction.atomic():
            return ProfileDraft.objects.create(unit=unit, person=person)
    except IntegrityError:  # the same person in a second window was faster
        return ProfileDraft.objects.get(unit=unit, person=person, recording=None)


def discard(person: User, unit: Unit) -> None:
    """Throw the open draft away."""
    ProfileDraft.objects.filter(unit=unit, person=person, recording=None).delete()


@transaction.atomic
def save_draft(person: User, draft_id: int, *, as_of: date, provenance: str, reason: str) -> Recording:
    """Record what a draft changes, in one transaction. A draft that was saved before gives its recording again.

    Raises:
        DraftIncomplete: Answers cannot stand together, or nothing would change.
        ReasonMissing: The figures contradict one another and no reason is given.
        NotAllowed, UnusableFacts: See `services.record_facts`.
    """
    locked = ProfileDraft.objects.select_for_update(of=("self",))  # PostgreSQL locks no row that may be absent
    draft = locked.select_related("unit", "recording").get(pk=draft_id, person=person)
    if draft.recording is not None:
        return draft.recording
    filling = Filling(draft.unit, services.known_about(draft.unit, services.default_instrument()), draft)
    if filling.problems or not filling.changes:
        raise DraftIncomplete(count=len(filling.problems))
    if filling.findings and not reason.strip():
        raise ReasonMissing(count=len(filling.findings))
    recording = services.record_facts(
        person,
        draft.unit,
        as_of=as_of,
        values=filling.changes,
        source=Source.PROFILE_FORM,
        provenance=provenance,
        items=filling.items,
        note=reason.strip(),
    )
    known = services.known_about(draft.unit, services.default_instrument())
    draft.recording = recording
    draft.before = {"facts": dict(filling.known.facts), "given": dict(filling.known.given)}
    draft.after = {"facts": dict(known.facts), "given": dict(known.given)}
    draft.save()
    return recording
