"""What is typed about groups, those who run them, and meetings."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.apps.growth.forms_posyandu import PosyanduForm
from guyub.apps.people.forms.corrections import no_number_in
from guyub.apps.people.forms.fields import DayField
from guyub.apps.people.models import Person
from guyub.apps.programmes.models import Group, GroupMember, Meeting, VisitReferral
from guyub.apps.programmes.services import GroupFacts, MeetingFacts
from guyub.apps.programmes.services.meetings import MOST_GUESTS
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.group_files import load_group_rules
from guyub.domain.programmes.kinds import Choices, Kind

NONE = ("", "—")
ENDED = {
    GroupMember.Ended.STOPPED: gettext_lazy("Tidak ikut lagi"),
    GroupMember.Ended.GROWN: gettext_lazy("Bukan sasaran lagi"),
    GroupMember.Ended.MOVED: gettext_lazy("Pindah atau meninggal"),
    GroupMember.Ended.MISTAKE: gettext_lazy("Salah catat"),
}


def options(choices: Choices, *, empty: bool = True) -> list[tuple[str, str]]:
    """A list of the rule file as a field offers it."""
    named = [(one.code, one.name.in_language(page_language())) for one in choices.choices]
    return [NONE, *named] if empty else named


def plain_text(
    name: str, label: Any, help_text: Any = "", *, of: Any = Group, required: bool = False
) -> forms.CharField:
    """One line of text as long as its column."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=of._meta.get_field(name).max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def ticks(label: Any) -> forms.MultipleChoiceField:
    """Several of a list; the form fills the list."""
    return forms.MultipleChoiceField(label=label, required=False, widget=forms.CheckboxSelectMultiple)


class DescribeForm(forms.Form):
    """What the card tells of a group."""

    name = plain_text("name", gettext_lazy("Nama kelompok"), gettext_lazy("Misalnya Melati 1"), required=True)
    number = plain_text(
        "number", gettext_lazy("Nomor register"), gettext_lazy("Seperti pada kartu K/0. Boleh dikosongkan.")
    )
    formed_on = DayField(
        label=gettext_lazy("Hari dibentuk"), help_text=gettext_lazy("Kosongkan bila tidak diketahui."), required=False
    )
    decree_number = plain_text("decree_number", gettext_lazy("Nomor SK"), gettext_lazy("Kosongkan bila belum ada SK."))
    decree_on = DayField(label=gettext_lazy("Tanggal SK"), help_text="", required=False)
    decree_issuer = forms.ChoiceField(label=gettext_lazy("SK dari"), required=False)
    funds = ticks(gettext_lazy("Sumber dana"))
    integrated = ticks(gettext_lazy("Terpadu dengan"))

    def __init__(self, *args: Any, kind: Kind | None = None, **options_: Any) -> None:
        super().__init__(*args, **options_)
        rules = load_group_rules()
        self.fields["decree_issuer"].choices = options(rules.decree_issuers)
        self.fields["funds"].choices = options(rules.funds, empty=False)
        joined = [one for one in options(rules.integrations, empty=False) if kind and one[0] in kind.integrated]
        self.fields["integrated"].choices = joined
        if not joined:
            del self.fields["integrated"]

    def facts(self) -> GroupFacts:
        """What was typed."""
        typed = {name: self.cleaned_data[name] for name in self.fields if name in GroupFacts.__dataclass_fields__}
        return GroupFacts(**{**typed, "funds": tuple(typed["funds"]), "integrated": tuple(typed.get("integrated", ()))})


class RegisterForm(PosyanduForm):
    """A new group: its kind, its name, and which RW it serves."""

    field_order = ("kind", "name", "serves")
    kind = forms.ChoiceField(label=gettext_lazy("Jenis kelompok"))
    name = plain_text("name", gettext_lazy("Nama kelompok"), gettext_lazy("Misalnya Melati 1"), required=True)

    def __init__(self, *args: Any, **options_: Any) -> None:
        super().__init__(*args, **options_)
        language = page_language()
        self.fields["kind"].choices = [
            (kind.code, _told(kind.short.in_language(language), kind.name.in_language(language)))
            for kind in load_group_rules().kinds
        ]


def _told(short: str, name: str) -> str:
    return short if short == name else f"{short} – {name}"


class DayForm(forms.Form):
    """A day, today unless another is chosen."""

    day = DayField(label=gettext_lazy("Tanggal"), help_text="", initial=timezone.localdate)


class EndMemberForm(DayForm):
    """Until when someone belonged to a group, and why no longer."""

    field_order = ("why", "day")
    why = forms.ChoiceField(label=gettext_lazy("Sebabnya"), choices=list(ENDED.items()))


