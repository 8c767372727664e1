"""Forms that bring files: too large ones are given up while they come in."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from guyub.apps import uploads
from guyub.apps.evidence import limits
from guyub.apps.evidence.errors import FileTooLarge
from guyub.apps.evidence.services import files

AROUND = limits.MEGABYTE  # what a form has beside its file


with_size_limit = uploads.with_size_limit(lambda: limits.LARGEST_BYTES + AROUND)


def refuse_given_up(request: HttpRequest) -> None:
    """Say of a form that was given up while it came in why nothing of it is there.

    Raises:
        FileTooLarge: It was given up.
    """
    if getattr(request, "upload_too_large", False):
        most = files.megabytes(limits.LARGEST_BYTES)
        raise FileTooLarge(file=_("ini"), size=_("lebih dari {most}").format(most=most), most=most)
