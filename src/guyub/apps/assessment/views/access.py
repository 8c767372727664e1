"""Pages behind the login: visitors are led there and back again, whether or not what they ask for exists."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

View = Callable[..., HttpResponse]


def for_signed_in(view: View) -> View:
    """Lead visitors to the login, and from there to the page they asked for (after a POST: to its village)."""

    @wraps(view)
    def wrapper(request: HttpRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, code, *args, **kwargs)
        if request.htmx:  # a session that ended while the page was open: the whole page goes to the login
            query = urlencode({"next": request.htmx.current_url_abs_path or request.path})
            return HttpResponseClientRedirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")
        asked = request.get_full_path() if request.method in ("GET", "HEAD") else None
        return redirect_to_login(asked or reverse("assessment:village", args=[code]))

    return wrapper
