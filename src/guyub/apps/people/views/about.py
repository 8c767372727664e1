"""Pages with a form about one person: each app says what it calls them, and where it leads back to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from guyub.apps.people.models import Person
from guyub.apps.people.presentation.wording import shown_name
from guyub.apps.ui.forms import recorded


@dataclass(frozen=True)
class FormAbout:
    """The page of a form about somebody.

    Attributes:
        called: What its template calls them.
        template: The template.
        page: Name of the address of their own page, to which it leads back once the form is recorded.
        trail: Breadcrumb of their page, and of what stands below it.
    """

    called: str
    template: str
    page: str
    trail: Callable[..., list[tuple[str, str]]]

    def __call__(
        self, request: HttpRequest, found: Person, form: forms.Form, record: Callable[[], object], **texts: Any
    ) -> HttpResponse:
        """Show it, or record it.

        Args:
            record: Records what was typed, once it is valid.
            texts: Title, lead and button of the page; what else it shows.
        """
        if recorded(form, record, request):
            return redirect(self.page, person_code=found.code)
        context = {
            **texts,
            self.called: found,
            "name": shown_name(found.name, found.code),
            "form": form,
            "synthetic": found.village.synthetic,
            "trail": self.trail(found, (str(texts["title"]), "")),
        }
        return render(request, self.template, context, status=422 if form.errors else 200)
