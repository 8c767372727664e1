"""Template helpers of the look: icons, form controls, numbers and dates in the words of the page's language."""

import datetime
from functools import lru_cache
from typing import Any

from django import forms, template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy

from guyub import language as words
from guyub.data import load_instrument
from guyub.domain.expressions.rounding import rounded_ratio
from guyub.domain.instruments import Instrument
from guyub.domain.rulefiles import Text
from guyub.language.words import source_text

register = template.Library()

FULL_MARK = 3
RING = '<circle r="6.5" fill="none" stroke="currentColor" stroke-width="2"/>'
FILLINGS = (
    "",
    '<path d="M0 0V-6.5A6.5 6.5 0 0 1 6.5 0Z" fill="currentColor"/>',
    '<path d="M0 -6.5a6.5 6.5 0 0 1 0 13Z" fill="currentColor"/>',
    '<circle r="6.5" fill="currentColor"/>',
)
BADGE = (
    '<span class="class-badge class-{slug} {sized}"><svg viewBox="-8 -8 16 16" aria-hidden="true" focusable="false">'
    "{sign}</svg>{name}</span>"
)
BADGE_NONE = '<span class="class-badge class-badge--none {sized}">{told}</span>'
PROVISIONAL = '<span class="provisional">{word}<span class="visually-hidden">: {told}</span></span>'
NO_BREAK = "\N{NO-BREAK SPACE}"
CHECKS = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple)
SELECTS = (forms.Select, forms.SelectMultiple)


def page_language() -> str:
    """'id' or 'en': the language the page is shown in."""
    return "en" if (get_language() or "id").startswith("en") else "id"


@register.filter
def in_language(text: Text) -> str:
    """A text of a rule file in the page's language."""
    return text.in_language(page_language())


@register.filter
def rule_source(instrument: Instrument | None) -> str:
    """Where an instrument comes from, in the page's language."""
    return "" if instrument is None else source_text(instrument.id, instrument.source, page_language())


# What a browser says of itself, the telling word first: Edge also says Chrome, and Chrome also says Safari.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS": "macOS",
    "Linux": "Linux",
}


@register.filter
def browser(user_agent: str) -> str:
    """Such as "Chrome, Linux", from what a browser says of itself; its own words where they are strange to us."""
    name = next((name for word, name in _BROWSERS.items() if word in user_agent), "")
    system = next((name for word, name in _SYSTEMS.items() if word in user_agent), "")
    return ", ".join(filter(None, (name, system))) or user_agent


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; without a label it is decoration and hidden from screen readers."""
    return _icon(name, str(label))


@lru_cache(maxsize=1000)  # a page shows thirty, the same on every page
def _icon(name: str, label: str) -> SafeString:
    sprite = static("vendor/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"></use></svg>',
            label,
            sprite,
            name,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        sprite,
        name,
    )


GRADES = {  # the word on the mark, and the sentence it opens
    "PROPOSED": (gettext_lazy("usulan"), gettext_lazy("Usulan Guyub, bukan angka atau aturan resmi.")),
    "PARTIAL": (gettext_lazy("sebagian"), gettext_lazy("Hanya sebagian aturan resminya yang diketahui.")),
    "INFERRED": (gettext_lazy("perkiraan"), gettext_lazy("Disimpulkan dari sumber lain, belum tertulis resmi.")),
    "CONFIRMED": (gettext_lazy("terkonfirmasi"), gettext_lazy("Sesuai dengan sumber yang diperiksa.")),
}
GRADE = (
    '<details class="grade grade--{kind}"><summary>{word}<span class="visually-hidden"> — {hint}</span></summary>'
    "<div>{sentence} {source}{more}</div></details>"
)


def grade_word(grade: str) -> str:
    """The word of a grade, for documents: "sebagian"."""
    return str(GRADES[str(grade)][0])


@register.simple_tag
def grade_mark(grade: str, source: str = "", always: str = "", more: str = "") -> SafeString:
    """How sure a rule is, opening where it comes from; nothing for a confirmed one unless `always`.

    For lists; once on a page `<c-grade>` reads better and shows the same.
    """
    if grade == "CONFIRMED" and not always:
        return SafeString("")
    # Escaped before: as keys of a cache, safe and unsafe texts are the same.
    return _grade_mark(str(grade), conditional_escape(source), conditional_escape(more), page_language())


@lru_cache(maxsize=1000)  # a list shows the marks of its rules on every row
def _grade_mark(grade: str, source: SafeString, more: SafeString, language: str) -> SafeString:
    word, sentence = GRADES.get(grade, GRADES["CONFIRMED"])
    origin = format_html("{}: {}", gettext("Sumber"), source) if source else ""
    return format_html(
        GRADE,
        kind=grade.lower(),
        word=word,
        hint=gettext("buka sumber aturan"),
        sentence=sentence,
        source=origin,
        more=more,
    )


@register.filter
def control(field: BoundField) -> SafeString:
    """The input of a form field in the look of the site."""
    widget = field.field.widget
    if type(widget) is forms.Select:
        widget.template_name = "ui/select.html"  # Django's own asks for two templates an option
    if isinstance(widget, CHECKS):
        name = "form-check-input"
    elif isinstance(widget, SELECTS):
        name = "form-select"
    else:
        name = "form-control"
    given = widget.attrs.get("class", "")
    return field.as_widget(attrs={"class": f"{given} {name}".strip()})


@register.filter
def is_check(field: BoundField) -> bool:
    """Whether the field is one tick box, whose label stands behind it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_group(field: BoundField) -> bool:
    """Whether the field is a group of boxes, which needs a legend."""
    return isinstance(field.field.widget, forms.CheckboxSelectMultiple | forms.RadioSelect)


