"""Export of families: who may have what is asked first, then the purpose; the file itself is written row by row."""

import tempfile
from pathlib import Path

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from guyub import language as words
from guyub.apps.accounts.rights import Right
from guyub.apps.documents.tables import MEDIA_TYPES
from guyub.apps.intake.people_files import services
from guyub.apps.intake.people_files.services import Wish
from guyub.apps.people.access import village_trail
from guyub.apps.people.models import Family
from guyub.apps.people.presentation.menu import village_menu
from guyub.apps.people.purposes import CHOICES
from guyub.apps.territory.access import village_or_404
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import page_language
from guyub.errors import DomainError

CONTENTS = {"members": services.export_members, "recap": services.export_recap}


class ExportForm(forms.Form):
    """What, how, and what for. Boxes that the person may not tick are not shown, and not believed when sent."""

    content = forms.ChoiceField(
        label=gettext_lazy("Isi"),
        choices=[("members", gettext_lazy("Keluarga dan anggota")), ("recap", gettext_lazy("Rekap per RW"))],
        widget=forms.RadioSelect,
        initial="members",
    )
    format = forms.ChoiceField(
        label=gettext_lazy("Bentuk"), choices=[("xlsx", "Excel (XLSX)"), ("csv", "CSV")], initial="xlsx"
    )
    rw = forms.ChoiceField(label=gettext_lazy("RW"), required=False)
    personal = forms.BooleanField(
        label=gettext_lazy("Dengan nama, alamat, tanggal lahir, dan NIK yang disamarkan"), required=False
    )
    full = forms.BooleanField(label=gettext_lazy("NIK dan nomor KK lengkap"), required=False)
    purpose = forms.ChoiceField(
        label=gettext_lazy("Untuk apa berkas ini dipakai?"),
        help_text=gettext_lazy("Masuk jejak audit bersama nama Anda."),
        choices=CHOICES,
        error_messages={"required": gettext_lazy("Pilih tujuan")},
    )

    def __init__(self, *args: object, parts: list[str], personal: bool, full: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rw"].choices = [("", _("Semua"))] + [(part, f"RW {part}") for part in parts]
        if not personal:
            del self.fields["personal"]
        if not full:
            del self.fields["full"]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, code: str) -> HttpResponse:
    """Choose what to export; a sent form gives the file."""
    village = village_or_404(request, code, Right.SEE_PEOPLE)
    families = Family.objects.visible_to(request.user).filter(village=village, until__isnull=True)
    rights = {
        "personal": services.may_export_personal(request.user, code),
        "full": services.may_export_full(request.user, code),
    }
    parts = sorted(part for part in families.values_list("rw", flat=True).distinct() if part)
    form = ExportForm(request.POST or None, parts=parts, **rights)
    if request.method == "POST" and form.is_valid():
        try:
            return _file(request, village, form.cleaned_data)
        except DomainError as error:
            form.add_error(None, words.sentence(error, page_language()))
    entries = village_menu(request.user, code, request.path)
    trail = village_trail(village, (_("Ekspor keluarga"), ""))
    context = {"form": form, "village": village, "trail": trail, "entries": entries, "synthetic": village.synthetic}
    return render(request, "intake/people/export.html", context)


def _file(request: HttpRequest, village: Region, wanted: dict[str, object]) -> HttpResponse:
    kind, content = str(wanted["format"]), str(wanted["content"])
    wish = Wish(
        village=village,
        format=kind,
        purpose=str(wanted["purpose"]),
        rw=str(wanted["rw"]),
        personal=bool(wanted.get("personal") or wanted.get("full")),
        full=bool(wanted.get("full")),
    )
    with tempfile.NamedTemporaryFile(prefix="guyub-", suffix=f".{kind}", delete=False) as place:
        file = Path(place.name)
    try:
        CONTENTS[content](request.user, wish, file)
        stream = file.open("rb")
    finally:
        file.unlink()  # an open file is read to its end; nobody else finds it
    name = f"{'keluarga' if content == 'members' else 'rekap-rw'}-{village.code}.{kind}"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=MEDIA_TYPES[kind])
