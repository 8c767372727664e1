"""Close two ways around the triggers of 0002: SQLite's INSERT OR REPLACE and PostgreSQL's TRUNCATE."""

from django.db import migrations

from guyub.apps.audit.append_only import roundabout_triggers_for

install, uninstall = roundabout_triggers_for({"people_event": [("id",)]})


class Migration(migrations.Migration):
    dependencies = [("people", "0002_append_only")]

    operations = [migrations.RunPython(install, uninstall)]