@register.filter
def number(value: Any) -> str:
    """A whole number as people write it: 6.771 (id), 6,771 (en). Empty for None."""
    return "" if value is None else words.format_number(value, page_language())


@register.filter
def hundredths(value: int | None) -> str:
    """An index held in hundredths: 3,25 (id), 3.25 (en). Empty for None."""
    return "" if value is None else words.format_hundredths(value, page_language())


@register.filter
def rupiah(value: int | None) -> str:
    """An amount in whole rupiah: Rp1.250.000. Empty for None."""
    return "" if value is None else words.format_rupiah(value, page_language()).replace(" ", NO_BREAK)


@register.filter
def day(value: datetime.date | None) -> str:
    """A date in words: 31 Mei 2023. Empty for None."""
    return "" if value is None else words.format_date(value, page_language())


@register.filter
def short_day(value: datetime.date | None) -> str:
    """A date for narrow columns: 31 Mei 2023, 31 Des 2025, kept on one line. Empty for None."""
    if value is None:
        return ""
    number_of_day, month, year = words.format_date(value, page_language()).split(" ")
    return NO_BREAK.join((number_of_day, month[:3], year))


@register.filter
def class_slug(name: str | None) -> str:
    """CSS name of a village class: the official word in lower case."""
    return (name or "").lower().replace(" ", "-")


def class_mark(name: str | None) -> int:
    """How full the sign of a class is, in thirds: 0 for the lowest class of the rules, 3 for the highest."""
    return _thirds(settings.GUYUB_INSTRUMENT, name)


@lru_cache(maxsize=100)
def _thirds(rules: str, name: str | None) -> int:
    classes = sorted(load_instrument(rules).classes, key=lambda one: one.rank)
    place = next((place for place, one in enumerate(classes) if one.name == name), 0)
    return rounded_ratio(place, len(classes) - 1, FULL_MARK) if len(classes) > 1 else FULL_MARK


def class_sign(name: str | None) -> SafeString:
    """The sign of a class, to be set into a picture: an empty ring for the lowest, a full one for the highest."""
    return SafeString(RING + FILLINGS[class_mark(name)])


@register.simple_tag
def class_badge(name: str | None, size: str = "") -> SafeString:
    """The class as sign and word; without a name that there is no data yet."""
    sized = f"class-badge--{size}" if size else ""
    if not name:
        return format_html(BADGE_NONE, sized=sized, told=gettext("belum ada data"))
    return format_html(BADGE, slug=class_slug(name), sized=sized, sign=class_sign(name), name=name)


@register.simple_tag
def provisional_mark() -> SafeString:
    """Beside a class that rests on unrecorded figures."""
    return format_html(PROVISIONAL, word=gettext("sementara"), told=gettext("masih ada angka yang belum tercatat"))


@register.filter
def local_day(value: datetime.datetime | None) -> str:
    """The day of a moment in local time, in words."""
    return "" if value is None else words.format_date(timezone.localtime(value).date(), page_language())


@register.filter
def local_moment(value: datetime.datetime | None) -> str:
    """The day and the minute of a moment in local time: 30 November 2026, 23.59."""
    return "" if value is None else words.format_moment(timezone.localtime(value), page_language())


@register.filter
def unbroken(value: str) -> str:
    """A sentence in which no line break parts a number from its per cent sign or its Rp."""
    return value.replace(" %", f"{NO_BREAK}%").replace("Rp ", f"Rp{NO_BREAK}")
