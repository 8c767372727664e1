"""What the law gives a person: everything held about them as a file, and its erasure."""

import json

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guyub.apps.accounts.rights import Right
from guyub.apps.documents.tables import file_answer
from guyub.apps.people import services
from guyub.apps.people.access import person_or_404
from guyub.apps.people.forms.corrections import ReasonForm
from guyub.apps.people.models import Person
from guyub.apps.people.views.person import person_trail
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError
from guyub.language import sentence


class EraseForm(ReasonForm):
    """Erasure cannot be taken back: the code of the person is typed once more."""

    code = forms.CharField(
        label=gettext_lazy("Ketik kode orang ini"),
        max_length=11,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Ketik kodenya.")},
    )

    def __init__(self, *args: object, person: Person, **options: object) -> None:
        super().__init__(*args, **options)
        self.person = person

    def clean_code(self) -> str:
        """The code of this person and no other."""
        code = self.cleaned_data["code"].strip().upper()
        if code != self.person.code:
            raise forms.ValidationError(_("Kode ini bukan kode orang di halaman ini."))
        return code


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def extract(request: HttpRequest, person_code: str) -> HttpResponse:
    """Everything held about one person, as a file; asked for with a reason."""
    found = person_or_404(request, person_code, Right.ERASE_PEOPLE)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        try:
            data = services.extract_of(request.user, found, form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error(None, sentence(error, page_language()))
        else:
            return _file(found, data)
    return _page(request, "people/extract.html", found, form, _("Salinan data pribadi"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, person_code: str) -> HttpResponse:
    """Destroy what identifies one person. Counts stay."""
    found = person_or_404(request, person_code, Right.ERASE_PEOPLE)
    if found.state == Person.State.ERASED:
        return redirect("people:person", person_code=found.code)
    form = EraseForm(request.POST or None, person=found)
    if form.is_valid():
        try:
            services.erase_person(request.user, found, form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error(None, sentence(error, page_language()))
        else:
            messages.success(request, _("Data pribadi orang ini dihapus."))
            return redirect("people:families", code=found.village_id)
    return _page(request, "people/erase.html", found, form, _("Hapus data pribadi"))


def _file(found: Person, data: object) -> HttpResponse:
    text = json.dumps(data, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder)
    response = file_answer(text.encode(), f"data-{found.code}.json")
    response["Cache-Control"] = "no-store, private"
    return response


def _page(request: HttpRequest, template: str, found: Person, form: forms.Form, title: str) -> HttpResponse:
    context = {
        "person": found,
        "form": form,
        "heading": title,
        "synthetic": found.village.synthetic,
        "back": reverse("people:person", args=[found.code]),
        "trail": person_trail(found, (title, "")),
    }
    return render(request, template, context)
