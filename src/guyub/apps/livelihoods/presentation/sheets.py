"""Rows of the workbook of businesses; numbers of permits stay masked."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from guyub.apps.documents.tables import Cell
from guyub.apps.livelihoods.presentation.lists import line_of, totals
from guyub.apps.livelihoods.presentation.words import markets_told
from guyub.apps.livelihoods.standing import Standing
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import grade_word, page_language
from guyub.data.business_files import load_business_rules
from guyub.language import format_date

Rows = list[Sequence[Cell]]


def business_rows(standings: Sequence[Standing]) -> Rows:
    """Heading and a row for each business: last month's sums stay empty where nothing was written down."""
    rows: Rows = [
        (_("No."), _("Usaha"), _("Produk"), _("Pemilik"), "RW", "RT", _("Kelompok"), _("Sejak"), _("Modal awal (Rp)"),
         _("Pasar"), _("Penjualan bulan lalu (Rp)"), _("Biaya bulan lalu (Rp)"), _("Sisa bulan lalu (Rp)"), _("Izin"),
         _("Pinjaman"), _("Pendapatan keluarga"), _("Memasok Dashat")),
    ]  # fmt: skip
    for number, one in enumerate(standings, start=1):
        line, own, month = line_of(one), one.business, one.last_month
        sums = (month.sales, month.costs, month.surplus) if month.known else (None, None, None)
        permits = "; ".join(f"{permit.name} {permit.number}: {permit.state}" for permit in line.permits)
        rows.append(
            (number, own.name, own.product, line.owners, own.rw, own.rt, line.group, _day(own.since), own.capital,
             ", ".join(markets_told(own.markets)), *sums, permits, line.loan, line.income, line.kitchen)
        )  # fmt: skip
    return rows


def total_rows(standings: Sequence[Standing]) -> Rows:
    """Heading and a row for each group."""
    heading = (_("Kelompok"), _("Usaha"), _("Yang mencatat"), _("Penjualan (Rp)"), _("Biaya (Rp)"), _("Sisa (Rp)"))
    rows: Rows = [heading]
    for one in totals(standings):
        month = one.month
        sums = (month.sales, month.costs, month.surplus) if one.written else (None, None, None)
        rows.append((one.name, one.businesses, one.written, *sums))
    return rows


def note_rows(village: Region, today: date) -> Rows:
    """Where it comes from."""
    rules, language = load_business_rules(), page_language()
    return [
        (_("Keterangan"), ""),
        (_("Wilayah"), f"{village.name} ({village.code})"),
        (_("Hari"), format_date(today, language)),
        (_("Kosong"), _("Tidak ada catatan kas bulan itu; bukan nol.")),
        *[
            (kind.name.in_language(language), f"{kind.source.in_language(language)} ({grade_word(kind.grade)})")
            for kind in rules.permits
        ],
    ]


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
