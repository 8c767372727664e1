"""The month of a kitchen for BKKBN, and of supplementary food for the puskesmas: counts and money, no names."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from guyub.apps.accounts.rights import Right
from guyub.apps.documents.tables import Cell
from guyub.apps.growth.presentation.lists import Reader
from guyub.apps.nutrition.models import KitchenDay, KitchenPortion, MenuWeek, PmtRound
from guyub.apps.nutrition.presentation.guests import reason_name
from guyub.apps.nutrition.presentation.kitchen_day import eaten_percent, money_of
from guyub.apps.nutrition.presentation.standing import standings_of
from guyub.apps.nutrition.presentation.words import category_name, outcome_name
from guyub.apps.ui.templatetags.ui import page_language
from guyub.data.nutrition_files import load_pmt_rules, load_recipes, load_running_rules
from guyub.domain.growth.ages import last_day
from guyub.domain.nutrition.pmt import Eaten, Served, consumption


@dataclass(frozen=True)
class DashatDay:
    """One kitchen day: portions handed out by reason, per cent eaten of those asked about, money.

    ``portion``: rupiah a portion; None where no cost was told. ``checked``: how many points of food safety.
    """

    held: KitchenDay
    dishes: str
    given: dict[str, int]
    eaten: int | None
    portion: int | None
    fund: str
    checked: int

    @property
    def total(self) -> int:
        """Portions handed out."""
        return sum(self.given.values())


@dataclass(frozen=True)
class DashatMonth:
    """The days of a month, and how many points of food safety there are."""

    days: Sequence[DashatDay]
    to_check: int

    @property
    def given(self) -> int:
        """Portions handed out."""
        return sum(one.total for one in self.days)

    @property
    def cost(self) -> int:
        """Rupiah of the days on which it was told."""
        return sum(one.held.cost or 0 for one in self.days)

    @property
    def sold(self) -> int:
        """Portions sold."""
        return sum(one.held.sold for one in self.days)

    def rows(self) -> list[list[Cell]]:
        """A header, the days, and their sum; for files."""
        reasons = list(load_running_rules().guests.reasons)
        head = [
            _("Tanggal"), _("Menu"), *(reason_name(code) for code in reasons), _("Porsi dibagikan"), _("Dimakan (%)"),
            _("Biaya (rupiah)"), _("Biaya seporsi (rupiah)"), _("Sumber dana"), _("Pemeriksaan keamanan pangan"),
            _("Porsi dijual"), _("Uang penjualan (rupiah)"),
        ]  # fmt: skip
        rows: list[list[Cell]] = [list(head)]
        for one in self.days:
            counts = [one.given.get(code, 0) for code in reasons]
            checked = f"{one.checked}/{self.to_check}"
            rows.append(
                [one.held.day.isoformat(), one.dishes, *counts, one.total, one.eaten, one.held.cost, one.portion,
                 one.fund, checked, one.held.sold, one.held.income]
            )  # fmt: skip
        sums = [sum(one.given.get(code, 0) for one in self.days) for code in reasons]
        income = sum(one.held.income or 0 for one in self.days)
        rows.append([_("Jumlah"), "", *sums, self.given, None, self.cost, None, "", "", self.sold, income])
        return rows


@dataclass(frozen=True)
class PmtRow:
    """A category in a month. ``before``, ``after``: rounds that ran before its first and after its last day.

    ``gained``, ``weighed``: of those weighed twice since the start, how many are heavier.
    """

    category: str
    before: int
    begun: int
    ended: dict[str, int]
    after: int
    served: int
    eaten: int | None
    gained: int
    weighed: int


def dashat_month(village: str, month: date) -> DashatMonth:
    """A kitchen's days of a month; three queries."""
    held = list(KitchenDay.objects.filter(village=village, day__range=(month, last_day(month))).order_by("day"))
    portions: dict[int, list[KitchenPortion]] = defaultdict(list)
    for one in KitchenPortion.objects.filter(held__in=held, given=True).select_related("guest"):
        portions[one.held_id].append(one)
    since = month - timedelta(days=month.weekday())
    weeks = {
        one.monday: one
        for one in MenuWeek.objects.filter(village=village, monday__gte=since, beside=None).order_by("pk")
    }
    days = [_day(one, portions[one.pk], weeks) for one in held]
    return DashatMonth(days, len(load_running_rules().safety.items))


def pmt_month(user: Reader, village: str, month: date) -> list[PmtRow]:
    """Rounds of a month by category, of the people whom the reader sees; four queries."""
    end = last_day(month)
    seen = PmtRound.objects.permitted(user, Right.SEE_GROWTH).filter(person__village=village, begun__lte=end)
    listed = [one for one in seen.select_related("person") if one.ended_on is None or one.ended_on >= month]
    standings = standings_of(listed, end)
    found = []
    for category in load_pmt_rules().categories:
        own = [one for one in standings if one.round.category == category]
        if not own:
            continue
        over = Counter(one.round.outcome for one in own if one.round.ended_on and one.round.ended_on <= end)
        servings = [one for standing in own for one in standing.servings if month <= one.day <= end]
        eaten = consumption([Served(one.day, None if one.eaten is None else Eaten(one.eaten)) for one in servings])
        gains = [one.gain_g for one in own if one.gain_g is not None]
        found.append(
            PmtRow(
                category=category_name(category),
                before=sum(one.round.begun < month for one in own),
                begun=sum(one.round.begun >= month for one in own),
                ended=dict(over),
                after=len(own) - sum(over.values()),
                served=eaten.served,
                eaten=None if eaten.share is None else int(eaten.share * 100),
                gained=sum(gain > 0 for gain in gains),
                weighed=len(gains),
            )
        )
    return found


def pmt_rows(rows: Sequence[PmtRow]) -> list[list[Cell]]:
    """A header and the categories; for files."""
    outcomes = list(load_pmt_rules().outcomes)
    head = [
        _("Sebab"), _("Berjalan sejak sebelumnya"), _("Mulai bulan ini"), *(outcome_name(code) for code in outcomes),
        _("Masih berjalan"), _("Porsi diberikan"), _("Dimakan (%)"), _("Bertambah berat"), _("Ditimbang dua kali"),
    ]  # fmt: skip
    told: list[list[Cell]] = [
        [one.category, one.before, one.begun, *(one.ended.get(code, 0) for code in outcomes), one.after, one.served,
         one.eaten, one.gained, one.weighed]
        for one in rows
    ]  # fmt: skip
    return [list(head), *told]


def _day(held: KitchenDay, portions: Sequence[KitchenPortion], weeks: dict[date, MenuWeek]) -> DashatDay:
    rules, language = load_running_rules(), page_language()
    week = weeks.get(held.day - timedelta(days=held.day.weekday()))
    recipes = load_recipes().by_code
    codes = week.days[held.day.weekday()] if week and week.days else []
    money = money_of(held, len(portions))
    fund = rules.funds.items.get(held.fund)
    return DashatDay(
        held,
        ", ".join(recipes[code].name.in_language(language) for code in codes if code in recipes),
        dict(Counter(one.guest.reason for one in portions)),
        eaten_percent(portions, held.day),
        money.portion if money else None,
        fund.in_language(language) if fund else "",
        len(held.safety),
    )
