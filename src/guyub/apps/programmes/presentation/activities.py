"""Activities as pages and files show them: names of codes, lines of the list, and what the web's form is given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.programmes.activity_models import Activity, ActivityPhoto
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.group_files import load_activities, load_post_form
from guyub.domain.programmes.posts import OTHER, report_by
from guyub.domain.rulefiles import Choice
from guyub.language import format_date

STATES = ("belum", "terlambat", "sudah")


@dataclass(frozen=True)
class Wanted:
    """What a list is filtered by; empty: everything."""

    area: str = ""
    section: str = ""
    state: str = ""


@dataclass(frozen=True)
class ActivityLine:
    """An activity on the list. ``late``: not on the web although its month is over."""

    activity: Activity
    title: str
    area: str
    section: str
    photos: int
    due: date
    late: bool


def activity_title(activity: Activity) -> str:
    """Its own title, or what the list of 58 calls it."""
    return activity.title or activity_name(activity.activity)


def activity_name(code: str) -> str:
    """What the list of 58 calls an activity; the code where the list no longer has it."""
    area = load_activities().area_of.get(code)
    return _named(area.activities if area else (), code)


def section_name(code: str) -> str:
    """A function of a family, or "other"."""
    return _named((*load_activities().functions.choices, *load_post_form().sections.choices), code)


def target_names(activity: Activity) -> list[str]:
    """For whom it was, "other" in words."""
    return _names(load_post_form().targets.choices, activity.targets, activity.target_told)


def institution_names(activity: Activity) -> list[str]:
    """Institutions that took part, "other" in words."""
    return _names(load_post_form().institutions.choices, activity.institutions, activity.institution_told)


def institution_name(code: str) -> str:
    """What the web calls an institution."""
    return _named(load_post_form().institutions.choices, code)


def kind_name(code: str) -> str:
    """A type of post."""
    return _named(load_post_form().kinds.choices, code)


def filtered(found: QuerySet[Activity], wanted: Wanted, today: date) -> QuerySet[Activity]:
    """Activities of the area, the section and the state that are asked for."""
    areas = {area.code: [one.code for one in area.activities] for area in load_activities().areas}
    if wanted.area in areas:
        found = found.filter(activity__in=areas[wanted.area])
    if wanted.section:
        found = found.filter(section=wanted.section)
    if wanted.state in STATES:
        found = found.filter(posted_on__isnull=wanted.state != "sudah")
    return found.filter(day__lt=today.replace(day=1)) if wanted.state == "terlambat" else found


def with_photos(found: QuerySet[Activity]) -> QuerySet[Activity]:
    """The same, the latest first, with the number of their photos."""
    return found.annotate(photo_count=Count("photos")).order_by("-day", "-pk")


def lines(found: Iterable[Activity], today: date) -> list[ActivityLine]:
    """Activities `with_photos` as lines; no query."""
    rules = load_activities()
    return [
        ActivityLine(
            activity=one,
            title=activity_title(one),
            area=area.name.in_language(page_language()) if (area := rules.area_of.get(one.activity)) else "",
            section=section_name(one.section),
            photos=one.photo_count,  # type: ignore[attr-defined]
            due=report_by(one.day),
            late=one.posted_on is None and today > report_by(one.day),
        )
        for one in found
    ]


def photos_for(user: User, activity: Activity) -> list[ActivityPhoto]:
    """Photos that the reader sees, in the order in which they were added, before ahead of after; one query."""
    found = ActivityPhoto.objects.visible_to(user).filter(activity=activity).select_related("file")
    order = [str(moment) for moment in ActivityPhoto.Moment]
    return sorted(found, key=lambda photo: (order.index(photo.moment), photo.pk))


def form_headings() -> list[str]:
    """Labels of the web's form, in its order, as it has them: Indonesian in either language."""
    return [
        "Judul Kegiatan",
        "Kategori Kegiatan",
        "Tanggal Kegiatan",
        "Tempat Kegiatan",
        "Deskripsi Kegiatan",
        "Seksi Kegiatan",
        "Peserta Kegiatan",
        "Peserta Kegiatan Lainnya",
        "Instansi",
        "Instansi Lainnya",
        "Jenis Post",
    ]


def form_values(activity: Activity) -> list[str]:
    """What the web's form is given, in the order of `form_headings`, in the web's own words."""
    form, rules = load_post_form(), load_activities()
    area = rules.area_of.get(activity.activity)
    category = _word(area.activities, activity.activity) if area else "* Lainnya"
    return [
        activity.title or category,
        category,
        f"{activity.day:%d/%m/%Y}",
        activity.place,
        activity.description,
        _word(form.sections.choices, activity.section),
        "; ".join(_word(form.targets.choices, code) for code in activity.targets if code != OTHER),
        activity.target_told,
        "; ".join(_word(form.institutions.choices, code) for code in activity.institutions if code != OTHER),
        activity.institution_told,
        _word(form.kinds.choices, activity.kind),
    ]


def posted_words(activity: Activity) -> str:
    """Since when it is on the web, for a file."""
    return format_date(activity.posted_on, page_language()) if activity.posted_on else _("belum diposting")


def _word(choices: Sequence[Choice], code: str) -> str:
    found = next((one for one in choices if one.code == code), None)
    return found.name.id if found else code


def _named(choices: Sequence[Choice], code: str) -> str:
    found = next((one for one in choices if one.code == code), None)
    return found.name.in_language(page_language()) if found else code


def _names(choices: Sequence[Choice], codes: Sequence[str], told: str) -> list[str]:
    names = [_named(choices, code) for code in codes if code != OTHER]
    return [*names, told] if told else names
