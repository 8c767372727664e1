"""An index that holds all that pages count villages by, so that rows with their facts are not read for it."""

from django.db import migrations, models

COUNTED = ["unit", "class_name", "class_rank", "points_lacking", "points_spare", "missing_count", "findings_count"]


class Migration(migrations.Migration):
    dependencies = [("assessment", "0004_points_to_the_next_class")]

    operations = [
        migrations.AddIndex(
            model_name="villagestate",
            index=models.Index(fields=COUNTED, name="state_counted"),
        )
    ]
