"""Tick looks every minute which scheduled editions have become public: by an index, not through all of them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("briefings", "0066_citations_by_date")]

    operations = [
        migrations.AddIndex(
            "edition",
            models.Index(
                fields=["publish_at"],
                condition=models.Q(publish_at__gt=models.F("created_at")),
                name="edition_scheduled",
            ),
        ),
    ]
