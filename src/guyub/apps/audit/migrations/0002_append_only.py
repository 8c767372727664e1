"""The database itself refuses changes to audit entries."""

from django.db import migrations

from guyub.apps.audit.append_only import triggers_for

TABLES = ("audit_auditentry",)

install, uninstall = triggers_for(TABLES)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunPython(install, uninstall)]
