"""What is typed about activities and their photos."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.growth.forms_posyandu import PosyanduForm
from guyub.apps.people.forms.fields import DayField
from guyub.apps.programmes.activity_models import TITLE, Activity, ActivityPhoto
from guyub.apps.programmes.forms import DayForm, plain_text, ticks
from guyub.apps.programmes.services.activities import MOST_PRESENT, ActivityFacts
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.group_files import load_activities, load_post_form
from guyub.domain.programmes.posts import OTHER
from guyub.domain.rulefiles import Choice

DESCRIPTION = 4000  # letters
AGREED_HELP = gettext_lazy(
    "Web Kampung KB dibaca umum: hanya foto yang disetujui setiap orang di dalamnya yang ditawarkan untuk diposting."
)
MOMENTS = {
    ActivityPhoto.Moment.BEFORE: gettext_lazy("Sebelum"),
    ActivityPhoto.Moment.AFTER: gettext_lazy("Sesudah"),
}


def named(choices: Iterable[Choice]) -> list[tuple[str, str]]:
    """Entries of a list as a field offers them."""
    return [(one.code, one.name.in_language(page_language())) for one in choices]


class ActivityForm(forms.Form):
    """An activity as the national web asks for it, in its order."""

    activity = forms.ChoiceField(
        label=gettext_lazy("Kegiatan dari daftar 58"),
        required=False,
        help_text=gettext_lazy("Tidak ada yang cocok? Biarkan, dan tulis judulnya sendiri di bawah."),
    )
    title = plain_text(
        "title", gettext_lazy("Judul"), gettext_lazy("Boleh kosong bila kegiatannya dipilih di atas."), of=Activity
    )
    day = DayField(label=gettext_lazy("Tanggal kegiatan"), help_text="", initial=timezone.localdate)
    place = plain_text(
        "place", gettext_lazy("Tempat"), gettext_lazy("Misalnya Balai RW 003"), of=Activity, required=True
    )
    description = forms.CharField(
        label=gettext_lazy("Cerita kegiatan"),
        help_text=gettext_lazy(
            "Tujuannya, siapa yang hadir, hasilnya, siapa yang membantu. Tanpa nama orang: web dibaca umum."
        ),
        max_length=DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    section = forms.ChoiceField(
        label=gettext_lazy("Seksi (fungsi keluarga)"), help_text=gettext_lazy("Satu, yang paling sesuai.")
    )
    targets = ticks(gettext_lazy("Peserta kegiatan"))
    target_told = plain_text(
        "target_told", gettext_lazy("Peserta lain"), gettext_lazy("Bila mencentang Lainnya."), of=Activity
    )
    institutions = ticks(gettext_lazy("Instansi yang terlibat"))
    institution_told = plain_text(
        "institution_told", gettext_lazy("Instansi lain"), gettext_lazy("Bila mencentang Lainnya."), of=Activity
    )
    present = forms.IntegerField(
        label=gettext_lazy("Banyaknya yang hadir"),
        help_text=gettext_lazy("Boleh kosong. Tidak diminta web; untuk catatan sendiri."),
        required=False,
        min_value=0,
        max_value=MOST_PRESENT,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis post"),
        help_text=gettext_lazy("Foto kegiatan, atau sepasang foto sebelum dan sesudah."),
        initial="kegiatan",
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        form, rules, language = load_post_form(), load_activities(), page_language()
        areas = [(f"{area.code} {area.name.in_language(language)}", named(area.activities)) for area in rules.areas]
        self.fields["activity"].choices = [("", _("Lainnya: judul sendiri")), *areas]
        self.fields["section"].choices = [("", "—"), *named(form.sections.choices)]
        self.fields["targets"].choices = named(form.targets.choices)
        self.fields["institutions"].choices = named(form.institutions.choices)
        self.fields["kind"].choices = named(form.kinds.choices)

    def clean(self) -> dict[str, Any]:
        """A name; somebody whom it was for; an institution; "other" in words."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if not typed.get("activity") and not typed.get("title"):
            self.add_error("title", _("Pilih kegiatannya, atau tulis judulnya."))
        for name, words in (("targets", "target_told"), ("institutions", "institution_told")):
            if name not in self.errors and not typed.get(name):
                self.add_error(name, _("Centang paling sedikit satu."))
            elif (OTHER in typed.get(name, ())) != bool(typed.get(words)):
                self.add_error(words, _("Isi bila mencentang Lainnya, dan hanya bila mencentangnya."))
        return typed

    def facts(self) -> ActivityFacts:
        """What was typed."""
        typed = {name: self.cleaned_data[name] for name in ActivityFacts.__dataclass_fields__}
        return ActivityFacts(
            **{**typed, "targets": tuple(typed["targets"]), "institutions": tuple(typed["institutions"])}
        )


class NewActivityForm(ActivityForm):
    """A new activity, and for which RW it was."""

    serves = forms.CharField(
        label=gettext_lazy("Untuk RW"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Misalnya 1, 2, 5. Kosongkan bila untuk seluruh kelurahan."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_serves(self) -> list[str]:
        """Numbers of three digits, each once."""
        return PosyanduForm.clean_serves(self)  # type: ignore[arg-type]


class PostedForm(DayForm):
    """On which day an activity was put on the web."""


class PhotoForm(forms.Form):
    """What is said of a photo: its caption, or for a pair which of the two it is; and whether those in it agree."""

    caption = forms.CharField(
        label=gettext_lazy("Keterangan foto"),
        help_text=gettext_lazy("Apa yang tampak, tanpa nama orang."),
        max_length=TITLE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    moment = forms.ChoiceField(label=gettext_lazy("Foto"), widget=forms.RadioSelect)
    agreed = forms.BooleanField(
        label=gettext_lazy("Setiap orang di dalam foto setuju tampil di web"), required=False, help_text=AGREED_HELP
    )

    def __init__(self, *args: Any, moments: Iterable[str] = (), pair: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["moment"].choices = [(code, MOMENTS[ActivityPhoto.Moment(code)]) for code in moments]
        if pair:
            self.fields["caption"].required = False
        if not moments:
            del self.fields["moment"]
