"""Rule texts in the page's language, and shares as people read them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.domain.expressions.rounding import rounded_ratio
from guyub.domain.families.family_planning import RateRule

TOPICS: dict[str, str | Promise] = {
    "education": gettext_lazy("Pendidikan"),
    "papers": gettext_lazy("Surat-surat"),
    "health": gettext_lazy("Kesehatan"),
    "income": gettext_lazy("Penghasilan"),
    "programmes": gettext_lazy("Program"),
    "environment": gettext_lazy("Lingkungan dan rumah"),
    "groups": gettext_lazy("Kelompok kegiatan"),
    "stunting": gettext_lazy("Risiko stunting"),
    "resilience": gettext_lazy("Ketahanan"),
}
STATES: dict[str, str | Promise] = {
    "pass": gettext_lazy("terpenuhi"),
    "fail": gettext_lazy("belum"),
    "not-applicable": gettext_lazy("tidak berlaku"),
    "unanswered": gettext_lazy("belum dijawab"),
}


@dataclass(frozen=True)
class Share:
    """A numerator of a denominator; both None where withheld."""

    of: int | None
    per: int | None

    @property
    def withheld(self) -> bool:
        """Whether disclosure control keeps it back."""
        return self.per is None

    @property
    def hundredths(self) -> int | None:
        """Percent in hundredths; None without a denominator."""
        return rounded_ratio(self.of, self.per, 10_000) if self.of is not None and self.per else None


def share(pair: tuple[int, int] | None) -> Share:
    """A share from what the gate lets through."""
    return Share(None, None) if pair is None else Share(*pair)


def of_whom(rate: RateRule, language: str) -> str:
    """Who the denominator of a family-planning rate counts."""
    return rate.unit.in_language(language) if rate.unit else "PUS"


def rw_name(rw: str) -> str:
    """How an RW is called on pages."""
    return f"RW {rw}" if rw else _("RW belum tercatat")


def rt_name(rt: str) -> str:
    """How an RT is called on pages."""
    return f"RT {rt}" if rt else _("RT belum tercatat")


def joined(words: Iterable[str]) -> str:
    """Names of offices, side by side."""
    return ", ".join(words)
