"""The parts of the list that come by the dozen, as HTML: rows of the table, and choices of RW and RT.

Written here and not in the template: fifty rows of ten values each cost the template language more than everything
else on the page, and a village has fifty RW.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guyub import language as words
from guyub.apps.people.models import Person
from guyub.apps.people.presentation.families import UNKNOWN
from guyub.apps.people.presentation.lines import FamilyLine
from guyub.apps.people.presentation.wording import STATES
from guyub.apps.ui.templatetags.ui import icon, page_language

CODE = "FFFFFFFFFFF"  # stands for the code of a family in an address
ROW = """<tr>
<th scope="row"><span><a class="text-link" href="{url}">{head}</a>{found}</span></th>
<td data-label="RW / RT" class="nowrap">{part}</td>
<td data-label="{address_label}">{address}</td>
<td class="num" data-label="{members_label}">{members}</td>
<td class="nowrap quiet" data-label="{code_label}">{code}</td>
</tr>"""
FOUND = '<span class="d-block fw-normal">{icon} <a href="{url}">{name}</a>{state}</span>'
OPTION = '<option value="{}"{}>{}</option>'
SELECTED = SafeString(" selected")


def family_rows(lines: Iterable[FamilyLine], per: date | None = None) -> SafeString:
    """Rows of the table of families; `per`: the day the list is shown as of, which links lead on."""
    language = page_language()
    missing = format_html('<span class="missing">{}</span>', _("belum ada data"))
    query = f"?per={per.isoformat()}" if per else ""
    labels = {"address_label": _("Alamat"), "members_label": _("Anggota"), "code_label": _("Kode")}
    nobody = _("Tanpa kepala keluarga")
    address = cache(lambda village: reverse("people:family", args=[village, CODE]))
    rows = (
        {
            "url": address(line.village).replace(CODE, line.code) + query,
            "head": line.head or nobody,
            "found": _found(line.found) if line.found else "",
            "part": f"{line.place.rw} / {line.place.rt or '–'}" if line.place.rw else missing,
            "address": line.place.address or missing,
            "members": words.format_number(line.members, language),
            "code": line.code,
            **labels,
        }
        for line in lines
    )
    return format_html_join("", ROW, rows)


def _found(person: Person) -> SafeString:
    state = "" if person.state == Person.State.LIVING else format_html(" {}", _state(person.state))
    url = reverse("people:person", args=[person.code])
    return format_html(FOUND, icon=icon("person-circle"), url=url, name=person.name, state=state)


def _state(state: str) -> SafeString:
    return format_html('<span class="quiet">({})</span>', STATES.get(Person.State(state), ""))


def part_options(parts: Iterable[str], chosen: str) -> SafeString:
    """Choices of RW or RT; the empty one, where none is recorded, has words of its own."""
    unknown = _("belum tercatat")
    choices = ((part or UNKNOWN, part or unknown) for part in parts)
    return format_html_join("", OPTION, ((value, SELECTED if value == chosen else "", text) for value, text in choices))
