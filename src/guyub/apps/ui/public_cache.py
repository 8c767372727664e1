"""What everybody may see may be kept by browsers and proxies for a while; what one person is shown, never."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control

PAGE_SECONDS = 300  # a proof that is no longer public is gone from caches after so long


def kept_by_browsers(request: HttpRequest, response: HttpResponse, seconds: int = PAGE_SECONDS) -> HttpResponse:
    """Mark an answer to a visitor as public, with an ETag; answers 304 where the browser has it already.

    Answers to signed-in people and answers that set a cookie are left alone. Every page varies by cookie, since the
    language does: a proxy keeps one for visitors without any.
    """
    if request.user.is_authenticated or _is_ones_own(request, response):
        return response
    patch_cache_control(response, public=True, max_age=seconds)
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)


def _is_ones_own(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether it holds something of one browser: a cookie, or a form's token, which the middleware sends later."""
    token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE") or request.META.get("CSRF_COOKIE")
    return bool(response.cookies or token or response.status_code != 200)
