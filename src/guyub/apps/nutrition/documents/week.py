"""A kitchen's week as a workbook and to print: portions, shopping list, a cooking sheet for each day. No names."""

import hashlib
import json
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from guyub.apps.accounts.models import User
from guyub.apps.documents.pdf import rendered_pdf
from guyub.apps.documents.tables import Sheet, sheets_workbook
from guyub.apps.growth.documents.sheet import letterhead
from guyub.apps.nutrition.forms_kitchen import ALLERGENS
from guyub.apps.nutrition.presentation.week import MenuShown, kilograms
from guyub.apps.territory.models import Region
from guyub.apps.ui.templatetags.ui import grade_word, page_language, short_day
from guyub.data.nutrition_files import load_kitchen_rules, load_pmt_rules, load_recipes
from guyub.domain.nutrition.foods import Allergen
from guyub.domain.rulefiles import Grade
from guyub.language import format_moment, format_rupiah

TEMPLATE = Path(__file__).parent / "week.typ"


def week_workbook(menu: MenuShown) -> bytes:
    """Sheets: portions, shopping list, what goes into each pot, where it comes from. Numbers stay numbers."""
    portions = [[_("Hari"), _("Kelompok"), _("Orang"), _("Tekstur"), _("Porsi seorang"), _("Zat gizi seorang")]]
    pots = [[_("Hari"), _("Masakan"), _("Bahan mentah, sebagaimana dibeli")]]
    for one in menu.days:
        day = short_day(one.day)
        portions += [[day, p.group, p.people, p.texture, ", ".join(p.measures), p.energy] for p in one.portions]
        pots += [[day, pot.dish, ", ".join(pot.foods)] for pot in one.pots]
    buy = [[_("Bahan"), _("Gram"), _("Rupiah")], *([one.name, one.grams, one.rupiah] for one in menu.purchases)]
    notes = [[_("Hal"), _("Keterangan")], *([label, words] for label, words, _grade in _notes(menu))]
    sheets = [
        Sheet(_("Porsi"), (14, 28, 8, 22, 60, 26), portions),
        Sheet(_("Belanja"), (34, 12, 14), buy),
        Sheet(_("Lembar masak"), (14, 30, 80), pots),
        Sheet(_("Keterangan"), (24, 100), notes),
    ]
    return sheets_workbook(_("Menu dapur Dashat"), sheets)


def week_pdf(user: User, village: Region, menu: MenuShown) -> bytes:
    """The same on A4."""
    language = page_language()
    days = [
        {
            "day": short_day(one.day),
            "title": f"{short_day(one.day)}: {' · '.join(one.dishes)}",
            "rows": [[f"{p.group} ({p.people})", p.texture, ", ".join(p.measures), p.energy] for p in one.portions],
            "pots": [[pot.dish, ", ".join(pot.foods)] for pot in one.pots],
        }
        for one in menu.days
    ]
    buy = [[one.name, kilograms(one.grams), format_rupiah(one.rupiah, language)] for one in menu.purchases]
    digest = hashlib.sha256(json.dumps([days, buy], ensure_ascii=False).encode()).hexdigest()
    made = format_moment(timezone.localtime(), language)
    return rendered_pdf(
        TEMPLATE,
        {
            "language": language,
            "letterhead": letterhead(village),
            "title": _title(menu).format(day=short_day(menu.week.monday)),
            "mark": _("Data contoh — bukan orang atau wilayah nyata") if village.synthetic else "",
            "foot": _("Guyub · {code} · sidik {digest} · dibuat {moment} oleh {name}").format(
                code=village.code, digest=digest[:16], moment=made, name=user.get_username()
            ),
            "headline": [menu.headline, menu.proof],
            "days": days,
            "head": [_("Kelompok (orang)"), _("Tekstur"), _("Porsi seorang"), _("Zat gizi seorang")],
            "pot_head": [_("Masakan"), _("Bahan mentah untuk semua, sebagaimana dibeli")],
            "buy_title": _("Belanja sepekan"),
            "buy_head": [_("Bahan"), _("Banyaknya"), _("Biaya")],
            "buy": buy,
            "notes_title": _("Keterangan"),
            "notes": [list(one) for one in _notes(menu)],
            "words": {"page": _("Halaman"), "of": _("dari")},
        },
    )


def _title(menu: MenuShown) -> str:
    apart = menu.week.beside_id is not None
    return _("Menu terpisah dapur Dashat, pekan {day}") if apart else _("Menu dapur Dashat, pekan {day}")


def _avoided(menu: MenuShown) -> str:
    """Group by group what its portions are free of."""
    rules, language = load_kitchen_rules(), page_language()
    told = []
    for code, allergens in menu.week.avoided.items():
        words = ", ".join(str(ALLERGENS[Allergen(one)]) for one in allergens)
        told.append(f"{rules.group(code).name.in_language(language)}: {words}")
    return "; ".join(told)


def _notes(menu: MenuShown) -> list[tuple[str, str, str]]:
    """Label, words and the word of a grade that is not confirmed."""
    language, rules = page_language(), load_kitchen_rules()
    pmt, recipes = load_pmt_rules(), load_recipes()
    notes = [(_("Biaya"), f"{menu.headline} {menu.proof}", "")]
    if menu.week.made_up:
        told = _("{n} harga adalah harga contoh, dibuat-buat; isi harga pasar setempat.")
        notes.append((_("Harga"), told.format(n=menu.week.made_up), ""))
    if menu.week.avoided:
        notes.append((_("Dihindari karena alergi atau pantangan"), _avoided(menu), ""))
    if menu.stock:
        notes.append((_("Dari kebun atau sisa"), ", ".join(menu.stock), ""))
    notes += [
        (_("Syarat menu"), rules.source.in_language(language), _grade(rules.grade)),
        (_("Masakan"), recipes.source.in_language(language), _grade(recipes.grade)),
        (_("Energi seporsi"), pmt.source.in_language(language), _grade(pmt.grade)),
        (
            _("Tambahan"),
            _("Porsi ini tambahan, bukan pengganti makanan di rumah; anak di bawah dua tahun tetap diberi ASI."),
            "",
        ),
    ]
    return notes


def _grade(grade: Grade) -> str:
    return "" if grade == Grade.CONFIRMED else grade_word(grade)
