"""Distances to the next class in score points, by the decision table, instead of hundredths of single indices."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make_stale(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The site works out anew, when it starts, every state that names other rules than the installed ones."""
    apps.get_model("assessment", "VillageState").objects.update(instrument_checksum="")


class Migration(migrations.Migration):
    dependencies = [("assessment", "0003_append_only_roundabout")]

    operations = [
        migrations.RemoveIndex(model_name="villagestate", name="assessment__class_r_734159_idx"),
        migrations.RemoveField(model_name="villagestate", name="short"),
        migrations.RemoveField(model_name="villagestate", name="spare"),
        migrations.AddField(
            model_name="villagestate",
            name="points_lacking",
            field=models.PositiveSmallIntegerField(
                null=True, help_text="Score points lacking for the nearest higher class; null: at the top"
            ),
        ),
        migrations.AddField(
            model_name="villagestate",
            name="points_spare",
            field=models.PositiveSmallIntegerField(
                null=True,
                help_text="Score points that can be lost before the class is; null: it cannot fall by one index",
            ),
        ),
        migrations.AddIndex(
            model_name="villagestate",
            index=models.Index(fields=["class_rank", "points_spare"], name="assessment__class_r_337eb5_idx"),
        ),
        migrations.RunPython(make_stale, migrations.RunPython.noop),
    ]
