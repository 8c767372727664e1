"""The audit trail, for who may read it in a territory."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import scope_of
from guyub.apps.audit.models import AuditEntry, AuditQuerySet
from guyub.apps.audit.presentation import action_words, known_actions, lines

PAGE_SIZE = 50


class TrailFilter(forms.Form):
    """Which entries to show; everything may stay empty."""

    wilayah = forms.CharField(
        label=gettext_lazy("Kode wilayah"),
        required=False,
        max_length=13,
        help_text=gettext_lazy("Misalnya 32.76 atau 32.76.01.1009. Kata “site” untuk yang bukan milik satu desa."),
    )
    tindakan = forms.ChoiceField(label=gettext_lazy("Tindakan"), required=False)
    oleh = forms.CharField(label=gettext_lazy("Nama pengguna"), required=False, max_length=150)
    tentang = forms.CharField(
        label=gettext_lazy("Tentang"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Kode orang atau keluarga, misalnya P2345ABCDE."),
    )
    sejak = forms.DateField(
        label=gettext_lazy("Sejak"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    sampai = forms.DateField(
        label=gettext_lazy("Sampai"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        words = sorted((action_words(action), action) for action in known_actions())
        self.fields["tindakan"].choices = [("", _("semua")), *((action, word) for word, action in words)]

    def chosen(self, entries: AuditQuerySet) -> AuditQuerySet:
        """The entries that the form asks for; what cannot be read in it asks for nothing."""
        asked = self.cleaned_data if self.is_valid() else {}
        conditions: dict[str, str | datetime | None] = {
            "chain__startswith": asked.get("wilayah"),
            "action": asked.get("tindakan"),
            "actor__username": asked.get("oleh"),
            "subject__endswith": asked.get("tentang"),
            "at__gte": _midnight(asked.get("sejak")),
            "at__lt": _midnight(asked.get("sampai"), days=1),
        }
        return entries.filter(**{name: value for name, value in conditions.items() if value})


def _midnight(day: date | None, days: int = 0) -> datetime | None:
    return timezone.make_aware(datetime.combine(day + timedelta(days), time.min)) if day else None


@login_required
@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """Entries of the person's territory, newest first. A fixed number of queries."""
    if not scope_of(request.user).has(Right.AUDIT):
        raise Http404
    own = AuditEntry.objects.visible_to(request.user)
    form = TrailFilter(request.GET or None)
    found = form.chosen(own).select_related("actor").order_by("-at", "chain", "-sequence")
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": lines(page.object_list),
        "trail": [(_("Jejak"), "")],
    }
    return render(request, "audit/entries.html", context)
