"""The database itself refuses changes of visit plans."""

from django.db import migrations

from guyub.apps.audit.append_only import roundabout_triggers_for, triggers_for

KEYS = {"appraisal_visitplan": [("id",), ("chain", "sequence")]}
install, uninstall = triggers_for(KEYS)
install_roundabout, uninstall_roundabout = roundabout_triggers_for(KEYS)


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0003_visit_plan")]

    operations = [
        migrations.RunPython(install, uninstall),
        migrations.RunPython(install_roundabout, uninstall_roundabout),
    ]
