from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="interview",
            name="state",
            field=models.CharField(
                choices=[
                    ("open", "Sedang diisi"),
                    ("partial", "Sebagian, dari berkas"),
                    ("done", "Selesai"),
                    ("no-answer", "Tidak terdata"),
                ],
                default="open",
                max_length=9,
            ),
        ),
    ]
