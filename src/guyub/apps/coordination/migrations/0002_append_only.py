"""The database itself refuses changes of the ledger's rows."""

from django.db import migrations

from guyub.apps.audit.append_only import roundabout_triggers_for, triggers_for

KEYS = {
    "coordination_commitmentevent": [("id",), ("chain", "sequence")],
}
install, uninstall = triggers_for(KEYS)
install_roundabout, uninstall_roundabout = roundabout_triggers_for(KEYS)


class Migration(migrations.Migration):
    dependencies = [("coordination", "0001_initial")]

    operations = [
        migrations.RunPython(install, uninstall),
        migrations.RunPython(install_roundabout, uninstall_roundabout),
    ]
