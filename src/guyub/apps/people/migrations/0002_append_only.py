"""The database itself refuses changes to events."""

from django.db import migrations

from guyub.apps.audit.append_only import triggers_for

TABLES = ("people_event",)

install, uninstall = triggers_for(TABLES)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [migrations.RunPython(install, uninstall)]
