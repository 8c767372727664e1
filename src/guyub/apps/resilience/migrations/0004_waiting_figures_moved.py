"""Villages that wait for the pause are kept by `assessment` now, for every stream of figures."""

from typing import Any

from django.db import migrations


def move(apps: Any, schema_editor: Any) -> None:
    """Let those that wait go on waiting."""
    old = apps.get_model("resilience", "WaitingFigures").objects.all()
    new = apps.get_model("assessment", "WaitingFigures")
    new.objects.bulk_create(new(village_id=one.village_id, stream="registry", until=one.until) for one in old)


class Migration(migrations.Migration):

    dependencies = [
        ("resilience", "0003_waiting_figures"),
        ("assessment", "0007_figures_from_what_happened"),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.DeleteModel(name="WaitingFigures"),
    ]
