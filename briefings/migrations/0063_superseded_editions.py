"""Editions know when a later one of their article has appeared: lists look at no others."""

from django.db import migrations, models
from django.db.models import Exists, OuterRef, Subquery
from django.db.models.functions import Now

AT_ONCE = 1_000


def note(apps, schema_editor):
    editions = apps.get_model("briefings", "Edition").objects
    later = editions.filter(
        article=OuterRef("article"), number__gt=OuterRef("number"), publish_at__lte=Now(), held_at__isnull=True
    )
    keys = list(editions.filter(Exists(later)).order_by("pk").values_list("pk", flat=True))
    first_later = Subquery(later.order_by("number").values("publish_at")[:1])
    for first in range(0, len(keys), AT_ONCE):
        editions.filter(pk__in=keys[first : first + AT_ONCE]).update(superseded_at=first_later)


class Migration(migrations.Migration):
    dependencies = [("briefings", "0062_value_since")]

    operations = [
        migrations.AddField("edition", "superseded_at", models.DateTimeField(editable=False, null=True)),
        migrations.RunPython(note, migrations.RunPython.noop, elidable=True),
        migrations.RemoveIndex("edition", "edition_newest"),
        migrations.AddIndex(
            "edition",
            models.Index(fields=["language", "-publish_at", "-id", "superseded_at"], name="edition_in_lists"),
        ),
    ]
