"""For the corrections register: batches say whether they changed a value that an edition printed, and indexes."""

from django.db import migrations, models
from django.db.models import F, OuterRef, Q, Subquery


def fill(apps, schema_editor):
    Batch, Vintage, FigureUse = (apps.get_model("briefings", name) for name in ("Batch", "Vintage", "FigureUse"))
    earlier = Vintage.objects.filter(
        batch__stage="applied", observation=OuterRef("observation"), recorded_at__lt=OuterRef("recorded_at")
    ).order_by("-known_on", "-recorded_at", "-pk")
    printed = FigureUse.objects.filter(vintage__observation=OuterRef("observation")).order_by("edition__created_at")
    revising = (
        Vintage.objects.filter(batch__stage="applied", observation__cited=True)
        .annotate(
            replaced_known_on=Subquery(earlier.values("known_on")[:1]),
            before=Subquery(earlier.values("value")[:1]),
            printed_at=Subquery(printed.values("edition__created_at")[:1]),
        )
        .filter(replaced_known_on__lte=F("known_on"), printed_at__lte=F("batch__decided_at"))
        .exclude(Q(value=F("before")) | Q(value=None, before=None))
    )
    batches = list(revising.order_by().values_list("batch", flat=True).distinct())
    Batch.objects.filter(pk__in=batches).update(changes_printed=True)


class Migration(migrations.Migration):
    dependencies = [("briefings", "0039_related_one_way")]

    operations = [
        migrations.AddField(
            "batch", "changes_printed", models.BooleanField(default=False, db_default=False, editable=False)
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            "batch",
            models.Index(
                condition=Q(changes_printed=True), fields=["-decided_at", "-id"], name="batch_changes_printed"
            ),
        ),
        migrations.AddIndex(
            "edition",
            models.Index(
                condition=Q(change_kind="correction"),
                fields=["language", "-publish_at", "-id"],
                name="edition_corrections",
            ),
        ),
        migrations.AddIndex(
            "workflow",
            models.Index(
                condition=Q(withdrawn_at__isnull=False), fields=["-withdrawn_at", "-id"], name="workflow_withdrawn"
            ),
        ),
        migrations.AddIndex(
            "workflow",
            models.Index(
                condition=Q(taken_down_at__isnull=False), fields=["-taken_down_at", "-id"], name="workflow_taken_down"
            ),
        ),
    ]
