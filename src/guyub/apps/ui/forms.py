"""What every page with a form does alike."""

from collections.abc import Callable

from django import forms

from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence


def recorded(form: forms.BaseForm, record: Callable[[], object]) -> bool:
    """Whether what was typed is valid and on record now; why it was refused stands on the form.

    Args:
        record: Records it. Called once, for a valid form alone.
    """
    if not form.is_valid():
        return False
    try:
        record()
    except DomainError as error:
        form.add_error(None, sentence(error, page_language()))
        return False
    return True