class VisitForm(DayForm):
    """A home visit."""

    field_order = ("day", "reason", "outcome")
    reason = forms.ChoiceField(label=gettext_lazy("Mengapa dikunjungi"))
    outcome = forms.ChoiceField(label=gettext_lazy("Hasilnya"))

    def __init__(self, *args: Any, **options_: Any) -> None:
        super().__init__(*args, **options_)
        rules = load_group_rules()
        self.fields["reason"].choices = options(rules.visit_reasons, empty=False)
        self.fields["outcome"].choices = options(rules.visit_outcomes, empty=False)


class VisitAnswerForm(forms.Form):
    """What came of a referral from a home visit."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Hasilnya"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Pilih hasilnya.")},
    )
    note = plain_text(
        "note",
        gettext_lazy("Catatan"),
        gettext_lazy("Tanpa nama dan tanpa penyakit: halaman kelompok dibaca banyak orang."),
        of=VisitReferral,
    )

    def __init__(self, *args: Any, **options_: Any) -> None:
        super().__init__(*args, **options_)
        answers, language = load_group_rules().visit_referral.answers, page_language()
        self.fields["outcome"].choices = [(one.code, one.name.in_language(language)) for one in answers]

    def clean_note(self) -> str:
        """Without numbers of identity."""
        return no_number_in(self.cleaned_data["note"].strip())


class EnrolForm(forms.Form):
    """Since when those ticked belong to the group; whom to look for by name."""

    since = DayField(label=gettext_lazy("Anggota sejak"), help_text="", initial=timezone.localdate)


class SearchForm(forms.Form):
    """Part of a name."""

    name = forms.CharField(
        label=gettext_lazy("Cari nama lain"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )


class OfficerForm(forms.Form):
    """Who takes a post: an office, or someone found by name."""

    post = forms.ChoiceField(label=gettext_lazy("Tugas"))
    office = forms.ChoiceField(
        label=gettext_lazy("Jabatan"),
        help_text=gettext_lazy("Untuk pembina dari luar, misalnya PKB. Orangnya tidak dicatat."),
        required=False,
    )
    name = forms.CharField(
        label=gettext_lazy("Atau cari warga"),
        help_text=gettext_lazy("Tulis sebagian namanya, lalu simpan: pilih orangnya dari yang ditemukan."),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    person = forms.ChoiceField(label=gettext_lazy("Yang ditemukan"), required=False, widget=forms.RadioSelect)
    since = DayField(label=gettext_lazy("Sejak"), help_text="", initial=timezone.localdate)
    trained_on = DayField(
        label=gettext_lazy("Dilatih pada"), help_text=gettext_lazy("Kosongkan bila belum dilatih."), required=False
    )

    def __init__(self, *args: Any, found: Sequence[Person] = (), **options_: Any) -> None:
        super().__init__(*args, **options_)
        rules = load_group_rules()
        self.fields["post"].choices = options(rules.posts, empty=False)
        self.fields["office"].choices = options(rules.facilitators)
        self.fields["person"].choices = [(one.code, one.name) for one in found]
        if not found:
            del self.fields["person"]

    def clean(self) -> dict[str, Any]:
        """An office or a person, not both and not neither."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        given = [name for name in ("office", "person") if typed.get(name)]
        if not self.errors and len(given) != 1:
            if "person" in self.fields and not given:
                raise forms.ValidationError(_("Pilih orangnya dari yang ditemukan."))
            if typed.get("name") and not given:
                raise forms.ValidationError(_("Tidak ada warga dengan nama itu di wilayah Anda."))
            raise forms.ValidationError(_("Pilih jabatannya, atau cari warganya: salah satu."))
        return typed


class MeetingForm(forms.Form):
    """What a meeting was about."""

    topic = forms.ChoiceField(label=gettext_lazy("Materi"), required=False)
    topic_told = plain_text(
        "topic_told",
        gettext_lazy("Materi lain"),
        gettext_lazy("Bila tidak ada di daftar. Tanpa nama orang."),
        of=Meeting,
    )
    facilitator = forms.ChoiceField(label=gettext_lazy("Penyaji"), required=False)
    way = forms.ChoiceField(label=gettext_lazy("Cara"))
    guests = forms.IntegerField(
        label=gettext_lazy("Tamu (bukan anggota)"),
        required=False,
        min_value=0,
        max_value=MOST_GUESTS,
        error_messages=dict.fromkeys(
            ("min_value", "max_value"),
            gettext_lazy("%(show_value)s tamu tidak mungkin; tulis banyaknya orang, 0 sampai 1000."),
        ),
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, kind: Kind, **options_: Any) -> None:
        super().__init__(*args, **options_)
        rules = load_group_rules()
        self.fields["topic"].choices = options(kind.topics)
        self.fields["facilitator"].choices = options(rules.facilitators)
        self.fields["way"].choices = options(rules.ways, empty=False)

    def facts(self) -> MeetingFacts:
        """What was typed."""
        return MeetingFacts(**{**self.cleaned_data, "guests": self.cleaned_data["guests"] or 0})
