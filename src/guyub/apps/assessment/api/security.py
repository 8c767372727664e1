"""Who calls: a signed-in browser (with its CSRF token), or a program with an account's token."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer, SessionAuth

from guyub.apps.accounts.models import ApiToken, User

LONGEST_TOKEN = 200
TOKEN_LIFE = timedelta(days=365)


class TokenAuth(HttpBearer):
    """`Authorization: Bearer guyub_…`, made with `guyub manage create_token`. Good for a year or until revoked."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        if len(token) > LONGEST_TOKEN:
            return None
        newest = timezone.now() - TOKEN_LIFE
        found = (
            ApiToken.objects.filter(digest=ApiToken.digest_of(token), revoked_at=None, created_at__gte=newest)
            .select_related("user")
            .first()
        )
        if found is None or not found.user.is_active:
            return None
        request.user = found.user
        return found.user


AUTH = [TokenAuth(), SessionAuth()]
