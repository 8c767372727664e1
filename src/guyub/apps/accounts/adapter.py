"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignupAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator, because each needs a role in a territory."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
