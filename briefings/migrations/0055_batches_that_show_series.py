import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("briefings", "0054_tables_as_maps")]

    operations = [
        migrations.AddField(
            model_name="batch",
            name="preferred_because",
            field=models.JSONField(blank=True, db_default={}, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name="batch",
            name="shows",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="briefings.series",
                verbose_name="becomes public",
            ),
        ),
        migrations.AlterField(
            model_name="batch",
            name="kind",
            field=models.CharField(
                choices=[
                    ("first", "first entry"),
                    ("update", "scheduled update"),
                    ("method", "change of method"),
                    ("correction", "correction by the source"),
                    ("error", "our error"),
                    ("retraction", "retraction"),
                    ("shown", "shown to readers"),
                ],
                max_length=10,
                verbose_name="kind",
            ),
        ),
    ]
