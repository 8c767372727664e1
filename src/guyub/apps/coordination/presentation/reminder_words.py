"""The words of reminders: to be copied into a message, and the letter to an office."""

from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guyub.apps.coordination.models import Commitment, Office
from guyub.apps.coordination.presentation.commitments import days_words


def message(one: Commitment, today: date, address: str = "") -> str:
    """A short text to copy into a chat: which promise, for whom, how late; no figures of a village."""
    villages = ", ".join(unit.name for unit in one.villages.all())
    told = _("Yth. {office}, mengingatkan janji untuk {villages}: {output} ({quantity} {unit}), {days}.").format(
        office=one.post or one.office.short,
        villages=villages,
        output=one.output,
        quantity=one.quantity,
        unit=one.quantity_unit,
        days=days_words(one, today),
    )
    return f"{told} {_('Jawab di')} {address}" if address else told


def letter(office: Office, found: list[Commitment], today: date) -> tuple[str, str]:
    """Subject and text of the letter to an office, in Indonesian."""
    with translation.override(settings.LANGUAGE_CODE):
        subject = ngettext(
            "Guyub: {n} janji {office} perlu perhatian", "Guyub: {n} janji {office} perlu perhatian", len(found)
        ).format(n=len(found), office=office.short)
        told = [f"- {one.output} ({_villages(one)}): {days_words(one, today)}" for one in found]
        opening = _("Yth. {office},").format(office=office.name)
        asked = _("Janji berikut jatuh tempo dalam tujuh hari atau sudah lewat:")
        closing = _("Jawab atau laporkan kemajuannya di Guyub, halaman Kotak OPD.")
        return subject, "\n".join([opening, "", asked, *told, "", closing, ""])


def _villages(one: Commitment) -> str:
    return ", ".join(unit.name for unit in one.villages.all())
