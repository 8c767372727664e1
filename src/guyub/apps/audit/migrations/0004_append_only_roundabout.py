"""Close two ways around the triggers of 0002: SQLite's INSERT OR REPLACE and PostgreSQL's TRUNCATE."""

from django.db import migrations

from guyub.apps.audit.append_only import roundabout_triggers_for

install, uninstall = roundabout_triggers_for({"audit_auditentry": [("id",), ("chain", "sequence")]})


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_when")]

    operations = [migrations.RunPython(install, uninstall)]
