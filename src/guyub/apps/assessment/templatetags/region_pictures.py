"""Pictures of many villages: some hundred links of a page that is opened all day are not made in the template."""

from collections.abc import Callable, Iterable

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from guyub.apps.assessment.presentation.region import Tile
from guyub.apps.assessment.presentation.region_map import Area
from guyub.apps.ui.templatetags.ui import class_sign, class_slug

register = template.Library()

TILE = (
    '<li><a class="tile class-{slug}" href="{url}" title="{name}: {told}">'
    '<svg viewBox="-8 -8 16 16" aria-hidden="true" focusable="false">{sign}</svg><span>{name}</span>'
    '<span class="visually-hidden">: {told}</span></a></li>'
)
AREA = (
    '<a href="{url}" class="region-map__area class-{slug}" aria-label="{name}: {told}"><title>{name}: {told}</title>'
    '<path d="{path}"{fill}/>{mark}</a>'
)
MARK = '<g class="region-map__mark" transform="translate({x} {y}) scale(2)">{sign}</g>'
HATCHED = SafeString(' fill="url(#hatch-map)"')
EXAMPLE = "00.00.00.0000"


@register.simple_tag
def village_tiles(tiles: Iterable[Tile]) -> SafeString:
    """A tile for each village, as list items."""
    url = _addresses()
    return SafeString("".join(format_html(TILE, url=url(tile.code), name=tile.name, **_told(tile)) for tile in tiles))


@register.simple_tag
def village_areas(areas: Iterable[Area]) -> SafeString:
    """The area of each village on a map, as links."""
    url = _addresses()
    return SafeString("\n  ".join(_area(area, url(area.code)) for area in areas))


def _area(area: Area, url: str) -> SafeString:
    told = _told(area)
    mark = format_html(MARK, x=area.x, y=area.y, sign=told["sign"]) if area.class_name else ""
    fill = "" if area.class_name else HATCHED
    return format_html(AREA, url=url, name=area.name, path=area.path, fill=fill, mark=mark, **told)


def _told(village: Tile | Area) -> dict[str, str]:
    """What shows the class of a village: the name of its colour, its words, its sign."""
    if not village.class_name:
        return {"slug": "none", "told": gettext("belum ada data"), "sign": ""}
    name = village.class_name
    return {"slug": class_slug(name), "told": name, "sign": class_sign(name)}


def _addresses() -> Callable[[str], str]:
    """The address of a village's page by code; asked for once, as asking takes longer than writing the link."""
    before, after = reverse("assessment:village", args=[EXAMPLE]).split(EXAMPLE)
    return lambda code: f"{before}{code}{after}"
