from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("resilience", "0002_points_shown_outside"),
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="WaitingFigures",
            fields=[
                (
                    "village",
                    models.OneToOneField(
                        on_delete=models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="territory.region",
                    ),
                ),
                ("until", models.DateTimeField(db_index=True)),
            ],
        ),
    ]
