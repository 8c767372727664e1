"""Put on the trail what libraries do by themselves: logins, passwords, second factors, roles, administration."""

import json
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as factors
from django.contrib.admin.models import LogEntry
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_delete, post_save
from simple_history.models import HistoricalRecords

from guyub.apps.accounts.actors import SYSTEM, Actor
from guyub.apps.accounts.models import VILLAGE_CODE_LENGTH, ApiToken, Assignment, User
from guyub.apps.audit import trail
from guyub.apps.audit.models import SITE


def connect() -> None:
    """Listen; called once when the site starts."""
    account.user_logged_in.connect(_logged_in)
    user_logged_out.connect(_logged_out)
    for signal in (account.password_set, account.password_changed, account.password_reset):
        signal.connect(_password)
    factors.authenticator_added.connect(_factor_added)
    factors.authenticator_removed.connect(_factor_removed)
    factors.authenticator_reset.connect(_factor_reset)
    post_save.connect(_role_given, sender=Assignment)
    post_delete.connect(_role_taken, sender=Assignment)
    post_save.connect(_token, sender=ApiToken)
    post_save.connect(_administration, sender=LogEntry)


def _logged_in(user: User, **more: Any) -> None:
    trail.note(user, "login", subject=_account(user))


def _logged_out(user: User | None, **more: Any) -> None:
    if isinstance(user, User):
        trail.note(user, "logout", subject=_account(user))


def _password(user: User, **more: Any) -> None:
    trail.note(user, "password-changed", subject=_account(user))


def _factor_added(user: User, authenticator: Any, **more: Any) -> None:
    trail.note(user, "factor-added", subject=_account(user), kind=authenticator.type)


def _factor_removed(user: User, authenticator: Any, **more: Any) -> None:
    trail.note(user, "factor-removed", subject=_account(user), kind=authenticator.type)


def _factor_reset(user: User, authenticator: Any, **more: Any) -> None:
    trail.note(user, "factor-renewed", subject=_account(user), kind=authenticator.type)


def _role_given(instance: Assignment, raw: bool, **more: Any) -> None:
    if not raw:
        _role(instance, "role-given")


def _role_taken(instance: Assignment, **more: Any) -> None:
    _role(instance, "role-taken")


def _role(assignment: Assignment, action: str) -> None:
    village = assignment.region_id or ""
    chain = village if len(village) == VILLAGE_CODE_LENGTH else SITE
    subject = f"account:{assignment.user_id}"
    trail.note(_present(), action, chain=chain, subject=subject, role=str(assignment.role), place=assignment.place)


def _token(instance: ApiToken, created: bool, raw: bool, **more: Any) -> None:
    if not raw:
        action = "token-made" if created else "token-changed"
        revoked = instance.revoked_at is not None
        trail.note(_present(), action, subject=f"account:{instance.user_id}", token=instance.pk, revoked=revoked)


def _administration(instance: LogEntry, raw: bool, **more: Any) -> None:
    """What was added, changed or deleted at /kelola/: the kind of thing, its number, the fields. No values."""
    if raw or instance.content_type is None:
        return
    action = {1: "admin-added", 2: "admin-changed", 3: "admin-deleted"}[instance.action_flag]
    subject = f"{instance.content_type.model}:{instance.object_id}"[:40]
    trail.note(instance.user, action, subject=subject, fields=_fields(instance.change_message))


def _fields(message: str) -> list[str]:
    try:
        steps = json.loads(message)
    except ValueError:
        return []
    found = (step.get("changed", {}).get("fields", []) for step in steps if isinstance(step, dict))
    return sorted({str(name) for names in found for name in names})


def _account(user: User) -> str:
    return f"account:{user.pk}"


def _present() -> Actor:
    """Who makes the present request; a command, where there is none."""
    request = getattr(HistoricalRecords.context, "request", None)
    user = getattr(request, "user", None)
    return user if isinstance(user, User) else SYSTEM
