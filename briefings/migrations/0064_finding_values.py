"""Data tables know for which values their finding was written."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("briefings", "0063_superseded_editions")]

    operations = [
        migrations.AddField(
            "datatable",
            "finding_values",
            models.CharField(blank=True, db_default="", default="", editable=False, max_length=64),
        ),
    ]
