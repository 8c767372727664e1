"""The village profile: one topic a screen, kept as a draft, looked over, then recorded in one go."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.core import ratelimit
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guyub.apps.assessment import services
from guyub.apps.assessment.presentation import wording
from guyub.apps.assessment.presentation.comparison import Comparison, compare
from guyub.apps.assessment.services import UnusableFacts, findings_of, given_after, problem_with_day
from guyub.apps.intake.models import ProfileDraft
from guyub.apps.intake.presentation import profile as shown
from guyub.apps.intake.services import profile
from guyub.apps.intake.services.profile import DraftIncomplete, Filling, ReasonMissing
from guyub.apps.territory.models import Unit
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data import instrument_ids, load_fact_catalogue, load_instrument, load_profile_form
from guyub.domain.expressions.model import fact_codes
from guyub.domain.facts import Finding
from guyub.domain.facts.profile import AnyQuestion, Topic, is_asked, settled
from guyub.domain.instruments import Instrument
from guyub.domain.instruments.margins import find_margins
from guyub.language.findings import finding_text

KEPT = "profile-typed"  # what was typed when the session had ended, until the person is back
LARGEST_KEPT = 4_000  # characters; the longest topic has fewer than half of that
LONGEST_REASON = 1000


@dataclass(frozen=True)
class TopicLine:
    """One topic in the overview."""

    topic: Topic
    name: str
    lead: str
    filled: int  # figures of the class that are there, out of ``asked``
    asked: int
    further_filled: int  # figures that the class does not need
    further: int
    changed: int
    problems: int


@dataclass(frozen=True)
class ChangeLine:
    """One figure that changes. None: not known."""

    code: str
    name: str
    before: str
    after: str
    ticks: tuple[str, ...] = ()


@require_safe
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """All topics: what is filled, what is waiting to be saved."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    filling = profile.open_filling(request.user, _editable(request, code))
    missing = _missing(filling)
    lines = [_topic_line(filling, topic, missing) for topic in filling.form.topics]
    first_open = next((line.topic for line in lines if line.filled < line.asked), filling.form.topics[0])
    context = {"lines": lines, "first_open": first_open, "changes": filling.changes, "filling": filling}
    return _page(request, "intake/facts.html", filling.unit, context, _("Isi data"))


@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: HttpRequest, code: str, topic_id: str) -> HttpResponse:
    """One topic. What is typed is never lost: not on errors, and not when the session has ended."""
    asked = load_profile_form().by_topic.get(topic_id)
    if asked is None:
        raise Http404
    if not request.user.is_authenticated:
        return _back_after_login(request, code, topic_id)
    unit = _editable(request, code)
    filling = profile.open_filling(request.user, unit)
    if request.method == "POST":
        typed = shown.typed_from(request.POST, asked)
        filling, errors = _keep(request, unit, filling, asked, typed)
        if not errors:
            return redirect(_next_address(request.POST.get("go", ""), code, asked))
        return _topic_page(request, filling, asked, typed, errors)
    kept = _take_kept(request, code, topic_id)
    if kept is not None:
        return _topic_page(request, filling, asked, shown.typed_from(kept, asked), {}, came_back=True)
    return _topic_page(request, filling, asked, shown.typed_for({**filling.recorded, **filling.typed}, asked), {})


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, code: str) -> HttpResponse:
    """What would change, in figures, scores and class; then save it in one transaction."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    unit = _editable(request, code)
    errors: dict[str, str] = {}
    if request.method == "POST":
        saved_already = _saved_already(request, unit)
        if saved_already is not None:
            return saved_already
        as_of, errors = _read_day(request.POST.get("as_of", ""))
        if as_of is not None:
            outcome = _save(request, unit, as_of)
            if isinstance(outcome, HttpResponse):
                return outcome
            errors = outcome
    filling = profile.open_filling(request.user, unit)
    context = _review_context(filling) | {
        "errors": errors,
        "as_of": request.POST.get("as_of", ""),
        "latest": filling.known.as_of,
        "today": timezone.localdate().isoformat(),
        "reason": request.POST.get("reason", ""),
        "provenance": request.POST.get("provenance", ""),
    }
    return _page(request, "intake/facts_review.html", unit, context, _("Periksa dan simpan"))


@require_POST
def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Throw away what was typed and not saved."""
    if not request.user.is_authenticated:
        return redirect_to_login(reverse("assessment:facts", args=[code]))
    profile.discard(request.user, _editable(request, code))
    return redirect("assessment:facts", code=code)


# -- topics ------------------------------------------------------------------------------------------------------


def _editable(request: HttpRequest, code: str) -> Unit:
    return get_object_or_404(Unit.objects.editable_by(request.user).with_region().active(), region_id=code)


