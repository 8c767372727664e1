"""The book of a posyandu's children, as a file with names: for a stated purpose, on the audit trail."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guyub.apps.accounts.rights import Right
from guyub.apps.documents.tables import file_answer, table_answer
from guyub.apps.growth.documents.book import book_pdf, notes
from guyub.apps.growth.forms_eppgbm import BookForm
from guyub.apps.growth.models import Posyandu
from guyub.apps.growth.presentation.book import book_of
from guyub.apps.growth.services.eppgbm import may_export, note_export
from guyub.apps.people.access import village_trail
from guyub.apps.people.purposes import purpose_given
from guyub.apps.territory.access import village_or_404
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import page_language


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Which year, in which form and what for; then the file."""
    village = village_or_404(request, code, Right.SEE_GROWTH)
    if not may_export(request.user, code):
        raise Http404
    posyandu = get_object_or_404(Posyandu.objects.permitted(request.user, Right.SEE_GROWTH), pk=pk, village=code)
    form = BookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _file(request, village, posyandu, form)
    here = [("Posyandu", reverse("growth:posyandu", args=[code])), (_("Buku bayi dan balita"), "")]
    context = {
        "village": village,
        "posyandu": posyandu,
        "form": form,
        "synthetic": village.synthetic,
        "trail": village_trail(village, *here),
    }
    return render(request, "growth/book.html", context, status=422 if form.errors else 200)


def _file(request: HttpRequest, village: Region, posyandu: Posyandu, form: BookForm) -> HttpResponse:
    """The file; its name has codes alone."""
    month, fmt, language = form.cleaned_data["month"], form.cleaned_data["format"], page_language()
    found = book_of(request.user, posyandu, month)
    purpose = purpose_given(form.cleaned_data["purpose"])
    entry = note_export(request.user, village, purpose, len(found.lines), fmt)
    told = _("Tercatat di jejak {chain} nomor {number}.").format(chain=entry.chain, number=entry.sequence)
    name = f"buku-{village.code}-{posyandu.pk}-{month:%Y-%m}"
    if fmt == "pdf":
        return file_answer(book_pdf(request.user, village, found, language, told), f"{name}.pdf")
    beside = [(note.label, " ".join(filter(None, (note.words, note.grade)))) for note in notes(language)]
    beside += [(_("Wilayah"), f"{village.name} ({village.code})"), (_("Jejak"), told)]
    if village.synthetic:
        beside.append((_("Data"), _("Data contoh — bukan orang atau wilayah nyata")))
    return table_answer(fmt, name, _("Buku balita"), found.rows(language), beside)
