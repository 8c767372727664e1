"""The parts of the list that come by the dozen, as HTML: rows of the table, and choices of RW and RT.

Written here and not in the template: fifty rows of ten values each cost the template language more than everything
else on the page, and a village has fifty RW.
"""

from collections.abc import Iterable
from datetime import date
from functools import cache
from html import escape

from django.urls import reverse
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
STATE = ' <span class="quiet">({})</span>'
MISSING = '<span class="missing">{}</span>'
OPTION = '<option value="{}"{}>{}</option>'


def family_rows(lines: Iterable[FamilyLine], per: date | None = None) -> SafeString:
    """Rows of the table of families; `per`: the day the list is shown as of, which links lead on."""
    language = page_language()
    missing = MISSING.format(escape(_("belum ada data")))
    query = f"?per={per.isoformat()}" if per else ""
    labels = {"address_label": _("Alamat"), "members_label": _("Anggota"), "code_label": _("Kode")}
    labels = {name: escape(label) for name, label in labels.items()}
    nobody = _("Tanpa kepala keluarga")
    address = cache(lambda village: reverse("people:family", args=[village, CODE]))
    # Every value below is escaped or a number; the one of Django asks ten questions for each of five hundred values.
    rows = (
        ROW.format(
            url=escape(address(line.village).replace(CODE, line.code) + query),
            head=escape(line.head or nobody),
            found=_found(line.found) if line.found else "",
            part=escape(f"{line.place.rw} / {line.place.rt or '–'}") if line.place.rw else missing,
            address=escape(line.place.address) if line.place.address else missing,
            members=words.format_number(line.members, language),
            code=escape(line.code),
            **labels,
        )
        for line in lines
    )
    return SafeString("".join(rows))


def _found(person: Person) -> str:
    state = "" if person.state == Person.State.LIVING else STATE.format(escape(str(STATES[Person.State(person.state)])))
    url = escape(reverse("people:person", args=[person.code]))
    return FOUND.format(icon=icon("person-circle"), url=url, name=escape(person.name), state=state)


def part_options(parts: Iterable[str], chosen: str) -> SafeString:
    """Choices of RW or RT; the empty one, where none is recorded, has words of its own."""
    unknown = _("belum tercatat")
    choices = ((part or UNKNOWN, part or unknown) for part in parts)
    options = (
        OPTION.format(escape(value), " selected" if value == chosen else "", escape(text)) for value, text in choices
    )
    return SafeString("".join(options))
