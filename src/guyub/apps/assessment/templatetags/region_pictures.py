"""Pictures of many villages: some hundred links of a page that is opened all day are not made in the template."""

from collections.abc import Callable, Iterable
from html import escape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from guyub.apps.assessment.presentation.region import Part, Tile
from guyub.apps.assessment.presentation.region_map import Area
from guyub.apps.ui.templatetags.ui import class_sign, class_slug, number

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
HATCHED = ' fill="url(#hatch-map)"'
PART = (
    '<tr><th scope="row"><a class="text-link" href="{url}">{name}</a></th>\n'
    '    <td class="part-table__bar"><svg class="class-bar class-bar--small" viewBox="0 0 1000 44" '
    'preserveAspectRatio="none" aria-hidden="true" focusable="false">{bars}</svg></td>\n'
    '    {cells}<td class="num" data-label="{sum}"><strong>{total}</strong></td></tr>'
)
BAR = '<rect class="class-{slug} class-fill" x="{x}" y="0" width="{width}" height="44"{fill}/>'
CELL = '<td class="num" data-label="{label}">{count}</td>'
HATCHED_BAR = ' fill="url(#hatch-bar)"'
EXAMPLE = "00.00.00.0000"


@register.simple_tag
def village_tiles(tiles: Iterable[Tile]) -> SafeString:
    """A tile for each village, as list items."""
    url = _addresses("assessment:village")
    return SafeString("".join(TILE.format(url=url(tile.code), name=escape(tile.name), **_told(tile)) for tile in tiles))


@register.simple_tag
def village_areas(areas: Iterable[Area]) -> SafeString:
    """The area of each village on a map, as links."""
    url = _addresses("assessment:village")
    return SafeString("\n  ".join(_area(area, url(area.code)) for area in areas))


@register.simple_tag
def part_rows(parts: Iterable[Part]) -> SafeString:
    """A row of a table for each region below: its classes as a bar and as numbers."""
    url = _addresses("assessment:region")
    words = {"sum": escape(gettext("Jumlah")), "none": escape(gettext("Tanpa data"))}
    return SafeString("".join(_part(part, url(part.code), words) for part in parts))


def _part(part: Part, url: str, words: dict[str, str]) -> str:
    bars = (
        BAR.format(slug=escape(one.slug), x=one.x, width=one.width, fill="" if one.name else HATCHED_BAR)
        for one in part.counts
        if one.count
    )
    cells = (CELL.format(label=escape(one.name) or words["none"], count=number(one.count)) for one in part.counts)
    row = {"url": url, "name": escape(part.name), "bars": "".join(bars), "cells": "".join(cells)}
    return PART.format(sum=words["sum"], total=number(part.total), **row)


def _area(area: Area, url: str) -> str:
    told = _told(area)
    mark = MARK.format(x=area.x, y=area.y, sign=told["sign"]) if area.class_name else ""
    fill = "" if area.class_name else HATCHED
    return AREA.format(url=url, name=escape(area.name), path=area.path, fill=fill, mark=mark, **told)


def _told(village: Tile | Area) -> dict[str, str]:
    """What shows the class of a village: the name of its colour, its words, its sign."""
    name = village.class_name
    if not name:
        return {"slug": "none", "told": escape(gettext("belum ada data")), "sign": ""}
    return {"slug": escape(class_slug(name)), "told": escape(name), "sign": class_sign(name)}


def _addresses(page: str) -> Callable[[str], str]:
    """The address of a page by the region's code; asked for once, as asking takes longer than writing the link."""
    before, after = reverse(page, args=[EXAMPLE]).split(EXAMPLE)
    return lambda code: f"{before}{code}{after}"
