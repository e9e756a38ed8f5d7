"""The newest value of a figure, also on an earlier day, and the newest release of a source: one step in an index."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("briefings", "0067_scheduled_editions")]

    operations = [
        migrations.AddIndex(
            "vintage",
            models.Index(fields=["observation", "-known_on", "-recorded_at", "-id"], name="vintage_newest_first"),
        ),
        migrations.RemoveIndex("vintage", "vintage_newest"),
        migrations.AddIndex(
            "release",
            models.Index(fields=["source", "-published", "-retrieved", "-id"], name="release_newest_first"),
        ),
    ]
