"""What every page with a form does alike."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence


def recorded(form: forms.BaseForm, record: Callable[[], object], say_to: HttpRequest | None = None) -> bool:
    """Whether what was typed is valid and on record now; why it was refused stands on the form.

    Args:
        record: Records it. Called once, for a valid form alone.
        say_to: The next page that this person opens says that it is on record; None where the view says more.
    """
    if not form.is_valid():
        return False
    try:
        record()
    except DomainError as error:
        form.add_error(None, sentence(error, page_language()))
        return False
    if say_to is not None:
        messages.success(say_to, _("Tersimpan."))
    return True
