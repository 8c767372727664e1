"""How allauth behaves here."""

import time

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from django.http import HttpRequest
from django.utils.translation import gettext_lazy


class ClosedSignupAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator, because each needs a role in a territory."""

    # Said after five wrong passwords for one name, or twenty from one network (ACCOUNT_RATE_LIMITS). Each wrong one is
    # forgotten after five minutes, so nobody waits longer.
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": gettext_lazy(
            "Terlalu banyak percobaan masuk yang salah. Tunggu 5 menit, lalu coba lagi."
            " Bila lupa kata sandi, tekan “Lupa kata sandi?” di bawah."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Not by someone who typed the password a moment ago: the way from there to a second factor is one step."""
        earliest = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        records = get_authentication_records(context.request, context.request.user)
        just_now = any(record["at"] > earliest for record in records)
        return not just_now and super().is_reauthentication_required(app=app)