def _keep(
    request: HttpRequest, unit: Unit, filling: Filling, asked: Topic, typed: shown.Typed
) -> tuple[Filling, dict[str, str]]:
    """Keep what can be read in the draft; a sentence for each question whose answer cannot stand."""
    answers, errors = shown.read(asked, typed, filling.recorded)
    settled_answers = settled(filling.form, {**filling.answers, **answers})
    errors = {code: text for code, text in errors.items() if is_asked(filling.form.questions[code], settled_answers)}
    codes = tuple(question.code for question in asked.questions)
    readable = tuple(code for code in codes if code not in errors)
    filling = profile.keep_answers(request.user, unit, answers, readable)
    by_code = filling.form.questions
    for problem in filling.problems_of(asked):
        if problem.question not in errors:
            errors[problem.question] = shown.problem_sentence(problem, by_code[problem.question], page_language())
    return filling, errors


def _next_address(go: str, code: str, asked: Topic) -> str:
    topics = list(load_profile_form().by_topic)
    position = topics.index(asked.id) + 1
    if go == "review" or position == len(topics):
        return reverse("assessment:facts_review", args=[code])
    if go == "overview":
        return reverse("assessment:facts", args=[code])
    return reverse("assessment:facts_topic", args=[code, topics[position]])


def _topic_page(
    request: HttpRequest,
    filling: Filling,
    asked: Topic,
    typed: shown.Typed,
    errors: dict[str, str],
    came_back: bool = False,
) -> HttpResponse:
    language = page_language()
    topics = list(filling.form.topics)
    number = topics.index(asked) + 1
    found = shown.fields(asked, typed, filling.known.facts, errors, language)
    context = {
        "topic": asked,
        "name": asked.name.in_language(language),
        "lead": asked.lead.in_language(language),
        "number": number,
        "count": len(topics),
        "previous": topics[number - 2].id if number > 1 else "",
        "last": number == len(topics),
        "fields": found,
        "wrong": [one for one in found if one.error],
        "changes": filling.changes,
        "came_back": came_back,
        "total": _running_total(asked, filling),
    }
    return _page(request, "intake/facts_topic.html", filling.unit, context, str(context["name"]))


def _running_total(asked: Topic, filling: Filling) -> dict[str, Any] | None:
    """The sum that has to equal another figure, for the topic that has one; the form's data names the check."""
    check = next((check for check in load_fact_catalogue().checks if check.id == asked.adds_up), None)
    if check is None:
        return None
    (whole,) = fact_codes(check.right)
    summed = [f"id_{question.code}" for question in asked.questions if question.code in fact_codes(check.left)]
    return {"codes": " ".join(summed), "whole": filling.facts_after.get(whole)}


def _back_after_login(request: HttpRequest, code: str, topic_id: str) -> HttpResponse:
    if request.method == "POST":
        typed = request.POST.copy()
        typed.pop("csrfmiddlewaretoken", None)
        text = typed.urlencode()
        # Anyone can send this, and each time a session is stored: small ones, and not without end.
        if len(text) <= LARGEST_KEPT and ratelimit.consume(request, action="keep_typed"):
            request.session[KEPT] = {"code": code, "topic": topic_id, "typed": text}
    return redirect_to_login(request.path)


def _take_kept(request: HttpRequest, code: str, topic_id: str) -> QueryDict | None:
    kept = request.session.get(KEPT)
    if not kept or (kept["code"], kept["topic"]) != (code, topic_id):
        return None
    del request.session[KEPT]
    return QueryDict(kept["typed"])


def _missing(filling: Filling) -> set[str]:
    """Facts that the class needs and that nobody recorded or typed; a score by the national system stands for some."""
    instrument = services.default_instrument()
    typed = [code for code, value in filling.changes.items() if value is not None]
    given = services.given_after(typed, filling.known.given, instrument)
    return set(services.assess_facts(filling.facts_after, instrument, given=given).missing)


def _reads(instrument: Instrument, question: AnyQuestion) -> bool:
    return not set(instrument.facts_used).isdisjoint(question.facts)


def _is_read(question: AnyQuestion) -> bool:
    """Whether any instrument reads an answer; some questions only open others."""
    return any(_reads(load_instrument(name), question) for name in instrument_ids())


def _topic_line(filling: Filling, asked: Topic, missing: set[str]) -> TopicLine:
    language = page_language()
    codes = [question.code for question in asked.questions]
    needed = [question for question in asked.questions if _reads(services.default_instrument(), question)]
    further = [question for question in asked.questions if question not in needed and _is_read(question)]
    known = filling.facts_after
    changed = [code for code in codes if code in filling.typed]
    return TopicLine(
        topic=asked,
        name=asked.name.in_language(language),
        lead=asked.lead.in_language(language),
        filled=sum(missing.isdisjoint(question.facts) for question in needed),
        asked=len(needed),
        further_filled=sum(known.get(question.facts[0]) is not None for question in further),
        further=len(further),
        changed=len(changed),
        problems=sum(problem.question in codes for problem in filling.problems),
    )


# -- looking over and saving -------------------------------------------------------------------------------------


def _saved_already(request: HttpRequest, unit: Unit) -> HttpResponse | None:
    """A second press of the button, or a page sent again: lead to what was saved the first time."""
    number = request.POST.get("draft", "")
    draft = None
    if number.isdigit():
        draft = ProfileDraft.objects.filter(pk=int(number[:18]), person=request.user, unit=unit).first()
    if draft is None or draft.recording_id is None:
        return None
    return redirect("assessment:recording", code=unit.code, pk=draft.recording_id)


