"""Who may meet names of others signs in with two things: a password, and a code or a passkey."""

import hashlib
import hmac
import os
from base64 import b64decode, b64encode
from collections.abc import Callable

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from guyub.apps.accounts.models import User
from guyub.apps.accounts.scope import scope_of
from guyub.language import text

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes only stand in for one of these
NONCE = 12  # bytes, as AES-GCM wants it
SEALED = "s1:"  # begins what is sealed; texts of versions before sealing have no such beginning
# What someone without a second factor still reaches: their own account, the language, and whether the site is up.
STILL_OPEN = ("account_", "mfa_", "usersessions_", "set_language", "health")


def needs_second_factor(user: User | AnonymousUser) -> bool:
    """Whether the site asks this account for a second factor: it opens names of others, or it can give itself a role
    that does, as whoever manages accounts can.
    """
    return settings.REQUIRE_SECOND_FACTOR and (user.is_staff or scope_of(user).shows_names)


def has_second_factor(user: User) -> bool:
    """Whether a code app or a passkey is set up (one query)."""
    return Authenticator.objects.filter(user=user, type__in=FACTORS).exists()


def end_other_sessions(request: HttpRequest, user: User, authenticator: Authenticator, **more: object) -> None:
    """Once a factor is set up, whoever came in with the password alone has to come again."""
    if authenticator.type in FACTORS:
        for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
            session.end()


class SecondFactorMiddleware:
    """Lead people whose account needs a second factor to its set-up, and nowhere else before that."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: object) -> HttpResponse | None:
        if not needs_second_factor(request.user) or has_second_factor(request.user):
            return None
        match = request.resolver_match
        if not match.namespaces and (match.url_name or "").startswith(STILL_OPEN):
            return None
        if match.namespaces[:1] == ["api"]:
            message = text("api.second-factor-needed", request.LANGUAGE_CODE)
            return JsonResponse({"code": "second-factor-needed", "message": message}, status=403)
        if request.htmx:
            return HttpResponseClientRedirect(reverse("mfa_index"))
        messages.warning(
            request, _("Akun Anda membuka data keluarga atau bukti. Pasang dahulu satu pengaman di bawah ini.")
        )
        return redirect("mfa_index")


class SealedFactors(DefaultMFAAdapter):
    """Secrets of code apps are sealed: a copy of the database alone opens no account.

    The key follows from the snapshot key, which never changes; the signing key may change at any time.
    """

    def encrypt(self, text: str) -> str:
        nonce = os.urandom(NONCE)
        return SEALED + b64encode(nonce + _cipher().encrypt(nonce, text.encode(), b"second-factor")).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Raises InvalidTag for a text that this site did not seal: nobody opens an account by writing one in."""
        sealed = b64decode(encrypted_text.removeprefix(SEALED))
        return _cipher().decrypt(sealed[:NONCE], sealed[NONCE:], b"second-factor").decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last factor of an account that needs one stays; another has to be set up first."""
        if authenticator.type not in FACTORS or not needs_second_factor(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user, type__in=FACTORS).exclude(pk=authenticator.pk)
        return others.exists()


def _cipher() -> AESGCM:
    return AESGCM(hmac.new(settings.SNAPSHOT_KEY.encode(), b"second-factor", hashlib.sha256).digest())
