"""Ways to the pages of villages and regions, in the main menu."""

from django.utils.translation import gettext as _

from guyub.apps.accounts.rights import Right
from guyub.apps.ui.navigation import Reader, Way, main


def home(reader: Reader) -> Way:
    """The first page, for everybody."""
    return Way(_("Beranda"), "house", "assessment:home")


def region(reader: Reader) -> Way | None:
    """The region that somebody works in."""
    return Way(_("Wilayah"), "map", "assessment:region", (reader.region,)) if reader.region else None


def region_plan(reader: Reader) -> Way | None:
    """The plan for its villages, for who has no village of their own."""
    if not reader.region or reader.villages:
        return None
    return Way(_("Rencana"), "signpost-split", "assessment:region_plan", (reader.region,))


def village(reader: Reader) -> Way | None:
    """The village that somebody works in."""
    return Way(_("Kampung"), "map", "assessment:village", (reader.village,)) if reader.village else None


def facts(reader: Reader) -> Way | None:
    """The form for figures, for who records them."""
    if not reader.village or reader.village not in reader.scope.codes(Right.EDIT_FIGURES):
        return None
    return Way(_("Isi data"), "pencil-square", "assessment:facts", (reader.village,))


def plan(reader: Reader) -> Way | None:
    """The village's road up."""
    return Way(_("Jalan naik"), "signpost-split", "assessment:plan", (reader.village,)) if reader.village else None


def register() -> None:
    """Put the ways into the main menu."""
    for order, maker in ((0, home), (10, region), (20, region_plan), (50, village), (70, facts), (80, plan)):
        main.add(maker, order)
