"""The site's programming interface, version 1, under /api/v1/."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_request
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from guyub.apps.assessment.api import rules, villages
from guyub.apps.assessment.api.security import AUTH
from guyub.apps.middleware import http_status
from guyub.apps.resilience import api as resilience
from guyub.errors import DomainError
from guyub.language import sentence, text

api = NinjaAPI(
    title="Guyub",
    version="1",
    description="From a village's figures to its class, the reasons, and the road up. Every answer keeps to your "
    "territory and role. Programs send `Authorization: Bearer TOKEN`; make one with `guyub manage create_token`.",
    urls_namespace="api",
    auth=AUTH,
)
api.add_router("/villages", villages.router)
api.add_router("/villages", resilience.router)
api.add_router("/public", villages.public_router)
api.add_router("", rules.router)


@api.exception_handler(DomainError)
def domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """What a person can put right, in that person's language."""
    problem = {"code": error.code, "message": sentence(error, _language(request))}
    return api.create_response(request, problem, status=http_status(error))


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Nobody is signed in."""
    return _problem(request, "not-signed-in", 401)


@api.exception_handler(ValidationError)
def not_readable(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """The request does not have the described shape; names the first place and what is wrong there."""
    first = error.errors[0]
    place = ".".join(str(part) for part in first["loc"])
    return _problem(request, "request-not-readable", 422, place=place, problem=first["msg"])


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Broken JSON, a missing CSRF token, or too many requests."""
    code = "too-many-requests" if error.status_code == 429 else "request-refused"
    return _problem(request, code, error.status_code, problem=str(error))


def _problem(request: HttpRequest, code: str, status: int, **values: str) -> HttpResponse:
    message = text(f"api.{code}", _language(request), **values)
    return api.create_response(request, {"code": code, "message": message}, status=status)


def _language(request: HttpRequest) -> str:
    """The switch of the site where the caller has one, else the request's own Accept-Language."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) or get_language_from_request(request)
    return "en" if chosen == "en" else "id"
