"""Words of the scorecard's figures: value, movement, verdict."""

from django.utils.translation import gettext as _

from guyub.apps.growth.templatetags.growth import month_short
from guyub.apps.scorecard.presentation.page import LineView
from guyub.apps.ui.templatetags.ui import page_language
from guyub.domain.scorecard.lines import Better, Line, Move
from guyub.language import format_hundredths, format_number


def value_words(view: LineView, language: str) -> str:
    """ "46,00 % (46 dari 100)", and what is said in place of a figure."""
    figure = view.figure
    if figure is None:
        return _("tidak ditampilkan")
    if figure.hundredths is None:
        return _("belum tercatat")
    value = format_hundredths(figure.hundredths, language)
    if view.points:
        return _("{value} poin").format(value=value)
    if not view.counts:
        return f"{value} %"
    told = _("{value} % ({of} dari {per})")
    return told.format(value=value, of=format_number(figure.of, language), per=format_number(figure.per, language))


def move_words(view: LineView, language: str) -> str:
    """ "membaik 1,20 sejak Okt 26"; empty where there is nothing to compare with."""
    if view.move is None or view.before is None or view.figure is None:
        return ""
    month, before = view.before
    size = abs((view.figure.hundredths or 0) - (before.hundredths or 0))
    told = {
        Move.BETTER: _("membaik {size} sejak {month}"),
        Move.WORSE: _("memburuk {size} sejak {month}"),
        Move.SAME: _("tetap sejak {month}"),
    }[view.move]
    return told.format(size=format_hundredths(size, language), month=month_short(month))


def target_words(line: Line) -> str:
    """ "paling sedikit 85 %"; empty without a target."""
    if line.target is None:
        return ""
    at = f"{line.target.at:f}"
    value = at.replace(".", ",") if page_language() == "id" else at
    told = _("paling sedikit {value} {unit}") if line.better is Better.HIGH else _("paling banyak {value} {unit}")
    return told.format(value=value, unit=_("poin") if line.unit == "points" else "%")


def verdict_words(view: LineView, *, with_target: bool = False) -> str:
    """ "tercapai", with the target where it is asked for."""
    target = view.line.target
    if target is None:
        return _("target tidak ditemukan") if with_target else ""
    verdicts = {True: _("tercapai"), False: _("belum tercapai"), None: ""}
    verdict = verdicts[view.reached]
    if view.too_early:
        verdict = _("bulan belum selesai")
    if not target.judged:
        verdict = _("tidak dinilai")
    if not with_target:
        return verdict
    return " · ".join(filter(None, (target_words(view.line), verdict)))
