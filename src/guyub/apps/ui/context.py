"""What every page knows: the main menu, made from the person's own territory."""

from django.http import HttpRequest

from guyub.apps.ui.navigation import main_menu

MOST_ENTRIES = 5  # as many as a phone shows side by side


def site(request: HttpRequest) -> dict[str, object]:
    """Adds ``site_nav``: at most five entries, shown at the top on wide screens and at the bottom on phones."""
    found = getattr(request, "_site_nav", None)
    if found is None:  # once a request: parts of a page that are rendered by themselves ask again
        entries = main_menu(getattr(request, "user", None), request.path)
        found = request._site_nav = entries[:MOST_ENTRIES]
    return {"site_nav": found}
