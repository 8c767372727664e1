"""How what somebody sends is answered: done and led on, or refused in a sentence that says what to put right."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect

from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError, NotAllowed
from guyub.language import sentence

Doing = Callable[[], str]
"""Does what was asked for; answers with the words for it."""


def answer_form(
    request: HttpRequest, doing: Doing, again: Callable[[str], HttpResponse], onward: HttpResponseRedirect
) -> HttpResponse:
    """Answer a form with much typed into it.

    Args:
        request: What was sent.
        doing: What it asks for.
        again: The page once more with the sentence that says what to put right; it keeps what was typed.
        onward: Where to go when it is done.

    Raises:
        NotAllowed: The person may not; there is a page for that.
    """
    try:
        messages.success(request, doing())
    except NotAllowed:
        raise
    except DomainError as error:
        response = again(sentence(error, page_language()))
        response.status_code = 422
        return response
    return onward


def answer_button(request: HttpRequest, doing: Doing, where: str, pk: int) -> HttpResponse:
    """Answer a button: back to its page, which says what was done or what stands in the way."""
    try:
        messages.success(request, doing())
    except DomainError as error:
        messages.error(request, sentence(error, page_language()))
    return redirect(where, pk=pk)
