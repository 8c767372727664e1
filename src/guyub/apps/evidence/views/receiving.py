"""Forms that bring files: too large ones are given up while they come in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from guyub.apps.evidence import limits
from guyub.apps.evidence.errors import FileTooLarge
from guyub.apps.evidence.services import files
from guyub.apps.intake.uploads import SizeLimitHandler

AROUND = limits.MEGABYTE  # what a form has beside its file


def with_size_limit(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The limit has to be set before anything reads the request, and the CSRF check reads it."""
    checked = csrf_protect(view)

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            request.upload_handlers.insert(0, SizeLimitHandler(request, limits.LARGEST_BYTES + AROUND))
        return checked(request, *args, **kwargs)

    return csrf_exempt(wrapped)


def refuse_given_up(request: HttpRequest) -> None:
    """Say of a form that was given up while it came in why nothing of it is there.

    Raises:
        FileTooLarge: It was given up.
    """
    if getattr(request, "upload_too_large", False):
        most = files.megabytes(limits.LARGEST_BYTES)
        raise FileTooLarge(file=_("ini"), size=_("lebih dari {most}").format(most=most), most=most)
