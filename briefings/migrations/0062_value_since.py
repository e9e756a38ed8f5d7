"""Since which value an observation reads as now, for those whose newest values changed something else, as the status."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Count

from ..lib.numbers import reads_same
from ..lib.rows.chunks import in_chunks

CHUNK = 500


def fill(apps, schema_editor):
    Observation, Vintage = (apps.get_model("briefings", name) for name in ("Observation", "Vintage"))
    applied = Vintage.objects.filter(batch__stage="applied").order_by()
    several = applied.values("observation").annotate(number=Count("pk")).filter(number__gt=1)
    keys = [row["observation"] for row in several.order_by("observation")]
    for chunk in in_chunks(keys, CHUNK):
        of_each = {}
        rows = applied.filter(observation__in=chunk).select_related("observation__series__indicator")
        for vintage in rows.order_by("batch__decided_at", "known_on", "recorded_at", "pk"):
            of_each.setdefault(vintage.observation_id, []).append(vintage)
        for key, vintages in of_each.items():
            since = _since(vintages, vintages[0].observation.series.indicator.decimals)
            Observation.objects.filter(pk=key).exclude(current=since).update(value_since=since)


def _since(vintages, decimals):
    """In the order in which they were applied; one that was known before the one on record changed nothing."""
    current = since = vintages[0]
    for vintage in vintages[1:]:
        if (vintage.known_on, vintage.recorded_at, vintage.pk) < (current.known_on, current.recorded_at, current.pk):
            continue
        if not reads_same(current.value, vintage.value, decimals):
            since = vintage
        current = vintage
    return since


class Migration(migrations.Migration):
    dependencies = [("briefings", "0061_workbooks_in_steps")]

    operations = [
        migrations.AddField(
            "observation",
            "value_since",
            models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="briefings.vintage",
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
