"""What is typed about a kitchen: prices, people, what the garden gives, until when somebody is given a portion."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guyub.analytics.food_tables.prices import LEAST, MOST
from guyub.apps.nutrition.models import KitchenDay, KitchenGuest
from guyub.apps.nutrition.services import DayFacts
from guyub.apps.nutrition.services.days import MOST_RUPIAH, MOST_SOLD
from guyub.apps.nutrition.services.kitchen import DEAREST, MOST_PEOPLE, MOST_STOCK_G
from guyub.apps.people.forms.money import RupiahField
from guyub.apps.ui.templatetags.ui import page_language, rupiah
from guyub.data.nutrition_files import load_foods, load_kitchen_rules, load_recipes, load_running_rules
from guyub.domain.nutrition.foods import Allergen
from guyub.language import format_number

PEOPLE, PRICE = "people-", "price-"
FARTHEST = 5  # times the price before, or a fifth of it: a thousand too many or too few is likelier
WHOLE, APART = "whole", "apart"
STOCK_ROWS = 4
ALLERGENS = {
    Allergen.EGG: gettext_lazy("Telur"),
    Allergen.FISH: gettext_lazy("Ikan"),
    Allergen.SHELLFISH: gettext_lazy("Udang dan kerang"),
    Allergen.MILK: gettext_lazy("Susu"),
    Allergen.SOY: gettext_lazy("Kedelai"),
    Allergen.PEANUT: gettext_lazy("Kacang tanah"),
    Allergen.GLUTEN: gettext_lazy("Gandum (gluten)"),
}
NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}


def _whole(label: Any, least: int, most: int, **options: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs=NUMERIC)
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most, widget=widget, **options)


def foods_of_recipes() -> dict[str, str]:
    """Code → name of the foods that dishes are made of, by name."""
    foods, language = load_foods().by_code, page_language()
    used = {food for dish in load_recipes().dishes for food in dish.foods if food in foods}
    return dict(sorted(((code, foods[code].name.in_language(language)) for code in used), key=lambda pair: pair[1]))


class WeekForm(forms.Form):
    """For how many of each group, and what the garden or the larder gives this week."""

    monday = forms.DateField(widget=forms.HiddenInput())
    allergy = forms.ChoiceField(
        label=gettext_lazy("Bagi yang alergi atau berpantang"),
        choices=[
            (WHOLE, gettext_lazy("Seluruh kelompoknya menghindari bahan itu: satu panci")),
            (APART, gettext_lazy("Menu terpisah hanya untuk mereka: panci sendiri")),
        ],
        widget=forms.RadioSelect,
        required=False,
    )

    def __init__(self, *args: Any, people: Mapping[str, int], **options: Any) -> None:
        super().__init__(*args, **options)
        language = page_language()
        for group in load_kitchen_rules().groups:
            label = group.name.in_language(language)
            self.fields[PEOPLE + group.code] = _whole(label, 0, MOST_PEOPLE, initial=people.get(group.code, 0))
        choices = [("", "—"), *foods_of_recipes().items()]
        for row in range(1, STOCK_ROWS + 1):
            label = _("Dari kebun atau sisa, {n}").format(n=row)
            self.fields[f"food-{row}"] = forms.ChoiceField(label=label, required=False, choices=choices)
            self.fields[f"grams-{row}"] = _whole(_("Berapa gram"), 1, MOST_STOCK_G)

    @property
    def people_fields(self) -> list[forms.BoundField]:
        """Those of the groups."""
        return [self[name] for name in self.fields if name.startswith(PEOPLE)]

    @property
    def stock_fields(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Food and grams of each row."""
        return [(self[f"food-{row}"], self[f"grams-{row}"]) for row in range(1, STOCK_ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        """A food and its grams go together."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        for row in range(1, STOCK_ROWS + 1):
            if bool(typed.get(f"food-{row}")) != bool(typed.get(f"grams-{row}")) and f"grams-{row}" not in self.errors:
                self.add_error(f"grams-{row}", _("Pilih pangannya dan isi gramnya, atau kosongkan keduanya."))
        return typed

    def people(self) -> dict[str, int]:
        """Group → how many."""
        typed = self.cleaned_data
        return {name.removeprefix(PEOPLE): typed[name] or 0 for name in typed if name.startswith(PEOPLE)}

    @property
    def apart(self) -> bool:
        """Whether those who may not eat something get a menu apart."""
        return bool(self.cleaned_data["allergy"] == APART)

    def stock(self) -> dict[str, int]:
        """Food → grams; of a food typed twice both."""
        found: dict[str, int] = {}
        for row in range(1, STOCK_ROWS + 1):
            food = self.cleaned_data[f"food-{row}"]
            if food:
                found[food] = found.get(food, 0) + self.cleaned_data[f"grams-{row}"]
        return found


class PricesForm(forms.Form):
    """Prices of one market in one month; what is left empty stays as it was. Unlikely ones are asked about once."""

    market = forms.CharField(
        label=gettext_lazy("Pasar"), max_length=60, error_messages={"required": gettext_lazy("Sebutkan pasarnya.")}
    )
    month = forms.DateField(
        label=gettext_lazy("Bulan"),
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
        error_messages={"required": gettext_lazy("Pilih bulannya."), "invalid": gettext_lazy("Pilih bulannya.")},
    )

    def __init__(self, *args: Any, prices: Mapping[str, int], made_up: frozenset[str], **options: Any) -> None:
        options.setdefault("initial", {"month": timezone.localdate()})
        super().__init__(*args, **options)
        language = page_language()
        self._known = prices
        self._sure = forms.BooleanField(label=gettext_lazy("Ya, harganya sudah benar"), required=False)
        for code, name in foods_of_recipes().items():
            known = format_number(prices[code], language) if code in prices else ""
            hint = _("harga contoh {price}") if code in made_up else _("terakhir {price}")
            help_text = hint.format(price=known) if known else ""
            self.fields[PRICE + code] = RupiahField(label=name, least=1, most=DEAREST, help_text=help_text)

    @property
    def price_fields(self) -> list[forms.BoundField]:
        """Those of the foods."""
        return [self[name] for name in self.fields if name.startswith(PRICE)]

    def clean(self) -> dict[str, Any]:
        """Ask about a price that is hardly one of a kilogram."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        doubts = [
            self._doubt(name, value)
            for name, value in typed.items()
            if name.startswith(PRICE) and value is not None and self._unlikely(name.removeprefix(PRICE), value)
        ]
        if doubts:
            self.fields["sure"] = self._sure
            if not self.data.get("sure"):
                told = _("Harga sekilogram ini jarang terjadi: {names}. Periksa lagi; bila benar, centang di bawah.")
                raise forms.ValidationError(told.format(names=", ".join(doubts)))
        return typed

    def _unlikely(self, food: str, value: int) -> bool:
        known = self._known.get(food, value)
        near = known <= value * FARTHEST and value <= known * FARTHEST
        return not near or not LEAST <= value <= MOST

    def _doubt(self, name: str, value: int) -> str:
        known, label = self._known.get(name.removeprefix(PRICE)), self.fields[name].label
        if known is None:
            return f"{label} {rupiah(value)}"
        return _("{name} {value}, sebelumnya {before}").format(name=label, value=rupiah(value), before=rupiah(known))

    def prices(self) -> dict[str, int]:
        """Food → rupiah, of those that were typed."""
        typed = self.cleaned_data
        return {name.removeprefix(PRICE): typed[name] for name in typed if name.startswith(PRICE) and typed[name]}


class GuestForm(forms.Form):
    """Until when somebody is given a portion, and what they may not eat."""

    until = forms.DateField(
        label=gettext_lazy("Hari terakhir"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={
            "required": gettext_lazy("Pilih tanggalnya."),
            "invalid": gettext_lazy("Isi tanggal yang ada."),
        },
    )
    avoided = forms.MultipleChoiceField(
        label=gettext_lazy("Alergi atau pantangan"),
        choices=[(str(code), words) for code, words in ALLERGENS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Saat menghitung menu dipilih: seluruh kelompoknya menghindarinya, atau menu terpisah."),
    )

    def __init__(self, *args: Any, guest: KitchenGuest, **options: Any) -> None:
        super().__init__(*args, initial={"until": guest.until, "avoided": guest.avoided}, **options)


class KitchenDayForm(forms.Form):
    """Who paid, what was checked, what it cost, and what was sold besides."""

    safety = forms.MultipleChoiceField(
        label=gettext_lazy("Diperiksa sebelum dibagikan"), required=False, widget=forms.CheckboxSelectMultiple
    )
    fund = forms.ChoiceField(label=gettext_lazy("Sumber dana"), required=False)
    cost = RupiahField(label=gettext_lazy("Biaya seluruh masakan hari itu (rupiah)"), least=1, most=MOST_RUPIAH)
    sold = _whole(gettext_lazy("Porsi yang dijual, di luar yang dibagikan"), 0, MOST_SOLD)
    income = RupiahField(label=gettext_lazy("Uang dari penjualan (rupiah)"), least=1, most=MOST_RUPIAH)

    def __init__(self, *args: Any, held: KitchenDay, **options: Any) -> None:
        told = {name: getattr(held, name) for name in ("safety", "fund", "cost", "sold", "income")}
        super().__init__(*args, initial=told, **options)
        rules, language = load_running_rules(), page_language()
        self.fields["safety"].choices = [
            (code, words.in_language(language)) for code, words in rules.safety.items.items()
        ]
        funds = [(code, words.in_language(language)) for code, words in rules.funds.items.items()]
        self.fields["fund"].choices = [("", "—"), *funds]

    def facts(self) -> DayFacts:
        """What is to be recorded."""
        typed = self.cleaned_data
        return DayFacts(typed["fund"], typed["safety"], typed["cost"], typed["sold"] or 0, typed["income"])
