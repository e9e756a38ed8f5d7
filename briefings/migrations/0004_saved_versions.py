import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("briefings", "0003_forced_editions"),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField(verbose_name="version")),
                ("act", models.CharField(max_length=60, verbose_name="act")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_versions",
                        to="briefings.article",
                    ),
                ),
                # A foreign key to django-reversion's table until 0014 took its rows over.
                ("revision", models.IntegerField(db_column="revision_id", unique=True)),
            ],
            options={
                "verbose_name": "saved version",
                "verbose_name_plural": "saved versions",
                "ordering": ["-number", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("article", "number"), name="saved_version_once")],
            },
        ),
    ]
