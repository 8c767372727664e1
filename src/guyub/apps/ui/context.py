"""What every page knows: the main menu, made from the person's own territory."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from guyub.apps.accounts.rights import Right
from guyub.apps.accounts.scope import EVERYWHERE, scope_of
from guyub.apps.territory.codes import is_village

MOST_ENTRIES = 5  # as many as a phone shows side by side


@dataclass(frozen=True)
class MenuItem:
    """One entry of the main menu."""

    label: str
    icon: str
    url: str
    current: bool


def site(request: HttpRequest) -> dict[str, object]:
    """Adds ``site_nav``: at most five entries, shown at the top on wide screens and at the bottom on phones."""
    found = getattr(request, "_site_nav", None)
    if found is None:  # once a request: parts of a page that are rendered by themselves ask again
        found = request._site_nav = _menu(request)
    return {"site_nav": found}


def _menu(request: HttpRequest) -> list[MenuItem]:
    wanted: list[tuple[str, str, str, tuple[str, ...]]] = [(_("Beranda"), "house", "assessment:home", ())]
    scope = scope_of(getattr(request, "user", None))
    codes = sorted(code for code in scope.codes() if code != EVERYWHERE)
    villages = [code for code in codes if is_village(code)]
    regions = [code for code in codes if not is_village(code)]
    if EVERYWHERE in scope.codes(Right.EDIT_FIGURES):
        wanted.append((_("Impor berkas"), "upload", "intake:upload", ()))
        wanted.append((_("Administrasi"), "sliders", "admin:index", ()))
    elif regions:
        wanted.append((_("Wilayah"), "map", "assessment:region", (regions[0],)))
        if not villages:
            wanted.append((_("Rencana"), "signpost-split", "assessment:region_plan", (regions[0],)))
        if regions[0] in scope.codes(Right.EDIT_FIGURES):
            wanted.append((_("Impor berkas"), "upload", "intake:upload", ()))
    if villages:
        wanted.append((_("Kampung"), "map", "assessment:village", (villages[0],)))
    if scope.has(Right.SEE_PEOPLE):
        wanted.append((_("Keluarga"), "people", "people:choose", ()))
    if villages:
        if villages[0] in scope.codes(Right.EDIT_FIGURES):
            wanted.append((_("Isi data"), "pencil-square", "assessment:facts", (villages[0],)))
        wanted.append((_("Jalan naik"), "signpost-split", "assessment:plan", (villages[0],)))
    if scope.has(Right.AUDIT):
        wanted.append((_("Jejak"), "clock-history", "audit:entries", ()))
    return _reachable(wanted, request.path)[:MOST_ENTRIES]


def _reachable(wanted: list[tuple[str, str, str, tuple[str, ...]]], path: str) -> list[MenuItem]:
    found = []
    for label, icon, name, arguments in wanted:
        try:
            url = reverse(name, args=arguments)
        except NoReverseMatch:
            continue
        found.append((label, icon, url))
    current = max(
        (url for _label, _icon, url in found if path.startswith(url)),
        key=len,
        default="",
    )
    if current == "/" and path != "/":
        current = ""
    return [MenuItem(label, icon, url, url == current) for label, icon, url in found]