def _read_day(text: str) -> tuple[date | None, dict[str, str]]:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None, {"as_of": _("Pilih tanggal keadaan angkanya.")}
    problem = problem_with_day(day, timezone.localdate())
    if problem == "day-to-come":
        return None, {"as_of": _("Tanggal ini belum tiba. Pilih hari ini atau sebelumnya.")}
    if problem:
        return None, {"as_of": _("Tanggal ini terlalu lama. Kampung KB baru ada sejak 2016.")}
    return day, {}


def _save(request: HttpRequest, unit: Unit, as_of: date) -> HttpResponse | dict[str, str]:
    draft = ProfileDraft.objects.filter(unit=unit, person=request.user, recording=None).first()
    if draft is None:
        return redirect("assessment:facts", code=unit.code)
    provenance = request.POST.get("provenance", "").strip()[:300] or _("Formulir profil Kampung KB")
    reason = request.POST.get("reason", "")[:LONGEST_REASON]
    try:
        recording = profile.save_draft(request.user, draft.pk, as_of=as_of, provenance=provenance, reason=reason)
    except ReasonMissing:
        return {"reason": _("Tulis alasannya, atau kembali dan perbaiki angkanya.")}
    except DraftIncomplete:
        return {"draft": _("Masih ada jawaban yang perlu diperbaiki, atau belum ada yang berubah.")}
    except UnusableFacts as unusable:
        fact, value, _reason = unusable.problems[0]
        return {"draft": _("Angka {fact} = {value} tidak dapat dipakai.").format(fact=fact, value=value)}
    return redirect("assessment:recording", code=unit.code, pk=recording.pk)


def _review_context(filling: Filling) -> dict[str, Any]:
    language = page_language()
    instrument = services.default_instrument()
    by_question = {code: topic for topic in filling.form.topics for code in (q.code for q in topic.questions)}
    problems = [
        {
            "topic": by_question[problem.question],
            "code": problem.question,
            "label": shown.label(filling.form.questions[problem.question], language),
            "sentence": shown.problem_sentence(problem, filling.form.questions[problem.question], language),
        }
        for problem in filling.problems
    ]
    findings = [
        {
            "sentence": finding_text(load_fact_catalogue(), found.check, found.left, found.right, language),
            "facts": _figures(found.facts, language),
            "topics": _topics(found, filling, language),
        }
        for found in filling.findings
    ]
    after = given_after(
        [code for code, value in filling.changes.items() if value is not None], filling.known.given, instrument
    )
    return {
        "filling": filling,
        "draft": filling.draft,
        "changes": change_lines(filling.known.facts, filling.changes, language, filling.items),
        "problems": problems,
        "findings": findings,
        "comparison": compare(
            instrument,
            find_margins(instrument, filling.known.facts, given=filling.known.given),
            find_margins(instrument, filling.facts_after, given=after),
            (),
            language,
        ),
        "had_data": filling.known.anything,
    }


def _figures(facts: Any, language: str) -> list[tuple[str, str]]:
    catalogue = load_fact_catalogue().by_code
    return [
        (catalogue[code].name.in_language(language), wording.fact_value(catalogue[code], value, language))
        for code, value in facts.items()
    ]


def _topics(found: Finding, filling: Filling, language: str) -> list[tuple[str, str]]:
    """Topics in which the figures of a finding are asked: id and name."""
    return [
        (topic.id, topic.name.in_language(language))
        for topic in filling.form.topics
        if any(fact in found.facts for question in topic.questions for fact in question.facts)
    ]


def change_lines(before: Any, changes: Any, language: str, items: Any = None) -> list[ChangeLine]:
    """Changed figures in words, from → to."""
    catalogue = load_fact_catalogue().by_code
    names = _tick_names(language)

    def in_words(code: str, value: int | None) -> str:
        return _("belum diketahui") if value is None else wording.fact_value(catalogue[code], value, language)

    return [
        ChangeLine(
            code,
            catalogue[code].name.in_language(language),
            in_words(code, before.get(code)),
            in_words(code, value),
            tuple(names.get(item, item) for item in (items or {}).get(code, ())),
        )
        for code, value in changes.items()
    ]


def _tick_names(language: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for question in load_profile_form().questions.values():
        found.update(shown.item_names(question, language))
    return found


def saved_comparison(draft: ProfileDraft, language: str) -> Comparison:
    """Scores and class around a saving."""
    instrument = services.default_instrument()
    before, after = (
        find_margins(instrument, side["facts"], given=side["given"]) for side in (draft.before, draft.after)
    )
    return compare(instrument, before, after, findings_of(draft.after["facts"]), language)


def _page(request: HttpRequest, template: str, unit: Unit, context: dict[str, Any], title: str) -> HttpResponse:
    above = [(_("Isi data"), reverse("assessment:facts", args=[unit.code]))] if title != _("Isi data") else []
    trail = [(unit.name, reverse("assessment:village", args=[unit.code])), *above, (title, "")]
    return render(request, template, {**context, "unit": unit, "synthetic": unit.region.synthetic, "trail": trail})
