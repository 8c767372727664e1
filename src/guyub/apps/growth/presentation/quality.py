"""How well a village's children were measured in the last months, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from guyub.apps.accounts.models import User
from guyub.apps.accounts.rights import Right
from guyub.apps.growth.models import GrowthState
from guyub.data.growth_files import load_quality_rules
from guyub.domain.growth.ages import months_before
from guyub.domain.growth.quality import Finding, Measured, Quality, quality

MONTHS = 3
WORDS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "height-digits": (
        gettext_lazy("Angka terakhir tinggi badan menumpuk"),
        gettext_lazy("Baca sampai 0,1 cm; jangan dibulatkan ke ,0 atau ,5."),
    ),
    "weight-digits": (
        gettext_lazy("Angka terakhir berat badan menumpuk"),
        gettext_lazy("Baca sampai 0,1 kg; pakai timbangan digital bila ada."),
    ),
    "implausible": (
        gettext_lazy("Z-score tidak masuk akal"),
        gettext_lazy("Ukur ulang, periksa tanggal lahir dan satuannya."),
    ),
    "height-spread": (
        gettext_lazy("Sebaran tinggi menurut umur tidak wajar"),
        gettext_lazy("Terlalu lebar: umur atau tinggi keliru. Terlalu sempit: diperkirakan, bukan diukur."),
    ),
    "impossible-growth": (
        gettext_lazy("Tinggi menyusut atau melonjak"),
        gettext_lazy("Ukur dua kali; bedanya tidak lebih dari 0,7 cm."),
    ),
    "copied": (
        gettext_lazy("Angka sama persis dengan bulan lalu"),
        gettext_lazy("Jangan menyalin: yang tidak diukur dikosongkan."),
    ),
    "posture-missing": (
        gettext_lazy("Cara ukur tidak dicatat"),
        gettext_lazy("Catat telentang atau berdiri; bedanya 0,7 cm."),
    ),
}


@dataclass(frozen=True)
class Line:
    """One sign in words: what it is, its figure, and what to do where it is beyond its limit."""

    finding: Finding
    name: str | Promise
    advice: str | Promise


@dataclass(frozen=True)
class Told:
    """The quality of the measurements up to a day, with its signs in words."""

    quality: Quality
    lines: tuple[Line, ...]


def quality_of(user: User | AnonymousUser, village: str, until: date) -> Told:
    """Of the measurements that the person may see; one query."""
    states = GrowthState.objects.permitted(user, Right.SEE_GROWTH).filter(
        village_id=village, day__gt=months_before(until, MONTHS), day__lte=until
    )
    rows = states.values_list(
        "child_id", "day", "measurement__weight_g", "measurement__height_mm", "measurement__posture", "hfa", "flagged"
    )
    measured = (
        Measured(child, day, weight, height, bool(posture), hfa, bool(flagged))
        for child, day, weight, height, posture, hfa, flagged in rows
    )
    found = quality(load_quality_rules(), measured)
    return Told(found, tuple(Line(one, *WORDS[one.sign]) for one in found.findings))
