"""`guyub nutrition menu`: the cheapest week of a Dashat kitchen, with its shopping list and what its cost hangs on."""

import argparse
import csv
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from guyub.analytics.food_tables import read_foods, read_prices
from guyub.analytics.tables import write_whole
from guyub.cli._problems import usable
from guyub.data.growth_files import load_care_rules
from guyub.data.nutrition_files import (
    load_akg,
    load_demonstration_prices,
    load_foods,
    load_kitchen_rules,
    load_pmt_rules,
    load_recipes,
)
from guyub.domain.nutrition.foods import Food
from guyub.domain.nutrition.kitchens import Guides, Larder, week_for
from guyub.domain.nutrition.menu import MenuAnswer, Week, binding_limits, cheapest_week, unmet_demands
from guyub.language import format_decimal, format_number, format_rupiah, text
from guyub.language.cells import guarded
from guyub.language.menus import MenuWords

MOST_BINDING = 6
NO_MENU = 9  # exit code, as of a plan that reaches no goal
COLUMNS = ("day", "dish", "group", "people", "count", "measure", "texture")


def add_menu(jobs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The parser of the command."""
    parser = jobs.add_parser(
        "menu",
        help="susun menu sepekan yang termurah",
        description="Menyusun menu sepekan yang termurah untuk dapur Dashat: masakan tiap hari, porsi tiap kelompok "
        "dalam ukuran rumah tangga, daftar belanja, dan bukti sejauh mana menu itu termurah. Kelompok: "
        f"{', '.join(group.code for group in load_kitchen_rules().groups)}.",
        epilog="Contoh: guyub nutrition menu child-12=18 pregnant-2=7 --prices harga.csv --stock DR008=4000",
    )
    parser.add_argument("people", metavar="KELOMPOK=N", nargs="+", type=_count, help="berapa orang di tiap kelompok")
    parser.add_argument("--prices", metavar="HARGA.csv", type=Path, help="tabel harga (bawaan: harga contoh)")
    parser.add_argument("--foods", metavar="PANGAN.csv", type=Path, help="tabel pangan (bawaan: tabel kecil Guyub)")
    parser.add_argument(
        "--stock", metavar="KODE=GRAM", nargs="*", default=[], type=_count, help="pangan dari kebun atau sisa, gram"
    )
    parser.add_argument("--seconds", metavar="N", type=float, default=10.0, help="lama mencari (bawaan: 10)")
    parser.add_argument("--out", metavar="OUT.csv", type=Path, help="tulis porsi tiap hari ke berkas CSV ini")
    parser.set_defaults(run=_menu, errors=None, skip_bad_rows=False)


def _count(typed: str) -> tuple[str, int]:
    name, mark, number = typed.partition("=")
    if not name or not mark or not number.isascii() or not number.isdigit():
        raise argparse.ArgumentTypeError(f"'{typed}': tulis nama=jumlah, misalnya child-12=18")
    return name, int(number)


def _menu(arguments: argparse.Namespace) -> int:
    foods = _foods(arguments)
    guides = Guides(load_kitchen_rules(), load_recipes(), load_akg(), load_pmt_rules())
    found = week_for(guides, Larder(foods, _prices(arguments, foods), dict(arguments.stock)), dict(arguments.people))
    words = MenuWords(guides, found, arguments.lang)
    answer = cheapest_week(found.kitchen, arguments.seconds)
    for line in _lines(words, answer, foods):
        print(line)
    if arguments.prices is None:
        print(text("nutrition.menu-made-up-prices", arguments.lang), file=sys.stderr)
    if found.unpriced:
        names = ", ".join(guides.recipes.by_code[code].name.in_language(arguments.lang) for code in found.unpriced)
        print(text("nutrition.menu-unpriced", arguments.lang, dishes=names), file=sys.stderr)
    print(words.standing(), file=sys.stderr)
    if answer.week is None:
        return NO_MENU
    if arguments.out is not None:
        write_whole(arguments.out, partial(_write, words, answer.week))
    return 0


def _foods(arguments: argparse.Namespace) -> dict[str, Food]:
    if arguments.foods is None:
        return dict(load_foods().by_code)
    groups = frozenset(group.code for group in load_care_rules().food.groups)
    table = usable(read_foods(arguments.foods, groups=groups), arguments)
    return {food.code: food for _position, food in table.foods}


def _prices(arguments: argparse.Namespace, foods: dict[str, Food]) -> dict[str, int]:
    """Food → the price of the latest month, of the cheapest market in it."""
    listed = (
        load_demonstration_prices()
        if arguments.prices is None
        else usable(read_prices(arguments.prices, foods=foods), arguments).prices
    )
    latest = {price.food: max(one.month for one in listed if one.food == price.food) for price in listed}
    return {
        food: min(one.rupiah_per_kg for one in listed if one.food == food and one.month == month)
        for food, month in latest.items()
    }


def _lines(words: MenuWords, answer: MenuAnswer, foods: dict[str, Food]) -> Iterator[str]:
    yield words.headline(answer)
    kitchen = words.found.kitchen
    if answer.week is None:
        yield from (f"• {words.shortfall(short)}" for short in unmet_demands(kitchen))
        return
    yield words.proof(answer)
    for day in range(kitchen.days):
        yield ""
        dishes = " · ".join(words.dishes(answer.week, day))
        yield text("nutrition.menu-day", words.language, day=day + 1, dishes=dishes)
        yield from _portions(words, answer.week, day)
    yield ""
    yield text("nutrition.menu-buy", words.language)
    yield from _shopping(words, answer.week, foods)
    yield ""
    yield text("nutrition.menu-what-binds", words.language)
    yield from (f"• {words.binding(price)}" for price in binding_limits(kitchen, answer.week)[:MOST_BINDING])


def _portions(words: MenuWords, week: Week, day: int) -> Iterator[str]:
    portions = list(words.portions(week, day))
    for group in words.found.kitchen.groups:
        own = [portion for portion in portions if portion.group.code == group.code]
        yield text(
            "nutrition.menu-group",
            words.language,
            group=words.group(own[0].group),
            people=format_number(group.people, words.language),
            texture=own[0].texture,
            measures=", ".join(words.measure(portion) for portion in own),
        )


def _shopping(words: MenuWords, week: Week, foods: dict[str, Food]) -> Iterator[str]:
    for one in words.purchases(week, foods):
        yield text(
            "nutrition.menu-purchase",
            words.language,
            food=one.name,
            kilograms=format_decimal(one.grams, 3, words.language),
            rupiah=format_rupiah(one.rupiah, words.language),
        )
    bought = week.bought(words.found.kitchen)
    for code, grams in words.found.kitchen.stock.items():
        used = min(grams, bought[code] // 1000)
        name = foods[code].name.in_language(words.language)
        shown = format_decimal(used, 3, words.language)
        yield text("nutrition.menu-from-stock", words.language, food=name, kilograms=shown)


def _write(words: MenuWords, week: Week, target: Path) -> None:
    people = {group.code: group.people for group in words.found.kitchen.groups}
    with target.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(COLUMNS)
        for day in range(words.found.kitchen.days):
            for portion in words.portions(week, day):
                code, measure = portion.group.code, portion.dish.measure.in_language(words.language)
                cells = [day + 1, portion.dish.code, code, people[code], portion.count, measure, portion.texture]
                writer.writerow([guarded(str(cell)) for cell in cells])
