"""Seal the secrets of code apps and the seeds of recovery codes that were kept as they are.

Without it nobody who had set up a second factor before could sign in: what is not sealed does not open. May run twice:
what is sealed says so at its beginning. Backwards it opens them again, for the version before.
"""

from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidTag
from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from guyub.apps.accounts.second_factor import SEALED, SealedFactors

SECRETS = ("secret", "seed")  # of a code app; of recovery codes


def sealed(text: str) -> str:
    """The text sealed, whichever way it was kept."""
    if text.startswith(SEALED):
        return text
    try:
        SealedFactors().decrypt(text)
    except (InvalidTag, ValueError):
        return SealedFactors().encrypt(text)
    return SEALED + text  # by a version that sealed without saying so


def opened(text: str) -> str:
    """The text as versions before sealing kept it."""
    return SealedFactors().decrypt(text) if text.startswith(SEALED) else text


def _change(change: Callable[[str], str]) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
    def run(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        rows = apps.get_model("mfa", "Authenticator").objects.using(schema_editor.connection.alias)
        for row in rows.filter(type__in=("totp", "recovery_codes")).select_for_update():
            row.data = _changed(row.data, change)
            row.save(update_fields=["data"])

    return run


def _changed(data: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    changed = {name: change(data[name]) for name in SECRETS if data.get(name)}
    if data.get("migrated_codes"):
        changed["migrated_codes"] = [change(code) for code in data["migrated_codes"]]
    return data | changed


seal, unseal = _change(sealed), _change(opened)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_roles_and_parts"), ("mfa", "0003_authenticator_type_uniq")]

    operations = [migrations.RunPython(seal, unseal)]
