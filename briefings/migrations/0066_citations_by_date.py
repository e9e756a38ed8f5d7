"""Citations know the language and dates of their edition: an index finds the newest editions that cite a source."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

LANGUAGES = [("en", "English"), ("es", "Spanish")]
AT_ONCE = 1_000


def note(apps, schema_editor):
    editions, citations = (apps.get_model("briefings", name).objects for name in ("Edition", "Citation"))
    of_edition = editions.filter(pk=OuterRef("edition"))
    keys = list(editions.order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(keys), AT_ONCE):
        citations.filter(edition__in=keys[first : first + AT_ONCE]).update(
            **{name: Subquery(of_edition.values(name)) for name in ("language", "publish_at", "superseded_at")}
        )


class Migration(migrations.Migration):
    dependencies = [("briefings", "0065_newest_values")]

    operations = [
        migrations.AddField(
            "citation",
            "language",
            models.CharField(choices=LANGUAGES, db_default="", editable=False, max_length=2),
        ),
        migrations.AddField("citation", "publish_at", models.DateTimeField(editable=False, null=True)),
        migrations.AddField("citation", "superseded_at", models.DateTimeField(editable=False, null=True)),
        migrations.RunPython(note, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            "citation",
            models.Index(
                fields=["source", "language", "-publish_at", "-edition", "superseded_at"], name="citation_of_source"
            ),
        ),
        migrations.AddIndex(
            "citation",
            models.Index(
                fields=["release", "language", "-publish_at", "-edition", "superseded_at"], name="citation_of_release"
            ),
        ),
        migrations.AddIndex(
            "citation",
            models.Index(fields=["edition"], condition=models.Q(publish_at=None), name="citation_undated"),
        ),
    ]
